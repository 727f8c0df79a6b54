"""Ground paths laid end to end for the crossing search."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from sim.flight.track import Track
from sim.geo.crossings import FlightBatch
from sim.geo.ecef import to_ecef
from sim.units import DegreesArray, Metres, MetresArray, Seconds, SecondsArray


class GroundPath(NamedTuple):
    """Where a ground point is over time: three arrays of one length, times increasing."""

    t_s: SecondsArray
    lat_deg: DegreesArray
    lon_deg: DegreesArray


def path_of(track: Track, step_s: Seconds) -> GroundPath:
    """The ground path of a track, its knots included."""
    t_s, state = track.sample(step_s)
    return GroundPath(t_s, state.lat_deg, state.lon_deg)


def flight_batch(paths: Sequence[GroundPath], radii_m: Sequence[Metres | MetresArray]) -> FlightBatch:
    """One flight per path, each with a footprint of one radius, or of one for each of its times."""
    knots = [len(path.t_s) for path in paths]
    lat, lon = (np.concatenate([path[i] for path in paths]) for i in (1, 2))
    return FlightBatch(
        t_s=np.concatenate([path.t_s for path in paths]),
        xyz_m=to_ecef(lon, lat),
        start=np.concatenate([[0], np.cumsum(knots)]),
        radius_m=np.concatenate([np.broadcast_to(r, n) for r, n in zip(radii_m, knots, strict=True)]),
    )
