"""The first and the last instant of a track belong to it, however the times of both came about."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.alert.corridor import announced_band
from sim.alert.prediction import along_nominal
from sim.flight.dispersion import dispersed, draw_normals, heights, prepare
from sim.flight.sampled import SampledFlight
from sim.flight.track import Flying, Track, build_track
from sim.geo.gate import gate_crossing_s
from sim.scenario.trackfile import Knot, TrackObject
from tests.mornings import usual_world

starts = st.floats(0.0, 2000.0)
lengths = st.floats(1.0, 2000.0)
times = st.floats(-3000.0, 6000.0)


def flown(start_s: float, length_s: float, number: int = 4) -> Track:
    t_s = np.linspace(start_s, start_s + length_s, number)
    knots = [Knot(float(t), 39.0 - 0.5 * k, 124.0, 100.0, sigma_t_s=20.0) for k, t in enumerate(t_s)]
    return build_track(TrackObject("x", tuple(knots)))


def known_at_both_ends(flight: Flying, ways: list[float]) -> None:
    for end_s, others in ((flight.start_s, ways[:2]), (flight.end_s, ways[2:])):
        exact = flight.state_at(end_s)
        for t_s in (*others, round(end_s, 9), np.nextafter(end_s, -1e9), np.nextafter(end_s, 1e9)):
            found = flight.state_at(np.array([t_s]))
            assert found.lat_deg[0] == pytest.approx(float(exact.lat_deg), abs=1e-7)
            assert found.alt_m[0] == pytest.approx(float(exact.alt_m), abs=1e-3)
    for t_s in (flight.start_s - 1e-6, flight.end_s + 1e-6):
        with pytest.raises(ValueError, match="is known from"):
            flight.state_at(t_s)


@settings(deadline=None)
@given(starts, lengths, times)
def test_a_clock_that_waits_until_then_is_not_refused(start_s: float, length_s: float, now_s: float) -> None:
    """``now + (then - now)`` is not always ``then``."""
    track = flown(start_s, length_s)
    waited = [now_s + (end_s - now_s) for end_s in (track.start_s, track.end_s)]
    known_at_both_ends(track, [waited[0], waited[0], waited[1], waited[1]])
    assert track.sigma_at(np.array(waited))[0].tolist() == [20.0, 20.0]


@settings(deadline=None)
@given(st.integers(0, 10_000), times)
def test_nor_is_it_by_a_flight_drawn_anew(replicate: int, now_s: float) -> None:
    for track in usual_world().tracks:
        ready, normals = prepare(track, 20.0), draw_normals(0, track.name, replicate, 1)
        batch = dispersed(ready, 0.0, normals)
        named = batch.t_s[np.searchsorted(ready.t_s, track.t_s)]
        flight = SampledFlight(
            track.name, batch.t_s, batch.xyz_m, heights(ready, normals)[0], named, track.events, track.basis
        )
        (late,) = normals[:, 0]
        alone = [float(ready.t_s[k] + late * ready.sigma_t_s[k]) for k in (0, -1)]
        waited = [now_s + (end_s - now_s) for end_s in (flight.start_s, flight.end_s)]
        known_at_both_ends(flight, [alone[0], waited[0], alone[1], waited[1]])


@given(starts, st.floats(0.1, 2000.0), times, st.floats(1.0, 3600.0))
def test_what_was_announced_is_asked_for_only_where_it_is_known(
    start_s: float, length_s: float, from_s: float, horizon_s: float
) -> None:
    track = flown(start_s, length_s)
    for moment in (from_s, track.start_s, track.end_s):
        path = along_nominal(track, moment, horizon_s)
        assert track.start_s <= path.t_s[0] < path.t_s[-1] <= track.end_s
        assert np.isfinite(announced_band(track, moment, horizon_s).across_m).all()


@given(starts, lengths)
def test_a_gate_at_the_very_end_is_crossed_while_the_track_is_known(start_s: float, length_s: float) -> None:
    t_s = np.array([start_s, start_s + 0.3 * length_s, start_s + length_s])
    xyz_m = np.array([[1.0, 0.0, 2.0], [1.0, 0.0, 1.0], [1.0, 0.0, 0.0]]) * 6.4e6
    at_s = gate_crossing_s(t_s, xyz_m, (0.0, -10.0), (0.0, 10.0))
    assert at_s is not None
    assert at_s <= t_s[-1] + 1e-9
    knots = tuple(Knot(float(t), 2.0 - k, 0.0, 100.0) for k, t in enumerate(t_s))
    build_track(TrackObject("x", knots)).sigma_at(at_s)
