"""The compiled people of `sim.reach.moments` (numba), equal to the numpy ones within 1e-9.

People of one area in one replicate are a row. A row's curves are built along time; word of mouth, where each step
waits for the one before, goes through many rows side by side. What follows from noticing is linear in the steps n of
the understandable curve: with m the share the lift has left alone and d the chain's response to one step, those who
ever got there are ``sum_jk d[k - j] n[j] m[k]``, a sum over lags of ``d`` and the correlation of n with m.

No row's figures depend on the rows beside it. Kernels hold no state and release the interpreter's lock.
"""

# mypy: disable-error-code="no-untyped-def, no-untyped-call, untyped-decorator, misc"

import numba as nb
import numpy as np

LANES = 32
"""Rows that word of mouth takes side by side."""
PAD = 8
_TINY = 1e-300
# exp(x) on [-1/32, 0]: the next term is below 3e-17.
_E2, _E3, _E4, _E5, _E6, _E7 = 1 / 2, 1 / 6, 1 / 24, 1 / 120, 1 / 720, 1 / 5040
MOST_EXPONENT = 1 / 32


@nb.njit(cache=True, nogil=True, error_model="numpy")
def sum_up(
    rows, step, origin, count, phases, audible, caps,
    start, text, awake, asleep, asleep_share, lift_start, lift_awake, telling, rate, halvings,
    jumps, response, noticed_by, released_by, at, out, out_at,
):  # fmt: skip
    """Figures of rows ``(R, 2)`` (replicate and area) into ``out`` ``(R, F)`` and ``out_at`` ``(R, 3, K)``."""
    most = 0
    for r in range(len(count)):
        most = max(most, count[r])
    room = most + 3 * PAD
    a, b, left = np.empty((room, LANES)), np.empty((room, LANES)), np.empty((room, LANES))
    noticed, held, lifted = np.empty((LANES, room)), np.empty((LANES, room)), np.empty((LANES, room))
    quiet, dozing, still = np.empty(room), np.empty(room), np.empty(room)
    first, since = np.empty(LANES, np.int64), np.empty(LANES, np.int64)
    line = np.empty((7, room))
    for low in range(0, len(rows), LANES):
        high = min(low + LANES, len(rows))
        for w in range(LANES):
            first[w] = 0
            if low + w >= high:
                a[:, w], b[:, w] = 1.0, 0.0
                continue
            r, c = rows[low + w, 0], rows[low + w, 1]
            n = count[low + w]
            first[w] = _unheard(
                step, origin[r], n, phases, audible, caps,
                start[:, r, :, c], awake[:, r, c], asleep[:, r, c], still, quiet, dozing,
            )  # fmt: skip
            _split(quiet, dozing, n, asleep_share[r], telling[0], telling[1], a[:, w], b[:, w])
        _tell(a, b, left, first.min(), most, rate, halvings)
        for w in range(high - low):
            r, c = rows[low + w, 0], rows[low + w, 1]
            n = count[low + w]
            _join(a[:, w], b[:, w], left[:, w], n, noticed[w])
            _hold(
                step, origin[r], first[w], n, phases, audible, caps,
                start[:, r, :, c], text[:, r, c], awake[:, r, c], asleep[:, r, c], asleep_share[r], telling,
                left[:, w], held[w],
            )  # fmt: skip
        anyone = False
        for w in range(LANES):
            since[w] = most
            if low + w < high:
                r, c = rows[low + w, 0], rows[low + w, 1]
                n = count[low + w]
                since[w] = _unheard(
                    step, origin[r], n, phases, audible, caps,
                    lift_start[:, r, :, c], lift_awake[:, r, c], lift_awake[:, r, c], still, quiet, dozing,
                )  # fmt: skip
            if since[w] < n and low + w < high:
                anyone = True
                _split(quiet, dozing, n, 0.0, telling[0], 0.0, a[:, w], b[:, w])
            else:
                a[:, w], b[:, w] = 1.0, 0.0
        if anyone:
            _tell(a, b, left, since.min(), most, rate, halvings)
        for w in range(high - low):
            r, c = rows[low + w, 0], rows[low + w, 1]
            n = count[low + w]
            if since[w] < n:
                _join(a[:, w], b[:, w], left[:, w], n, lifted[w])
            else:
                lifted[w, :n] = 0.0
            _sum_up_row(
                step, origin[r], first[w], min(since[w], n), n, noticed[w], held[w], lifted[w],
                jumps, response, noticed_by, released_by, at[:, r, c], line, out[low + w], out_at[low + w],
            )  # fmt: skip


@nb.njit(cache=True, nogil=True, error_model="numpy")
def _step_at(t_s, step, origin):
    """The first grid step not before ``t_s``."""
    k = int(np.ceil(t_s / step)) - origin
    while k > 0 and (origin + k - 1) * step >= t_s:
        k -= 1
    while (origin + k) * step < t_s:
        k += 1
    return max(k, 0)


@nb.njit(cache=True, nogil=True, error_model="numpy")
def _unnoticed(step, origin, n, phases, audible, cap, starts, still):
    """Share that has not noticed one channel of those for whom it works, into ``still[:n]``; its first step, or n."""
    first = n
    per_step = len(phases) - 1
    for m in range(len(starts)):
        if not np.isfinite(starts[m]):
            continue
        begin = _step_at(starts[m], step, origin)
        if begin >= n:
            continue
        if first == n:
            still[:n] = 1.0
        first = min(first, begin)
        place = ((origin + begin) * step - starts[m]) / (step / per_step)
        whole = int(place)
        part = place - whole
        skip = whole // per_step
        silent = n
        if np.isfinite(audible):
            silent = begin
            while silent < n and (origin + silent) * step - starts[m] < audible:
                silent += 1
        size = silent - begin
        one = phases[whole % per_step][skip : skip + size]
        other = phases[whole % per_step + 1][skip : skip + size]
        here = still[begin:silent]
        for i in range(size):
            here[i] *= one[i] + part * (other[i] - one[i])
        for i in range(silent, n):
            still[i] *= cap
    return first


@nb.njit(cache=True, nogil=True, error_model="numpy")
def _unheard(step, origin, n, phases, audible, caps, starts, awake, asleep, still, quiet, dozing):
    """Shares of those awake and of those asleep that no channel has reached; the first step with any channel, or n."""
    quiet[:n] = 1.0
    dozing[:n] = 1.0
    first = n
    for c in range(len(starts)):
        begin = _unnoticed(step, origin, n, phases[c], audible[c], caps[c], starts[c], still)
        p, q = awake[c], asleep[c]
        for i in range(begin, n):
            heard = 1.0 - still[i]
            quiet[i] *= 1.0 - p * heard
            dozing[i] *= 1.0 - q * heard
        first = min(first, begin)
    return first


@nb.njit(cache=True, nogil=True, error_model="numpy")
def _split(quiet, dozing, n, asleep_share, awake_told, asleep_told, a, b):
    """The unaware as ``a + b * left``, with ``left`` the share of the tellable whom nobody has told."""
    awake_share = 1.0 - asleep_share
    for i in range(n):
        awake, asleep = awake_share * quiet[i], asleep_share * dozing[i]
        told = awake_told * awake + asleep_told * asleep
        a[i], b[i] = awake + asleep - told, told
    for i in range(n, len(a)):
        a[i], b[i] = 1.0, 0.0


@nb.njit(cache=True, nogil=True, error_model="numpy")
def _tell(a, b, left, first, most, rate, halvings):
    """``left`` along the grid, as `sim.reach.noticing` steps it."""
    begin = max(first - 1, 0)
    left[: begin + 1] = 1.0
    if rate == 0.0:
        left[:most] = 1.0
        return
    now, here, e = np.empty(LANES), np.ones(LANES), np.empty(LANES)
    small = rate / 2.0**halvings
    for w in range(LANES):
        now[w] = 1.0 - (a[begin, w] + b[begin, w])
    for k in range(begin + 1, most):
        a_k, b_k, left_k = a[k], b[k], left[k]
        for w in range(LANES):
            x = -small * now[w]
            e[w] = 1.0 + x * (1.0 + x * (_E2 + x * (_E3 + x * (_E4 + x * (_E5 + x * (_E6 + x * _E7))))))
        for _ in range(halvings):
            for w in range(LANES):
                e[w] *= e[w]
        for w in range(LANES):
            guess = 1.0 - (a_k[w] + b_k[w] * (here[w] * e[w]))
            x = -0.5 * small * (now[w] + guess)
            e[w] = 1.0 + x * (1.0 + x * (_E2 + x * (_E3 + x * (_E4 + x * (_E5 + x * (_E6 + x * _E7))))))
        for _ in range(halvings):
            for w in range(LANES):
                e[w] *= e[w]
        for w in range(LANES):
            here[w] *= e[w]
            left_k[w] = here[w]
            now[w] = 1.0 - (a_k[w] + b_k[w] * here[w])


@nb.njit(cache=True, nogil=True, error_model="numpy")
def _join(a, b, left, n, found):
    for i in range(n):
        found[i] = 1.0 - (a[i] + b[i] * left[i])


@nb.njit(cache=True, nogil=True, error_model="numpy")
def _hold(
    step,
    origin,
    first,
    n,
    phases,
    audible,
    caps,
    starts,
    text,
    awake,
    asleep,
    asleep_share,
    telling,
    left,
    held,
):
    """Share that noticed by a channel whose wording is not there yet, as `Noticed.understandable` counts it."""
    channels = len(starts)
    held[:n] = 0.0
    last = first
    for c in range(channels):
        begin = np.inf
        for m in range(starts.shape[1]):
            begin = min(begin, starts[c, m])
        if text[c] > begin:
            last = max(last, n if text[c] == np.inf else min(_step_at(text[c], step, origin), n))
    if last == first:
        return
    ways = channels + 1
    before, now, sums = np.ones((2, ways)), np.ones((2, ways)), np.zeros(channels)
    pulls, known = np.empty(ways), np.zeros(2)
    for i in range(first, last):
        t_s = (origin + i) * step
        for c in range(channels):
            heard = 1.0 - _still_at(t_s, step, phases[c], audible[c], caps[c], starts[c])
            now[0, c], now[1, c] = 1.0 - awake[c] * heard, 1.0 - asleep[c] * heard
        for g in range(2):
            now[g, channels] = 1.0 - telling[g] * (1.0 - left[i])
            share = asleep_share if g else 1.0 - asleep_share
            unaware, pull = 1.0, 0.0
            for way in range(ways):
                unaware *= now[g, way]
                was, is_ = before[g, way], now[g, way]
                pulls[way] = (was - is_) / max(was + is_, _TINY)
                pull += pulls[way]
                before[g, way] = is_
            per_pull = ((1.0 - unaware) - known[g]) / max(pull, _TINY)
            known[g] = 1.0 - unaware
            for c in range(channels):
                sums[c] += share * (pulls[c] * per_pull)
        for c in range(channels):
            if t_s < text[c]:
                held[i] += sums[c]


@nb.njit(cache=True, nogil=True, error_model="numpy")
def _still_at(t_s, step, phases, audible, cap, starts):
    """Share that has not noticed one channel at one grid time."""
    still = 1.0
    per_step = len(phases) - 1
    for m in range(len(starts)):
        age = t_s - starts[m]
        if not age >= 0.0:
            continue
        if age >= audible:
            still *= cap
            continue
        place = age / (step / per_step)
        whole = int(place)
        one = phases[whole % per_step, whole // per_step]
        other = phases[whole % per_step + 1, whole // per_step]
        still *= one + (place - whole) * (other - one)
    return still


@nb.njit(cache=True, nogil=True, error_model="numpy")
def _sum_up_row(
    step, origin, first, since, n, noticed, held, lifted,
    jumps, response, noticed_by, released_by, at, line, out, out_at,
):  # fmt: skip
    """A row's figures from its curves; ``since`` is the first step at which the lift may have reached anyone."""
    steps, weight, back, lag, still, released, known = line
    ever, ever_let_go = noticed[n - 1], noticed[n - 1] * lifted[n - 1]
    for i in range(n):
        still[i] = 1.0 - lifted[i]
        released[i] = noticed[i] * lifted[i]
        known[i] = noticed[i] - held[i]
    steps[0], weight[0] = known[0], 0.5 * (1.0 + still[0])
    for i in range(1, n):
        steps[i] = known[i] - known[i - 1]
        weight[i] = 0.5 * (still[i] + still[i - 1])
    _correlate(steps, weight, known, first, since, n, back, lag)
    f = 0
    for q in range(len(noticed_by)):
        out[f] = _reached(noticed, n, noticed_by[q], step, origin)
        f += 1
    for q in range(len(released_by)):
        out[f] = _reached(released, n, released_by[q] * ever, step, origin)
        f += 1
    out[f], out[f + 1], out[f + 2] = (
        ever,
        ever_let_go,
        step * (_dot(noticed, still, n) - 0.5 * noticed[0] * still[0]),
    )
    for stage in range(len(jumps)):
        out[f + 3 + stage] = _dot(jumps[stage], lag, n - first)
    sheltered = out[f + 2 + len(jumps)]
    for k in range(len(at)):
        out_at[:, k] = np.nan
        if np.isnan(at[k]):
            continue
        out_at[:, k] = 0.0
        if at[k] < origin * step:
            continue
        i = min(_step_at(at[k], step, origin), n)
        if i < n and (origin + i) * step > at[k]:
            i -= 1
        if i >= n - 1:
            out_at[0, k], out_at[1, k], out_at[2, k] = ever, sheltered, ever_let_go
            continue
        part = (at[k] - (origin + i) * step) / step
        out_at[0, k] = noticed[i] + part * (noticed[i + 1] - noticed[i])
        out_at[2, k] = released[i] + part * (released[i + 1] - released[i])
        low = _sheltered(steps, weight, first, since, i, jumps[-1], response, back, n)
        high = _sheltered(steps, weight, first, since, i + 1, jumps[-1], response, back, n)
        out_at[1, k] = low + part * (high - low)


@nb.njit(cache=True, nogil=True, error_model="numpy")
def _correlate(steps, weight, known, first, since, n, back, lag):
    """``lag[l] = sum_k steps[k - l] weight[k]``; ``back[PAD:]`` becomes the steps from ``n - 1`` down to ``first``."""
    size = n - first
    back[:] = 0.0
    lag[:] = 0.0
    for i in range(size):
        back[PAD + i] = steps[n - 1 - i]
    for i in range(n, n + PAD):
        weight[i] = 0.0
    for i in range(since - first):
        lag[i] = known[since - 1 - i]  # every weight before the lift is 1
    for k in range(since, n, 4):
        top = k + 4 - first
        w0, w1, w2, w3 = weight[k], weight[k + 1], weight[k + 2], weight[k + 3]
        at = PAD + n - 1 - k
        b0, b1, b2, b3 = (
            back[at : at + top],
            back[at - 1 : at - 1 + top],
            back[at - 2 : at - 2 + top],
            back[at - 3 : at - 3 + top],
        )
        here = lag[:top]
        for i in range(top):
            here[i] += w0 * b0[i] + w1 * b1[i] + w2 * b2[i] + w3 * b3[i]


@nb.njit(cache=True, nogil=True, error_model="numpy")
def _sheltered(steps, weight, first, since, k, jumps, response, back, n):
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
    sums = np.zeros(8)
    whole = n - n % 8
    for i in range(0, whole, 8):
        for j in range(8):
            sums[j] += x[i + j] * y[i + j]
    for i in range(whole, n):
        sums[i - whole] += x[i] * y[i]
    return ((sums[0] + sums[1]) + (sums[2] + sums[3])) + ((sums[4] + sums[5]) + (sums[6] + sums[7]))


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
