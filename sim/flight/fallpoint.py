"""Where an object would fall if its engine stopped now: the vacuum instantaneous impact point.

Two-body motion about a point mass, in the inertial frame that coincides with the Earth-fixed one at cut-off
(Bate, Mueller & White 1971, *Fundamentals of Astrodynamics*, ch. 4: Lagrange coefficients in the change of
eccentric anomaly), until the path meets the WGS84 ellipsoid, which has turned by then. No air, no break-up,
no wind, no oblateness of the field: an idealisation for asking which minute matters, not where debris lies.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from sim.geo.ecef import FLATTENING, SEMI_MAJOR_M, SEMI_MINOR_M, to_lon_lat
from sim.units import DegreesArray, Floats, SecondsArray

GRAVITY_M3_S2 = 3.986004418e14
"""WGS84 gravitational constant of the Earth (NGA.STND.0036_1.0.0_WGS84, table 3.1)."""
EARTH_RATE_RAD_S = 7.292115e-5
"""WGS84 angular velocity of the Earth (same source)."""

_E2 = FLATTENING * (2.0 - FLATTENING)
_SCAN = 64
_HALVINGS = 60


class FallPoint(NamedTuple):
    """Where and when an object meets the ellipsoid; NaN where it never does because it is in orbit."""

    lat_deg: DegreesArray
    lon_deg: DegreesArray
    after_s: SecondsArray


def fall_point(
    lat_deg: ArrayLike,
    lon_deg: ArrayLike,
    alt_m: ArrayLike,
    east_m_s: ArrayLike,
    north_m_s: ArrayLike,
    up_m_s: ArrayLike,
) -> FallPoint:
    """Fall point of objects at rest or moving relative to the turning Earth; arguments broadcast, shape kept.

    Raises ``ValueError`` for an object below the ellipsoid or a number that is not finite.
    """
    given = [np.asarray(a, float) for a in (lat_deg, lon_deg, alt_m, east_m_s, north_m_s, up_m_s)]
    lat, lon, alt, east, north, up = (a.ravel() for a in np.broadcast_arrays(*given))
    shape = np.broadcast_shapes(*(a.shape for a in given))
    if not all(np.isfinite(a).all() for a in given):
        raise ValueError("a state must be finite")
    if (alt < 0.0).any():
        raise ValueError("an object below the ellipsoid has no fall point")
    position, velocity = _inertial(lat, lon, alt, east, north, up)
    point, after_s = _impact(position, velocity)
    turned_lon, fall_lat = to_lon_lat(point)
    fall_lon = turned_lon - np.degrees(EARTH_RATE_RAD_S * after_s)
    wrapped = (fall_lon + 180.0) % 360.0 - 180.0
    return FallPoint(fall_lat.reshape(shape)[()], wrapped.reshape(shape)[()], after_s.reshape(shape)[()])


def _inertial(lat_deg: Floats, lon_deg: Floats, alt: Floats, *enu: Floats) -> tuple[Floats, Floats]:
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


def _impact(r0: Floats, v0: Floats) -> tuple[Floats, SecondsArray]:
    """Inertial point of impact, shape (N, 3), and time to it; NaN where the orbit clears the ellipsoid."""
    orbit = _Ellipse.through(r0, v0)
    low, high = _bracket(orbit)
    for _ in range(_HALVINGS):
        middle = 0.5 * (low + high)
        above = _level(orbit.position(middle)) > 0.0
        low, high = np.where(above, middle, low), np.where(above, high, middle)
    return orbit.position(high), orbit.time(high)


def _bracket(orbit: "_Ellipse") -> tuple[Floats, Floats]:
    """Anomalies just before and after the first descent through the ellipsoid, NaN where there is none.

    The height has one minimum a revolution, so it falls through zero between the highest point and perigee.
    """
    start, perigee = orbit.descent()
    steps = start[:, None] + (perigee - start)[:, None] * np.linspace(0.0, 1.0, _SCAN)
    below = np.stack([_level(orbit.position(step)) <= 0.0 for step in steps.T], axis=-1)
    first = np.argmax(below, axis=1)
    found = below.any(axis=1)
    rows = np.arange(len(first))
    low, high = steps[rows, np.maximum(first - 1, 0)], steps[rows, first]
    return np.where(found, low, np.nan), np.where(found, high, np.nan)


def _level(xyz: Floats) -> Floats:
    """Positive outside the ellipsoid, zero on it."""
    x, y, z = xyz[..., 0], xyz[..., 1], xyz[..., 2]
    level: Floats = (x * x + y * y) / SEMI_MAJOR_M**2 + z * z / SEMI_MINOR_M**2 - 1.0
    return level


class _Ellipse(NamedTuple):
    """An elliptical orbit by its state now; positions as a function of the change of eccentric anomaly."""

    r0: Floats
    v0: Floats
    distance: Floats
    axis: Floats
    outward: Floats
    motion: Floats

    @classmethod
    def through(cls, r0: Floats, v0: Floats) -> "_Ellipse":
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
        """Kepler's equation between two places of one orbit."""
        sine, versine = np.sin(change), 1.0 - np.cos(change)
        closing = self.outward / np.sqrt(self.axis) * versine - (1.0 - self.distance / self.axis) * sine
        return np.asarray((change + closing) / self.motion, float)
