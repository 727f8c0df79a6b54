"""Crossings anywhere on Earth: seams, poles, several times round, knots far apart, points that stand still."""

import numpy as np
import pytest
import shapely
from shapely import MultiPolygon, Point, Polygon, box

from sim.geo.crossings import FlightBatch, find_crossings, one_flight
from sim.geo.ecef import chord_of_arc, to_ecef
from sim.geo.features import build_features

ENGINES = pytest.mark.parametrize("engine", ["numpy", "compiled"])
METRES_PER_DEGREE = 111_319.49
"""Along the equator of WGS84."""


def along_equator(start_deg, end_deg, knots=101, lat_deg=0.0, radius_m=0.0):
    """One degree per unit of time, eastwards."""
    lon = np.linspace(start_deg, end_deg, knots)
    return one_flight(lon - start_deg, to_ecef(lon, lat_deg), radius_m)


def visits(found, area=0):
    mine = found.visit_area == area
    return list(zip(found.enter_s[mine].tolist(), found.exit_s[mine].tolist(), strict=True))


ACROSS = {
    "cut in two": MultiPolygon([box(179.0, -1.0, 180.0, 1.0), box(-180.0, -1.0, -179.0, 1.0)]),
    "past 180": box(179.0, -1.0, 181.0, 1.0),
    "past -180": box(-181.0, -1.0, -179.0, 1.0),
    "jumping": Polygon([(179.0, -1.0), (-179.0, -1.0), (-179.0, 1.0), (179.0, 1.0)]),
}


@ENGINES
@pytest.mark.parametrize("radius_m", [0.0, 30e3])
@pytest.mark.parametrize("name", ACROSS)
def test_the_antimeridian_is_no_border_however_it_is_written(engine, name, radius_m):
    flight = along_equator(175.0, 185.0, knots=1001, radius_m=radius_m)
    found = find_crossings(build_features([ACROSS[name]]), flight, engine=engine)
    lead = radius_m / METRES_PER_DEGREE
    assert visits(found) == [(pytest.approx(4.0 - lead, abs=2e-5), pytest.approx(6.0 + lead, abs=2e-5))]


@ENGINES
def test_a_flight_along_the_seam_of_a_cut_area_is_one_visit(engine):
    lat = np.linspace(-3.0, 3.0, 61)
    flight = one_flight(lat + 3.0, to_ecef(180.0, lat), 0.0)
    found = find_crossings(build_features([ACROSS["cut in two"]]), flight, engine=engine)
    assert visits(found) == [(pytest.approx(2.0, abs=1e-5), pytest.approx(4.0, abs=1e-5))]


CAPS = {
    "with a seam": Polygon([(-180.0, 80.0), (180.0, 80.0), (180.0, 90.0), (-180.0, 90.0)]),
    "four corners": Polygon([(-180.0, 80.0), (-90.0, 80.0), (0.0, 80.0), (90.0, 80.0)]),
}


@ENGINES
@pytest.mark.parametrize("sign", [1.0, -1.0])
@pytest.mark.parametrize("meridian", [0.0, 57.0, 180.0])
@pytest.mark.parametrize("name", CAPS)
def test_an_area_round_a_pole(engine, name, meridian, sign):
    cap = shapely.transform(CAPS[name], lambda lon_lat: lon_lat * [1.0, sign])
    way = np.linspace(70.0, 110.0, 401)
    lat, lon = np.where(way > 90.0, 180.0 - way, way), np.where(way > 90.0, meridian + 180.0, meridian)
    flight = one_flight(way - 70.0, to_ecef(lon, sign * lat), 0.0)
    found = find_crossings(build_features([cap]), flight, engine=engine)
    assert visits(found) == [(pytest.approx(10.0, abs=1e-5), pytest.approx(30.0, abs=1e-5))]


@ENGINES
def test_a_pole_itself_can_be_an_area(engine):
    way = np.linspace(85.0, 95.0, 1001)
    lat, lon = np.where(way > 90.0, 180.0 - way, way), np.where(way > 90.0, 190.0, 10.0)
    found = find_crossings(
        build_features([Point(123.0, 90.0)]), one_flight(way, to_ecef(lon, lat), 111_694.0), engine=engine
    )
    assert visits(found) == [(pytest.approx(89.0, abs=1e-4), pytest.approx(91.0, abs=1e-4))]


@ENGINES
def test_more_than_once_round_the_earth(engine):
    t = np.arange(0.0, 12_001.0, 10.0)
    flight = one_flight(t, to_ecef(0.08 * t, 0.0), 60e3)
    found = find_crossings(build_features([Point(90.0, 0.0)]), flight, engine=engine)
    middle = 0.5 * (found.enter_s + found.exit_s)
    assert middle == pytest.approx([90.0 / 0.08, 450.0 / 0.08, 810.0 / 0.08], abs=0.01)


@ENGINES
def test_touching_counts_exactly_where_the_closest_approach_says(engine):
    areas = build_features([Point(5.0321, 0.0)])
    flight = along_equator(0.0, 10.0, lat_deg=0.4)
    nearest = float(find_crossings(areas, flight, engine=engine).closest_m[0, 0])
    for radius_m, visited in ((nearest * (1.0 + 1e-9), 1), (nearest * (1.0 - 1e-9), 0)):
        wide = FlightBatch(flight.t_s, flight.xyz_m, flight.start, np.full(len(flight.t_s), radius_m))
        assert len(find_crossings(areas, wide, engine=engine).enter_s) == visited


@ENGINES
@pytest.mark.parametrize("knots", [8, 15, 30])
def test_far_apart_knots_do_not_take_the_track_from_under_small_areas(engine, knots):
    """The chord between far knots passes deep below an area, yet under its inside."""
    tiny = box(4.997, -0.003, 5.003, 0.003)
    flight = along_equator(0.0, 12.0, knots=knots)
    found = find_crossings(build_features([tiny], min_radius_m=1e3), flight, engine=engine)
    assert len(found.enter_s) == 1
    assert found.closest_m[0, 0] == 0.0
    assert found.closest_s[0, 0] == found.enter_s[0]


def test_knots_further_apart_are_refused():
    with pytest.raises(ValueError, match="200 km apart"):
        along_equator(0.0, 12.0, knots=6)


@ENGINES
def test_a_point_standing_still_is_inside_or_not_for_all_its_time(engine):
    still = FlightBatch(np.arange(4.0), np.tile(to_ecef(3.5, 0.0), (4, 1)), np.array([0, 4]), 10e3)
    areas = build_features([box(3.0, -1.0, 4.5, 1.0), Point(3.5, 0.05), Point(9.0, 9.0)])
    found = find_crossings(areas, still, engine=engine)
    assert visits(found, 0) == visits(found, 1) == [(0.0, 3.0)]
    assert visits(found, 2) == []


@ENGINES
def test_a_footprint_that_grows_and_shrinks_over_a_still_point(engine):
    radius = np.array([0.0, 100e3, 0.0])
    flight = FlightBatch(
        np.array([0.0, 10.0, 20.0]), np.tile(to_ecef(0.0, 0.0), (3, 1)), np.array([0, 3]), radius
    )
    found = find_crossings(build_features([Point(0.5, 0.0)]), flight, engine=engine)
    at = 10.0 * float(chord_of_arc(0.5 * METRES_PER_DEGREE) / chord_of_arc(100e3))
    assert visits(found) == [(pytest.approx(at, abs=1e-3), pytest.approx(20.0 - at, abs=1e-3))]


@ENGINES
def test_a_footprint_wide_enough_closes_a_hole(engine):
    ring = Polygon(box(2.0, -2.0, 8.0, 2.0).exterior, [box(4.0, -1.0, 6.0, 1.0).exterior.coords])
    for radius_m, parts in ((112e3, 1), (100e3, 2)):
        flight = along_equator(0.0, 10.0, radius_m=radius_m)
        assert len(find_crossings(build_features([ring]), flight, engine=engine).enter_s) == parts
