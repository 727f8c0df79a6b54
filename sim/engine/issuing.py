"""Issuing: a warning put in force, or withdrawn, at the desk."""

from sim.alert.delays import draw_delay
from sim.alert.messages import MessageType
from sim.engine.desk import Desk
from sim.units import Bools


def put_in_force(desk: Desk, kind: MessageType, areas: Bools) -> None:
    """Issue a warning now and open it in its areas, mask ``(A,)``, until it expires."""
    purpose = f"authority/expiry/{desk.next_key(kind)}"
    lasts_s = draw_delay(desk.world.spec.authority.expiry, desk.draws, purpose)
    desk.open_warnings(areas, desk.write(kind, areas, float(desk.env.now) + lasts_s))
    desk.after(lasts_s, desk.expire)


def withdraw(desk: Desk, kind: MessageType, areas: Bools) -> None:
    """Tell areas, mask ``(A,)``, now, that a warning was a mistake."""
    desk.let_go(areas)
    desk.write(kind, areas)
