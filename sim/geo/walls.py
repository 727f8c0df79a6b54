"""The edges of areas as a plane touching the Earth sees them: what is inside an area is planar geometry
there.

The plane is gnomonic: each point is seen from the Earth's centre, so straight chords stay straight.
"""

from dataclasses import dataclass

import numpy as np

from sim.geo.ecef import MEAN_RADIUS_M
from sim.geo.outline import Outline
from sim.units import Bools, Floats, Ints, MetresArray


@dataclass(frozen=True)
class Walls:
    """Edges that bound an inside: area ``k`` has rows ``ptr[k]:ptr[k + 1]`` of ``a_m``, ``b_m`` ``(W, 2)``.

    ``axes`` ``(A, 3, 3)`` holds each area's axes, two across and one along the direction of its centre; ``low_m`` and
    ``high_m`` ``(A, 2)`` are the box round its walls (the low end above the high one where there are none).
    """

    a_m: MetresArray
    b_m: MetresArray
    ptr: Ints
    axes: Floats
    low_m: MetresArray
    high_m: MetresArray


def make_walls(shape: Outline, centre_m: MetresArray) -> Walls:
    """Walls of the areas whose centres are ``centre_m`` ``(A, 3)``."""
    axes = tangent_axes(centre_m)
    bounding = ~_seams(shape)
    area = shape.area[bounding]
    a, b = tangent_plane(axes[area], shape.a_m[bounding]), tangent_plane(axes[area], shape.b_m[bounding])
    ptr = np.searchsorted(area, np.arange(len(centre_m) + 1)).astype(np.int64)
    low, high = np.full((len(centre_m), 2), np.inf), np.full((len(centre_m), 2), -np.inf)
    some = np.flatnonzero(np.diff(ptr))
    if len(some):
        low[some] = np.minimum.reduceat(np.minimum(a, b), ptr[some])
        high[some] = np.maximum.reduceat(np.maximum(a, b), ptr[some])
    return Walls(a, b, ptr, axes, low, high)


def tangent_axes(centre_m: MetresArray) -> Floats:
    """Orthonormal axes ``(n, 3, 3)``: two across and one along the direction of each centre."""
    up = centre_m / np.maximum(np.linalg.norm(centre_m, axis=1, keepdims=True), 1.0)
    helper = np.where(np.abs(up[:, 2:]) < 0.9, [[0.0, 0.0, 1.0]], [[1.0, 0.0, 0.0]])
    first = np.cross(helper, up)
    first /= np.maximum(np.linalg.norm(first, axis=1, keepdims=True), 1e-300)
    return np.stack([first, np.cross(up, first), up], axis=1)


def tangent_plane(axes: Floats, xyz_m: MetresArray) -> MetresArray:
    """Gnomonic coordinates ``(n, 2)`` of points ``(n, 3)``, each on the plane of its own axes ``(n, 3,
    3)``."""
    # Written out: a library's product may round otherwise on another machine, and compiled code does it this way.
    x, y, z = xyz_m.T
    seen = axes[:, :, 0] * x[:, None] + axes[:, :, 1] * y[:, None] + axes[:, :, 2] * z[:, None]
    return np.asarray(seen[:, :2] * (MEAN_RADIUS_M / seen[:, 2:]))


def _seams(shape: Outline) -> Bools:
    """Edges an area has twice, as where it is cut along ±180°: both sides of them are inside."""
    result = np.zeros(len(shape.area), bool)
    middle = shape.a_m + shape.b_m
    key = middle @ np.array([1.0, np.sqrt(2.0), np.sqrt(3.0)])
    order = np.lexsort((key, shape.area))
    here, following = order[:-1], order[1:]
    twice = (shape.area[here] == shape.area[following]) & (middle[here] == middle[following]).all(axis=1)
    twice &= (shape.a_m[here] == shape.b_m[following]).all(axis=1) & (shape.a_m[here] != shape.b_m[here]).any(
        axis=1
    )
    result[here[twice]] = result[following[twice]] = True
    return result
