"""Every broken scenario gives exactly its located problems, no traceback, and leaves nothing behind."""

from pathlib import Path

import pytest

from sim.errors import InputError, Problem
from sim.scenario import load_scenario
from tests.scenario.case import BASE, SCENARIO, Case
from tests.scenario.corpus import BROKEN


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("case", BROKEN, ids=lambda case: case.name)
def test_says_exactly_what_is_wrong_and_where(case: Case, tmp_path: Path) -> None:
    path = case.write(tmp_path)
    before = contents(tmp_path)
    with pytest.raises(InputError) as caught:
        load_scenario(path, case.overrides)
    assert (
        tuple(str(problem).replace(f"{tmp_path}/", "") for problem in caught.value.problems) == case.expected
    )
    assert contents(tmp_path) == before
    assert all(is_one_located_line(problem) for problem in caught.value.problems)


def is_one_located_line(problem: Problem) -> bool:
    located = bool(problem.line and problem.column)
    whole_file = problem.file.startswith("--set ") or "is larger than" in problem.message
    return str(problem).isprintable() and (located or whole_file)


def test_the_base_itself_is_sound() -> None:
    assert load_scenario(BASE / SCENARIO).spec.name == "base"


def test_there_are_more_than_a_hundred_different_cases() -> None:
    assert len(BROKEN) >= 100
    assert len({case.name for case in BROKEN}) == len(BROKEN)
    mistakes = {(c.edits, c.tracks, c.overrides, c.raw, c.raw_tracks, c.encoding) for c in BROKEN}
    assert len(mistakes) == len(BROKEN)


def test_a_missing_file(tmp_path: Path) -> None:
    path = tmp_path / "nowhere.yaml"
    with pytest.raises(InputError) as caught:
        load_scenario(path)
    assert str(caught.value) == f"{path}: no such file"


def test_a_directory(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        load_scenario(tmp_path)
    assert str(caught.value) == f"{tmp_path}: is a directory, not a scenario file"


def test_a_path_through_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(InputError) as caught:
        load_scenario(tmp_path / "file" / "scenario.yaml")
    assert str(caught.value) == f"{tmp_path / 'file' / 'scenario.yaml'}: cannot be read: not a directory"


def test_a_path_that_no_system_has() -> None:
    with pytest.raises(InputError) as caught:
        load_scenario("a\0b.yaml")
    assert str(caught.value).endswith(": cannot be read: embedded null byte")


def test_one_track_file_named_twice_is_reported_once(tmp_path: Path) -> None:
    case = Case("both", (), tracks=(("alt_km", "alt_m"),))
    with pytest.raises(InputError) as caught:
        load_scenario(case.write(tmp_path))
    assert [problem.key for problem in caught.value.problems] == ["alt_km", "alt_m"]
