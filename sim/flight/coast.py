"""The fall of an object without thrust, from now to the ground: the path that ends in its `fall_point`."""

from typing import NamedTuple

import numpy as np

from sim.flight.fallpoint import fall_point
from sim.flight.frames import east_north, geodetic, local_axes, over_ground
from sim.flight.orbit import EARTH_RATE_RAD_S, Ellipse, inertial
from sim.flight.track import TrackState
from sim.units import DegreesArray, Floats, MetresArray, Seconds, SecondsArray

_HALVINGS = 60


class Coast(NamedTuple):
    """Where and how an object moves while it falls, over the turning Earth; every field of shape ``(n,)``."""

    after_s: SecondsArray
    state: TrackState


def coast(start: TrackState, step_s: Seconds) -> Coast | None:
    """The vacuum fall from one state, every ``step_s`` and at the ground; ``None`` for an object in orbit.

    Raises ``ValueError`` like `fall_point`.
    """
    east, north = east_north(start.lat_deg, start.alt_m, start.ground_speed_m_s, start.azimuth_deg)
    state = (start.lat_deg, start.lon_deg, start.alt_m, east, north, start.vertical_speed_m_s)
    fall_s = float(fall_point(*state).after_s)
    if not np.isfinite(fall_s):
        return None
    after = np.append(np.arange(0.0, fall_s - 0.5 * step_s, step_s), fall_s)
    numbers = [np.full(after.shape, float(number)) for number in state]
    place, velocity = inertial(*numbers)
    orbit = Ellipse.through(place, velocity)
    change = _anomaly(orbit, after)
    # the inertial velocity by the orbit's own slope: a millisecond either side
    early, late = _anomaly(orbit, after - 1e-3), _anomaly(orbit, after + 1e-3)
    moving = (orbit.position(late) - orbit.position(early)) / 2e-3
    return Coast(after, _over_earth(after, orbit.position(change), moving))


def _anomaly(orbit: Ellipse, after_s: SecondsArray) -> Floats:
    """Change of eccentric anomaly after some seconds: Kepler's equation by halving, for less than one orbit."""
    low, high = np.full(after_s.shape, -0.1), np.full(after_s.shape, 2.0 * np.pi)
    for _ in range(_HALVINGS):
        middle = 0.5 * (low + high)
        early = orbit.time(middle) < after_s
        low, high = np.where(early, middle, low), np.where(early, high, middle)
    return np.asarray(0.5 * (low + high), float)


def _over_earth(after_s: SecondsArray, place: MetresArray, moving: Floats) -> TrackState:
    turned = EARTH_RATE_RAD_S * after_s
    spin = np.array([0.0, 0.0, EARTH_RATE_RAD_S])
    lat, lon, alt = geodetic(place)
    axes = local_axes(lat, lon, np.zeros_like(lat))
    north, east, up = np.einsum("nij,nj->in", axes, moving - np.cross(spin, place))
    speed, azimuth = over_ground(lat, alt, east, north)
    return TrackState(lat, _wrapped(lon - np.degrees(turned)), np.maximum(alt, 0.0), speed, up, azimuth)


def _wrapped(lon_deg: DegreesArray) -> DegreesArray:
    return np.asarray((lon_deg + 180.0) % 360.0 - 180.0, float)
