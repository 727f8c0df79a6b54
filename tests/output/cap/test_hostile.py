"""Files that mean harm are refused quickly, in one line, without a second file or a connection opened."""

import gzip
import os
import socket
import tracemalloc
from pathlib import Path

import pytest

from sim.errors import Problem
from sim.output.cap.reading import MAX_BYTES
from sim.output.cap.validate import is_warning, validate_cap
from tests.output.cap.bases import ALERT, CANCEL

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
ROOT = '<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">'


def check(tmp_path: Path, data: str | bytes) -> list[Problem]:
    path = tmp_path / "hostile.xml"
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return [problem for problem in validate_cap([path]) if not is_warning(problem)]


def only(problems: list[Problem]) -> Problem:
    assert len(problems) == 1, problems
    return problems[0]


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))

DOCTYPES = {
    "billion laughs": f'<!DOCTYPE a [<!ENTITY l0 "ha">{LAUGHS}]>{ROOT}<note>&l11;</note></alert>',
    "quadratic": f'<!DOCTYPE a [<!ENTITY a "{"a" * 50_000}">]>{ROOT}<note>{"&a;" * 50_000}</note></alert>',
    "external file": f'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>{ROOT}<note>&x;</note></alert>',
    "external host": f'<!DOCTYPE a [<!ENTITY x SYSTEM "http://127.0.0.1:9/">]>{ROOT}<note>&x;</note></alert>',
    "parameter entity": f'<!DOCTYPE a [<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;]>{ROOT}</alert>',
    "external subset": f'<!DOCTYPE alert SYSTEM "file:///etc/passwd">{ROOT}</alert>',
    "public identifier": f'<!DOCTYPE alert PUBLIC "-//X//Y" "http://127.0.0.1:9/x.dtd">{ROOT}</alert>',
    "default attribute": f'<!DOCTYPE a [<!ATTLIST alert b CDATA "c">]>{ROOT}</alert>',
    "behind a comment": f"<!-- <!DOCTYPE no> --><?x y?>\n<!DOCTYPE alert>{ROOT}</alert>",
    "behind an unclosed name": "<!DOCTYPE",
}


@pytest.mark.parametrize("name", DOCTYPES)
def test_every_document_type_declaration_is_refused(tmp_path: Path, name: str) -> None:
    problem = only(check(tmp_path, HEAD + DOCTYPES[name]))
    assert "document type declaration is refused" in problem.message
    assert problem.line == (3 if name == "behind a comment" else 2)


def test_a_document_type_in_utf_16_is_refused_too(tmp_path: Path) -> None:
    problem = only(check(tmp_path, DOCTYPES["billion laughs"].encode("utf-16")))
    assert "document type declaration is refused" in problem.message


def test_a_document_type_in_a_comment_or_in_text_is_only_text(tmp_path: Path) -> None:
    text = CANCEL.replace("<note>", "<!-- <!DOCTYPE a> --><note><![CDATA[<!DOCTYPE html>]]>")
    assert check(tmp_path, text) == []


def test_deep_nesting_is_refused(tmp_path: Path) -> None:
    problem = only(check(tmp_path, HEAD + ROOT + "\n<a>" * 200_000 + "</a>" * 200_000 + "</alert>"))
    assert "nested deeper than 32" in problem.message
    assert problem.line == 34


def test_a_flood_of_elements_is_refused(tmp_path: Path) -> None:
    assert "more elements than" in only(check(tmp_path, ROOT + "<a/>" * 300_000 + "</alert>")).message


def test_a_flood_of_attributes_is_refused(tmp_path: Path) -> None:
    attributes = " ".join(f"a{n}='{n}'" for n in range(100_000))
    assert "more attributes" in only(check(tmp_path, f"{ROOT}<a {attributes}/></alert>")).message


def test_a_flood_of_namespaces_is_refused(tmp_path: Path) -> None:
    spaces = " ".join(f"xmlns:a{n}='urn:{n}'" for n in range(50_000))
    assert "more namespace declarations" in only(check(tmp_path, f"{ROOT}<a {spaces}/></alert>")).message


def test_a_huge_file_is_refused_without_being_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.xml"
    with path.open("wb") as stream:
        stream.write(ALERT.encode())
        stream.truncate(100 * 1024 * 1024)
    tracemalloc.start()
    problem = only(validate_cap([path]))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert str(problem) == f"{path}: is larger than {MAX_BYTES} bytes ({100 * 1024 * 1024})"
    assert peak < 1_000_000


def test_a_file_at_the_limit_is_read(tmp_path: Path) -> None:
    assert check(tmp_path, CANCEL + " " * (MAX_BYTES - len(CANCEL.encode()))) == []


def test_more_faults_than_anyone_reads_are_cut_off(tmp_path: Path) -> None:
    area = "<area><areaDesc>a</areaDesc><polygon>x</polygon><zone/></area>"
    text = ALERT.replace("</info>", area * 2_000 + "</info>", 1)
    problems = check(tmp_path, text)
    assert len(problems) == 201
    assert "the rest are not listed" in problems[0].message


def test_a_ring_of_too_many_points_is_not_computed(tmp_path: Path) -> None:
    ring = " ".join(f"{24 + n / 1e6:.6f},125" for n in range(100_001))
    text = ALERT.replace("24.60,124.60 24.60,124.80 24.75,124.70 24.60,124.60", ring)
    assert "more than 100000 points" in only(check(tmp_path, text)).message


def test_schema_locations_in_a_file_are_not_followed(tmp_path: Path) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        listener.settimeout(0.2)
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/x.xsd"
        bait = (
            'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
            f'xsi:schemaLocation="http://www.w3.org/2000/09/xmldsig# {url} urn:x {url}" '
            f'xsi:noNamespaceSchemaLocation="{url}"'
        )
        assert check(tmp_path, CANCEL.replace("<alert ", f"<alert {bait} ")) == []
        with pytest.raises(TimeoutError):
            listener.accept()


def test_a_schema_location_is_not_read_from_disk_either(tmp_path: Path) -> None:
    lure = tmp_path / "lure.xsd"
    lure.write_text(
        '<schema xmlns="http://www.w3.org/2001/XMLSchema" targetNamespace="http://www.w3.org/2000/09/xmldsig#">'
        '<element name="Signature" type="integer"/></schema>'
    )
    signature = '<Signature xmlns="http://www.w3.org/2000/09/xmldsig#">text</Signature></alert>'
    bait = (
        '<alert xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        f'xsi:schemaLocation="http://www.w3.org/2000/09/xmldsig# {lure.as_uri()}" '
    )
    assert check(tmp_path, CANCEL.replace("</alert>", signature).replace("<alert ", bait)) == []


def test_inclusions_are_left_alone(tmp_path: Path) -> None:
    inclusion = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="/etc/hostname"/>'
    problem = only(check(tmp_path, CANCEL.replace("<note>", inclusion + "<note>")))
    assert problem.key == "alert.include"
    assert "not expected" in problem.message


NOT_XML = {
    "gzip": (gzip.compress(ALERT.encode()), "it is gzip data"),
    "zip": (b"PK\x03\x04rest", "it is a zip archive"),
    "nothing": (b"", "is empty"),
    "blanks": (b" \n\n", "is empty"),
    "text": (b"take shelter", "not well-formed"),
    "json": (b'{"alert": 1}', "not well-formed"),
    "NUL": (CANCEL.replace("Ryukyu", "Ryu\0kyu").encode(), "NUL"),
    "UTF-16 unmarked": (CANCEL.encode("utf-16-le"), "NUL"),
    "Latin-1 called UTF-8": (CANCEL.replace("Ryukyu", "Ryûkyû").encode("latin-1"), "is not utf-8 text"),
    "half a UTF-16": (CANCEL.replace("UTF-8", "UTF-16").encode("utf-16")[:-1], "is not utf-16 text"),
    "UTF-7": (CANCEL.replace("UTF-8", "UTF-7").encode(), "the encoding is not one"),
    "idna": (CANCEL.replace("UTF-8", "idna").encode(), "the encoding is not one"),
    "mark and name differ": (CANCEL.replace("UTF-8", "ISO-8859-1").encode("utf-8-sig"), "byte order mark"),
    "undeclared prefix": (b"<cap:alert/>", "not well-formed"),
}


@pytest.mark.parametrize("name", NOT_XML)
def test_what_is_not_xml_is_said_so(tmp_path: Path, name: str) -> None:
    data, reason = NOT_XML[name]
    assert reason in only(check(tmp_path, data)).message


def test_a_wrong_byte_is_located(tmp_path: Path) -> None:
    data = CANCEL.replace("Ryukyu", "Ryûkyu").encode("latin-1")
    problem = only(check(tmp_path, data))
    line = CANCEL[: CANCEL.index("Ryukyu")].count("\n") + 1
    assert (problem.line, problem.column) == (line, CANCEL.splitlines()[line - 1].index("Ryukyu") + 3)
    assert "byte 0xfb" in problem.message


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_marked_encodings_are_read(tmp_path: Path, encoding: str) -> None:
    text = ALERT.replace("UTF-8", "UTF-16") if encoding == "utf-16" else ALERT
    assert check(tmp_path, text.encode(encoding)) == []


@pytest.mark.parametrize("encoding", ["ISO-8859-1", "windows-1252", "US-ASCII"])
def test_declared_encodings_are_read(tmp_path: Path, encoding: str) -> None:
    note = "Drill" if encoding == "US-ASCII" else "Exercice à Réunion"
    text = CANCEL.replace("UTF-8", encoding).replace("Exercise Ryukyu 1", note)
    assert check(tmp_path, text.encode(encoding)) == []


def test_lines_are_counted_beyond_65535(tmp_path: Path) -> None:
    text = CANCEL.replace("<note>", "\n" * 100_000 + "<note>").replace("scope>Private", "scope>Secret")
    text = text.replace("2023-08-24T03:54:00+09:00</ref", "soon</ref")
    problems = check(tmp_path, text)
    assert [(problem.key, problem.line) for problem in problems] == [
        ("alert.scope", 8),
        ("alert.references", 100_011),
    ]


def test_carriage_returns_do_not_move_the_lines(tmp_path: Path) -> None:
    text = ALERT.replace("\n", "\r\n").replace("severity>Extreme", "severity>High", 1)
    assert only(check(tmp_path, text)).line == ALERT[: ALERT.index("<severity>")].count("\n") + 1


def test_what_is_not_a_file_is_not_opened(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    absent = tmp_path / "absent.xml"
    told = {Path(problem.file).name: problem.message for problem in validate_cap([pipe, tmp_path, absent])}
    assert told == {
        "pipe": "is not a regular file",
        tmp_path.name: "is not a regular file",
        "absent.xml": "cannot be read: No such file or directory",
    }
