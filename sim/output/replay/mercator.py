"""Places on the page's map: Mercator, so that a small circle on the ground is a circle on the map.

Snyder, Map Projections - A Working Manual (USGS Professional Paper 1395), equations 7-1 and 7-2, on the sphere.
"""

import numpy as np
from numpy.typing import ArrayLike

from sim.units import Degrees, Floats

UNITS_PER_DEGREE = 1000.0
"""Map units in a degree of longitude; the page is told, and draws circles by it."""
MAX_LAT_DEG = 85.0
"""Mercator has no poles; what lies beyond is drawn at this parallel."""


def project(lon_deg: ArrayLike, lat_deg: ArrayLike) -> Floats:
    """Map units east of the meridian 0 and south of the equator, shape ``(..., 2)``; longitudes as they are."""
    lat = np.radians(np.clip(np.asarray(lat_deg, float), -MAX_LAT_DEG, MAX_LAT_DEG))
    south = -np.degrees(np.arcsinh(np.tan(lat)))
    return np.stack([np.asarray(lon_deg, float), south], axis=-1) * UNITS_PER_DEGREE


def unproject(x: ArrayLike, y: ArrayLike) -> tuple[Degrees, Degrees]:
    """Longitude and latitude of one place on the map."""
    lat = np.degrees(np.arctan(np.sinh(np.radians(-np.asarray(y, float) / UNITS_PER_DEGREE))))
    return float(np.asarray(x, float) / UNITS_PER_DEGREE), float(lat)
