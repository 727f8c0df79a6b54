"""The loop everyone writes first: every knot's distance to every area, one after the other."""

import shapely

from sim.bench.peers.base import Search, as_list
from sim.bench.problem import Answer, Ground, Problem, answer
from sim.units import Metres


class NaiveLoop:
    """``polygon.distance(point) <= radius``, times interpolated linearly between knots."""

    def __init__(self, ground: Ground, radius_m: Metres) -> None:
        self.areas, self.radius_m = list(ground.planar), radius_m

    def load(self, problem: Problem) -> Search:
        """Flights in the form the library takes; what comes back is the timed part."""
        points, t_s, start = (
            list(shapely.points(problem.xy_m)),
            as_list(problem.knots.t_s),
            problem.knots.start,
        )
        spans = list(zip(as_list(start[:-1]), as_list(start[1:]), strict=True))

        def search() -> Answer:
            rows: list[tuple[int, int, float, float]] = []
            for flight, (first, end) in enumerate(spans):
                for area, polygon in enumerate(self.areas):
                    gaps = [polygon.distance(points[k]) - self.radius_m for k in range(first, end)]
                    rows += [(flight, area, *visit) for visit in _visits(gaps, t_s[first:end])]
            columns = zip(*rows, strict=True) if rows else ((), (), (), ())
            return answer(*(list(column) for column in columns))

        return search


def _visits(gaps: list[float], t_s: list[float]) -> list[tuple[float, float]]:
    found: list[tuple[float, float]] = []
    enter = t_s[0]
    for i in range(1, len(gaps)):
        before, after = gaps[i - 1], gaps[i]
        if (before <= 0.0) != (after <= 0.0):
            root = t_s[i - 1] + (t_s[i] - t_s[i - 1]) * before / (before - after)
            if after <= 0.0:
                enter = root
            else:
                found.append((enter, root))
    if gaps[-1] <= 0.0:
        found.append((enter, t_s[-1]))
    return found
