"""Flights per second of our own search in large calls, with one thread and with two."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.bench.contenders import NUMPY, contender
from sim.bench.contest import Say
from sim.bench.flights import NEAR_THE_TRACK, perturbed
from sim.bench.peers.base import Contender, Search
from sim.bench.problem import ground_of, problem_of
from sim.bench.terrain import areas_named
from sim.bench.timing import Quartiles, quartiles, quiet_collector, seconds

METHODS = ("compiled", "compiled-2", NUMPY)
_DIFFERENT = 512
"""Flights that differ; a call repeats them in turn."""
_NUMPY_SHARE = 10
"""The numpy search is timed on this part of the flights: it takes so much longer."""


@dataclass(frozen=True)
class Throughput:
    """Flights searched in a second, calls of ``flights`` each."""

    contender: Contender
    radius_km: float
    flights: int
    per_second: Quartiles


def measure_throughput(
    areas: str, radii_km: Sequence[float], flights: int, rounds: int, say: Say
) -> list[Throughput]:
    """Methods and radii take turns; what is not installed is left out."""
    ground = ground_of(areas_named(areas), 1000.0 * min(radii_km))
    knots = perturbed(min(_DIFFERENT, flights), NEAR_THE_TRACK).knots()
    ready: list[tuple[Contender, float, int, Search]] = []
    for radius_km in radii_km:
        some = problem_of(ground, knots, 1000.0 * radius_km)
        for key in METHODS:
            one, count = contender(key), max(flights // _NUMPY_SHARE, 1) if key == NUMPY else flights
            say(f"    {count:,} flights a call, footprint {radius_km:g} km: {one.title}")
            try:
                problem = some.chosen(np.resize(np.arange(len(knots)), count))
                search = one.method(ground, problem.radius_m).load(problem)
                search()
            except ImportError:
                continue
            ready.append((one, radius_km, count, search))
    taken: list[list[float]] = [[] for _ in ready]
    with quiet_collector():
        for _ in range(rounds):
            for times, (_, _, count, search) in zip(taken, ready, strict=True):
                times.append(count / seconds(search))
    return [
        Throughput(one, radius_km, count, quartiles(times))
        for times, (one, radius_km, count, _) in zip(taken, ready, strict=True)
    ]
