"""Exact times on the ellipsoid, by Karney's geodesics and the track's own place: no chord, no plane, no knots."""

from dataclasses import dataclass

import numpy as np
import shapely

from sim.bench.flights import Flights
from sim.bench.problem import Answer, Problem
from sim.geo.ecef import to_ecef
from sim.geo.geodesy import inverse
from sim.units import Floats, Ints, Metres, MetresPerSecond, Seconds, SecondsArray

_LONGEST_EDGE_DEG = 0.01
"""Edges are cut to about 1 km: a straight line in degrees then differs from a geodesic by about a centimetre."""
_NEARBY_M = 5_000.0
_DIFFERENCE_S = 0.01
_ROUNDS = 4
HEAD_ON_M_S: MetresPerSecond = 1000.0
"""Slower closing makes a time arbitrarily sensitive to a metre: such visits are not judged here."""


@dataclass(frozen=True)
class Sample:
    """True times of n crossings, each ``(n,)``: which visit of an answer, whether its entry, and when."""

    visit: Ints
    is_entry: "np.typing.NDArray[np.bool_]"
    true_s: SecondsArray


def true_sample(problem: Problem, flights: Flights, visits: Answer, most: int) -> Sample:
    """True times of at most ``most`` evenly chosen entries and exits, near those of ``visits``, closing head-on."""
    knots = problem.knots
    chosen: list[tuple[int, bool, float]] = []
    rows = np.linspace(0, 2 * len(visits.area) - 1, min(most, 2 * len(visits.area))).astype(np.int64)
    for row in np.unique(rows):
        visit, is_entry = int(row // 2), bool(row % 2 == 0)
        near_s = float((visits.enter_s if is_entry else visits.exit_s)[visit])
        flight = int(visits.flight[visit])
        first, last = knots.start[flight], knots.start[flight + 1] - 1
        if not knots.t_s[first] + 0.1 < near_s < knots.t_s[last] - 0.1:
            continue
        polygon = problem.ground.polygons[visits.area[visit]]
        true_s, closing = _solve(_Gap(polygon, flights, flight, problem.radius_m, near_s), near_s)
        if abs(closing) > HEAD_ON_M_S:
            chosen.append((visit, is_entry, true_s))
    visit_of, entry, times = zip(*chosen, strict=True) if chosen else ((), (), ())
    return Sample(np.array(visit_of, np.int64), np.array(entry, bool), np.array(times, float))


def _solve(gap: "_Gap", near_s: Seconds) -> tuple[Seconds, MetresPerSecond]:
    t, slope = near_s, (gap(near_s + _DIFFERENCE_S) - gap(near_s - _DIFFERENCE_S)) / (2.0 * _DIFFERENCE_S)
    if slope == 0.0:
        return t, 0.0
    for _ in range(_ROUNDS):
        t -= gap(t) / slope
    return t, slope


class _Gap:
    """Geodesic distance of a flight from a polygon's nearby border, less the radius, over time."""

    def __init__(
        self, polygon: "shapely.Geometry", flights: Flights, flight: int, radius_m: Metres, near_s: Seconds
    ) -> None:
        self.flights, self.flight, self.radius_m = flights, np.array([flight]), radius_m
        begin, end = _short_edges(polygon)
        here = to_ecef(*(value[0] for value in flights.at(self.flight, np.array([near_s]))))
        apart = np.linalg.norm(to_ecef(begin[:, 0], begin[:, 1]) - here, axis=1)
        near = apart <= apart.min() + _NEARBY_M
        self.begin, self.end = begin[near], end[near]

    def __call__(self, t_s: Seconds) -> Metres:
        lon, lat = self.flights.at(self.flight, np.array([t_s]))
        a, b = (_seen_from(lon, lat, corner) for corner in (self.begin, self.end))
        along = b - a
        share = np.clip(-(a * along).sum(1) / np.maximum((along * along).sum(1), 1e-12), 0.0, 1.0)
        return float(np.linalg.norm(a + share[:, None] * along, axis=1).min()) - self.radius_m


def _seen_from(lon: Floats, lat: Floats, corner: Floats) -> Floats:
    """Azimuthal equidistant places: distances from the centre are geodesics, exactly."""
    azimuth, _, distance = inverse(lat, lon, corner[:, 1], corner[:, 0])
    turn = np.radians(azimuth)
    return np.column_stack([distance * np.sin(turn), distance * np.cos(turn)])


def _short_edges(polygon: "shapely.Geometry") -> tuple[Floats, Floats]:
    rings = shapely.get_rings(shapely.get_parts(polygon))
    corner, ring = shapely.get_coordinates(shapely.segmentize(rings, _LONGEST_EDGE_DEG), return_index=True)
    first = np.flatnonzero(ring[1:] == ring[:-1])
    return corner[first], corner[first + 1]
