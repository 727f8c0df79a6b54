"""Compiled closest approaches: stretches too far away are left out, the rest is walked by what a step can change."""

# mypy: disable-error-code="no-untyped-def, no-untyped-call, untyped-decorator, misc"

import numba as nb
import numpy as np

from sim.geo.kernels import square_to_edge, square_to_edges

_STRETCH = 16
_MARGIN_M = 1e-3
"""Kept clear of every skip: far above rounding, far below a step."""


@nb.njit(cache=True, nogil=True, error_model="numpy")
def closest(first, last, t, xyz, start, centre, reach, ax, ay, az, ex, ey, ez, inv, ptr, chord_m, when_s):
    """Smallest chord to each area's edges and its first instant, into two arrays ``(F, A)``."""
    for flight in range(first, last):
        begin, end = start[flight], start[flight + 1] - 1
        ball, fastest = _balls(begin, end, xyz)
        for k in range(len(reach)):
            chord_m[flight, k], when_s[flight, k] = np.inf, np.nan
            if reach[k] < 0.0:
                continue
            i, j = ptr[k], ptr[k + 1]
            edges = (ax[i:j], ay[i:j], az[i:j], ex[i:j], ey[i:j], ez[i:j], inv[i:j])
            square, instant = _nearest(begin, end, t, xyz, centre[k], reach[k], edges, ball, fastest)
            chord_m[flight, k], when_s[flight, k] = np.sqrt(square), instant


@nb.njit(cache=True, nogil=True, error_model="numpy")
def _balls(begin, end, xyz):
    """Spheres ``(S, 4)`` round stretches of the track, and its longest step."""
    number = (end - begin + _STRETCH - 1) // _STRETCH
    ball = np.empty((number, 4))
    fastest = 1e-9
    for s in range(number):
        i0 = begin + s * _STRETCH
        i1 = min(i0 + _STRETCH, end)
        middle = (i0 + i1) // 2
        square = 0.0
        for i in range(i0, i1):
            x, y, z = xyz[i + 1, 0] - xyz[i, 0], xyz[i + 1, 1] - xyz[i, 1], xyz[i + 1, 2] - xyz[i, 2]
            square = max(square, x * x + y * y + z * z)
        step = np.sqrt(square)
        ball[s, 0], ball[s, 1], ball[s, 2] = xyz[middle, 0], xyz[middle, 1], xyz[middle, 2]
        ball[s, 3] = step * max(middle - i0, i1 - middle)
        fastest = max(fastest, step)
    return ball, fastest


@nb.njit(cache=True, nogil=True, error_model="numpy")
def _nearest(begin, end, t, xyz, centre, reach, edges, ball, fastest):
    ax, ay, az, ex, ey, ez, inv = edges
    # A first bound: the middle of the stretch nearest to the area's centre.
    best_ball, least_square = 0, 1e300
    for s in range(len(ball)):
        square = _square(ball[s], centre)
        if square < least_square:
            best_ball, least_square = s, square
    x, y, z = ball[best_ball, 0], ball[best_ball, 1], ball[best_ball, 2]
    bound = np.sqrt(square_to_edges(x, y, z, ax, ay, az, ex, ey, ez, inv)) + _MARGIN_M
    best, instant = 1e300, np.nan
    for s in range(len(ball)):
        if np.sqrt(_square(ball[s], centre)) - reach - ball[s, 3] > bound:
            continue
        i, stop = begin + s * _STRETCH, min(begin + (s + 1) * _STRETCH, end)
        while i < stop:
            d = np.sqrt(square_to_edges(xyz[i, 0], xyz[i, 1], xyz[i, 2], ax, ay, az, ex, ey, ez, inv))
            bound = min(bound, d + _MARGIN_M)
            skip = int((d - bound - _MARGIN_M) / fastest)
            if skip >= 1:
                i += skip
                continue
            if not _stays_beyond(i, xyz, d, edges, bound):
                square, share = _step_gap(i, xyz, edges, bound)
                if square < best:
                    best, instant = square, t[i] + share * (t[i + 1] - t[i])
                    bound = min(bound, np.sqrt(best) + _MARGIN_M)
            i += 1
    return best, instant


@nb.njit(cache=True, nogil=True, error_model="numpy")
def _stays_beyond(i, xyz, d, edges, bound):
    """Whether a step cannot come as near as ``bound``: a distance along it bends by at most move² / distance."""
    ax, ay, az, ex, ey, ez, inv = edges
    x, y, z = xyz[i + 1, 0], xyz[i + 1, 1], xyz[i + 1, 2]
    d_next = np.sqrt(square_to_edges(x, y, z, ax, ay, az, ex, ey, ez, inv))
    x, y, z = x - xyz[i, 0], y - xyz[i, 1], z - xyz[i, 2]
    square = x * x + y * y + z * z
    nearest = min(d, d_next)
    far = nearest - np.sqrt(square)
    return far > 0.0 and nearest - 0.125 * square / far > bound + _MARGIN_M


@nb.njit(cache=True, nogil=True, error_model="numpy", inline="always")
def _square(ball, centre):
    x, y, z = ball[0] - centre[0], ball[1] - centre[1], ball[2] - centre[2]
    return x * x + y * y + z * z


@nb.njit(cache=True, nogil=True, error_model="numpy")
def _step_gap(i, xyz, edges, bound):
    """`sim.geo.closest.step_gap` over the edges that can come within ``bound`` during a step."""
    ax, ay, az, ex, ey, ez, inv = edges
    px, py, pz = xyz[i, 0], xyz[i, 1], xyz[i, 2]
    vx, vy, vz = xyz[i + 1, 0] - px, xyz[i + 1, 1] - py, xyz[i + 1, 2] - pz
    speed = vx * vx + vy * vy + vz * vz
    reach = bound + 0.5 * np.sqrt(speed) + _MARGIN_M
    mx, my, mz = px + 0.5 * vx, py + 0.5 * vy, pz + 0.5 * vz
    best, where = 1e300, 0.0
    for j in range(len(ax)):
        if square_to_edge(mx, my, mz, ax[j], ay[j], az[j], ex[j], ey[j], ez[j], inv[j]) > reach * reach:
            continue
        x, y, z = px - ax[j], py - ay[j], pz - az[j]
        pace = vx * ex[j] + vy * ey[j] + vz * ez[j]
        length = ex[j] * ex[j] + ey[j] * ey[j] + ez[j] * ez[j]
        place, closing = x * ex[j] + y * ey[j] + z * ez[j], x * vx + y * vy + z * vz
        inv_speed = 1.0 / speed if speed > 0.0 else 0.0
        det = speed * length - pace * pace
        inner = (pace * place - length * closing) / det if det > 0.0 else 0.0
        for turn in range(5):
            if turn == 0:
                s = 0.0
            elif turn == 1:
                s = min(max(-closing * inv_speed, 0.0), 1.0)
            elif turn == 2:
                s = min(max((pace - closing) * inv_speed, 0.0), 1.0)
            elif turn == 3:
                s = min(max(inner, 0.0), 1.0)
            else:
                s = 1.0
            onto = min(max((place + s * pace) * inv[j], 0.0), 1.0)
            gx, gy, gz = x + s * vx - onto * ex[j], y + s * vy - onto * ey[j], z + s * vz - onto * ez[j]
            square = gx * gx + gy * gy + gz * gz
            if square < best or (square == best and s < where):
                best, where = square, s
    return best, where
