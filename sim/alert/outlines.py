"""What predictions need to know of areas: the convex outline of each part, and which prefectures are neighbours."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

import numpy as np
import shapely

from sim.geo.ecef import to_ecef
from sim.geo.geodesy import inverse
from sim.geo.layers import AreaLayer
from sim.units import DegreesArray, Floats, Ints, Metres


@dataclass(frozen=True, eq=False)
class Hulls:
    """Convex outlines of P parts (islands) of the areas of a layer, V corners in all.

    ``corners`` (V, 3) are directions from the Earth's centre; part ``p`` owns ``corners[start[p]:start[p + 1]]``,
    lies within ``reach`` (P,) radians of ``middle`` (P, 3), and belongs to area ``area`` (P,) of ``areas``.
    """

    corners: Floats
    start: Ints
    middle: Floats
    reach: Floats
    area: Ints
    areas: int


@lru_cache(maxsize=8)
def hulls_of(layer: AreaLayer) -> Hulls:
    """Computed once per layer. The sideways extent of a part is that of its convex outline."""
    parts, area = shapely.get_parts(layer.polygons, return_index=True)
    outlines = shapely.convex_hull(parts)
    lon_lat, owner = shapely.get_coordinates(outlines, return_index=True)
    corners = to_ecef(lon_lat[:, 0], lon_lat[:, 1])
    corners /= np.linalg.norm(corners, axis=1, keepdims=True)
    start = np.searchsorted(owner, np.arange(len(parts) + 1)).astype(np.int64)
    middle = np.add.reduceat(corners, start[:-1])
    middle /= np.linalg.norm(middle, axis=1, keepdims=True)
    apart = np.arccos(np.clip((corners * middle[owner]).sum(axis=1), -1.0, 1.0))
    return Hulls(
        corners, start, middle, np.maximum.reduceat(apart, start[:-1]), area.astype(np.int64), len(layer)
    )


@dataclass(frozen=True, eq=False)
class Places:
    """Points on the ground: latitudes and longitudes ``(n,)``, and the unit vectors upward there ``(n, 3)``."""

    lat_deg: DegreesArray
    lon_deg: DegreesArray
    up: Floats


def places(lat_deg: DegreesArray, lon_deg: DegreesArray) -> Places:
    """Points at latitudes and longitudes, both ``(n,)``."""
    lat, lon = np.radians(lat_deg), np.radians(lon_deg)
    up = np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=-1)
    return Places(lat_deg, lon_deg, up)


@lru_cache(maxsize=8)
def middles_of(layer: AreaLayer) -> Places:
    """The centroids of the areas."""
    points = shapely.centroid(layer.polygons)
    return places(shapely.get_y(points), shapely.get_x(points))


@lru_cache(maxsize=8)
def neighbours(layer: AreaLayer, within_m: Metres) -> dict[str, frozenset[str]]:
    """The prefectures with land within a distance of each prefecture's, by code.

    Distances are between the nearest points in degrees, stretched to the mean latitude of the two, measured
    as a geodesic: for distances of tens of kilometres the nearest points are the right ones to a few metres.
    """
    codes = np.array(layer.prefecture_codes)
    names = sorted(set(layer.prefecture_codes))
    whole = {name: shapely.union_all(layer.polygons[codes == name]) for name in names}
    found: dict[str, set[str]] = {name: set() for name in names}
    for one, other in combinations(names, 2):
        if _apart_m(whole[one], whole[other], within_m) <= within_m:
            found[one].add(other)
            found[other].add(one)
    return {name: frozenset(others) for name, others in found.items()}


def _apart_m(one: shapely.Geometry, other: shapely.Geometry, within_m: Metres) -> Metres:
    """Distance of two shapes; infinite where their boxes already lie further apart than ``within_m``."""
    west, south, east, north = shapely.bounds([one, other]).T
    gap_lat = max(0.0, float(south.max() - north.min()))
    shrink = np.cos(np.radians(np.clip(0.5 * (south.max() + north.min()), -89.0, 89.0)))
    gap_lon = max(0.0, float(west.max() - east.min())) * float(shrink)
    if np.hypot(gap_lat, gap_lon) * 110_000.0 > within_m + 20_000.0:
        return np.inf
    squeezed = [shapely.transform(shape, lambda xy: xy * [shrink, 1.0]) for shape in (one, other)]
    (lon1, lat1), (lon2, lat2) = shapely.get_coordinates(shapely.shortest_line(*squeezed))
    return float(inverse(lat1, lon1 / shrink, lat2, lon2 / shrink)[2])
