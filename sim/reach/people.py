"""People of each area by state over time: unaware, aware in one of four stages, let go, or left with a dead
warning.

The lift reaches people independently of how far they have come, so with L the share it has reached, a person
who noticed is let go by t with probability L(t). What a person would have done without the lift is
`behaviour`; those let go stop where they are. At an area's expiry everything stands still and those still
under the warning are ``expired``: nobody told them.
"""

from dataclasses import dataclass

import numpy as np

from sim.reach.behaviour import Chain, follow
from sim.reach.noticing import Noticed
from sim.units import Floats, SecondsArray

STATES = ("unaware", "noticed", "understood", "acting", "sheltered", "released", "expired")


@dataclass(frozen=True, eq=False)
class Curves:
    """Shares of each area's people, each ``(..., A, T)`` on ``grid_s`` ``(T,)``.

    Cumulative and never falling: ``noticed``, ``understood``, ``acted``, ``reached_shelter`` (ever, with the
    lift cutting short), ``lifted`` (L, the share the lift has reached). ``states`` ``(..., 7, A, T)`` follows
    `STATES` and adds up to 1.
    """

    grid_s: SecondsArray
    noticed: Floats
    understood: Floats
    acted: Floats
    reached_shelter: Floats
    lifted: Floats
    states: Floats


def people_curves(
    grid_s: SecondsArray, warning: Noticed, lift: Floats, chain: Chain, expires_s: SecondsArray
) -> Curves:
    """Put warning, behaviour, lift ``(..., A, T)`` and expiry ``(..., A)`` together."""
    noticed = _until(warning.total, grid_s, expires_s)
    lifted = _until(lift, grid_s, expires_s)
    would = [_until(curve, grid_s, expires_s) for curve in follow(chain, warning.understandable)]
    understood, acted, sheltered = (np.minimum(curve, noticed) for curve in would)
    still = 1.0 - lifted
    aware = np.stack([noticed, understood, acted, sheltered, np.zeros_like(noticed)], axis=-3)
    stages = -np.diff(aware, axis=-3) * still[..., None, :, :]
    over = (grid_s >= expires_s[..., None])[..., None, :, :]
    expired = np.where(over, stages.sum(axis=-3, keepdims=True), 0.0)
    states = np.concatenate(
        [
            (1.0 - noticed)[..., None, :, :],
            np.where(over, 0.0, stages),
            (noticed * lifted)[..., None, :, :],
            expired,
        ],
        axis=-3,
    )
    return Curves(
        grid_s=grid_s,
        noticed=noticed,
        understood=_before_the_lift(understood, still),
        acted=_before_the_lift(acted, still),
        reached_shelter=_before_the_lift(sheltered, still),
        lifted=lifted,
        states=states,
    )


def _until(curve: Floats, grid_s: SecondsArray, expires_s: SecondsArray) -> Floats:
    """The curve, standing still from the last grid time before expiry."""
    last = np.maximum(np.searchsorted(grid_s, expires_s) - 1, 0)
    return np.take_along_axis(curve, np.minimum(np.arange(len(grid_s)), last[..., None]), axis=-1)


def _before_the_lift(curve: Floats, still: Floats) -> Floats:
    """Ever got there: each step counts only for those the lift has not reached."""
    steps = np.diff(curve, axis=-1, prepend=0.0)
    middle = 0.5 * (still + np.concatenate([np.ones_like(still[..., :1]), still[..., :-1]], axis=-1))
    return np.cumsum(steps * middle, axis=-1)
