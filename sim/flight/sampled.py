"""A flight held as ground points at times, as the crossing search flies it: straight from one to the next.

Speeds and courses are those between neighbouring knots, and linear in time from knot to knot.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from sim.flight.track import TrackState
from sim.geo.ecef import to_lon_lat
from sim.geo.visits import SAME_INSTANT_S
from sim.units import Floats, Ints, MetresArray, SecondsArray


@dataclass(frozen=True, eq=False)
class SampledFlight:
    """K points ``xyz_m`` ``(K, 3)`` on the ground with heights ``alt_m`` ``(K,)`` at ``knot_s`` ``(K,)``, K >= 2.

    ``t_s``, ``events`` and ``basis`` are those of the n knots of the track it was made from.
    """

    name: str
    knot_s: SecondsArray
    xyz_m: MetresArray
    alt_m: MetresArray
    t_s: SecondsArray
    events: tuple[str, ...]
    basis: tuple[str, ...]

    @property
    def start_s(self) -> float:
        """When the object begins to exist, in seconds after launch."""
        return float(self.knot_s[0])

    @property
    def end_s(self) -> float:
        """When it ends, in seconds after launch."""
        return float(self.knot_s[-1])

    def state_at(self, t_s: ArrayLike) -> TrackState:
        """State at a time or an array of times, in seconds after launch.

        Raises ``ValueError`` if a time is NaN or outside [start_s, end_s].
        """
        t = np.asarray(t_s, float)
        if not ((t >= self.start_s - SAME_INSTANT_S) & (t <= self.end_s + SAME_INSTANT_S)).all():
            raise ValueError(f"{self.name} is known from {self.start_s:g} to {self.end_s:g} s only")
        t = np.clip(t, self.start_s, self.end_s)
        row = np.zeros(t.shape, np.int64)
        return states_of_many(self.knot_s[None], self.xyz_m[None], self.alt_m[None], row, t)


def states_of_many(
    knot_s: SecondsArray, xyz_m: MetresArray, alt_m: MetresArray, row: Ints, t_s: SecondsArray
) -> TrackState:
    """States of flights ``row`` (any shape) of B flights, ``(B, K)`` and ``(B, K, 3)``, each at its own time."""
    number = knot_s.shape[1]
    if len(knot_s) == 1:
        k = np.searchsorted(knot_s[0], t_s, side="right") - 1
    else:
        k = (knot_s[row] <= t_s[..., None]).sum(axis=-1) - 1
    k = np.clip(k, 0, number - 2)
    knots = np.stack([np.maximum(k - 1, 0), k, k + 1, np.minimum(k + 2, number - 1)])
    t, place, alt = knot_s[row, knots], xyz_m[row, knots], alt_m[row, knots]
    share = (t_s - t[1]) / (t[2] - t[1])
    # Rates at a knot are those between its neighbours.
    took = np.stack([t[2] - t[0], t[3] - t[1]])
    moving = np.stack([place[2] - place[0], place[3] - place[1]]) / took[..., None]
    climbing = np.stack([alt[2] - alt[0], alt[3] - alt[1]]) / took
    lon, lat = to_lon_lat(_between(place[1], place[2], share[..., None]))
    velocity = _between(moving[0], moving[1], share[..., None])
    sin_lat, cos_lat = np.sin(np.radians(lat)), np.cos(np.radians(lat))
    sin_lon, cos_lon = np.sin(np.radians(lon)), np.cos(np.radians(lon))
    x, y, z = velocity[..., 0], velocity[..., 1], velocity[..., 2]
    east = cos_lon * y - sin_lon * x
    north = cos_lat * z - sin_lat * (cos_lon * x + sin_lon * y)
    return TrackState(
        lat_deg=lat,
        lon_deg=lon,
        alt_m=_between(alt[1], alt[2], share),
        ground_speed_m_s=np.hypot(north, east),
        vertical_speed_m_s=_between(climbing[0], climbing[1], share),
        azimuth_deg=np.degrees(np.arctan2(east, north)) % 360.0,
    )


def _between(one: Floats, other: Floats, share: Floats) -> Floats:
    return np.asarray(one + share * (other - one))
