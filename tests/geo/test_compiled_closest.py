"""The compiled closest approach leaves out only what is farther: tracks and areas that tempt it to leave out more."""

import numpy as np
import pytest

from sim.geo.closest import step_gap
from sim.geo.compiled_core import closest_approaches
from sim.geo.ecef import to_ecef
from sim.geo.features import build_features
from tests.geo.test_compiled import areas, halting, restless, smooth, turning


def rising(rng):
    """Off the ground, as no track is: stretches that leave their chords every way."""
    lon, lat, t = smooth(rng)
    return lon, lat, t, rng.normal(0.0, 3e3, len(t))


def still(rng):
    """Never moves."""
    return np.full(12, 126.2), np.full(12, 25.4), np.arange(12)


def knots(track, seed=5):
    lon, lat, t, *high = track(np.random.default_rng(seed))
    xyz = to_ecef(lon, lat)
    return np.asarray(t, float), xyz * (1.0 + high[0][:, None] / 6.4e6) if high else xyz


def of_every_step(features, t, xyz):
    """Squared distance and first instant, area by area, from every step to every edge."""
    edges, steps = features.edges, np.arange(len(t) - 1)
    for first, last in zip(edges.ptr[:-1], edges.ptr[1:], strict=True):
        if first == last:
            yield np.inf, np.nan
            continue
        step, edge = (one.ravel() for one in np.meshgrid(steps, np.arange(first, last), indexing="ij"))
        square, share = step_gap(
            xyz[step] - edges.start_m[edge],
            xyz[step + 1] - xyz[step],
            edges.along_m[edge],
            edges.inv_sq[edge],
        )
        when = t[step] + share * (t[step + 1] - t[step])
        best = np.lexsort((when, square))[0]
        yield square[best], when[best]


@pytest.mark.parametrize("track", [smooth, restless, halting, turning, rising, still])
@pytest.mark.parametrize("least_m", [0.0, 20e3])
def test_it_is_that_of_every_step_with_every_edge(track, least_m):
    features = build_features(areas(), least_m)
    t, xyz = knots(track)
    for first, last in [(0, len(t)), (0, 2), (3, 12)]:
        own_t, own_xyz = t[first:last], xyz[first:last]
        chord_m, when_s = closest_approaches(features, own_t, own_xyz, np.array([0, last - first]))
        square, when = (
            np.array(column) for column in zip(*of_every_step(features, own_t, own_xyz), strict=True)
        )
        np.testing.assert_allclose(chord_m[0], np.sqrt(square), rtol=1e-12, atol=1e-6)
        if least_m == 0.0:
            # The very edges, the very arithmetic: not a bit of difference, nor another of two equal instants.
            np.testing.assert_array_equal(chord_m[0], np.sqrt(square))
            np.testing.assert_array_equal(when_s[0], when)


@pytest.mark.parametrize("threads", [1, 2])
def test_a_flight_is_the_same_whoever_flies_beside_it(threads):
    features = build_features(areas(), 20e3)
    flights = [
        knots(track, seed) for seed in range(8) for track in (smooth, restless, turning, halting, still)
    ]
    t, xyz = (np.concatenate(column) for column in zip(*flights, strict=True))
    start = np.cumsum([0, *(len(own) for own, _ in flights)])
    together = closest_approaches(features, t, xyz, start, threads)
    for k, (own_t, own_xyz) in enumerate(flights):
        alone = closest_approaches(features, own_t, own_xyz, np.array([0, len(own_t)]))
        for one, all_of_them in zip(alone, together, strict=True):
            np.testing.assert_array_equal(one[0], all_of_them[k])
