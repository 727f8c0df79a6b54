"""Predicted fall zones against thousands of engine cuts drawn at random."""

from dataclasses import replace

import numpy as np
import pytest

from sim.alert.band import probability_near
from sim.alert.belief import Belief
from sim.alert.fallzone import fall_band, fall_probability
from sim.alert.outlines import hulls_of
from sim.alert.reports import Spread
from sim.flight.fallpoint import fall_point
from sim.flight.frames import east_north
from sim.flight.paths import GroundPath, flight_batch
from sim.geo.crossings import find_crossings
from sim.geo.geodesy import direct, inverse
from sim.units import Floats
from tests.alert.states import FALLING_ON_MIYAKO, estimate, with_errors
from tests.mornings import usual_world

SAMPLES = 600


def random_falls() -> tuple[Floats, Floats]:
    reports = with_errors(FALLING_ON_MIYAKO, SAMPLES)
    names = ("lat_deg", "alt_m", "ground_speed_m_s", "azimuth_deg", "lon_deg", "vertical_speed_m_s")
    lat, alt, speed, azimuth, lon, up = (np.array([getattr(r, name) for r in reports]) for name in names)
    fall = fall_point(lat, lon, alt, *east_north(lat, alt, speed, azimuth), up)
    return fall.lat_deg, fall.lon_deg


def test_the_zone_begins_at_the_fall_point_of_the_report() -> None:
    r = FALLING_ON_MIYAKO
    east, north = east_north(r.lat_deg, r.alt_m, r.ground_speed_m_s, r.azimuth_deg)
    expected = fall_point(r.lat_deg, r.lon_deg, r.alt_m, east, north, r.vertical_speed_m_s)
    band = fall_band(estimate(r), 1.0)
    assert band is not None
    assert np.allclose([band.lat_deg[0], band.lon_deg[0]], expected[:2])


def test_the_spread_is_that_of_random_falls() -> None:
    band = fall_band(estimate(FALLING_ON_MIYAKO), 1.0)
    assert band is not None
    azimuth, _, apart = inverse(band.lat_deg[0], band.lon_deg[0], *random_falls())
    off = np.radians(azimuth - band.azimuth_deg)
    assert np.std(apart * np.sin(off)) == pytest.approx(band.across_m[0], rel=0.1)
    assert np.std(apart * np.cos(off)) == pytest.approx(band.along_m[0], rel=0.1)


@pytest.mark.parametrize("margin_m", [10e3, 50e3])
def test_probabilities_hold_those_of_random_falls_on_the_safe_side(margin_m: float) -> None:
    """Never below, and no further above than the corners of the rectangles that stand for islands."""
    lat, lon = random_falls()
    # a step of a metre each, for a search that knows flights only
    onward = [direct(a, o, 180.0, 1.0) for a, o in zip(lat, lon, strict=True)]
    flights = [
        GroundPath(np.array([0.0, 1.0]), np.array([a, b[0]]), np.array([o, b[1]]))
        for a, o, b in zip(lat, lon, onward, strict=True)
    ]
    world = usual_world()
    found = find_crossings(world.features, flight_batch(flights, [margin_m] * SAMPLES), closest=False)
    met = np.zeros((SAMPLES, len(world.layer)), bool)
    met[found.visit_flight, found.visit_area] = True
    at_random = met.mean(axis=0)
    band = fall_band(estimate(FALLING_ON_MIYAKO), 1.0)
    assert band is not None
    predicted = probability_near(hulls_of(world.layer), band, margin_m)
    assert at_random.max() > 0.05
    # three standard errors of the sample below; above, the corners of an island's rectangle as well
    assert (predicted >= at_random - 0.06).all()
    assert (predicted <= at_random + 0.1).all()


def test_a_longer_horizon_only_adds() -> None:
    belief, layer = Belief().after(FALLING_ON_MIYAKO), usual_world().layer
    short, long = (fall_probability(layer, belief, 20e3, horizon_s) for horizon_s in (1.0, 60.0))
    assert (long >= short - 0.02).all()
    assert long.sum() > short.sum()


def test_what_is_in_orbit_falls_nowhere() -> None:
    orbiting = replace(FALLING_ON_MIYAKO, ground_speed_m_s=7150.0, alt_m=500e3, vertical_speed_m_s=0.0)
    assert fall_band(estimate(orbiting), 60.0) is None
    assert not fall_probability(usual_world().layer, Belief().after(orbiting), 2000e3, 60.0).any()


def test_an_object_on_the_ground_falls_where_it_is() -> None:
    resting = replace(
        FALLING_ON_MIYAKO, ground_speed_m_s=0.0, alt_m=0.0, vertical_speed_m_s=0.0, spread=Spread()
    )
    band = fall_band(estimate(resting), 60.0)
    assert band is not None
    assert np.allclose(band.lat_deg, resting.lat_deg, atol=1e-3)
    assert np.isfinite(probability_near(hulls_of(usual_world().layer), band, 1e3)).all()


def test_the_nominal_flight_never_threatens_to_fall_within_fifty_kilometres() -> None:
    """In a vacuum its fall points pass Okinawa's latitude over the sea west of Yonaguni."""
    track = usual_world().nominal()["lead"]
    times = np.arange(60.0, 600.0, 2.0)
    state = track.state_at(times)
    east, north = east_north(state.lat_deg, state.alt_m, state.ground_speed_m_s, state.azimuth_deg)
    fall = fall_point(state.lat_deg, state.lon_deg, state.alt_m, east, north, state.vertical_speed_m_s)
    path = GroundPath(times, fall.lat_deg, fall.lon_deg)
    closest_m = find_crossings(usual_world().features, flight_batch([path], [0.0])).closest_m
    assert 50e3 < closest_m.min() < 100e3
