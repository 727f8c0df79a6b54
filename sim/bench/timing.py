"""Times that can be compared on a noisy machine: methods take turns, and each is paired with the same baseline."""

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from time import perf_counter

import numpy as np

from sim.units import Seconds

_LEAST_S = 0.005
"""Shorter searches are repeated until they take this long together."""


@dataclass(frozen=True)
class Quartiles:
    """Median and quartiles of some numbers."""

    median: float
    low: float
    high: float

    def scaled(self, factor: float) -> "Quartiles":
        """The same in another unit."""
        return Quartiles(self.median * factor, self.low * factor, self.high * factor)


def quartiles(values: Sequence[float]) -> Quartiles:
    """Median and quartiles."""
    low, median, high = np.percentile(values, [25.0, 50.0, 75.0])
    return Quartiles(float(median), float(low), float(high))


def seconds(search: Callable[[], object], least_s: Seconds = _LEAST_S) -> Seconds:
    """Mean wall-clock time of a call, of as many calls as take ``least_s`` together."""
    calls, begin = 0, perf_counter()
    while True:
        search()
        calls += 1
        passed = perf_counter() - begin
        if passed >= least_s:
            return passed / calls


@contextmanager
def quiet_collector() -> Iterator[None]:
    """No garbage collection while times are taken."""
    was_on = gc.isenabled()
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def exponent(sizes: Sequence[float], values: Sequence[float]) -> float:
    """Slope of a straight line through logarithms: cost grows as size to this power."""
    return float(np.polyfit(np.log(sizes), np.log(values), 1)[0])
