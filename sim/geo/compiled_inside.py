"""Compiled: the first instant a ground point is over an area's inside, as `sim.geo.interior` finds it.

Step by step in the area's gnomonic plane: wherever the track crosses a wall it is cut, and the first gap between cuts
whose middle is inside begins the visit.
"""

# mypy: disable-error-code="no-untyped-def, no-untyped-call, untyped-decorator, misc"

import numba as nb
import numpy as np

from sim.geo.ecef import MEAN_RADIUS_M


@nb.njit(cache=True, nogil=True, error_model="numpy")
def first_inside(flights, areas, t, xyz, start, centre, near_m, axes, low, high, a, b, ptr, enter):
    """When flights ``(N,)`` are first over the inside of ``areas`` ``(N,)``, into ``enter``; NaN if never.

    Areas have a ``centre``, ``near_m`` round it beyond which there is no inside (a step's length is added here),
    ``axes``, a box from ``low`` to ``high`` and walls from ``a`` to ``b`` (`sim.geo.walls.Walls`).
    """
    room = 1
    for n in range(len(areas)):
        room = max(room, ptr[areas[n] + 1] - ptr[areas[n]])
    cuts = np.empty(room)
    for n in range(len(areas)):
        k = areas[n]
        walls = a[ptr[k] : ptr[k + 1]], b[ptr[k] : ptr[k + 1]]
        begin, end = start[flights[n]], start[flights[n] + 1]
        enter[n] = _first(
            t[begin:end], xyz[begin:end], centre[k], near_m[k], axes[k], low[k], high[k], walls, cuts
        )


@nb.njit(cache=True, nogil=True, error_model="numpy")
def _first(t, xyz, centre, near_m, axes, low, high, walls, cuts):
    running, since, share = False, 0, 0.0
    for i in range(len(t) - 1):
        beside = _near(xyz[i], xyz[i + 1], centre, near_m)
        if beside:
            px, py = _seen(axes, xyz[i])
            qx, qy = _seen(axes, xyz[i + 1])
            beside = (
                max(px, qx) >= low[0]
                and min(px, qx) <= high[0]
                and max(py, qy) >= low[1]
                and min(py, qy) <= high[1]
            )
        if not beside:
            if running and _middle_inside(xyz, axes, walls, since, share, i - 1, 1.0):
                return _instant(t, since, share)
            running = False
            continue
        if not running:
            running, since, share = True, i, 0.0
        for c in range(_cut(px, py, qx, qy, axes[2], xyz[i], xyz[i + 1], walls, cuts)):
            if _middle_inside(xyz, axes, walls, since, share, i, cuts[c]):
                return _instant(t, since, share)
            since, share = i, cuts[c]
    if running and _middle_inside(xyz, axes, walls, since, share, len(t) - 2, 1.0):
        return _instant(t, since, share)
    return np.nan


@nb.njit(cache=True, nogil=True, error_model="numpy")
def _near(p, q, centre, near_m):
    move, apart = 0.0, 0.0
    for axis in range(3):
        move += (q[axis] - p[axis]) ** 2
        apart += (p[axis] - centre[axis]) ** 2
    return apart <= (near_m + np.sqrt(move)) ** 2


@nb.njit(cache=True, nogil=True, error_model="numpy")
def _seen(axes, p):
    scale = MEAN_RADIUS_M / _dot(axes[2], p)
    return _dot(axes[0], p) * scale, _dot(axes[1], p) * scale


@nb.njit(cache=True, nogil=True, error_model="numpy", inline="always")
def _dot(u, v):
    return u[0] * v[0] + u[1] * v[1] + u[2] * v[2]


@nb.njit(cache=True, nogil=True, error_model="numpy", inline="always")
def _side(ax, ay, bx, by, x, y):
    """On which side of the line from a to b a point is."""
    return ((bx - ax) * (y - ay) - (by - ay) * (x - ax)) / MEAN_RADIUS_M


@nb.njit(cache=True, nogil=True, error_model="numpy")
def _cut(px, py, qx, qy, up, p, q, walls, cuts):
    """Shares of the step from ``p`` to ``q`` at which it crosses walls, in order; how many."""
    a, b = walls
    number = 0
    for w in range(len(a)):
        ax, ay, bx, by = a[w, 0], a[w, 1], b[w, 0], b[w, 1]
        if _side(px, py, qx, qy, ax, ay) * _side(px, py, qx, qy, bx, by) > 0.0:
            continue
        begin, finish = _side(ax, ay, bx, by, px, py), _side(ax, ay, bx, by, qx, qy)
        if begin * finish > 0.0 or begin == finish:
            continue
        share = begin / (begin - finish)
        # A share of the line in the plane is, seen in perspective, this share of the chord.
        near, far = share * _dot(up, p), (1.0 - share) * _dot(up, q)
        at = near / (near + far)
        k = number
        while k > 0 and cuts[k - 1] > at:
            cuts[k] = cuts[k - 1]
            k -= 1
        cuts[k] = at
        number += 1
    return number


@nb.njit(cache=True, nogil=True, error_model="numpy")
def _middle_inside(xyz, axes, walls, since, share, until, other):
    """Whether the track half way from one share of a step to one of another is inside, by the even-odd rule."""
    between = until - since
    half = 0.5 * (share + between + other)
    whole = min(int(half), between)
    rest, i = half - whole, since + whole
    point = (
        xyz[i, 0] + rest * (xyz[i + 1, 0] - xyz[i, 0]),
        xyz[i, 1] + rest * (xyz[i + 1, 1] - xyz[i, 1]),
        xyz[i, 2] + rest * (xyz[i + 1, 2] - xyz[i, 2]),
    )
    x, y = _seen(axes, point)
    a, b = walls
    inside = False
    for w in range(len(a)):
        ax, ay, bx, by = a[w, 0], a[w, 1], b[w, 0], b[w, 1]
        if (ay > y) != (by > y) and x < ax + (y - ay) * (bx - ax) / (by - ay):
            inside = not inside
    return inside


@nb.njit(cache=True, nogil=True, error_model="numpy")
def _instant(t, i, share):
    if share <= 0.0:
        return t[i]
    if share >= 1.0:
        return t[i + 1]
    return t[i] + share * (t[i + 1] - t[i])
