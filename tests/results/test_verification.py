"""Warnings against hazard, on cases small enough to count by hand."""

import pytest

from sim.engine.log import Event, EventLog
from sim.results.verification import contingency, joined, verification


def test_published_scores_of_the_weather_service() -> None:
    """https://www.erh.noaa.gov/box/versev99.htm: FAR 41/111 = 36.9 %, POD 78/110 = 70.9 %, CSI 78/151 = 51.7 %.

    There hits are counted twice, as warned events (78) and as verified warnings (70).
    """
    by_event, by_warning = contingency("areas", 78, 32, 41), contingency("areas", 70, 0, 41)
    assert by_event.pod == pytest.approx(0.709, abs=5e-4)
    assert by_event.csi == pytest.approx(0.517, abs=5e-4)
    assert by_warning.far == pytest.approx(0.369, abs=5e-4)


def test_a_ratio_of_nothing_is_none() -> None:
    nothing = contingency("areas", 0, 0, 0)
    assert (nothing.pod, nothing.far, nothing.csi) == (None, None, None)


def test_spans_join_where_they_touch() -> None:
    assert joined([(5, 6), (1, 3), (2, 4), (4, 5)]) == [(1, 6)]
    assert joined([(1, 2), (3, 4)]) == [(1, 2), (3, 4)]


def log() -> EventLog:
    """a: hit, 40 s of hazard of which 30 s warned; b: warned after the hazard; c: hazard only; d: warned only."""
    one = {"object": "x"}
    return EventLog(
        sorted(
            [
                Event(100.0, "hazard_enter", "a", one),
                Event(140.0, "hazard_exit", "a", one),
                Event(110.0, "warned", "a"),
                Event(200.0, "lifted", "a"),
                Event(100.0, "hazard_enter", "b", one),
                Event(120.0, "hazard_exit", "b", one),
                Event(130.0, "warned", "b"),
                Event(190.0, "expired", "b"),
                Event(100.0, "hazard_enter", "c", one),
                Event(160.0, "hazard_exit", "c", one),
                Event(110.0, "warned", "d"),
                Event(170.0, "superseded", "d"),
                Event(170.0, "warned", "d"),
                Event(230.0, "cancelled", "d"),
            ],
            key=lambda event: event.t_s,
        )
    )


def test_areas_people_and_time() -> None:
    found = verification(log(), [("a", 600), ("b", 60), ("c", 6), ("d", 120), ("e", 10)])
    areas, people, minutes = found["contingency"]
    assert (areas["hits"], areas["misses"], areas["false_alarms"]) == (1, 2, 1)
    assert (people["hits"], people["misses"], people["false_alarms"]) == (600, 66, 120)
    assert minutes["hits"] == pytest.approx(600 * 0.5)
    assert minutes["misses"] == pytest.approx(600 * 10 / 60 + 60 * 20 / 60 + 6)
    assert minutes["false_alarms"] == pytest.approx(600 * 1.0 + 60 * 1.0 + 120 * 2.0)
    assert found["needed_person_min"] == pytest.approx(600 * 0.5)
    assert found["needless_person_min"] == pytest.approx(600 * 1.0 + 60 + 240)
    assert found["overshoot_share_of_areas"] == pytest.approx(1 / 2)
    assert found["undershoot_share_of_people"] == pytest.approx(66 / 666)


def test_unknown_people_leave_areas_only() -> None:
    found = verification(log(), [("a", 600), ("b", None), ("c", 6), ("d", 120)])
    assert [table["unit"] for table in found["contingency"]] == ["areas"]
    assert found["needed_person_min"] is None
    assert found["overshoot_share_of_people"] == pytest.approx(120 / 720)
