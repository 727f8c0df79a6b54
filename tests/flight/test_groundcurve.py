"""The ground curve: geodesics, bends, corners, the antimeridian, the poles."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from sim.flight.groundcurve import GroundCurve, ground_curve
from sim.geo.geodesy import direct, inverse
from sim.units import Floats


def curve(*points: tuple[float, float]) -> GroundCurve:
    lat, lon = np.array(points, float).T
    return ground_curve(lat, lon)


def walked_m(line: GroundCurve, distance: Floats) -> Floats:
    lat, lon, _, _ = line.at(distance)
    return inverse(lat[:-1], lon[:-1], lat[1:], lon[1:])[2]


@pytest.mark.parametrize(
    ("lat", "lon", "azimuth"),
    [(39.66, 124.7, 190.0), (30, 130, 200), (60, 179, 70), (85, 30, 5), (-89, -100, 181), (0, 0, 90)],
)
def test_knots_on_one_geodesic_give_that_geodesic(lat: float, lon: float, azimuth: float) -> None:
    knots = np.array([0.0, 80e3, 1500e3, 4000e3])
    line = ground_curve(*direct(lat, lon, azimuth, knots))
    distance = np.linspace(1.0, 4000e3, 1001)
    on_lat, on_lon = direct(lat, lon, azimuth, distance)
    got_lat, got_lon, got_azimuth, ground = line.at(distance)
    assert_allclose(line.knots_m, knots, atol=1e-5)
    assert inverse(got_lat, got_lon, on_lat, on_lon)[2].max() < 1e-4
    expected = inverse(np.full(1001, lat), np.full(1001, lon), on_lat, on_lon)[1]
    # Close to a pole the azimuth turns by degrees a kilometre: compare it times the distance from the axis.
    off = (got_azimuth - expected + got_lon - on_lon + 180) % 360 - 180
    assert np.abs(off * np.cos(np.radians(got_lat))).max() < 1e-7
    assert_allclose(ground, 1.0, atol=1e-8)


def test_goes_through_every_knot() -> None:
    lat, lon = np.array([39.66, 38.7, 35.4, 25.5, 16.5]), np.array([124.705, 124.43, 124.15, 125.6, 124.8])
    line = ground_curve(lat, lon)
    got_lat, got_lon, _, _ = line.at(line.knots_m)
    assert inverse(got_lat, got_lon, lat, lon)[2].max() < 1e-6


def test_a_parallel_is_followed_round_the_earth_across_the_antimeridian() -> None:
    lon = np.arange(100.0, 261.0, 5.0)
    line = ground_curve(np.full(lon.size, 60.0), lon)
    lat, got_lon, azimuth, _ = line.at(np.linspace(0, line.knots_m[-1], 5001))
    assert np.abs(lat - 60).max() < 1e-5
    assert np.abs(azimuth - 90).max() < 0.001
    assert got_lon.min() >= -180.0
    assert got_lon.max() <= 180.0
    parallel_m = (
        160
        / 360
        * 2
        * np.pi
        * 6378137.0
        * np.cos(np.arctan(np.sqrt(1 - 6.69437999014e-3) * np.tan(np.pi / 3)))
    )
    assert line.knots_m[-1] == pytest.approx(parallel_m, rel=1e-6)


def test_longitudes_a_turn_apart_are_the_same_place() -> None:
    a, b = curve((50, 170), (52, 176), (53, -177)), curve((50, 170), (52, 176), (53, 183))
    distance = np.linspace(0, a.knots_m[-1], 301)
    assert_allclose(a.at(distance)[:2], b.at(distance)[:2], atol=1e-9)


def test_straight_over_the_pole() -> None:
    line = curve((80, 30), (90, 0), (80, -150))
    lat, lon, azimuth, ground = line.at(np.linspace(0, line.knots_m[-1], 2001))
    before, after = slice(0, 999), slice(1002, None)
    assert lat.max() == pytest.approx(90.0)
    assert_allclose(lon[before], 30.0, atol=1e-6)
    assert_allclose(lon[after], -150.0, atol=1e-6)
    assert_allclose((azimuth[before] + 180) % 360 - 180, 0.0, atol=1e-4)
    assert_allclose(azimuth[after], 180.0, atol=1e-4)
    assert_allclose(ground, 1.0, atol=1e-8)


def test_past_the_pole_without_a_kink() -> None:
    line = curve((85, 30), (89.9, 80), (85, -150))
    steps = walked_m(line, np.linspace(0, line.knots_m[-1], 2001))
    assert_allclose(steps, steps.mean(), rtol=1e-5)


def test_rotating_the_knots_about_the_axis_rotates_the_curve() -> None:
    points = [(50.0, 3.0), (52.0, 9.0), (53.0, 16.0), (53.5, 24.0)]
    here = curve(*points)
    there = curve(*((lat, lon + 170) for lat, lon in points))
    distance = np.linspace(0, here.knots_m[-1], 401)
    lat0, lon0, azimuth0, _ = here.at(distance)
    lat1, lon1, azimuth1, _ = there.at(distance)
    assert_allclose(lat1, lat0, atol=1e-9)
    assert_allclose((lon1 - lon0) % 360, 170.0, atol=1e-9)
    assert_allclose(azimuth1, azimuth0, atol=1e-7)


def test_direction_does_not_jump_at_a_bend() -> None:
    line = curve((39.66, 124.705), (38.7, 124.43), (35.4, 124.15), (25.5, 125.6))
    azimuth = line.at(np.linspace(0, line.knots_m[-1], 20001))[2]
    assert np.abs(np.diff(azimuth)).max() < 0.02


def test_there_and_back_stays_on_one_line() -> None:
    line = curve((30, 130), (31, 130), (30, 130))
    lat, lon, _, _ = line.at(np.linspace(0, line.knots_m[-1], 501))
    assert_allclose(lon, 130.0, atol=1e-9)
    assert lat.max() == pytest.approx(31.0, abs=1e-6)


def test_a_right_angle_is_a_corner_of_two_geodesics() -> None:
    line = curve((30, 130), (31, 130), (31, 131))
    turn_m = line.knots_m[1]
    lat, lon, azimuth, ground = line.at(np.linspace(0, turn_m, 101)[:-1])
    assert_allclose(lon, 130.0, atol=1e-9)
    assert_allclose((azimuth + 180) % 360, 180.0, atol=1e-6)
    assert_allclose(ground, 1.0, atol=1e-8)
    leave, _, length = inverse(31, 130, 31, 131)
    beyond = np.linspace(0, float(length), 101)
    expected = direct(31, 130, leave, beyond)
    lat, lon, _, _ = line.at(turn_m + beyond)
    assert inverse(lat, lon, *expected)[2].max() < 1e-4


def test_coinciding_knots_have_one_distance() -> None:
    line = curve((30, 130), (30, 130), (31, 130), (31, 130))
    assert line.knots_m[0] == line.knots_m[1] == 0.0
    assert line.knots_m[2] == line.knots_m[3] > 110e3


def test_a_track_that_stands_still() -> None:
    line = curve((30, 130), (30, 130))
    assert line.knots_m.tolist() == [0.0, 0.0]
    lat, lon, azimuth, ground = line.at(np.zeros(3))
    assert_allclose(lat, 30.0)
    assert_allclose(lon, 130.0)
    assert azimuth.tolist() == ground.tolist() == [0.0] * 3
