"""Compiled closest approaches: long chords of the track first, single steps only where a chord cannot rule them out.

What is left out is provably farther than what is found, by more than rounding (`_MARGIN_M`). So the answer is that of
every step with every edge, bit by bit, whatever is looked at first and whatever else is searched with it.
"""

# mypy: disable-error-code="no-untyped-def, no-untyped-call, untyped-decorator, misc"
# mypy: disable-error-code="call-arg, unreachable, var-annotated"

import numba as nb
import numpy as np

from sim.geo.compiled_bounds import low_to_edges, low_to_steps
from sim.geo.compiled_lanes import pointer, shifted, square_to_blocks
from sim.geo.compiled_stretches import BLOCK, OFF, REST, ROW, STRETCH, lay_out, segment
from sim.geo.features import LANES

_TOGETHER = 16
"""Flights that meet an area one after the other, while its edges are at hand."""
_MARGIN_M = 1e-3
"""Kept clear of whatever is ruled out: far above rounding, far below a step."""


@nb.njit(cache=True, nogil=True, error_model="numpy")
def closest(first, last, t, xyz, start, sphere, blocks, ptr, wanted, chord_m, when_s, counts):
    """Smallest chord to each area's edges and its first instant, into two arrays ``(F, A)``, where ``wanted``.

    ``sphere`` ``(A, 4)`` holds each area, ``blocks`` and ``ptr`` are its edges (`sim.geo.features.Edges.blocks`),
    ``counts`` ``(A,)`` how many they are. What ``chord_m`` holds before must be no smaller than the answer; it stays
    for areas without edges.
    """
    edges, stretches, together = 1, 1, max(1, min(_TOGETHER, last - first))
    for k in range(len(sphere)):
        edges = max(edges, (ptr[k + 1] - ptr[k]) * LANES)
    for flight in range(first, last):
        stretches = max(stretches, (start[flight + 1] - start[flight] + STRETCH - 2) // STRETCH)
    chord_blocks = (stretches + LANES - 1) // LANES
    # Pointers do not keep what they point at: arrays made here live on in a call that has them for arguments.
    _closest(
        first, last, t, xyz, start, sphere, blocks, ptr, wanted, chord_m, when_s, counts,
        np.empty((together, stretches * STRETCH * 7)), np.empty((together, chord_blocks * BLOCK)),
        np.empty((together, stretches * ROW)),
        np.empty(chord_blocks * LANES), np.empty(edges), np.empty(STRETCH),
    )  # fmt: skip


@nb.njit(cache=True, nogil=True, error_model="numpy")
def _closest(
    first, last, t, xyz, start, sphere, blocks, ptr, wanted, chord_m, when_s, counts,
    steps, chords, rows, squares, lows, near,
):  # fmt: skip
    areas, together = len(sphere), len(steps)
    of_steps, of_chords, of_rows = steps.shape[1], chords.shape[1], rows.shape[1]
    t, xyz, sphere, blocks = pointer(t), pointer(xyz), pointer(sphere), pointer(blocks)
    chord_m, when_s, steps, chords, rows = (
        pointer(chord_m), pointer(when_s), pointer(steps), pointer(chords), pointer(rows)
    )  # fmt: skip
    squares, lows, near = pointer(squares), pointer(lows), pointer(near)
    for one in range(first, last, together):
        other = min(one + together, last)
        for flight in range(one, other):
            f = flight - one
            lay_out(
                start[flight + 1] - 1 - start[flight], shifted(xyz, 3 * start[flight]),
                shifted(steps, of_steps * f), shifted(chords, of_chords * f), shifted(rows, of_rows * f),
            )  # fmt: skip
        for k in range(areas):
            if sphere[4 * k + 3] < 0.0:
                continue
            for flight in range(one, other):
                if not wanted[flight, k]:
                    continue
                f, pair = flight - one, flight * areas + k
                _nearest(
                    start[flight + 1] - 1 - start[flight], shifted(t, start[flight]),
                    shifted(steps, of_steps * f), shifted(chords, of_chords * f), shifted(rows, of_rows * f),
                    shifted(sphere, 4 * k), shifted(blocks, BLOCK * ptr[k]), counts[k],
                    squares, lows, near, shifted(chord_m, pair), shifted(when_s, pair),
                )  # fmt: skip


@nb.njit(cache=True, nogil=True, error_model="numpy")
def _nearest(
    number, t, steps, chords, rows, sphere, blocks, count, squares, lows, near, chord_m, when_s
):  # fmt: skip
    """One flight of ``number`` steps and one area of ``count`` edges: stretches, then edges, then steps."""
    stretches = (number + STRETCH - 1) // STRETCH
    edge_blocks = (count + LANES - 1) // LANES
    x, y, z, reach = sphere[0], sphere[1], sphere[2], sphere[3]
    least = square_to_blocks(chords, (stretches + LANES - 1) // LANES, x, y, z, squares)
    nearest = _where(squares, least)
    best, instant, bound = 1e300, np.nan, chord_m[0] + _MARGIN_M
    for turn in range(stretches):
        # The most promising stretch and its most promising edge first, so that the others need little looking at.
        s = nearest if turn == 0 else turn - 1 if turn <= nearest else turn
        row = shifted(rows, ROW * s)
        far = bound + reach + row[OFF] + _MARGIN_M
        if squares[s] > far * far:
            continue
        rest = row[REST] + _MARGIN_M
        low = low_to_edges(blocks, edge_blocks, row, lows)
        if low > bound + rest:
            continue
        i = s * STRETCH
        here, n, when = shifted(steps, 7 * i), min(STRETCH, number - i), shifted(t, i)
        first = -1
        if turn == 0:
            first = _where(lows, low)
            best, instant, bound = _on_steps(
                n, when, here, segment(blocks, first), near, best, instant, bound
            )
        for j in range(count):
            if lows[j] <= bound + rest and j != first:
                best, instant, bound = _on_steps(
                    n, when, here, segment(blocks, j), near, best, instant, bound
                )
    chord_m[0], when_s[0] = np.sqrt(best), instant


@nb.njit(cache=True, nogil=True, error_model="numpy")
def _on_steps(number, t, steps, edge, near, best, instant, bound):
    """The closest approach of ``number`` steps to an edge, if it betters ``best``."""
    ax, ay, az, ex, ey, ez, inv = edge
    low = low_to_steps(steps, (number + LANES - 1) // LANES, ax, ay, az, ex, ey, ez, near)
    if low > bound:
        return best, instant, bound
    first = _where(near, low)
    for turn in range(-1, number):
        i = first if turn < 0 else turn
        if near[i] > bound or turn == first:
            continue
        px, py, pz, vx, vy, vz, inv_speed = segment(steps, i)
        square, share = _gap(px, py, pz, vx, vy, vz, inv_speed, ax, ay, az, ex, ey, ez, inv)
        if square > best:
            continue
        when = t[i] + share * (t[i + 1] - t[i])
        if square < best or when < instant:
            best, instant = square, when
            bound = min(bound, np.sqrt(best) + _MARGIN_M)
    return best, instant, bound


@nb.njit(cache=True, nogil=True, error_model="numpy", inline="always")
def _where(values, least):
    """The first of the values that is the least of them."""
    i = 0
    while values[i] > least:
        i += 1
    return i


@nb.njit(cache=True, nogil=True, error_model="numpy")
def _gap(px, py, pz, vx, vy, vz, inv_speed, ax, ay, az, ex, ey, ez, inv):
    """`sim.geo.closest.step_gap` for one move and one edge: least squared distance, and the share of the move."""
    x, y, z = px - ax, py - ay, pz - az
    speed = vx * vx + vy * vy + vz * vz
    pace = vx * ex + vy * ey + vz * ez
    length = ex * ex + ey * ey + ez * ez
    place, closing = x * ex + y * ey + z * ez, x * vx + y * vy + z * vz
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
