"""Places and outlines on the page's map."""

import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from sim.output.replay.ground import areas_of, first_look, land_around, meridian, whole_flight
from sim.output.replay.mercator import UNITS_PER_DEGREE, project, unproject
from sim.output.replay.shapes import map_rings, path_text, thinned
from tests.output.runs import moved, written


def rings_of(path: str) -> list[np.ndarray[Any, Any]]:
    """The rings of an SVG path of the kind the page has."""
    found = []
    for part in re.findall(r"M([^z]*)z", path):
        numbers = [float(n) for n in re.findall(r"-?\d+", part.replace("h0", ""))]
        found.append(np.cumsum(np.reshape(numbers, (-1, 2)), axis=0))
    return found


def surface(ring: np.ndarray[Any, Any]) -> float:
    return float(shapely.Polygon(ring).area) if len(ring) >= 3 else 0.0


@given(st.floats(-540.0, 540.0), st.floats(-84.9, 84.9))
def test_there_and_back(lon: float, lat: float) -> None:
    x, y = project(lon, lat)
    assert unproject(x, y) == pytest.approx((lon, lat), abs=1e-9)


def test_mercator_as_in_the_manual() -> None:
    """Snyder (1987), page 267: 35 N lies at 0.6528366 of the sphere's radius."""
    x, y = project(-75.0, 35.0) / UNITS_PER_DEGREE
    assert (np.radians(x), np.radians(-y)) == pytest.approx((-1.3089969, 0.6528366), abs=1e-7)


def test_areas_keep_their_size_and_no_island_is_lost(runs: Path) -> None:
    view = written("as happened", runs)
    near = meridian(view)
    for feature, area in zip(view.areas, areas_of(view, near), strict=True):
        outline = map_rings(feature["geometry"], near)
        drawn = rings_of(area["d"])
        assert len(drawn) == len(outline)
        whole, few = (sum(surface(ring) for ring in rings) for rings in (outline, drawn))
        perimeter = sum(shapely.Polygon(ring).length for ring in outline)
        assert abs(whole - few) < 1.5 * perimeter
        assert area["box"][0] <= area["at"][0] <= area["box"][2]


def test_outlines_lose_corners_but_not_their_place() -> None:
    angle = np.linspace(0.0, 2.0 * np.pi, 721)
    ring = 1000.0 * np.column_stack([np.cos(angle), np.sin(angle)])
    dot = np.array([[5000.0, 0.0], [5000.4, 0.0], [5000.4, 0.4], [5000.0, 0.0]])
    few, small = thinned([ring, dot], 5.0)
    assert len(few) < 60
    assert shapely.hausdorff_distance(shapely.LinearRing(few), shapely.LinearRing(ring), 0.1) < 6.0
    assert len(small) >= 4
    assert thinned([], 5.0) == []


def test_a_path_is_short_and_reads_back() -> None:
    ring = np.array([[10, 20], [13, 20], [13, 15], [10, 20]])
    assert path_text([ring]) == "M10 20l3 0 0-5z"
    assert path_text([ring], closed=False) == "M10 20l3 0 0-5-3 5"
    assert path_text([np.zeros((4, 2))]) == "M0 0h0z"


def test_the_first_look_holds_all_areas_and_the_whole_flight_all_tracks(runs: Path) -> None:
    view = written("as happened", runs)
    near = meridian(view)
    areas = areas_of(view, near)
    look, whole = first_look(areas, view, near), whole_flight(areas, view, near)
    for area in areas:
        assert look[0] < area["box"][0] < area["box"][2] < look[2]
        assert look[1] < area["box"][1] < area["box"][3] < look[3]
    for track in view.tracks:
        lon, lat = np.array(track["geometry"]["coordinates"]).T
        x, y = project(lon, lat).T
        assert whole[0] < x.min() < x.max() < whole[2]
        assert whole[1] < y.min() < y.max() < whole[3]


def test_a_run_across_180_degrees_is_drawn_in_one_piece(runs: Path, tmp_path: Path) -> None:
    here = written("as happened", runs)
    there = moved(here, 54.0, tmp_path)
    size = {}
    for view in (here, there):
        near = meridian(view)
        west, north, east, south = whole_flight(areas_of(view, near), view, near)
        size[view.folder] = (east - west, south - north)
    assert size[there.folder] == pytest.approx(size[here.folder], abs=2.0)


def test_land_is_where_it_is_and_nothing_where_none_is_known() -> None:
    taiwan = (*project(119.0, 26.0).tolist(), *project(123.0, 21.0).tolist())
    sizes = [shapely.Polygon(ring).area for ring in rings_of(land_around(taiwan))]
    assert 1.5 < max(sizes) / UNITS_PER_DEGREE**2 < 4.5
    assert land_around((-30000.0, -1000.0, -29000.0, 0.0)) == ""
