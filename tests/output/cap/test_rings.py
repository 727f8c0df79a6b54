"""From geometry to rings: latitude first, closed, rounded without crossing, holes filled."""

import pytest
import shapely

from sim.output.cap.rings import ring_faults, ring_text, rings_of


def test_longitude_latitude_becomes_latitude_first() -> None:
    (ring,) = rings_of(shapely.box(125.2, 24.7, 125.5, 24.95))
    assert set(ring) == {(24.7, 125.2), (24.7, 125.5), (24.95, 125.5), (24.95, 125.2)}
    assert ring[0] == ring[-1]


def test_every_island_is_a_ring_of_its_own() -> None:
    assert len(rings_of(shapely.MultiPolygon([shapely.box(0, 0, 1, 1), shapely.box(2, 2, 3, 3)]))) == 2


def test_a_hole_is_filled() -> None:
    holed = shapely.box(0, 0, 3, 3).difference(shapely.box(1, 1, 2, 2))
    (ring,) = rings_of(holed)
    assert set(ring) == {(0.0, 0.0), (0.0, 3.0), (3.0, 3.0), (3.0, 0.0)}


def test_a_ring_that_rounding_would_fold_stays_simple() -> None:
    sliver = shapely.Polygon([(0, 0), (1, 0), (1, 1), (0.5, 0.000001), (0.000001, 1)])
    rings = rings_of(sliver)
    assert rings
    assert [list(ring_faults(ring)) for ring in rings] == [[] for _ in rings]


def test_what_is_smaller_than_a_rounding_step_vanishes() -> None:
    assert rings_of(shapely.Point(125, 24).buffer(1e-7)) == ()


def test_a_line_is_not_an_area() -> None:
    with pytest.raises(ValueError, match="not of a LineString"):
        rings_of(shapely.LineString([(0, 0), (1, 1)]))


def test_zero_is_written_without_a_sign() -> None:
    (ring,) = rings_of(shapely.box(-1e-7, -1e-7, 1, 1))
    assert "-0" not in ring_text(ring)


def test_a_ring_across_the_date_line_is_sound_and_a_crossing_one_there_is_not() -> None:
    ring = ((-10.0, 179.0), (-10.0, -179.0), (-12.0, -179.0), (-12.0, 179.0), (-10.0, 179.0))
    assert list(ring_faults(ring)) == []
    bow = (ring[0], ring[2], ring[1], ring[3], ring[0])
    assert list(ring_faults(bow)) == ["the ring crosses itself (at -11.00000,-180.00000)"]
