"""The predicted fall zone: where an object would fall if its engine stopped now, or at any time ahead.

Fall points are those of `sim.flight.fallpoint`, in a vacuum, with its limits: no air, no break-up, no wind; an object
in orbit has none. For a cut ahead of the newest report the object is taken to keep ground speed, course and
climb until then. The spread is the report's own, carried to the ground to first order: with the Jacobian ``J`` of
the fall point by place and velocity (central differences) and their covariance ``C``, it is ``J C J'``.
"""

from functools import lru_cache

import numpy as np

from sim.alert.band import Band, any_of, probability_near
from sim.alert.belief import Belief
from sim.alert.estimate import Estimate
from sim.alert.outlines import hulls_of
from sim.flight.fallpoint import FallPoint, fall_point
from sim.flight.frames import east_north
from sim.geo.ecef import MEAN_RADIUS_M
from sim.geo.geodesy import direct, inverse
from sim.geo.layers import AreaLayer
from sim.units import Floats, Metres, Seconds, SecondsArray

_KNOTS = 7
_STEPS = np.array(
    [1000.0, 10.0] * 3
)  # metres and metres per second: wide enough for rounding, narrow for slopes


def fall_probability(layer: AreaLayer, belief: Belief, margin_m: Metres, horizon_s: Seconds) -> Floats:
    """Probability, shape (A,), that an object whose engine stops within ``horizon_s`` falls within ``margin_m``.

    Of the line of all fall points over that time: the engine is taken to stop at the worst moment for each area.
    """
    return any_of([_near(layer, known, margin_m, horizon_s) for known in belief.estimates], len(layer))


@lru_cache(maxsize=64)
def _near(layer: AreaLayer, known: Estimate, margin_m: Metres, horizon_s: Seconds) -> Floats:
    """That of one object, not to be changed; remembered, as a report of one object says nothing new of the others."""
    band = fall_band(known, horizon_s)
    return np.zeros(len(layer)) if band is None else probability_near(hulls_of(layer), band, margin_m)


def fall_band(known: Estimate, horizon_s: Seconds) -> Band | None:
    """The line of fall points for a cut from now to ``horizon_s`` ahead, and its spread; ``None`` in orbit."""
    ahead = np.linspace(0.0, horizon_s, _KNOTS)
    ahead = ahead[known.alt_m + known.vertical_speed_m_s * ahead >= 0.0]
    moved = np.concatenate([np.zeros((1, 6)), np.diag(_STEPS), -np.diag(_STEPS)])
    fall = _fall(known, np.repeat(ahead, len(moved)), np.tile(moved, (len(ahead), 1)))
    lat, lon = (part.reshape(len(ahead), len(moved)) for part in (fall.lat_deg, fall.lon_deg))
    sound = np.asarray(np.isfinite(lat).all(axis=1))
    if not sound[0]:
        return None
    until = len(sound) if sound.all() else int(np.argmin(sound))
    lat, lon, ahead = lat[:until], lon[:until], ahead[:until]
    jacobian = _jacobian(lat, lon)
    spread = jacobian @ _covariance(known, ahead) @ jacobian.swapaxes(1, 2)
    azimuth = _course(lat[:, 0], lon[:, 0], known.azimuth_deg)
    sine, cosine = np.sin(np.radians(azimuth)), np.cos(np.radians(azimuth))
    along, right = np.stack([sine, cosine], axis=-1), np.stack([cosine, -sine], axis=-1)
    sigmas = [np.sqrt(np.einsum("ki,kij,kj->k", axis, spread, axis)) for axis in (along, right)]
    return Band(lat[:, 0], lon[:, 0], sigmas[0], sigmas[1], azimuth_deg=float(azimuth[0]))


def _fall(known: Estimate, ahead_s: SecondsArray, moved: Floats) -> FallPoint:
    """Fall points for cuts ahead, the state then moved by (place, velocity) along, to the right, and up: (n, 6)."""
    at = (known.lat_deg, known.lon_deg)
    lat, lon = direct(*at, known.azimuth_deg, known.ground_speed_m_s * ahead_s)
    azimuth = np.where(ahead_s > 0.0, inverse(*at, lat, lon)[1], known.azimuth_deg)
    along, v_along, right, v_right, up, v_up = moved.T
    course = azimuth + np.degrees(np.arctan2(right, along))
    lat, lon = direct(lat, lon, course, np.hypot(along, right))
    alt = np.maximum(known.alt_m + known.vertical_speed_m_s * ahead_s + up, 0.0)
    speed = known.ground_speed_m_s + v_along
    heading = azimuth + np.degrees(np.arctan2(v_right, speed))
    east, north = east_north(lat, alt, np.hypot(speed, v_right), heading)
    return fall_point(lat, lon, alt, east, north, known.vertical_speed_m_s + v_up)


def _jacobian(lat_deg: Floats, lon_deg: Floats) -> Floats:
    """Metres east and north per metre and per metre a second, shape (K, 2, 6)."""
    turned = (lon_deg[:, 1:7] - lon_deg[:, 7:] + 180.0) % 360.0 - 180.0
    east = np.radians(turned) * np.cos(np.radians(lat_deg[:, :1]))
    north = np.radians(lat_deg[:, 1:7] - lat_deg[:, 7:])
    return np.stack([east, north], axis=1) * MEAN_RADIUS_M / (2.0 * _STEPS)


def _covariance(known: Estimate, ahead_s: SecondsArray) -> Floats:
    """Covariance (K, 6, 6) of the state at times ahead: velocity errors have moved the place by then."""
    result = np.zeros((len(ahead_s), 6, 6))
    carry = np.tile(np.eye(2), (len(ahead_s), 1, 1))
    carry[:, 0, 1] = ahead_s
    for axis in range(3):
        own = slice(2 * axis, 2 * axis + 2)
        result[:, own, own] = carry @ known.covariance[axis] @ carry.swapaxes(1, 2)
    return result


def _course(lat_deg: Floats, lon_deg: Floats, otherwise_deg: float) -> Floats:
    """Direction of the line at each of its places."""
    if len(lat_deg) == 1:
        return np.array([otherwise_deg])
    forward, onward, apart = inverse(lat_deg[:-1], lon_deg[:-1], lat_deg[1:], lon_deg[1:])
    azimuth = np.append(forward, onward[-1])
    return np.where(np.append(apart, apart[-1]) > 1.0, azimuth, otherwise_deg)
