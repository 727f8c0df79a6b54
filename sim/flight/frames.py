"""Earth-fixed places and velocities of objects above the ellipsoid, and back."""

import numpy as np
from numpy.typing import ArrayLike

from sim.geo.ecef import FLATTENING, SEMI_MAJOR_M
from sim.units import DegreesArray, Floats, MetresArray

_E2 = FLATTENING * (2.0 - FLATTENING)
_ROUNDS = 6


def earth_fixed(lat_deg: ArrayLike, lon_deg: ArrayLike, alt_m: ArrayLike) -> MetresArray:
    """Earth-centred Earth-fixed places, shape ``(..., 3)`` for arguments that broadcast to ``(...)``."""
    lat, lon, alt = np.broadcast_arrays(np.radians(lat_deg), np.radians(lon_deg), np.asarray(alt_m, float))
    normal = SEMI_MAJOR_M / np.sqrt(1.0 - _E2 * np.sin(lat) ** 2)
    ring = (normal + alt) * np.cos(lat)
    up = (normal * (1.0 - _E2) + alt) * np.sin(lat)
    return np.stack([ring * np.cos(lon), ring * np.sin(lon), up], axis=-1)


def geodetic(xyz_m: Floats) -> tuple[DegreesArray, DegreesArray, MetresArray]:
    """Latitude, longitude and height of places ``(..., 3)``, within a millimetre below 1000 km.

    The fixed-point form of Bowring's relation, ``tan lat = (z + e2 N sin lat) / p``.
    """
    x, y, z = np.moveaxis(xyz_m, -1, 0)
    ring = np.hypot(x, y)
    lat = np.arctan2(z, ring * (1.0 - _E2))
    for _ in range(_ROUNDS):
        normal = SEMI_MAJOR_M / np.sqrt(1.0 - _E2 * np.sin(lat) ** 2)
        lat = np.arctan2(z + _E2 * normal * np.sin(lat), ring)
    normal = SEMI_MAJOR_M / np.sqrt(1.0 - _E2 * np.sin(lat) ** 2)
    # along the normal, so that it holds at the poles as well
    alt = ring * np.cos(lat) + z * np.sin(lat) - normal * (1.0 - _E2 * np.sin(lat) ** 2)
    return np.degrees(lat), np.degrees(np.arctan2(y, x)), alt


def local_axes(lat_deg: ArrayLike, lon_deg: ArrayLike, azimuth_deg: ArrayLike) -> Floats:
    """Unit vectors along a course, to its right, and up, as rows: shape ``(..., 3, 3)``."""
    lat, lon, azimuth = np.broadcast_arrays(np.radians(lat_deg), np.radians(lon_deg), np.radians(azimuth_deg))
    zero = np.zeros_like(lat)
    east = np.stack([-np.sin(lon), np.cos(lon), zero], axis=-1)
    up = np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=-1)
    north = np.cross(up, east)
    sine, cosine = np.sin(azimuth)[..., None], np.cos(azimuth)[..., None]
    return np.stack([sine * east + cosine * north, cosine * east - sine * north, up], axis=-2)


def height_factors(lat_deg: ArrayLike, alt_m: ArrayLike) -> tuple[Floats, Floats]:
    """By how much an object at a height outruns the point below it, eastward and northward; arguments broadcast."""
    lat, alt = np.radians(np.asarray(lat_deg, float)), np.asarray(alt_m, float)
    flatness = 1.0 - _E2 * np.sin(lat) ** 2
    normal = SEMI_MAJOR_M / np.sqrt(flatness)
    meridian = normal * (1.0 - _E2) / flatness
    return 1.0 + alt / normal, 1.0 + alt / meridian


def east_north(
    lat_deg: ArrayLike, alt_m: ArrayLike, ground_speed_m_s: ArrayLike, azimuth_deg: ArrayLike
) -> tuple[Floats, Floats]:
    """Earth-fixed speeds eastward and northward of an object whose ground point moves so; arguments broadcast."""
    east, north = height_factors(lat_deg, alt_m)
    azimuth, speed = np.radians(azimuth_deg), np.asarray(ground_speed_m_s, float)
    return speed * np.sin(azimuth) * east, speed * np.cos(azimuth) * north


def over_ground(
    lat_deg: ArrayLike, alt_m: ArrayLike, east_m_s: ArrayLike, north_m_s: ArrayLike
) -> tuple[Floats, DegreesArray]:
    """Ground speed and azimuth in [0, 360) of the point below; the inverse of `east_north`, arguments broadcast."""
    east, north = height_factors(lat_deg, alt_m)
    ground_east, ground_north = np.asarray(east_m_s) / east, np.asarray(north_m_s) / north
    return np.hypot(ground_east, ground_north), np.degrees(np.arctan2(ground_east, ground_north)) % 360.0
