"""Elliptical footprints against membership from the definition, and against circles."""

import numpy as np
import pytest
import shapely

from sim.geo.crossings import FlightBatch, find_crossings
from sim.geo.ecef import to_ecef
from sim.geo.ellipse import find_ellipse_visits
from sim.geo.features import build_features
from sim.geo.layers import load_layer
from tests.geo.ellipse_truth import EllipseOverArea
from tests.geo.truth import GEOD

SPEED_M_S = 4500.0


@pytest.fixture(scope="module")
def okinawa():
    return list(load_layer("okinawa").polygons)


@pytest.fixture(scope="module", params=[0.0, 30e3], ids=["all edges", "capes"])
def features(request, okinawa):
    return build_features(okinawa, min_radius_m=request.param)


@pytest.fixture(scope="module")
def everything(okinawa):
    return build_features(okinawa)


def track(lon, lat, azimuth, knots=60, spacing_s=3.0, speed=SPEED_M_S):
    t = spacing_s * np.arange(knots)
    lons, lats, _ = GEOD.fwd(*(np.full(knots, v) for v in (lon, lat, azimuth)), speed * t)
    return t, to_ecef(lons, lats)


def turning_track(knots=60, spacing_s=3.0):
    t = spacing_s * np.arange(knots)
    lon = 125.0 + 3.0 * t / t[-1] + 0.3 * np.sin(t / 20.0)
    lat = 27.5 - 2.5 * t / t[-1] + 0.3 * np.cos(t / 15.0)
    return t, to_ecef(lon, lat)


def growing(a, b):
    return lambda t: np.linspace(a, b, len(t))


AXES = {
    "long along": (80e3, 45e3),
    "long across": (45e3, 80e3),
    "very long": (200e3, 20e3),
    "very wide": (10e3, 150e3),
    "same ratio growing": (growing(40e3, 80e3), growing(20e3, 40e3)),
    "ratio changes": (growing(90e3, 50e3), growing(30e3, 45e3)),
    "axes trade places": (growing(30e3, 90e3), growing(90e3, 30e3)),
    "shrinks fast": (growing(150e3, 5e3), growing(60e3, 4e3)),
}
TRACKS = {
    "gap": lambda: track(126.0, 27.4, 140.0),
    "along the islands": lambda: track(123.0, 24.2, 70.0),
    "turning": turning_track,
    "coarse knots": lambda: track(126.3, 27.2, 150.0, knots=8, spacing_s=20.0),
}


def values(axis, t):
    return axis(t) if callable(axis) else np.full(len(t), axis)


def edges_of(features, area):
    rows = slice(features.edges.ptr[area], features.edges.ptr[area + 1])
    start = features.edges.start_m[rows]
    return start, start + features.edges.along_m[rows]


@pytest.mark.parametrize("name", TRACKS)
@pytest.mark.parametrize("axes", AXES)
def test_visits_match_the_definition(axes, name, okinawa, everything):
    t, xyz = TRACKS[name]()
    along, across = (values(axis, t) for axis in AXES[axes])
    _, area, enter, leave = find_ellipse_visits(everything, t, xyz, [0, len(t)], along, across)
    checked = 0
    rng = np.random.default_rng(5)
    chosen = set(rng.choice(len(okinawa), 4, replace=False)) | set(rng.permutation(np.unique(area))[:4])
    for k in sorted(chosen):
        truth = EllipseOverArea(t, xyz, along, across, *edges_of(everything, k)).visits(samples=12)
        mine = list(zip(enter[area == k], leave[area == k], strict=True))
        assert len(mine) == len(truth), (k, mine, truth)
        np.testing.assert_allclose(np.ravel(mine), np.ravel(truth), rtol=0.0, atol=1e-8)
        checked += len(truth)
    assert checked > 0


@pytest.mark.parametrize("radius", [0.0, 500.0, 50e3, 100e3, growing(120e3, 40e3), growing(0.0, 60e3)])
def test_equal_axes_are_the_circle(radius, features):
    flights = [make() for make in TRACKS.values()]
    t, xyz = (np.concatenate(column) for column in zip(*flights, strict=True))
    start = np.concatenate([[0], np.cumsum([len(one) for one, _ in flights])])
    size = np.concatenate([values(radius, one) for one, _ in flights])
    circle = find_crossings(features, FlightBatch(t, xyz, start, size), closest=False)
    flight, area, enter, leave = find_ellipse_visits(features, t, xyz, start, size, size)
    np.testing.assert_array_equal(flight, circle.visit_flight)
    np.testing.assert_array_equal(area, circle.visit_area)
    np.testing.assert_allclose(enter, circle.enter_s, rtol=0.0, atol=1e-9)
    np.testing.assert_allclose(leave, circle.exit_s, rtol=0.0, atol=1e-9)
    assert len(flight) > 0


def test_capes_give_what_all_edges_give(okinawa):
    whole, few = build_features(okinawa), build_features(okinawa, min_radius_m=20e3)
    for make in TRACKS.values():
        t, xyz = make()
        one = find_ellipse_visits(whole, t, xyz, [0, len(t)], 80e3, 45e3)
        two = find_ellipse_visits(few, t, xyz, [0, len(t)], 80e3, 45e3)
        for x, y in zip(one, two, strict=True):
            np.testing.assert_allclose(x, y, rtol=0.0, atol=1e-9)


@pytest.mark.parametrize(("azimuth", "reach_m"), [(90.0, 80e3), (0.0, 30e3)])
def test_a_point_ahead_or_abeam_is_reached_at_the_axis(azimuth, reach_m):
    """A lone point on the major axis is touched when it is that far ahead; abeam only within the minor axis."""
    t, xyz = track(127.0, 26.0, 90.0, knots=61, spacing_s=1.0)
    middle = GEOD.fwd(127.0, 26.0, 90.0, SPEED_M_S * 30.0)
    for share, touched in ((0.999, True), (1.001, False)):
        place = GEOD.fwd(middle[0], middle[1], middle[2] + 180.0 + azimuth - 90.0, share * reach_m)
        areas = build_features([shapely.Point(place[:2])])
        _, _, enter, leave = find_ellipse_visits(areas, t, xyz, [0, len(t)], 80e3, 30e3)
        if azimuth == 90.0:
            assert enter == pytest.approx(30.0 + (share - 1.0) * reach_m / SPEED_M_S, abs=1e-3)
            assert leave == pytest.approx(60.0, abs=1e-12)
        else:
            assert len(enter) == touched


def test_standing_still_keeps_the_direction():
    t, xyz = track(127.0, 26.0, 90.0, knots=6)
    xyz[3:] = xyz[2]
    ahead = shapely.Point(GEOD.fwd(127.0, 26.0, 90.0, 2 * 3.0 * SPEED_M_S + 70e3)[:2])
    _, _, enter, leave = find_ellipse_visits(build_features([ahead]), t, xyz, [0, 6], 80e3, 5e3)
    assert enter == pytest.approx(6.0 - 10e3 / SPEED_M_S, abs=1e-2)
    assert leave == pytest.approx(t[-1])
    xyz[:] = xyz[0]
    with pytest.raises(ValueError, match=r"^flight 0: a flight that never moves has no direction$"):
        find_ellipse_visits(build_features([ahead]), t, xyz, [0, 6], 80e3, 5e3)
    assert len(find_ellipse_visits(build_features([ahead]), t, xyz, [0, 6], 100e3, 100e3)[0]) == 1


def test_standing_flight_does_not_borrow_its_neighbours_direction():
    t, xyz = track(127.0, 26.0, 90.0, knots=3)
    both = np.concatenate([np.repeat(xyz[:1], 3, axis=0), xyz])
    with pytest.raises(ValueError, match=r"^flight 0: a flight that never moves has no direction$"):
        find_ellipse_visits(build_features([None]), np.tile(t, 2), both, [0, 3, 6], 2.0, 1.0)


@pytest.mark.parametrize("axes", [(0.0, 1e3), (1e3, 0.0), (-1.0, 1.0), (np.nan, 1e3), (1e3, np.inf)])
def test_axes_out_of_range_are_refused(axes, features):
    t, xyz = track(127.0, 26.0, 90.0, knots=3)
    with pytest.raises(ValueError) as error:
        find_ellipse_visits(features, t, xyz, [0, 3], *axes)
    assert str(error.value) == "along_m and across_m must lie in (0, 1e+07], or be 0 together"


def test_nothing_to_search_finds_nothing(features):
    t, xyz = track(127.0, 26.0, 90.0, knots=3)
    for areas, args in (
        (build_features([]), (t, xyz, [0, 3])),
        (build_features([None, shapely.Polygon()]), (t, xyz, [0, 3])),
        (features, (np.zeros(0), np.zeros((0, 3)), [0])),
    ):
        assert [len(column) for column in find_ellipse_visits(areas, *args, 2e3, 1e3)] == [0, 0, 0, 0]


def test_inside_of_a_large_area_counts():
    square = shapely.box(120.0, 20.0, 130.0, 30.0)
    t, xyz = track(124.0, 25.0, 80.0, knots=20)
    flight, _, enter, leave = find_ellipse_visits(build_features([square]), t, xyz, [0, 20], 10e3, 2e3)
    assert flight.tolist() == [0]
    assert (enter[0], leave[0]) == (t[0], t[-1])


def test_one_flight_and_batch_agree(features):
    flights = [make() for make in TRACKS.values()]
    t, xyz = (np.concatenate(column) for column in zip(*flights, strict=True))
    start = np.concatenate([[0], np.cumsum([len(one) for one, _ in flights])])
    flight, area, enter, leave = find_ellipse_visits(features, t, xyz, start, 80e3, 45e3)
    for number, (one_t, one_xyz) in enumerate(flights):
        _, a, e, x = find_ellipse_visits(features, one_t, one_xyz, [0, len(one_t)], 80e3, 45e3)
        np.testing.assert_array_equal(area[flight == number], a)
        np.testing.assert_allclose(enter[flight == number], e, rtol=0.0, atol=1e-9)
        np.testing.assert_allclose(leave[flight == number], x, rtol=0.0, atol=1e-9)
