"""What the tests of the shipped layers share: the layers as features, the reference table, areas in km2."""

import csv
import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely.geometry import shape

from sim.geo.geodesy import area_m2

GEODATA = Path(__file__).resolve().parents[2] / "geodata"
REFERENCE = Path(__file__).with_name("okinawa_reference.csv")


@cache
def manifest() -> dict[str, Any]:
    return json.loads((GEODATA / "manifest.json").read_bytes())["layers"]


@cache
def layer(name: str) -> tuple[list[dict[str, Any]], np.ndarray]:
    """Properties and polygons, read with other means than the package's own reader."""
    features = json.loads((GEODATA / f"{name}.geojson").read_bytes())["features"]
    shapes = np.array([shape(feature["geometry"]) for feature in features], object)
    return [feature["properties"] for feature in features], shapes


def by_code(name: str) -> dict[str, Any]:
    properties, shapes = layer(name)
    return {item["area_code"]: polygon for item, polygon in zip(properties, shapes, strict=True)}


@cache
def reference() -> dict[str, dict[str, str]]:
    with REFERENCE.open(encoding="utf-8", newline="") as lines:
        return {row["area_code"]: row for row in csv.DictReader(lines)}


def km2(polygon: Any) -> float:
    """The geodesic area, summed part by part."""
    return sum(area_m2(part) for part in shapely.get_parts(polygon)) / 1e6


def largest_overlap_deg2(shapes: np.ndarray) -> float:
    first, second = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    pairs = first < second
    shared = shapely.intersection(shapes[first[pairs]], shapes[second[pairs]])
    return float(shapely.area(shared).max(initial=0.0))
