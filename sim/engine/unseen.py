"""When an object is not seen, or seen wrongly: failures of tracking, as the scenario has them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from sim.engine.world import World
from sim.scenario.failures import BreakUp, LostTrack, WrongFirstDirection
from sim.units import Bools, DegreesArray, Seconds, SecondsArray


@dataclass(frozen=True)
class Unseen:
    """The times an object is not seen, and ``lost_s`` when its track ends for good before it does (or infinite)."""

    windows: tuple[tuple[Seconds, Seconds], ...]
    lost_s: Seconds

    @classmethod
    def of(cls, world: World, name: str) -> "Unseen":
        """What the failures of the scenario do to the track of one object."""
        failures = world.spec.failures
        windows = tuple(
            (f.from_s, np.inf if f.to_s is None else f.to_s)
            for f in failures
            if isinstance(f, LostTrack) and f.object in (None, name)
        )
        flown = world.failed.get(name)
        lost = [
            f.at_s
            for f in failures
            if isinstance(f, BreakUp) and not f.pieces_tracked and f.object == name and flown is not None
        ]
        return cls(windows, min(lost, default=np.inf))

    def at(self, t_s: ArrayLike) -> Bools:
        """Whether it is not seen at times, shape kept."""
        t = np.asarray(t_s, float)
        unseen = np.zeros(t.shape, bool)
        for start, end in self.windows:
            unseen |= (start <= t) & (t < end)
        return unseen

    def seen_again_s(self, t_s: Seconds) -> Seconds:
        """The first time from ``t_s`` on at which what has become of it can be seen; infinite if never."""
        for _, end in sorted(self.windows):
            if self.at(t_s):
                t_s = max(t_s, end)
        return t_s


def wrong_by_deg(world: World, name: str, t_s: SecondsArray) -> DegreesArray:
    """How far reports of some moments, ``(n,)``, are off in course beyond their stated spread, shape kept."""
    wrong = np.zeros(np.shape(t_s))
    for f in world.spec.failures:
        if isinstance(f, WrongFirstDirection) and f.object in (None, name):
            wrong += np.where(t_s < f.until_s, f.azimuth_error_deg, 0.0)
    return wrong
