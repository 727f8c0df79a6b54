"""The user's own polygons: what becomes of sound ones, and every mistake said at once."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
import shapely

from sim.errors import InputError, WorkError
from sim.geo.userlayer import load_user_layer
from sim.scenario.areafile import Fields, read_area_file
from sim.scenario.spec import FileAreas
from tests.ownareas import SQUARE, box, feature, geopackage, written

AREAS = FileAreas(file="x", title="Isles", code_field="id", name_field="label", population_field="people")


def layer(path: Path, areas=AREAS):
    return load_user_layer(path, areas)


def complaints(path: Path) -> list[str]:
    with pytest.raises(InputError) as caught:
        layer(path)
    return [str(problem).replace(f"{path.parent}/", "") for problem in caught.value.problems]


def test_areas_come_in_code_order_with_all_that_is_known(tmp_path):
    path = written(tmp_path, feature("b", "Bee", 7, box(1, 2)), feature("a", "Ay", None, SQUARE))
    found = layer(path, AREAS.model_copy(update={"source": "a survey"}))
    assert (found.name, found.title, found.credit) == ("isles.geojson", "Isles", "Isles: a survey")
    assert (found.codes, found.names_en, found.names_ja) == (("a", "b"), ("Ay", "Bee"), ("Ay", "Bee"))
    assert found.prefecture_codes == ("", "")
    assert np.isnan(found.population[0])
    assert found.population[1] == 7.0
    assert found.polygons[1].equals(shapely.box(1, 2, 2, 3))
    assert found.remarks == ("population unknown for 1 of 2 areas: shares of people, no counts",)


def test_without_a_population_field_it_says_what_is_missing(tmp_path):
    path = written(tmp_path, feature("a", "Ay", 5, SQUARE))
    found = layer(path, AREAS.model_copy(update={"population_field": None}))
    assert found.remarks == ("population unknown for 1 of 1 areas: shares of people, no counts",)
    assert "no source given" in found.credit


def test_a_geopackage_gives_the_same_as_geojson(tmp_path):
    features = [feature("b", "Bee", 7, box(1, 2)), feature("a", "Ay", 3, SQUARE)]
    one, other = layer(written(tmp_path, *features)), layer(geopackage(tmp_path / "i.gpkg", features))
    assert one.codes == other.codes
    assert (one.population == other.population).all()
    assert shapely.equals_exact(one.polygons, other.polygons, 0.0).all()


@pytest.mark.parametrize("envelope", [0, 1, 2, 3, 4])
@pytest.mark.parametrize("big_endian", [True, False])
def test_every_geopackage_header_is_read(envelope, big_endian, tmp_path):
    path = geopackage(tmp_path / "i.gpkg", [feature("a", "Ay", 3, SQUARE)], envelope, big_endian)
    assert layer(path).polygons[0].equals(shapely.box(0, 0, 1, 1))


def test_heights_are_left_out(tmp_path):
    high = {"type": "Polygon", "coordinates": [[[0, 0, 9], [1, 0, 9], [1, 1, 9], [0, 0, 9]]]}
    assert not layer(written(tmp_path, feature("a", "Ay", 3, high))).polygons[0].has_z


def polygon(*rings):
    return {"type": "Polygon", "coordinates": [[list(corner) for corner in ring] for ring in rings]}


BOW_TIE = polygon([(0, 0), (1, 1), (1, 0), (0, 1), (0, 0)])


@pytest.mark.parametrize(
    ("geometry", "expected"),
    [
        (None, "is missing"),
        ({"type": "Point", "coordinates": [0, 0]}, "must be a polygon or multipolygon (was Point)"),
        ({"type": "Polygon", "coordinates": []}, "is empty"),
        ({"type": "MultiPolygon", "coordinates": []}, "is empty"),
        (polygon([(0, 0), (1, 1)]), "cannot be read (A linearring requires at least 4 coordinates.)"),
        ({"type": "Polygon"}, "cannot be read ('coordinates')"),
        ({"type": "Rhombus", "coordinates": []}, "cannot be read (Unknown geometry type: 'rhombus')"),
        (polygon([(0, 0), (1, 0), (float("nan"), 1), (0, 0)]), "coordinates must be finite numbers"),
        (
            polygon([(26, 127), (27, 127), (27, 128), (26, 127)]),
            "latitudes must be from -90 to 90 (was up to 128); are longitude and latitude swapped? "
            "longitude comes first",
        ),
        (
            polygon([(0, 200), (1, 200), (1, 201), (0, 200)]),
            "latitudes must be from -90 to 90 (was up to 201)",
        ),
        (
            polygon([(541, 0), (542, 0), (542, 1), (541, 0)]),
            "longitudes must be from -540 to 540 (was up to 542)",
        ),
        (
            polygon([(36000, 4000000), (36100, 4000000), (36100, 4000100), (36000, 4000000)]),
            "must be in degrees of longitude and latitude (was up to 4000100: metres?)",
        ),
        (BOW_TIE, "is not valid: self-intersection at (0.5 0.5)"),
        (polygon([(0, 0), (1, 0), (2, 0), (0, 0)]), "has no area"),
        (
            {"type": "MultiPolygon", "coordinates": [SQUARE["coordinates"], box(0.5, 0)["coordinates"]]},
            "is not valid: self-intersection at (0.5 1); its parts overlap",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_geometry_that_cannot_serve(geometry, expected, tmp_path):
    path = written(tmp_path, feature("a", "Ay", 3, SQUARE), feature("b", "Bee", 3, geometry))
    assert complaints(path) == [f"isles.geojson: feature 2 (b): geometry: {expected}"]


def test_all_geometry_problems_come_at_once(tmp_path):
    path = written(
        tmp_path, *(feature(f"a{k}", "Ay", 3, g) for k, g in enumerate((BOW_TIE, None, SQUARE, None)))
    )
    assert [line.split(":")[1] for line in complaints(path)] == [
        " feature 1 (a0)",
        " feature 2 (a1)",
        " feature 4 (a3)",
    ]


def test_a_blob_that_is_no_geometry(tmp_path):
    path = geopackage(tmp_path / "i.gpkg", [feature("a", "Ay", 3, SQUARE)])
    with closing(sqlite3.connect(path)) as base, base:
        base.execute("UPDATE isles SET geom = x'00'")
    (line,) = complaints(path)
    assert line.startswith("i.gpkg: feature 1 (a): geometry: cannot be read (")


@pytest.mark.parametrize(
    "geometry",
    [
        polygon([(0, 0), (2, 0), (1, 1), (2, 2), (0, 2), (1, 1), (0, 0)]),
        polygon([(0, 0), (4, 0), (4, 4), (0, 4), (0, 0)], [(0, 0), (2, 1), (2, 2), (1, 2), (0, 0), (0, 0)]),
        {
            "type": "MultiPolygon",
            "coordinates": [
                SQUARE["coordinates"],
                polygon([(1, 0), (2, 0), (2, 1), (1, 1), (1, 0)])["coordinates"],
            ],
        },
    ],
    ids=["ring touches itself", "hole touches its shell twice", "parts share an edge"],
)
def test_outlines_that_only_touch_themselves_serve(geometry, tmp_path):
    found = layer(written(tmp_path, feature("a", "Ay", 3, geometry)))
    assert found.polygons[0].is_valid
    assert found.polygons[0].area == pytest.approx(shapely.geometry.shape(geometry).area, rel=1e-9)


def test_mending_is_said(tmp_path):
    touching = polygon([(0, 0), (2, 0), (1, 1), (2, 2), (0, 2), (1, 1), (0, 0)])
    found = layer(written(tmp_path, feature("a", "Ay", 3, touching)))
    assert found.remarks == ("1 outlines mended, area unchanged",)


def test_another_file_than_was_checked_is_refused(tmp_path):
    path = written(tmp_path, feature("a", "Ay", 3, SQUARE))
    with pytest.raises(WorkError, match="have changed since the scenario was read"):
        load_user_layer(path, AREAS, "0" * 64)


@pytest.mark.parametrize(
    "geometry",
    [
        polygon([(179, 0), (181, 0), (181, 1), (179, 1), (179, 0)]),
        polygon([(179, 0), (-179, 0), (-179, 1), (179, 1), (179, 0)]),
        polygon([(-181, 0), (-179, 0), (-179, 1), (-181, 1), (-181, 0)]),
        polygon([(539, 0), (-179, 0), (-179, 1), (179, 1), (539, 0)]),
    ],
    ids=["past 180", "jumping", "past -180", "a turn ahead"],
)
def test_what_crosses_the_antimeridian_is_cut_there(geometry, tmp_path):
    found = layer(written(tmp_path, feature("a", "Ay", 3, geometry))).polygons[0]
    west, east = sorted(found.geoms, key=lambda part: part.bounds[0])
    assert (west.bounds, east.bounds) == ((-180, 0, -179, 1), (179, 0, 180, 1))


def test_a_hole_stays_beside_its_shell(tmp_path):
    shell = [(170, 0), (190, 0), (190, 10), (170, 10), (170, 0)]
    hole = [(-176, 4), (-176, 5), (-175, 5), (-175, 4), (-176, 4)]
    found = layer(written(tmp_path, feature("a", "Ay", 3, polygon(shell, hole)))).polygons[0]
    assert found.area == pytest.approx(199.0)
    assert not found.covers(shapely.Point(-175.5, 4.5))


@pytest.mark.parametrize("south", [False, True])
def test_a_ring_round_a_pole_holds_the_pole(south, tmp_path):
    lat = -85.0 if south else 85.0
    ring = [(lon, lat) for lon in range(-150, 211, 30)]
    found = layer(written(tmp_path, feature("a", "Ay", 3, polygon(ring)))).polygons[0]
    assert found.area == pytest.approx(360 * 5)
    assert found.bounds == (-180, *((-90, 180, -85) if south else (85, 180, 90)))


def test_the_order_of_problems_is_that_of_the_file(tmp_path):
    path = written(tmp_path, feature("z", "Z", -1, SQUARE), feature("a", "", 1.5, SQUARE))
    assert [line.split(": ", 2)[1] for line in complaints(path)] == [
        "feature 1 (z)",
        "feature 2 (a)",
        "feature 2 (a)",
    ]


def test_reading_twice_gives_the_same_hash(tmp_path):
    path = written(tmp_path, feature("a", "Ay", 3, SQUARE))
    fields = Fields("id", "label")
    first = read_area_file(path, fields).sha256
    assert read_area_file(path, fields).sha256 == first
    path.write_text(json.dumps(json.loads(path.read_text()), indent=1))
    assert read_area_file(path, fields).sha256 != first
