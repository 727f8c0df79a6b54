"""The coastline behind the maps: Natural Earth's land around East Asia, Okinawa left to its own layer."""

import json
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from .carve import tarball_member
from .partition import clean, tidy
from .topojson import topojson_polygons

# Wide enough for every recorded track southwards of Korea, with a margin so that no map shows the cut.
BOX_DEG = (100.0, 0.0, 155.0, 55.0)
# About the 0.0036 degrees of longitude the source is quantised to: finer steps are its staircase, not coast.
TOLERANCE_DEG = 0.004
GRID_DEG = 1e-3
# Natural Earth draws the Senkaku islets up to nine kilometres from where the municipality layer has them;
# the next island that is not Okinawa (Yoron) is 0.21 degrees off.
SAME_ISLAND_DEG = 0.15


def land(tarball: bytes) -> list[Any]:
    """Natural Earth's 1:10 m land polygons of the whole world, as drawn."""
    topology = json.loads(tarball_member(tarball, "package/land-10m.json"))
    return topojson_polygons(topology, "land")


def context(polygons: list[Any], cut_out: NDArray[np.object_]) -> list[dict[str, Any]]:
    """Features of single polygons, north to south, without the islands that ``cut_out`` draws already."""
    shapes = np.asarray([clean(polygon) for polygon in polygons], object)
    islands = shapely.get_parts(shapes)
    drawn = shapely.buffer(shapely.union_all(cut_out), SAME_ISLAND_DEG)
    shapely.prepare(drawn)
    clipped = shapely.intersection(islands[~shapely.intersects(drawn, islands)], shapely.box(*BOX_DEG))
    coarse = shapely.set_precision(shapely.simplify(clipped, TOLERANCE_DEG), GRID_DEG)
    parts = shapely.get_parts(np.asarray([tidy(shape) for shape in coarse], object))
    ordered = sorted(parts, key=lambda part: (-part.bounds[3], part.bounds[0], part.wkb))
    return [
        {"type": "Feature", "properties": {}, "geometry": shapely.geometry.mapping(part)} for part in ordered
    ]
