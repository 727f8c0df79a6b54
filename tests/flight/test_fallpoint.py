"""Fall points against exact vacuum solutions, made independently (universal-variable coast and bisection)."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.flight.fallpoint import fall_point
from sim.flight.orbit import EARTH_RATE_RAD_S, GRAVITY_M3_S2
from sim.geo.geodesy import inverse

# lat, lon, height; east, north, up -> lat, lon, time of flight
VECTORS = [
    ((38.9, 124.5, 65000, -220, -1030, 1350), (35.902597, 123.632993, 333.164)),
    ((35.4, 124.15, 265000, 730, -4040, 1150), (17.008184, 127.175660, 524.655)),
    ((27.0, 125.5, 440000, 200, -5700, 400), (-3.028324, 126.201825, 603.140)),
    ((30.0, 131.0, 207000, 5000, -800, 300), (25.920273, 149.148467, 368.887)),
    ((35.0, 140.0, 100, 0, 10, 0), (35.000409, 140.000000, 4.518)),
    ((17.0, 124.9, 497000, -900, -6700, 60), (-28.756916, 118.737013, 776.097)),
]


@pytest.mark.parametrize(("state", "expected"), VECTORS)
def test_exact_vectors_within_a_metre(state: tuple[float, ...], expected: tuple[float, ...]) -> None:
    found = fall_point(*state)
    *_, error_m = inverse(found.lat_deg, found.lon_deg, expected[0], expected[1])
    # Seven digits of the expected degrees are worth 0.1 m.
    assert float(error_m) < 1.0
    assert float(found.after_s) == pytest.approx(expected[2], abs=0.001)


def test_many_at_once_are_the_same_as_one_by_one() -> None:
    columns = np.array([state for state, _ in VECTORS], float).T
    together = fall_point(*columns)
    assert together.lat_deg.shape == (len(VECTORS),)
    for index, (state, _) in enumerate(VECTORS):
        assert fall_point(*state) == tuple(part[index] for part in together)


def test_what_is_in_orbit_does_not_fall() -> None:
    found = fall_point(0.0, 0.0, 500e3, 7200.0, 0.0, 0.0)
    assert np.isnan([found.lat_deg, found.lon_deg, found.after_s]).all()


def test_what_is_faster_than_escape_does_not_fall() -> None:
    assert np.isnan(fall_point(0.0, 0.0, 500e3, 12000.0, 0.0, 0.0).after_s)


@pytest.mark.parametrize(("alt_m", "speed"), [(-1.0, 10.0), (float("nan"), 10.0), (1000.0, float("inf"))])
def test_nonsense_is_refused(alt_m: float, speed: float) -> None:
    with pytest.raises(ValueError):
        fall_point(10.0, 10.0, alt_m, speed, 0.0, 0.0)


@settings(max_examples=25, deadline=None)
@given(
    lat=st.floats(-80, 80),
    lon=st.floats(-180, 180),
    alt=st.floats(50e3, 600e3),
    east=st.floats(-3000, 3000),
    north=st.floats(-3000, 3000),
    up=st.floats(-1500, 1500),
)
def test_agrees_with_numerical_integration(
    lat: float, lon: float, alt: float, east: float, north: float, up: float
) -> None:
    """The same fall in the turning frame, step by step: gravity, Coriolis and centrifugal force."""
    found = fall_point(lat, lon, alt, east, north, up)
    place = _integrate(lat, lon, alt, east, north, up, float(found.after_s))
    x, y, z = place
    assert abs(np.hypot(x, y) ** 2 / 6378137.0**2 + z**2 / 6356752.314245**2 - 1.0) < 1e-6
    *_, error_m = inverse(found.lat_deg, found.lon_deg, *_geodetic(place))
    assert float(error_m) < 5.0


def _integrate(
    lat: float, lon: float, alt: float, east: float, north: float, up: float, duration_s: float
) -> np.ndarray:
    sin_lat, cos_lat = np.sin(np.radians(lat)), np.cos(np.radians(lat))
    sin_lon, cos_lon = np.sin(np.radians(lon)), np.cos(np.radians(lon))
    e2 = 6.69437999014e-3
    normal = 6378137.0 / np.sqrt(1 - e2 * sin_lat**2)
    r = np.array([(normal + alt) * cos_lat * cos_lon, (normal + alt) * cos_lat * sin_lon, 0.0])
    r[2] = (normal * (1 - e2) + alt) * sin_lat
    to_east = np.array([-sin_lon, cos_lon, 0.0])
    to_up = np.array([cos_lat * cos_lon, cos_lat * sin_lon, sin_lat])
    v = east * to_east + north * np.cross(to_up, to_east) + up * to_up
    spin = np.array([0.0, 0.0, EARTH_RATE_RAD_S])

    def pull(r: np.ndarray, v: np.ndarray) -> np.ndarray:
        gravity = -GRAVITY_M3_S2 * r / np.linalg.norm(r) ** 3
        return gravity - 2 * np.cross(spin, v) - np.cross(spin, np.cross(spin, r))

    steps = 200
    h = duration_s / steps
    for _ in range(steps):
        k1r, k1v = v, pull(r, v)
        k2r, k2v = v + h / 2 * k1v, pull(r + h / 2 * k1r, v + h / 2 * k1v)
        k3r, k3v = v + h / 2 * k2v, pull(r + h / 2 * k2r, v + h / 2 * k2v)
        k4r, k4v = v + h * k3v, pull(r + h * k3r, v + h * k3v)
        r = r + h / 6 * (k1r + 2 * k2r + 2 * k3r + k4r)
        v = v + h / 6 * (k1v + 2 * k2v + 2 * k3v + k4v)
    return r


def _geodetic(r: np.ndarray) -> tuple[float, float]:
    return (
        float(np.degrees(np.arctan2(r[2], (1 - 6.69437999014e-3) * np.hypot(r[0], r[1])))),
        float(np.degrees(np.arctan2(r[1], r[0]))),
    )
