"""Decoding TopoJSON and cutting the background land, on a small topology made for the purpose."""

import numpy as np
import pytest
import shapely
from shapely.geometry import shape

from geodata.recipe.context import BOX_DEG, context
from geodata.recipe.packages import BuildError
from geodata.recipe.topojson import topojson_polygons


def topology(arcs, geometries, scale=(1.0, 1.0), translate=(0.0, 0.0)):
    return {
        "transform": {"scale": list(scale), "translate": list(translate)},
        "arcs": arcs,
        "objects": {"land": {"type": "GeometryCollection", "geometries": geometries}},
    }


def test_arcs_are_deltas_on_a_scaled_grid():
    square = [[0, 0], [2, 0], [0, 2], [-2, 0], [0, -2]]
    document = topology([square], [{"type": "Polygon", "arcs": [[0]]}], (0.5, 0.25), (100.0, 10.0))
    (polygon,) = topojson_polygons(document, "land")
    assert polygon.equals(shapely.box(100.0, 10.0, 101.0, 10.5))


def test_a_shared_arc_is_walked_backwards_by_the_neighbour():
    border = [[2, 0], [0, 2]]
    west = [[2, 2], [-2, 0], [0, -2], [2, 0]]
    east = [[2, 0], [2, 0], [0, 2], [-2, 0]]
    polygons = topojson_polygons(
        topology([border, west, east], [{"type": "MultiPolygon", "arcs": [[[0, 1]], [[2, -1]]]}]), "land"
    )
    assert polygons[0].equals(shapely.box(0, 0, 2, 2))
    assert polygons[1].equals(shapely.box(2, 0, 4, 2))


def test_holes_are_kept_and_collapsed_rings_are_not():
    outer = [[0, 0], [9, 0], [0, 9], [-9, 0], [0, -9]]
    hole = [[3, 3], [0, 3], [3, 0], [0, -3], [-3, 0]]
    speck = [[5, 5], [1, 0], [-1, 0]]
    document = topology(
        [outer, hole, speck],
        [{"type": "Polygon", "arcs": [[0], [1], [2]]}, {"type": "Polygon", "arcs": [[2]]}],
    )
    (polygon,) = topojson_polygons(document, "land")
    assert polygon.area == 81 - 9
    assert len(polygon.interiors) == 1


def test_lines_are_not_land():
    document = topology([[[0, 0], [1, 1]]], [{"type": "LineString", "arcs": [0]}])
    with pytest.raises(BuildError, match=r"^no polygons in a TopoJSON LineString$"):
        topojson_polygons(document, "land")


def shapes_of(features):
    return [shape(feature["geometry"]) for feature in features]


def test_islands_of_the_cut_out_layer_are_left_to_it_and_others_stay():
    ours = shapely.box(127.70, 26.10, 128.00, 26.50)
    as_they_draw_it = shapely.box(127.72, 26.11, 128.01, 26.52)
    displaced_islet = shapely.box(127.50, 26.30, 127.60, 26.31)
    neighbour = shapely.box(128.40, 27.00, 128.50, 27.10)
    kept = shapes_of(context([as_they_draw_it, displaced_islet, neighbour], np.array([ours], object)))
    assert len(kept) == 1
    assert kept[0].equals_exact(shapely.normalize(neighbour), 1e-9) or kept[0].equals(neighbour)


def test_land_is_cut_at_the_box_and_ordered_from_north_to_south():
    far = shapely.box(10, 10, 20, 20)
    north = shapely.box(90, 40, 120, 60)
    south = shapely.box(110, 10, 111, 11)
    ours = np.array([shapely.box(127, 26, 128, 27)], object)
    kept = shapes_of(context([south, far, north], ours))
    assert [part.bounds for part in kept] == [(BOX_DEG[0], 40, 120, BOX_DEG[3]), (110, 10, 111, 11)]
    assert kept == shapes_of(context([north, south, far], ours))


def test_detail_finer_than_the_tolerance_is_dropped_but_the_land_stays_valid():
    steps = [(110 + 0.001 * i, 20 + 0.001 * (i % 2)) for i in range(1001)]
    staircase = shapely.Polygon([*steps, (111, 21), (110, 21)])
    (kept,) = shapes_of(context([staircase], np.array([shapely.box(127, 26, 128, 27)], object)))
    assert kept.is_valid
    assert shapely.get_num_coordinates(kept) < 10
    assert kept.area == pytest.approx(staircase.area, rel=0.005)
