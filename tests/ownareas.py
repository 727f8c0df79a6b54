"""Files of areas for tests: GeoJSON, and GeoPackages with every kind of header, made with SQLite alone."""

import json
import sqlite3
import struct
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import shapely

ENVELOPE_NUMBERS = (0, 4, 6, 6, 8)

_SCHEMA = """
PRAGMA application_id = 0x47504B47;
CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT, srs_id INTEGER PRIMARY KEY, organization TEXT,
  organization_coordsys_id INTEGER, definition TEXT);
CREATE TABLE gpkg_contents (table_name TEXT PRIMARY KEY, data_type TEXT, srs_id INTEGER);
CREATE TABLE gpkg_geometry_columns (table_name TEXT PRIMARY KEY, column_name TEXT, geometry_type_name TEXT,
  srs_id INTEGER);
INSERT INTO gpkg_spatial_ref_sys VALUES ('WGS 84', 4326, 'epsg', 4326, ''), ('Mercator', 3857, 'EPSG', 3857, '');
"""


def box(lon: float, lat: float, size: float = 1.0) -> dict[str, Any]:
    ring = [[lon, lat], [lon + size, lat], [lon + size, lat + size], [lon, lat + size], [lon, lat]]
    return {"type": "Polygon", "coordinates": [ring]}


SQUARE = box(0.0, 0.0)


def feature(code: Any, name: Any, people: Any, geometry: Any) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": {"id": code, "label": name, "people": people},
        "geometry": geometry,
    }


def written(folder: Path, *features: Any, name: str = "isles.geojson", **more: Any) -> Path:
    path = folder / name
    document = {"type": "FeatureCollection", **more, "features": features}
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def geopackage(
    path: Path,
    features: Sequence[dict[str, Any]],
    envelope: int = 1,
    big_endian: bool = False,
    tables: Sequence[str] = ("isles",),
    srs_id: int = 4326,
) -> Path:
    """Each of ``tables`` holds all ``features``."""
    with closing(sqlite3.connect(path)) as base, base:
        base.executescript(_SCHEMA)
        for table in tables:
            base.execute(f'CREATE TABLE "{table}" (fid INTEGER PRIMARY KEY, geom BLOB, id, label, people)')
            base.execute("INSERT INTO gpkg_contents VALUES (?, 'features', ?)", (table, srs_id))
            base.execute(
                "INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', 'GEOMETRY', ?)", (table, srs_id)
            )
            rows = [
                (_blob(one["geometry"], envelope, big_endian, srs_id), *one["properties"].values())
                for one in features
            ]
            base.executemany(f'INSERT INTO "{table}" (geom, id, label, people) VALUES (?, ?, ?, ?)', rows)
    return path


def _blob(geometry: Any, envelope: int, big_endian: bool, srs_id: int) -> bytes | None:
    if geometry is None:
        return None
    order = ">" if big_endian else "<"
    flags = (envelope << 1) | (not big_endian)
    numbers = ENVELOPE_NUMBERS[envelope]
    head = struct.pack(f"{order}2sBBi{numbers}d", b"GP", 0, flags, srs_id, *([0.0] * numbers))
    return head + shapely.to_wkb(shapely.geometry.shape(geometry), byte_order=0 if big_endian else 1)
