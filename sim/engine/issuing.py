"""Issuing: a warning put in force, or withdrawn, in the log, at the desk and on its way."""

from sim.alert.delays import draw_delay
from sim.alert.lifecycle import State
from sim.alert.messages import Message, MessageType
from sim.engine.desk import Desk, Process
from sim.engine.dispatch import send
from sim.units import Bools, Seconds


def put_in_force(desk: Desk, kind: MessageType, areas: Bools) -> None:
    """Issue a warning now, open it in its areas until it expires, and send it."""
    lasts_s = draw_delay(
        desk.world.spec.authority.expiry, desk.draws, f"authority/expiry/{desk.next_key(kind)}"
    )
    message = desk.write(kind, areas)
    desk.open_warnings(areas, message, float(desk.env.now) + lasts_s)
    desk.env.process(_expire(desk, message, lasts_s))
    send(desk, message)


def withdraw(desk: Desk, kind: MessageType, areas: Bools) -> None:
    """Tell areas, now, that a warning was a mistake."""
    desk.released |= areas
    send(desk, desk.write(kind, areas))


def _expire(desk: Desk, message: Message, lasts_s: Seconds) -> Process:
    yield desk.env.timeout(lasts_s)
    still = [a for a, w in desk.warnings.items() if w.message == message.number and not w.state.is_end]
    desk.end_warnings(still, State.EXPIRED, message=message.number)
