"""Compiled noticing (numba): a row is one area of one replicate, see `sim.reach.moments_kernel`.

A row's curves are built along time; word of mouth, where each step waits for the one before, goes through many
rows side by side.
"""

# mypy: disable-error-code="no-untyped-def, no-untyped-call, untyped-decorator, misc"

import numba as nb
import numpy as np

from sim.reach.noticing import TABLE_PER_STEP

LANES = 48
"""Rows that word of mouth takes side by side."""
_TINY = 1e-300
# exp(x) on [-1/40, 0]: the next term is below 2e-15.
_E2, _E3, _E4, _E5, _E6 = 1 / 2, 1 / 6, 1 / 24, 1 / 120, 1 / 720
MOST_EXPONENT = 1 / 40


@nb.njit(cache=True, nogil=True, error_model="numpy")
def step_at(t_s, step, origin):
    """The first grid step not before ``t_s``."""
    k = int(np.ceil(t_s / step)) - origin
    while k > 0 and (origin + k - 1) * step >= t_s:
        k -= 1
    while (origin + k) * step < t_s:
        k += 1
    return max(k, 0)


@nb.njit(cache=True, nogil=True, error_model="numpy")
def _stretch(start, step, origin, n, audible):
    """Of one message on one channel: its first step, the last before it falls silent, and its place in the table."""
    begin = step_at(start, step, origin)
    if begin >= n:
        return n, n, 0, 0, 0.0
    silent = n
    if audible < (n - begin) * step:
        silent = begin
        while silent < n and (origin + silent) * step - start < audible:
            silent += 1
    place = ((origin + begin) * step - start) / (step / TABLE_PER_STEP)
    whole = int(place)
    return begin, silent, whole % TABLE_PER_STEP, whole // TABLE_PER_STEP, place - whole


@nb.njit(cache=True, nogil=True, error_model="numpy")
def _unnoticed(step, origin, n, phases, audible, cap, starts, still):
    """Share that several messages of one channel leave unaware of those for whom it works; the first step, or n."""
    first = n
    still[:n] = 1.0
    for m in range(len(starts)):
        if not starts[m] < np.inf:
            continue
        begin, silent, phase, skip, part = _stretch(starts[m], step, origin, n, audible)
        size = silent - begin
        one, other, here = (
            phases[phase, skip : skip + size],
            phases[phase + 1, skip : skip + size],
            still[begin:silent],
        )
        for i in range(size):
            here[i] *= one[i] + part * (other[i] - one[i])
        for i in range(silent, n):
            still[i] *= cap
        first = min(first, begin)
    return first


@nb.njit(cache=True, nogil=True, error_model="numpy")
def _heard_once(step, origin, n, phases, audible, cap, start, p, q, sleepers, quiet, dozing):
    """Takes those whom one message on one channel reaches from ``quiet`` and ``dozing``; its first step, or n."""
    begin, silent, phase, skip, part = _stretch(start, step, origin, n, audible)
    size = silent - begin
    one, other = phases[phase, skip : skip + size], phases[phase + 1, skip : skip + size]
    here, there = quiet[begin:silent], dozing[begin:silent]
    if sleepers:
        for i in range(size):
            heard = 1.0 - (one[i] + part * (other[i] - one[i]))
            here[i] *= 1.0 - p * heard
            there[i] *= 1.0 - q * heard
    else:
        for i in range(size):
            here[i] *= 1.0 - p * (1.0 - (one[i] + part * (other[i] - one[i])))
    awake_last, asleep_last = 1.0 - p * (1.0 - cap), 1.0 - q * (1.0 - cap)
    for i in range(silent, n):
        quiet[i] *= awake_last
        dozing[i] *= asleep_last
    return begin


@nb.njit(cache=True, nogil=True, error_model="numpy")
def unheard(step, origin, n, phases, audible, caps, starts, awake, asleep, sleepers, still, quiet, dozing):
    """Shares of those awake and of those asleep that no channel has reached; the first step with any channel, or n."""
    quiet[:n] = 1.0
    dozing[:n] = 1.0
    first = n
    for c in range(len(starts)):
        on_air, message = 0, 0
        for m in range(starts.shape[1]):
            if starts[c, m] < np.inf:
                on_air, message = on_air + 1, m
        p, q = awake[c], asleep[c]
        if on_air == 1:
            begin = _heard_once(
                step,
                origin,
                n,
                phases[c],
                audible[c],
                caps[c],
                starts[c, message],
                p,
                q,
                sleepers,
                quiet,
                dozing,
            )
            first = min(first, begin)
        elif on_air > 1:
            begin = _unnoticed(step, origin, n, phases[c], audible[c], caps[c], starts[c], still)
            for i in range(begin, n):
                heard = 1.0 - still[i]
                quiet[i] *= 1.0 - p * heard
                dozing[i] *= 1.0 - q * heard
            first = min(first, begin)
    return first


@nb.njit(cache=True, nogil=True, error_model="numpy")
def split(quiet, dozing, n, asleep_share, awake_told, asleep_told, a, b):
    """The aware as ``a + b (1 - left)``, with ``left`` the share of the tellable whom nobody has told.

    Exactly 0 where nobody knows: rounding would be told on, too.
    """
    awake, x, y = 1.0 - asleep_share, (1.0 - asleep_share) * awake_told, asleep_share * asleep_told
    for i in range(n):
        a[i] = awake * (1.0 - quiet[i]) + asleep_share * (1.0 - dozing[i])
        b[i] = x * quiet[i] + y * dozing[i]


@nb.njit(cache=True, nogil=True, error_model="numpy")
def tell(a, b, left, aware, first, most, rate, halvings):
    """``left`` and with it the ``aware``, along the grid as `sim.reach.noticing` steps it."""
    begin = max(first - 1, 0)
    aware[:begin] = 0.0
    left[: begin + 1] = 1.0
    for w in range(LANES):
        aware[begin, w] = a[begin, w]
    e = np.empty(LANES)
    small = rate / 2.0**halvings
    for k in range(begin + 1, most):
        a_k, b_k, knew, knows, were_left, are_left = a[k], b[k], aware[k - 1], aware[k], left[k - 1], left[k]
        for w in range(LANES):
            x = -small * knew[w]
            e[w] = 1.0 + x * (1.0 + x * (_E2 + x * (_E3 + x * (_E4 + x * (_E5 + x * _E6)))))
        _squared(e, halvings)
        for w in range(LANES):
            guess = a_k[w] + b_k[w] * (1.0 - were_left[w] * e[w])
            x = -0.5 * small * (knew[w] + guess)
            e[w] = 1.0 + x * (1.0 + x * (_E2 + x * (_E3 + x * (_E4 + x * (_E5 + x * _E6)))))
        _squared(e, halvings)
        for w in range(LANES):
            are_left[w] = were_left[w] * e[w]
        for w in range(LANES):
            knows[w] = a_k[w] + b_k[w] * (1.0 - are_left[w])


@nb.njit(cache=True, nogil=True, error_model="numpy")
def _squared(e, times):
    for _ in range(times):
        for w in range(LANES):
            e[w] *= e[w]


@nb.njit(cache=True, nogil=True, error_model="numpy")
def understandable(
    step, origin, first, n, phases, audible, caps, starts, text, awake, asleep, asleep_share, telling,
    left, noticed, before, now, pulls, known,
):  # fmt: skip
    """Those who noticed less those whose channel has not said what it is about, as `Noticed.understandable`."""
    channels = len(starts)
    last = first
    for c in range(channels):
        begin = starts[c].min()
        if text[c] > begin:
            last = max(last, n if text[c] == np.inf else min(step_at(text[c], step, origin), n))
    known[:n] = noticed[:n]
    if last == first:
        return
    before[:] = 1.0
    pulls[channels + 1 : 2 * channels + 1] = 0.0
    sums = pulls[channels + 1 :]
    awake_knew, asleep_knew = 0.0, 0.0
    for i in range(first, last):
        t_s = (origin + i) * step
        for c in range(channels):
            heard = 1.0 - _still_at(t_s, step, phases[c], audible[c], caps[c], starts[c])
            now[0, c], now[1, c] = 1.0 - awake[c] * heard, 1.0 - asleep[c] * heard
        now[0, channels], now[1, channels] = (
            1.0 - telling[0] * (1.0 - left[i]),
            1.0 - telling[1] * (1.0 - left[i]),
        )
        awake_knew = _firsts(before[0], now[0], 1.0 - asleep_share, awake_knew, pulls, sums, channels)
        if asleep_share > 0.0:
            asleep_knew = _firsts(before[1], now[1], asleep_share, asleep_knew, pulls, sums, channels)
        for c in range(channels):
            if t_s < text[c]:
                known[i] -= sums[c]


@nb.njit(cache=True, nogil=True, error_model="numpy")
def _firsts(before, now, share, knew, pulls, sums, channels):
    """Adds to ``sums`` what one step's first to notice had it by; who knows after it."""
    unaware, pull = 1.0, 0.0
    for way in range(channels + 1):
        was, is_ = before[way], now[way]
        unaware *= is_
        pulls[way] = 0.0
        if was != is_:
            pulls[way] = (was - is_) / max(was + is_, _TINY)
            pull += pulls[way]
            before[way] = is_
    per_pull = share * ((1.0 - unaware) - knew) / max(pull, _TINY)
    for c in range(channels):
        sums[c] += pulls[c] * per_pull
    return 1.0 - unaware


@nb.njit(cache=True, nogil=True, error_model="numpy")
def _still_at(t_s, step, phases, audible, cap, starts):
    """Share that has not noticed one channel at one grid time."""
    still = 1.0
    for m in range(len(starts)):
        age = t_s - starts[m]
        if not age >= 0.0:
            continue
        if age >= audible:
            still *= cap
            continue
        place = age / (step / TABLE_PER_STEP)
        whole = int(place)
        one = phases[whole % TABLE_PER_STEP, whole // TABLE_PER_STEP]
        other = phases[whole % TABLE_PER_STEP + 1, whole // TABLE_PER_STEP]
        still *= one + (place - whole) * (other - one)
    return still
