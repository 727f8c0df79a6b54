"""Flights to measure with: the lead track of 24 August 2023, perturbed, its exact place known at any time."""

from dataclasses import dataclass
from functools import cache

import numpy as np

from sim.draws import uniform_block
from sim.flight.track import Track, build_track
from sim.geo.crossings import FlightBatch
from sim.geo.ecef import to_ecef
from sim.geo.geodesy import direct, inverse
from sim.scenario.trackfile import read_track_file
from sim.shipped import shipped_folder
from sim.units import Degrees, DegreesArray, Floats, Ints, Metres, MetresArray, Seconds, SecondsArray

SEED = 20230824


@dataclass(frozen=True)
class Spread:
    """How far flights differ from the track, each uniform between two bounds (assumption: a load, no forecast)."""

    delay_s: tuple[Seconds, Seconds] = (-30.0, 30.0)
    across_m: tuple[Metres, Metres] = (-155_000.0, 155_000.0)
    turn_deg: tuple[Degrees, Degrees] = (-2.0, 2.0)


NEAR_THE_TRACK = Spread()
"""Places spread as the track file's largest ``sigma_horiz_km``, 90 km (uniform: 90 km · √3), its times by 30 s."""
ACROSS_JAPAN = Spread(turn_deg=(-80.0, -20.0))
"""Turned about the launch site until it passes over the main islands: the largest load, no flight did so."""


@dataclass(frozen=True)
class Flights:
    """F flights made from one track: moved across it, turned about its start, delayed; arrays of shape (F,)."""

    track: Track
    delay_s: SecondsArray
    across_m: MetresArray
    turn_deg: DegreesArray

    def __len__(self) -> int:
        return len(self.delay_s)

    def at(self, flight: Ints, t_s: SecondsArray) -> tuple[DegreesArray, DegreesArray]:
        """Longitude and latitude of flights ``(n,)`` at times ``(n,)``, on the ellipsoid, between no knots."""
        track = self.track
        state = track.state_at(np.clip(t_s - self.delay_s[flight], track.start_s, track.end_s))
        lat, lon = direct(state.lat_deg, state.lon_deg, state.azimuth_deg + 90.0, self.across_m[flight])
        azimuth, _, distance = inverse(track.lat_deg[0], track.lon_deg[0], lat, lon)
        lat, lon = direct(track.lat_deg[0], track.lon_deg[0], azimuth + self.turn_deg[flight], distance)
        return lon, lat

    def knots(self, step_s: Seconds = 1.0) -> "Knots":
        """Every flight sampled each ``step_s``, from the track's start to its end."""
        span = self.track.end_s - self.track.start_s
        times = self.track.start_s + step_s * np.arange(int(span / step_s + 1e-9) + 1)
        flight = np.repeat(np.arange(len(self)), len(times))
        t_s = np.tile(times, len(self)) + self.delay_s[flight]
        lon, lat = self.at(flight, t_s)
        return Knots(t_s, lon, lat, np.arange(len(self) + 1) * len(times))


@dataclass(frozen=True)
class Knots:
    """Flights laid end to end: flight ``f`` owns rows ``start[f]:start[f + 1]`` of arrays of shape (K,)."""

    t_s: SecondsArray
    lon_deg: DegreesArray
    lat_deg: DegreesArray
    start: Ints

    def __len__(self) -> int:
        return len(self.start) - 1

    def rows(self, flights: Ints) -> Ints:
        """Rows of the knots of these flights, one flight after the other."""
        return np.concatenate([np.arange(self.start[f], self.start[f + 1]) for f in flights])

    def chosen(self, flights: Ints) -> "Knots":
        """These flights in this order; one may be named several times."""
        rows = self.rows(flights)
        start = np.concatenate([[0], np.cumsum(np.diff(self.start)[flights])])
        return Knots(self.t_s[rows], self.lon_deg[rows], self.lat_deg[rows], start)

    def batch(self, radius_m: Metres) -> FlightBatch:
        """What the crossing search takes."""
        return FlightBatch(self.t_s, to_ecef(self.lon_deg, self.lat_deg), self.start, np.asarray(radius_m))

    def flight_of(self) -> Ints:
        """Which flight each knot belongs to, (K,)."""
        return np.repeat(np.arange(len(self)), np.diff(self.start))


@cache
def lead_track() -> Track:
    """The shipped nominal track of the leading object of 24 August 2023."""
    name = "okinawa-2023-08-24.csv"
    file = read_track_file(shipped_folder("scenarios") / "tracks" / name, name)
    return next(build_track(obj) for obj in file.objects if obj.name == "lead")


def perturbed(count: int, spread: Spread) -> Flights:
    """``count`` flights, the same ones every time; the first are the same whatever ``count``."""

    def drawn(purpose: str, bounds: tuple[float, float]) -> Floats:
        share = uniform_block(SEED, f"bench/{purpose}", 0, count, 1)[:, 0]
        return bounds[0] + (bounds[1] - bounds[0]) * share

    return Flights(
        lead_track(),
        drawn("delay", spread.delay_s),
        drawn("across", spread.across_m),
        drawn("turn", spread.turn_deg),
    )
