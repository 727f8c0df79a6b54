"""A track laid out for the search for closest approaches: its steps, and chords over stretches of them.

A stretch leaves its chord mostly one way, up from the ground, by a share of one vector; how much it leaves that too is
measured knot by knot.
"""

# mypy: disable-error-code="no-untyped-def, no-untyped-call, untyped-decorator, misc"
# mypy: disable-error-code="call-arg, unreachable, var-annotated"

import numba as nb
import numpy as np

from sim.geo.compiled_lanes import shifted
from sim.geo.features import LANES

STRETCH = 2 * LANES
"""Steps of a stretch."""
BLOCK = 7 * LANES
"""Numbers of a block of edges, steps or chords (`sim.geo.features.Edges.blocks`)."""
ROW = 12
BOW, REST, OFF = 7, 10, 11
"""A stretch's row: the seven numbers of its chord; the vector ``m``; how far its knots are at most from the chord plus
a share in [0, 1] of ``m``; how far at most from the chord. What holds for the knots holds for the steps between."""


@nb.njit(cache=True, nogil=True, error_model="numpy")
def lay_out(number, xyz, steps, chords, rows):
    """Fill the blocks of a track's ``number`` steps and of its chords, the last repeated, and a row for each chord."""
    stretches = (number + STRETCH - 1) // STRETCH
    for i in range(stretches * STRETCH):
        k = min(i, number - 1)
        _put(steps, i, shifted(xyz, 3 * k), shifted(xyz, 3 * k + 3))
    for i in range((stretches + LANES - 1) // LANES * LANES):
        s = min(i, stretches - 1)
        begin, end = s * STRETCH, min((s + 1) * STRETCH, number)
        _put(chords, i, shifted(xyz, 3 * begin), shifted(xyz, 3 * end))
        if i == s:
            _measure(shifted(xyz, 3 * begin), end - begin, segment(chords, s), shifted(rows, ROW * s))


@nb.njit(cache=True, nogil=True, error_model="numpy", inline="always")
def segment(blocks, j):
    """The seven numbers of the ``j``-th segment of blocks."""
    e = (j // LANES) * BLOCK + j % LANES
    return (
        blocks[e], blocks[e + LANES], blocks[e + 2 * LANES], blocks[e + 3 * LANES],
        blocks[e + 4 * LANES], blocks[e + 5 * LANES], blocks[e + 6 * LANES],
    )  # fmt: skip


@nb.njit(cache=True, nogil=True, error_model="numpy")
def _put(blocks, j, p, q):
    vx, vy, vz = q[0] - p[0], q[1] - p[1], q[2] - p[2]
    square = vx * vx + vy * vy + vz * vz
    e = (j // LANES) * BLOCK + j % LANES
    blocks[e], blocks[e + LANES], blocks[e + 2 * LANES] = p[0], p[1], p[2]
    blocks[e + 3 * LANES], blocks[e + 4 * LANES], blocks[e + 5 * LANES] = vx, vy, vz
    blocks[e + 6 * LANES] = 1.0 / square if square > 0.0 else 0.0


@nb.njit(cache=True, nogil=True, error_model="numpy")
def _measure(xyz, number, chord, row):
    """Fill the row of a stretch of ``number`` steps."""
    for place in range(BOW):
        row[place] = chord[place]
    mx, my, mz = _from_chord(shifted(xyz, 3 * (number // 2)), chord)
    square = mx * mx + my * my + mz * mz
    inv = 1.0 / square if square > 0.0 else 0.0
    rest, off = 0.0, 0.0
    for k in range(1, number):
        x, y, z = _from_chord(shifted(xyz, 3 * k), chord)
        off = max(off, x * x + y * y + z * z)
        share = min(max((x * mx + y * my + z * mz) * inv, 0.0), 1.0)
        x, y, z = x - share * mx, y - share * my, z - share * mz
        rest = max(rest, x * x + y * y + z * z)
    row[BOW], row[BOW + 1], row[BOW + 2] = mx, my, mz
    row[REST], row[OFF] = np.sqrt(rest), np.sqrt(off)


@nb.njit(cache=True, nogil=True, error_model="numpy", inline="always")
def _from_chord(point, chord):
    px, py, pz, vx, vy, vz, inv = chord
    x, y, z = point[0] - px, point[1] - py, point[2] - pz
    share = min(max((x * vx + y * vy + z * vz) * inv, 0.0), 1.0)
    return x - share * vx, y - share * vy, z - share * vz
