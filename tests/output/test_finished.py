"""A run folder opened again: the same result, or every damage named."""

from collections.abc import Callable
from pathlib import Path

import pytest

import sim
from sim.errors import InputError
from sim.output.finished import read_areas
from sim.results.result import RunResult
from tests.mornings import SCENARIO


@pytest.fixture(scope="module")
def result() -> RunResult:
    return sim.run(sim.load_scenario(SCENARIO), 3)


@pytest.fixture
def folder(result: RunResult, tmp_path: Path) -> Path:
    return sim.write_run(result, tmp_path / "run", pictures=False)


def test_it_is_the_result_that_was_written(result: RunResult, folder: Path) -> None:
    finished = sim.read_run(str(folder))
    assert (finished.name, finished.seed, finished.folder) == (result.name, 3, folder)
    assert finished.log.to_jsonl() == result.log.to_jsonl()
    assert [one.verdict for one in finished.comparisons] == [one.verdict for one in result.comparisons]
    assert finished.metrics["areas_warned"] == result.metrics["areas_warned"]
    assert finished.summary()["seed"] == 3
    for name, t_s in result.milestones.items():
        assert finished.milestones[name] == (None if t_s is None else pytest.approx(t_s, abs=5e-4))
    assert [leg.name for leg in finished.legs] == [leg.name for leg in result.legs]


DAMAGES: dict[str, Callable[[str], str]] = {
    "is not a row of this table": lambda text: text.replace(
        "47207,Ishigaki City,47637", "47207,Ishigaki City,many"
    ),
    "must have the columns": lambda text: text.replace("area_code,", "code,", 1),
    "zip() argument 2 is shorter": lambda text: text + "47000,Nowhere\n",
}


@pytest.mark.parametrize("said", DAMAGES)
def test_a_damaged_table_is_named_with_its_line(said: str, folder: Path) -> None:
    file = folder / "areas.csv"
    lines = file.read_text(encoding="utf-8")
    file.write_text(DAMAGES[said](lines), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        sim.read_run(folder)
    assert said in str(caught.value)
    assert str(caught.value).startswith(f"{file}:")


def test_blank_cells_are_nothing_but_a_blank_name_is_blank(folder: Path) -> None:
    file = folder / "areas.csv"
    file.write_text(file.read_text(encoding="utf-8").replace(",Naha City,", ",,", 1), encoding="utf-8")
    first = read_areas(file)[0]
    assert (first.area_name, first.enter_s, first.population) == ("", None, 317625)


def test_the_summary_of_something_else_is_refused(folder: Path) -> None:
    (folder / "summary.json").write_text('{"kind": "hindcast", "seed": 0}')
    with pytest.raises(InputError, match="is not the summary of a run"):
        sim.read_run(folder)


def test_no_folder_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is not a run folder"):
        sim.read_run(tmp_path / "none")
    with pytest.raises(InputError, match="cannot be read"):
        read_areas(tmp_path / "none.csv")
