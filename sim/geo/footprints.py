"""Footprints on the ground: circles round a point and the swath a moving circle sweeps, for maps and files."""

from itertools import pairwise
from typing import Any

import numpy as np

from sim.geo.geodesy import direct, inverse
from sim.units import Degrees, DegreesArray, Metres

_CIRCLE_POINTS = 72


def circle(lat_deg: Degrees, lon_deg: Degrees, radius_m: Metres) -> tuple[DegreesArray, DegreesArray]:
    """Closed ring of points at geodesic distance ``radius_m``; longitudes run on past 180 rather than jump."""
    azimuth = np.linspace(0.0, 360.0, _CIRCLE_POINTS + 1)
    lat, lon = direct(lat_deg, lon_deg, azimuth, radius_m)
    return lat, lon_deg + (lon - lon_deg + 180.0) % 360.0 - 180.0


def swath(lat_deg: DegreesArray, lon_deg: DegreesArray, radius_m: Metres) -> Any:
    """The ground swept by a circle moving along a track, as a shapely (multi)polygon within +-180 degrees.

    Drawn, not computed with: each circle is a polygon of 72 points, and consecutive circles a fifth of a radius apart
    are joined by their convex hull.
    """
    import shapely

    lon = np.unwrap(lon_deg, period=360.0)
    keep = _thinned(lat_deg, lon_deg, radius_m / 5.0)
    rings = [np.column_stack(circle(lat_deg[k], lon[k], radius_m)[::-1]) for k in keep]
    if len(rings) == 1:
        return within_180(shapely.Polygon(rings[0]))
    hulls = [shapely.MultiPoint(np.vstack(pair)).convex_hull for pair in pairwise(rings)]
    return within_180(shapely.union_all(hulls))


def _thinned(lat_deg: DegreesArray, lon_deg: DegreesArray, spacing_m: Metres) -> list[int]:
    steps = inverse(lat_deg[:-1], lon_deg[:-1], lat_deg[1:], lon_deg[1:])[2]
    run_m = np.concatenate([[0.0], np.cumsum(steps)])
    wanted = np.arange(0.0, run_m[-1], max(spacing_m, 1000.0))
    return sorted({*np.searchsorted(run_m, wanted).tolist(), len(lat_deg) - 1})


def within_180(shape: Any) -> Any:
    """A shape whose longitudes run past 180 degrees, cut at the antimeridian (RFC 7946, 3.1.9)."""
    import shapely
    from shapely.affinity import translate

    world = shapely.box(-180.0, -90.0, 180.0, 90.0)
    parts = [translate(shape, xoff=shift).intersection(world) for shift in (-360.0, 0.0, 360.0)]
    return shapely.union_all([part for part in parts if not part.is_empty])
