"""Started by hand in the run: one person, one message at a time, the same as the arithmetic says."""

from typing import Any

import pytest

from sim.engine.log import EventLog
from sim.reach.operators import answer_s
from tests.mornings import fixed, lived, morning

IZENA = "47360"


def night(on_duty_s: float, off_duty_s: float | None, **more: Any) -> EventLog:
    operator = {
        "from_clock": "08:30",
        "to_clock": "17:15",
        "on_duty": fixed(on_duty_s),
        "off_duty": None if off_duty_s is None else fixed(off_duty_s),
    }
    return lived(morning(reach__start={"manual_areas": [IZENA], "operator": operator}, **more))


def test_at_night_the_loudspeakers_wait_for_someone_and_telephones_do_not() -> None:
    log = night(60.0, 300.0)
    ready = next(e.t_s for e in log.of("receiver_in") if e.subject == IZENA)
    started = [e.t_s for e in log.of("started_by_hand")]
    world = morning(
        reach__start={
            "manual_areas": [IZENA],
            "operator": {
                "from_clock": "08:30",
                "to_clock": "17:15",
                "on_duty": fixed(60.0),
                "off_duty": fixed(300.0),
            },
        }
    )
    assert world.reach is not None
    assert world.reach.reach.start.operator is not None
    expected = answer_s(world.reach.reach.start.operator, world.spec.launch_time, ready, 60.0, 300.0)
    assert started[0] == pytest.approx(expected, abs=2.0)  # the receiver's handling lies between
    loud, phone = (
        next(e.t_s for e in log.of("on_air") if e.subject == IZENA and e.fields["channel"] == channel)
        for channel in ("loudspeakers", "cell_broadcast")
    )
    assert phone < ready + 10.0 < started[0] < loud
    assert {e.subject for e in log.of("started_by_hand")} == {IZENA}


def test_the_lift_waits_until_the_warning_has_been_started() -> None:
    """One person: a first message that takes 20 minutes keeps the lift waiting, and then takes as long."""
    first, second = [e.t_s for e in night(60.0, 1200.0).of("started_by_hand")]
    assert second - first == pytest.approx(1200.0)


def test_with_nobody_to_call_the_loudspeakers_stay_silent_until_morning() -> None:
    log = night(60.0, None)
    launch_to_half_past_eight = (8.5 * 60 - (3 * 60 + 50.5)) * 60
    assert next(e.t_s for e in log.of("started_by_hand")) == pytest.approx(launch_to_half_past_eight + 60.0)
    assert {e.subject for e in log.of("lifted")} >= {IZENA}


def test_an_absent_operator_is_the_reason() -> None:
    log = night(60.0, 300.0, reach__receivers={"new": fixed(1.0)})
    assert not list(log.of("not_reached"))
    operator = {"from_clock": "08:30", "to_clock": "17:15", "on_duty": fixed(60.0)}
    absent = [{"kind": "operator_absent", "name": "away"}]
    log = lived(morning(absent, reach__start={"manual_areas": [IZENA], "operator": operator}))
    assert {(e.subject, e.fields["why"]) for e in log.of("not_reached")} == {(IZENA, "away")}
