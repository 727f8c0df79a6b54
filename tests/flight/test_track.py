"""Tracks: the shape of what they return, motion that agrees with itself, uncertainty that travels along."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from sim.flight.track import Track, build_track
from sim.geo.geodesy import direct, inverse
from sim.scenario.trackfile import Knot, TrackObject

FIELDS = ("lat_deg", "lon_deg", "alt_m", "ground_speed_m_s", "vertical_speed_m_s", "azimuth_deg")


def track(*knots: Knot) -> Track:
    return build_track(TrackObject("x", knots))


ASCENT = track(
    Knot(0, 39.66, 124.705, 0, 0, 0, 3, 1, 0, "knot", "liftoff", "published", "a"),
    Knot(100, 39.4, 124.6, 40, 0.7, 1.0),
    Knot(200, 38.2, 124.3, 140, 2.1, None, 7, None, 8),
    Knot(300, 35.0, 124.2, 220, None, 0.7, 11, 21, 28, "knot", "cut-off", "derived", "b"),
)


@pytest.mark.parametrize("shape", [(), (1,), (5,), (2, 3), (0,)])
def test_the_shape_of_the_times_is_the_shape_of_the_answer(shape: tuple[int, ...]) -> None:
    times = np.full(shape, 150.0)
    state = ASCENT.state_at(times)
    assert all(np.shape(getattr(state, name)) == shape for name in FIELDS)
    assert all(np.shape(sigma) == shape for sigma in ASCENT.sigma_at(times))


def test_a_scalar_gives_what_an_array_gives() -> None:
    one, many = ASCENT.state_at(123.4), ASCENT.state_at([0.0, 123.4])
    assert all(getattr(one, name) == getattr(many, name)[1] for name in FIELDS)
    assert isinstance(one.lat_deg, float)


def test_knots_are_met_in_place_height_and_given_speed() -> None:
    state = ASCENT.state_at(ASCENT.t_s)
    assert inverse(state.lat_deg, state.lon_deg, ASCENT.lat_deg, ASCENT.lon_deg)[2].max() < 1e-6
    assert_allclose(state.alt_m, [0, 40e3, 140e3, 220e3], atol=1e-6)
    assert_allclose(state.ground_speed_m_s[:3], [0, 700, 2100], rtol=1e-4)
    assert_allclose(state.vertical_speed_m_s[[0, 1, 3]], [0, 1000, 700], atol=1e-6)
    assert ASCENT.range_m[0] == 0.0


@pytest.mark.parametrize("t_s", [-0.001, 300.001, np.nan, [10.0, 301.0]])
def test_a_time_the_track_does_not_cover_is_refused(t_s: object) -> None:
    with pytest.raises(ValueError, match="x is known from 0 to 300 s, not at"):
        ASCENT.state_at(t_s)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="x is known from 0 to 300 s, not at"):
        ASCENT.sigma_at(t_s)  # type: ignore[arg-type]


def test_what_is_said_about_a_knot_travels_with_it() -> None:
    assert ASCENT.basis == ("published", "assumption", "assumption", "derived")
    assert ASCENT.events == ("liftoff", "", "", "cut-off")
    assert ASCENT.kinds == ("knot", "", "", "knot")
    assert ASCENT.sources == ("a", "", "", "b")
    assert_allclose(ASCENT.sigma_horiz_m, [1000, np.nan, np.nan, 21000])


def test_uncertainty_is_linear_between_the_knots_that_state_one() -> None:
    along, across, up = ASCENT.sigma_at([0, 100, 200, 250, 300])
    assert_allclose(along, [3, 5, 7, 9, 11])
    assert_allclose(across, np.interp([0, 100, 200, 250, 300], [0, 300], [1e3, 21e3]))
    assert_allclose(up, [0, 4e3, 8e3, 18e3, 28e3])


def test_a_track_without_stated_uncertainty_has_none() -> None:
    bare = track(Knot(0, 30, 130, 0), Knot(10, 30.1, 130, 5))
    assert np.isnan(bare.sigma_t_s).all()
    assert bare.sigma_at(5.0) == (0.0, 0.0, 0.0)


def test_samples_hold_the_grid_the_knots_and_the_last_time() -> None:
    short = track(Knot(0.1, 30, 130, 0), Knot(0.3, 30.001, 130, 1), Knot(1.25, 30.01, 130, 2))
    times, state = short.sample(0.1)
    assert_allclose(times, [*np.arange(1, 13) / 10, 1.25])
    assert {0.1, 0.3, 1.25} <= set(times.tolist())
    assert (np.diff(times) > 0.04).all()
    assert state.lat_deg.shape == times.shape
    assert short.sample(50)[0].tolist() == [0.1, 0.3, 1.25]


@pytest.mark.parametrize("step_s", [0.0, -1.0, np.nan, np.inf])
def test_a_step_must_be_a_positive_number(step_s: float) -> None:
    with pytest.raises(ValueError, match="step_s must be a positive number"):
        ASCENT.sample(step_s)


def test_a_vertical_rise_then_a_turn_downrange() -> None:
    rise = track(Knot(0, 30, 130, 0), Knot(10, 30, 130, 1, 0.4, 0.1), Knot(60, 29.9, 130, 20, 0.5, 0.6))
    state = rise.state_at(np.linspace(0, 10, 21))
    assert_allclose(state.lat_deg, 30.0, atol=1e-12)
    assert_allclose(state.ground_speed_m_s, 0.0)
    assert (np.diff(state.alt_m) > 0).all()
    assert rise.state_at(35.0).ground_speed_m_s > 0
    assert rise.state_at(35.0).azimuth_deg == pytest.approx(180.0)


def test_an_object_that_only_goes_up_and_down() -> None:
    hop = track(Knot(0, 30, 130, 0), Knot(10, 30, 130, 1), Knot(20, 30, 130, 0))
    state = hop.state_at([0, 5, 10, 20])
    assert_allclose(state.lat_deg, 30.0)
    assert_allclose(state.lon_deg, 130.0)
    assert state.ground_speed_m_s.tolist() == [0.0] * 4
    assert np.isfinite(state.azimuth_deg).all()


def test_uniform_motion_along_a_geodesic_is_exact() -> None:
    lat, lon = direct(30, 130, 200, np.array([0, 700e3, 2100e3]))
    knots = [Knot(t, a, b, 100, 7.0, 0.0) for t, a, b in zip((0, 100, 300), lat, lon, strict=True)]
    times = np.linspace(0, 300, 301)
    state = track(*knots).state_at(times)
    true_lat, true_lon = direct(30, 130, 200, 7000 * times)
    assert inverse(state.lat_deg, state.lon_deg, true_lat, true_lon)[2].max() < 1e-4
    assert_allclose(state.ground_speed_m_s, 7000.0, rtol=1e-8)
    assert_allclose(state.vertical_speed_m_s, 0.0)


def assert_motion_agrees_with_itself(path: Track) -> None:
    """Speeds and direction are those of the positions a hundredth of a second either side."""
    half = 0.01
    t = np.linspace(path.start_s + half, path.end_s - half, 400)
    t = t[np.abs(t[:, None] - path.t_s).min(axis=1) > half]  # a slope may bend at a knot
    before, now, after = path.state_at(t - half), path.state_at(t), path.state_at(t + half)
    azimuth, _, moved = inverse(now.lat_deg, now.lon_deg, after.lat_deg, after.lon_deg)
    back = inverse(before.lat_deg, before.lon_deg, now.lat_deg, now.lon_deg)[2]
    top = max(1.0, now.ground_speed_m_s.max())
    assert_allclose((moved + back) / (2 * half), now.ground_speed_m_s, atol=2e-3 * top + 0.05)
    rate = (after.alt_m - before.alt_m) / (2 * half)
    assert_allclose(rate, now.vertical_speed_m_s, atol=1e-3 * max(1.0, np.abs(now.vertical_speed_m_s).max()))
    moving = (moved > 1.0) & (np.abs(now.lat_deg) < 89.9)
    turn = (azimuth - now.azimuth_deg + 180) % 360 - 180
    assert np.abs(turn[moving]).max(initial=0.0) < 3.0  # a corner turns fast


def test_speeds_and_direction_are_those_of_the_motion() -> None:
    assert_motion_agrees_with_itself(ASCENT)


@st.composite
def objects(draw: st.DrawFn) -> TrackObject:
    """A plausible flight from anywhere, bending up to 40 deg a leg, speeds stated or not, honest or not."""
    lat, lon = draw(st.floats(-88, 88)), draw(st.floats(-180, 180))
    azimuth, t, alt = draw(st.floats(0, 360)), 0.0, round(draw(st.floats(0, 300)), 3)
    speed = st.one_of(st.none(), st.floats(0, 9))
    climb = st.one_of(st.none(), st.floats(-3, 3))
    knots = [Knot(t, lat, lon, alt, draw(speed), draw(climb))]
    for _ in range(draw(st.integers(1, 6))):
        seconds, mean = draw(st.floats(5, 200)), draw(st.one_of(st.just(0.0), st.floats(0.1, 8)))
        azimuth += draw(st.floats(-40, 40))
        there = direct(lat, lon, azimuth, mean * seconds * 1000)
        lat, lon = float(there[0]), float(there[1])
        t, alt = t + seconds, max(0.0, round(alt + seconds * draw(st.floats(-2, 2)), 3))
        knots.append(Knot(t, lat, lon, alt, draw(speed), draw(climb)))
    return TrackObject("x", tuple(knots))


@settings(max_examples=40, deadline=None)
@given(objects())
def test_property_range_never_decreases_and_speeds_are_those_of_the_motion(obj: TrackObject) -> None:
    path = build_track(obj)
    state = path.state_at(np.linspace(path.start_s, path.end_s, 500))
    assert (state.ground_speed_m_s >= -1e-6).all()
    assert (np.diff(path.range_m) >= 0).all()
    assert state.alt_m.min() >= path.alt_m.min() - 1e-6
    assert_motion_agrees_with_itself(path)


@settings(max_examples=20, deadline=None)
@given(objects(), st.floats(-180, 180))
def test_property_the_antimeridian_is_a_place_like_any_other(obj: TrackObject, turn_deg: float) -> None:
    turned = dataclasses.replace(
        obj, knots=tuple(dataclasses.replace(k, lon_deg=k.lon_deg + turn_deg) for k in obj.knots)
    )
    here, there = build_track(obj), build_track(turned)
    t = np.linspace(here.start_s, here.end_s, 100)
    a, b = here.state_at(t), there.state_at(t)
    # Not to the last digit: rounding may cut one of them into a piece more.
    assert inverse(a.lat_deg, a.lon_deg + turn_deg, b.lat_deg, b.lon_deg)[2].max() < 1.0
