"""``areas.gpkg``: the areas as an OGC GeoPackage 1.3, written with SQLite alone.

OGC 12-128r17: the four tables it asks for and blobs of a header (2.1.3) and well-known binary.
"""

import sqlite3
import struct
from contextlib import closing
from datetime import UTC
from typing import Any

import shapely

from sim.geo.geodesy import wgs84_wkt
from sim.output.areatable import AreaTable, area_table
from sim.output.happenings import launch_of
from sim.output.view import RunView

TABLE = "areas"
_APPLICATION_ID, _VERSION = 0x47504B47, 10300
_SRS_ID = 4326
_LITTLE_ENDIAN, _BOX_XY, _EMPTY = 0x01, 0x02, 0x10
_TYPES = {"string": "TEXT", "int64": "INTEGER", "double": "REAL"}

_SCHEMA = """
CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY,
  organization TEXT NOT NULL, organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE,
  description TEXT DEFAULT '',
  last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
  CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL,
  geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL,
  CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
  CONSTRAINT uk_gc_table_name UNIQUE (table_name),
  CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
  CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id));
"""


def geopackage(view: RunView) -> bytes:
    """The file; equal runs give equal bytes with the same SQLite."""
    table = area_table(view)
    with closing(sqlite3.connect(":memory:")) as base:
        base.execute(f"PRAGMA application_id = {_APPLICATION_ID}")
        base.execute(f"PRAGMA user_version = {_VERSION}")
        base.executescript(_SCHEMA)
        with base:
            base.executemany("INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, ?)", _systems())
            base.execute(
                "INSERT INTO gpkg_contents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", _contents(view, table)
            )
            _write(base, table)
            row = (TABLE, "geom", "MULTIPOLYGON", _SRS_ID, 0, 0)
            base.execute("INSERT INTO gpkg_geometry_columns VALUES (?, ?, ?, ?, ?, ?)", row)
        return bytes(base.serialize())


def _systems() -> list[tuple[str, int, str, int, str, str | None]]:
    return [
        ("Undefined Cartesian SRS", -1, "NONE", -1, "undefined", None),
        ("Undefined geographic SRS", 0, "NONE", 0, "undefined", None),
        ("WGS 84", _SRS_ID, "EPSG", _SRS_ID, wgs84_wkt(), "longitude, latitude in degrees"),
    ]


def _contents(view: RunView, table: AreaTable) -> tuple[Any, ...]:
    summary = view.summary
    about = f"{summary['mark']}: {summary['title']}; seed {summary['seed']}. {summary['credit']}"
    # A file of the same run is the same whenever it is written.
    changed = launch_of(view).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    box = table.bounds or (None,) * 4
    return TABLE, "features", f"SIMULATION {summary['scenario']}", about, changed, *box, _SRS_ID


def _write(base: sqlite3.Connection, table: AreaTable) -> None:
    fields = [(field.name, _TYPES[str(field.type)]) for field in table.columns.schema]
    columns = ", ".join(f'"{name}" {kind}' for name, kind in fields)
    base.execute(
        f"CREATE TABLE {TABLE} (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, geom BLOB, {columns})"
    )
    marks = ", ".join("?" * (len(fields) + 1))
    names = ", ".join(f'"{name}"' for name, _ in fields)
    rows = zip(
        map(_blob, table.shapes), *(column.to_pylist() for column in table.columns.columns), strict=True
    )
    base.executemany(f"INSERT INTO {TABLE} (geom, {names}) VALUES ({marks})", rows)


def _blob(shape: Any) -> bytes | None:
    if shape is None:
        return None
    flags = _LITTLE_ENDIAN | (_EMPTY if shape.is_empty else _BOX_XY)
    west, south, east, north = shape.bounds if not shape.is_empty else (0.0,) * 4
    box = b"" if shape.is_empty else struct.pack("<4d", west, east, south, north)
    return struct.pack("<2sBBi", b"GP", 0, flags, _SRS_ID) + box + bytes(shapely.to_wkb(shape, byte_order=1))
