"""People of each area by state over time: unaware, aware in one of four stages, let go, or left with a dead
warning.

The lift reaches people independently of how far they have come, so with L the share it has reached, a person
who noticed is let go by t with probability L(t). What a person would have done without the lift is
`behaviour`; those let go stop where they are. At an area's expiry everything stands still and those still
under the warning are ``expired``: nobody told them.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from sim.reach.behaviour import Chain, follow
from sim.reach.noticing import Noticed
from sim.units import Bools, Floats, SecondsArray

STATES = ("unaware", "noticed", "understood", "acting", "sheltered", "released", "expired")


@dataclass(frozen=True, eq=False)
class Curves:
    """Shares of each area's people, each ``(..., A, T)`` on ``grid_s`` ``(T,)`` or ``(..., 1, T)``.

    Cumulative and never falling: ``noticed`` and ``lifted`` (L, the share the lift has reached); ``would`` are
    those who would have understood, acted and sheltered without it. ``over`` is where the warning has expired.
    """

    grid_s: SecondsArray
    noticed: Floats
    would: tuple[Floats, Floats, Floats]
    lifted: Floats
    over: Bools

    @cached_property
    def understood(self) -> Floats:
        """Have ever understood, with the lift cutting short; never falling."""
        return _before_the_lift(self.would[0], 1.0 - self.lifted)

    @cached_property
    def acted(self) -> Floats:
        """Have ever acted, likewise."""
        return _before_the_lift(self.would[1], 1.0 - self.lifted)

    @cached_property
    def reached_shelter(self) -> Floats:
        """Have ever reached shelter, likewise."""
        return _before_the_lift(self.would[2], 1.0 - self.lifted)

    @cached_property
    def released(self) -> Floats:
        """Have been let go; never falling."""
        return self.noticed * self.lifted

    @cached_property
    def states(self) -> Floats:
        """``(..., 7, A, T)`` follows `STATES` and adds up to 1."""
        aware = np.stack([self.noticed, *self.would, np.zeros_like(self.noticed)], axis=-3)
        stages = -np.diff(aware, axis=-3) * (1.0 - self.lifted)[..., None, :, :]
        over = self.over[..., None, :, :]
        expired = np.where(over, stages.sum(axis=-3, keepdims=True), 0.0)
        unaware, free = ((one)[..., None, :, :] for one in (1.0 - self.noticed, self.released))
        return np.concatenate([unaware, np.where(over, 0.0, stages), free, expired], axis=-3)


def people_curves(
    grid_s: SecondsArray, warning: Noticed, lift: Floats, chain: Chain, expires_s: SecondsArray
) -> Curves:
    """Put warning, behaviour, lift ``(..., A, T)`` and expiry ``(..., A)`` together."""
    over = grid_s >= expires_s[..., None]
    noticed = _until(warning.total, over)
    understood, acted, sheltered = (
        np.minimum(_until(curve, over), noticed) for curve in follow(chain, warning.understandable)
    )
    return Curves(grid_s, noticed, (understood, acted, sheltered), _until(lift, over), over)


def _until(curve: Floats, over: Bools) -> Floats:
    """The curve, standing still from the last grid time before expiry."""
    last = np.maximum(curve.shape[-1] - over.sum(axis=-1, keepdims=True) - 1, 0)
    return np.where(over, np.take_along_axis(curve, last, axis=-1), curve)


def _before_the_lift(curve: Floats, still: Floats) -> Floats:
    """Ever got there: each step counts only for those the lift has not reached."""
    steps = np.diff(curve, axis=-1, prepend=0.0)
    middle = 0.5 * (still + np.concatenate([np.ones_like(still[..., :1]), still[..., :-1]], axis=-1))
    return np.cumsum(steps * middle, axis=-1)
