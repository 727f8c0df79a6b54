"""The predicted corridor: the expected path with a spread that grows with the time ahead.

Along the great circle of the newest reports, ``t`` ahead at ground speed ``v``, errors of place ``p`` and velocity
grow as neighbouring great circles part (Jacobi's equation on a sphere of radius R, ``x = v t / R``):

    across = p_right cos x + v_right t sin x / x        along = p_along + v_along t

with ``v_right = v * course error``; variances follow from their covariance. The vehicle is taken to keep its
ground speed and its course: thrust, turns and a slower early flight are not foreseen, only re-reported.
"""

from collections.abc import Mapping
from functools import lru_cache

import numpy as np

from sim.alert.band import Band, any_of, probability_near
from sim.alert.belief import Belief
from sim.alert.estimate import Estimate
from sim.alert.outlines import hulls_of
from sim.flight.track import Track
from sim.geo.ecef import MEAN_RADIUS_M
from sim.geo.geodesy import direct
from sim.geo.layers import AreaLayer
from sim.units import Floats, Metres, MetresArray, Seconds, SecondsArray

_KNOTS = 13


def corridor_probability(
    layer: AreaLayer,
    belief: Belief,
    nominal: Mapping[str, Track] | None,
    margin_m: Metres,
    horizon_s: Seconds,
) -> Floats:
    """Probability, shape (A,), that the path of some object believed to be flying comes within ``margin_m``.

    Along the announced track where ``nominal`` names the object, with the spread that track states.
    """
    tracks = {} if nominal is None else nominal
    each = [_near(layer, known, tracks.get(known.subject), margin_m, horizon_s) for known in belief.estimates]
    return any_of(each, len(layer))


@lru_cache(maxsize=64)
def _near(
    layer: AreaLayer, known: Estimate, track: Track | None, margin_m: Metres, horizon_s: Seconds
) -> Floats:
    """That of one object, not to be changed; remembered, as a report of one object says nothing new of the others."""
    band = announced_band(track, known.observed_s, horizon_s) if track else predicted_band(known, horizon_s)
    return probability_near(hulls_of(layer), band, margin_m)


def predicted_band(known: Estimate, horizon_s: Seconds) -> Band:
    """The path ahead of an estimate and its spread."""
    ahead = np.linspace(0.0, horizon_s, _KNOTS)
    distance = known.ground_speed_m_s * ahead
    lat, lon = direct(known.lat_deg, known.lon_deg, known.azimuth_deg, distance)
    angle = distance / MEAN_RADIUS_M
    along, right = known.covariance[0], known.covariance[1]
    return Band(
        lat,
        lon,
        along_m=_spread(along, np.ones_like(ahead), ahead),
        across_m=_spread(right, np.cos(angle), ahead * np.sinc(angle / np.pi)),
        azimuth_deg=known.azimuth_deg,
    )


def announced_band(track: Track, from_s: Seconds, horizon_s: Seconds) -> Band:
    """The nominal track from a time on, with its stated spread; its end where it is already over."""
    start = min(max(from_s, track.start_s), track.end_s)
    times = np.linspace(start, min(start + horizon_s, track.end_s), _KNOTS)
    state = track.state_at(times)
    sigma_t, sigma_m, _ = track.sigma_at(times)
    along = np.hypot(sigma_m, sigma_t * state.ground_speed_m_s)
    return Band(state.lat_deg, state.lon_deg, along, sigma_m, azimuth_deg=float(state.azimuth_deg[0]))


def _spread(covariance: Floats, of_place: Floats, of_velocity: SecondsArray) -> MetresArray:
    weights = np.stack([of_place, of_velocity], axis=-1)
    return np.asarray(np.sqrt(np.maximum(np.einsum("ki,ij,kj->k", weights, covariance, weights), 0.0)))
