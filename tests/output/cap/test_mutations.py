"""Every broken file is caught, at its line, for its own reason and for no other."""

import re
from pathlib import Path

import pytest
from lxml import etree

from sim.errors import Problem
from sim.output.cap.validate import is_warning, validate_cap
from tests.output.cap.bases import BASES
from tests.output.cap.broken_areas import BROKEN_AREAS
from tests.output.cap.broken_headers import BROKEN_HEADERS
from tests.output.cap.broken_infos import BROKEN_INFOS
from tests.output.cap.mutation import Mutation

MUTATIONS = [*BROKEN_HEADERS, *BROKEN_INFOS, *BROKEN_AREAS]


def errors_of(tmp_path: Path, text: str) -> list[Problem]:
    path = tmp_path / "message.xml"
    path.write_text(text, encoding="utf-8", newline="")
    return [problem for problem in validate_cap([path]) if not is_warning(problem)]


def line_of(text: str, key: str) -> int:
    """Where another parser puts the element that ``key`` names."""
    node = etree.fromstring(text.encode())
    for step in key.split(".")[1:]:
        match = re.fullmatch(r"(\w+)(?:\[(\d+)\])?", step)
        assert match
        same = [child for child in node.iter("*") if child.getparent() is node and _local(child) == match[1]]
        node = same[int(match[2] or 0) if match[2] else -1 if len(same) > 1 else 0]
    return int(node.sourceline)


def _local(element: etree._Element) -> str:
    return str(etree.QName(element).localname)


@pytest.mark.parametrize("name", BASES)
def test_the_sound_messages_draw_no_remark(tmp_path: Path, name: str) -> None:
    path = tmp_path / "message.xml"
    path.write_text(BASES[name], encoding="utf-8")
    assert validate_cap([path]) == []


def test_the_corpus_is_as_large_as_promised() -> None:
    assert len({mutation.text for mutation in MUTATIONS}) == len(MUTATIONS) >= 200


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda m: f"{m.base}-{m.key}-{m.new.strip()[:24]!r}")
def test_a_broken_file_is_caught_for_its_own_reason(tmp_path: Path, mutation: Mutation) -> None:
    errors = errors_of(tmp_path, mutation.text)
    assert [error.key for error in errors] == [mutation.key], [str(error) for error in errors]
    assert mutation.reason in errors[0].message
    if mutation.key:
        assert errors[0].line == line_of(mutation.text, mutation.key)
        assert errors[0].column
