"""What the search was to reach, beside what was measured."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sim.bench.contenders import COMPILED, NUMPY
from sim.bench.geometry import Contest, GeometryReport
from sim.bench.live import LiveReport

_EXACT = ("tree-points", "tree-points-single", "tree-areas")
_TIMES = "times as fast as"


@dataclass(frozen=True)
class Goal:
    """``wanted`` at least, or at most; ``measured`` is ``None`` where nothing was."""

    what: str
    way: str
    wanted: float
    measured: float | None
    at_most: bool = False
    unit: str = ""

    @property
    def met(self) -> bool | None:
        """Whether it is reached; ``None`` if that was not measured."""
        if self.measured is None:
            return None
        return self.measured <= self.wanted if self.at_most else self.measured >= self.wanted


_AGAINST: tuple[tuple[str, tuple[str, ...], str, str, tuple[float, float]], ...] = (
    ("okinawa", _EXACT, "the fastest exact peer", COMPILED, (60.0, 30.0)),
    ("okinawa", _EXACT, "the fastest exact peer", NUMPY, (4.0, 1.5)),
    ("okinawa", ("sjoin-single",), "geopandas sjoin, 1 flight a call", COMPILED, (250.0, 80.0)),
    ("okinawa", ("sjoin-single",), "geopandas sjoin, 1 flight a call", NUMPY, (15.0, 5.0)),
    ("okinawa", ("sjoin",), "geopandas sjoin, many flights a call", COMPILED, (250.0, 80.0)),
    ("okinawa", ("sjoin",), "geopandas sjoin, many flights a call", NUMPY, (15.0, 5.0)),
    ("okinawa", ("clip",), "movingpandas clip", COMPILED, (5000.0, 5000.0)),
    ("okinawa", ("clip",), "movingpandas clip", NUMPY, (300.0, 300.0)),
    ("japan", _EXACT, "the fastest exact peer", COMPILED, (18.0, 18.0)),
    ("blocks", _EXACT, "the fastest exact peer", COMPILED, (10.0, 10.0)),
)
_RADII_KM = (50.0, 100.0)
_PER_SECOND = (150_000.0, 40_000.0)
_EXPONENTS = (("vertices", 0.15), ("flights", 1.05))
_LIVE_S = (("decision", "compiled", 0.002), ("numpy", "numpy only", 0.010))


def goals(report: GeometryReport) -> Iterator[Goal]:
    """Goals of the comparison with peers and of scaling, for sets and radii that were measured."""
    for contest in report.contests:
        for areas, peers, name, own, wanted in _AGAINST:
            if contest.areas == areas and contest.radius_km in _RADII_KM:
                least = wanted[_RADII_KM.index(contest.radius_km)]
                what = f"{contest.title}: {_TIMES} {name}"
                yield Goal(what, _way(own), least, _slowest_lead(contest, peers, own), unit="×")
    for one in report.throughput:
        if one.contender.key == "compiled-2" and one.radius_km in _RADII_KM:
            what = f"flights per second, 41 areas, footprint {one.radius_km:g} km, 2 threads"
            yield Goal(what, "compiled", _PER_SECOND[_RADII_KM.index(one.radius_km)], one.per_second.median)
    most = dict(_EXPONENTS)
    for curve in report.curves:
        if curve.axis.key in most and curve.contender.key == COMPILED:
            what = f"cost grows with {curve.axis.title} to the power of"
            yield Goal(what, "compiled", most[curve.axis.key], curve.exponent.median, at_most=True)


def live_goals(live: LiveReport) -> Iterator[Goal]:
    """Goals of live decisions."""
    for key, way, most_s in _LIVE_S:
        for latency in live.latencies:
            if latency.key == key:
                what = f"99 % of decisions, {live.areas:,} areas, within"
                yield Goal(what, way, 1e3 * most_s, 1e3 * latency.percentile(99), at_most=True, unit=" ms")


def told(every: Iterable[Goal]) -> Iterator[Sequence[str]]:
    """Cells of a table: what, way, wanted, measured, whether met."""
    for goal in every:
        sign = "≤" if goal.at_most else "≥"
        measured = "-" if goal.measured is None else f"{_number(goal.measured)}{goal.unit}"
        met = "-" if goal.met is None else "yes" if goal.met else "no"
        yield goal.what, goal.way, f"{sign} {_number(goal.wanted)}{goal.unit}", measured, met


def _slowest_lead(contest: Contest, peers: tuple[str, ...], own: str) -> float | None:
    """How many times faster we are than the fastest of some peers."""
    rows = {row.contender.key: row for row in contest.rows}
    leads = [rows[peer].against(rows[own]) for peer in peers if peer in rows and own in rows]
    return min((lead.median for lead in leads if lead is not None), default=None)


def _way(own: str) -> str:
    return "compiled" if own == COMPILED else "numpy only"


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100.0 else f"{value:.3g}"
