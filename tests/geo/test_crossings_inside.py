"""Both engines where insides and fast radii decide: against every step and edge, and each other to the bit."""

import json

import numpy as np
import pytest
import shapely

from sim.geo.crossings import FlightBatch, find_crossings
from sim.geo.ecef import to_ecef
from sim.geo.features import build_features
from sim.geo.outline import outline
from sim.shipped import shipped_folder
from tests.geo.allsteps import Scene, visits_of_flight
from tests.geo.truth import GEOD

FLIGHTS = 40
KNOTS = 51
TIME_S = 1e-9
RADII_M = {
    "zero": (0.0, 0.0),
    "smaller than areas": (3e3, 3e3),
    "growing": (0.0, 90e3),
    "growing faster than slow flights": (10e3, 150e3),
    "shrinking to nothing": (150e3, 0.0),
}


@pytest.fixture(scope="module")
def okinawa():
    text = (shipped_folder("geodata") / "okinawa.geojson").read_text(encoding="utf-8")
    return [shapely.geometry.shape(feature["geometry"]) for feature in json.loads(text)["features"]]


@pytest.fixture(scope="module")
def scene(okinawa):
    edges = outline(okinawa)
    return Scene(edges.a_m, edges.b_m, edges.area, edges.ring, len(okinawa))


@pytest.fixture(scope="module")
def few(okinawa):
    return build_features(okinawa, min_radius_m=30e3)


@pytest.fixture(scope="module")
def all_edges(okinawa):
    return build_features(okinawa)


def flights(seed, radius_m):
    """Tracks of all directions near the islands, at 0.5 to 8 km/s: straight, bent, wavy; uneven knots."""
    rng = np.random.default_rng(seed)
    t, xyz, radius = [], [], []
    for _ in range(FLIGHTS):
        gaps = rng.uniform(0.3, 1.5, KNOTS - 1) if rng.random() < 0.5 else np.ones(KNOTS - 1)
        times = np.concatenate([[0.0], np.cumsum(gaps)]) + rng.uniform(0.0, 500.0)
        ones = np.ones(KNOTS)
        middle, azimuth = (rng.uniform(123.5, 131.0), rng.uniform(24.2, 27.2)), rng.uniform(0.0, 360.0)
        way = rng.uniform(500.0, 8000.0) * (times - times[KNOTS // 2])
        lon, lat, onward = GEOD.fwd(middle[0] * ones, middle[1] * ones, azimuth * ones, way)
        aside = rng.choice([0.0, 2e3, 30e3]) * np.sin(rng.uniform(0.02, 0.3) * times)
        lon, lat, _ = GEOD.fwd(lon, lat, onward + 90.0, aside)
        t.append(times)
        xyz.append(to_ecef(lon, lat))
        radius.append(np.linspace(*radius_m, KNOTS))
    return FlightBatch(
        np.concatenate(t), np.vstack(xyz), np.arange(FLIGHTS + 1) * KNOTS, np.concatenate(radius)
    )


@pytest.mark.parametrize("name", RADII_M)
def test_same_visits_as_brute_force(name, scene, few, all_edges):
    batch = flights(list(RADII_M).index(name), RADII_M[name])
    truth = []
    for flight in range(FLIGHTS):
        knots = slice(flight * KNOTS, (flight + 1) * KNOTS)
        own = visits_of_flight(scene, batch.t_s[knots], batch.xyz_m[knots], batch.radius_m[knots])
        truth += [(flight, *row) for row in own]
    assert len(truth) >= 15
    flight, area, enter, leave = (np.array(column) for column in zip(*truth, strict=True))
    for features in (few, all_edges):
        for engine in ("numpy", "compiled"):
            found = find_crossings(features, batch, closest=False, engine=engine)
            assert found.visit_flight.tolist() == flight.tolist()
            assert found.visit_area.tolist() == area.tolist()
            assert found.enter_s == pytest.approx(enter, abs=TIME_S)
            assert found.exit_s == pytest.approx(leave, abs=TIME_S)


@pytest.mark.parametrize("radius_m", [(0.0, 0.0), (50e3, 50e3), (35e3, 90e3), (120e3, 40e3)])
def test_engines_agree_to_the_bit(radius_m, few):
    """Which engine a machine happens to pick must not change a single byte of an ensemble."""
    batch = flights(7, radius_m)
    plain, fast = (find_crossings(few, batch, engine=engine) for engine in ("numpy", "compiled"))
    for name in ("visit_flight", "visit_area", "enter_s", "exit_s", "closest_m", "closest_s"):
        assert np.array_equal(getattr(plain, name), getattr(fast, name)), name
