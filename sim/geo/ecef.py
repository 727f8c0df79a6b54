"""Earth-centred, Earth-fixed coordinates at height 0, and what a straight chord between two of them means.

Distances in the geometry core are chords through the WGS84 ellipsoid: a radius along the ground becomes a
chord once, at the door, and no projection is needed anywhere on Earth. The step from arc to chord uses one
mean radius; against ellipsoidal geodesics that costs less than 1 m up to 200 km and 4 m up to 800 km.
"""

import numpy as np
from numpy.typing import ArrayLike

from sim.units import DegreesArray, Floats, MetresArray

SEMI_MAJOR_M = 6_378_137.0
"""WGS84 semi-major axis (NGA.STND.0036_1.0.0_WGS84, table 3.1)."""
FLATTENING = 1.0 / 298.257223563
"""WGS84 flattening (same source)."""
SEMI_MINOR_M = SEMI_MAJOR_M * (1.0 - FLATTENING)
MEAN_RADIUS_M = 6_371_000.0
"""Sphere on which arc and chord are exchanged (IUGG mean radius R1, rounded)."""

_E2 = FLATTENING * (2.0 - FLATTENING)


def to_ecef(lon_deg: ArrayLike, lat_deg: ArrayLike) -> MetresArray:
    """Points on the ellipsoid, shape ``(..., 3)`` for longitudes and latitudes that broadcast to
    ``(...)``."""
    lon = np.radians(np.asarray(lon_deg, float))
    lat = np.radians(np.asarray(lat_deg, float))
    sin_lat, cos_lat = np.sin(lat), np.cos(lat)
    normal = SEMI_MAJOR_M / np.sqrt(1.0 - _E2 * sin_lat**2)
    ring = normal * cos_lat
    xyz = np.broadcast_arrays(ring * np.cos(lon), ring * np.sin(lon), normal * (1.0 - _E2) * sin_lat)
    return np.stack(xyz, axis=-1)


def to_lon_lat(xyz_m: Floats) -> tuple[DegreesArray, DegreesArray]:
    """Longitude and geodetic latitude of points at (or within metres of) height 0, shape ``(..., 3)``."""
    x, y, z = xyz_m[..., 0], xyz_m[..., 1], xyz_m[..., 2]
    return np.degrees(np.arctan2(y, x)), np.degrees(np.arctan2(z, (1.0 - _E2) * np.hypot(x, y)))


def chord_of_arc(arc_m: ArrayLike) -> MetresArray:
    """Chord ``2ρ sin(s / 2ρ)`` under an arc ``s`` along the ground, shape kept."""
    return 2.0 * MEAN_RADIUS_M * np.sin(np.asarray(arc_m, float) / (2.0 * MEAN_RADIUS_M))


def arc_of_chord(chord_m: ArrayLike) -> MetresArray:
    """Arc along the ground over a chord, shape kept; inverse of `chord_of_arc`, up to half way round the Earth.

    What is infinitely far stays so.
    """
    chord = np.asarray(chord_m, float)
    half = np.minimum(chord / (2.0 * MEAN_RADIUS_M), 1.0)
    return np.where(np.isinf(chord), np.inf, 2.0 * MEAN_RADIUS_M * np.arcsin(half))
