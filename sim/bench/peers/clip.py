"""Peers that cut tracks with areas grown by the radius: times are as good as the buffers are round."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import shapely

from sim.bench.peers.base import Search, as_list
from sim.bench.problem import Answer, Ground, Problem, answer
from sim.units import Metres, Seconds

_QUARTER_CIRCLE = 64
"""Segments per quarter circle of a buffer: radius · (1 − cos(π / 256)) = 3.8 m too small at 50 km."""


class MovingpandasClip:
    """``Trajectory.clip`` with each buffered area that the trajectory's line meets."""

    def __init__(self, ground: Ground, radius_m: Metres) -> None:
        _movingpandas()
        self.grown = shapely.buffer(ground.planar, radius_m, quad_segs=_QUARTER_CIRCLE)
        self.tree = shapely.STRtree(self.grown)

    def load(self, problem: Problem) -> Search:
        """Flights in the form the library takes; what comes back is the timed part."""
        import geopandas
        import pandas

        knots = problem.knots
        epoch = pandas.Timestamp("2023-08-24")
        trajectories = []
        for flight in range(len(knots)):
            rows = slice(knots.start[flight], knots.start[flight + 1])
            times = epoch + pandas.to_timedelta(np.round(knots.t_s[rows] * 1e6).astype("int64"), unit="us")
            points = geopandas.points_from_xy(*problem.xy_m[rows].T)
            frame = geopandas.GeoDataFrame({"traj_id": 1}, geometry=points, index=times)
            trajectories.append(_trajectory(frame))

        def search() -> Answer:
            with _no_warnings():
                rows = list(self._visits(trajectories, epoch))
            columns = zip(*rows, strict=True) if rows else ((), (), (), ())
            return answer(*(list(column) for column in columns))

        return search

    def _visits(self, trajectories: list[Any], epoch: Any) -> Iterator[tuple[int, int, Seconds, Seconds]]:
        for flight, trajectory in enumerate(trajectories):
            for area in as_list(self.tree.query(trajectory.to_linestring(), predicate="intersects")):
                for piece in trajectory.clip(self.grown[area]).trajectories:
                    begin, end = piece.get_start_time(), piece.get_end_time()
                    yield flight, area, (begin - epoch).total_seconds(), (end - epoch).total_seconds()


class TimeAsHeight:
    """All tracks as lines whose height is time, cut with buffered areas in one vectorised intersection."""

    def __init__(self, ground: Ground, radius_m: Metres) -> None:
        self.grown = shapely.buffer(ground.planar, radius_m, quad_segs=_QUARTER_CIRCLE)
        shapely.prepare(self.grown)
        self.tree = shapely.STRtree(self.grown)

    def load(self, problem: Problem) -> Search:
        """Flights in the form the library takes; what comes back is the timed part."""
        knots = problem.knots
        lines = shapely.linestrings(np.column_stack([problem.xy_m, knots.t_s]), indices=knots.flight_of())

        def search() -> Answer:
            flight, area = self.tree.query(lines, predicate="intersects")
            pieces, pair = shapely.get_parts(
                shapely.line_merge(shapely.intersection(lines[flight], self.grown[area])), return_index=True
            )
            ends = [shapely.get_z(shapely.get_point(pieces, end)) for end in (0, -1)]
            return Answer(flight[pair], area[pair], np.minimum(*ends), np.maximum(*ends))

        return search


def _trajectory(frame: Any) -> Any:
    with _no_warnings():
        return _movingpandas().Trajectory(frame, "traj_id", crs=None)


def _movingpandas() -> Any:
    with _no_warnings():
        import movingpandas

    return movingpandas


@contextmanager
def _no_warnings() -> Iterator[None]:
    """It warns of smoothers not used here, of distances that are Euclidean (they should be), of pandas to come."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
