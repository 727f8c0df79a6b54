"""Visits within one straight step, by the closed-form roots of the few edges that can decide them.

The distance to an edge along a straight step is a convex function whose second derivative is at most move² / distance;
the radius is linear. So distance less radius lies below its own chord, and above it by no more than an eighth of that:
where a chord is negative a visit is sure, and an edge matters only if its chord comes close enough to zero elsewhere.
"""

# mypy: disable-error-code="no-untyped-def, no-untyped-call, untyped-decorator, misc"
# mypy: disable-error-code="call-arg, unreachable, var-annotated"

import numba as nb
import numpy as np

from sim.geo.compiled_lanes import chosen, shifted, surely
from sim.geo.compiled_survey import MARGIN_M
from sim.geo.features import LANES
from sim.geo.kernels import capsule
from sim.geo.visits import SAME_INSTANT_S


@nb.njit(cache=True, nogil=True, error_model="numpy")
def within_step(
    i, t, xyz, chord, each, blocks, number, d, d_next,
    here, there, spare, width, which, enter, leave, count, room,
):  # fmt: skip
    """Append the visits of one step; -1 if there is no room.

    ``here`` and ``there`` hold the squared distances of the edges in ``number`` blocks at both ends, ``d`` and
    ``d_next`` the smallest distances; ``spare`` has four rows of ``width`` to work with, two more than there are edges.
    """
    begin, finish = spare, shifted(spare, width)
    low, high = shifted(spare, 2 * width), shifted(spare, 3 * width)
    px, py, pz = xyz[3 * i], xyz[3 * i + 1], xyz[3 * i + 2]
    vx, vy, vz = xyz[3 * i + 3] - px, xyz[3 * i + 4] - py, xyz[3 * i + 5] - pz
    radius = chord[i * each]
    growth = chord[(i + 1) * each] - radius
    square = vx * vx + vy * vy + vz * vz
    move = np.sqrt(square)
    far = min(d, d_next) - 0.5 * move
    sag = 0.5 * (move + abs(growth))
    if far > 0.0:
        sag = min(sag, 0.125 * square / far)
    until, since = surely(here, there, number, radius - MARGIN_M, radius + growth - MARGIN_M, begin, finish)
    if until >= since:
        return append(t[i], t[i + 1], enter, leave, count, room)
    met = 0
    if until > 0.0:
        low[0], high[0], met = 0.0, until, 1
    if since < 1.0:
        low[met], high[met] = since, 1.0
        met += 1
    few = chosen(begin, finish, number, until, since, sag + 2.0 * MARGIN_M, which)
    for turn in range(few):
        j = which[turn]
        e = (j // LANES) * 7 * LANES + j % LANES
        one, two = capsule(
            px - blocks[e], py - blocks[e + LANES], pz - blocks[e + 2 * LANES], vx, vy, vz,
            blocks[e + 3 * LANES], blocks[e + 4 * LANES], blocks[e + 5 * LANES], blocks[e + 6 * LANES], radius, growth,
        )  # fmt: skip
        if one > two:
            continue
        k = met
        while k > 0 and low[k - 1] > one:
            low[k], high[k] = low[k - 1], high[k - 1]
            k -= 1
        low[k], high[k] = one, two
        met += 1
    span = t[i + 1] - t[i]
    for k in range(met):
        enters = t[i] + low[k] * span if low[k] > 0.0 else t[i]
        leaves = t[i] + high[k] * span if high[k] < 1.0 else t[i + 1]
        count = append(enters, leaves, enter, leave, count, room)
        if count < 0:
            return -1
    return count


@nb.njit(cache=True, nogil=True, error_model="numpy", inline="always")
def append(begin, finish, enter, leave, count, room):
    """One more piece of a visit, joined to the last where they touch; -1 if there is no room."""
    if count > 0 and begin <= leave[count - 1] + SAME_INSTANT_S:
        leave[count - 1] = max(leave[count - 1], finish)
        return count
    if count >= room:
        return -1
    enter[count], leave[count] = begin, finish
    return count + 1
