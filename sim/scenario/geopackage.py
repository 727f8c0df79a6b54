"""GeoPackage -> features with their properties and geometry; SQLite and the format's own header, nothing else.

OGC 12-128r19 (GeoPackage 1.4): tables in clause 1.1 and 2.1, the geometry's binary header in clause 2.1.3.
"""

import sqlite3
import struct
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MAGIC = b"SQLite format 3\0"
_ENVELOPE_BYTES = (0, 32, 48, 48, 64)  # by envelope code, clause 2.1.3
_HEADER = struct.Struct("<2sBBi")


class UnfitGeoPackage(Exception):
    """The file cannot serve; the reason, and the scenario's key it concerns if any."""

    def __init__(self, reason: str, key: str | None = None) -> None:
        super().__init__(reason)
        self.key = key


@dataclass(frozen=True)
class Table:
    """One table of features: its geometry column and its other columns."""

    name: str
    geometry: str
    columns: tuple[str, ...]


def read_geopackage(path: Path, layer: str | None) -> list[tuple[dict[str, Any], bytes | None]]:
    """Properties and well-known binary of every feature of a table; ``layer`` names it where there are several.

    Raises `UnfitGeoPackage`.
    """
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as base:
            table = _table(base, layer)
            return list(_features(base, table))
    except sqlite3.Error as error:
        raise UnfitGeoPackage(f"is not a GeoPackage that can be read ({error})") from None


def _table(base: sqlite3.Connection, layer: str | None) -> Table:
    found = base.execute(
        "SELECT c.table_name, g.column_name, s.organization, s.organization_coordsys_id"
        " FROM gpkg_contents c JOIN gpkg_geometry_columns g ON g.table_name = c.table_name"
        " LEFT JOIN gpkg_spatial_ref_sys s ON s.srs_id = g.srs_id"
        " WHERE c.data_type = 'features' ORDER BY c.table_name"
    ).fetchall()
    names = [row[0] for row in found]
    if not found:
        raise UnfitGeoPackage("holds no layer of features")
    if layer is None and len(found) > 1:
        raise UnfitGeoPackage(f"missing key: the file has several layers: {', '.join(names)}", "gpkg_layer")
    if layer is not None and layer not in names:
        raise UnfitGeoPackage(f"no such layer in the file; there is {', '.join(names)}", "gpkg_layer")
    name, geometry, organization, code = found[0 if layer is None else names.index(layer)]
    if (str(organization).upper(), code) != ("EPSG", 4326):
        was = f"{organization}:{code}" if organization else "unknown"
        hint = "convert it, such as with ogr2ogr -t_srs EPSG:4326 new.gpkg old.gpkg"
        raise UnfitGeoPackage(f"must be in longitude and latitude, EPSG:4326 (was {was}); {hint}")
    columns = [row[1] for row in base.execute(f"PRAGMA table_info({_quoted(name)})") if row[1] != geometry]
    return Table(name, geometry, tuple(columns))


def _features(base: sqlite3.Connection, table: Table) -> Iterator[tuple[dict[str, Any], bytes | None]]:
    columns = ", ".join(map(_quoted, (table.geometry, *table.columns)))
    for blob, *values in base.execute(f"SELECT {columns} FROM {_quoted(table.name)} ORDER BY rowid"):
        yield dict(zip(table.columns, values, strict=True)), _well_known_binary(blob)


def _well_known_binary(blob: Any) -> bytes | None:
    """What follows the header; ``None`` for no geometry, nothing at all for a blob that is none."""
    if blob is None:
        return None
    if not isinstance(blob, bytes) or len(blob) < _HEADER.size:
        return b""
    magic, _, flags, _ = _HEADER.unpack_from(blob)
    envelope = (flags >> 1) & 0b111
    if magic != b"GP" or envelope >= len(_ENVELOPE_BYTES):
        return b""
    return blob[_HEADER.size + _ENVELOPE_BYTES[envelope] :]


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
