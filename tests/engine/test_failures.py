"""Failures in flight and in following it: early, late, needless and missed warnings come from belief."""

from functools import cache
from typing import Any

import pytest

import sim
from sim.draws import Draws
from sim.engine.log import EventLog
from sim.engine.run import simulate_chain
from sim.engine.world import World, build_world
from tests.mornings import SCENARIO

CORRIDOR = "{kind: corridor, margin_km: 50, probability: 0.1, horizon_s: 600, prediction: extrapolated}"
FIXED = tuple(
    f"authority.{step}={{value_s: 10}}"
    for step in (
        *("detection", "assessment", "notification", "decision", "issue"),
        *("lift.confirmation", "lift.decision", "lift.issue"),
    )
)
CUT = "{kind: engine_cut, object: lead, at_s: 150, never_separate: [stage2_spent]}"
TRUTH = (
    "launch",
    "milestone",
    "failure",
    "gate_crossed",
    "object_end",
    "hazard_enter",
    "hazard_exit",
    "closest_approach",
)


@cache
def world(failures: str = "", targeting: str = "", *more: str) -> World:
    changes = [*FIXED, "reach=null", *more]
    changes += [f"failures=[{failures}]"] if failures else []
    changes += [f"authority.targeting={targeting}"] if targeting else []
    return build_world(sim.load_scenario(SCENARIO, changes))


@cache
def lived(failures: str = "", targeting: str = "", *more: str) -> EventLog:
    return simulate_chain(world(failures, targeting, *more), Draws(0))


def warned(log: EventLog) -> dict[str, float]:
    first: dict[str, float] = {}
    for event in log.of("warned"):
        first.setdefault(event.subject, event.t_s)
    return first


def overflown(log: EventLog) -> dict[str, float]:
    return {event.subject: event.t_s for event in reversed(list(log.of("hazard_enter")))}


def truth(log: EventLog) -> list[tuple[float, str, str, dict[str, Any]]]:
    return [(e.t_s, e.kind, e.subject, e.fields) for e in log.of(*TRUTH)]


def test_an_engine_cut_ends_the_overflight_and_makes_the_prefecture_wide_call_needless() -> None:
    log = lived(CUT)
    assert not list(log.of("gate_crossed", "hazard_enter"))
    assert [(e.t_s, e.fields["how"]) for e in log.of("failure")] == [(150.0, "engine_cut")]
    assert {e.subject for e in log.of("object_end")} == {"lead"}
    assert len(warned(log)) == 41
    lift = log.first("lift_issued")
    assert lift is not None
    assert lift.fields["type"] == "will_not_come"


def test_a_rule_that_follows_the_track_warns_nobody_of_what_falls_short() -> None:
    assert not warned(lived(CUT, CORRIDOR))
    assert warned(lived("", CORRIDOR))


def test_a_failure_before_the_decision_stands_the_authority_down() -> None:
    log = lived("{kind: engine_cut, object: lead, at_s: 2, never_separate: [stage2_spent]}")
    assert log.first("stood_down") is not None
    assert not warned(log)


def test_a_track_never_found_again_is_a_missed_warning() -> None:
    log = lived("{kind: lost_track, from_s: 0}", CORRIDOR)
    assert overflown(log)
    assert not warned(log)
    assert not list(log.of("report", "end_report"))


def test_a_track_lost_for_a_while_is_a_late_warning() -> None:
    usual, late = lived("", CORRIDOR), lived("{kind: lost_track, from_s: 0, to_s: 450}", CORRIDOR)
    area = min(overflown(usual), key=lambda code: overflown(usual)[code])
    assert warned(late)[area] > 450.0 > warned(usual)[area]


def test_a_call_that_needs_no_track_is_not_lifted_without_one() -> None:
    log = lived("{kind: lost_track, from_s: 100}")
    assert len(warned(log)) == 41
    assert {e.kind for e in log.of("lifted", "expired")} == {"expired"}


def test_pieces_nobody_follows_let_the_lift_come_before_they_fall() -> None:
    broken = (
        "{{kind: break_up, object: lead, at_s: 280, spread_km: 30, never_separate: [stage2_spent], "
        "pieces_tracked: {}}}"
    )
    seen, unseen = lived(broken.format("true")), lived(broken.format("false"))
    fallen = unseen.first("object_end")
    lifts = [log.first("lift_issued") for log in (seen, unseen)]
    assert fallen is not None
    assert lifts[0] is not None
    assert lifts[1] is not None
    assert lifts[1].t_s < fallen.t_s < lifts[0].t_s
    assert truth(seen) == truth(unseen)
    assert next(unseen.of("end_report")).fields["how"] == "lost"


def test_a_wrong_first_direction_warns_the_wrong_and_then_the_right_areas() -> None:
    usual, bent = (
        lived("", CORRIDOR),
        lived("{kind: wrong_first_direction, until_s: 330, azimuth_error_deg: -12}", CORRIDOR),
    )
    assert truth(usual) == truth(bent)
    needless = set(warned(bent)) - set(warned(usual))
    assert needless
    assert not needless & set(overflown(bent))
    assert set(overflown(bent)) <= set(warned(bent))


@pytest.mark.parametrize(
    "failure",
    [
        "{kind: lost_track, from_s: 200, to_s: 300}",
        "{kind: wrong_first_direction, until_s: 300, azimuth_error_deg: 20}",
    ],
)
def test_what_the_authority_sees_changes_nothing_of_what_is_true(failure: str) -> None:
    assert truth(lived()) == truth(lived(failure))
    assert truth(lived(failure)) == truth(lived(failure, CORRIDOR))


def test_reports_outside_the_gap_are_the_same_to_the_last_digit() -> None:
    gap = lived("{kind: lost_track, from_s: 200, to_s: 300}")
    kept = [(e.t_s, e.fields) for e in lived().of("report") if not 200.0 <= e.fields["observed_s"] < 300.0]
    assert [(e.t_s, e.fields) for e in gap.of("report")] == kept


def test_height_and_climb_have_draws_of_their_own() -> None:
    rough = lived(
        "", "", "authority.tracking.alt_sigma_km=5", "authority.tracking.vertical_speed_sigma_m_s=50"
    )
    for exact, one in zip(lived().of("report"), rough.of("report"), strict=True):
        changed = {key for key in exact.fields if exact.fields[key] != one.fields[key]}
        assert changed == {"alt_m", "vertical_speed_m_s"}


def test_the_announced_track_stays_announced_whatever_flies() -> None:
    failed = world(CUT)
    assert set(failed.nominal()) == {"lead", "stage2_spent"}
    assert failed.nominal()["lead"].end_s == 600.0
    assert [o.end for o in failed.spec.objects] == ["fell"]
