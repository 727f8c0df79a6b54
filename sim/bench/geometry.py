"""The geometry benchmark: our crossing search beside its peers, how cost grows, and live decisions."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from time import perf_counter
from typing import Literal, TypeAlias

from sim.bench.contenders import EVERYONE
from sim.bench.contest import Pace, Row, contest
from sim.bench.flights import ACROSS_JAPAN, NEAR_THE_TRACK, perturbed
from sim.bench.live import LiveReport, measure_live
from sim.bench.machine import Machine, others_s, this_machine
from sim.bench.memory import can_measure, measure_memory
from sim.bench.problem import ground_of, problem_of
from sim.bench.scaling import Curve, Sizes, axes, curves
from sim.bench.terrain import AREA_SETS, areas_named
from sim.bench.throughput import Throughput, measure_throughput
from sim.errors import InputError, Problem
from sim.units import Metres, Seconds

Size: TypeAlias = Literal["tiny", "quick", "full"]
Hear: TypeAlias = Callable[[str], None]


@dataclass(frozen=True)
class GeometryOptions:
    """``size``: how much is measured; ``full`` takes minutes. ``rounds`` replaces the size's own number of rounds.

    ``live`` measures decisions on single reports instead of the search beside its peers.
    """

    size: Size = "full"
    radii_km: tuple[float, ...] = (50.0, 100.0)
    rounds: int | None = None
    live: bool = False


@dataclass(frozen=True)
class Contest:
    """One set of areas and one radius: what every contender took; memory in megabytes by contender's key."""

    areas: str
    count: int
    vertices: int
    radius_km: float
    flights: int
    knots: int
    batch: int
    visits_per_flight: float
    rows: tuple[Row, ...]
    memory_mb: dict[str, float] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """For tables."""
        return f"{AREA_SETS[self.areas]}: {self.count:,} areas, footprint {self.radius_km:g} km"


@dataclass(frozen=True)
class GeometryReport:
    """All that was measured; either ``contests``, ``curves`` and ``throughput`` or ``live``.

    ``others_cores`` is how many cores other programs kept busy meanwhile, ``None`` where the system does not tell.
    """

    machine: Machine
    size: Size
    took_s: Seconds
    contests: tuple[Contest, ...] = ()
    curves: tuple[Curve, ...] = ()
    throughput: tuple[Throughput, ...] = ()
    live: LiveReport | None = None
    others_cores: float | None = None


_MEMORY_OF = ("compiled", "numpy", "tree-points", "time-as-height", "sjoin")


@dataclass(frozen=True)
class _Set:
    """One set of areas, how many flights there are, and the pace."""

    areas: str
    flights: int
    pace: Pace


@dataclass(frozen=True)
class _Extent:
    sets: tuple[_Set, ...]
    sizes: Sizes
    memory: tuple[str, ...]
    reports: int
    memory_of: tuple[str, ...] = _MEMORY_OF
    live_areas: str = "japan"


_EXTENTS: dict[Size, _Extent] = {
    "tiny": _Extent(
        (_Set("tiny", 8, Pace(rounds=2, budget_s=0.05, batch=8, judged=8, sampled=4)),),
        Sizes((0, 1), (8.0, 4.0), (1, 4), (20, 40), batch=2, rounds=2, longest_s=1.0),
        memory=("tiny",),
        memory_of=("numpy",),
        live_areas="okinawa",
        reports=10,
    ),
    "quick": _Extent(
        (
            _Set("okinawa", 64, Pace(rounds=5, budget_s=0.4, batch=64, judged=16, sampled=60)),
            _Set("japan", 16, Pace(rounds=5, budget_s=0.4, batch=16, judged=1, sampled=60)),
        ),
        Sizes((0, 3, 6), (4.0, 1.0, 0.25), (1, 10, 100), (100, 1000), batch=16, rounds=3, longest_s=0.1),
        memory=(),
        reports=500,
    ),
    "full": _Extent(
        (
            _Set("okinawa", 64, Pace(rounds=11, budget_s=4.0, batch=64, judged=64, sampled=400)),
            _Set("japan", 64, Pace(rounds=9, budget_s=4.0, batch=64, judged=8, sampled=400)),
            _Set("blocks", 32, Pace(rounds=7, budget_s=6.0, batch=16, judged=1, sampled=200)),
        ),
        Sizes(
            (0, 2, 4, 6, 8),
            (4.0, 2.0, 1.0, 0.5, 0.1),
            (1, 10, 100, 1000, 10_000),
            (100, 1000, 10_000, 100_000),
            batch=16,
            rounds=7,
            longest_s=1.0,
        ),
        memory=("okinawa", "japan", "blocks"),
        reports=5000,
    ),
}
_SCALING_RADIUS_M: Metres = 50_000.0
_RADII_KM = (30.0, 1000.0)
"""No inner point of an area is farther than the smaller from its border: brute force looks at borders only."""


def on_stderr(text: str) -> None:
    """Where progress goes unless somebody else wants to hear it."""
    print(text, file=sys.stderr, flush=True)


def run_geometry_bench(options: GeometryOptions, hear: Hear = on_stderr) -> GeometryReport:
    """Measure; ``hear`` is told how far it is. Raises ``InputError`` for radii or rounds that make no sense."""
    _check(options)
    begin, others = perf_counter(), others_s()
    extent = _EXTENTS[options.size]
    contests, grown, through, live = [], [], [], None
    if options.live:
        live = measure_live(extent.reports, extent.live_areas, hear)
    else:
        contests = [held for one in extent.sets for held in _contests(one, extent, options, hear)]
        for axis in axes(extent.sizes, _SCALING_RADIUS_M):
            hear(f"scaling with {axis.title}")
            grown += curves(axis, extent.sizes, hear)
        hear("flights per second")
        areas, flights = extent.sets[0].areas, extent.sizes.flights[-1]
        rounds = extent.sizes.rounds
        through = measure_throughput(areas, options.radii_km, flights, rounds, hear)
    took_s = perf_counter() - begin
    return GeometryReport(
        machine=this_machine(),
        size=options.size,
        took_s=took_s,
        contests=tuple(contests),
        curves=tuple(grown),
        throughput=tuple(through),
        live=live,
        others_cores=None if others is None else max((others_s() or others) - others, 0.0) / took_s,
    )


def _check(options: GeometryOptions) -> None:
    low, high = _RADII_KM
    problems = [
        Problem("--radius", None, None, "", f"must be from {low:g} to {high:g} km (was {radius:g})")
        for radius in options.radii_km
        if not low <= radius <= high
    ]
    if options.rounds is not None and options.rounds < 1:
        problems.append(Problem("--rounds", None, None, "", f"must be at least 1 (was {options.rounds})"))
    if problems:
        raise InputError(problems)


def _contests(one: _Set, extent: _Extent, options: GeometryOptions, hear: Hear) -> Iterator[Contest]:
    """A contest for each radius, over areas made ready for our search once."""
    flights = perturbed(one.flights, NEAR_THE_TRACK if one.areas in ("okinawa", "tiny") else ACROSS_JAPAN)
    knots = flights.knots()
    ground = ground_of(areas_named(one.areas), 1000.0 * min(options.radii_km))
    pace = one.pace if options.rounds is None else replace(one.pace, rounds=options.rounds)
    for radius_km in options.radii_km:
        hear(f"{AREA_SETS[one.areas]}: {len(ground):,} areas, footprint {radius_km:g} km")
        problem = problem_of(ground, knots, 1000.0 * radius_km)
        rows = contest(problem, flights, EVERYONE, pace, hear)
        judged = next(row.verdict for row in rows if row.verdict is not None)
        yield Contest(
            areas=one.areas,
            count=len(ground),
            vertices=ground.vertices,
            radius_km=radius_km,
            flights=len(flights),
            knots=int(knots.start[1]),
            batch=pace.batch,
            visits_per_flight=judged.visits / min(pace.judged, len(flights)),
            rows=tuple(rows),
            memory_mb=_memory(one.areas, radius_km, extent, rows, hear)
            if radius_km == min(options.radii_km)
            else {},
        )


def _memory(areas: str, radius_km: float, extent: _Extent, rows: list[Row], hear: Hear) -> dict[str, float]:
    if areas not in extent.memory or not can_measure():
        return {}
    hear("    memory, each method in a process of its own")
    known = [row.contender.key for row in rows if not row.missing]
    return {key: measure_memory(areas, key, radius_km) for key in extent.memory_of if key in known}
