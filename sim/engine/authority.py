"""The authority at work: warn once decided, lift once the threat is known to be over, expire if nothing follows."""

import numpy as np

from sim.alert.delays import draw_delay
from sim.alert.lifecycle import State
from sim.alert.targeting import follows_the_track
from sim.engine.desk import Desk, Process
from sim.units import Bools

_AUTHORITY = "authority"


def warn(desk: Desk) -> Process:
    """Assess, notify, decide, issue; then follow the track if the targeting rule does."""
    authority = desk.world.spec.authority
    yield from desk.until(lambda: desk.belief.detected)
    for leg, delay, done in (
        ("assessment", authority.assessment, "assessed"),
        ("notification", authority.notification, "notified"),
        ("decision", authority.decision, "decided"),
    ):
        yield desk.take(delay, f"authority/{leg}")
        if done == "decided" and desk.threat_is_over():
            desk.note("stood_down", _AUTHORITY, why="the threat was over before the decision")
            return
        desk.note(done, _AUTHORITY)
    while True:
        wanted = desk.areas_to_warn() & desk.unwarned
        if wanted.any():
            yield from _issue(desk, wanted)
        if not follows_the_track(authority.targeting) or desk.belief.all_ended:
            return
        yield desk.changed


def release(desk: Desk) -> Process:
    """Once the threat is known to be over: confirm, decide, issue the lift for every warning in force."""
    lift = desk.world.spec.authority.lift
    number = 0
    while True:
        yield from desk.until(lambda: bool(desk.active.any()) and desk.threat_is_over())
        desk.note("threat_over_known", _AUTHORITY)
        if lift.withheld:
            return
        yield desk.take(lift.confirmation, f"authority/lift/{number}/confirmation")
        if not desk.threat_is_over():
            continue
        desk.note("lift_confirmed", _AUTHORITY)
        yield desk.take(lift.decision, f"authority/lift/{number}/decision")
        desk.note("lift_decided", _AUTHORITY)
        areas = desk.active
        yield desk.take(lift.issue, f"authority/lift/{number}/issue")
        _lift(desk, areas & desk.active)
        number += 1


def _issue(desk: Desk, areas: Bools) -> Process:
    authority = desk.world.spec.authority
    number = desk.messages = desk.messages + 1
    yield desk.take(authority.issue, f"authority/issue/{number}")
    lasts_s = draw_delay(authority.expiry, desk.draws, f"authority/expiry/{number}")
    chosen = np.flatnonzero(areas).tolist()
    desk.note("issued", _AUTHORITY, message=number, areas=[desk.world.layer.codes[a] for a in chosen])
    desk.open_warnings(chosen, number, float(desk.env.now) + lasts_s)
    desk.env.process(_expire(desk, number, lasts_s))


def _expire(desk: Desk, message: int, lasts_s: float) -> Process:
    yield desk.env.timeout(lasts_s)
    still = [a for a, w in desk.warnings.items() if w.message == message and not w.state.is_end]
    desk.end_warnings(still, State.EXPIRED, message=message)


def _lift(desk: Desk, areas: Bools) -> None:
    number = desk.messages = desk.messages + 1
    chosen = np.flatnonzero(areas).tolist()
    desk.note("lift_issued", _AUTHORITY, message=number, areas=[desk.world.layer.codes[a] for a in chosen])
    desk.end_warnings(chosen, State.LIFTED, message=number)
