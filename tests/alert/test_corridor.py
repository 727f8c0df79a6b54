"""Predicted corridors against thousands of reports drawn at random."""

from dataclasses import replace

import numpy as np
import pytest

from sim.alert.band import probability_near
from sim.alert.belief import Belief
from sim.alert.corridor import announced_band, corridor_probability, predicted_band
from sim.alert.outlines import hulls_of, neighbours
from sim.alert.prediction import extrapolate
from sim.alert.reports import Spread
from sim.flight.paths import flight_batch
from sim.geo.crossings import find_crossings
from sim.geo.geodesy import inverse
from sim.units import Floats
from tests.alert.states import OVER_CHINA_SEA, estimate, with_errors
from tests.mornings import usual_world

HORIZON_S, MARGIN_M, SAMPLES = 300.0, 50e3, 400


def found_at_random() -> Floats:
    """Share of random reports whose path comes within the margin of each area."""
    features = usual_world().features
    paths = [extrapolate(report, HORIZON_S) for report in with_errors(OVER_CHINA_SEA, SAMPLES)]
    found = find_crossings(features, flight_batch(paths, [MARGIN_M] * SAMPLES), closest=False)
    met = np.zeros((SAMPLES, len(features)), bool)
    met[found.visit_flight, found.visit_area] = True
    return np.asarray(met.mean(axis=0))


def test_probabilities_are_those_of_random_reports() -> None:
    band = predicted_band(estimate(OVER_CHINA_SEA), HORIZON_S)
    predicted = probability_near(hulls_of(usual_world().layer), band, MARGIN_M)
    at_random = found_at_random()
    assert ((at_random > 0.2) & (at_random < 0.8)).any()
    # three standard errors of the sample
    assert np.abs(predicted - at_random).max() < 3.0 * np.sqrt(0.25 / SAMPLES)


def test_the_spread_is_that_of_random_paths() -> None:
    known = estimate(OVER_CHINA_SEA)
    band = predicted_band(known, HORIZON_S)
    ends = [extrapolate(report, HORIZON_S) for report in with_errors(OVER_CHINA_SEA, 2000)]
    lat, lon = (np.array([path[i][-1] for path in ends]) for i in (1, 2))
    middle = extrapolate(known, HORIZON_S)
    course = float(inverse(middle.lat_deg[-2], middle.lon_deg[-2], middle.lat_deg[-1], middle.lon_deg[-1])[1])
    azimuth, _, apart = inverse(middle.lat_deg[-1], middle.lon_deg[-1], lat, lon)
    off = np.radians(azimuth - course)
    assert np.std(apart * np.sin(off)) == pytest.approx(band.across_m[-1], rel=0.05)
    assert np.std(apart * np.cos(off)) == pytest.approx(band.along_m[-1], rel=0.05)


def test_without_any_spread_it_is_within_the_margin_or_not() -> None:
    certain = replace(OVER_CHINA_SEA, spread=Spread())
    world = usual_world()
    band = predicted_band(estimate(certain), HORIZON_S)
    predicted = probability_near(hulls_of(world.layer), band, MARGIN_M)
    found = find_crossings(world.features, flight_batch([extrapolate(certain, HORIZON_S)], [MARGIN_M]))
    near = np.isin(np.arange(len(world.layer)), found.visit_area)
    distance = found.closest_m[0]
    clear = np.abs(distance - MARGIN_M) > 1e3
    assert set(np.round(predicted[clear], 6)) <= {0.0, 1.0}
    assert ((predicted > 0.5) == near)[clear].all()


def test_the_corridor_widens_with_the_time_ahead_and_with_the_margin() -> None:
    band = predicted_band(estimate(OVER_CHINA_SEA), HORIZON_S)
    assert (np.diff(band.across_m) > 0.0).all()
    hulls = hulls_of(usual_world().layer)
    narrow, wide = (probability_near(hulls, band, margin_m) for margin_m in (10e3, 80e3))
    assert (narrow <= wide).all()
    assert narrow.max() < wide.max()


def test_two_objects_are_more_likely_to_come_near_than_one() -> None:
    one = Belief().after(OVER_CHINA_SEA)
    two = one.after(replace(OVER_CHINA_SEA, subject="stage", azimuth_deg=165.0))
    layer = usual_world().layer
    alone, both = (corridor_probability(layer, belief, None, MARGIN_M, HORIZON_S) for belief in (one, two))
    assert (both >= alone).all()
    assert (both > alone).any()


def test_nobody_reported_comes_near_nobody() -> None:
    assert not corridor_probability(usual_world().layer, Belief(), None, 2000e3, 900.0).any()


def test_the_announced_corridor_follows_the_announced_track_and_its_spread() -> None:
    track = usual_world().nominal()["lead"]
    band = announced_band(track, 400.0, 150.0)
    assert float(band.lat_deg[-1]) == pytest.approx(float(track.state_at(550.0).lat_deg))
    assert float(band.across_m[0]) == pytest.approx(float(track.sigma_at(400.0)[1]))
    over = announced_band(track, 5000.0, 150.0)
    assert len(over.lat_deg) == 13
    assert np.ptp(over.lat_deg) == 0.0
    assert np.isfinite(probability_near(hulls_of(usual_world().layer), over, 1e3)).all()


def test_a_prefecture_alone_has_no_neighbours() -> None:
    assert neighbours(usual_world().layer, 30e3) == {"47": frozenset()}
