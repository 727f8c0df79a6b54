"""Where the authority expects the reported objects to go, and which areas that brings them near."""

from collections.abc import Mapping, Sequence

import numpy as np

from sim.alert.belief import Belief
from sim.alert.estimate import Estimate
from sim.alert.reports import TrackReport
from sim.flight.paths import GroundPath, flight_batch
from sim.flight.track import Track
from sim.geo.crossings import areas_met, find_crossings
from sim.geo.features import AreaFeatures
from sim.geo.geodesy import direct
from sim.units import Bools, Metres, Seconds, SecondsArray

_STEP_S = 5.0
"""Knots of an expected path: straight between them costs 20 m, far below what a prediction is worth."""


def extrapolate(report: TrackReport | Estimate, horizon_s: Seconds) -> GroundPath:
    """The great-circle path of a report, or of several together, at its speed, ``horizon_s`` from its
    observation."""
    ahead = _steps(horizon_s)
    lat, lon = direct(report.lat_deg, report.lon_deg, report.azimuth_deg, report.ground_speed_m_s * ahead)
    return GroundPath(report.observed_s + ahead, lat, lon)


def along_nominal(track: Track, from_s: Seconds, horizon_s: Seconds) -> GroundPath:
    """The part of the nominal track announced beforehand that lies within ``horizon_s`` after ``from_s``."""
    start = min(max(from_s, track.start_s), track.end_s)
    times = np.minimum(start + _steps(horizon_s), track.end_s)
    before_s = max(track.start_s, track.end_s - _STEP_S)
    times = np.unique(times) if times[-1] > times[0] else np.array([before_s, track.end_s])
    state = track.state_at(times)
    return GroundPath(times, state.lat_deg, state.lon_deg)


def expected_paths(
    belief: Belief, nominal: Mapping[str, Track] | None, horizon_s: Seconds
) -> tuple[GroundPath, ...]:
    """One path per object believed to be flying: nominal where ``nominal`` names the object, else
    extrapolated."""
    return tuple(
        along_nominal(nominal[known.subject], known.observed_s, horizon_s)
        if nominal is not None and known.subject in nominal
        else extrapolate(known, horizon_s)
        for known in belief.estimates
    )


def comes_within(features: AreaFeatures, paths: Sequence[GroundPath], distance_m: Metres) -> Bools:
    """Which areas, shape (A,), any of the paths comes within ``distance_m`` of."""
    if not paths:
        return np.zeros(len(features), bool)
    return areas_met(features, flight_batch(paths, [distance_m] * len(paths)))


def still_approached(features: AreaFeatures, paths: Sequence[GroundPath]) -> Bools:
    """Which areas, shape (A,), any of the paths still gets nearer to.

    A vehicle seen early is slow: its path may end far short of an area it will pass, but it points there.
    """
    if not paths:
        return np.zeros(len(features), bool)
    found = find_crossings(features, flight_batch(paths, [0.0] * len(paths)))
    begin_s = np.array([path.t_s[0] for path in paths])[:, None]
    return np.asarray((found.closest_s > begin_s + _STEP_S).any(axis=0))


def _steps(horizon_s: Seconds) -> SecondsArray:
    return np.append(np.arange(0.0, horizon_s, _STEP_S), horizon_s)
