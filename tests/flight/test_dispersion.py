"""Dispersed flights: the nominal track at zero, displaced by what was drawn, never backwards in time."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from sim.flight import dispersion as module
from sim.flight.dispersion import (
    FASTEST_CROSS_SIGMA_M_S,
    FASTEST_TIME_SIGMA,
    PLACE_WITHIN_M,
    WIDEST_Z,
    dispersed,
    draw_normals,
    heights,
    prepare,
)
from sim.flight.paths import flight_batch, path_of
from sim.flight.track import Track, build_track
from sim.geo.crossings import FlightBatch
from sim.geo.ecef import SEMI_MAJOR_M, SEMI_MINOR_M, to_ecef, to_lon_lat
from sim.geo.geodesy import direct, inverse
from sim.scenario.trackfile import Knot, TrackObject, read_track_file
from sim.shipped import shipped_folder
from sim.units import Floats

TRACKS = {
    (flight, obj.name): build_track(obj)
    for flight in ("okinawa-2012-12-12", "okinawa-2016-02-07", "okinawa-2023-08-24", "nuri-2023-05-25")
    for obj in read_track_file(shipped_folder("scenarios") / "tracks" / f"{flight}.csv", flight).objects
}
ALL = list(TRACKS)
LEAD = TRACKS["okinawa-2023-08-24", "lead"]
READY = prepare(LEAD, 2.0)
Z = st.floats(-WIDEST_Z, WIDEST_Z)


def rows(*normals: tuple[float, float, float]) -> Floats:
    return np.array(normals, float).reshape(-1, 3)


def without_sigmas(track: Track) -> Track:
    none = np.zeros_like(track.t_s)
    return dataclasses.replace(track, sigma_t_s=none, sigma_horiz_m=none, sigma_alt_m=none)


def assert_same_knots(one: FlightBatch, other: FlightBatch) -> None:
    for field in dataclasses.fields(FlightBatch):
        assert_array_equal(getattr(one, field.name), getattr(other, field.name))


def flight(batch: FlightBatch, number: int) -> FlightBatch:
    own = slice(batch.start[number], batch.start[number + 1])
    knots = np.array([0, batch.start[1]])
    return FlightBatch(batch.t_s[own], batch.xyz_m[own], knots, batch.radius_m[own])


@pytest.mark.parametrize("name", ALL)
def test_normals_of_zero_are_the_nominal_track_to_the_last_bit(name: tuple[str, str]) -> None:
    nominal = flight_batch([path_of(TRACKS[name], 2.0)], [30e3])
    assert_same_knots(dispersed(prepare(TRACKS[name], 2.0), 30e3, rows((0, 0, 0))), nominal)


@pytest.mark.parametrize("name", ALL)
def test_sigmas_of_zero_are_the_nominal_track_whatever_is_drawn(name: tuple[str, str]) -> None:
    nominal = flight_batch([path_of(TRACKS[name], 2.0)], [0.0])
    exact = prepare(without_sigmas(TRACKS[name]), 2.0)
    assert_same_knots(dispersed(exact, 0.0, rows((-2.5, 3.1, 0.7))), nominal)


def test_where_only_some_knots_are_certain_those_do_not_move() -> None:
    sigma = np.where(LEAD.t_s < 100.0, 0.0, 20.0)  # rises at less than the fastest rate
    some = prepare(dataclasses.replace(LEAD, sigma_horiz_m=sigma), 2.0)
    certain = some.sigma_horiz_m == 0.0
    assert 0 < np.count_nonzero(certain) < len(certain)
    moved = dispersed(some, 0.0, rows((0, 3, 0))).xyz_m - dispersed(some, 0.0, rows((0, 0, 0))).xyz_m
    assert_array_equal((moved != 0.0).any(axis=1), ~certain)


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("z", [WIDEST_Z, -WIDEST_Z, 3.0, -3.0])
def test_time_never_stops_or_turns_back(name: tuple[str, str], z: float) -> None:
    ready = prepare(TRACKS[name], 1.0)
    shares = np.diff(dispersed(ready, 0.0, rows((z, 0, 0))).t_s) / np.diff(ready.t_s)
    assert shares.min() >= 1.0 - abs(z) * FASTEST_TIME_SIGMA - 1e-6 > 0.16


def test_the_stated_deviations_would_turn_time_back() -> None:
    """What the gentler ones are for: the spike at liftoff of one flight, the pass of another."""
    for name, z in ((("okinawa-2016-02-07", "lead"), 3.0), (("okinawa-2023-08-24", "lead"), 3.0)):
        t, _ = TRACKS[name].sample(1.0)
        assert (np.diff(t + z * TRACKS[name].sigma_at(t)[0]) < 0.0).any()


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(ALL), Z, Z)
def test_property_a_flight_is_late_and_to_the_right_by_what_was_drawn(
    name: tuple[str, str], late: float, right: float
) -> None:
    ready = prepare(TRACKS[name], 2.0)
    batch, state = dispersed(ready, 0.0, rows((late, right, 0))), TRACKS[name].state_at(ready.t_s)
    assert_allclose(batch.t_s - ready.t_s, late * ready.sigma_t_s, atol=1e-9)
    lon, lat = to_lon_lat(batch.xyz_m)
    azimuth, _, moved_m = inverse(state.lat_deg, state.lon_deg, lat, lon)
    assert_allclose(moved_m, abs(right) * ready.sigma_horiz_m, atol=PLACE_WITHIN_M)
    turn = (azimuth - state.azimuth_deg - np.copysign(90.0, right) + 180.0) % 360.0 - 180.0
    assert np.all(np.abs(np.radians(turn)) * moved_m < PLACE_WITHIN_M + 1e-6 * moved_m)


@settings(max_examples=60, deadline=None)
@given(
    st.floats(-90, 90),
    st.floats(-180, 180),
    st.floats(0, 360),
    st.one_of(st.floats(0, 300), st.floats(300, 1000)),
    Z,
)
def test_property_the_place_is_the_end_of_the_geodesic_anywhere_on_earth(
    lat_deg: float, lon_deg: float, azimuth_deg: float, sigma_km: float, z: float
) -> None:
    there = direct(lat_deg, lon_deg, azimuth_deg, 60e3)
    ends = [(0.0, lat_deg, lon_deg), (10.0, float(there[0]), float(there[1]))]
    sigmas = {"sigma_t_s": 1.0, "sigma_horiz_km": sigma_km, "sigma_alt_km": 0.0}
    track = build_track(TrackObject("x", tuple(Knot(t, lat, lon, 100, **sigmas) for t, lat, lon in ends)))
    ready = prepare(track, 5.0)
    state = track.state_at(ready.t_s)
    lat, lon = direct(state.lat_deg, state.lon_deg, state.azimuth_deg + 90.0, z * sigma_km * 1000.0)
    batch = dispersed(ready, 0.0, rows((0, z, 0)))
    assert np.linalg.norm(batch.xyz_m - to_ecef(lon, lat), axis=1).max() < PLACE_WITHIN_M


def test_a_track_that_may_be_anywhere_on_earth_is_refused() -> None:
    lost = dataclasses.replace(LEAD, sigma_horiz_m=np.full_like(LEAD.t_s, 8000e3))
    with pytest.raises(ValueError, match="a deviation of 8000 km is too wide to disperse a track by"):
        prepare(lost)


def test_displaced_ground_points_stay_on_the_ellipsoid() -> None:
    x, y, z = dispersed(READY, 0.0, rows((0, 3, 0), (0, -3, 0))).xyz_m.T
    level = np.sqrt((x * x + y * y) / SEMI_MAJOR_M**2 + z * z / SEMI_MINOR_M**2)
    assert np.abs(level - 1.0).max() * SEMI_MAJOR_M < PLACE_WITHIN_M


@pytest.mark.parametrize("name", ALL)
def test_deviations_are_never_below_the_stated_and_never_change_too_fast(name: tuple[str, str]) -> None:
    ready = prepare(TRACKS[name], 1.0)
    stated = TRACKS[name].sigma_at(ready.t_s)
    for used, given_, rate in (
        (ready.sigma_t_s, stated[0], FASTEST_TIME_SIGMA),
        (ready.sigma_horiz_m, stated[1], FASTEST_CROSS_SIGMA_M_S),
    ):
        assert (used >= given_).all()
        assert np.abs(np.diff(used) / np.diff(ready.t_s)).max() <= rate * (1 + 1e-9)
        cone = given_ - rate * np.abs(ready.t_s[:, None] - ready.t_s)  # what each knot demands of the others
        assert_allclose(used, cone.max(axis=1), rtol=1e-9)
    assert_array_equal(ready.sigma_alt_m, stated[2])


def test_a_flight_is_the_same_alone_and_in_a_batch() -> None:
    normals = draw_normals(7, "lead", 0, 37)
    together = dispersed(READY, 10e3, normals)
    for number in (0, 1, 15, 16, 36):
        assert_same_knots(flight(together, number), dispersed(READY, 10e3, normals[[number]]))


def test_a_replicate_draws_the_same_alone_and_in_a_batch() -> None:
    many = draw_normals(7, "lead", 100, 50)
    assert many.shape == (50, 3)
    assert_array_equal(many[23:24], draw_normals(7, "lead", 123, 1))
    assert not np.array_equal(many, draw_normals(8, "lead", 100, 50))


def test_objects_of_a_launch_are_late_together_and_apart_in_place_and_height() -> None:
    lead, spent = (draw_normals(3, name, 0, 4000) for name in ("lead", "stage2_spent"))
    assert_array_equal(lead[:, 0], spent[:, 0])
    every = np.corrcoef(np.column_stack([lead, spent[:, 1:]]), rowvar=False)
    assert np.abs(every - np.eye(5)).max() < 5.0 / np.sqrt(4000)  # 5 standard errors


def test_what_is_drawn_has_the_stated_mean_and_deviation() -> None:
    ready = prepare(LEAD, 30.0, (400.0, 500.0))
    normals = draw_normals(1, "lead", 0, 4000)
    assert np.abs(normals.mean(axis=0)).max() < 4.0 / np.sqrt(4000)
    assert_allclose(normals.std(axis=0), 1.0, atol=4.0 / np.sqrt(8000))
    batch = dispersed(ready, 0.0, normals)
    late_s = batch.t_s.reshape(4000, -1) - ready.t_s
    assert_allclose(late_s.std(axis=0), ready.sigma_t_s, rtol=4.0 / np.sqrt(8000))
    nominal = ready.place[0].reshape(-1, 3)
    off_m = np.linalg.norm(batch.xyz_m.reshape(4000, -1, 3) - nominal, axis=2)
    assert_allclose(np.sqrt((off_m**2).mean(axis=0)), ready.sigma_horiz_m, rtol=4.0 / np.sqrt(8000))


@pytest.mark.parametrize("uniform", [0.0, 1.0 - 2.0**-53])
def test_the_outermost_uniforms_still_make_a_flight(uniform: float, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "uniform_block", lambda *a: np.full((a[3], a[4]), uniform))
    normals = draw_normals(0, "lead", 0, 2)
    assert (np.abs(normals) <= WIDEST_Z).all()
    assert len(dispersed(READY, 0.0, normals)) == 2


def test_a_window_is_a_stretch_of_the_whole() -> None:
    part = prepare(LEAD, 2.0, (400.0, 560.0))
    kept = (READY.t_s >= 400.0) & (READY.t_s <= 560.0)
    normals = rows((1.5, -2.0, 0.5))
    whole, stretch = dispersed(READY, 0.0, normals), dispersed(part, 0.0, normals)
    assert_array_equal(stretch.t_s, whole.t_s[kept])
    assert_array_equal(stretch.xyz_m, whole.xyz_m[kept])
    assert_array_equal(heights(part, normals), heights(READY, normals)[:, kept])


@pytest.mark.parametrize("window_s", [(700.0, 800.0), (500.0, 501.0), (500.0, 400.0), (np.nan, 500.0)])
def test_a_window_with_fewer_than_two_knots_is_refused(window_s: tuple[float, float]) -> None:
    with pytest.raises(ValueError, match="lead has fewer than two knots from"):
        prepare(LEAD, 2.0, window_s)


def test_heights_move_by_what_was_drawn_and_not_below_the_ground() -> None:
    high = heights(READY, rows((1, 1, 2), (1, 1, 0), (0, 0, -WIDEST_Z)))
    assert_allclose(high[0], READY.alt_m + 2 * READY.sigma_alt_m)
    assert_array_equal(high[1], READY.alt_m)
    assert high[2].min() == 0.0


def test_radius_may_be_one_for_each_knot() -> None:
    radius = np.linspace(10e3, 20e3, len(READY.t_s))
    batch = dispersed(READY, radius, rows((0, 0, 0), (1, 1, 1)))
    assert_array_equal(batch.radius_m, np.tile(radius, 2))


def test_no_flights_are_an_empty_batch() -> None:
    assert len(dispersed(READY, 1.0, np.zeros((0, 3)))) == 0


@pytest.mark.parametrize("make", [lambda d, n: dispersed(d, 0.0, n), heights])
@pytest.mark.parametrize(
    ("normals", "message"),
    [
        (rows((0, 8.4, 0)), "normals must lie within 8.3 of 0"),
        (rows((np.nan, 0, 0)), "normals must lie within 8.3 of 0"),
        (np.zeros(3), r"normals must have shape \(F, 3\), not \(3,\)"),
        (np.zeros((4, 2)), r"normals must have shape \(F, 3\), not \(4, 2\)"),
    ],
)
def test_other_normals_are_refused(make: object, normals: Floats, message: str) -> None:
    assert callable(make)
    with pytest.raises(ValueError, match=message):
        make(READY, normals)
