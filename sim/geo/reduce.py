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

import numpy as np

from sim.geo.outline import Outline
from sim.geo.walls import tangent_axes
from sim.units import Bools, Floats, Ints, Metres, MetresArray

_SLACK = 0.95
_WORTH_IT = 24
"""Areas with fewer edges are kept as they are: nothing to gain."""
_SAME_M = 1e-7
_LARGEST_M = 200e3
"""Beyond this radius the plane no longer stands for the Earth within the slack."""


def reduced(shape: Outline, ptr: Ints, radius_m: Metres) -> Outline:
    """The kept edges, and kept vertices as edges without length, of all areas; sorted by area as before.

    Area ``k`` of A owns edges ``ptr[k]:ptr[k + 1]``, ``ptr`` ``(A + 1,)``.
    """
    keep = np.ones(len(shape.area), bool)
    vertex: list[Ints] = [np.zeros(0, np.int64)]
    radius = _SLACK * min(radius_m, _LARGEST_M)
    for area in np.flatnonzero(np.diff(ptr) >= _WORTH_IT):
        rows = np.arange(ptr[area], ptr[area + 1])
        for cluster in _clusters(shape, rows, radius):
            edge, corner = _kept(shape.a_m[cluster], shape.b_m[cluster], radius)
            keep[cluster] = edge
            vertex.append(cluster[corner])
    rows = np.flatnonzero(keep)
    lone = np.concatenate(vertex)
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


def _kept(a_m: MetresArray, b_m: MetresArray, radius: Metres) -> tuple[Bools, Ints]:
    """Which edges to keep, and the rows whose first vertex is on the chain."""
    centre = 0.5 * (a_m.min(axis=0) + a_m.max(axis=0))
    axes = tangent_axes(centre[None])[0, :2]
    a, b = (a_m - centre) @ axes.T, (b_m - centre) @ axes.T
    hull = _convex_hull(a)
    keep = np.zeros(len(a), bool)
    corners = set(hull)
    chords = [(i, j) for i, j in zip(hull, hull[1:] + hull[:1], strict=True) if i != j]
    while chords:
        i, j = chords.pop()
        lens = _Lens(a[i], a[j], radius)
        deepest = lens.last_vertex(a)
        if (
            deepest is not None
            and not _cut_by(a, b, a[i], a[deepest])
            and not _cut_by(a, b, a[deepest], a[j])
        ):
            corners.add(deepest)
            chords += [(i, deepest), (deepest, j)]
        else:
            keep |= lens.meets(a, b)
    # A corner where a kept edge starts or ends needs no feature of its own.
    served = keep | (np.roll(keep, 1) & (np.roll(b_m, 1, axis=0) == a_m).all(axis=1))
    corner = np.array(sorted(corners), np.int64)
    return keep, corner[~served[corner]]


class _Lens:
    """What a disc of a given radius can push through the chord from ``p`` to ``q``, area on the left."""

    def __init__(self, p: Floats, q: Floats, radius: Metres) -> None:
        self.p = p
        self.length = float(np.hypot(*(q - p)))
        self.x_axis = (q - p) / self.length
        self.y_axis = np.array([-self.x_axis[1], self.x_axis[0]])
        self.radius = radius
        self.drop = float(np.sqrt(max(radius**2 - 0.25 * self.length**2, 0.0)))

    def last_vertex(self, points: Floats) -> int | None:
        """The vertex in the lens that a disc backing out through the chord would leave last."""
        x, y = self._local(points)
        inside = (x > 0.0) & (x < self.length) & (y >= 0.0) & (self._from_disc(x, y) < self.radius)
        # Where rings touch, the chord's own ends come again.
        inside &= (np.hypot(x, y) > _SAME_M) & (np.hypot(x - self.length, y) > _SAME_M)
        rows = np.flatnonzero(inside)
        if len(rows) == 0:
            return None
        x, y = x[rows], y[rows]
        # Seen from there the chord spans the widest angle; its cotangent falls as the angle widens.
        return int(rows[np.argmin((y * y - x * (self.length - x)) / np.maximum(y, 1e-200))])

    def meets(self, a: Floats, b: Floats) -> Bools:
        """Edges that may reach into the lens (some near it are kept as well)."""
        ax, ay = self._local(a)
        bx, by = self._local(b)
        depth = self.radius - self.drop
        beside = (np.maximum(ax, bx) < 0.0) | (np.minimum(ax, bx) > self.length)
        beyond = (np.maximum(ay, by) < -1e-6 * self.length) | (np.minimum(ay, by) > depth)
        ex, ey = bx - ax, by - ay
        square = ex * ex + ey * ey
        along = -(ax - 0.5 * self.length) * ex - (ay + self.drop) * ey
        s = np.clip(np.divide(along, square, out=np.zeros_like(along), where=square > 0.0), 0.0, 1.0)
        near: Bools = self._from_disc(ax + s * ex, ay + s * ey) <= self.radius
        return near & ~beside & ~beyond

    def _local(self, points: Floats) -> tuple[Floats, Floats]:
        offset = points - self.p
        return offset @ self.x_axis, offset @ self.y_axis

    def _from_disc(self, x: Floats, y: Floats) -> Floats:
        return np.asarray(np.hypot(x - 0.5 * self.length, y + self.drop))


def _cut_by(a: Floats, b: Floats, p: Floats, q: Floats) -> bool:
    """Whether an edge passes through the open segment from ``p`` to ``q``."""
    chord, edge = q - p, b - a
    side_a = chord[0] * (a[:, 1] - p[1]) - chord[1] * (a[:, 0] - p[0])
    side_b = chord[0] * (b[:, 1] - p[1]) - chord[1] * (b[:, 0] - p[0])
    side_p = edge[:, 0] * (p[1] - a[:, 1]) - edge[:, 1] * (p[0] - a[:, 0])
    side_q = edge[:, 0] * (q[1] - a[:, 1]) - edge[:, 1] * (q[0] - a[:, 0])
    return bool(((side_a * side_b < 0.0) & (side_p * side_q < 0.0)).any())


def _convex_hull(points: Floats) -> list[int]:
    """Indices of the hull's corners, anticlockwise (Andrew's monotone chain)."""
    order = np.lexsort((points[:, 1], points[:, 0]))
    fresh = np.r_[True, (points[order][1:] != points[order][:-1]).any(axis=1)]
    ranked = order[fresh].tolist()
    xy = points.tolist()

    def half(indices: list[int]) -> list[int]:
        chain: list[int] = []
        for i in indices:
            while len(chain) >= 2 and _turn(xy[chain[-2]], xy[chain[-1]], xy[i]) <= 0.0:
                chain.pop()
            chain.append(i)
        return chain

    lower, upper = half(ranked), half(ranked[::-1])
    return lower[:-1] + upper[:-1] if len(ranked) > 1 else lower


def _turn(o: list[float], p: list[float], q: list[float]) -> float:
    return (p[0] - o[0]) * (q[1] - o[1]) - (p[1] - o[1]) * (q[0] - o[0])
