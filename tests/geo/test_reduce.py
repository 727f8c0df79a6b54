"""Few features instead of all edges: the same distances wherever the radius promised allows it."""

import json

import numpy as np
import pytest
import shapely
from shapely import MultiPoint, MultiPolygon, Point, Polygon, box

from sim.geo.ecef import chord_of_arc, to_ecef
from sim.geo.features import build_features
from sim.shipped import shipped_folder
from tests.geo.truth import GEOD


@pytest.fixture(scope="module")
def okinawa():
    text = (shipped_folder("geodata") / "okinawa.geojson").read_text(encoding="utf-8")
    return [shapely.geometry.shape(feature["geometry"]) for feature in json.loads(text)["features"]]


def roughened(polygon, rounds, rng):
    """The same polygon with every edge bent in its middle, again and again: capes within capes."""

    def bent(ring):
        points = shapely.get_coordinates(ring)
        for _ in range(rounds):
            a, b = points[:-1], points[1:]
            aside = np.column_stack([-(b - a)[:, 1], (b - a)[:, 0]]) * rng.uniform(-0.25, 0.25, (len(a), 1))
            points = np.vstack([np.stack([a, 0.5 * (a + b) + aside], axis=1).reshape(-1, 2), points[-1:]])
        return points

    return MultiPolygon(
        [
            Polygon(bent(part.exterior), [bent(hole) for hole in part.interiors])
            for part in shapely.get_parts(polygon)
        ]
    )


def distances(edges, area, points):
    rows = slice(edges.ptr[area], edges.ptr[area + 1])
    start, along, inv = edges.start_m[rows], edges.along_m[rows], edges.inv_sq[rows]
    w = points[:, None] - start
    w = w - np.clip((w * along).sum(2) * inv, 0.0, 1.0)[:, :, None] * along
    return np.sqrt((w * w).sum(2)).min(axis=1)


def around(polygon, rng, count, farthest_m):
    """Points on the ground in all directions, more of them close by."""
    middle, ones = shapely.centroid(polygon), np.ones(count)
    away = farthest_m * rng.random(count) ** 2
    lon, lat, _ = GEOD.fwd(middle.x * ones, middle.y * ones, rng.uniform(0.0, 360.0, count), away)
    return to_ecef(lon, lat)


@pytest.mark.parametrize("rounds", [0, 4])
@pytest.mark.parametrize("radius_m", [5e3, 30e3, 100e3])
def test_certificate_over_the_prefecture(radius_m, rounds, okinawa):
    """Beyond the radius distances are equal; within it, some kept feature is within the radius too."""
    rng = np.random.default_rng(rounds)
    polygons = [roughened(polygon, rounds, rng) for polygon in okinawa]
    features = build_features(polygons, min_radius_m=radius_m)
    threshold = float(chord_of_arc(radius_m))
    far = near = 0
    for area, polygon in enumerate(polygons):
        points = around(polygon, rng, 200, 4.0 * radius_m + 60e3)
        full, few = (distances(edges, area, points) for edges in (features.edges, features.capes))
        beyond = full >= threshold
        assert few[beyond] == pytest.approx(full[beyond], abs=1e-6)
        assert (few[~beyond] <= threshold).all()
        far, near = far + beyond.sum(), near + (~beyond).sum()
    assert far > 500
    assert near > 500


def test_the_number_of_features_hardly_grows_with_the_number_of_vertices(okinawa):
    rng = np.random.default_rng(0)
    counts = []
    for rounds in (0, 4):
        features = build_features([roughened(p, rounds, rng) for p in okinawa], min_radius_m=30e3)
        counts.append((len(features.edges.inv_sq), len(features.capes.inv_sq)))
    assert counts[0][1] < 0.5 * counts[0][0]
    assert counts[1][0] > 12 * counts[0][0]
    assert counts[1][1] < 3 * counts[0][1]


def spiral(turns=3, width=0.02):
    """A long thin spiral: bays that wind inwards."""
    angle = np.linspace(0.0, 2.0 * np.pi * turns, 60 * turns)
    line = shapely.LineString(0.01 * (1.0 + angle[:, None]) * np.column_stack([np.cos(angle), np.sin(angle)]))
    return shapely.buffer(line, width / 4.0)


SHAPES = {
    "spiral": spiral(),
    "comb": shapely.union_all(
        [box(0.0, 0.0, 0.4, 0.02), *(box(0.02 * k, 0.0, 0.02 * k + 0.008, 0.2) for k in range(20))]
    ),
    "ring": shapely.buffer(Point(0.0, 0.0), 0.2, quad_segs=32).difference(
        shapely.buffer(Point(0.0, 0.0), 0.15, quad_segs=32)
    ),
    "dust": MultiPolygon(
        [shapely.buffer(Point(0.03 * i, 0.03 * j), 0.005, quad_segs=3) for i in range(6) for j in range(6)]
    ),
    "needle": Polygon(
        [(0.0, 0.0), (0.4, 1e-5), *((0.4 - 0.01 * k, 2e-5 + 1e-6 * (k % 3)) for k in range(40))]
    ),
    "touching rings": MultiPolygon(
        [shapely.buffer(Point(0.1 * k, 0.0), 0.05, quad_segs=16) for k in range(4)]
    ),
    "one place": MultiPoint([(0.0, 0.0)] * 30),
    "places in a line": MultiPoint([(0.01 * k, 0.0) for k in range(30)] * 2),
    "places": MultiPoint([(0.01 * (k % 7), 0.013 * (k % 5)) for k in range(40)]),
    "two far islands": MultiPolygon(
        [shapely.buffer(Point(2.0 * k, 0.0), 0.05, quad_segs=16) for k in range(2)]
    ),
}


@pytest.mark.parametrize("name", SHAPES)
@pytest.mark.parametrize("radius_m", [2e3, 15e3, 60e3])
def test_certificate_on_awkward_shapes(name, radius_m):
    rng = np.random.default_rng(1)
    features = build_features([SHAPES[name]], min_radius_m=radius_m)
    points = around(SHAPES[name], rng, 1500, 4.0 * radius_m + 30e3)
    full, few = (distances(edges, 0, points) for edges in (features.edges, features.capes))
    threshold = float(chord_of_arc(radius_m))
    beyond = full >= threshold
    assert few[beyond] == pytest.approx(full[beyond], abs=1e-6)
    assert (few[~beyond] <= threshold).all()
    assert beyond.sum() > 50
