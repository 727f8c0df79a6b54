"""Mistakes of the authority itself: a message to the wrong areas, and a warning without a launch."""

from collections.abc import Generator
from typing import Any

import numpy as np
import simpy

from sim.alert.messages import MessageType
from sim.engine.desk import AUTHORITY, Desk, Process
from sim.engine.issuing import put_in_force, withdraw
from sim.reach.strikes import concerns, happens
from sim.scenario.delay import Delay
from sim.scenario.faults import FalseAlarm, WrongAreas
from sim.scenario.figures import AreaCodes
from sim.units import Bools


def misaddress(desk: Desk, kind: MessageType, areas: Bools) -> Bools:
    """The areas a message really goes to, mask ``(A,)``; a fault strikes the first message it concerns, once."""
    for fault in desk.world.spec.faults:
        if (
            not isinstance(fault, WrongAreas)
            or fault.name in desk.mistakes
            or not concerns(fault.messages, kind)
        ):
            continue
        if not happens(fault, desk.draws):
            continue
        desk.mistakes.add(fault.name)
        added, omitted = _areas(desk, fault.added) & ~areas, _areas(desk, fault.omitted) & areas
        desk.note("mistake", AUTHORITY, fault=fault.name)
        desk.env.process(_put_right(desk, fault, kind, added, omitted))
        areas = (areas | added) & ~omitted
    return areas


def false_alarm(desk: Desk, fault: FalseAlarm) -> Process:
    """Warn without a launch; cancel once the mistake is known, if ever."""
    yield desk.at(fault.at_s)
    desk.note("mistake", AUTHORITY, fault=fault.name)
    areas = _areas(desk, fault.areas) if fault.areas else desk.areas_to_warn()
    desk.address(areas)
    put_in_force(desk, MessageType.LAUNCH_INFORMATION, areas)
    if (yield from _known(desk, fault.name, fault.known, fault.cancellation)) and desk.in_force.any():
        withdraw(desk, MessageType.CANCELLATION, desk.in_force)


def _put_right(desk: Desk, fault: WrongAreas, kind: MessageType, added: Bools, omitted: Bools) -> Process:
    """Take back what went too far and bring what was left out, as far as it still matters."""
    if not (yield from _known(desk, fault.name, fault.known, fault.correction)):
        return
    if kind.warns:
        if added.any():
            withdraw(desk, MessageType.CORRECTION, added)
        late = omitted & ~desk.released
        if late.any() and not desk.belief.all_ended:
            put_in_force(desk, kind, late)
        return
    if omitted.any():
        desk.write(kind, omitted)
    cleared_too_early = added & desk.addressed & ~desk.released
    if cleared_too_early.any() and not desk.belief.all_ended:
        put_in_force(desk, MessageType.LAUNCH_INFORMATION, cleared_too_early)


def _known(
    desk: Desk, name: str, known: Delay | None, then: Delay | None
) -> Generator[simpy.Event, Any, bool]:
    """Wait until a mistake is known and can be put right; gives whether it ever is."""
    if known is None:
        return False
    yield desk.take(known, f"fault/{name}/known")
    desk.note("mistake_known", AUTHORITY, fault=name)
    if then is None:
        return False
    yield desk.take(then, f"fault/{name}/put_right")
    return True


def _areas(desk: Desk, codes: AreaCodes | None) -> Bools:
    return np.isin(desk.world.layer.codes, codes or ())
