"""Two-body motion about a point mass: states in the inertial frame, and the ellipse through one of them.

Bate, Mueller & White 1971, *Fundamentals of Astrodynamics*, ch. 4: Lagrange coefficients in the change of
eccentric anomaly.
"""

from typing import NamedTuple

import numpy as np

from sim.geo.ecef import FLATTENING, SEMI_MAJOR_M, SEMI_MINOR_M
from sim.units import Floats, SecondsArray

GRAVITY_M3_S2 = 3.986004418e14
"""WGS84 gravitational constant of the Earth (NGA.STND.0036_1.0.0_WGS84, table 3.1)."""
EARTH_RATE_RAD_S = 7.292115e-5
"""WGS84 angular velocity of the Earth (same source)."""

_E2 = FLATTENING * (2.0 - FLATTENING)


def inertial(lat_deg: Floats, lon_deg: Floats, alt: Floats, *enu: Floats) -> tuple[Floats, Floats]:
    """Places and velocities, each ``(N, 3)``, in the inertial frame that coincides with the Earth-fixed one now.

    ``enu`` are the speeds eastward, northward and up relative to the turning Earth.
    """
    east, north, up = enu
    lat, lon = np.radians(lat_deg), np.radians(lon_deg)
    sin_lat, cos_lat, sin_lon, cos_lon = np.sin(lat), np.cos(lat), np.sin(lon), np.cos(lon)
    normal = SEMI_MAJOR_M / np.sqrt(1.0 - _E2 * sin_lat**2)
    ring = (normal + alt) * cos_lat
    position = np.stack([ring * cos_lon, ring * sin_lon, (normal * (1.0 - _E2) + alt) * sin_lat], axis=-1)
    outward = up * cos_lat - north * sin_lat
    velocity = np.stack(
        [
            outward * cos_lon - east * sin_lon - EARTH_RATE_RAD_S * position[:, 1],
            outward * sin_lon + east * cos_lon + EARTH_RATE_RAD_S * position[:, 0],
            up * sin_lat + north * cos_lat,
        ],
        axis=-1,
    )
    return position, velocity


def level(xyz: Floats) -> Floats:
    """Positive outside the ellipsoid, zero on it: ``(...)`` for places ``(..., 3)`` in metres."""
    x, y, z = xyz[..., 0], xyz[..., 1], xyz[..., 2]
    level: Floats = (x * x + y * y) / SEMI_MAJOR_M**2 + z * z / SEMI_MINOR_M**2 - 1.0
    return level


class Ellipse(NamedTuple):
    """N elliptical orbits by their states now; positions as a function of the change of eccentric anomaly.

    ``r0``, ``v0`` ``(N, 3)`` in m and m/s in the inertial frame; ``distance``, ``axis`` (semi-major, NaN where the path
    is no ellipse) in m and ``motion`` in 1/s, ``(N,)``; ``outward`` is ``r·v / sqrt(GM)``.
    """

    r0: Floats
    v0: Floats
    distance: Floats
    axis: Floats
    outward: Floats
    motion: Floats

    @classmethod
    def through(cls, r0: Floats, v0: Floats) -> "Ellipse":
        """The orbits through places and velocities ``(N, 3)``; the axis from the vis-viva equation."""
        distance = np.linalg.norm(r0, axis=-1)
        inverse_axis = 2.0 / distance - (v0 * v0).sum(axis=-1) / GRAVITY_M3_S2
        axis = np.where(inverse_axis > 0.0, 1.0 / np.where(inverse_axis > 0.0, inverse_axis, 1.0), np.nan)
        outward = (r0 * v0).sum(axis=-1) / np.sqrt(GRAVITY_M3_S2)
        return cls(r0, v0, distance, axis, outward, np.sqrt(GRAVITY_M3_S2 / axis**3))

    def descent(self) -> tuple[Floats, Floats]:
        """Changes of anomaly where the search starts (now, or apogee if still climbing) and at perigee."""
        anomaly = np.arctan2(self.outward / np.sqrt(self.axis), 1.0 - self.distance / self.axis)
        return np.where(anomaly >= 0.0, np.maximum(np.pi - anomaly, 0.0), 0.0), np.where(
            anomaly >= 0.0, 2.0 * np.pi - anomaly, -anomaly
        )

    def position(self, change: Floats) -> Floats:
        """Inertial positions, shape (N, 3)."""
        f = 1.0 - self.axis / self.distance * (1.0 - np.cos(change))
        g = self.time(change) - (change - np.sin(change)) / self.motion
        return f[:, None] * self.r0 + g[:, None] * self.v0

    def time(self, change: Floats) -> SecondsArray:
        """Seconds for changes of eccentric anomaly in radians, ``(N,)``: Kepler's equation between two places."""
        sine, versine = np.sin(change), 1.0 - np.cos(change)
        closing = self.outward / np.sqrt(self.axis) * versine - (1.0 - self.distance / self.axis) * sine
        return np.asarray((change + closing) / self.motion, float)
