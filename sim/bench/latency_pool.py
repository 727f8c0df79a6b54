"""Pools of many runs: moments and rising curves become quantiles in which those never reached stay counted."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.results.legs import QUANTILES, Leg
from sim.results.series import first_reached_s
from sim.units import Floats, Ints, Seconds, SecondsArray

_FINE_S, _FINE_TO_S, _GROWTH, _LAST_S = 0.5, 120.0, 1.0 / 120.0, 10 * 86_400.0


def _ages() -> SecondsArray:
    fine = np.arange(round(_FINE_TO_S / _FINE_S)) * _FINE_S
    steps = int(np.ceil(np.log(_LAST_S / _FINE_TO_S) / np.log1p(_GROWTH)))
    return np.concatenate([fine, _FINE_TO_S * (1.0 + _GROWTH) ** np.arange(steps + 1)])


AGES_S = _ages()
"""Ages at which curves are kept: every half second for two minutes, then a step of 1/120 of the age."""


@dataclass(frozen=True)
class LegName:
    """Which leg, between which clocks, by which channel or whom, counting what."""

    name: str
    start: str
    stop: str
    by: str
    of: str

    def leg(self, n: int, never_share: float, quantiles_s: Sequence[Seconds | None]) -> Leg:
        """With its figures."""
        one = self
        return Leg(one.name, one.start, one.stop, one.by, one.of, n, max(never_share, 0.0), *quantiles_s)


class Moments:
    """Seconds that a leg took, each with the number of runs, areas or people it stands for."""

    def __init__(self) -> None:
        self._seconds: list[SecondsArray] = []
        self._weight: list[Ints] = []

    def add(self, seconds: SecondsArray, weight: Ints) -> None:
        """Add samples ``(N,)``, infinite where the end was never reached; ``weight`` broadcasts to them."""
        self._seconds.append(np.asarray(seconds, float))
        self._weight.append(np.broadcast_to(np.asarray(weight, np.int64), self._seconds[-1].shape))

    def leg(self, name: LegName, never: int = 0) -> Leg:
        """Quantiles, with ``never`` more who never got there: the least time by which that share had."""
        seconds, counted = self._counted(never)
        n = int(counted[-1]) if len(counted) else 0
        if not n:
            return name.leg(0, 0.0, [None] * len(QUANTILES))
        found = [seconds[np.searchsorted(counted, q * n - 1e-9)] for q in QUANTILES]
        reached = np.isfinite(seconds).sum()
        there = int(counted[reached - 1]) if reached else 0
        return name.leg(n, 1.0 - there / n, [float(s) if np.isfinite(s) else None for s in found])

    def share(self, never: int = 0) -> Floats:
        """Share of all that had got there by each of `AGES_S`, in their shape."""
        seconds, counted = self._counted(never)
        upto = np.concatenate([[0], counted])
        return np.asarray(upto[np.searchsorted(seconds, AGES_S, "right")] / max(upto[-1], 1), float)

    def within(self, limit_s: Seconds) -> tuple[int, int]:
        """How many got there in at most ``limit_s``, and how many there are."""
        seconds, counted = self._counted(0)
        upto = np.concatenate([[0], counted])
        return int(upto[np.searchsorted(seconds, limit_s, "right")]), int(upto[-1])

    def _counted(self, never: int) -> tuple[SecondsArray, Ints]:
        """Seconds in order, and how many there are up to each."""
        seconds = np.concatenate([*self._seconds, [np.inf]])
        weight = np.concatenate([*self._weight, np.array([never], np.int64)])
        order = np.argsort(seconds, kind="stable")
        return seconds[order], np.cumsum(weight[order])


class Rising:
    """People who have got there by an age, added up over runs and areas."""

    def __init__(self) -> None:
        self._count = np.zeros(len(AGES_S))
        self._base = 0

    def add(self, t_s: SecondsArray, count: Floats, start_s: SecondsArray, base: Ints) -> None:
        """Add areas: ``count`` ``(A, K)`` never falling at ``t_s`` ``(K,)``, straight between; the clock
        starts at ``start_s`` ``(A,)``, areas where that is not finite do not count; out of ``base`` ``(A,)``.
        """
        for start in np.unique(start_s[np.isfinite(start_s)]):
            here = start_s == start
            self._count += np.interp(AGES_S + start, t_s, count[here].sum(axis=0))
            self._base += int(base[here].sum())

    def leg(self, name: LegName, never: int = 0) -> Leg:
        """Quantiles, straight lines between ages, with ``never`` more who never got there."""
        n = self._base + never
        if not n:
            return name.leg(0, 0.0, [None] * len(QUANTILES))
        found = [first_reached_s(AGES_S, self._count, q * n) for q in QUANTILES]
        return name.leg(n, 1.0 - float(self._count[-1]) / n, found)

    def share(self, never: int = 0) -> Floats:
        """Share of all that had got there by each of `AGES_S`, in their shape."""
        return self._count / max(self._base + never, 1)
