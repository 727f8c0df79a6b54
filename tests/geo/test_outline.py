"""From degrees to chords: where edges run, what is cut, what neighbours and seams share."""

import numpy as np
import pytest
from shapely import GeometryCollection, MultiPoint, MultiPolygon, Point, Polygon, box

from sim.geo.ecef import to_ecef, to_lon_lat
from sim.geo.features import build_features
from sim.geo.outline import CHORD_TOLERANCE_M, outline
from tests.geo.truth import GEOD


def test_ecef_and_degrees_are_inverse_and_on_the_ellipsoid():
    rng = np.random.default_rng(0)
    lon, lat = rng.uniform(-180.0, 180.0, 200), rng.uniform(-90.0, 90.0, 200)
    xyz = to_ecef(lon, lat)
    back = to_lon_lat(xyz)
    assert back[0] == pytest.approx(lon, abs=1e-9)
    assert back[1] == pytest.approx(lat, abs=1e-9)
    a, b = GEOD.a, GEOD.b
    level = (xyz[:, 0] ** 2 + xyz[:, 1] ** 2) / a**2 + xyz[:, 2] ** 2 / b**2
    assert level == pytest.approx(1.0, abs=1e-14)


@pytest.mark.parametrize(
    "polygon",
    [box(120.0, 20.0, 130.0, 30.0), box(0.0, 70.0, 40.0, 80.0), Polygon([(-20, -40), (30, 10), (5, 45)])],
)
def test_chords_follow_straight_lines_in_degrees(polygon):
    """RFC 7946: a parallel is a parallel, not the great circle that leaves it by kilometres."""
    edges = outline([polygon])
    middle = 0.5 * (edges.a_m + edges.b_m)
    lon, lat = to_lon_lat(middle)
    for point in np.column_stack([lon, lat]):
        degrees = polygon.exterior.distance(Point(point))
        assert degrees * 111_320.0 <= 2.0 * CHORD_TOLERANCE_M
    sag = np.linalg.norm(middle - to_ecef(lon, lat), axis=1)
    assert sag.max() <= 1.2 * CHORD_TOLERANCE_M


def test_rings_close_and_short_edges_stay_whole():
    edges = outline([box(127.0, 26.0, 127.01, 26.01)])
    assert len(edges.a_m) == 4
    assert (edges.a_m == np.roll(edges.b_m, 1, axis=0)).all()


def test_neighbours_share_their_border_to_the_bit():
    west, east = (outline([box(lon, 26.0, lon + 1.0, 27.0)]) for lon in (126.0, 127.0))

    def ends(edges):
        return {frozenset((a.tobytes(), b.tobytes())) for a, b in zip(edges.a_m, edges.b_m, strict=True)}

    assert len(ends(west) & ends(east)) >= 20


def test_the_seam_of_a_cut_area_bounds_nothing():
    cut = MultiPolygon([box(179.0, -1.0, 180.0, 1.0), box(-180.0, -1.0, -179.0, 1.0)])
    whole = box(179.0, -1.0, 181.0, 1.0)
    features = build_features([cut, whole])
    edges, walls = np.diff(features.edges.ptr), np.diff(features.walls.ptr)
    seam = len(outline([box(179.0, -1.0, 180.0, 1.0)]).a_m) * 2 - walls[0]
    assert seam > 100
    assert edges.tolist() == [walls[0] + seam, walls[1]]


def test_rings_and_areas_are_numbered_in_order():
    ring = Polygon(box(0.0, 0.0, 0.02, 0.02).exterior, [box(0.01, 0.01, 0.012, 0.012).exterior.coords])
    shape = outline(
        [
            None,
            ring,
            Point(3.0, 3.0),
            GeometryCollection([MultiPoint([(4, 4), (5, 5)]), box(6, 6, 6.01, 6.01)]),
        ]
    )
    assert shape.area.tolist() == [1] * 8 + [2] + [3] * 6
    assert len(np.unique(shape.ring)) == 2 + 1 + 3
    assert (np.diff(shape.area) >= 0).all()


def test_edges_without_length_go_but_a_ring_keeps_one():
    twice = Polygon([(0.0, 0.0), (0.0, 0.0), (0.01, 0.0), (0.01, 0.01), (0.01, 0.01)])
    assert len(outline([twice]).a_m) == 3
    assert len(outline([Polygon([(1.0, 1.0)] * 4)]).a_m) == 1


def test_spheres_hold_their_areas_and_inradii_their_insides():
    areas = [box(127.0, 26.0, 127.3, 26.1), box(0.0, 0.0, 5.0, 5.0), Point(1.0, 1.0), None]
    features = build_features(areas)
    rows = np.repeat(np.arange(4), np.diff(features.edges.ptr))
    apart = np.linalg.norm(features.edges.start_m - features.centre_m[rows], axis=1)
    assert (apart <= features.reach_m[rows]).all()
    assert features.inradius_m[0] >= 0.05 * 110e3
    assert features.inradius_m[1] >= 2.5 * 110e3
    assert features.inradius_m[2:].tolist() == [0.0, 0.0]
    assert features.reach_m[3] == -1.0
