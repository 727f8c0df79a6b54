"""One morning in figures: by hand on a small log, and against the run's own tables on a real one."""

import math

import numpy as np
import pytest

from sim.compare.metrics import METRICS, Morning, measure
from sim.compare.together import identities
from sim.draws import Draws
from sim.engine.log import Event, EventLog
from sim.engine.people import people_of
from sim.engine.run import simulate_chain
from sim.results.areas import AreaIdentity
from sim.results.result import RunResult
from sim.results.series import people_series
from tests.mornings import lived, usual_scenario, usual_world

AREAS = [AreaIdentity(*one) for one in (("a", "A", 600), ("b", "B", 300), ("c", "C", 100), ("d", "D", 1000))]


def log(*without: str) -> EventLog:
    """a: warned 300 s before; b: warned 60 s before, let go before the footprint came again; c: never warned; d:
    warned for nothing."""
    one, two = {"object": "x"}, {"object": "y"}
    events = [
        Event(200.0, "issued", "authority", {"message": 1}),
        Event(200.0, "warned", "a"),
        Event(200.0, "warned", "d"),
        Event(440.0, "warned", "b"),
        Event(500.0, "hazard_enter", "a", one),
        Event(520.0, "hazard_exit", "a", one),
        Event(500.0, "hazard_enter", "b", one),
        Event(510.0, "hazard_exit", "b", one),
        Event(500.0, "hazard_enter", "c", one),
        Event(510.0, "hazard_exit", "c", one),
        Event(515.0, "closest_approach", "d", {"object": "x", "distance_m": 9.0}),
        Event(600.0, "lifted", "b", {"issued_s": 590.0}),
        Event(700.0, "hazard_enter", "b", two),
        Event(710.0, "hazard_exit", "b", two),
        Event(800.0, "lifted", "a", {"issued_s": 790.0}),
        Event(3800.0, "expired", "d"),
    ]
    return EventLog(sorted((e for e in events if e.kind not in without), key=lambda e: e.t_s))


def small(*without: str) -> Morning:
    return measure(log(*without), AREAS, None, lead_s=120.0, people=False)


def test_a_morning_counted_by_hand() -> None:
    found = small().values
    assert [*found] == [metric.key for metric in METRICS]
    assert (found["issued_s"], found["areas_warned"], found["people_warned"]) == (200.0, 3.0, 1900.0)
    assert (found["people_overflown"], found["people_missed"]) == (1000.0, 400.0)
    # b was under no warning when the second footprint came, so it has no lead, like c.
    assert found["short_lead_share"] == pytest.approx(0.4)
    assert found["lead_s"] == 300.0
    # a had 300 s and d 315 s to the closest approach; b had 60 s.
    assert found["short_lead_warned_share"] == pytest.approx(300 / 1900)
    assert found["needed_person_min"] == pytest.approx((600 * 320 + 300 * 160) / 60)
    assert found["needless_person_min"] == pytest.approx((600 * 280 + 1000 * 3600) / 60)
    # d, more than half of those warned, never hears that it is over.
    assert math.isnan(found["held_s"])
    assert found["people_not_lifted"] == 1000.0
    # Of 900 overflown and warned, 600 were let go 270 s after; b was let go 120 s too early.
    assert found["release_s"] == 270.0
    assert (found["pod"], found["far"]) == (pytest.approx(0.9), pytest.approx(1000 / 1900))
    assert math.isnan(found["short_notice_share"])


def test_columns_per_area() -> None:
    found = small()
    assert found.warned.tolist() == [True, True, False, True]
    assert found.overflown.tolist() == [True, True, True, False]
    assert found.under_warning_min.tolist() == pytest.approx([10.0, 160 / 60, 0.0, 60.0])


def test_nobody_warned_nobody_let_go() -> None:
    found = small("issued", "warned", "lifted", "expired").values
    assert (found["people_warned"], found["people_missed"], found["short_lead_share"]) == (0.0, 1000.0, 1.0)
    undefined = {key for key, value in found.items() if math.isnan(value)}
    assert {"issued_s", "lead_s", "held_s", "release_s", "far", "short_lead_warned_share"} <= undefined
    with_people = measure(
        log("issued", "warned", "lifted", "expired"), AREAS, None, lead_s=120.0, people=True
    )
    assert with_people.values["short_notice_share"] == 1.0


def test_nobody_overflown_leaves_shares_undefined_and_all_time_needless() -> None:
    found = small("hazard_enter", "hazard_exit").values
    assert (found["people_overflown"], found["people_missed"], found["needed_person_min"]) == (0.0, 0.0, 0.0)
    assert math.isnan(found["short_lead_share"])
    assert math.isnan(found["pod"])
    assert found["needless_person_min"] > 0.0


def test_unknown_numbers_of_people_are_not_guessed() -> None:
    areas = [AreaIdentity(area.code, area.name, None) for area in AREAS]
    found = measure(log(), areas, None, lead_s=120.0, people=False).values
    known = {key for key, value in found.items() if not math.isnan(value)}
    assert known == {"issued_s", "areas_warned"}


def test_a_real_morning_says_what_the_run_says() -> None:
    world = usual_world()
    chain = simulate_chain(world, Draws(5))
    crowd = people_of(world, chain)
    found = measure(chain, identities(world.layer), crowd, lead_s=120.0, people=True).values
    full = RunResult(usual_scenario(), world, 5, lived(world, 5))
    said = full.metrics | full.metrics["verification"]
    for key in ("people_warned", "people_overflown", "needed_person_min", "needless_person_min"):
        assert found[key] == pytest.approx(said[key])
    assert found["issued_s"] == full.milestones["issued"]
    people = next(table for table in said["contingency"] if table["unit"] == "people")
    assert (found["pod"], found["far"], found["csi"]) == pytest.approx(
        (people["pod"], people["far"], people["csi"])
    )
    series = people_series(full.log)
    over = [row for row in full.areas if row.enter_s is not None]
    assert len(over) == 2
    noticed = sum(series[row.area_code].at("noticed", np.array(row.enter_s)).item() for row in over)
    total = sum(row.population or 0 for row in over)
    # The log tells counts anew after a change of a thousandth.
    assert found["unaware_share"] == pytest.approx(1.0 - noticed / total, abs=2e-3)
    assert found["short_notice_share"] > found["unaware_share"] > 0.0
