"""A flight held as ground points at times, as the crossing search flies it: straight from one to the next.

Speeds and courses are those between neighbouring knots, and linear in time from knot to knot.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from sim.flight.frames import local_axes
from sim.flight.track import TrackState
from sim.geo.ecef import to_lon_lat
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
        return float(self.knot_s[0])

    @property
    def end_s(self) -> float:
        return float(self.knot_s[-1])

    def state_at(self, t_s: ArrayLike) -> TrackState:
        """State at a time or an array of times, in seconds after launch.

        Raises ``ValueError`` if a time is NaN or outside [start_s, end_s].
        """
        t = np.asarray(t_s, float)
        if not ((t >= self.start_s) & (t <= self.end_s)).all():
            raise ValueError(f"{self.name} is known from {self.start_s:g} to {self.end_s:g} s only")
        k = np.clip(np.searchsorted(self.knot_s, t, side="right") - 1, 0, len(self.knot_s) - 2)
        share = (t - self.knot_s[k]) / (self.knot_s[k + 1] - self.knot_s[k])
        place = _between(self.xyz_m[k], self.xyz_m[k + 1], share[..., None])
        (speed, climb), (speed_then, climb_then) = self._rates(k), self._rates(k + 1)
        lon, lat = to_lon_lat(place)
        north, east = np.moveaxis(
            (
                local_axes(lat, lon, 0.0)[..., :2, :]
                @ _between(speed, speed_then, share[..., None])[..., None]
            )[..., 0],
            -1,
            0,
        )
        return TrackState(
            lat_deg=lat,
            lon_deg=lon,
            alt_m=_between(self.alt_m[k], self.alt_m[k + 1], share),
            ground_speed_m_s=np.hypot(north, east),
            vertical_speed_m_s=_between(climb, climb_then, share),
            azimuth_deg=np.degrees(np.arctan2(east, north)) % 360.0,
        )

    def _rates(self, k: Ints) -> tuple[Floats, Floats]:
        """Velocity of the ground point and rate of climb at knots, between the neighbours of each."""
        before, after = np.maximum(k - 1, 0), np.minimum(k + 1, len(self.knot_s) - 1)
        took = self.knot_s[after] - self.knot_s[before]
        moved = self.xyz_m[after] - self.xyz_m[before]
        return moved / took[..., None], (self.alt_m[after] - self.alt_m[before]) / took


def _between(one: Floats, other: Floats, share: Floats) -> Floats:
    return np.asarray(one + share * (other - one))
