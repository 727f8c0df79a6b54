"""Where an object would fall if its engine stopped now: the vacuum instantaneous impact point.

Two-body motion about a point mass, in the inertial frame that coincides with the Earth-fixed one at cut-off
(Bate, Mueller & White 1971, *Fundamentals of Astrodynamics*, ch. 4: Lagrange coefficients in the change of
eccentric anomaly), until the path meets the WGS84 ellipsoid, which has turned by then. No air, no break-up,
no wind, no oblateness of the field: an idealisation for asking which minute matters, not where debris lies.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from sim.flight.orbit import EARTH_RATE_RAD_S, Ellipse, inertial, level
from sim.geo.ecef import to_lon_lat
from sim.units import DegreesArray, Floats, SecondsArray

_SCAN = 64
_HALVINGS = 44  # of one 64th of an orbit: less than a micrometre


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
    position, velocity = inertial(lat, lon, alt, east, north, up)
    point, after_s = _impact(position, velocity)
    turned_lon, fall_lat = to_lon_lat(point)
    fall_lon = turned_lon - np.degrees(EARTH_RATE_RAD_S * after_s)
    wrapped = (fall_lon + 180.0) % 360.0 - 180.0
    return FallPoint(fall_lat.reshape(shape)[()], wrapped.reshape(shape)[()], after_s.reshape(shape)[()])


def _impact(r0: Floats, v0: Floats) -> tuple[Floats, SecondsArray]:
    """Inertial point of impact, shape (N, 3), and time to it; NaN where the orbit clears the ellipsoid."""
    orbit = Ellipse.through(r0, v0)
    low, high = _bracket(orbit)
    for _ in range(_HALVINGS):
        middle = 0.5 * (low + high)
        above = level(orbit.position(middle)) > 0.0
        low, high = np.where(above, middle, low), np.where(above, high, middle)
    return orbit.position(high), orbit.time(high)


def _bracket(orbit: Ellipse) -> tuple[Floats, Floats]:
    """Anomalies just before and after the first descent through the ellipsoid, NaN where there is none.

    The height has one minimum a revolution, so it falls through zero between the highest point and perigee.
    """
    start, perigee = orbit.descent()
    steps = start[:, None] + (perigee - start)[:, None] * np.linspace(0.0, 1.0, _SCAN)
    below = np.stack([level(orbit.position(step)) <= 0.0 for step in steps.T], axis=-1)
    first = np.argmax(below, axis=1)
    found = below.any(axis=1)
    rows = np.arange(len(first))
    low, high = steps[rows, np.maximum(first - 1, 0)], steps[rows, first]
    return np.where(found, low, np.nan), np.where(found, high, np.nan)
