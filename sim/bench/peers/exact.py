"""The strongest exact peers: an index finds the knots within reach, root finding the times between knots."""

import numpy as np
import shapely

from sim.bench.peers.base import Search
from sim.bench.peers.refine import dips, roots
from sim.bench.problem import Answer, Ground, Problem, runs
from sim.bench.terrain import Polygons
from sim.units import Ints, Metres


class TreeOfPoints:
    """STRtree of the knots, queried with prepared areas; best where areas have many vertices."""

    def __init__(self, ground: Ground, radius_m: Metres) -> None:
        self.areas = _prepared(ground)
        self.radius_m = radius_m

    def load(self, problem: Problem) -> Search:
        """Flights in the form the library takes; what comes back is the timed part."""
        points, flight_of, reach = shapely.points(problem.xy_m), problem.knots.flight_of(), _reach(problem)

        def search() -> Answer:
            area, knot = shapely.STRtree(points).query(self.areas, predicate="dwithin", distance=reach)
            return exact_visits(problem, self.areas, points, flight_of, area, knot)

        return search


class TreeOfAreas:
    """STRtree of the areas, queried with the knots; best where areas are many and simple."""

    def __init__(self, ground: Ground, radius_m: Metres) -> None:
        self.areas = _prepared(ground)
        self.radius_m = radius_m
        self.tree = shapely.STRtree(self.areas)
        # The tree is built by its first query.
        self.tree.query(shapely.Point(0.0, 0.0))

    def load(self, problem: Problem) -> Search:
        """Flights in the form the library takes; what comes back is the timed part."""
        points, flight_of, reach = shapely.points(problem.xy_m), problem.knots.flight_of(), _reach(problem)

        def search() -> Answer:
            knot, area = self.tree.query(points, predicate="dwithin", distance=reach)
            return exact_visits(problem, self.areas, points, flight_of, area, knot)

        return search


def exact_visits(
    problem: Problem, areas: Polygons, points: Polygons, flight_of: Ints, area: Ints, knot: Ints
) -> Answer:
    """Visits from all (area, knot) pairs ``(n,)`` within the radius and half a stride; times to 1e-9 s.

    A track that leaves and comes back between two knots within reach is not looked for.
    """
    order = np.lexsort((knot, area))
    area, knot = area[order], knot[order]
    flights = len(problem.knots)
    pair = area * flights + flight_of[knot]
    inside = shapely.dwithin(areas[area], points[knot], problem.radius_m)
    start = problem.knots.start
    within = np.flatnonzero(inside)
    out = np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0), np.zeros(0)
    if len(within):
        first, last = (within[end] for end in runs(pair[within], knot[within]))
        flight = flight_of[knot[first]]
        enter, leave = problem.knots.t_s[knot[first]], problem.knots.t_s[knot[last]]
        comes = np.flatnonzero(knot[first] > start[flight])
        goes = np.flatnonzero(knot[last] < start[flight + 1] - 1)
        both_area = np.concatenate([area[first[comes]], area[last[goes]]])
        both_knot = np.concatenate([knot[first[comes]] - 1, knot[last[goes]]])
        times = roots(problem, areas, both_area, both_knot)
        enter[comes], leave[goes] = times[: len(comes)], times[len(comes) :]
        out = flight, area[first], enter, leave
    pairs = (pair[1:] == pair[:-1]) & (knot[1:] == knot[:-1] + 1) & ~inside[1:] & ~inside[:-1]
    step = np.flatnonzero(pairs)
    dip, begin, end = dips(problem, areas, area[step], knot[step])
    extra = flight_of[knot[step[dip]]], area[step[dip]], begin, end
    return Answer(*(np.concatenate(columns) for columns in zip(out, extra, strict=True)))


def _prepared(ground: Ground) -> Polygons:
    areas = ground.planar.copy()
    shapely.prepare(areas)
    return areas


def _reach(problem: Problem) -> Metres:
    """Half a stride more than the radius: a track that only dips in between two knots is seen too."""
    return problem.radius_m + 0.5 * problem.stride_m
