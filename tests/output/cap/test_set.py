"""Files checked together: one name for one message, references that resolve where the set can tell."""

from pathlib import Path

import pytest

from sim.output.cap.validate import is_warning, validate_cap
from tests.output.cap.bases import ALERT, CANCEL, UPDATE

REFERENCE = "drill@example.org,drill-2023-08-24-001,2023-08-24T03:54:00+09:00"


def told(tmp_path: Path, *texts: str) -> list[tuple[str, str, str]]:
    paths = []
    for number, text in enumerate(texts):
        paths.append(tmp_path / f"{number}.xml")
        paths[-1].write_text(text, encoding="utf-8")
    return [(Path(found.file).name, found.key, found.message) for found in validate_cap(paths)]


def test_a_chain_that_resolves_is_sound(tmp_path: Path) -> None:
    assert told(tmp_path, ALERT, UPDATE, CANCEL) == []


def test_the_order_of_the_files_does_not_matter(tmp_path: Path) -> None:
    assert told(tmp_path, CANCEL, UPDATE, ALERT) == []


def test_a_lone_update_is_not_blamed_for_its_past(tmp_path: Path) -> None:
    assert told(tmp_path, UPDATE) == told(tmp_path, CANCEL) == []


def test_the_same_instant_in_another_offset_resolves(tmp_path: Path) -> None:
    assert told(tmp_path, ALERT, CANCEL.replace("03:54:00+09:00</ref", "02:54:00+08:00</ref")) == []


@pytest.mark.parametrize(
    ("reference", "reason"),
    [
        (REFERENCE.replace("001", "000"), "not among the files given"),
        (REFERENCE.replace("03:54:00", "03:53:00"), "sent at another time, 2023-08-24T03:54:00+09:00"),
        (REFERENCE.replace("drill@", "staff@"), "has another sender, drill@example.org"),
    ],
)
def test_a_reference_that_does_not_resolve_is_an_error(tmp_path: Path, reference: str, reason: str) -> None:
    found = told(tmp_path, ALERT, CANCEL.replace(REFERENCE, reference))
    assert [(file, key) for file, key, _ in found] == [("1.xml", "alert.references")]
    assert reason in found[0][2]
    assert reference in found[0][2]


def test_a_reference_to_an_unknown_sender_is_left_open(tmp_path: Path) -> None:
    assert (
        told(tmp_path, ALERT, CANCEL.replace(REFERENCE, REFERENCE.replace("drill@example.org,drill", "a,b")))
        == []
    )


def test_one_identifier_for_two_messages_is_an_error(tmp_path: Path) -> None:
    later = ALERT.replace("2023-08-24T03:54:00+09:00</sent", "2023-08-24T03:54:01+09:00</sent")
    (file, key, message) = told(tmp_path, ALERT, later)[0]
    assert (file, key) == ("1.xml", "alert.identifier")
    assert message.startswith("the identifier is already used in ")
    assert "0.xml" in message


def test_one_message_given_twice_is_a_warning(tmp_path: Path) -> None:
    assert [message[:38] for *_, message in told(tmp_path, ALERT, ALERT)] == [
        "warning: the same message is in " + str(tmp_path)[:6]
    ]


def test_one_path_given_twice_is_read_once(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text(ALERT, encoding="utf-8")
    assert validate_cap([path, path]) == []


def test_one_identifier_of_two_senders_is_fine(tmp_path: Path) -> None:
    assert told(tmp_path, ALERT, ALERT.replace("<sender>drill@", "<sender>staff@")) == []


def test_problems_come_by_file_and_line(tmp_path: Path) -> None:
    broken = ALERT.replace(">Shelter<", ">Hide<").replace("scope>Public", "scope>Private")
    for name in ("b.xml", "a.xml"):
        (tmp_path / name).write_text(broken, encoding="utf-8")
    problems = [
        problem
        for problem in validate_cap([tmp_path / "b.xml", tmp_path / "a.xml"])
        if not is_warning(problem)
    ]
    assert [(Path(problem.file).name, problem.line) for problem in problems] == [
        ("a.xml", 9),
        ("a.xml", 18),
        ("b.xml", 9),
        ("b.xml", 18),
    ]
    assert str(problems[0]) == f"{tmp_path / 'a.xml'}:9:3: alert.scope: scope Private needs addresses"
