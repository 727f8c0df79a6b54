"""Compiled closest approaches: long chords of the track first, single steps only where a chord cannot rule them out.

A stretch of steps stays within ``off`` of its chord, each step beside a part of it. The distance of a point that moves
along a chord from an edge is convex, so over a part of the chord it is least where that part is nearest to the chord's
own closest place. What is so ruled out cannot be nearer than what is found: the answer is exact.
"""

# mypy: disable-error-code="no-untyped-def, no-untyped-call, untyped-decorator, misc"

import numba as nb
import numpy as np

from sim.geo.kernels import FAST, least, most, square_to_edge

_STRETCH = 6
_MARGIN_M = 1e-3
"""Kept clear of whatever is ruled out: far above rounding, far below a step."""


@nb.njit(cache=True, nogil=True, error_model="numpy")
def closest(
    first, last, t, xyz, start, centre, reach, ax, ay, az, ex, ey, ez, inv, ptr, wanted, chord_m, when_s
):
    """Smallest chord to each area's edges and its first instant, into two arrays ``(F, A)``, where ``wanted``."""
    room = 1
    for k in range(len(reach)):
        room = max(room, ptr[k + 1] - ptr[k])
    low, part = np.empty(room), np.empty(room)
    half = np.empty((4, len(ax)))  # an edge's middle, and half its length
    for j in range(len(ax)):
        half[0, j], half[1, j], half[2, j] = ax[j] + 0.5 * ex[j], ay[j] + 0.5 * ey[j], az[j] + 0.5 * ez[j]
        half[3, j] = 0.5 * np.sqrt(ex[j] * ex[j] + ey[j] * ey[j] + ez[j] * ez[j])
    for flight in range(first, last):
        begin, end = start[flight], start[flight + 1] - 1
        chord, beside = _chords(begin, end, xyz)
        rows = np.ascontiguousarray(chord.T)
        gap = np.empty(len(chord))
        for k in range(len(reach)):
            if not wanted[flight, k]:
                continue
            chord_m[flight, k], when_s[flight, k] = np.inf, np.nan
            if reach[k] < 0.0:
                continue
            i, j = ptr[k], ptr[k + 1]
            edges = (ax[i:j], ay[i:j], az[i:j], ex[i:j], ey[i:j], ez[i:j], inv[i:j], half[:, i:j])
            square, instant = _nearest(
                begin, end, t, xyz, centre[k], reach[k], edges, chord, rows, beside, gap, low, part
            )
            chord_m[flight, k], when_s[flight, k] = np.sqrt(square), instant


@nb.njit(cache=True, nogil=True, error_model="numpy")
def _chords(begin, end, xyz):
    """Chords ``(S, 8)`` of stretches: start, move, 1 / |move|² and ``off``; and the part of its chord each step lies
    beside, ``(steps, 2)``."""
    number = (end - begin + _STRETCH - 1) // _STRETCH
    chord, beside = np.empty((number, 8)), np.empty((end - begin, 2))
    for s in range(number):
        i0 = begin + s * _STRETCH
        i1 = min(i0 + _STRETCH, end)
        px, py, pz = xyz[i0, 0], xyz[i0, 1], xyz[i0, 2]
        vx, vy, vz = xyz[i1, 0] - px, xyz[i1, 1] - py, xyz[i1, 2] - pz
        square = vx * vx + vy * vy + vz * vz
        inv = 1.0 / square if square > 0.0 else 0.0
        off = 0.0
        for i in range(i0, i1 + 1):
            x, y, z = xyz[i, 0] - px, xyz[i, 1] - py, xyz[i, 2] - pz
            share = min(max((x * vx + y * vy + z * vz) * inv, 0.0), 1.0)
            x, y, z = x - share * vx, y - share * vy, z - share * vz
            off = max(off, x * x + y * y + z * z)
            if i > i0:
                beside[i - 1 - begin, 1] = share
            if i < i1:
                beside[i - begin, 0] = share
        chord[s, 0], chord[s, 1], chord[s, 2] = px, py, pz
        chord[s, 3], chord[s, 4], chord[s, 5] = vx, vy, vz
        chord[s, 6], chord[s, 7] = inv, np.sqrt(off) + _MARGIN_M
    return chord, beside


@nb.njit(cache=True, nogil=True, error_model="numpy")
def _nearest(begin, end, t, xyz, centre, reach, edges, chord, rows, beside, gap, low, part):
    _to_chords(rows, centre[0], centre[1], centre[2], gap)
    bound, nearest = 1e300, 0
    for s in range(len(chord)):
        if gap[s] + reach + chord[s, 7] < bound:
            bound, nearest = gap[s] + reach + chord[s, 7], s
    best, instant = 1e300, np.nan
    for turn in range(len(chord)):
        # The most promising stretch first, so that the others need little looking at.
        s = nearest if turn == 0 else turn - 1 if turn <= nearest else turn
        if gap[s] - reach - chord[s, 7] > bound + _MARGIN_M:
            continue
        bound = _rule_out(chord[s], edges, bound, low, part)
        i0 = begin + s * _STRETCH
        best, instant, bound = _on_steps(
            i0,
            min(i0 + _STRETCH, end),
            begin,
            t,
            xyz,
            edges,
            chord[s],
            beside,
            low,
            part,
            best,
            instant,
            bound,
        )
    return best, instant


@nb.njit(cache=True, nogil=True, error_model="numpy")
def _rule_out(chord, edges, bound, low, part):
    """Least distances of edges from a stretch into ``low`` (infinite where ruled out), and where on the chord into
    ``part``; gives what the closest approach cannot exceed."""
    ax, ay, az, ex, ey, ez, inv, half = edges
    off = chord[7]
    bound = min(bound, _to_middles(chord, half, low) + off)
    for j in range(len(ax)):
        if low[j] > bound + _MARGIN_M:
            low[j] = np.inf
            continue
        square, part[j] = _gap(
            chord[0],
            chord[1],
            chord[2],
            chord[3],
            chord[4],
            chord[5],
            ax[j],
            ay[j],
            az[j],
            ex[j],
            ey[j],
            ez[j],
            inv[j],
        )
        gap = np.sqrt(square)
        low[j] = gap - off
        bound = min(bound, gap + off)
    return bound


@nb.njit(cache=True, nogil=True, error_model="numpy")
def _on_steps(i0, i1, begin, t, xyz, edges, chord, beside, low, part, best, instant, bound):
    """The closest approach of the steps of a stretch, if it betters ``best``."""
    ax, ay, az, ex, ey, ez, inv, _ = edges
    for j in range(len(ax)):
        if low[j] > bound + _MARGIN_M:
            continue
        for i in range(i0, i1):
            one, two = beside[i - begin, 0], beside[i - begin, 1]
            share = min(max(part[j], min(one, two)), max(one, two))
            x, y, z = chord[0] + share * chord[3], chord[1] + share * chord[4], chord[2] + share * chord[5]
            gap = np.sqrt(square_to_edge(x, y, z, ax[j], ay[j], az[j], ex[j], ey[j], ez[j], inv[j]))
            if gap - chord[7] > bound + _MARGIN_M:
                continue
            px, py, pz = xyz[i, 0], xyz[i, 1], xyz[i, 2]
            vx, vy, vz = xyz[i + 1, 0] - px, xyz[i + 1, 1] - py, xyz[i + 1, 2] - pz
            square, share = _gap(px, py, pz, vx, vy, vz, ax[j], ay[j], az[j], ex[j], ey[j], ez[j], inv[j])
            when = t[i] + share * (t[i + 1] - t[i])
            if square < best or (square == best and when < instant):
                best, instant = square, when
                bound = min(bound, np.sqrt(best))
    return best, instant, bound


@nb.njit(cache=True, nogil=True, error_model="numpy", fastmath=FAST)
def _to_chords(rows, x, y, z, gap):
    """Distances of a point from chords, given column by column ``(8, S)``."""
    px, py, pz, vx, vy, vz, inv = rows[0], rows[1], rows[2], rows[3], rows[4], rows[5], rows[6]
    for s in range(len(gap)):
        dx, dy, dz = x - px[s], y - py[s], z - pz[s]
        share = least(most((dx * vx[s] + dy * vy[s] + dz * vz[s]) * inv[s], 0.0), 1.0)
        dx, dy, dz = dx - share * vx[s], dy - share * vy[s], dz - share * vz[s]
        gap[s] = np.sqrt(dx * dx + dy * dy + dz * dz)


@nb.njit(cache=True, nogil=True, error_model="numpy", fastmath=FAST)
def _to_middles(chord, half, low):
    """Distances of edges' middles from a chord, less half their length and ``off``; gives the least itself."""
    px, py, pz, vx, vy, vz = chord[0], chord[1], chord[2], chord[3], chord[4], chord[5]
    inv, off = chord[6], chord[7]
    mx, my, mz, length = half[0], half[1], half[2], half[3]
    nearest = 1e300
    for j in range(len(mx)):
        dx, dy, dz = mx[j] - px, my[j] - py, mz[j] - pz
        share = least(most((dx * vx + dy * vy + dz * vz) * inv, 0.0), 1.0)
        dx, dy, dz = dx - share * vx, dy - share * vy, dz - share * vz
        gap = np.sqrt(dx * dx + dy * dy + dz * dz)
        low[j] = gap - length[j] - off
        nearest = least(nearest, gap)
    return nearest


@nb.njit(cache=True, nogil=True, error_model="numpy")
def _gap(px, py, pz, vx, vy, vz, ax, ay, az, ex, ey, ez, inv):
    """`sim.geo.closest.step_gap` for one move and one edge: least squared distance, and the share of the move."""
    x, y, z = px - ax, py - ay, pz - az
    speed = vx * vx + vy * vy + vz * vz
    pace = vx * ex + vy * ey + vz * ez
    length = ex * ex + ey * ey + ez * ez
    place, closing = x * ex + y * ey + z * ez, x * vx + y * vy + z * vz
    inv_speed = 1.0 / speed if speed > 0.0 else 0.0
    det = speed * length - pace * pace
    inner = (pace * place - length * closing) / det if det > 0.0 else 0.0
    best, where = 1e300, 0.0
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
        onto = min(max((place + s * pace) * inv, 0.0), 1.0)
        gx, gy, gz = x + s * vx - onto * ex, y + s * vy - onto * ey, z + s * vz - onto * ez
        square = gx * gx + gy * gy + gz * gz
        if square < best or (square == best and s < where):
            best, where = square, s
    return best, where
