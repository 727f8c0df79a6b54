"""TopoJSON decoded: quantised delta-encoded arcs shared between rings (specification 2.1.3, 2.1.4)."""

from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from .packages import BuildError

_FEWEST_RING_POINTS = 4


def topojson_polygons(topology: dict[str, Any], name: str) -> list[Any]:
    """Polygons of the geometry collection ``name``, as drawn: they may be invalid.

    Quantising has shrunk some islets to fewer points than a ring needs; those are left out.
    """
    scale = np.asarray(topology["transform"]["scale"])
    origin = np.asarray(topology["transform"]["translate"])
    arcs = [np.cumsum(np.asarray(arc), axis=0) * scale + origin for arc in topology["arcs"]]
    polygons = []
    for geometry in topology["objects"][name]["geometries"]:
        for rings in _polygon_rings(geometry):
            shell, *holes = [_ring(arcs, ring) for ring in rings]
            if len(shell) >= _FEWEST_RING_POINTS:
                kept = [hole for hole in holes if len(hole) >= _FEWEST_RING_POINTS]
                polygons.append(shapely.Polygon(shell, kept))
    return polygons


def _polygon_rings(geometry: dict[str, Any]) -> list[list[list[int]]]:
    if geometry["type"] == "Polygon":
        return [geometry["arcs"]]
    if geometry["type"] == "MultiPolygon":
        return list(geometry["arcs"])
    raise BuildError(f"no polygons in a TopoJSON {geometry['type']}")


def _ring(arcs: list[NDArray[np.float64]], indices: list[int]) -> NDArray[np.float64]:
    """Arcs end to end; a negative index ``~i`` is arc ``i`` backwards, and joints are stored twice."""
    pieces = [arcs[i] if i >= 0 else arcs[~i][::-1] for i in indices]
    return np.concatenate([pieces[0], *(piece[1:] for piece in pieces[1:])])
