"""Features enough for footprints of at least a given radius: the few edges such a footprint can touch first.

A disc of radius R >= r that comes near a coast does not enter its bays: it is held off by capes. For an area (or a
cluster of its islands) that fits in a circle of radius r, a chain H of chords from vertex to vertex is laid round it,
and kept are the chain's vertices and every edge that reaches into the lens a disc of radius r can push through a chord.

Certificate. Let d(q, P) <= R for a point q and the cluster's edges P. Inside H some chain vertex is no farther than r,
since H lies within the convex hull of vertices inside a circle of radius r. Outside H the segment from q to its nearest
point v of P crosses a chord (a, b); if the disc (q, R) holds neither a nor b it cuts the chord between them, so v lies
in a circular segment of radius R >= r over that chord, inside the lens, and v's edge is kept. Hence
{d(q, P) <= R} = {d(q, kept) <= R} for every R >= r, and d(q, kept) = d(q, P) wherever that is >= r.

The argument is planar. It is applied in the plane touching the Earth at the cluster, with r smaller than the
radius promised by `_SLACK`, hundreds of times what curvature can do to clusters of this size.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import shapely

from sim.geo.outline import Outline
from sim.geo.walls import tangent_axes
from sim.units import Bools, Floats, Ints, Metres, MetresArray

_SLACK = 0.95
_WORTH_IT = 24
"""Areas with fewer edges are kept as they are: nothing to gain."""
_SAME_M = 1e-7
_ROUNDING_M = 1e-3
_LARGEST_M = 200e3
"""Beyond this radius the plane no longer stands for the Earth within the slack."""


def reduced(shape: Outline, ptr: Ints, radius_m: Metres) -> Outline:
    """The kept edges, and kept vertices as edges without length, of all areas; sorted by area as before.

    Area ``k`` of A owns edges ``ptr[k]:ptr[k + 1]``, ``ptr`` ``(A + 1,)``.
    """
    radius = _SLACK * min(radius_m, _LARGEST_M)
    worth = np.flatnonzero(np.diff(ptr) >= _WORTH_IT)
    clusters = [
        rows for area in worth for rows in _clusters(shape, np.arange(ptr[area], ptr[area + 1]), radius)
    ]
    keep, lone = np.ones(len(shape.area), bool), np.zeros(0, np.int64)
    if clusters:
        rows, first = np.concatenate(clusters), np.cumsum([0, *(len(one) for one in clusters)])
        keep[rows], corner = _kept(shape.a_m[rows], shape.b_m[rows], first, radius)
        lone = rows[corner]
    rows = np.flatnonzero(keep)
    index = np.concatenate([rows, lone])
    order = np.argsort(shape.area[index], kind="stable")
    return Outline(
        a_m=shape.a_m[index][order],
        b_m=np.concatenate([shape.b_m[rows], shape.a_m[lone]])[order],
        ring=shape.ring[index][order],
        area=shape.area[index][order],
    )


def _clusters(shape: Outline, rows: Ints, radius: Metres) -> list[Ints]:
    """Groups of an area's rings that each fit in a circle of ``radius``; rings that do not are left out."""
    if _reach(shape.a_m[rows]) <= radius:
        return [rows]
    rings = [rows[shape.ring[rows] == ring] for ring in np.unique(shape.ring[rows])]
    groups: list[Ints] = []
    for ring in sorted(rings, key=lambda ring: -len(ring)):
        for i, group in enumerate(groups):
            joined = np.concatenate([group, ring])
            if _reach(shape.a_m[joined]) <= radius:
                groups[i] = joined
                break
        else:
            if _reach(shape.a_m[ring]) <= radius:
                groups.append(ring)
    return [np.sort(group) for group in groups]


def _reach(points: MetresArray) -> Metres:
    centre = 0.5 * (points.min(axis=0) + points.max(axis=0))
    return float(np.linalg.norm(points - centre, axis=1).max())


def _kept(a_m: MetresArray, b_m: MetresArray, ptr: Ints, radius: Metres) -> tuple[Bools, Ints]:
    """Which edges to keep, and the rows whose first vertex is on a chain; cluster ``k`` has rows
    ``ptr[k]:ptr[k + 1]``."""
    a, b = _flat(a_m, b_m, ptr)
    keep, corner = np.zeros(len(a), bool), np.zeros(len(a), bool)
    row, i, j = _hulls(a, ptr)
    corner[row] = True
    while len(i):
        chords = _Chords.between(a, i, j, radius)
        chord, row = _beside(chords, a, b, i, ptr)
        deepest = chords.last_vertices(chord, row, a)
        split = deepest >= 0
        some = split[chord]
        c, edge = chord[some], row[some]
        ends = [a[of[c]] for of in (i, deepest, j)]
        for p, q in pairwise(ends):
            split[c[_cross(a[edge], b[edge], p, q)]] = False
        whole = ~split[chord]
        chord, row = chord[whole], row[whole]
        keep[row[chords.meet(chord, a[row], b[row])]] = True
        deepest = deepest[split]
        corner[deepest] = True
        i, j = np.concatenate([i[split], deepest]), np.concatenate([deepest, j[split]])
        order = np.argsort(i, kind="stable")  # cluster by cluster again
        i, j = i[order], j[order]
    # A corner where a kept edge starts or ends needs no feature of its own.
    before = np.arange(len(a)) - 1
    before[ptr[:-1]] = ptr[1:] - 1
    served = keep | (keep[before] & (b_m[before] == a_m).all(axis=1))
    return keep, np.flatnonzero(corner & ~served)


def _flat(a_m: MetresArray, b_m: MetresArray, ptr: Ints) -> tuple[MetresArray, MetresArray]:
    """Both ends of edges ``(n, 2)``, each in the plane that touches the Earth at its cluster."""
    centre = 0.5 * (np.minimum.reduceat(a_m, ptr[:-1]) + np.maximum.reduceat(a_m, ptr[:-1]))
    count = np.diff(ptr)
    axes = np.repeat(tangent_axes(centre)[:, :2], count, axis=0)
    centre = np.repeat(centre, count, axis=0)

    def flat(points: MetresArray) -> MetresArray:
        x, y, z = (points - centre).T[:, :, None]
        return np.asarray(axes[:, :, 0] * x + axes[:, :, 1] * y + axes[:, :, 2] * z)

    return flat(a_m), flat(b_m)


def _hulls(a: MetresArray, ptr: Ints) -> tuple[Ints, Ints, Ints]:
    """Corners of the convex hulls of clusters, and chords round each as pairs of corners, the hull on their left."""
    cluster = np.repeat(np.arange(len(ptr) - 1), np.diff(ptr))
    hulls = shapely.convex_hull(shapely.multipoints(a, indices=cluster))
    kind = shapely.get_type_id(hulls)
    rounds = kind == shapely.GeometryType.POLYGON
    hulls[rounds] = shapely.get_exterior_ring(hulls[rounds])
    # There and back along a line; nothing round a single point.
    lines = np.flatnonzero(kind == shapely.GeometryType.LINESTRING)
    hulls[lines] = [shapely.LineString(shapely.get_coordinates(hulls[k])[[0, 1, 0]]) for k in lines]
    corners, of = shapely.get_coordinates(hulls, return_index=True)
    row = _rows_of(a, cluster, corners, of)
    step = np.flatnonzero(of[1:] == of[:-1])
    i, j = row[step], row[step + 1]
    twice = a[i, 0] * a[j, 1] - a[i, 1] * a[j, 0]
    clockwise = (np.bincount(cluster[i], weights=twice, minlength=len(ptr) - 1) < 0.0)[cluster[i]]
    return row, np.where(clockwise, j, i), np.where(clockwise, i, j)


def _rows_of(a: MetresArray, cluster: Ints, corners: MetresArray, of: Ints) -> Ints:
    """The first row of each corner of a cluster's hull."""
    every, which = np.concatenate([a, corners]), np.concatenate([cluster, of])
    order = np.lexsort((every[:, 1], every[:, 0], which))
    fresh = np.r_[True, (np.diff(every[order], axis=0) != 0.0).any(axis=1) | (np.diff(which[order]) != 0)]
    # Of equals the first is a row: rows come before corners, and the sort keeps their order.
    row = np.empty(len(every), np.int64)
    row[order] = order[np.maximum.accumulate(np.where(fresh, np.arange(len(order)), 0))]
    return row[len(a) :]


@dataclass(frozen=True)
class _Chords:
    """C chords with the area on their left, and the lens that a disc of a given radius can push through each."""

    start: MetresArray
    length: MetresArray
    x_axis: Floats
    y_axis: Floats
    radius: Metres

    @classmethod
    def between(cls, a: MetresArray, i: Ints, j: Ints, radius: Metres) -> "_Chords":
        way = a[j] - a[i]
        length = np.hypot(way[:, 0], way[:, 1])
        x_axis = way / length[:, None]
        return cls(a[i], length, x_axis, np.column_stack([-x_axis[:, 1], x_axis[:, 0]]), radius)

    @property
    def drop(self) -> MetresArray:
        """How far behind the chord the disc's centre is when it is farthest through."""
        return np.asarray(np.sqrt(np.maximum(self.radius**2 - 0.25 * self.length**2, 0.0)))

    @property
    def depth(self) -> MetresArray:
        """How far the lens reaches."""
        return self.radius - self.drop

    def last_vertices(self, chord: Ints, row: Ints, a: MetresArray) -> Ints:
        """Of each chord's candidates, rows of ``a``, the vertex in its lens that a disc backing out through the chord
        would leave last; -1 if there is none."""
        x, y = self._local(chord, a[row])
        length = self.length[chord]
        inside = (x > 0.0) & (x < length) & (y >= 0.0) & (self._from_disc(chord, x, y) < self.radius)
        # Where rings touch, the chord's own ends come again.
        inside &= (np.hypot(x, y) > _SAME_M) & (np.hypot(x - length, y) > _SAME_M)
        chord, row, x, y, length = chord[inside], row[inside], x[inside], y[inside], length[inside]
        # Seen from there the chord spans the widest angle; its cotangent falls as the angle widens.
        cotangent = (y * y - x * (length - x)) / np.maximum(y, 1e-200)
        order = np.lexsort((row, cotangent, chord))
        chord, first = np.unique(chord[order], return_index=True)
        result = np.full(len(self.length), -1)
        result[chord] = row[order[first]]
        return result

    def meet(self, chord: Ints, a: MetresArray, b: MetresArray) -> Bools:
        """Which edges may reach into the lens of their chord (some near it are kept as well)."""
        (ax, ay), (bx, by) = self._local(chord, a), self._local(chord, b)
        length, drop = self.length[chord], self.drop[chord]
        beside = (np.maximum(ax, bx) < 0.0) | (np.minimum(ax, bx) > length)
        beyond = (np.maximum(ay, by) < -1e-6 * length) | (np.minimum(ay, by) > self.radius - drop)
        ex, ey = bx - ax, by - ay
        square = ex * ex + ey * ey
        along = -(ax - 0.5 * length) * ex - (ay + drop) * ey
        s = np.clip(np.divide(along, square, out=np.zeros_like(along), where=square > 0.0), 0.0, 1.0)
        near: Bools = self._from_disc(chord, ax + s * ex, ay + s * ey) <= self.radius
        return near & ~beside & ~beyond

    def _local(self, chord: Ints, points: Floats) -> tuple[Floats, Floats]:
        offset = points - self.start[chord]
        return _dot(offset, self.x_axis[chord]), _dot(offset, self.y_axis[chord])

    def _from_disc(self, chord: Ints, x: Floats, y: Floats) -> Floats:
        return np.asarray(np.hypot(x - 0.5 * self.length[chord], y + self.drop[chord]))


def _beside(chords: _Chords, a: MetresArray, b: MetresArray, i: Ints, ptr: Ints) -> tuple[Ints, Ints]:
    """(chord, row) of all edges that come anywhere near the depth of a chord's lens; ``i`` are the chords' first rows,
    in order."""
    cut = np.searchsorted(i, ptr)
    level = _dot(chords.start, chords.y_axis)
    low, high = level - 1e-6 * chords.length - _ROUNDING_M, level + chords.depth + _ROUNDING_M
    chord, row = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    for k in np.flatnonzero(np.diff(cut)):
        own, rows = slice(cut[k], cut[k + 1]), slice(ptr[k], ptr[k + 1])
        one, other = chords.y_axis[own] @ a[rows].T, chords.y_axis[own] @ b[rows].T
        near = np.minimum(one, other) <= high[own, None]
        near &= np.maximum(one, other) >= low[own, None]
        found = np.nonzero(near)
        chord.append(found[0] + cut[k])
        row.append(found[1] + ptr[k])
    return np.concatenate(chord), np.concatenate(row)


def _cross(a: MetresArray, b: MetresArray, p: MetresArray, q: MetresArray) -> Bools:
    """Whether edges pass through open segments from ``p`` to ``q``, all ``(n, 2)``."""

    def side(way: Floats, point: Floats) -> Floats:
        return np.asarray(way[:, 0] * point[:, 1] - way[:, 1] * point[:, 0])

    chord, edge = q - p, b - a
    return (side(chord, a - p) * side(chord, b - p) < 0.0) & (side(edge, p - a) * side(edge, q - a) < 0.0)


def _dot(u: Floats, v: Floats) -> Floats:
    return np.asarray(u[:, 0] * v[:, 0] + u[:, 1] * v[:, 1])
