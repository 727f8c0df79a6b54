"""Crossings against ellipsoidal geodesic truth over the whole prefecture, Yonaguni to Minamidaito."""

import json

import numpy as np
import pytest
import shapely

from sim.geo.crossings import find_crossings, one_flight
from sim.geo.ecef import to_ecef
from sim.geo.features import build_features
from sim.shipped import shipped_folder
from tests.geo.truth import GEOD, Border, GeodesicTrack, true_visits

TOLERANCE_M = 2.0
TOLERANCE_S = 1e-3
"""Holds where the footprint's edge closes in at more than 1 km/s; a graze has no sharp time."""

TRACKS = {
    "through the gap, orbital speed": (GeodesicTrack(124.5, 27.6, 140.0, 4500.0), 140.0),
    "over the main island": (GeodesicTrack(127.0, 27.5, 155.0, 5000.0), 60.0),
    "along the whole prefecture": (GeodesicTrack(122.0, 24.3, 78.0, 7500.0), 150.0),
}


@pytest.fixture(scope="module")
def okinawa():
    text = (shipped_folder("geodata") / "okinawa.geojson").read_text(encoding="utf-8")
    return [shapely.geometry.shape(feature["geometry"]) for feature in json.loads(text)["features"]]


@pytest.fixture(scope="module")
def features(okinawa):
    return build_features(okinawa)


def flown(track, duration_s, radius_m):
    t = np.arange(0.0, duration_s + 0.5)
    return one_flight(t, to_ecef(*track.at(t)), radius_m)


def closing_speed(track, border, t):
    before, after = (border.distance_m(*(v[0] for v in track.at(t + dt))) for dt in (-0.1, 0.1))
    return abs(after - before) / 0.2


@pytest.mark.parametrize("radius_m", [0.0, 2e3, 50e3, 200e3])
@pytest.mark.parametrize("name", TRACKS)
def test_visits_match_geodesic_truth(name, radius_m, okinawa, features):
    track, duration_s = TRACKS[name]
    found = find_crossings(features, flown(track, duration_s, radius_m), closest=False, engine="numpy")
    sharp = 0
    for area, polygon in enumerate(okinawa):
        border = Border(polygon)
        mine = found.visit_area == area
        truth = true_visits(track, border, radius_m, duration_s)
        assert len(truth) == mine.sum(), f"area {area}: {truth}"
        for (enter, leave), my_enter, my_exit in zip(
            truth, found.enter_s[mine], found.exit_s[mine], strict=True
        ):
            for true_t, my_t in ((enter, my_enter), (leave, my_exit)):
                lon, lat = (v[0] for v in track.at(my_t))
                if radius_m > 0.0 and 0.0 < my_t < duration_s:
                    assert border.distance_m(lon, lat) == pytest.approx(radius_m, abs=TOLERANCE_M)
                if radius_m == 0.0 or closing_speed(track, border, true_t) > 1000.0:
                    assert my_t == pytest.approx(true_t, abs=TOLERANCE_S)
                    sharp += 1
    assert sharp > 0 or len(found.enter_s) == 0


@pytest.mark.parametrize("name", TRACKS)
def test_closest_approach_matches_geodesic_truth(name, okinawa, features):
    track, duration_s = TRACKS[name]
    found = find_crossings(features, flown(track, duration_s, 0.0))
    for area, polygon in enumerate(okinawa):
        border = Border(polygon)
        mine = found.closest_m[0, area]
        lon, lat = (v[0] for v in track.at(found.closest_s[0, area]))
        at_that_time = border.distance_m(lon, lat)
        assert mine == pytest.approx(at_that_time, abs=10.0)
        # Nowhere on the track is nearer: coarse times against the border's dense points.
        lon, lat = track.at(np.arange(0.0, duration_s, 2.0))
        points = border.starts[:: max(1, len(border.starts) // 100)]
        grid = GEOD.inv(*np.broadcast_arrays(lon[:, None], lat[:, None], points[:, 0], points[:, 1]))[2]
        assert mine <= grid.min() + 10.0


def test_one_microdegree_matters_nowhere_else(okinawa, features):
    """The truth itself is sharp: its own distance changes as the track moves by a metre."""
    border = Border(okinawa[0])
    here = border.distance_m(126.0, 26.0)
    lon, lat, _ = GEOD.fwd(126.0, 26.0, GEOD.inv(126.0, 26.0, *border.polygon.centroid.coords[0])[0], 1.0)
    assert here - border.distance_m(lon, lat) == pytest.approx(1.0, abs=0.1)
