"""When a moving point is over an area's inside, however far from its edges.

Worked in the gnomonic plane of each area, where chords are straight lines. The instants at which a track crosses an
edge only cut it into gaps; each gap's middle is then tested by itself, so a crossing counted twice, or through a
vertex, does no harm.
"""

import numpy as np

from sim.geo.ecef import MEAN_RADIUS_M
from sim.geo.features import AreaFeatures
from sim.geo.ragged import batches, spread
from sim.geo.walls import Walls, tangent_plane
from sim.units import Bools, Floats, Ints, MetresArray

_BATCH = 1 << 16
BESIDE_M = 1e-3
"""Room round an area's box: far above rounding."""


def inside_stretches(
    areas: AreaFeatures, run: Ints, area: Ints, start_m: MetresArray, end_m: MetresArray
) -> tuple[Ints, Floats, Ints, Floats]:
    """Stretches over the inside of areas: (first step, low, last step, high), the fractions within those steps.

    Steps are rows ``(n, 3)`` with their ``area`` ``(n,)``; those of one ``run`` follow each other in time and belong to
    the same area. All must lie near their area, within the hemisphere it faces.
    """
    walls = areas.walls
    axes = walls.axes[area]
    p, q = tangent_plane(axes, start_m), tangent_plane(axes, end_m)
    rows = np.flatnonzero(_beside_box(walls, area, p, q))
    run, area, p, q, axes = run[rows], area[rows], p[rows], q[rows], axes[rows]
    # Where steps between were left out, the track was outside: what follows is a run of its own.
    fresh = np.ones(len(rows), bool)
    fresh[1:] = (run[1:] != run[:-1]) | (rows[1:] != rows[:-1] + 1)
    run = np.cumsum(fresh)
    first = np.flatnonzero(fresh)
    last = np.append(first[1:], len(rows))[: len(first)] - 1

    cut, share = _cuts(walls, area, p, q)
    near = share * _dot(axes[cut, 2], start_m[rows[cut]])
    far = (1.0 - share) * _dot(axes[cut, 2], end_m[rows[cut]])
    # A share of the line in the plane is, seen in perspective, this share of the chord.
    row = np.concatenate([first, cut, last])
    at = np.concatenate([np.zeros(len(first)), near / (near + far), np.ones(len(last))])
    order = np.lexsort((at, row))
    row, at = row[order], at[order]
    gap = np.flatnonzero(run[row[1:]] == run[row[:-1]])
    kept = gap[_middle_inside(areas, area, rows, start_m, end_m, row, at, gap)]
    return rows[row[kept]], at[kept], rows[row[kept + 1]], at[kept + 1]


def contains(areas: AreaFeatures, area: Ints, point_m: MetresArray) -> Bools:
    """Whether points ``(n, 3)`` lie inside their areas ``(n,)``, by the even-odd rule."""
    walls = areas.walls
    here = tangent_plane(walls.axes[area], point_m)
    result = np.zeros(len(area), bool)
    count = walls.ptr[area + 1] - walls.ptr[area]
    for part in batches(count, _BATCH):
        owner, wall = spread(walls.ptr[area[part]], count[part])
        a_y, b_y = walls.a_m[wall, 1], walls.b_m[wall, 1]
        y = here[part, 1][owner]
        spans = np.flatnonzero((a_y > y) != (b_y > y))
        owner, wall = owner[spans], wall[spans]
        a, b = walls.a_m[wall], walls.b_m[wall]
        x, y = here[part][owner].T
        right = x < a[:, 0] + (y - a[:, 1]) * (b[:, 0] - a[:, 0]) / (b[:, 1] - a[:, 1])
        result[part] = np.bincount(owner[right], minlength=part.stop - part.start) % 2 == 1
    return result


def _beside_box(walls: Walls, area: Ints, p: MetresArray, q: MetresArray) -> Bools:
    low, high = walls.low_m[area] - BESIDE_M, walls.high_m[area] + BESIDE_M
    return np.asarray(((np.maximum(p, q) >= low) & (np.minimum(p, q) <= high)).all(axis=1))


def _cuts(walls: Walls, area: Ints, p: MetresArray, q: MetresArray) -> tuple[Ints, Floats]:
    """(row, share of the line from p to q) wherever a step crosses a wall of its area."""
    count = walls.ptr[area + 1] - walls.ptr[area]
    rows, shares = [np.zeros(0, np.int64)], [np.zeros(0)]
    for part in batches(count, _BATCH):
        owner, wall = spread(walls.ptr[area[part]], count[part])
        owner += part.start
        # First whether the wall's ends lie on both sides of the step's line: few do.
        a, b, from_p, to_q = walls.a_m[wall], walls.b_m[wall], p[owner], q[owner]
        some = np.flatnonzero(_side(from_p, to_q, a) * _side(from_p, to_q, b) <= 0.0)
        a, b, from_p, to_q, owner = a[some], b[some], from_p[some], to_q[some], owner[some]
        begin, finish = _side(a, b, from_p), _side(a, b, to_q)
        meets = (begin * finish <= 0.0) & (begin != finish)
        begin, finish = begin[meets], finish[meets]
        rows.append(owner[meets])
        shares.append(begin / (begin - finish))
    return np.concatenate(rows), np.concatenate(shares)


def _middle_inside(
    areas: AreaFeatures,
    area: Ints,
    rows: Ints,
    start_m: MetresArray,
    end_m: MetresArray,
    row: Ints,
    at: Floats,
    gap: Ints,
) -> Bools:
    """Whether the track's middle between nodes ``gap`` and ``gap + 1`` is over the inside."""
    between = row[gap + 1] - row[gap]
    half = 0.5 * (at[gap] + between + at[gap + 1])
    whole = np.minimum(np.floor(half).astype(np.int64), between)
    middle = row[gap] + whole
    here = rows[middle]
    point = start_m[here] + (half - whole)[:, None] * (end_m[here] - start_m[here])
    return contains(areas, area[middle], point)


def _side(a: MetresArray, b: MetresArray, point: MetresArray) -> Floats:
    u, v = b - a, point - a
    return np.asarray(u[:, 0] * v[:, 1] - u[:, 1] * v[:, 0]) / MEAN_RADIUS_M


def _dot(u: Floats, v: Floats) -> Floats:
    return np.asarray(u[:, 0] * v[:, 0] + u[:, 1] * v[:, 1] + u[:, 2] * v[:, 2])
