"""When a moving point is over an area's inside, however far from its edges.

Worked in the gnomonic plane of each area, where chords are straight lines. The instants at which a step
crosses an edge only cut the step into gaps; each gap's middle is then tested by itself, so a crossing counted
twice, or through a vertex, does no harm.
"""

import numpy as np

from sim.geo.ecef import MEAN_RADIUS_M
from sim.geo.features import AreaFeatures
from sim.geo.ragged import batches, spread
from sim.geo.walls import tangent_plane
from sim.units import Bools, Floats, Ints, MetresArray

_BATCH = 1 << 18


def inside_intervals(
    areas: AreaFeatures, area: Ints, start_m: MetresArray, end_m: MetresArray
) -> tuple[Ints, Floats, Floats]:
    """(which step, low, high) fractions of steps ``(n, 3)`` spent over the inside of their ``area`` ``(n,)``.

    Steps must lie near their area, within the hemisphere it faces.
    """
    step, cut = _crossings(areas, area, start_m, end_m)
    ends = np.arange(len(area))
    owner = np.concatenate([ends, step, ends])
    fraction = np.concatenate([np.zeros(len(area)), cut, np.ones(len(area))])
    order = np.lexsort((fraction, owner))
    owner, fraction = owner[order], fraction[order]
    gap = np.flatnonzero(owner[1:] == owner[:-1])
    owner, low, high = owner[gap], fraction[gap], fraction[gap + 1]
    middle = 0.5 * (low + high)[:, None]
    point = start_m[owner] + middle * (end_m - start_m)[owner]
    kept = contains(areas, area[owner], point)
    return owner[kept], low[kept], high[kept]


def contains(areas: AreaFeatures, area: Ints, point_m: MetresArray) -> Bools:
    """Whether points ``(n, 3)`` lie inside their areas ``(n,)``, by the even-odd rule."""
    walls = areas.walls
    here = tangent_plane(walls.axes[area], point_m)
    result = np.zeros(len(area), bool)
    count = walls.ptr[area + 1] - walls.ptr[area]
    for part in batches(count, _BATCH):
        owner, wall = spread(walls.ptr[area[part]], count[part])
        a, b = walls.a_m[wall], walls.b_m[wall]
        x, y = here[part][owner].T
        spans = (a[:, 1] > y) != (b[:, 1] > y)
        rise = np.where(spans, b[:, 1] - a[:, 1], 1.0)
        right = spans & (x < a[:, 0] + (y - a[:, 1]) * (b[:, 0] - a[:, 0]) / rise)
        result[part] = np.bincount(owner[right], minlength=part.stop - part.start) % 2 == 1
    return result


def _crossings(
    areas: AreaFeatures, area: Ints, start_m: MetresArray, end_m: MetresArray
) -> tuple[Ints, Floats]:
    walls = areas.walls
    axes = walls.axes[area]
    p, q = tangent_plane(axes, start_m), tangent_plane(axes, end_m)
    depth = np.einsum("nj,nj->n", axes[:, 2], start_m)
    depth_end = np.einsum("nj,nj->n", axes[:, 2], end_m)
    count = walls.ptr[area + 1] - walls.ptr[area]
    steps, cuts = [np.zeros(0, np.int64)], [np.zeros(0)]
    for part in batches(count, _BATCH):
        owner, wall = spread(walls.ptr[area[part]], count[part])
        owner += part.start
        a, b = walls.a_m[wall], walls.b_m[wall]
        begin, finish = _side(a, b, p[owner]), _side(a, b, q[owner])
        meets = (begin * finish <= 0.0) & (begin != finish)
        meets &= _side(p[owner], q[owner], a) * _side(p[owner], q[owner], b) <= 0.0
        owner, begin, finish = owner[meets], begin[meets], finish[meets]
        flat = begin / (begin - finish)
        # A fraction along the plane's line is a fraction of the chord seen in perspective.
        near, far = flat * depth[owner], (1.0 - flat) * depth_end[owner]
        steps.append(owner)
        cuts.append(near / (near + far))
    return np.concatenate(steps), np.concatenate(cuts)


def _side(a: MetresArray, b: MetresArray, point: MetresArray) -> Floats:
    u, v = b - a, point - a
    return np.asarray(u[:, 0] * v[:, 1] - u[:, 1] * v[:, 0]) / MEAN_RADIUS_M
