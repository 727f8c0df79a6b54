"""The compiled people of `sim.reach.moments` (numba), equal to the numpy ones within 1e-9.

What follows from noticing is linear in the steps n of the understandable curve: with m the share the lift has left
alone and d what the chain adds at each lag, those who ever got there are ``sum_jk d[k - j] n[j] m[k]``, a sum over lags
of ``d`` and the correlation of n with m.

No row's figures depend on the rows beside it. Kernels hold no state and release the interpreter's lock.
"""

# mypy: disable-error-code="no-untyped-def, no-untyped-call, untyped-decorator, misc"

import numba as nb
import numpy as np

from sim.reach.moments_noticing import LANES, split, step_at, tell, understandable, unheard

PAD = 8
# Unsigned places are not asked whether they count from the end.
_1, _2, _3, _4, _5, _6, _7 = (np.uint64(i) for i in range(1, 8))


@nb.njit(cache=True, nogil=True, error_model="numpy")
def sum_up(
    rows, step, origin, count, phases, audible, caps,
    start, text, awake, asleep, asleep_share, lift_start, lift_awake, nobody, telling, rate, halvings,
    jumps, response, noticed_by, released_by, at, out, out_at,
):  # fmt: skip
    """Figures of rows ``(R, 2)`` (replicate and area) into ``out`` ``(R, F)`` and ``out_at`` ``(R, 3, K)``."""
    most = count.max() if len(count) else 0
    room = most + 3 * PAD
    # A few lanes more than are used keep the rows of a column out of each other's places in fast memory.
    wide = LANES + PAD
    a, b, left, aware = (
        np.empty((room, wide)),
        np.empty((room, wide)),
        np.empty((room, wide)),
        np.empty((room, wide)),
    )
    noticed, known = np.empty((LANES, room)), np.empty((LANES, room))
    line = np.empty((8, room))
    first, since = np.zeros(LANES, np.int64), np.zeros(LANES, np.int64)
    before, now = np.empty((2, len(phases) + 1)), np.empty((2, len(phases) + 1))
    for low in range(0, len(rows), LANES):
        size = min(LANES, len(rows) - low)
        some, sizes = rows[low : low + size], count[low : low + size]
        soonest = _side_by_side(
            some, sizes, step, origin, phases, audible, caps, start, awake, asleep, asleep_share, telling,
            line, a, b, first,
        )  # fmt: skip
        tell(a, b, left, aware, soonest, most, rate, halvings)
        for w in range(size):
            r, c, n = some[w, 0], some[w, 1], sizes[w]
            for i in range(n):
                noticed[w, i] = aware[i, w]
            understandable(
                step, origin[r], first[w], n, phases, audible, caps,
                start[:, r, :, c], text[:, r, c], awake[:, r, c], asleep[:, r, c], asleep_share[r], telling,
                left[:, w], noticed[w], before, now, line[0], known[w],
            )  # fmt: skip
        # Who has noticed the warning is awake.
        soonest = _side_by_side(
            some, sizes, step, origin, phases, audible, caps, lift_start, lift_awake, lift_awake, nobody, telling,
            line, a, b, since,
        )  # fmt: skip
        tell(a, b, left, aware, soonest, most, rate, halvings)
        for w in range(size):
            r, c, n = some[w, 0], some[w, 1], sizes[w]
            for i in range(n):
                line[0, i] = aware[i, w]
            _sum_up_row(
                step, origin[r], first[w], since[w], n, noticed[w], known[w], line,
                jumps, response, noticed_by, released_by, at[:, r, c], out[low + w], out_at[low + w],
            )  # fmt: skip


@nb.njit(cache=True, nogil=True, error_model="numpy")
def _side_by_side(
    rows, count, step, origin, phases, audible, caps, start, awake, asleep, asleep_share, telling, line, a, b, first
):  # fmt: skip
    """Columns of ``a`` and ``b`` for all rows, and each row's ``first`` step with anything on air; the soonest."""
    a[:] = 0.0
    b[:] = 0.0
    soonest = len(a) - 1
    for w in range(len(rows)):
        r, c, n = rows[w, 0], rows[w, 1], count[w]
        sleepers = asleep_share[r] > 0.0
        first[w] = unheard(
            step, origin[r], n, phases, audible, caps,
            start[:, r, :, c], awake[:, r, c], asleep[:, r, c], sleepers, line[0], line[1], line[2],
        )  # fmt: skip
        if first[w] < n:
            soonest = min(soonest, first[w])
            split(line[1], line[2], n, asleep_share[r], telling[0], telling[1], a[:, w], b[:, w])
    return soonest


@nb.njit(cache=True, nogil=True, error_model="numpy")
def _sum_up_row(
    step, origin, first, since, n, noticed, known, line,
    jumps, response, noticed_by, released_by, at, out, out_at,
):  # fmt: skip
    """A row's figures from its curves; ``since`` is the first step at which the lift may have reached anyone."""
    lifted, weight, back, lag, still, released = line[0], line[1], line[2], line[3], line[4], line[5]
    since = max(since, first)
    for i in range(n):
        still[i] = 1.0 - lifted[i]
        released[i] = noticed[i] * lifted[i]
    weight[0] = 0.5 * (1.0 + still[0])
    for i in range(1, n):
        weight[i] = 0.5 * (still[i] + still[i - 1])
    _correlate(known, weight, first, since, n, back, lag)
    ever, times = noticed[n - 1], len(noticed_by) + len(released_by)
    for q in range(len(noticed_by)):
        out[q] = _reached(noticed, n, noticed_by[q], step, origin)
    for q in range(len(released_by)):
        out[len(noticed_by) + q] = _reached(released, n, released_by[q] * ever, step, origin)
    out[times], out[times + 1] = ever, released[n - 1]
    out[times + 2] = step * (_dot(noticed, still, n) - 0.5 * noticed[0] * still[0])
    for stage in range(len(jumps)):
        out[times + 3 + stage] = _dot(jumps[stage], lag, n - first)
    for k in range(len(at)):
        i, part = _place(at[k], step, origin, n)
        if i < 0:
            out_at[:, k] = 0.0
        elif i >= n - 1:
            out_at[0, k], out_at[1, k], out_at[2, k] = ever, out[times + 2 + len(jumps)], released[n - 1]
        else:
            low = _sheltered(weight, first, since, i, jumps[-1], response, back, n)
            high = _sheltered(weight, first, since, i + 1, jumps[-1], response, back, n)
            out_at[0, k] = noticed[i] + part * (noticed[i + 1] - noticed[i])
            out_at[1, k] = low + part * (high - low)
            out_at[2, k] = released[i] + part * (released[i + 1] - released[i])


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
def _correlate(known, weight, first, since, n, back, lag):
    """``lag[l] = sum_k steps[k - l] weight[k]``; ``back[PAD:]`` becomes the steps from ``n - 1`` down to ``first``."""
    size = n - first
    back[:PAD] = 0.0
    for i in range(size - 1):
        back[PAD + i] = known[n - 1 - i] - known[n - 2 - i]
    back[PAD + size - 1] = known[first]
    back[PAD + size : 2 * PAD + size] = 0.0
    weight[n : n + PAD] = 0.0
    lag[since - first : size + PAD] = 0.0
    for i in range(since - first):
        lag[i] = known[since - 1 - i]  # every weight before the lift is 1
    for k in range(since, n, 8):
        top = k + 8 - first
        w0, w1, w2, w3 = weight[k], weight[k + 1], weight[k + 2], weight[k + 3]
        w4, w5, w6, w7 = weight[k + 4], weight[k + 5], weight[k + 6], weight[k + 7]
        x = back[PAD + n - 8 - k : PAD + n - 1 - k + top]
        here = lag[:top]
        for i in range(nb.uint64(top)):
            here[i] += ((w7 * x[i] + w6 * x[i + _1]) + (w5 * x[i + _2] + w4 * x[i + _3])) + (
                (w3 * x[i + _4] + w2 * x[i + _5]) + (w1 * x[i + _6] + w0 * x[i + _7])
            )


@nb.njit(cache=True, nogil=True, error_model="numpy")
def _sheltered(weight, first, since, k, jumps, response, back, n):
    """Share that had ever sheltered by step k."""
    if k < first:
        return 0.0
    # Steps from k down to first.
    early = min(k, since - 1)
    found = 0.0
    if early >= first:
        found = _dot(back[PAD + n - 1 - early :], response, early - first + 1)
    for i in range(max(since, first), k + 1):
        found += weight[i] * _dot(back[PAD + n - 1 - i :], jumps, i - first + 1)
    return found


@nb.njit(cache=True, nogil=True, error_model="numpy")
def _dot(x, y, n):
    """In eight sums, so that it runs in vector registers and in one order."""
    s0 = s1 = s2 = s3 = s4 = s5 = s6 = s7 = 0.0
    whole = n - n % 8
    for i in range(0, whole, 8):
        s0 += x[i] * y[i]
        s1 += x[i + 1] * y[i + 1]
        s2 += x[i + 2] * y[i + 2]
        s3 += x[i + 3] * y[i + 3]
        s4 += x[i + 4] * y[i + 4]
        s5 += x[i + 5] * y[i + 5]
        s6 += x[i + 6] * y[i + 6]
        s7 += x[i + 7] * y[i + 7]
    for i in range(whole, n):
        s0 += x[i] * y[i]
    return ((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7))


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
