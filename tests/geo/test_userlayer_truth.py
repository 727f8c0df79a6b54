"""Crossings of the user's own polygons far from Japan against ellipsoidal geodesic truth.

Each area is written to a file in the ways files write it; the truth sees the one polygon that all of them mean, in
longitudes from 0 to 360.
"""

import json

import numpy as np
import pytest
import shapely

from sim.geo.crossings import find_crossings, one_flight
from sim.geo.ecef import to_ecef
from sim.geo.features import build_features
from sim.geo.userlayer import load_user_layer
from sim.scenario.spec import FileAreas
from tests.geo.truth import GEOD, Border, GeodesicTrack, true_visits
from tests.ownareas import feature, geopackage, written

AREAS = FileAreas(file="x", title="Isles", code_field="id", name_field="label")
TOLERANCE_S = 1e-3


class Eastward(GeodesicTrack):
    """The same track with longitudes from 0 to 360."""

    def at(self, t_s):
        lon, lat = super().at(t_s)
        return lon % 360.0, lat


def polygon(*corners):
    return {"type": "Polygon", "coordinates": [[list(c) for c in (*corners, corners[0])]]}


ISLE = [(179.2, -17.5), (180.9, -17.2), (181.1, -16.1), (180.2, -16.5), (179.5, -15.9)]  # not convex
WEST = [(lon if lon <= 180.0 else lon - 360.0, lat) for lon, lat in ISLE]


def cut_in_two():
    """Each half within 180 degrees."""
    east = shapely.Polygon(ISLE).intersection(shapely.box(0, -90, 180, 90))
    west = shapely.Polygon(ISLE).intersection(shapely.box(180, -90, 360, 90))
    west = shapely.transform(west, lambda corners: corners - [360.0, 0.0])
    return json.loads(shapely.to_geojson(shapely.union_all([east, west])))


WAYS = {
    "past 180": polygon(*ISLE),
    "jumping": polygon(*WEST),
    "before -180": polygon(*((lon - 360.0, lat) for lon, lat in ISLE)),
    "cut, as RFC 7946 asks": cut_in_two(),
}
TRACKS = {
    "southward through the antimeridian": (Eastward(179.7, -14.0, 170.0, 6500.0), 90.0),
    "eastward along it": (Eastward(177.0, -16.8, 88.0, 7000.0), 100.0),
    "past it": (Eastward(181.6, -14.0, 185.0, 6500.0), 90.0),
}


def features_of(tmp_path, *geometries, package=False):
    features = [feature(f"a{k}", f"A{k}", 1, geometry) for k, geometry in enumerate(geometries)]
    path = geopackage(tmp_path / "i.gpkg", features) if package else written(tmp_path, *features)
    return build_features(load_user_layer(path, AREAS).polygons.tolist())


def flown(track, duration_s, radius_m):
    t = np.arange(0.0, duration_s + 0.5)
    return one_flight(t, to_ecef(*track.at(t)), radius_m)


def assert_as_true(found, area, truth):
    mine = found.visit_area == area
    assert mine.sum() == len(truth)
    times = np.column_stack([found.enter_s[mine], found.exit_s[mine]])
    assert times == pytest.approx(np.array(truth).reshape(-1, 2), abs=TOLERANCE_S)


@pytest.mark.parametrize("radius_m", [0.0, 50e3])
@pytest.mark.parametrize("name", TRACKS)
def test_across_the_antimeridian_however_it_is_written(name, radius_m, tmp_path):
    track, duration_s = TRACKS[name]
    truth = true_visits(track, Border(shapely.Polygon(ISLE)), radius_m, duration_s)
    assert truth or (name, radius_m) == ("past it", 0.0)
    found = find_crossings(features_of(tmp_path, *WAYS.values()), flown(track, duration_s, radius_m))
    for area in range(len(WAYS)):
        assert_as_true(found, area, truth)
    assert np.ptp(found.closest_m, axis=1) == pytest.approx(0.0, abs=0.01)


@pytest.mark.parametrize("package", [False, True])
def test_closest_approach_across_the_antimeridian(package, tmp_path):
    track, duration_s = TRACKS["past it"]
    features = features_of(tmp_path, *WAYS.values(), package=package)
    found = find_crossings(features, flown(track, duration_s, 0.0))
    border = Border(shapely.Polygon(ISLE))

    def closest(t_s):
        away = [border.distance_m(lon, lat) for lon, lat in zip(*track.at(t_s), strict=True)]
        return t_s[int(np.argmin(away))], min(away)

    about_s, _ = closest(np.arange(0.0, duration_s + 1.0))
    truth = closest(about_s + np.linspace(-1.0, 1.0, 81))[1]
    assert found.closest_m[0] == pytest.approx(truth, abs=20.0)


ARCTIC = {
    "across the meridian of Greenwich": [(-2.0, 79.6), (2.5, 79.4), (3.0, 80.6), (-1.0, 80.9)],
    "across the antimeridian": [(178.0, 79.6), (182.5, 79.4), (183.0, 80.6), (179.0, 80.9)],
    "wide": [(20.0, 80.0), (32.0, 80.2), (30.0, 81.0), (22.0, 80.7)],
}


@pytest.mark.parametrize("radius_m", [0.0, 30e3])
@pytest.mark.parametrize("name", ARCTIC)
def test_near_80_north(name, radius_m, tmp_path):
    corners = ARCTIC[name]
    middle = np.mean([lon for lon, _ in corners]) % 360.0
    track, duration_s = Eastward(middle - 6.0, 82.6, 165.0, 6000.0), 80.0
    seen = shapely.Polygon([(lon % 360.0 if middle > 4.0 else lon, lat) for lon, lat in corners])
    if middle < 4.0:
        track = GeodesicTrack(track.lon_deg, track.lat_deg, track.azimuth_deg, track.speed_m_s)
    truth = true_visits(track, Border(seen), radius_m, duration_s)
    assert truth
    jumping = [(lon if lon <= 180.0 else lon - 360.0, lat) for lon, lat in corners]
    found = find_crossings(
        features_of(tmp_path, polygon(*corners), polygon(*jumping)), flown(track, duration_s, radius_m)
    )
    assert_as_true(found, 0, truth)
    assert_as_true(found, 1, truth)


@pytest.mark.parametrize("radius_m", [0.0, 40e3])
def test_a_ring_round_the_pole(radius_m, tmp_path):
    """Inside is north of 85 degrees; the way from outside to the parallel is along the meridian."""
    ring = [(float(lon), 85.0) for lon in range(-180, 180, 5)]
    along = [
        (-180.0, 85.0),
        *((float(lon), 85.0) for lon in range(-175, 181, 5)),
        (180.0, 90.0),
        (-180.0, 90.0),
    ]
    track = GeodesicTrack(100.0, 82.0, 350.0, 7000.0)
    found = find_crossings(
        features_of(tmp_path, polygon(*ring), polygon(*along)), flown(track, 250.0, radius_m)
    )

    def gap(t_s):
        (lon,), (lat,) = track.at(t_s)
        away = GEOD.inv(lon, lat, lon, 85.0)[2]
        return (away if lat < 85.0 else -away) - radius_m

    truth = [bisected(gap, 0.0, 100.0), bisected(gap, 100.0, 250.0)]
    assert gap(0.0) > 0.0 > gap(100.0)
    assert gap(250.0) > 0.0
    assert_as_true(found, 0, [tuple(truth)])
    assert_as_true(found, 1, [tuple(truth)])
    assert (found.closest_m == 0.0).all()


def bisected(gap, low, high):
    rising = gap(low) < 0.0
    while high - low > 1e-6:
        middle = 0.5 * (low + high)
        low, high = (middle, high) if (gap(middle) < 0.0) == rising else (low, middle)
    return 0.5 * (low + high)
