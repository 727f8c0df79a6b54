"""Live decisions: from a new track report of one flight to the set of areas of all Japan to warn, each timed alone."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from time import perf_counter

import numpy as np
import shapely

from sim.alert.belief import Belief
from sim.alert.prediction import expected_paths, extrapolate
from sim.alert.reports import TrackReport
from sim.alert.targeting import areas_to_warn
from sim.bench.contest import Say
from sim.bench.flights import ACROSS_JAPAN, NEAR_THE_TRACK, Flights, Spread, perturbed
from sim.bench.problem import Ground, ground_of
from sim.bench.timing import quiet_collector
from sim.flight.paths import flight_batch
from sim.geo.crossings import areas_met, find_crossings
from sim.geo.engines import Engine
from sim.geo.geodesy import inverse
from sim.geo.layers import load_layer
from sim.scenario.targeting import ByMunicipality
from sim.units import Bools, Seconds, SecondsArray

_RULE = ByMunicipality(
    kind="municipality",
    distance_km=100.0,
    horizon_s=600.0,
    prediction="extrapolated",
    assumption="a benchmark's choice: the wider of its footprints, ten minutes ahead",
)
_FLIGHTS = 20
_FIRST_S: Seconds = 240.0
"""Earlier a path at the reported speed hardly reaches anyone: such reports would only flatter the times."""
_STEP_S: Seconds = 1.0
_WARM_UP = 20


@dataclass(frozen=True)
class Latency:
    """Seconds from report to set of areas, ``(R,)``: one number per report."""

    key: str
    title: str
    seconds: SecondsArray
    same_areas: float

    def percentile(self, share: float) -> Seconds:
        """Time within which this percentage of the reports was answered."""
        return float(np.percentile(self.seconds, share))


@dataclass(frozen=True)
class LiveReport:
    """Latencies over the same reports, taking turns; ``warned`` is the mean number of areas to warn."""

    areas: int
    vertices: int
    distance_km: float
    horizon_s: Seconds
    reports: int
    warned: float
    latencies: tuple[Latency, ...]


Decide = Callable[[Belief, TrackReport], Bools]


def measure_live(count: int, areas: str, say: Say) -> LiveReport:
    """Time ``count`` reports of flights over a layer of areas, one after the other as they would arrive."""
    layer, spread = load_layer(areas), NEAR_THE_TRACK if areas == "okinawa" else ACROSS_JAPAN
    ground = ground_of(layer.polygons, 1000.0 * _RULE.distance_km)
    features = ground.features

    def decision(belief: Belief, report: TrackReport) -> Bools:
        return areas_to_warn(_RULE, layer, features, {}, belief.after(report))

    def numpy_only(belief: Belief, report: TrackReport) -> Bools:
        return _search_alone(ground, belief.after(report), "numpy")

    ways: list[tuple[str, str, Decide]] = [
        ("numpy", "Overflight, numpy only", numpy_only),
        ("tree", "STRtree of areas, path as a line, dwithin", _tree_of_areas(ground)),
    ]
    if _compiled_is_loaded(ground):
        # The authority's own code takes the compiled search wherever it is loaded.
        ways.insert(0, ("decision", "Overflight, compiled", decision))
    times: list[list[Seconds]] = [[] for _ in ways]
    sets: list[list[Bools]] = [[] for _ in ways]
    say(f"{count:,} reports against {len(layer):,} areas")
    with quiet_collector():
        for number, (belief, report) in enumerate(_reports(count + _WARM_UP, spread)):
            for place in range(len(ways)):
                way = (place + number) % len(ways)
                begin = perf_counter()
                decided = ways[way][2](belief, report)
                times[way].append(perf_counter() - begin)
                sets[way].append(decided)
    return LiveReport(
        areas=len(layer),
        vertices=ground.vertices,
        distance_km=_RULE.distance_km,
        horizon_s=_RULE.horizon_s,
        reports=count,
        warned=float(np.mean([areas.sum() for areas in sets[0][_WARM_UP:]])),
        latencies=tuple(
            Latency(key, title, np.array(times[way][_WARM_UP:]), _agreement(sets[0], sets[way]))
            for way, (key, title, _) in enumerate(ways)
        ),
    )


def _compiled_is_loaded(ground: Ground) -> bool:
    """Load and compile the compiled search, as a system on duty does when it starts; false where it cannot be had."""
    knots = perturbed(1, ACROSS_JAPAN).knots(10.0)
    try:
        find_crossings(
            ground.features, knots.batch(1000.0 * _RULE.distance_km), closest=False, engine="compiled"
        )
    except ImportError:
        return False
    return True


def _search_alone(ground: Ground, belief: Belief, engine: Engine) -> Bools:
    """What `areas_to_warn` does, with an engine of one's choice."""
    paths = expected_paths(belief, None, _RULE.horizon_s)
    batch = flight_batch(paths, [1000.0 * _RULE.distance_km] * len(paths))
    return areas_met(ground.features, batch, engine=engine)


def _tree_of_areas(ground: Ground) -> Decide:
    """The peer: the same path on the plane as one line, asked of an STRtree of prepared areas."""
    areas = ground.planar.copy()
    shapely.prepare(areas)
    tree = shapely.STRtree(areas)

    def decide(belief: Belief, report: TrackReport) -> Bools:
        (newest,) = belief.after(report).flying
        path = extrapolate(newest, _RULE.horizon_s)
        line = shapely.linestrings(ground.to_plane(path.lon_deg, path.lat_deg))
        near = np.zeros(len(areas), bool)
        near[tree.query(line, predicate="dwithin", distance=1000.0 * _RULE.distance_km)] = True
        return near

    return decide


def _agreement(ours: list[Bools], theirs: list[Bools]) -> float:
    """Share of areas either warns that both warn."""
    both = sum(int((a & b).sum()) for a, b in zip(ours, theirs, strict=True))
    either = sum(int((a | b).sum()) for a, b in zip(ours, theirs, strict=True))
    return both / either if either else 1.0


def _reports(count: int, spread: Spread) -> Iterator[tuple[Belief, TrackReport]]:
    """Reports a second apart, flight after flight, each with what was believed before it."""
    flights = perturbed(_FLIGHTS, spread)
    seen, flight = 0, 0
    while True:
        belief = Belief()
        for report in _one_flight(flights, flight % _FLIGHTS):
            yield belief, report
            belief = belief.after(report)
            seen += 1
            if seen == count:
                return
        flight += 1


def _one_flight(flights: Flights, flight: int) -> Iterator[TrackReport]:
    track, delay_s = flights.track, float(flights.delay_s[flight])
    times = np.arange(track.start_s + _FIRST_S, track.end_s - _STEP_S, _STEP_S) + delay_s
    which = np.full(len(times), flight)
    lon, lat = flights.at(which, times)
    ahead_lon, ahead_lat = flights.at(which, times + _STEP_S)
    azimuth, _, moved = inverse(lat, lon, ahead_lat, ahead_lon)
    for row in zip(times, lat, lon, moved / _STEP_S, azimuth, strict=True):
        yield _report(*(float(value) for value in row))


def _report(
    t_s: Seconds, lat_deg: float, lon_deg: float, ground_speed_m_s: float, azimuth_deg: float
) -> TrackReport:
    return TrackReport("lead", t_s, t_s, lat_deg, lon_deg, ground_speed_m_s, azimuth_deg)
