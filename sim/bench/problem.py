"""One piece of work for every method: areas, flights and a radius, in degrees and on a plane."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely

from sim.bench.flights import Knots
from sim.bench.terrain import Polygons
from sim.geo.features import AreaFeatures, build_features
from sim.geo.geodesy import inverse
from sim.units import Degrees, DegreesArray, Floats, Ints, Metres, MetresArray, SecondsArray


@dataclass(frozen=True, eq=False)
class Ground:
    """Areas as each side wants them: ``polygons`` in degrees, ``planar`` on the plane, ``features`` for our search.

    ``min_radius_m`` is the smallest radius that will be asked about; our search is built for it, once. ``centre_deg``
    (longitude, latitude) is where the plane touches.
    """

    polygons: Polygons
    min_radius_m: Metres
    centre_deg: tuple[Degrees, Degrees]

    def __len__(self) -> int:
        return len(self.polygons)

    @cached_property
    def planar(self) -> Polygons:
        """Polygons in metres."""
        planar: Polygons = shapely.transform(self.polygons, lambda xy: self.to_plane(xy[:, 0], xy[:, 1]))
        return planar

    @cached_property
    def features(self) -> AreaFeatures:
        """What the crossing search takes."""
        return build_features(list(self.polygons), self.min_radius_m)

    @property
    def vertices(self) -> int:
        """Vertices of all areas."""
        return int(shapely.get_num_coordinates(self.polygons).sum())

    def to_plane(self, lon_deg: DegreesArray, lat_deg: DegreesArray) -> MetresArray:
        """Azimuthal equidistant plane in metres, (n, 2), by geodesics of the ellipsoid from the middle of the areas."""
        lon, lat = self.centre_deg
        azimuth, _, distance = inverse(lat, lon, lat_deg, lon_deg)
        turn = np.radians(azimuth)
        return np.column_stack([distance * np.sin(turn), distance * np.cos(turn)])

    def part(self, rows: Ints) -> "Ground":
        """Only these areas, numbers ``(n,)``, on the same plane."""
        return Ground(self.polygons[rows], self.min_radius_m, self.centre_deg)


def ground_of(polygons: Polygons, min_radius_m: Metres) -> Ground:
    """Areas on a plane that touches in their middle."""
    west, south, east, north = shapely.total_bounds(polygons)
    return Ground(polygons, min_radius_m, (0.5 * (west + east), 0.5 * (south + north)))


@dataclass(frozen=True, eq=False)
class Problem:
    """All visits of these flights to these areas are wanted: every entry and exit time.

    ``xy_m`` ``(K, 2)`` are the knots on the areas' plane.
    """

    ground: Ground
    knots: Knots
    radius_m: Metres
    xy_m: MetresArray

    @cached_property
    def stride_m(self) -> Metres:
        """The longest way between two knots of one flight."""
        inner = np.ones(len(self.knots.t_s) - 1, bool)
        inner[self.knots.start[1:-1] - 1] = False
        return float(np.linalg.norm(np.diff(self.xy_m, axis=0)[inner], axis=1).max())

    def chosen(self, flights: Ints) -> "Problem":
        """The same for some of the flights, in this order; one may be named several times."""
        rows = self.knots.rows(flights)
        return Problem(self.ground, self.knots.chosen(flights), self.radius_m, self.xy_m[rows])

    def over(self, ground: Ground) -> "Problem":
        """The same for some of the areas, on the same plane."""
        return Problem(ground, self.knots, self.radius_m, self.xy_m)


def problem_of(ground: Ground, knots: Knots, radius_m: Metres) -> Problem:
    """Flights put on the plane of the areas."""
    return Problem(ground, knots, radius_m, ground.to_plane(knots.lon_deg, knots.lat_deg))


@dataclass(frozen=True)
class Answer:
    """Visits as rows: flight, area, entry and exit, each ``(V,)``."""

    flight: Ints
    area: Ints
    enter_s: SecondsArray
    exit_s: SecondsArray

    def sorted(self) -> "Answer":
        """Rows in order of flight, area and entry."""
        order = np.lexsort((self.enter_s, self.area, self.flight))
        return Answer(self.flight[order], self.area[order], self.enter_s[order], self.exit_s[order])


def answer(flight: list[int], area: list[int], enter_s: list[float], exit_s: list[float]) -> Answer:
    """An `Answer` from lists."""
    return Answer(
        np.array(flight, np.int64),
        np.array(area, np.int64),
        np.array(enter_s, float),
        np.array(exit_s, float),
    )


def runs(pair: Ints, knot: Ints) -> tuple[Ints, Ints]:
    """First and last row of each run of consecutive knots of one pair; rows, ``(n,)`` both, sorted by (pair, knot)."""
    cut: Ints = np.flatnonzero((np.diff(pair) != 0) | (np.diff(knot) != 1))
    return np.concatenate([[0], cut + 1]), np.concatenate([cut, [len(pair) - 1]])


def distances_m(areas: Polygons, xy_m: Floats) -> MetresArray:
    """Distance of points (n, 2) from polygons (n,), element by element."""
    distance: Floats = shapely.distance(areas, shapely.points(xy_m))
    return distance
