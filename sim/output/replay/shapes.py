"""Outlines as text for the page: rings on the map, as few corners as the eye needs, in SVG's path language."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.output.figures.frame import unrolled
from sim.output.replay.mercator import project
from sim.units import Degrees, Floats, Ints

_FINE_CORNERS = 20_000
_COARSE_CORNERS = 60_000


def map_rings(geometry: dict[str, Any] | None, near_deg: Degrees) -> list[Floats]:
    """The rings ``(N, 2)`` of a GeoJSON polygon or multipolygon in map units, longitudes unrolled about a meridian."""
    if geometry is None or not geometry["coordinates"]:
        return []
    single = geometry["type"] == "Polygon"
    polygons = [geometry["coordinates"]] if single else geometry["coordinates"]
    return [_ring(ring, near_deg) for polygon in polygons for ring in polygon]


def map_line(geometry: dict[str, Any], near_deg: Degrees) -> Floats:
    """The points ``(N, 2)`` of a GeoJSON line in map units."""
    return _ring(geometry["coordinates"], near_deg)


def tolerance_for(corners: int) -> float:
    """How far, in map units, outlines may be off: a tenth of a kilometre, more where there are very many."""
    if corners <= _FINE_CORNERS:
        return 1.0
    return 3.0 if corners <= _COARSE_CORNERS else 6.0


def thinned(rings: Sequence[Floats], tolerance: float) -> list[Floats]:
    """Rings with corners left out that move the outline by less than ``tolerance``, in whole map units.

    Rings too small to keep three corners keep their own, so that no island is lost. Douglas and Peucker, by GEOS.
    """
    import shapely

    if not rings:
        return []
    lengths = np.array([len(ring) for ring in rings])
    lines = shapely.linearrings(np.concatenate(rings), indices=np.repeat(np.arange(len(rings)), lengths))
    fewer = shapely.simplify(lines, tolerance)
    few = np.where(shapely.get_num_coordinates(fewer) >= 4, fewer, lines)
    points, ring = shapely.get_coordinates(few, return_index=True)
    return np.split(np.rint(points), np.flatnonzero(np.diff(ring)) + 1)


def path_text(rings: Sequence[NDArray[Any]], *, closed: bool = True) -> str:
    """The rings or lines as an SVG path: a start in whole map units, then steps."""
    return "".join(_path(np.rint(ring).astype(int), closed) for ring in rings)


def _path(points: Ints, closed: bool) -> str:
    steps = np.diff(points, axis=0)
    if closed:
        steps = steps[:-1]
    steps = steps[steps.any(axis=1)]
    start = f"M{points[0, 0]} {points[0, 1]}"
    if not len(steps):
        return f"{start}h0z" if closed else f"{start}h0"
    text = " ".join(f"{x} {y}" for x, y in steps.tolist()).replace(" -", "-")
    return f"{start}l{text}z" if closed else f"{start}l{text}"


def _ring(points: list[list[float]], near_deg: Degrees) -> Floats:
    lonlat = np.array(points, float)
    return project(unrolled(lonlat[:, 0], near_deg), lonlat[:, 1])
