"""Brute force for crossings: every step of every flight against every edge of every area, written independently.

Shares the definition with the code under test (points in ECEF, straight steps and edges, radii as chords) and
nothing else: where the code takes a hull of three root intervals, this tests candidate instants one by one; where it
cuts gnomonic planes, this sums angles; where it bounds, this tries everything.
"""

from dataclasses import dataclass

import numpy as np

RHO_M = 6_371_000.0
_TOUCH_M = 1e-7


@dataclass(frozen=True)
class Scene:
    """Edges ``a``, ``b`` ``(E, 3)`` in ECEF with the area and the ring each belongs to."""

    a: np.ndarray
    b: np.ndarray
    area: np.ndarray
    ring: np.ndarray
    areas: int


def chord(radius_m):
    return 2.0 * RHO_M * np.sin(np.asarray(radius_m, float) / (2.0 * RHO_M))


def visits_of_flight(scene, t, xyz, radius_m):
    """[(area, enter, exit)] of one flight, sorted."""
    reach = chord(radius_m)
    step, edge = _maybe(scene, xyz, reach)
    low, high = _instants(scene, xyz, reach, step, edge)
    met = low <= high
    span = t[step + 1] - t[step]
    rows = [
        (scene.area[edge[met]], t[step[met]] + low[met] * span[met], t[step[met]] + high[met] * span[met])
    ]
    rows.append(_inside(scene, t, xyz))
    area, begin, end = (np.concatenate(column) for column in zip(*rows, strict=True))
    return _union(area, begin, end)


def _maybe(scene, xyz, reach):
    """(step, edge) whose middles are near enough: the only ones left out cannot meet."""
    middle, half = 0.5 * (xyz[1:] + xyz[:-1]), 0.5 * np.linalg.norm(np.diff(xyz, axis=0), axis=1)
    edge_middle, edge_half = 0.5 * (scene.a + scene.b), 0.5 * np.linalg.norm(scene.b - scene.a, axis=1)
    wide = half + np.maximum(reach[1:], reach[:-1])
    square = np.zeros((len(middle), len(edge_middle)))
    for axis in range(3):
        square += (middle[:, axis, None] - edge_middle[:, axis]) ** 2
    return np.nonzero(square <= (wide[:, None] + edge_half + 1.0) ** 2)


def _instants(scene, xyz, reach, step, edge):
    """First and last fraction of each step within reach of each edge: the best of all candidate instants."""
    p, v = xyz[step], xyz[step + 1] - xyz[step]
    r, g = reach[step], reach[step + 1] - reach[step]
    a, b = scene.a[edge], scene.b[edge]
    e = b - a
    length = (e * e).sum(1)
    unit = e / np.sqrt(np.where(length > 0.0, length, 1.0))[:, None]
    candidates = [np.zeros(len(p)), np.ones(len(p))]
    with np.errstate(all="ignore"):
        for end in (a, b):
            candidates += _roots(p - end, v, r, g)
            candidates.append(((end - p) * e).sum(1) / (v * e).sum(1))
        aside = [w - (w * unit).sum(1)[:, None] * unit for w in (p - a, v)]
        candidates += _roots(*aside, r, g)
    low, high = np.full(len(p), 2.0), np.full(len(p), -1.0)
    for s in candidates:
        s = np.where(np.isfinite(s) & (s >= 0.0) & (s <= 1.0), s, 0.0)
        w = p + s[:, None] * v - a
        along = np.clip((w * e).sum(1) / np.where(length > 0.0, length, 1.0), 0.0, 1.0)
        gap = np.linalg.norm(w - along[:, None] * e, axis=1) - (r + s * g)
        low = np.where((gap <= _TOUCH_M) & (s < low), s, low)
        high = np.where((gap <= _TOUCH_M) & (s > high), s, high)
    return low, high


def _roots(w, v, r, g):
    """Fractions where |w + s v| = |r + s g|: both roots of the quadratic, by both formulas."""
    a, b, c = (v * v).sum(1) - g * g, (w * v).sum(1) - r * g, (w * w).sum(1) - r * r
    root = np.sqrt(b * b - a * c)
    return [(-b - root) / a, (-b + root) / a, c / (-b - root), c / (-b + root), -c / (2.0 * b)]


def _inside(scene, t, xyz):
    """Stretches over the inside of areas: crossings with edges' planes cut the track, angles decide between."""
    # Not a x b: two vectors that long and that parallel would lose six digits.
    normal = np.cross(scene.a, scene.b - scene.a)
    height = xyz @ normal.T
    step, edge = np.nonzero(height[:-1] * height[1:] <= 0.0)
    with np.errstate(all="ignore"):
        s = height[step, edge] / (height[step, edge] - height[step + 1, edge])
    s = np.where(np.isfinite(s), s, 0.0)
    point = xyz[step] + s[:, None] * (xyz[step + 1] - xyz[step])
    n, a, b = normal[edge], scene.a[edge], scene.b[edge]
    wide = 1e-6 * (n * n).sum(1)
    on_edge = ((np.cross(a, point) * n).sum(1) >= -wide) & ((np.cross(point, b) * n).sum(1) >= -wide)
    on_edge &= (point * a).sum(1) > 0.0
    step, s, area = step[on_edge], s[on_edge], scene.area[edge[on_edge]]
    rows = ([], [], [])
    for k in range(scene.areas):
        mine = area == k
        cuts = t[step[mine]] + s[mine] * (t[step[mine] + 1] - t[step[mine]])
        cuts = np.unique(np.concatenate([[t[0]], cuts, [t[-1]]]))
        middle = 0.5 * (cuts[1:] + cuts[:-1])
        at = np.column_stack([np.interp(middle, t, xyz[:, axis]) for axis in range(3)])
        for begin, end, where in zip(cuts[:-1], cuts[1:], at, strict=True):
            if _winds(scene, k, where):
                for column, value in zip(rows, (k, begin, end), strict=True):
                    column.append(value)
    return np.array(rows[0], int), np.array(rows[1], float), np.array(rows[2], float)


def _winds(scene, area, point):
    """Whether an odd number of the area's rings goes round the point."""
    mine = scene.area == area
    up = point / np.linalg.norm(point)
    u, v = (w[mine] - (w[mine] @ up)[:, None] * up for w in (scene.a, scene.b))
    near = (scene.a[mine] @ up > 0.0) & (scene.b[mine] @ up > 0.0)
    angle = np.where(near, np.arctan2(np.cross(u, v) @ up, (u * v).sum(1)), 0.0)
    _, ring = np.unique(scene.ring[mine], return_inverse=True)
    turns = np.abs(np.bincount(ring, weights=angle)) / (2.0 * np.pi)
    return int(np.rint(turns).sum()) % 2 == 1


def _union(area, begin, end, same_s=1e-9):
    found = []
    for k, low, high in sorted(zip(area.tolist(), begin.tolist(), end.tolist(), strict=True)):
        if found and found[-1][0] == k and low <= found[-1][2] + same_s:
            found[-1][2] = max(found[-1][2], high)
        else:
            found.append([k, low, high])
    return [tuple(row) for row in found]
