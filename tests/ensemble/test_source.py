"""One number for the program: the same wherever it lies, another once anything that computes is edited."""

import re
import shutil
from pathlib import Path

import pytest

from sim.ensemble import work
from sim.ensemble.source import PACKAGE, source_digest
from sim.ensemble.work import Span, compute, versions
from sim.errors import InputError, WorkError
from tests.ensemble.fake import FakeWork
from tests.ensemble.folders import run_into

HERE = source_digest()


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    ignored = shutil.ignore_patterns("__pycache__", "vendor", "data")
    return shutil.copytree(PACKAGE, tmp_path_factory.mktemp("elsewhere") / "other", ignore=ignored)


def test_it_does_not_depend_on_the_place_nor_on_the_ends_of_lines(elsewhere: Path) -> None:
    assert source_digest(elsewhere) == HERE
    draws = elsewhere / "draws.py"
    text = draws.read_bytes()
    draws.write_bytes(text.replace(b"\n", b"\r\n"))
    assert source_digest(elsewhere) == HERE
    draws.write_bytes(text)


@pytest.mark.parametrize(
    "name",
    ["units.py", "geo/crossings.py", "flight/dispersion.py", "reach/moments.py", "ensemble/replicate.py"],
)
def test_any_edit_of_what_computes_changes_it(name: str, elsewhere: Path) -> None:
    text = (elsewhere / name).read_bytes()
    (elsewhere / name).write_bytes(text + b"#\n")
    assert source_digest(elsewhere) != HERE
    (elsewhere / name).unlink()
    assert source_digest(elsewhere) != HERE
    (elsewhere / name).write_bytes(text)
    assert source_digest(elsewhere) == HERE


@pytest.mark.parametrize("name", ["cli.py", "output/figures/style.py", "commands/ensemble.py"])
def test_what_only_shows_results_does_not_count(name: str, elsewhere: Path) -> None:
    (elsewhere / name).write_bytes((elsewhere / name).read_bytes() + b"#\n")
    assert source_digest(elsewhere) == HERE


def test_no_module_of_those_is_needed_to_compute() -> None:
    uncounted = re.compile(r"sim\.(commands|output|bench|hindcast|cli)\b")
    counted = [path for path in PACKAGE.glob("*/**/*.py") if not uncounted.search(f"sim.{room(path)}")]
    assert len(counted) > 100
    for path in counted:
        assert not uncounted.search(path.read_text(encoding="utf-8")), path


def room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0]


def test_every_ensemble_says_it() -> None:
    assert dict(versions())["source"] == HERE


def test_code_edited_after_an_interruption_is_noticed(tmp_path: Path) -> None:
    def program(digest: str) -> tuple[tuple[str, str], ...]:
        return tuple((versions_of | {"source": digest}).items())

    versions_of = dict(versions())
    with pytest.raises(ZeroDivisionError):
        run_into(tmp_path / "e", FakeWork(versions=versions(), fails_at=64), 100)
    edited = FakeWork(versions=program("0123456789abcdef"))
    with pytest.raises(InputError) as refused:
        run_into(tmp_path / "e", edited, 100, resume=True)
    said = f'source "{HERE}" there, "0123456789abcdef" asked for; ask for the same, or remove it'
    assert str(refused.value) == f"{tmp_path / 'e.part'}: is another ensemble: {said}"


def test_a_worker_with_other_code_is_refused() -> None:
    """The same call that processes and Dask's workers make."""
    work._ready_works.clear()
    asked = FakeWork(versions=(*versions()[:-1], ("source", "0123456789abcdef")))
    with pytest.raises(WorkError) as refused:
        compute(asked, Span(0, 64))
    said = (
        f"a worker has source {HERE} instead of 0123456789abcdef; results would depend on who computes them"
    )
    assert str(refused.value) == said
