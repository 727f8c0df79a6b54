"""How cost grows: with vertices, knots, flights and areas, all sizes and methods taking turns in each round."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from sim.bench.contenders import contender
from sim.bench.contest import Say
from sim.bench.flights import ACROSS_JAPAN, NEAR_THE_TRACK, perturbed
from sim.bench.peers.base import Contender, Search
from sim.bench.problem import Problem, ground_of, problem_of
from sim.bench.terrain import layer, refined, town_blocks
from sim.bench.timing import Quartiles, exponent, quartiles, quiet_collector, seconds
from sim.units import Metres, Seconds

METHODS = ("compiled", "compiled-2", "numpy", "tree-points", "tree-areas", "time-as-height", "sjoin")


@dataclass(frozen=True)
class Axis:
    """One thing that grows. ``problems`` are made one at a time, each with its size."""

    key: str
    title: str
    per_flight: bool
    problems: Callable[[], Iterator[tuple[int, Problem]]]


@dataclass(frozen=True)
class Curve:
    """Cost of one method along one axis: seconds, a row per round and a column per size.

    Per flight, unless the flights are what grows.
    """

    axis: Axis
    contender: Contender
    sizes: tuple[int, ...]
    cost_s: tuple[tuple[Seconds, ...], ...]

    def at(self, column: int) -> Quartiles:
        """Cost at one size."""
        return quartiles([row[column] for row in self.cost_s])

    @property
    def exponent(self) -> Quartiles:
        """Cost grows as size to this power: a straight line through the logarithms of each round."""
        return quartiles([exponent(self.sizes, row) for row in self.cost_s])


@dataclass(frozen=True)
class Sizes:
    """How far each axis goes."""

    doublings: tuple[int, ...]
    steps_s: tuple[Seconds, ...]
    flights: tuple[int, ...]
    areas: tuple[int, ...]
    batch: int
    rounds: int
    longest_s: Seconds


def axes(sizes: Sizes, radius_m: Metres) -> tuple[Axis, ...]:
    """The four axes: 41 areas and flights near the track, but for the number of areas, which are town blocks."""
    near, across = perturbed(sizes.batch, NEAR_THE_TRACK), perturbed(sizes.batch, ACROSS_JAPAN)

    def vertices() -> Iterator[tuple[int, Problem]]:
        for doublings in sizes.doublings:
            ground = ground_of(refined(layer("okinawa"), doublings), radius_m)
            yield ground.vertices, problem_of(ground, near.knots(), radius_m)

    def knots() -> Iterator[tuple[int, Problem]]:
        ground = ground_of(layer("okinawa"), radius_m)
        for step_s in sizes.steps_s:
            own = near.knots(step_s)
            yield int(own.start[1]), problem_of(ground, own, radius_m)

    def flights() -> Iterator[tuple[int, Problem]]:
        ground = ground_of(layer("okinawa"), radius_m)
        some = problem_of(ground, near.knots(), radius_m)
        for count in sizes.flights:
            yield count, some.chosen(np.resize(np.arange(sizes.batch), count))

    def areas() -> Iterator[tuple[int, Problem]]:
        own = across.knots()
        for count in sizes.areas:
            yield count, problem_of(ground_of(town_blocks(count), radius_m), own, radius_m)

    return (
        Axis("vertices", "vertices of 41 areas", True, vertices),
        Axis("knots", "knots of a flight", True, knots),
        Axis("flights", "flights in a call", False, flights),
        Axis("areas", "areas (town blocks)", True, areas),
    )


def curves(axis: Axis, sizes: Sizes, say: Say, methods: Sequence[str] = METHODS) -> list[Curve]:
    """A curve for each method that is installed, as far as one search takes no longer than ``sizes.longest_s``."""
    ready = _ready(axis, sizes, methods, say)
    cost: dict[str, list[tuple[Seconds, ...]]] = {key: [] for key in ready}
    for turn in range(sizes.rounds):
        say(f"    round {turn + 1} of {sizes.rounds}")
        with quiet_collector():
            for key, searches in ready.items():
                cost[key].append(tuple(seconds(search) / divisor for _, search, divisor in searches))
    return [
        Curve(axis, contender(key), tuple(size for size, _, _ in searches), tuple(cost[key]))
        for key, searches in ready.items()
        if len(searches) > 1
    ]


def _ready(
    axis: Axis, sizes: Sizes, methods: Sequence[str], say: Say
) -> dict[str, list[tuple[int, Search, int]]]:
    """(size, search, what to divide its time by) of every method at every size it can afford."""
    ready: dict[str, list[tuple[int, Search, int]]] = {key: [] for key in methods}
    slow: set[str] = set()
    for size, problem in axis.problems():
        say(f"    {size:,} {axis.title}")
        for key in methods:
            if key in slow:
                continue
            try:
                search = contender(key).method(problem.ground, problem.radius_m).load(problem)
            except ImportError:
                slow.add(key)
                continue
            search()
            # A search of the next size takes several times as long.
            if seconds(search) > sizes.longest_s:
                slow.add(key)
            ready[key].append((size, search, len(problem.knots) if axis.per_flight else 1))
    return {key: searches for key, searches in ready.items() if searches}
