"""GeoPackage and GeoParquet of the areas, read back by GDAL, geopandas, SQLite and our own reader of areas."""

import json
import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import pyarrow.parquet
import pyogrio
import pytest
import shapely

import sim
from sim.engine.world import build_world
from sim.errors import InputError
from sim.output.export import FORMATS, export
from sim.output.geopackage import geopackage
from sim.output.geoparquet import geoparquet
from sim.output.view import RunView
from sim.results.areas import COLUMNS
from sim.results.mark import MARK
from tests.mornings import SCENARIO
from tests.output.runs import moved, written

ALL = (*COLUMNS[:2], "area_name_ja", *COLUMNS[2:])


def both(view: RunView, folder: Path) -> dict[str, Any]:
    (folder / "areas.gpkg").write_bytes(geopackage(view))
    (folder / "areas.parquet").write_bytes(geoparquet(view))
    return {
        "gpkg": pyogrio.read_dataframe(folder / "areas.gpkg"),
        "parquet": geopandas.read_parquet(folder / "areas.parquet"),
    }


@pytest.mark.parametrize("case", ["as happened", "nothing issued"])
def test_every_cell_is_that_of_the_table(case: str, runs: Path, tmp_path: Path) -> None:
    view = written(case, runs)
    expected = sim.read_run(view.folder).areas_frame()
    for frame in both(view, tmp_path).values():
        assert tuple(frame.columns.drop("geometry")) == ALL
        assert frame.crs.to_epsg() == 4326
        for name in COLUMNS:
            told, known = frame[name], expected[name]
            assert told.isna().tolist() == known.isna().tolist(), name
            assert told.dropna().tolist() == known.dropna().tolist(), name
        assert frame["area_name_ja"].iloc[0] == "那覇市"


def test_shapes_are_those_of_the_map(runs: Path, tmp_path: Path) -> None:
    view = written("as happened", runs)
    shapes = {f["properties"]["area_code"]: shapely.geometry.shape(f["geometry"]) for f in view.areas}
    for frame in both(view, tmp_path).values():
        assert set(frame.geom_type) == {"MultiPolygon"}
        for code, shape in zip(frame["area_code"], frame["geometry"], strict=True):
            assert shape.normalize().equals_exact(
                shapely.MultiPolygon([*shapely.get_parts(shapes[code])]).normalize(), 0.0
            )
        assert frame.total_bounds == pytest.approx(shapely.total_bounds(list(shapes.values())))


def test_the_geopackage_is_sound(runs: Path, tmp_path: Path) -> None:
    view = written("as happened", runs)
    file = tmp_path / "areas.gpkg"
    file.write_bytes(geopackage(view))
    with closing(sqlite3.connect(file)) as base:
        assert base.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert base.execute("PRAGMA foreign_key_check").fetchall() == []
        assert base.execute("PRAGMA application_id").fetchone() == (int.from_bytes(b"GPKG"),)
        assert [row[0] for row in base.execute("SELECT srs_id FROM gpkg_spatial_ref_sys ORDER BY 1")] == [
            -1,
            0,
            4326,
        ]
        kinds = {row[0] for row in base.execute("SELECT typeof(enter_s) FROM areas")}
        assert kinds == {"null", "real"}
    info = pyogrio.read_info(file)
    assert info["driver"] == "GPKG"
    assert MARK in info["layer_metadata"]["DESCRIPTION"]
    assert info["total_bounds"] == pytest.approx((122.93, 24.04, 131.34, 27.89), abs=0.02)


def test_the_geoparquet_says_what_it_is(runs: Path, tmp_path: Path) -> None:
    (tmp_path / "a.parquet").write_bytes(geoparquet(written("as happened", runs)))
    schema = pyarrow.parquet.read_schema(tmp_path / "a.parquet")
    assert schema.metadata[b"mark"].decode() == MARK
    geo = json.loads(schema.metadata[b"geo"])
    column = geo["columns"][geo["primary_column"]]
    assert (geo["version"], column["encoding"]) == ("1.1.0", "WKB")
    assert column["crs"]["id"] == {"authority": "EPSG", "code": 4326}


def test_a_run_takes_its_areas_from_an_exported_geopackage(runs: Path, tmp_path: Path) -> None:
    """What comes out can go in: the export is an area file like any other."""
    view = written("as happened", runs)
    (tmp_path / "areas.gpkg").write_bytes(geopackage(view))
    fields = "code_field: area_code, name_field: area_name, population_field: population"
    areas = f"{{file: areas.gpkg, {fields}, title: Of the test, source: the run}}"
    file, base = tmp_path / "own.yaml", os.path.relpath(SCENARIO, tmp_path)
    file.write_text(f"format: overflight/1\nextends: {base}\nname: own\nareas: {areas}\n", encoding="utf-8")
    targeting = 'authority.targeting={kind: list, areas: ["47201"], assumption: of the test}'
    layer = build_world(sim.load_scenario(file, [targeting])).layer
    assert list(layer.codes) == [area["properties"]["area_code"] for area in view.areas]
    assert layer.population.sum() == view.summary["metrics"]["people"]


def test_across_the_antimeridian(runs: Path, tmp_path: Path) -> None:
    view = moved(written("as happened", runs), 180.0 - 127.9, tmp_path)
    for frame in both(view, tmp_path).values():
        west, _, east, _ = frame.total_bounds
        assert (west, east) == (-180.0, 180.0)


def test_an_area_without_a_shape_is_null(runs: Path, tmp_path: Path) -> None:
    view = moved(written("as happened", runs), 0.0, tmp_path)
    view.areas[0]["geometry"] = None
    for frame in both(view, tmp_path).values():
        assert frame["geometry"].isna().tolist() == [True] + [False] * 40
        assert np.isfinite(frame.total_bounds).all()


def test_equal_runs_give_equal_bytes(runs: Path) -> None:
    view = written("as happened", runs)
    assert geopackage(view) == geopackage(view)
    assert geoparquet(view) == geoparquet(view)


@pytest.mark.parametrize("to", FORMATS)
def test_export_writes_beside_the_run_and_elsewhere(to: Any, runs: Path, tmp_path: Path) -> None:
    view = written("as happened", runs)
    paths = export(view.folder, to, tmp_path / "out")
    assert paths
    assert all(path.is_file() and path.is_relative_to(tmp_path / "out") for path in paths)
    assert [path.read_bytes() for path in export(view.folder, to)] == [path.read_bytes() for path in paths]


@pytest.mark.parametrize("to", ["geopackage", "geoparquet"])
def test_a_damaged_table_is_named(to: Any, runs: Path, tmp_path: Path) -> None:
    moved(written("as happened", runs), 0.0, tmp_path)
    (tmp_path / "areas.csv").write_text("nonsense")
    with pytest.raises(InputError, match=r"areas\.csv:1:1"):
        export(tmp_path, to)
    assert not [*tmp_path.glob("areas.[gp]*")]
