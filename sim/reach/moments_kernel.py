"""The compiled people of `sim.reach.moments` (numba), equal to the numpy ones within 1e-9.

Rows, each one area of one replicate, go side by side in groups of `WIDTH`; arrays of a group are ``(room, WIDTH)``. No
row's figures depend on the rows beside it. Kernels hold no state and release the interpreter's lock. What is done row
by row is given pointers: counting references to arrays would take longer than the work.
"""

# mypy: disable-error-code="no-untyped-def, no-untyped-call, untyped-decorator, misc"

import numba as nb
import numpy as np

from sim.reach.moments_chain import ever_there
from sim.reach.moments_lanes import WIDTH, at, clear, load, spread, store, total, turn, where_less
from sim.reach.moments_noticing import GROUPS, hear, step_at, tell, tune_in, waiting, worded


@nb.njit(cache=True, nogil=True, error_model="numpy")
def sum_up(
    rows, step, origin, count, tables, audible, caps,
    start, text, awake, asleep, asleep_share, lift_start, lift_awake, telling, rate, halvings,
    jumps, response, weights, twiddles, noticed_by, released_by, asked, out, out_at,
):  # fmt: skip
    """Figures of rows ``(R, 2)`` (replicate and area) into ``out`` ``(R, F)`` and ``out_at`` ``(R, 3, K)``.

    All rows have as much ``room``: half as many steps as the transform whose ``twiddles`` these are.
    """
    room, channels = len(twiddles) // 2, len(start)
    noticed, left = _groups(room), _groups(room)
    lifted, left_then = _groups(room), _groups(room)
    steps, left_alone = clear(room * WIDTH).reshape(room, WIDTH), clear(room * WIDTH).reshape(room, WIDTH)
    re, im, lines = clear(room // 2 * WIDTH), clear(room // 2 * WIDTH), clear(2 * WIDTH * room)
    ever, under, line = clear(3 * WIDTH), clear(WIDTH), clear(room + WIDTH)
    of_warning, of_lift, desk = _desk(start.shape), _desk(lift_start.shape), clear(5 * (channels + 1) * WIDTH)
    first, since = np.zeros((GROUPS, WIDTH), np.int64), np.zeros((GROUPS, WIDTH), np.int64)
    nobody = np.zeros(len(asleep_share))
    for low in range(0, len(rows), GROUPS * WIDTH):
        some, own = rows[low : low + GROUPS * WIDTH], count[low : low + GROUPS * WIDTH]
        begin = _side_by_side(
            some, own, step, origin, tables, audible, caps, start, text, awake, asleep, asleep_share, telling,
            of_warning, lines, noticed, left, first,
        )  # fmt: skip
        tell(noticed, left, begin, own.max(), rate, halvings)
        # Who has noticed the warning is awake.
        begin = _side_by_side(
            some, own, step, origin, tables, audible, caps, lift_start, lift_awake, lift_awake, lift_awake, nobody,
            telling, of_lift, lines, lifted, left_then, since,
        )  # fmt: skip
        tell(lifted, left_then, begin, own.max(), rate, halvings)
        for g in range(-(-len(some) // WIDTH)):
            few, sizes = some[g * WIDTH : (g + 1) * WIDTH], own[g * WIDTH : (g + 1) * WIDTH]
            _cut_short(sizes, noticed[g], lifted[g], steps, left_alone, under)
            _leave_out(
                few, sizes, g * WIDTH, step, origin, tables, start, text, awake, asleep, asleep_share, telling,
                of_warning, desk, first[g], left[g], line, steps,
            )  # fmt: skip
            ever_there(steps, left_alone, room // 2, weights, twiddles, re, im, ever)
            _write(
                few, sizes, step, origin, noticed[g], lifted[g], under, ever, noticed_by, released_by,
                out[low + g * WIDTH :],
            )  # fmt: skip
            _look_up(
                few, sizes, step, origin, noticed[g], lifted[g], ever, first[g], since[g], steps, left_alone,
                jumps, response, line, asked, out_at[low + g * WIDTH :],
            )  # fmt: skip


@nb.njit(cache=True, nogil=True, error_model="numpy")
def _groups(room):
    return clear(GROUPS * room * WIDTH).reshape(GROUPS, room, WIDTH)


@nb.njit(cache=True, nogil=True, error_model="numpy")
def _desk(shape):
    """Where to write down what is on air, for each of the rows that go side by side."""
    channels, many = shape[0], shape[0] * shape[2]
    rows = GROUPS * WIDTH
    return np.empty((rows, channels + 1 + 5 * many), np.int64), np.empty((rows, 2 * channels + 6 * many))


@nb.njit(cache=True, nogil=True, error_model="numpy")
def _pointers(tables, start, text, awake, asleep, desk):
    """What is on air and where `tune_in` and `hear` write about the first row, as they want it."""
    channels, replicates, messages, areas = start.shape
    many, (places, parts) = channels * messages, desk
    air = at(start, 0), at(text, 0), at(awake, 0), at(asleep, 0), channels, replicates, messages, areas
    tuned = (
        at(tables, 0), tables.shape[1], tables.shape[2],
        at(places, 0), at(places, channels + 1), at(parts, 0), at(parts, 2 * many),
    )  # fmt: skip
    still_on = at(places, channels + 1 + 3 * many), at(parts, 2 * many + 2 * channels)
    return air, tuned, still_on, (places.shape[1], parts.shape[1])


@nb.njit(cache=True, nogil=True, error_model="numpy")
def _of_row(row, tuned, sizes):
    """Where `tune_in` writes about another row."""
    tables, rows, length, of, places, parts, works = tuned
    i, k = row * sizes[0], row * sizes[1]
    return tables, rows, length, at(of, i), at(places, i), at(parts, k), at(works, k)


@nb.njit(cache=True, nogil=True, error_model="numpy")
def _side_by_side(
    rows, count, step, origin, tables, audible, caps, start, text, awake, asleep, asleep_share, telling,
    desk, lines, aware, open_, first,
):  # fmt: skip
    """The ``aware`` by channels and the ``open_`` to being told of all groups; each row's ``first`` step with anything
    on air, and the first step at which anybody may know."""
    room, soonest = aware.shape[1], aware.shape[1]
    air, every, still_on, sizes = _pointers(tables, start, text, awake, asleep, desk)
    for g in range(GROUPS):
        begin = room
        for row in range(g * WIDTH, min((g + 1) * WIDTH, len(rows))):
            r, w, n = rows[row, 0], row % WIDTH, count[row]
            tuned = _of_row(row, every, sizes)
            first[g, w], settled = tune_in(
                step, origin[r], n, air, r, rows[row, 1], at(audible, 0), at(caps, 0), tuned
            )
            low = first[g, w] - first[g, w] % WIDTH
            for k in range(0, low, WIDTH):
                store(lines, w * room + k, spread(0.0))
            hear(
                low, settled, n, len(start), tuned, asleep_share[r], telling[0], telling[1], still_on,
                at(lines, w * room), at(lines, (WIDTH + w) * room),
            )  # fmt: skip
            begin = min(begin, low)
        aware[g, :begin] = 0.0
        for k in range(begin, room, WIDTH):
            turn(lines, k, room, aware, (g * room + k) * WIDTH)
            turn(lines, WIDTH * room + k, room, open_, (g * room + k) * WIDTH)
        soonest = min(soonest, begin)
    return soonest


@nb.njit(cache=True, nogil=True, error_model="numpy")
def _cut_short(sizes, noticed, lifted, steps, left_alone, under):
    """What the lift cuts short: the ``steps`` of the noticed, last first, and the share ``left_alone`` over each.

    ``under`` is the sum over steps of those who have noticed and were not reached.
    """
    room, most = len(noticed), sizes.max()
    under[:] = 0.0
    for w in range(len(sizes)):
        under[w] = sizes[w]
    size, nobody, sum_ = load(under, 0), spread(0.0), spread(0.0)
    knew, stayed = nobody, spread(1.0)
    for k in range(most):
        here, i = spread(float(k)), k * WIDTH
        know, stay = load(noticed, i), 1.0 - load(lifted, i)
        sum_ += where_less(here, size, know * stay, nobody)
        store(left_alone, i, where_less(here, size, 0.5 * (stay + stayed), nobody))
        store(steps, (room - 1 - k) * WIDTH, where_less(here, size, know - knew, nobody))
        knew, stayed = know, stay
    left_alone[most:] = 0.0
    steps[: room - most] = 0.0
    store(under, 0, sum_)


@nb.njit(cache=True, nogil=True, error_model="numpy")
def _leave_out(
    rows, count, low, step, origin, tables, start, text, awake, asleep, asleep_share, telling,
    of_warning, desk, first, left, line, steps,
):  # fmt: skip
    """Makes of the steps of those who noticed, last first, the steps of those who have the wording at hand, too."""
    air, every, _, sizes = _pointers(tables, start, text, awake, asleep, of_warning)
    for w in range(len(rows)):
        r, area, n = rows[w, 0], rows[w, 1], count[w]
        last = worded(step, origin[r], first[w], n, air, r, area)
        if last == first[w]:
            continue
        waiting(
            step, origin[r], first[w], last, air, r, area, _of_row(low + w, every, sizes),
            asleep_share[r], telling[0], telling[1], at(left, w), at(desk, 0), at(line, 0),
        )  # fmt: skip
        for i in range(first[w], last):
            steps[len(steps) - 1 - i, w] -= line[i]
            if i + 1 < n:
                steps[len(steps) - 2 - i, w] += line[i]


@nb.njit(cache=True, nogil=True, error_model="numpy")
def _write(rows, count, step, origin, noticed, lifted, under, ever_there, noticed_by, released_by, out):
    """Each row's figures, whenever the lift was."""
    times = len(noticed_by) + len(released_by)
    for w in range(len(rows)):
        know, gone, n, begin = at(noticed, w), at(lifted, w), count[w], origin[rows[w, 0]]
        ever, last = noticed[n - 1, w], lifted[n - 1, w]
        for q in range(len(noticed_by)):
            out[w, q] = _reached(know, gone, False, n, noticed_by[q], step, begin)
        for q in range(len(released_by)):
            out[w, len(noticed_by) + q] = _reached(know, gone, True, n, released_by[q] * ever, step, begin)
        out[w, times], out[w, times + 1] = ever, ever * last
        out[w, times + 2] = step * (under[w] - 0.5 * noticed[0, w] * (1.0 - lifted[0, w]))
        for stage in range(3):
            out[w, times + 3 + stage] = ever_there[stage * WIDTH + w]


@nb.njit(cache=True, nogil=True, error_model="numpy")
def _look_up(
    rows, count, step, origin, noticed, lifted, ever_there, first, since, steps, left_alone,
    jumps, response, line, asked, out,
):  # fmt: skip
    """Each row's shares that had noticed, sheltered and been released by the moments ``asked`` ``(K, B, A)``."""
    for w in range(len(rows)):
        n, r, area = count[w], rows[w, 0], rows[w, 1]
        for k in range(len(asked)):
            i, part = _place(asked[k, r, area], step, origin[r], n)
            know = sheltered = released = np.nan if np.isnan(asked[k, r, area]) else 0.0
            if i >= n - 1:
                know, sheltered = noticed[n - 1, w], ever_there[2 * WIDTH + w]
                released = know * lifted[n - 1, w]
            elif i >= 0:
                now, then = noticed[i, w] * lifted[i, w], noticed[i + 1, w] * lifted[i + 1, w]
                know, released = (
                    noticed[i, w] + part * (noticed[i + 1, w] - noticed[i, w]),
                    now + part * (then - now),
                )
                sheltered = _sheltered(
                    at(steps, (len(steps) - 2 - i) * WIDTH + w), at(left_alone, w), first[w], since[w], i, part,
                    at(jumps, 0), at(response, 0), at(line, 0),
                )  # fmt: skip
            out[w, 0, k], out[w, 1, k], out[w, 2, k] = know, sheltered, released


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
    """Share that had ever sheltered by step k and ``part`` of the next one; ``steps`` are those from k + 1 down."""
    size = k + 2 - first
    if size <= 0:
        return 0.0
    for i in range(size):
        line[i] = steps[i * WIDTH]
    store(line, size, spread(0.0))
    # Every share before the lift is 1.
    since = max(since, first)
    early = min(k, since - 1)
    found = 0.0
    if early >= first:
        found = _dot(at(line, k + 1 - early), response, early - first + 1)
    for i in range(since, k + 1):
        found += left_alone[i * WIDTH] * _dot(at(line, k + 1 - i), jumps, i - first + 1)
    return found + part * left_alone[(k + 1) * WIDTH] * _dot(line, jumps, size)


@nb.njit(cache=True, nogil=True, error_model="numpy")
def _dot(line, other, n):
    """The sum of n products and of those up to the next multiple of `WIDTH`, where ``line`` is 0."""
    sum_ = spread(0.0)
    for i in range(0, n, WIDTH):
        sum_ += load(line, i) * load(other, i)
    return total(sum_)


@nb.njit(cache=True, nogil=True, error_model="numpy")
def _reached(noticed, lifted, released, n, level, step, origin):
    """When those who noticed, or of them those ``released``, straight between steps, first reach a level, or NaN."""
    if not (level > 0.0 and _value(noticed, lifted, released, n - 1) >= level):
        return np.nan
    low, high = -1, n - 1
    while high - low > 1:
        middle = (low + high) // 2
        if _value(noticed, lifted, released, middle) >= level:
            high = middle
        else:
            low = middle
    if high == 0:
        return origin * step
    before, after = _value(noticed, lifted, released, high - 1), _value(noticed, lifted, released, high)
    return (origin + high - 1) * step + (level - before) / (after - before) * step


@nb.njit(cache=True, nogil=True, error_model="numpy")
def _value(noticed, lifted, released, i):
    return noticed[i * WIDTH] * lifted[i * WIDTH] if released else noticed[i * WIDTH]
