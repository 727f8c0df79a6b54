"""Areas as flat arrays of straight edges, built once and shared by every search."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from sim.geo.ecef import MEAN_RADIUS_M, chord_of_arc
from sim.geo.outline import CHORD_TOLERANCE_M, Outline, outline
from sim.geo.ragged import spread
from sim.geo.reduce import reduced
from sim.geo.walls import Walls, make_walls, tangent_axes, tangent_plane
from sim.units import Floats, Ints, Metres, MetresArray

LANES = 4
"""Edges that compiled code looks at together."""
_WIDEST = 0.95
"""Largest sine of an area's angular radius: beyond it, what lies inside is no longer clear."""


@dataclass(frozen=True)
class Edges:
    """Straight edges of all areas; those of area ``k`` are rows ``ptr[k]:ptr[k + 1]``.

    An edge runs from ``start_m`` by ``along_m``, both ``(E, 3)`` in ECEF; ``inv_sq`` is ``1 / |along|²``,
    0 for a point.
    """

    start_m: MetresArray
    along_m: MetresArray
    inv_sq: Floats
    ptr: Ints

    @cached_property
    def columns(self) -> tuple[Floats, ...]:
        """The seven numbers of an edge, each an array of its own, as compiled code likes them."""
        return tuple(
            np.ascontiguousarray(column) for column in (*self.start_m.T, *self.along_m.T, self.inv_sq)
        )

    @cached_property
    def blocks(self) -> tuple[Floats, Ints]:
        """Edges in blocks of `LANES`, ``(B, 7, LANES)``: the same numbers, the last edge repeated to fill a block.

        Those of area ``k`` are blocks ``ptr[k]:ptr[k + 1]`` of the second array.
        """
        count = np.diff(self.ptr)
        number = -(-count // LANES)
        area, place = spread(np.zeros(len(count), np.int64), number * LANES)
        row = self.ptr[area] + np.minimum(place, count[area] - 1)
        flat = np.column_stack([self.start_m[row], self.along_m[row], self.inv_sq[row]])
        blocks = np.ascontiguousarray(flat.reshape(-1, LANES, 7).transpose(0, 2, 1))
        return blocks, np.concatenate([[0], np.cumsum(number)])


@dataclass(frozen=True)
class AreaFeatures:
    """Areas ready for searching; make them with `build_features`.

    ``edges`` are all edges; ``capes`` the few that serve footprints of at least ``capes_from_m`` (infinite if
    there are none; see `sim.geo.reduce`).
    ``centre_m`` ``(A, 3)`` and ``reach_m`` ``(A,)`` are spheres that hold each area (``reach_m`` is -1 for an
    empty one). ``inradius_m`` ``(A,)`` is no smaller than the distance of any inner point from the area's
    edges.
    """

    edges: Edges
    capes: Edges
    capes_from_m: Metres
    walls: Walls
    centre_m: MetresArray
    reach_m: MetresArray
    inradius_m: MetresArray

    def __len__(self) -> int:
        return len(self.reach_m)

    @cached_property
    def widest_m(self) -> Metres:
        """The largest ``inradius_m``."""
        return float(self.inradius_m.max(initial=0.0))

    @cached_property
    def spheres(self) -> Floats:
        """``centre_m`` and ``reach_m`` as rows, ``(A, 4)``."""
        return np.column_stack([self.centre_m, self.reach_m])


def build_features(geometries: Sequence[Any], min_radius_m: Metres = 0.0) -> AreaFeatures:
    """Areas from shapely polygons, multipolygons or points in degrees (longitude, latitude).

    ``None`` and empty geometries are areas that nothing ever crosses. ``min_radius_m`` is worth giving for
    large batches: the smallest footprint radius expected, for which fewer features do; smaller footprints
    still get exact answers, more slowly. Raises `ValueError` for other kinds of
    geometry, coordinates that are not finite, latitudes outside [-90, 90], and areas nearly as wide as a
    hemisphere.
    """
    shape = outline(geometries)
    number = len(geometries)
    ptr = np.searchsorted(shape.area, np.arange(number + 1)).astype(np.int64)
    centre, reach = _spheres(shape, ptr)
    edges = capes = make_edges(shape.a_m, shape.b_m, ptr)
    if min_radius_m > 0.0:
        few = reduced(shape, ptr, min_radius_m)
        capes = make_edges(
            few.a_m, few.b_m, np.searchsorted(few.area, np.arange(number + 1)).astype(np.int64)
        )
    return AreaFeatures(
        edges=edges,
        capes=capes,
        capes_from_m=float(chord_of_arc(min_radius_m)) if min_radius_m > 0.0 else np.inf,
        walls=make_walls(shape, centre),
        centre_m=centre,
        reach_m=reach,
        inradius_m=_inradii(shape, ptr, centre),
    )


def make_edges(a_m: MetresArray, b_m: MetresArray, ptr: Ints) -> Edges:
    """`Edges` between two arrays of end points."""
    along = b_m - a_m
    square = np.einsum("ij,ij->i", along, along)
    inv = np.divide(1.0, square, out=np.zeros_like(square), where=square > 0.0)
    return Edges(np.ascontiguousarray(a_m), np.ascontiguousarray(along), inv, ptr)


def _spheres(shape: Outline, ptr: Ints) -> tuple[MetresArray, MetresArray]:
    number = len(ptr) - 1
    centre = np.zeros((number, 3))
    reach = np.full(number, -1.0)
    full = np.flatnonzero(ptr[1:] > ptr[:-1])
    if len(full) == 0:
        return centre, reach
    # Every vertex starts an edge (a lone point is an edge), so the starts alone are all of them.
    low = np.minimum.reduceat(shape.a_m, ptr[full])
    high = np.maximum.reduceat(shape.a_m, ptr[full])
    centre[full] = 0.5 * (low + high)
    apart = np.linalg.norm(shape.a_m - centre[shape.area], axis=1)
    reach[full] = np.maximum.reduceat(apart, ptr[full]) + CHORD_TOLERANCE_M
    wide = reach > _WIDEST * MEAN_RADIUS_M
    if wide.any():
        raise ValueError(f"area {np.flatnonzero(wide)[0]}: spans more than about 140° of the Earth")
    return centre, reach


def _inradii(shape: Outline, ptr: Ints, centre: MetresArray) -> MetresArray:
    """Radius of the disc as large as the area's largest ring: no disc inside can be larger."""
    result = np.zeros(len(ptr) - 1)
    if len(shape.area) == 0:
        return result
    axes = tangent_axes(centre)
    a = tangent_plane(axes[shape.area], shape.a_m)
    b = tangent_plane(axes[shape.area], shape.b_m)
    twice = a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0]
    first = np.flatnonzero(np.r_[True, shape.ring[1:] != shape.ring[:-1]])
    disc = np.sqrt(np.abs(np.add.reduceat(twice, first)) / (2.0 * np.pi))
    np.maximum.at(result, shape.area[first], disc)
    return result
