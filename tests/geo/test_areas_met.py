"""Which areas are met is what the search for visits says, whatever it takes for granted on the way."""

import numpy as np
import pytest
from shapely import Point, box

from sim.geo.crossings import FlightBatch, areas_met, find_crossings, one_flight
from sim.geo.ecef import to_ecef
from sim.geo.features import build_features
from tests.geo.test_crossings_brute import RADII, random_flights

ENGINES = ["numpy", "compiled"]


def areas():
    rng = np.random.default_rng(4)
    towns = [
        Point(lon, lat).buffer(size, 5)
        for lon, lat, size in zip(
            rng.uniform(121, 133, 60), rng.uniform(22, 30, 60), rng.uniform(0.01, 0.3, 60), strict=True
        )
    ]
    return [*towns, box(123, 24, 129, 28), Point(127, 26), None]


@pytest.fixture(scope="module", params=[0.0, 30e3])
def features(request):
    return build_features(areas(), request.param)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", RADII)
def test_those_with_a_visit(features, name, engine):
    everyone = random_flights(10, RADII[name], 8)
    for first, last in [(0, 10), (3, 4), (7, 8)]:
        rows = slice(everyone.start[first], everyone.start[last])
        start = everyone.start[first : last + 1] - everyone.start[first]
        some = FlightBatch(everyone.t_s[rows], everyone.xyz_m[rows], start, everyone.radius_m[rows])
        visited = np.zeros(len(features), bool)
        visited[find_crossings(features, some, closest=False, engine="numpy").visit_area] = True
        assert 0 < visited.sum() < len(features)
        np.testing.assert_array_equal(areas_met(features, some, engine=engine), visited)


@pytest.mark.parametrize("engine", ENGINES)
def test_an_inside_far_from_every_border_is_met(features, engine):
    inner = one_flight([0.0, 1.0], to_ecef([125.9, 125.95], [25.9, 25.9]), 0.0)
    met = areas_met(features, inner, engine=engine)
    assert met[60]
    assert not met[61:].any()


@pytest.mark.parametrize("engine", ENGINES)
def test_nothing_is_met_where_there_is_nothing(engine):
    flight = one_flight([0.0, 1.0], to_ecef([125.0, 125.1], [25.0, 25.0]), 50e3)
    none = FlightBatch(np.zeros(0), np.zeros((0, 3)), np.array([0]), 1e3)
    assert areas_met(build_features([]), flight, engine=engine).shape == (0,)
    assert not areas_met(build_features([None]), flight, engine=engine).any()
    assert not areas_met(build_features(areas()), none, engine=engine).any()
