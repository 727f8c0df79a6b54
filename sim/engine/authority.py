"""The authority at work: warn once decided, lift once the threat is known to be over, expire if nothing
follows."""

import numpy as np

from sim.alert.messages import MessageType
from sim.alert.outlines import middles_of
from sim.alert.wording import lift_type
from sim.engine.desk import AUTHORITY, Desk, Process
from sim.engine.issuing import put_in_force
from sim.engine.mistakes import misaddress
from sim.scenario.targeting import Confident
from sim.units import Bools, Seconds


def warn(desk: Desk) -> Process:
    """Assess, notify, decide, issue; then follow the track if the targeting rule does."""
    yield from desk.until(lambda: desk.belief.detected)
    told_s = float(desk.env.now)
    for delay, purpose, done in desk.orders.legs:
        yield desk.take(delay, purpose)
        if done == "decided":
            yield from _confident(desk, told_s)
            if desk.belief.all_ended:
                desk.note("stood_down", AUTHORITY, why="the threat was over before the decision")
                return
        desk.note(done, AUTHORITY)
        told_s = float(desk.env.now)
    if desk.world.spec.authority.evacuate is not None:
        desk.env.process(_urge(desk))
    while True:
        wanted = desk.areas_to_warn() & ~desk.addressed
        if np.count_nonzero(wanted):
            yield from _issue(desk, wanted)
        if desk.orders.targets is not None or desk.belief.all_ended:
            return
        yield desk.changed


def release(desk: Desk) -> Process:
    """Once the threat is known to be over, everywhere or somewhere: confirm, decide, issue the lift."""
    lift = desk.world.spec.authority.lift
    number = 0
    while True:
        while not np.count_nonzero(desk.areas_to_release()):
            yield desk.perhaps_over
        desk.note("threat_over_known", AUTHORITY)
        if lift.withheld:
            return
        yield desk.take(lift.confirmation, f"authority/lift/{number}/confirmation")
        if not np.count_nonzero(desk.areas_to_release()):
            continue
        desk.note("lift_confirmed", AUTHORITY)
        yield desk.take(lift.decision, f"authority/lift/{number}/decision")
        desk.note("lift_decided", AUTHORITY)
        areas = desk.areas_to_release()
        yield desk.take(lift.issue, f"authority/lift/{number}/issue")
        if (earliest_s := desk.may_be_released_s(areas)) > desk.env.now:
            yield desk.at(earliest_s)
        if np.count_nonzero(still := areas & desk.in_force):
            _lift(desk, still)
        number += 1


def _confident(desk: Desk, told_s: Seconds) -> Process:
    """Hold the decision until the danger is likely enough, over, or held long enough since the authority was told."""
    rule = desk.world.spec.authority.issue_when
    if not isinstance(rule, Confident):
        return
    latest = desk.at(told_s + rule.no_later_than_s)
    while not (desk.belief.all_ended or desk.likely_enough(rule)):
        if latest.processed:
            return
        yield desk.changed | latest


def _issue(desk: Desk, areas: Bools) -> Process:
    """Launch information for some areas, or for what a mistake makes of them."""
    desk.address(areas)
    kind = MessageType.LAUNCH_INFORMATION
    yield desk.take(desk.world.spec.authority.issue, f"authority/issue/{desk.next_key(kind)}")
    put_in_force(desk, kind, misaddress(desk, kind, areas))


def _urge(desk: Desk) -> Process:
    """Call again, more urgently, once for each warned area that the predicted track comes near."""
    evacuate = desk.world.spec.authority.evacuate
    assert evacuate is not None
    urged = np.zeros_like(desk.addressed)

    def near() -> Bools:
        if not desk.in_force.any():
            return np.zeros_like(urged)
        return desk.areas_near_the_track(evacuate.distance_km, evacuate.horizon_s) & desk.in_force & ~urged

    while True:
        yield from desk.until(lambda: bool(near().any()))
        areas = near()
        key = desk.next_key(MessageType.EVACUATE_IMMEDIATELY)
        urged |= areas
        yield desk.take(evacuate.decision, f"authority/evacuate/{key}/decision")
        yield desk.take(evacuate.issue, f"authority/evacuate/{key}/issue")
        if (areas & desk.in_force).any():
            put_in_force(desk, MessageType.EVACUATE_IMMEDIATELY, areas & desk.in_force)


def _lift(desk: Desk, areas: Bools) -> None:
    kind = lift_type(
        desk.world.spec.authority.lift, desk.newest_reports(), middles_of(desk.world.layer), areas
    )
    desk.let_go(areas)
    desk.write(kind, misaddress(desk, kind, areas))
