"""Areas to measure with: the shipped layers, generated town blocks, and coasts refined beyond the data."""

from functools import cache
from typing import Any, TypeAlias

import numpy as np
import shapely
from numpy.typing import NDArray

from sim.bench.flights import SEED
from sim.geo.layers import load_layer
from sim.units import Bools, Degrees, Floats, Metres

Polygons: TypeAlias = NDArray[np.object_]
"""Shapely polygons in degrees (longitude, latitude), shape (A,)."""

_METRES_PER_DEGREE = 111_195.0
"""Of latitude, on a sphere of 6371 km: enough to lay out cells."""
_BLOCK_SIDE_DEG = 0.0173
"""Of latitude: cells just small enough for 100,000 of them on Japan's land."""
_ROUGHNESS = 0.1
"""Largest sideways shift of a refined edge's middle, as a share of the edge: coasts stay free of loops."""


@cache
def layer(name: str) -> Polygons:
    """The areas of a shipped layer."""
    return load_layer(name).polygons


def town_blocks(count: int) -> Polygons:
    """``count`` four-sided blocks of about 2 km with crooked sides, spread evenly over Japan's land.

    Generated, not surveyed: neighbours share their crooked borders as real blocks do. The same ones every time.
    Raises `ValueError` for more than Japan holds.
    """
    cells = _all_blocks()
    if count > len(cells):
        raise ValueError(f"only {len(cells)} blocks fit on Japan's land")
    return cells[np.linspace(0, len(cells) - 1, count).astype(np.int64)]


@cache
def _all_blocks() -> Polygons:
    land = layer("japan").copy()
    west, south, east, north = shapely.total_bounds(land)
    rows = int((north - south) / _BLOCK_SIDE_DEG) + 1
    columns = int((east - west) * np.cos(np.radians(south)) / _BLOCK_SIDE_DEG) + 1
    corners = _crooked_lattice(rows, columns, west, south)
    row, column = np.nonzero(_maybe_land(rows, columns, land))
    shapely.prepare(land)
    tree = shapely.STRtree(shapely.points(corners[2 * row + 1, 2 * column + 1]))
    inside = np.unique(tree.query(land, predicate="contains")[1])
    around = [(0, 0), (0, 1), (0, 2), (1, 2), (2, 2), (2, 1), (2, 0), (1, 0), (0, 0)]
    rings = np.stack([corners[2 * row[inside] + i, 2 * column[inside] + j] for i, j in around], axis=1)
    blocks: Polygons = shapely.polygons(rings)
    return blocks


def _maybe_land(rows: int, columns: int, land: Polygons) -> Bools:
    """Cells in or beside the box of some area, ``(rows, columns)``."""
    west, south, _, _ = shapely.total_bounds(land)
    mask = np.zeros((rows, columns), bool)
    for low_lon, low_lat, high_lon, high_lat in shapely.bounds(land):
        widest, narrowest = np.cos(np.radians([low_lat - _BLOCK_SIDE_DEG, high_lat + _BLOCK_SIDE_DEG]))
        down, up = (int((lat - south) / _BLOCK_SIDE_DEG) for lat in (low_lat, high_lat))
        left, right = (low_lon - west) * narrowest, (high_lon - west) * widest
        left, right = (int(value / _BLOCK_SIDE_DEG) for value in (left, right))
        mask[max(down - 1, 0) : up + 2, max(left - 1, 0) : right + 2] = True
    return mask


def _crooked_lattice(rows: int, columns: int, west: Degrees, south: Degrees) -> Floats:
    """Corners (even, even), middles of sides and centres of cells, each moved a little: ``(2r+1, 2c+1, 2)``."""
    half = 0.5 * _BLOCK_SIDE_DEG
    y = south + half * np.arange(2 * rows + 1)
    x = half * np.arange(2 * columns + 1)
    moved = np.random.default_rng(SEED).uniform(-0.4, 0.4, (len(y), len(x), 2)) * half
    lat = y[:, None] + moved[..., 1]
    # Columns keep their number on every parallel, so cells widen towards the equator no more than the land does.
    lon = west + (x + moved[..., 0]) / np.cos(np.radians(y))[:, None]
    return np.stack([lon, lat], axis=-1)


def refined(polygons: Polygons, doublings: int, amplitude_m: Metres = 3.0) -> Polygons:
    """Polygons with ``2 ** doublings`` times the vertices, by shifting middles of edges, at most ``amplitude_m``.

    A fractal coast: each doubling shifts the new vertices sideways by a share of their edge, as midpoint
    displacement does. Crossing times move by milliseconds; only the work grows. Where needle-sharp capes came to
    cross themselves they are mended.
    """
    result = polygons.copy()
    for doubling in range(doublings):
        random = np.random.default_rng((SEED, doubling))
        result = np.array([_doubled(polygon, amplitude_m, random) for polygon in result], object)
    crossed = ~shapely.is_valid(result)
    result[crossed] = shapely.make_valid(result[crossed], method="structure", keep_collapsed=False)
    return result


def _doubled(polygon: Any, amplitude_m: Metres, random: np.random.Generator) -> Any:
    parts = []
    for part in shapely.get_parts(polygon):
        rings = [_doubled_ring(shapely.get_coordinates(ring), amplitude_m, random) for ring in _rings(part)]
        parts.append(shapely.Polygon(rings[0], rings[1:]))
    return shapely.multipolygons(parts)


def _rings(part: Any) -> list[Any]:
    return [part.exterior, *part.interiors]


def _doubled_ring(corner: Floats, amplitude_m: Metres, random: np.random.Generator) -> Floats:
    along = np.diff(corner, axis=0)
    aside = np.column_stack([-along[:, 1], along[:, 0]])
    length = np.maximum(np.linalg.norm(along, axis=1), 1e-12)
    largest = np.minimum(_ROUGHNESS, amplitude_m / _METRES_PER_DEGREE / length)
    middle = corner[:-1] + 0.5 * along + (largest * random.uniform(-1.0, 1.0, len(along)))[:, None] * aside
    both = np.empty((2 * len(along) + 1, 2))
    both[0:-1:2], both[1::2], both[-1] = corner[:-1], middle, corner[-1]
    return both


AREA_SETS = {"okinawa": "Okinawa", "japan": "Japan", "blocks": "town blocks", "tiny": "a few"}
"""Names of the sets of areas, and how tables call them."""
MOST_BLOCKS = 100_000


def areas_named(name: str) -> Polygons:
    """A set of areas by its name in `AREA_SETS`."""
    if name == "blocks":
        return town_blocks(MOST_BLOCKS)
    return layer("okinawa")[:5] if name == "tiny" else layer(name)
