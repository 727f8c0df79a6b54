"""Tables of a result hold what its log and its files hold, typed whatever happens to be empty."""

import sys
from pathlib import Path

import numpy as np
import pandas
import polars
import pyarrow
import pytest

import sim
from sim.errors import MissingPackage
from sim.output.finished import FinishedRun
from sim.results.areas import COLUMNS, areas_csv
from sim.results.frames import TABLES
from sim.results.mark import MARK
from sim.results.result import RunResult
from sim.results.series import people_totals
from tests.mornings import SCENARIO, lived, morning, usual_scenario

FRAMES = ("areas_frame", "events_frame", "legs_frame", "announced_frame", "people_frame")


@pytest.fixture(scope="module")
def result() -> RunResult:
    return sim.run(sim.load_scenario(SCENARIO))


@pytest.fixture(scope="module")
def folder(result: RunResult, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sim.write_run(result, tmp_path_factory.mktemp("frames") / "run", pictures=False)


@pytest.fixture(scope="module")
def finished(folder: Path) -> FinishedRun:
    return sim.read_run(folder)


@pytest.fixture(scope="module")
def silent() -> RunResult:
    """Nobody sees the launch: nothing is issued and most columns are empty."""
    world = morning([{"kind": "undetected_launch", "name": "f"}])
    return RunResult(usual_scenario(), world, 0, lived(world))


@pytest.mark.parametrize("name", FRAMES)
def test_a_run_and_its_folder_give_the_same_frames(
    name: str, result: RunResult, finished: FinishedRun
) -> None:
    pandas.testing.assert_frame_equal(getattr(result, name)(), getattr(finished, name)())


@pytest.mark.parametrize("name", TABLES)
def test_every_table_says_what_it_is_and_goes_to_polars(name: str, finished: FinishedRun) -> None:
    table = finished.arrow(name)
    assert isinstance(table, pyarrow.Table)
    assert table.schema.metadata == {
        b"mark": MARK.encode(),
        b"scenario": b"okinawa-2023-08-24",
        b"seed": b"0",
    }
    assert polars.from_arrow(table).shape == table.shape


def test_areas_are_the_rows_of_the_file(result: RunResult, folder: Path) -> None:
    text = (folder / "areas.csv").read_text(encoding="utf-8")
    assert areas_csv(sim.read_run(folder).areas) == text
    frame = result.areas_frame()
    assert tuple(frame.columns) == COLUMNS
    assert frame["population"].sum() == result.metrics["people"]
    assert frame["enter_s"].notna().sum() == result.metrics["areas_overflown"]


def test_columns_keep_their_types_when_empty(result: RunResult, silent: RunResult) -> None:
    assert silent.areas_frame()["warned_s"].isna().all()
    for name in ("areas", "legs", "announced", "people"):
        assert silent.arrow(name).schema.types == result.arrow(name).schema.types
    assert silent.arrow("areas")["warned_s"].null_count == len(silent.areas)


def test_events_of_some_kinds_have_only_their_columns(finished: FinishedRun) -> None:
    frame = finished.events_frame("hazard_enter", "hazard_exit")
    assert list(frame.columns) == ["t_s", "kind", "subject", "object"]
    assert frame["t_s"].is_monotonic_increasing
    assert list(finished.events_frame("no such kind").columns) == ["t_s", "kind", "subject"]
    assert len(finished.events_frame()) == len(finished.log)


def test_peoples_states_add_up_and_end_as_the_summary_says(finished: FinishedRun) -> None:
    frame = finished.people_frame(30.0)
    states = ["unaware", "noticed", "understood", "acting", "sheltered", "released", "expired"]
    # Each area's counts are rounded to whole people.
    assert np.allclose(frame[states].sum(axis=1), frame["people"], atol=len(finished.areas) * len(states) / 2)
    reached = finished.metrics["people_reached"]
    last = frame.iloc[-1] / frame["people"].iloc[-1]
    for column, key in (("noticed_ever", "noticed_share"), ("released", "released_share")):
        assert last[column] == pytest.approx(reached[key], abs=1e-3)
    assert (frame[["noticed_ever", "sheltered_ever"]].diff().dropna() >= 0.0).all(axis=None)
    at_210 = frame.loc[frame["t_s"] == 210.0].iloc[0]
    assert at_210["noticed"] == 0.0


def test_a_run_without_people_has_curves_of_nobody(silent: RunResult) -> None:
    assert silent.people_frame()["people"].eq(0.0).all()


@pytest.mark.parametrize("step_s", [0.0, -1.0, float("nan")])
def test_a_step_that_leads_nowhere_is_refused(step_s: float, finished: FinishedRun) -> None:
    with pytest.raises(ValueError, match="must be above 0"):
        people_totals(finished.log, step_s)


def test_another_table_is_named_among_those_there_are(finished: FinishedRun) -> None:
    with pytest.raises(ValueError, match="no table 'area': one of areas, events"):
        finished.arrow("area")


def test_without_pandas_it_says_what_to_install(
    finished: FinishedRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(MissingPackage, match=r"needs pandas.*pip install 'overflight\[frames\]'"):
        finished.areas_frame()
    assert finished.arrow("areas").num_rows == len(finished.areas)
