"""Failures in flight: the plan until then, a vacuum fall from there on."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.flight.coast import coast
from sim.flight.failure import Flown, fly
from sim.flight.fallpoint import fall_point
from sim.flight.frames import earth_fixed, east_north, geodetic, over_ground
from sim.flight.orbit import GRAVITY_M3_S2, inertial
from sim.flight.track import TrackState
from sim.geo.geodesy import inverse
from sim.scenario.failures import BreakUp, EngineCut
from tests.mornings import usual_world


def flown(*failures: EngineCut | BreakUp) -> Flown:
    found = fly(usual_world().tracks, failures)[0]
    assert found is not None
    return found


def cut(at_s: float, *never: str) -> EngineCut:
    return EngineCut(kind="engine_cut", object="lead", at_s=at_s, never_separate=never)


def energy(state: TrackState) -> np.ndarray:
    """Two-body energy a kilogram along a fall."""
    east, north = east_north(state.lat_deg, state.alt_m, state.ground_speed_m_s, state.azimuth_deg)
    place, velocity = inertial(
        state.lat_deg, state.lon_deg, state.alt_m, east, north, state.vertical_speed_m_s
    )
    return (velocity**2).sum(axis=1) / 2.0 - GRAVITY_M3_S2 / np.linalg.norm(place, axis=1)


@pytest.mark.parametrize("at_s", [60.0, 150.0, 240.0, 400.0, 590.0])
def test_the_fall_ends_at_the_fall_point_and_keeps_its_energy(at_s: float) -> None:
    start = usual_world().tracks[0].state_at(at_s)
    falling = coast(start, 5.0)
    assert falling is not None
    east, north = east_north(start.lat_deg, start.alt_m, start.ground_speed_m_s, start.azimuth_deg)
    point = fall_point(start.lat_deg, start.lon_deg, start.alt_m, east, north, start.vertical_speed_m_s)
    *_, apart_m = inverse(falling.state.lat_deg[-1], falling.state.lon_deg[-1], point.lat_deg, point.lon_deg)
    assert float(apart_m) < 1.0
    assert falling.after_s[-1] == pytest.approx(float(point.after_s))
    assert falling.state.alt_m[-1] == pytest.approx(0.0, abs=0.01)
    found = energy(falling.state)
    assert np.ptp(found) / abs(found[0]) < 1e-6


@pytest.mark.parametrize("at_s", [60.0, 240.0, 500.0])
def test_before_the_cut_it_flies_as_planned(at_s: float) -> None:
    planned, track = usual_world().tracks[0], flown(cut(at_s)).track
    times = np.linspace(0.0, at_s, 200)
    before, after = planned.state_at(times), track.state_at(times)
    assert inverse(before.lat_deg, before.lon_deg, after.lat_deg, after.lon_deg)[2].max() < 50.0
    assert np.abs(before.alt_m - after.alt_m).max() < 1.0
    events = [event for t, event in zip(planned.t_s, planned.events, strict=True) if event and t < at_s]
    assert [event for event in track.events if event] == events


def test_what_never_separates_does_not_fly() -> None:
    lead, stage = fly(usual_world().tracks, [cut(150.0, "stage2_spent")])
    assert lead is not None
    assert stage is None


def test_an_engine_that_stops_in_orbit_changes_nothing() -> None:
    fast = usual_world().tracks[0].state_at(600.0)
    orbiting = TrackState(
        fast.lat_deg, fast.lon_deg, np.float64(500e3), np.float64(7150.0), np.float64(0.0), fast.azimuth_deg
    )
    assert coast(orbiting, 5.0) is None


def test_pieces_spread_evenly_until_they_fall() -> None:
    broken = flown(BreakUp(kind="break_up", object="lead", at_s=300.0, spread_km=40.0))
    end_s = broken.track.end_s
    radius = broken.radius_m(50e3, np.array([0.0, 300.0, (300.0 + end_s) / 2.0, end_s]))
    assert radius == pytest.approx([50e3, 50e3, 70e3, 90e3])
    whole = flown(cut(300.0))
    assert whole.radius_m(50e3, np.array([0.0, end_s])) == pytest.approx([50e3, 50e3])
    assert whole.track.end_s == end_s


def test_the_first_failure_counts() -> None:
    assert flown(cut(300.0), cut(200.0)).failed_s == 200.0


@settings(max_examples=50, deadline=None)
@given(lat=st.floats(-89.9, 89.9), lon=st.floats(-179.9, 179.9), alt=st.floats(0.0, 1e6))
def test_places_come_back_from_space(lat: float, lon: float, alt: float) -> None:
    back = geodetic(earth_fixed(lat, lon, alt))
    assert back[0] == pytest.approx(lat, abs=1e-8)
    assert back[1] == pytest.approx(lon, abs=1e-8)
    assert back[2] == pytest.approx(alt, abs=1e-3)


@settings(max_examples=50, deadline=None)
@given(
    lat=st.floats(-85, 85), alt=st.floats(0.0, 1e6), speed=st.floats(1.0, 8e3), azimuth=st.floats(0.0, 359.9)
)
def test_speeds_come_back_to_the_ground(lat: float, alt: float, speed: float, azimuth: float) -> None:
    east, north = east_north(lat, alt, speed, azimuth)
    back_speed, back_azimuth = over_ground(lat, alt, east, north)
    assert back_speed == pytest.approx(speed)
    assert np.cos(np.radians(back_azimuth - azimuth)) == pytest.approx(1.0)
    # at height it is faster than the point below, by height over radius
    assert np.hypot(east, north) / speed - 1.0 == pytest.approx(alt / 6371e3, rel=0.01)
