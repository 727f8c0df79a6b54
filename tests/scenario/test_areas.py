"""Areas of a scenario: prefectures of a shipped layer, and a file of the user's own, checked without geometry."""

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from sim.errors import InputError
from sim.scenario import load_scenario
from sim.scenario.spec import FileAreas, LayerAreas
from sim.shipped import shipped_folder
from tests.ownareas import SQUARE, box, feature, geopackage, written

OKINAWA = shipped_folder("scenarios") / "okinawa-2023-08-24.yaml"
AREAS = {"file": "isles.geojson", "title": "Isles", "code_field": "id", "name_field": "label"}
TARGET = {"kind": "list", "areas": ["a"]}
TWO = (feature("a", "Ay", 3, SQUARE), feature("b", "Bee", 4, box(3, 3)))


def scenario(folder: Path, areas: object, targeting: object = None) -> Path:
    """A scenario with these areas; JSON is YAML."""
    said = {"format": "overflight/1", "extends": str(OKINAWA.name), "name": "own", "areas": areas}
    said["authority"] = {"targeting": targeting or TARGET}
    for name in (OKINAWA.name, "tracks"):
        if not (folder / name).exists():
            (folder / name).symlink_to(OKINAWA.parent / name)
    path = folder / "own.yaml"
    path.write_text(json.dumps(said, indent=1), encoding="utf-8")
    return path


def complaints(path: Path) -> list[str]:
    with pytest.raises(InputError) as caught:
        load_scenario(path)
    lines = [str(problem).replace(f"{path.parent}/", "") for problem in caught.value.problems]
    return [line.split(": ", 1)[1] if line.startswith("own.yaml") else line for line in lines]


def test_a_file_of_areas_in_place_of_the_layer(tmp_path: Path) -> None:
    written(tmp_path, *TWO)
    found = load_scenario(scenario(tmp_path, AREAS | {"population_field": "people"}))
    assert isinstance(found.spec.areas, FileAreas)
    assert found.areas_path == tmp_path / "isles.geojson"


def test_the_hash_of_a_scenario_is_over_the_bytes_of_its_areas_and_not_their_place(tmp_path: Path) -> None:
    path = written(tmp_path, *TWO)
    before = load_scenario(scenario(tmp_path, AREAS)).sha256
    path.rename(tmp_path / "other.geojson")
    assert load_scenario(scenario(tmp_path, AREAS | {"file": "other.geojson"})).sha256 == before
    written(tmp_path, *TWO[:1])
    assert load_scenario(scenario(tmp_path, AREAS)).sha256 != before


def test_the_file_is_found_beside_the_file_that_names_it(tmp_path: Path) -> None:
    (tmp_path / "base").mkdir()
    written(tmp_path / "base", *TWO)
    scenario(tmp_path / "base", AREAS)
    top = tmp_path / "top.yaml"
    top.write_text("format: overflight/1\nextends: base/own.yaml\nareas: {title: Others}\n")
    found = load_scenario(top)
    assert found.areas_path == tmp_path / "base" / "isles.geojson"
    assert found.spec.areas.title == "Others"  # type: ignore[union-attr]


def test_prefectures_of_a_layer(tmp_path: Path) -> None:
    areas = {"layer": "japan", "prefectures": ["46", "47"]}
    targeting = {"kind": "prefecture", "prefectures": ["46"]}
    found = load_scenario(scenario(tmp_path, areas, targeting)).spec
    assert found.areas == LayerAreas(layer="japan", prefectures=("46", "47"))


@pytest.mark.parametrize(
    ("areas", "targeting", "expected"),
    [
        (
            {"layer": "japan", "prefectures": ["46"]},
            {"kind": "prefecture", "prefectures": ["47"]},
            "authority.targeting.prefectures[0]: no such prefecture in these prefectures of layer japan; "
            'there is 46 (was "47")',
        ),
        (
            {"layer": "japan", "prefectures": ["46"]},
            {"kind": "list", "areas": ["47201"]},
            'authority.targeting.areas[0]: no such area in these prefectures of layer japan (was "47201")',
        ),
        (
            {"layer": "okinawa", "prefectures": ["46"]},
            {"kind": "none"},
            'areas.prefectures[0]: no such prefecture in layer okinawa; there is 47 (was "46")',
        ),
        (
            {"layer": "japan", "prefectures": ["46", "46"]},
            {"kind": "none"},
            'areas.prefectures[1]: is listed twice (was "46")',
        ),
        (
            {"layer": "japan", "prefectures": []},
            {"kind": "none"},
            "areas.prefectures: must have at least 1 item(s) (was a list)",
        ),
        (
            AREAS | {"prefectures": ["47"]},
            {"kind": "none"},
            "areas.prefectures: unknown key beside file; it belongs to layer (was a list)",
        ),
        (
            {"layer": "okinawa", "title": "Okinawa"},
            {"kind": "none"},
            'areas.title: unknown key beside layer; it belongs to file (was "Okinawa")',
        ),
        (
            AREAS | {"file": "nowhere.geojson"},
            {"kind": "none"},
            'areas.file: no such file (was "nowhere.geojson")',
        ),
        (
            AREAS | {"code_field": "ID"},
            {"kind": "none"},
            'areas.code_field: no area of isles.geojson has this property; did you mean id? (was "ID")',
        ),
        (
            AREAS | {"population_field": "inhabitants"},
            {"kind": "none"},
            "areas.population_field: no area of isles.geojson has this property; there are id, label, people "
            '(was "inhabitants")',
        ),
        (
            AREAS,
            {"kind": "prefecture", "prefectures": ["47"]},
            "authority.targeting.kind: needs areas of a shipped layer: those of a file belong to no prefecture; "
            'use list or municipality (was "prefecture")',
        ),
        (
            AREAS,
            {"kind": "list", "areas": ["c"]},
            'authority.targeting.areas[0]: no such area in isles.geojson; there is a, b (was "c")',
        ),
    ],
)
def test_what_does_not_fit_is_located(
    areas: object, targeting: object, expected: str, tmp_path: Path
) -> None:
    written(tmp_path, *TWO)
    assert complaints(scenario(tmp_path, areas, targeting)) == [expected]


def test_missing_keys_of_a_file(tmp_path: Path) -> None:
    written(tmp_path, *TWO)
    areas = {key: AREAS[key] for key in ("file", "title")}
    assert complaints(scenario(tmp_path, areas)) == [
        "areas.code_field: missing key",
        "areas.name_field: missing key",
    ]


def test_all_mistakes_in_the_properties_come_at_once(tmp_path: Path) -> None:
    written(
        tmp_path,
        feature("a", "Ay", 3, None),
        feature("a", "Bee", None, None),
        feature(None, "Sea", -1, None),
        feature("no code", "Dee", 1.5, None),
        feature(True, "", "many", None),
        feature(7.0, 8, True, None),
    )
    assert complaints(scenario(tmp_path, AREAS | {"population_field": "people"})) == [
        "isles.geojson: feature 2 (a): id: feature 1 has this code too: codes must differ",
        "isles.geojson: feature 3: id: has no code",
        "isles.geojson: feature 3: people: must be from 0 to 10,000,000,000 people (was -1)",
        "isles.geojson: feature 4 (no code): id: must hold letters, digits, _ and - only, 32 at most (was no code)",
        "isles.geojson: feature 4 (no code): people: must be a whole number of people (was 1.5)",
        "isles.geojson: feature 5: id: has no code (was True)",
        "isles.geojson: feature 5: label: has no name (was empty)",
        "isles.geojson: feature 5: people: must be a number of people or null (was many)",
        "isles.geojson: feature 6 (7): people: must be a number of people or null (was True)",
    ]


def test_numbers_serve_as_codes_and_names(tmp_path: Path) -> None:
    written(tmp_path, feature(7, 8, 1.0, None), feature(9.0, "Nine", None, None))
    load_scenario(
        scenario(tmp_path, AREAS | {"population_field": "people"}, {"kind": "list", "areas": ["7", "9"]})
    )


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"{", "isles.geojson:1:2: is not JSON: Expecting property name enclosed in double quotes"),
        (b"\xff\xfe\x00", "isles.geojson: is neither UTF-8 text nor a GeoPackage"),
        (b"[]", "isles.geojson: must be a GeoJSON feature collection or a GeoPackage"),
        (b"[" * 100_000, "isles.geojson: is nested too deeply to be GeoJSON"),
        (b'{"type": "FeatureCollection", "features": []}', "isles.geojson: holds no features"),
        (
            b'{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": null}]}',
            "isles.geojson: feature 1: must be a GeoJSON feature with properties",
        ),
        (
            b'{"type": "FeatureCollection", "features": [], "crs": {"type": "name", "properties": '
            b'{"name": "urn:ogc:def:crs:EPSG::3857"}}}',
            "isles.geojson: crs: must be in longitude and latitude of WGS84, CRS84 or EPSG:4326 "
            "(was urn:ogc:def:crs:EPSG::3857)",
        ),
        (
            b"SQLite format 3\0 but no more",
            "isles.geojson: is not a GeoPackage that can be read (file is not a database)",
        ),
    ],
)
def test_a_file_that_holds_no_areas(content: bytes, expected: str, tmp_path: Path) -> None:
    (tmp_path / "isles.geojson").write_bytes(content)
    assert complaints(scenario(tmp_path, AREAS)) == [expected]


@pytest.mark.parametrize("name", ["urn:ogc:def:crs:OGC:1.3:CRS84", "urn:ogc:def:crs:EPSG::4326", "EPSG:4326"])
def test_names_of_the_reference_system_that_serve(name: str, tmp_path: Path) -> None:
    written(tmp_path, *TWO, crs={"type": "name", "properties": {"name": name}})
    load_scenario(scenario(tmp_path, AREAS))


def test_layers_of_a_geopackage(tmp_path: Path) -> None:
    geopackage(tmp_path / "i.gpkg", TWO, tables=("one", "two layers"))
    areas = AREAS | {"file": "i.gpkg"}
    assert complaints(scenario(tmp_path, areas)) == [
        "areas.gpkg_layer: missing key: the file has several layers: one, two layers"
    ]
    assert complaints(scenario(tmp_path, areas | {"gpkg_layer": "three"})) == [
        'areas.gpkg_layer: no such layer in the file; there is one, two layers (was "three")'
    ]
    load_scenario(scenario(tmp_path, areas | {"gpkg_layer": "two layers"}))


def test_a_geopackage_in_metres(tmp_path: Path) -> None:
    geopackage(tmp_path / "i.gpkg", TWO, srs_id=3857)
    assert complaints(scenario(tmp_path, AREAS | {"file": "i.gpkg"})) == [
        "i.gpkg: must be in longitude and latitude, EPSG:4326 (was EPSG:3857); "
        "convert it, such as with ogr2ogr -t_srs EPSG:4326 new.gpkg old.gpkg"
    ]


def test_a_database_that_is_no_geopackage(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "i.gpkg")) as base, base:
        base.execute("CREATE TABLE t (a)")
    assert complaints(scenario(tmp_path, AREAS | {"file": "i.gpkg"})) == [
        "i.gpkg: is not a GeoPackage that can be read (no such table: gpkg_contents)"
    ]


def test_reading_a_geopackage_leaves_no_trace(tmp_path: Path) -> None:
    path = geopackage(tmp_path / "i.gpkg", TWO)
    before = path.read_bytes()
    load_scenario(scenario(tmp_path, AREAS | {"file": "i.gpkg"}))
    assert path.read_bytes() == before
    assert {one.name for one in tmp_path.glob("i.gpkg*")} == {"i.gpkg"}


def test_validating_a_file_of_areas_loads_no_heavy_library(tmp_path: Path) -> None:
    written(tmp_path, *TWO)
    code = (
        "import sys; from sim.scenario import load_scenario; load_scenario(sys.argv[1]);"
        "print([m for m in ('numpy', 'shapely', 'scipy', 'pyproj', 'matplotlib') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(scenario(tmp_path, AREAS))],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "[]\n"
