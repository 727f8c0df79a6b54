"""The shipped tracks: they read, they fly, and they pass the islands when the study they come from says."""

from functools import cache

import numpy as np
import pytest
from scipy.optimize import brentq

from sim.flight.track import Track, build_track
from sim.geo.geodesy import inverse
from sim.scenario.trackfile import TrackFile, TrackObject, read_track_file
from sim.shipped import shipped_folder

FOLDER = shipped_folder("scenarios") / "tracks"
NAMES = {
    "okinawa-2012-12-12": ("lead", "stage2_spent"),
    "okinawa-2016-02-07": ("lead", "stage2_spent"),
    "okinawa-2023-05-31": ("actual", "lead_planned"),
    "okinawa-2023-08-24": ("lead", "stage2_spent"),
    "okinawa-2023-11-21": ("lead", "stage2_spent"),
    "okinawa-2024-05-27": ("actual", "lead_planned"),
    "nuri-2022-06-21": ("lead",),
    "nuri-2023-05-25": ("lead",),
}
ALL = [(flight, name) for flight, names in NAMES.items() for name in names]


@cache
def read(flight: str) -> TrackFile:
    return read_track_file(FOLDER / f"{flight}.csv", flight)


def source(flight: str, name: str) -> TrackObject:
    return next(obj for obj in read(flight).objects if obj.name == name)


@cache
def flown(flight: str, name: str) -> Track:
    return build_track(source(flight, name))


def passes_s(track: Track, lat_deg: float) -> float:
    return float(brentq(lambda t: track.state_at(t).lat_deg - lat_deg, track.start_s, track.end_s))


@pytest.mark.parametrize("flight", NAMES)
def test_every_shipped_track_has_its_objects_and_says_where_each_knot_comes_from(flight: str) -> None:
    objects = read(flight).objects
    assert tuple(obj.name for obj in objects) == NAMES[flight]
    assert all(knot.source for obj in objects for knot in obj.knots)
    assert all(knot.sigma_t_s is not None for obj in objects for knot in obj.knots)


@pytest.mark.parametrize(("flight", "name"), ALL)
def test_every_shipped_track_moves_as_a_launch_can(flight: str, name: str) -> None:
    track = flown(flight, name)
    times, state = track.sample(1.0)
    moved = inverse(state.lat_deg[:-1], state.lon_deg[:-1], state.lat_deg[1:], state.lon_deg[1:])[2]
    mean = (state.ground_speed_m_s[:-1] + state.ground_speed_m_s[1:]) / 2
    assert np.abs(moved / np.diff(times) - mean).max() < 50.0
    assert state.ground_speed_m_s.max() < 7200.0
    assert state.alt_m.min() > -1.0


@pytest.mark.parametrize(
    ("name", "lat_deg", "clock_s", "lon_deg", "alt_km"),
    [
        ("lead", 26.2, 519, 125.58, 445),  # 22:51:07
        ("lead", 25.5, 535, 125.61, 454),  # 22:51:23
        ("lead", 24.8, 550, 125.62, 462),  # 22:51:38
        ("stage2_spent", 26.2, 520, 126.24, 344),  # 22:51:08
        ("stage2_spent", 25.5, 537, 126.38, 339),  # 22:51:25
        ("stage2_spent", 24.8, 555, 126.51, 331),  # 22:51:43
    ],
)
@pytest.mark.parametrize("flight", ["okinawa-2023-11-21", "okinawa-2023-08-24"])
def test_the_pass_between_okinawa_and_miyako(
    flight: str, name: str, lat_deg: float, clock_s: float, lon_deg: float, alt_km: float
) -> None:
    """The study's table for 2023-11-21 (launch 22:42:28), to its printed digits; whole seconds are cut off.

    The flight of 2023-08-24 is modelled as the same path.
    """
    track = flown(flight, name)
    t_s = passes_s(track, lat_deg)
    state = track.state_at(t_s)
    assert clock_s <= t_s < clock_s + 1.0
    assert state.lon_deg == pytest.approx(lon_deg, abs=0.0051)
    assert state.alt_m / 1000 == pytest.approx(alt_km, abs=0.51)


def test_both_objects_of_august_2023_cross_25_5_north_when_modelled() -> None:
    lead, spent = flown("okinawa-2023-08-24", "lead"), flown("okinawa-2023-08-24", "stage2_spent")
    assert passes_s(lead, 25.5) == pytest.approx(535.5, abs=0.05)
    assert passes_s(spent, 25.5) == pytest.approx(537.8, abs=0.05)
    assert lead.state_at(535.5).ground_speed_m_s == pytest.approx(4965, abs=1)


@pytest.mark.parametrize(
    ("flight", "clock_s"), [("okinawa-2012-12-12", (551.8, 647.3)), ("okinawa-2016-02-07", (551.8, 647.3))]
)
def test_in_2012_and_2016_the_spent_stage_crosses_a_minute_and_a_half_later(
    flight: str, clock_s: tuple[float, float]
) -> None:
    for name, expected in zip(("lead", "stage2_spent"), clock_s, strict=True):
        assert passes_s(flown(flight, name), 25.5) == pytest.approx(expected, abs=0.05)


def test_closest_approach_to_the_islands_in_november_2023() -> None:
    """The study: lead 34 km from Miyako, 120 km from Kume, 210 km from Naha, to points it does not name."""
    state = flown("okinawa-2023-11-21", "lead").sample(0.5)[1]
    for lat, lon, expected_km in ((24.80, 125.28, 34), (26.34, 126.80, 120), (26.21, 127.68, 210)):
        there = np.full(state.lat_deg.shape, lat), np.full(state.lat_deg.shape, lon)
        nearest = inverse(state.lat_deg, state.lon_deg, *there)[2].min() / 1000
        assert nearest == pytest.approx(expected_km, abs=10)


def test_the_lead_of_august_2023_leaves_the_islands_and_says_where_it_ends() -> None:
    lead = flown("okinawa-2023-08-24", "lead")
    assert lead.end_s == 600.0
    assert lead.lat_deg[-1] < 24.0  # south of Hateruma, the southernmost inhabited island, at 24.05 N
    assert lead.events[-1].startswith("track ends here in the model; the real vehicle failed")
    assert set(lead.basis[1:]) == {"assumption"}


def test_failed_flights_end_before_the_islands() -> None:
    for flight in ("okinawa-2023-05-31", "okinawa-2024-05-27"):
        assert flown(flight, "actual").lat_deg.min() > 36.0


def rebuilt_error(flight: str, name: str, keep: slice, speeds: bool = True) -> tuple[float, float]:
    """Largest horizontal and height error in km at the rows left out, of a track built from the others."""
    obj = source(flight, name)
    kept = obj.knots[keep] if obj.knots[-1] in obj.knots[keep] else (*obj.knots[keep], obj.knots[-1])
    if not speeds:
        bare = {"ground_speed_km_s": None, "vert_speed_km_s": None}
        kept = tuple(type(k)(**{**k.__dict__, **bare}) for k in kept)
    left = [k for k in obj.knots if k.t_s not in {k.t_s for k in kept}]
    state = build_track(TrackObject(name, kept)).state_at([k.t_s for k in left])
    off = inverse(state.lat_deg, state.lon_deg, [k.lat_deg for k in left], [k.lon_deg for k in left])[2]
    return float(off.max()) / 1000, float(np.abs(state.alt_m / 1000 - [k.alt_km for k in left]).max())


def test_half_the_rows_are_enough_and_stated_speeds_help() -> None:
    with_speeds = rebuilt_error("okinawa-2023-11-21", "lead", slice(None, None, 2))
    without = rebuilt_error("okinawa-2023-11-21", "lead", slice(None, None, 2), speeds=False)
    assert with_speeds == pytest.approx((1.30, 0.046), rel=0.05)
    assert without == pytest.approx((1.77, 1.05), rel=0.05)
