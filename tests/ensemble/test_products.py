"""Probabilities by area against counting by hand, and their intervals."""

import numpy as np
import pytest

from sim.engine.world import build_world
from sim.ensemble import products
from sim.ensemble.interval import wilson
from sim.ensemble.products import Chance, Counts, chances, count_events, wilson_limits
from sim.scenario import load_scenario
from sim.shipped import shipped_folder
from sim.units import Bools
from tests.ensemble.made import LEAD_S, Made, made_ensemble

RUNS = 128


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    scenario = load_scenario(shipped_folder("scenarios") / "okinawa-2023-08-24.yaml")
    return made_ensemble(tmp_path_factory.mktemp("made"), scenario, RUNS)


def counted(made: Made) -> Counts:
    codes = build_world(made.scenario).layer.codes
    return count_events(made.folder / "areas.parquet", codes, LEAD_S)


def by_hand(made: Made) -> dict[str, Bools]:
    """Which runs and areas ``(R, A)`` had each event."""
    enter, warned, closest = (np.round(one, 3) for one in (made.enter_s, made.warned_s, made.closest_s))
    over, called = np.isfinite(enter), np.isfinite(warned)
    early = np.round(made.lifted_s, 3) < enter
    short = over & (~called | (enter - warned < LEAD_S) | early)
    arrival = np.where(over, enter, closest)
    near = {f"within_{km}km": made.closest_m <= 1000.0 * km for km in (50, 100, 200)}
    return near | {
        "overflown": over,
        "warned": called,
        "short_lead": short,
        "short_lead_if_overflown": short,
        "short_lead_if_warned": called & (arrival - warned < LEAD_S),
    }


@pytest.mark.parametrize("batch", [None, 97])
def test_counts_are_those_made_by_hand_however_the_rows_are_read(
    batch: int | None, made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    if batch is not None:
        monkeypatch.setattr(products, "_BATCH_ROWS", batch)
    found, truth = counted(made), by_hand(made)
    assert found.runs == RUNS
    assert set(found.yes) == {one.key for one in chances(LEAD_S)} == set(truth)
    for key, happened in truth.items():
        assert found.yes[key].tolist() == happened.sum(axis=0).tolist(), key
    assert found.yes["short_lead"].sum() > 0
    assert (found.yes["short_lead_if_warned"] > found.yes["short_lead"]).any()


def test_conditional_shares_are_of_the_runs_that_meet_the_condition(made: Made) -> None:
    found, truth = counted(made), by_hand(made)
    one = next(one for one in chances(LEAD_S) if one.key == "short_lead_if_overflown")
    over = truth["overflown"].sum(axis=0)
    share, (low, high) = found.share(one), found.interval(one)
    assert np.isnan(share[over == 0]).all()
    assert np.isnan(low[over == 0]).all()
    known = over > 0
    assert share[known] == pytest.approx(truth["short_lead"].sum(axis=0)[known] / over[known])
    assert ((low <= share) & (share <= high))[known].all()


def test_a_warning_lifted_before_the_footprint_came_is_no_lead() -> None:
    import pyarrow as pa

    rows = pa.record_batch(
        {
            "area_code": ["a", "a", "a"],
            "closest_m": [0.0, 0.0, 0.0],
            "closest_s": [600.0, 600.0, 600.0],
            "enter_s": [600.0, 600.0, None],
            "warned_s": [200.0, 200.0, 200.0],
            "lifted_s": [900.0, 500.0, 500.0],
        }
    )
    found = products._events(rows, LEAD_S)
    assert found["short_lead"].tolist() == [False, True, False]


@pytest.mark.parametrize(("yes", "of"), [(0, 10), (10, 10), (3, 10), (1, 1), (0, 1), (500, 100_000)])
def test_limits_are_those_of_wilson(yes: int, of: int) -> None:
    low, high = wilson_limits(np.array([yes]), np.array([of]), 0.95)
    assert (low[0], high[0]) == pytest.approx(wilson(yes, of, 0.95), abs=1e-12)


def test_no_runs_no_limits() -> None:
    low, high = wilson_limits(np.array([0]), np.array([0]), 0.95)
    assert np.isnan([low[0], high[0]]).all()


def test_every_event_says_what_it_is() -> None:
    said = chances(90.0)
    assert "less than 1.5 min" in next(one.meaning for one in said if one.key == "short_lead")
    assert Chance("overflown", "a footprint reached the area") in said
