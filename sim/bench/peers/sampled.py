"""Peers that test knots only: a visit begins at its first knot within reach and ends at its last."""

import numpy as np

from sim.bench.peers.base import Search
from sim.bench.problem import Answer, Ground, Problem, runs
from sim.units import Metres


class GeopandasJoin:
    """``geopandas.sjoin`` of areas and knots with the predicate ``dwithin``."""

    def __init__(self, ground: Ground, radius_m: Metres) -> None:
        import geopandas

        # No coordinate system is set: all is metres already, and checking it would cost time.
        self.areas = geopandas.GeoDataFrame(geometry=ground.planar)
        self.radius_m = radius_m

    def load(self, problem: Problem) -> Search:
        """Flights in the form the library takes; what comes back is the timed part."""
        import geopandas

        points = geopandas.points_from_xy(*problem.xy_m.T)
        knots = problem.knots

        def search() -> Answer:
            # A fresh frame has no index yet: building it belongs to the search for a new flight.
            frame = geopandas.GeoDataFrame(geometry=points.copy())
            joined = geopandas.sjoin(self.areas, frame, predicate="dwithin", distance=self.radius_m)
            return sampled_visits(
                joined.index.to_numpy(), joined["index_right"].to_numpy(), problem, flight_of
            )

        flight_of = knots.flight_of()
        return search


def sampled_visits(
    area: "np.typing.NDArray[np.int64]",
    knot: "np.typing.NDArray[np.int64]",
    problem: Problem,
    flight_of: "np.typing.NDArray[np.int64]",
) -> Answer:
    """Visits from (area, knot) pairs within reach."""
    if len(area) == 0:
        return Answer(area, area, np.zeros(0), np.zeros(0))
    flights = len(problem.knots)
    pair = area * flights + flight_of[knot]
    order = np.lexsort((knot, pair))
    first, last = runs(pair[order], knot[order])
    begin, end = order[first], order[last]
    t_s = problem.knots.t_s
    return Answer(flight_of[knot[begin]], area[begin], t_s[knot[begin]], t_s[knot[end]])
