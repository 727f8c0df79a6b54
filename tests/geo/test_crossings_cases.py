"""Cases with a known answer, for both engines: insides, holes, points, poles, the antimeridian, and what is refused."""

import numpy as np
import pytest
import shapely

from sim.geo.crossings import FlightBatch, find_crossings, one_flight
from sim.geo.ecef import chord_of_arc, to_ecef
from sim.geo.features import build_features
from tests.geo import brute
from tests.geo.truth import GEOD

SPEED_M_S = 5000.0
SQUARE = shapely.box(10.0, -1.0, 12.0, 1.0)


@pytest.fixture(params=["numpy", "compiled"])
def engine(request):
    return request.param


def along(lon, lat, azimuth, seconds, radius_m):
    t = np.arange(0.0, seconds + 0.5)
    lons, lats, _ = GEOD.fwd(*(np.full(len(t), v) for v in (lon, lat, azimuth)), SPEED_M_S * t)
    return one_flight(t, to_ecef(lons, lats), radius_m)


def equator(seconds=120, radius_m=0.0, start=9.0):
    return along(start, 0.0, 90.0, seconds, radius_m)


def reached_s(lon, start=9.0, lat=0.0):
    return GEOD.inv(start, lat, lon, lat)[2] / SPEED_M_S


def search(areas, flight, engine, **options):
    return find_crossings(build_features(areas, **options), flight, engine=engine)


def test_radius_zero_is_the_ground_point_itself(engine):
    found = search([SQUARE], equator(), engine)
    assert found.enter_s == pytest.approx([reached_s(10.0)], abs=1e-6)
    assert found.exit_s == pytest.approx([reached_s(12.0)], abs=1e-6)
    assert found.closest_m.tolist() == [[0.0]]
    assert found.closest_s[0] == pytest.approx(found.enter_s, abs=1e-9)


@pytest.mark.parametrize("radius_m", [0.0, 1.0, 5e3, 20e3])
def test_inside_counts_however_far_the_edges(engine, radius_m):
    """The square's inradius is 110 km: between its borders no edge is within reach, yet it is one visit."""
    found = search([SQUARE], equator(radius_m=radius_m), engine)
    assert len(found.enter_s) == 1
    assert found.enter_s[0] == pytest.approx(reached_s(10.0) - radius_m / SPEED_M_S, abs=1e-4)
    assert found.exit_s[0] == pytest.approx(reached_s(12.0) + radius_m / SPEED_M_S, abs=1e-4)


def test_flights_that_start_or_end_inside(engine):
    inner, out, into = (
        along(11.0, 0.0, 90.0, 10, 0.0),
        along(11.0, 0.0, 90.0, 60, 0.0),
        along(9.0, 0.0, 90.0, 40, 0.0),
    )
    ends = []
    for flight in (inner, out, into):
        found = search([SQUARE], flight, engine)
        ends.append((found.enter_s[0], found.exit_s[0]))
    assert ends[0] == (0.0, 10.0)
    assert ends[1] == (0.0, pytest.approx(reached_s(12.0, 11.0), abs=1e-6))
    assert ends[2] == (pytest.approx(reached_s(10.0), abs=1e-6), 40.0)


def test_a_hole_is_outside_and_makes_two_visits(engine):
    ring = shapely.Polygon(SQUARE.exterior, [shapely.box(10.6, -0.4, 11.4, 0.4).exterior])
    found = search([ring], equator(), engine)
    assert found.visits().tolist() == [[2]]
    expected = [(reached_s(10.0), reached_s(10.6)), (reached_s(11.4), reached_s(12.0))]
    np.testing.assert_allclose(np.column_stack([found.enter_s, found.exit_s]), expected, rtol=0.0, atol=1e-6)
    assert search([ring], equator(radius_m=50e3), engine).visits().tolist() == [[1]]


def test_several_visits_to_scattered_parts(engine):
    islands = shapely.MultiPolygon([shapely.box(x, -0.05, x + 0.1, 0.05) for x in (10.0, 11.0, 12.0)])
    assert search([islands], equator(radius_m=20e3), engine).visits().tolist() == [[3]]
    assert search([islands], equator(radius_m=60e3), engine).visits().tolist() == [[1]]


def test_a_point_is_an_area_too(engine):
    lone = shapely.Point(11.0, 0.1)
    aside = GEOD.inv(11.0, 0.0, 11.0, 0.1)[2]
    for areas in ([lone], [shapely.MultiPoint([lone])], [shapely.Polygon([lone, lone, lone])]):
        found = search(areas, equator(radius_m=30e3), engine)
        half = np.sqrt(30e3**2 - aside**2) / SPEED_M_S
        assert found.enter_s == pytest.approx([reached_s(11.0) - half], abs=1e-3)
        assert found.exit_s == pytest.approx([reached_s(11.0) + half], abs=1e-3)
        assert found.closest_m[0, 0] == pytest.approx(aside, abs=0.5)


def test_a_graze_shorter_than_a_step_is_found_and_a_near_miss_is_not(engine):
    areas = build_features([shapely.Point(11.0, 0.27)])
    flight = equator()
    closest = brute.closest(areas, flight.xyz_m)[0]
    limit = brute_arc(closest)
    for extra_m, visits in ((0.01, 1), (-0.01, 0)):
        touching = equator(radius_m=limit + extra_m)
        found = find_crossings(areas, touching, engine=engine, closest=False)
        assert len(found.enter_s) == visits
        if visits:
            truth = brute.visits(areas, touching.t_s, touching.xyz_m, touching.radius_m)
            brute.assert_same(found, 0, truth, 1e-8)
            assert found.exit_s[0] - found.enter_s[0] < 0.05


def brute_arc(chord_m):
    low, high = 0.0, 1e6
    for _ in range(80):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if chord_of_arc(middle) < chord_m else (low, middle)
    return low


def test_empty_areas_are_never_crossed(engine):
    found = search([None, shapely.Polygon(), SQUARE, shapely.MultiPolygon()], equator(), engine)
    assert found.visit_area.tolist() == [2]
    assert np.isinf(found.closest_m[0, [0, 1, 3]]).all()
    assert np.isnan(found.closest_s[0, [0, 1, 3]]).all()
    for areas in ([], [None]):
        nothing = search(areas, equator(), engine)
        assert len(nothing.enter_s) == 0
        assert nothing.closest_m.shape == (1, len(areas))


def test_no_flights_find_nothing(engine):
    none = FlightBatch(np.zeros(0), np.zeros((0, 3)), np.array([0]), 1e3)
    found = find_crossings(build_features([SQUARE]), none, engine=engine)
    assert len(found.enter_s) == 0
    assert found.closest_m.shape == (0, 1)


@pytest.mark.parametrize("radius_m", [0.0, 30e3])
def test_across_the_antimeridian(engine, radius_m):
    whole = [(179.0, -1.0), (-179.0, -1.0), (-179.0, 1.0), (179.0, 1.0), (179.0, -1.0)]
    cut = shapely.MultiPolygon([shapely.box(179.0, -1.0, 180.0, 1.0), shapely.box(-180.0, -1.0, -179.0, 1.0)])
    for area in (shapely.Polygon(whole), cut):
        found = search([area], equator(start=178.0, radius_m=radius_m), engine)
        assert len(found.enter_s) == 1
        assert found.enter_s[0] == pytest.approx(reached_s(179.0, 178.0) - radius_m / SPEED_M_S, abs=1e-4)
        assert found.exit_s[0] == pytest.approx(reached_s(-179.0, 178.0) + radius_m / SPEED_M_S, abs=1e-4)


@pytest.mark.parametrize("pole", [90.0, -90.0])
@pytest.mark.parametrize("radius_m", [0.0, 30e3])
def test_over_a_pole(engine, pole, radius_m):
    """A cap round the pole, met at its parallel on the one side and left on the other."""
    edge = pole - np.sign(pole)
    cap = shapely.box(-180.0, min(pole, edge), 180.0, max(pole, edge))
    start = pole - 2.0 * np.sign(pole)
    found = search([cap], along(30.0, start, 0.0 if pole > 0 else 180.0, 100, radius_m), engine)
    near, far = (
        GEOD.inv(30.0, start, 30.0, edge)[2],
        GEOD.inv(30.0, start, 30.0, pole)[2] + GEOD.inv(30.0, pole, 30.0, edge)[2],
    )
    assert found.visits().tolist() == [[1]]
    assert found.enter_s[0] == pytest.approx((near - radius_m) / SPEED_M_S, abs=1e-3)
    assert found.exit_s[0] == pytest.approx((far + radius_m) / SPEED_M_S, abs=1e-3)
    assert found.closest_m[0, 0] == 0.0


def knots(**changes):
    t = np.arange(4.0)
    good = {"t_s": t, "xyz_m": to_ecef(10.0 + 0.01 * t, 0.0 * t), "start": np.array([0, 4]), "radius_m": 1e3}
    return {**good, **changes}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"t_s": np.zeros((2, 2))}, "t_s must be one-dimensional"),
        ({"xyz_m": np.zeros((4, 2))}, "xyz_m must hold three coordinates for each knot"),
        ({"start": np.array([0, 3])}, "start must run from 0 to the number of knots"),
        ({"start": np.array([1, 4])}, "start must run from 0 to the number of knots"),
        ({"start": np.array([0, 1, 4])}, "every flight needs at least two knots"),
        ({"t_s": np.array([0.0, 1.0, np.nan, 3.0])}, "t_s must be finite"),
        ({"xyz_m": np.full((4, 3), np.inf)}, "xyz_m must be finite"),
        ({"t_s": np.array([0.0, 1.0, 1.0, 3.0])}, "t_s must increase within each flight"),
        ({"radius_m": -1.0}, "radius_m must lie in [0, 1e+07]"),
        ({"radius_m": np.nan}, "radius_m must lie in [0, 1e+07]"),
        ({"xyz_m": np.zeros((4, 3))}, "xyz_m must be ground points, at height 0"),
    ],
)
def test_flights_that_make_no_sense_are_refused(changes, message):
    with pytest.raises(ValueError) as error:
        FlightBatch(**knots(**changes))
    assert str(error.value) == message


@pytest.mark.parametrize("bad", [0, 4200, 9998])
@pytest.mark.parametrize(
    ("lat_deg", "scale", "message"),
    [
        (1.7, 1.0, None),
        (1.85, 1.0, "knots must be no more than 200 km apart"),
        (0.1, 1.002, "xyz_m must be ground points, at height 0"),
    ],
)
def test_every_knot_of_many_flights_is_looked_at(bad, lat_deg, scale, message):
    # Flights of two knots on both sides of the Earth: only the ways within them count.
    lon = np.repeat(np.arange(5000) % 2 * 180.0, 2)
    xyz = to_ecef(lon, np.tile([0.0, 0.1], 5000))
    xyz[bad + 1] = scale * to_ecef(lon[bad], lat_deg)
    many = {"t_s": np.tile([0.0, 1.0], 5000), "xyz_m": xyz, "start": 2 * np.arange(5001), "radius_m": 1e3}
    if message is None:
        assert len(FlightBatch(**many)) == 5000
    else:
        with pytest.raises(ValueError, match=message):
            FlightBatch(**many)


@pytest.mark.parametrize(
    ("areas", "message"),
    [
        ([SQUARE, shapely.LineString([(0, 0), (1, 1)])], "areas 1: only polygons and points can be areas"),
        ([shapely.Point(0.0, 91.0)], "areas 0: latitudes must lie in [-90, 90], longitudes in [-540, 540]"),
        ([shapely.Point(541.0, 0.0)], "areas 0: latitudes must lie in [-90, 90], longitudes in [-540, 540]"),
        ([shapely.box(-170.0, -80.0, 170.0, 80.0)], "area 0: spans more than about 140° of the Earth"),
    ],
)
def test_areas_that_make_no_sense_are_refused(areas, message):
    with pytest.raises(ValueError) as error:
        build_features(areas)
    assert str(error.value) == message


def test_areas_that_are_not_finite_are_refused():
    broken = shapely.Polygon([(0.0, 0.0), (1.0, np.nan), (1.0, 1.0), (0.0, 0.0)])
    with pytest.raises(ValueError) as error:
        build_features([None, broken])
    assert str(error.value) == "areas 1: coordinates must be finite"
