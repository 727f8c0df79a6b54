"""Both engines against brute force over the real prefecture: no visit missed, none invented, times within 1e-9 s."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from sim.geo.crossings import FlightBatch, find_crossings
from sim.geo.ecef import arc_of_chord, to_ecef
from sim.geo.features import build_features
from sim.geo.layers import load_layer
from tests.geo import brute
from tests.geo.truth import GEOD

ENGINES = ["numpy", "compiled"]
FLIGHTS_EACH = 102
RADII = {
    "31 km": lambda n: np.full(n, 31e3),
    "50 km": lambda n: np.full(n, 50e3),
    "100 km": lambda n: np.full(n, 100e3),
    "growing": lambda n: np.linspace(35e3, 90e3, n),
    "shrinking": lambda n: np.linspace(120e3, 40e3, n),
}


def random_flights(number, radius, seed):
    """Tracks over and beside the islands, with knots 1 to 12 s apart and a bend; some start or end inside."""
    rng = np.random.default_rng(seed)
    times, points, sizes, start = [], [], [], [0]
    for _ in range(number):
        n = int(rng.integers(14, 34))
        t = rng.uniform(-50.0, 500.0) + np.cumsum(rng.uniform(1.0, 12.0, n))
        azimuth = rng.uniform(0.0, 360.0) + rng.uniform(-0.3, 0.3) * (t - t[0])
        lon, lat, _ = GEOD.fwd(
            *(np.full(n, v) for v in (rng.uniform(123.0, 131.0), rng.uniform(24.0, 27.5))),
            azimuth,
            rng.uniform(3000.0, 7500.0) * (t - t[n // 2]),
        )
        times.append(t)
        points.append(to_ecef(lon, lat))
        sizes.append(radius(n))
        start.append(start[-1] + n)
    return FlightBatch(np.concatenate(times), np.vstack(points), np.array(start), np.concatenate(sizes))


@pytest.fixture(scope="module")
def okinawa():
    return list(load_layer("okinawa").polygons)


@pytest.fixture(scope="module")
def features(okinawa):
    return {r: build_features(okinawa, min_radius_m=r) for r in (0.0, 30e3)}


@pytest.fixture(scope="module")
def truths(features):
    result = {}
    for seed, (name, radius) in enumerate(RADII.items()):
        flights = random_flights(FLIGHTS_EACH, radius, seed)
        each = [slice(*ends) for ends in zip(flights.start, flights.start[1:], strict=False)]
        found = [
            brute.visits(features[0.0], flights.t_s[k], flights.xyz_m[k], flights.radius_m[k]) for k in each
        ]
        result[name] = flights, found
    return result


def test_there_are_twenty_thousand_pairs_and_many_visits(truths, okinawa):
    assert sum(len(flights) for flights, _ in truths.values()) * len(okinawa) >= 20_000
    visits = [len(v) for _, found in truths.values() for flight in found for v in flight.values()]
    assert sum(visits) > 2000
    assert max(visits) > 1


@pytest.mark.parametrize("min_radius_m", [0.0, 30e3])
@pytest.mark.parametrize("name", RADII)
@pytest.mark.parametrize("engine", ENGINES)
def test_every_visit_is_that_of_brute_force(engine, name, min_radius_m, features, truths):
    flights, truth = truths[name]
    found = find_crossings(features[min_radius_m], flights, closest=False, engine=engine)
    for flight, visits in enumerate(truth):
        brute.assert_same(found, flight, visits)
    assert len(found.enter_s) == sum(len(v) for visits in truth for v in visits.values())


@pytest.mark.parametrize("engine", ENGINES)
def test_closest_approach_is_that_of_brute_force(engine, features):
    flights = random_flights(12, RADII["31 km"], 77)
    found = find_crossings(features[30e3], flights, engine=engine)
    over = find_crossings(
        features[0.0],
        FlightBatch(flights.t_s, flights.xyz_m, flights.start, 0.0),
        closest=False,
        engine=engine,
    ).first_enter()
    for flight in range(len(flights)):
        rows = slice(flights.start[flight], flights.start[flight + 1])
        t, xyz = flights.t_s[rows], flights.xyz_m[rows]
        truth = arc_of_chord(brute.closest(features[0.0], xyz))
        above = np.isfinite(over[flight])
        np.testing.assert_allclose(found.closest_m[flight, ~above], truth[~above], rtol=0.0, atol=1e-5)
        assert (found.closest_m[flight, above] == 0.0).all()
        np.testing.assert_allclose(found.closest_s[flight, above], over[flight, above], rtol=0.0, atol=1e-9)
        a, b, ptr = brute.edge_arrays(features[0.0])
        for k in np.flatnonzero(~above):
            when = found.closest_s[flight, k]
            here = np.array([np.interp(when, t, axis) for axis in xyz.T])
            at_that_time = brute.distance(here, a[ptr[k] : ptr[k + 1]], b[ptr[k] : ptr[k + 1]]).min()
            assert arc_of_chord(at_that_time) == pytest.approx(truth[k], abs=1e-5)


@pytest.mark.parametrize("engine", ENGINES)
def test_threads_that_call_at_once_get_the_same(engine, features, truths):
    flights, _ = truths["50 km"]
    alone = find_crossings(features[30e3], flights, engine=engine)
    with ThreadPoolExecutor(8) as pool:
        runs = [pool.submit(find_crossings, features[30e3], flights, engine=engine) for _ in range(16)]
        for run in runs:
            for name in ("visit_flight", "visit_area", "enter_s", "exit_s", "closest_m", "closest_s"):
                np.testing.assert_array_equal(getattr(run.result(), name), getattr(alone, name))


def test_threads_inside_the_compiled_engine_change_nothing(features, truths):
    flights, _ = truths["100 km"]
    one, two = (find_crossings(features[30e3], flights, engine="compiled", threads=n) for n in (1, 2))
    for name in ("visit_flight", "visit_area", "enter_s", "exit_s", "closest_m", "closest_s"):
        np.testing.assert_array_equal(getattr(one, name), getattr(two, name))


def test_capes_reach_what_all_edges_reach(features):
    """The certificate of the reduction, at random points: {d <= R} is the same for every R >= r."""
    rng = np.random.default_rng(3)
    p = to_ecef(rng.uniform(122.0, 132.0, 4000), rng.uniform(23.5, 28.0, 4000))
    whole, few = features[0.0].edges, features[30e3].capes
    assert len(few.inv_sq) < 0.5 * len(whole.inv_sq)
    for k in range(len(features[0.0])):
        d, d_few = (
            np.min(
                [
                    brute.distance(p, edges.start_m[i], edges.start_m[i] + edges.along_m[i])
                    for i in range(edges.ptr[k], edges.ptr[k + 1])
                ],
                axis=0,
            )
            for edges in (whole, few)
        )
        assert (d_few >= d - 1e-6).all()
        beyond = d >= features[30e3].capes_from_m
        np.testing.assert_allclose(d_few[beyond], d[beyond], rtol=0.0, atol=1e-6)
        assert (d_few[~beyond] <= features[30e3].capes_from_m).all()
