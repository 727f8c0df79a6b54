"""The track of one object in flight: knots -> where it is and how it moves at any time.

Rebuilt from every second of its 30-second rows, the flight of 2023-11-21 is at most 1.3 km out on the ground
and 0.05 km in height; without the rows' speeds 1.8 km and 1.0 km (held by
``tests/flight/test_shipped_tracks.py``).
"""

from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
from numpy.typing import ArrayLike

from sim.flight.groundcurve import GroundCurve, ground_curve
from sim.flight.slopes import limited_slopes
from sim.geo.visits import SAME_INSTANT_S
from sim.scenario.trackfile import TrackObject
from sim.units import DegreesArray, Floats, MetresArray, SecondsArray

_M_PER_KM = 1000.0


@dataclass(frozen=True, eq=False)
class TrackState:
    """Where an object is and how it moves; every field has the shape of the times asked for.

    Longitudes are in [-180, 180], heights above the ellipsoid, azimuths in [0, 360) clockwise from north.
    Speeds are relative to the turning Earth; the ground speed is that of the point below, on the ellipsoid.
    """

    lat_deg: DegreesArray
    lon_deg: DegreesArray
    alt_m: MetresArray
    ground_speed_m_s: Floats
    vertical_speed_m_s: Floats
    azimuth_deg: DegreesArray


class Flying(Protocol):
    """What really flies: named knots ``t_s`` ``(n,)`` with their events, and where it is in between."""

    @property
    def name(self) -> str: ...

    @property
    def t_s(self) -> SecondsArray: ...

    @property
    def events(self) -> tuple[str, ...]: ...

    @property
    def basis(self) -> tuple[str, ...]: ...

    @property
    def start_s(self) -> float: ...

    @property
    def end_s(self) -> float: ...

    def state_at(self, t_s: ArrayLike) -> TrackState:
        """State at a time or an array of times, in seconds after launch."""
        ...


@dataclass(frozen=True, eq=False)
class Track:
    """Knots of one object, all of shape ``(n,)``, n >= 2, and the smooth path through them.

    Distance along the ground curve and height are cubic Hermite functions of time through the knots, with
    the knots' speeds as slopes where they are given and PCHIP's otherwise, limited against overshoot; the
    place is the point of the ground curve at that distance. ``sigma_*`` is NaN where the file gives none.
    """

    name: str
    t_s: SecondsArray
    lat_deg: DegreesArray
    lon_deg: DegreesArray
    alt_m: MetresArray
    range_m: MetresArray
    sigma_t_s: SecondsArray
    sigma_horiz_m: MetresArray
    sigma_alt_m: MetresArray
    basis: tuple[str, ...]
    kinds: tuple[str, ...]
    events: tuple[str, ...]
    sources: tuple[str, ...]
    _curve: GroundCurve = field(repr=False)
    _range: Any = field(repr=False)
    _height: Any = field(repr=False)

    @property
    def start_s(self) -> float:
        """When the object begins to exist, in seconds after launch."""
        return float(self.t_s[0])

    @property
    def end_s(self) -> float:
        """When it ends, in seconds after launch."""
        return float(self.t_s[-1])

    def state_at(self, t_s: ArrayLike) -> TrackState:
        """State at a time or an array of times, in seconds after launch.

        Raises ``ValueError`` if a time is NaN or outside [start_s, end_s]: the track says nothing there.
        A first or last instant that rounding moved out by less than `SAME_INSTANT_S` is that instant.
        """
        t = self._checked(t_s)
        lat, lon, azimuth, ground_per_metre = self._curve.at(self._range(t))
        ground_speed = self._range(t, 1) * ground_per_metre
        return TrackState(
            *(a[()] for a in (lat, lon, self._height(t), ground_speed, self._height(t, 1), azimuth))
        )

    def sigma_at(self, t_s: ArrayLike) -> tuple[SecondsArray, MetresArray, MetresArray]:
        """One standard deviation of time, horizontal place and height, each of the shape of ``t_s``.

        Linear between the knots that give one and level beyond them; 0 throughout if none does: a track that
        states no uncertainty is not dispersed. Raises ``ValueError`` like ``state_at``.
        """
        t = self._checked(t_s)
        along, across, up = (
            _between(t, self.t_s, sigma) for sigma in (self.sigma_t_s, self.sigma_horiz_m, self.sigma_alt_m)
        )
        return along, across, up

    def sample(self, step_s: float = 1.0) -> tuple[SecondsArray, TrackState]:
        """Times every ``step_s`` from the start, every knot's time, and the last; and the states there.

        Times increase strictly. Raises ``ValueError`` unless ``step_s`` is a positive number.
        """
        if not 0 < step_s < np.inf:
            raise ValueError(f"step_s must be a positive number, not {step_s}")
        grid = self.start_s + step_s * np.arange(int((self.end_s - self.start_s) / step_s) + 1)
        gap = np.abs(grid[:, None] - self.t_s).min(axis=1)
        times = np.union1d(grid[gap > 1e-6 * step_s], self.t_s)
        return times, self.state_at(times)

    def _checked(self, t_s: ArrayLike) -> SecondsArray:
        t = np.asarray(t_s, float)
        inside = (t >= self.start_s - SAME_INSTANT_S) & (t <= self.end_s + SAME_INSTANT_S)
        if not inside.all():
            outside = float(t[~inside].flat[0])
            raise ValueError(
                f"{self.name} is known from {self.start_s:g} to {self.end_s:g} s, not at {outside:g} s"
            )
        return np.asarray(np.clip(t, self.start_s, self.end_s))


def build_track(obj: TrackObject) -> Track:
    """Track of one object of a track file; kilometres become metres."""
    t = _column(obj, "t_s")
    lat, lon, alt = _column(obj, "lat_deg"), _column(obj, "lon_deg"), _column(obj, "alt_km") * _M_PER_KM
    curve = ground_curve(lat, lon)
    return Track(
        name=obj.name,
        t_s=t,
        lat_deg=lat,
        lon_deg=lon,
        alt_m=alt,
        range_m=curve.knots_m,
        sigma_t_s=_column(obj, "sigma_t_s"),
        sigma_horiz_m=_column(obj, "sigma_horiz_km") * _M_PER_KM,
        sigma_alt_m=_column(obj, "sigma_alt_km") * _M_PER_KM,
        basis=tuple(knot.basis for knot in obj.knots),
        kinds=tuple(knot.kind for knot in obj.knots),
        events=tuple(knot.event for knot in obj.knots),
        sources=tuple(knot.source for knot in obj.knots),
        _curve=curve,
        _range=_limited_hermite(t, curve.knots_m, _column(obj, "ground_speed_km_s") * _M_PER_KM),
        _height=_limited_hermite(t, alt, _column(obj, "vert_speed_km_s") * _M_PER_KM),
    )


def _column(obj: TrackObject, key: str) -> Floats:
    """One number a knot; NaN where the file gives none."""
    return np.array([getattr(knot, key) for knot in obj.knots], float)


def _limited_hermite(t: Floats, y: Floats, speeds: Floats) -> Any:
    from scipy.interpolate import CubicHermiteSpline

    return CubicHermiteSpline(t, y, limited_slopes(t, y, speeds))


def _between(t: Floats, knots: Floats, sigma: Floats) -> Floats:
    known = ~np.isnan(sigma)
    if not known.any():
        return np.zeros(t.shape)[()]
    return np.asarray(np.interp(t, knots[known], sigma[known]))[()]
