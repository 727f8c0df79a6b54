"""Which leg the time goes to: the mean share of each leg among those near a percentile of a whole chain."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sim.units import Floats, Seconds, SecondsArray

_BIN_S = 1.0
NEAR = 0.025
"""Those near a percentile: this share of all reached on either side of it."""


@dataclass(frozen=True)
class Budget:
    """A chain at one percentile of those reached: ``parts`` are (leg, mean seconds) that add up to ``mean_s``.

    ``clocks`` are its first and last one; ``at`` is the percentile as a share; ``reached`` how many got to its end.
    """

    chain: str
    clocks: str
    at: float
    reached: float
    mean_s: Seconds
    parts: tuple[tuple[str, Seconds], ...]

    @property
    def dominant(self) -> tuple[str, float]:
        """The leg that takes most of the time, and its share of it; the earlier one of equals."""
        leg, seconds = max(self.parts, key=lambda part: part[1])
        return leg, seconds / self.mean_s if self.mean_s else 0.0


class BudgetPool:
    """One chain over many runs: people by total time, in bins of a second, with what each leg took of it."""

    def __init__(self, chain: str, clocks: str, legs: Sequence[str]) -> None:
        self.chain, self.clocks, self.legs = chain, clocks, tuple(legs)
        self._weight = np.zeros(0)
        self._spent = np.zeros((len(self.legs), 0))

    def add(self, weight: Floats, parts: Mapping[str, SecondsArray | float]) -> None:
        """Add people: ``weight`` of any shape and seconds per leg that broadcast to it; a leg not given took
        none. The total is their sum."""
        spent = np.broadcast_to(sum(parts.values(), np.zeros(weight.shape)), weight.shape)
        some = weight > 0.0
        bins, people = (spent[some] / _BIN_S).astype(np.int64), weight[some]
        if not len(bins):
            return
        self._grow(int(bins.max()) + 1)
        size = len(self._weight)
        self._weight += np.bincount(bins, people, size)
        for leg, seconds in parts.items():
            took = np.broadcast_to(seconds, weight.shape)[some]
            self._spent[self.legs.index(leg)] += np.bincount(bins, people * took, size)

    def at(self, share: float) -> Budget | None:
        """The budget near a percentile of those reached; ``None`` if nobody was."""
        reached = float(self._weight.sum())
        if not reached:
            return None
        low, high = max(share - NEAR, 0.0) * reached, min(share + NEAR, 1.0) * reached
        upto = np.cumsum(self._weight)
        # Of a bin that the border cuts, the part inside counts.
        inside = np.minimum(upto, high) - np.maximum(upto - self._weight, low)
        part = np.where(self._weight > 0.0, np.maximum(inside, 0.0), 0.0) / np.maximum(self._weight, 1e-300)
        seconds = (self._spent @ part / (self._weight @ part)).tolist()
        parts = tuple(zip(self.legs, seconds, strict=True))
        return Budget(self.chain, self.clocks, share, reached, float(sum(seconds)), parts)

    def _grow(self, size: int) -> None:
        more = max(size - len(self._weight), 0)
        self._weight = np.pad(self._weight, (0, more))
        self._spent = np.pad(self._spent, ((0, 0), (0, more)))
