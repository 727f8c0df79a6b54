"""``areas.parquet``: the areas as GeoParquet 1.1."""

import json
from typing import Any

import shapely

from sim.geo.geodesy import wgs84_json
from sim.output.areatable import AreaTable, area_table
from sim.output.view import RunView

GEOMETRY = "geometry"


def geoparquet(view: RunView) -> bytes:
    """The file: the table's columns and one of well-known binary, with the mark in its metadata."""
    import pyarrow
    from pyarrow import parquet

    table = area_table(view)
    shapes = pyarrow.array(
        [None if one is None else shapely.to_wkb(one) for one in table.shapes], pyarrow.binary()
    )
    summary = view.summary
    about = {
        "mark": summary["mark"],
        "scenario": summary["scenario"],
        "seed": str(summary["seed"]),
        "credit": summary["credit"],
        "geo": json.dumps(_geo(table)),
    }
    columns = table.columns.append_column(GEOMETRY, shapes).replace_schema_metadata(about)
    sink = pyarrow.BufferOutputStream()
    parquet.write_table(columns, sink, compression="zstd")
    return bytes(sink.getvalue().to_pybytes())


def _geo(table: AreaTable) -> dict[str, Any]:
    column: dict[str, Any] = {
        "encoding": "WKB",
        "geometry_types": ["MultiPolygon"],
        "crs": wgs84_json(),
        "edges": "planar",
    }
    if table.bounds is not None:
        column["bbox"] = list(table.bounds)
    return {"version": "1.1.0", "primary_column": GEOMETRY, "columns": {GEOMETRY: column}}
