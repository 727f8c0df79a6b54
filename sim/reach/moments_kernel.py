"""The compiled people of `sim.reach.moments` (numba), equal to the numpy ones within 1e-9.

Rows, each one area of one replicate, go side by side in groups of `WIDTH`; arrays of a group are ``(room, WIDTH)``. No
row's figures depend on the rows beside it. Kernels hold no state and release the interpreter's lock.
"""

# mypy: disable-error-code="no-untyped-def, no-untyped-call, untyped-decorator, misc"

import numba as nb
import numpy as np

from sim.reach.moments_chain import ever_there
from sim.reach.moments_lanes import WIDTH, load, spread, store, where_less
from sim.reach.moments_noticing import GROUPS, hear, split, step_at, tell, unheard, waiting, worded


@nb.njit(cache=True, nogil=True, error_model="numpy")
def sum_up(
    rows, step, origin, count, tables, audible, caps,
    start, text, awake, asleep, asleep_share, lift_start, lift_awake, telling, rate, halvings,
    jumps, response, weights, twiddles, noticed_by, released_by, at, out, out_at,
):  # fmt: skip
    """Figures of rows ``(R, 2)`` (replicate and area) into ``out`` ``(R, F)`` and ``out_at`` ``(R, 3, K)``.

    All rows have as much ``room``: half as many steps as the transform whose ``twiddles`` these are.
    """
    room = len(twiddles) // 2
    noticed, left, lifted, released = (
        np.zeros((GROUPS, room, WIDTH)), np.zeros((GROUPS, room, WIDTH)),
        np.zeros((GROUPS, room, WIDTH)), np.zeros((GROUPS, room, WIDTH)),
    )  # fmt: skip
    quiet, dozing = np.zeros((WIDTH, room)), np.zeros((WIDTH, room))
    heard, parts = np.zeros((len(audible), room + WIDTH)), np.zeros((len(audible), WIDTH))
    steps, left_alone = np.zeros((room, WIDTH)), np.zeros((room, WIDTH))
    re, im = np.empty((room // 2, WIDTH)), np.empty((room // 2, WIDTH))
    ever, under, line = np.empty((3, WIDTH)), np.empty(WIDTH), np.zeros(room + WIDTH)
    first, since = np.zeros((GROUPS, WIDTH), np.int64), np.zeros((GROUPS, WIDTH), np.int64)
    sizes, dozers, nobody = np.empty((GROUPS, WIDTH)), np.zeros((GROUPS, WIDTH)), np.zeros((GROUPS, WIDTH))
    for low in range(0, len(rows), GROUPS * WIDTH):
        some = rows[low : low + GROUPS * WIDTH]
        own = count[low : low + GROUPS * WIDTH]
        sizes[:] = 0.0
        for row in range(len(some)):
            sizes[row // WIDTH, row % WIDTH] = own[row]
            dozers[row // WIDTH, row % WIDTH] = asleep_share[some[row, 0]]
        most = own.max()
        begin = _side_by_side(
            some, own, step, origin, tables, audible, caps, start, awake, asleep, dozers, telling,
            heard, quiet, dozing, noticed, left, first,
        )  # fmt: skip
        tell(noticed, left, begin, most, rate, halvings)
        # Who has noticed the warning is awake.
        begin = _side_by_side(
            some, own, step, origin, tables, audible, caps, lift_start, lift_awake, lift_awake, nobody, telling,
            heard, quiet, dozing, lifted, released, since,
        )  # fmt: skip
        tell(lifted, released, begin, most, rate, halvings)
        for g in range(-(-len(some) // WIDTH)):
            mine = some[g * WIDTH : (g + 1) * WIDTH]
            _cut_short(noticed[g], lifted[g], sizes[g], most, steps, left_alone, released[g], under)
            for w in range(len(mine)):
                r, c, n = mine[w, 0], mine[w, 1], own[g * WIDTH + w]
                _leave_out(
                    step, origin[r], first[g, w], n, tables, audible, caps,
                    start[:, r, :, c], text[:, r, c], awake[:, r, c], asleep[:, r, c], asleep_share[r], telling,
                    heard, left[g, :, w], parts, line, steps[:, w],
                )  # fmt: skip
            ever_there(steps, left_alone, room // 2, weights, twiddles, re, im, ever)
            for w in range(len(mine)):
                row = low + g * WIDTH + w
                r, c, n = mine[w, 0], mine[w, 1], own[g * WIDTH + w]
                _sum_up_row(
                    step, origin[r], n, noticed[g, :, w], released[g, :, w], lifted[g, 0, w], under[w], ever[:, w],
                    noticed_by, released_by, out[row],
                )  # fmt: skip
                _look_up_row(
                    step, origin[r], first[g, w], since[g, w], n, noticed[g, :, w], released[g, :, w],
                    steps[:, w], left_alone[:, w], ever[-1, w], jumps, response, line, at[:, r, c], out_at[row],
                )  # fmt: skip


@nb.njit(cache=True, nogil=True, error_model="numpy")
def _side_by_side(
    rows, count, step, origin, tables, audible, caps, start, awake, asleep, dozers, telling,
    heard, quiet, dozing, aware, open_, first,
):  # fmt: skip
    """The ``aware`` by channels and the ``open_`` to being told of all groups; each row's ``first`` step with anything
    on air, and the first step at which anybody may know."""
    soonest = aware.shape[1]
    for g in range(GROUPS):
        begin, sleepers = aware.shape[1], False
        for row in range(g * WIDTH, min((g + 1) * WIDTH, len(rows))):
            r, c, n, w = rows[row, 0], rows[row, 1], count[row], row % WIDTH
            first[g, w] = hear(step, origin[r], n, tables, audible, caps, start[:, r, :, c], heard)
            begin = min(begin, first[g, w])
            unheard(heard, n, awake[:, r, c], quiet[w])
            if dozers[g, w] > 0.0:
                unheard(heard, n, asleep[:, r, c], dozing[w])
                sleepers = True
        begin -= begin % WIDTH
        soonest = min(soonest, begin)
        aware[g, :begin] = 0.0
        split(quiet, dozing, begin, sleepers, dozers[g], telling, aware[g], open_[g])
    return soonest


@nb.njit(cache=True, nogil=True, error_model="numpy")
def _cut_short(noticed, lifted, sizes, most, steps, left_alone, released, under):
    """What the lift cuts short: the ``steps`` of the noticed, last first, and the share ``left_alone`` over each.

    The ``released`` have noticed and were reached; ``under`` is the sum over steps of those who noticed and were not.
    """
    room, size, nobody, sum_ = len(noticed), load(sizes, 0), spread(0.0), spread(0.0)
    knew, stayed = nobody, spread(1.0)
    for k in range(most):
        here, i = spread(float(k)), k * WIDTH
        know, gone = load(noticed, i), load(lifted, i)
        stay = 1.0 - gone
        sum_ += where_less(here, size, know * stay, nobody)
        store(released, i, know * gone)
        store(left_alone, i, where_less(here, size, 0.5 * (stay + stayed), nobody))
        store(steps, (room - 1 - k) * WIDTH, where_less(here, size, know - knew, nobody))
        knew, stayed = know, stay
    left_alone[most:] = 0.0
    steps[: room - most] = 0.0
    store(under, 0, sum_)


@nb.njit(cache=True, nogil=True, error_model="numpy")
def _leave_out(
    step, origin, first, n, tables, audible, caps, starts, text, awake, asleep, asleep_share, telling,
    heard, left, parts, line, steps,
):  # fmt: skip
    """Makes of the steps of those who noticed, last first, the steps of those who have the wording at hand, too."""
    last = worded(step, origin, first, n, starts, text)
    if last == first:
        return
    hear(step, origin, last, tables, audible, caps, starts, heard)
    waiting(step, origin, first, last, text, awake, asleep, asleep_share, telling, heard, left, parts, line)
    for i in range(first, last):
        steps[-1 - i] -= line[i]
        if i + 1 < n:
            steps[-2 - i] += line[i]


@nb.njit(cache=True, nogil=True, error_model="numpy")
def _sum_up_row(
    step, origin, n, noticed, released, lifted_first, under, ever_there, noticed_by, released_by, out
):  # fmt: skip
    """A row's figures, whenever the lift was."""
    ever, times = noticed[n - 1], len(noticed_by) + len(released_by)
    for q in range(len(noticed_by)):
        out[q] = _reached(noticed, n, noticed_by[q], step, origin)
    for q in range(len(released_by)):
        out[len(noticed_by) + q] = _reached(released, n, released_by[q] * ever, step, origin)
    out[times], out[times + 1] = ever, released[n - 1]
    out[times + 2] = step * (under - 0.5 * noticed[0] * (1.0 - lifted_first))
    for stage in range(len(ever_there)):
        out[times + 3 + stage] = ever_there[stage]


@nb.njit(cache=True, nogil=True, error_model="numpy")
def _look_up_row(
    step, origin, first, since, n, noticed, released, steps, left_alone, sheltered, jumps, response, line, at, out
):  # fmt: skip
    """A row's shares that had noticed, sheltered and been released by the moments ``at``."""
    for k in range(len(at)):
        i, part = _place(at[k], step, origin, n)
        if i < 0:
            out[:, k] = 0.0
        elif i >= n - 1:
            out[0, k], out[1, k], out[2, k] = noticed[n - 1], sheltered, released[n - 1]
        else:
            out[0, k] = noticed[i] + part * (noticed[i + 1] - noticed[i])
            out[1, k] = _sheltered(steps, left_alone, first, since, i, part, jumps, response, line)
            out[2, k] = released[i] + part * (released[i + 1] - released[i])


@nb.njit(cache=True, nogil=True, error_model="numpy")
def _place(t_s, step, origin, n):
    """The last grid step not after ``t_s`` and the part of the next one; -1 before the grid, n after its end."""
    if np.isnan(t_s) or t_s < origin * step:
        return -1, 0.0
    if t_s >= (origin + n) * step:
        return n, 0.0
    i = step_at(t_s, step, origin)
    if (origin + i) * step > t_s:
        i -= 1
    return i, (t_s - (origin + i) * step) / step


@nb.njit(cache=True, nogil=True, error_model="numpy")
def _sheltered(steps, left_alone, first, since, k, part, jumps, response, line):
    """Share that had ever sheltered by step k and ``part`` of the next one."""
    size = k + 2 - first
    if size <= 0:
        return 0.0
    # Steps from k + 1 down to first.
    for i in range(size):
        line[i] = steps[i - k - 2]
    line[size : size + WIDTH] = 0.0
    # Every share before the lift is 1.
    since = max(since, first)
    early = min(k, since - 1)
    found = 0.0
    if early >= first:
        found = _dot(line, k + 1 - early, response, early - first + 1)
    for i in range(since, k + 1):
        found += left_alone[i] * _dot(line, k + 1 - i, jumps, i - first + 1)
    return found + part * left_alone[k + 1] * _dot(line, 0, jumps, size)


@nb.njit(cache=True, nogil=True, error_model="numpy")
def _dot(line, low, other, n):
    """The sum of n products, with ``line`` from place ``low`` on; it is 0 further on."""
    sum_, parts = spread(0.0), np.empty(WIDTH)
    for i in range(0, n, WIDTH):
        sum_ += load(line, low + i) * load(other, i)
    store(parts, 0, sum_)
    return ((parts[0] + parts[1]) + (parts[2] + parts[3])) + ((parts[4] + parts[5]) + (parts[6] + parts[7]))


@nb.njit(cache=True, nogil=True, error_model="numpy")
def _reached(rising, n, level, step, origin):
    """When a rising curve, straight between its points, first reaches a level; NaN if it does not."""
    if not (level > 0.0 and rising[n - 1] >= level):
        return np.nan
    low, high = -1, n - 1
    while high - low > 1:
        middle = (low + high) // 2
        if rising[middle] >= level:
            high = middle
        else:
            low = middle
    if high == 0:
        return origin * step
    part = (level - rising[high - 1]) / (rising[high] - rising[high - 1])
    return (origin + high - 1) * step + part * step
