"""Dispersed flights: many tracks round a nominal one, as ground points for the crossing search.

Each flight has three independent standard normals: how late it is, how far to the right of its track, how
high. Each scales the track's standard deviation at every knot, so a flight that is late stays late:

    t' = t + z_t s_t(t),    p'(t') = the point s_h(t) z_h to the right of p(t) along a geodesic.

Stated deviations jump along a track, smaller where something was observed and larger between. Followed
literally they would turn time backwards and throw a flight sideways faster than it flies. ``s`` is therefore
the smallest deviation that is nowhere less than the stated one and changes no faster than
`FASTEST_TIME_SIGMA` and `FASTEST_CROSS_SIGMA_M_S`: dispersion is never understated, and a stated dip or
jump shorter than that is filled.

Along the geodesic to its right a knot's place is a smooth function of one number, z_h. `prepare` fits it
once with a polynomial, to `PLACE_WITHIN_M`; a flight then costs a few multiplications a knot and no
trigonometry.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from sim.draws import uniform_block
from sim.flight.track import Track
from sim.geo.crossings import FlightBatch
from sim.geo.ecef import to_ecef
from sim.geo.geodesy import direct
from sim.units import DegreesArray, Floats, MetresArray, Seconds, SecondsArray

WIDEST_Z = 8.3
"""No normal is larger: 53-bit uniforms reach 8.29."""
FASTEST_TIME_SIGMA = 0.1
"""Seconds a second (assumption). At 3 sigma no flight is more than 43 % faster than the nominal one, and at
`WIDEST_Z` time still runs forward."""
FASTEST_CROSS_SIGMA_M_S = 1000.0
"""Metres a second (assumption): at 1 sigma a track at 5 km/s leans away from the nominal one by 11 degrees."""
PLACE_WITHIN_M = 1.0
"""How far a flight's place may be from the geodesic's end, for every normal allowed."""

_SMALLEST_UNIFORM = 2.0**-54
_FIT_WITHIN_M = 0.5 * PLACE_WITHIN_M  # between the nodes it may be missed by more than at them
_NODES = 24
_FLIGHTS_AT_ONCE = 16  # so that a block stays in the cache while the polynomial is worked out


@dataclass(frozen=True, eq=False)
class Dispersion:
    """A track made ready: K knots and what one standard deviation means at each, all of shape ``(K,)``.

    ``place`` has shape ``(n + 1, 3 K)``: coefficients, constant first, of the ECEF ground points as
    polynomials in ``z / WIDEST_Z``; the constant is the nominal track.
    """

    name: str
    t_s: SecondsArray
    alt_m: MetresArray
    sigma_t_s: SecondsArray
    sigma_horiz_m: MetresArray
    sigma_alt_m: MetresArray
    place: Floats


def prepare(
    track: Track, step_s: Seconds = 2.0, window_s: tuple[Seconds, Seconds] | None = None
) -> Dispersion:
    """One track with knots every ``step_s`` and at its own knots.

    Only the stretch nominally flown between the two times of ``window_s``, if they are given: a stretch of
    the ground, which other flights reach earlier or later, to the last bit that of the whole. Leave room for
    the footprint and for flights to the left and right.

    Raises ``ValueError`` if that leaves fewer than two knots, ``step_s`` is not positive, or the track is so
    uncertain (beyond 1000 km) that its flights could be anywhere on Earth.
    """
    t, state = track.sample(step_s)
    along, across, up = track.sigma_at(t)
    first, last = (-np.inf, np.inf) if window_s is None else window_s
    kept = (t >= first) & (t <= last)
    if np.count_nonzero(kept) < 2:
        raise ValueError(f"{track.name} has fewer than two knots from {first:g} to {last:g} s")
    sigma_h = _gentle(t, across, FASTEST_CROSS_SIGMA_M_S)
    place = _place(state.lat_deg, state.lon_deg, state.azimuth_deg, sigma_h)
    place = np.compress(np.repeat(kept, 3), place, axis=1)
    sigma_t = _gentle(t, along, FASTEST_TIME_SIGMA)
    return Dispersion(track.name, t[kept], state.alt_m[kept], sigma_t[kept], sigma_h[kept], up[kept], place)


def draw_normals(seed: int, object_name: str, first_replicate: int, count: int) -> Floats:
    """Standard normals ``(count, 3)`` of consecutive replicates for one object: late, to the right, high.

    All objects of a launch share the first: they are early or late together (assumption: launch and burns
    make the error in time, and they have them in common).
    """
    from scipy.special import ndtri

    late = uniform_block(seed, "flight/dispersion", first_replicate, count, 1)
    own = uniform_block(seed, f"flight/{object_name}/dispersion", first_replicate, count, 2)
    normals: Floats = ndtri(np.maximum(np.concatenate([late, own], axis=1), _SMALLEST_UNIFORM))
    return normals


def dispersed(dispersion: Dispersion, radius_m: ArrayLike, normals: Floats) -> FlightBatch:
    """One flight of K knots for each row of ``normals`` ``(F, 3)``; a row of zeros is the nominal track.

    ``radius_m`` is the footprint's, a scalar or one for each knot. A flight is the same to the last bit in
    any batch. Raises ``ValueError`` for normals beyond `WIDEST_Z` and for a radius `FlightBatch` refuses.
    """
    normals = _checked(normals)
    flights, knots = len(normals), len(dispersion.t_s)
    t_s, xyz_m = np.empty((flights, knots)), np.empty((flights, 3 * knots))
    for first in range(0, flights, _FLIGHTS_AT_ONCE):
        block = slice(first, first + _FLIGHTS_AT_ONCE)
        late, right = normals[block, 0, None], normals[block, 1, None]
        np.multiply(late, dispersion.sigma_t_s, out=t_s[block])
        t_s[block] += dispersion.t_s
        _horner(dispersion.place, right / WIDEST_Z, xyz_m[block])
    return FlightBatch(
        t_s=t_s.reshape(-1),
        xyz_m=xyz_m.reshape(-1, 3),
        start=knots * np.arange(flights + 1),
        radius_m=np.broadcast_to(np.asarray(radius_m, float), (flights, knots)).reshape(-1),
    )


def heights(dispersion: Dispersion, normals: Floats) -> MetresArray:
    """Heights ``(F, K)`` of the same flights at the same knots, never below the ellipsoid.

    Raises ``ValueError`` like `dispersed`.
    """
    high = _checked(normals)[:, 2, None] * dispersion.sigma_alt_m
    return np.maximum(dispersion.alt_m + high, 0.0)


def _checked(normals: Floats) -> Floats:
    normals = np.asarray(normals, float)
    if normals.ndim != 2 or normals.shape[1] != 3:
        raise ValueError(f"normals must have shape (F, 3), not {normals.shape}")
    if not (np.abs(normals) <= WIDEST_Z).all():
        raise ValueError(f"normals must lie within {WIDEST_Z:g} of 0")
    return normals


def _gentle(t_s: SecondsArray, sigma: Floats, rate: float) -> Floats:
    """Smallest function not below ``sigma`` at the times given that changes by at most ``rate`` a second."""
    slope = rate * t_s
    after = np.maximum.accumulate(sigma + slope) - slope
    before = np.maximum.accumulate((sigma - slope)[::-1])[::-1] + slope
    return np.maximum(sigma, np.maximum(after, before))


def _place(lat: DegreesArray, lon: DegreesArray, azimuth: DegreesArray, sigma_m: MetresArray) -> Floats:
    """Coefficients ``(n + 1, 3 K)`` of the lowest degree that meets geodesics at Chebyshev nodes."""
    nominal = to_ecef(lon, lat).reshape(1, -1)
    nodes = np.cos(np.pi * (np.arange(_NODES) + 0.5) / _NODES)
    there = direct(lat, lon, azimuth + 90.0, WIDEST_Z * nodes[:, None] * sigma_m)
    away = to_ecef(there[1], there[0]).reshape(_NODES, -1) - nominal
    away *= np.repeat(sigma_m > 0.0, 3)  # without the rounding of the way there and back
    for degree in range(_NODES // 2 + 1):
        powers = nodes[:, None] ** np.arange(1, degree + 1)
        # not a matrix product, whose rounding may change with the number of threads
        fit = np.einsum("ij,jk->ik", np.linalg.pinv(powers), away)
        missed = (powers @ fit - away).reshape(_NODES, -1, 3)
        if np.linalg.norm(missed, axis=2).max() <= _FIT_WITHIN_M:
            return np.concatenate([nominal, fit])
    raise ValueError(f"a deviation of {sigma_m.max() / 1000.0:g} km is too wide to disperse a track by")


def _horner(coefficients: Floats, x: Floats, out: Floats) -> None:
    # elementwise: a matrix product would round one flight otherwise than many
    out[:] = coefficients[-1]
    for row in coefficients[-2::-1]:
        out *= x
        out += row
