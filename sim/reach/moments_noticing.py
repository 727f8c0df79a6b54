"""Compiled noticing (numba): a row is one area of one replicate, see `sim.reach.moments_kernel`.

What channels do is built row by row along time, eight steps at once; word of mouth, where each step waits for the one
before, goes through many rows side by side.
"""

# mypy: disable-error-code="no-untyped-def, no-untyped-call, untyped-decorator, misc"

import numba as nb
import numpy as np

from sim.reach.moments_lanes import WIDTH, load, spread, store, turn, where_less
from sim.reach.noticing import TABLE_PER_STEP

GROUPS = 4
"""So many times `WIDTH` rows go side by side: what one group waits for, the others use."""
_TINY = 1e-300
_EIGHT = np.arange(float(WIDTH))
_MOST_EXPONENT = 1 / 40
# exp(-x) = 1 - x (E0 + x (E1 + ...)) on [0, 1/40], interpolated at Chebyshev's places: within 1e-15, exactly 1 at 0.
_E0, _E1, _E2 = 0.9999999999999738, -0.499999999947485, 0.16666664985555718
_E3, _E4 = -0.04166478225944168, 0.008247029447871613


def halvings_for(rate: float) -> int:
    """How often an exponent of up to ``rate`` is halved to be within reach."""
    return int(np.ceil(np.log2(max(rate / _MOST_EXPONENT, 1.0))))


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
def hear(step, origin, n, tables, audible, caps, starts, heard):
    """Who has noticed each channel of those for whom it works, into ``heard`` ``(C, WIDTH + room)`` from WIDTH on.

    Returns the first step with anything on air, or n.
    """
    first = n
    for c in range(len(starts)):
        more = False
        for m in range(starts.shape[1]):
            if starts[c, m] < np.inf:
                begin = step_at(starts[c, m], step, origin)
                if begin < n:
                    _hear_one(
                        step, origin, begin, n, tables[c], audible[c], caps[c], starts[c, m], heard[c], more
                    )
                    more = True
                    first = min(first, begin)
        if not more:
            heard[c] = 0.0
    return first


@nb.njit(cache=True, nogil=True, error_model="numpy")
def _hear_one(step, origin, begin, n, table, audible, cap, start, heard, more):
    """One message on one channel, from its first step ``begin`` on; ``more`` than one reach independently."""
    silent = n + WIDTH
    if audible < (n - begin) * step:
        silent = begin
        while silent < n and (origin + silent) * step - start < audible:
            silent += 1
    place = ((origin + begin) * step - start) / (step / TABLE_PER_STEP)
    whole = int(place)
    part, shift = place - whole, whole // TABLE_PER_STEP - begin + WIDTH
    one, other = table[whole % TABLE_PER_STEP], table[whole % TABLE_PER_STEP + 1]
    before, last = begin - begin % WIDTH, spread(cap)
    if not more:
        heard[: WIDTH + before] = 0.0
    for k in range(before, n, WIDTH):
        now = last
        if k < silent:
            now = load(one, k + shift)
            now += part * (load(other, k + shift) - now)
            if k + WIDTH > silent:
                now = where_less(load(_EIGHT, 0), spread(float(silent - k)), now, last)
        if more:
            was = load(heard, k + WIDTH)
            now += was - now * was
        store(heard, k + WIDTH, now)


@nb.njit(cache=True, nogil=True, error_model="numpy")
def unheard(heard, n, share, quiet):
    """Of people for whom channels work with a ``share`` each, those that none has reached by each step."""
    for k in range(0, n, WIDTH):
        left = 1.0 - share[0] * load(heard[0], k + WIDTH)
        for c in range(1, len(share)):
            left *= 1.0 - share[c] * load(heard[c], k + WIDTH)
        store(quiet, k, left)


@nb.njit(cache=True, nogil=True, error_model="numpy")
def split(quiet, dozing, low, sleepers, asleep_share, telling, aware, open_):
    """Eight rows side by side: ``aware`` by channels and ``open_`` to being told, ``(room, WIDTH)``.

    ``quiet`` and ``dozing`` ``(WIDTH, room)`` are the unheard awake and asleep.
    """
    room = quiet.shape[1]
    asleep = load(asleep_share, 0)
    awake = 1.0 - asleep
    awake_told, asleep_told = telling[0] * awake, telling[1] * asleep
    for k in range(low, room, WIDTH):
        turn(quiet, k, room, aware, k * WIDTH)
        if sleepers:
            turn(dozing, k, room, open_, k * WIDTH)
        for i in range(k * WIDTH, (k + WIDTH) * WIDTH, WIDTH):
            up, down = load(aware, i), load(open_, i)
            store(aware, i, awake * (1.0 - up) + asleep * (1.0 - down))
            store(open_, i, awake_told * up + asleep_told * down)


@nb.njit(cache=True, nogil=True, error_model="numpy")
def tell(aware, open_, begin, most, rate, halvings):
    """Word of mouth along the grid as `sim.reach.noticing` steps it, for ``(GROUPS, room, WIDTH)`` rows.

    ``aware`` becomes all who know, ``open_`` the share of the tellable whom nobody has told. Nobody knows before step
    ``begin``: exactly, for rounding would be told on, too.
    """
    begin, room = max(begin, 1), aware.shape[1]
    open_[:, :begin] = 1.0
    small = rate / 2.0**halvings
    for k in range(begin, most):
        for g in range(GROUPS):
            i = (g * room + k) * WIDTH
            knew, left = load(aware, i - WIDTH), load(open_, i - WIDTH)
            heard, tellable = load(aware, i), load(open_, i)
            guess = heard + tellable * (1.0 - left * _fading(small * knew, halvings))
            left *= _fading((0.5 * small) * (knew + guess), halvings)
            store(aware, i, heard + tellable * (1.0 - left))
            store(open_, i, left)


@nb.njit(cache=True, nogil=True, error_model="numpy")
def _fading(x, halvings):
    """``exp(-x)`` to the power of two to the ``halvings``."""
    e = 1.0 - x * (_E0 + x * (_E1 + x * (_E2 + x * (_E3 + x * _E4))))
    for _ in range(halvings):
        e *= e
    return e


@nb.njit(cache=True, nogil=True, error_model="numpy")
def worded(step, origin, first, n, starts, text):
    """The step from which on every channel says what it is about, ``first`` where all do so at once."""
    last = first
    for c in range(len(text)):
        if text[c] > starts[c].min():
            last = max(last, n if text[c] == np.inf else min(step_at(text[c], step, origin), n))
    return last


@nb.njit(cache=True, nogil=True, error_model="numpy")
def waiting(step, origin, first, last, text, awake, asleep, asleep_share, telling, heard, left, parts, found):
    """Who noticed on a channel that has not said yet what it is about, as `Noticed.understandable` leaves them out.

    Into ``found`` ``(room,)`` for the steps from ``first`` to before ``last``. ``left`` ``(room,)`` is the share of the
    tellable whom nobody has told.
    """
    told, sums = np.zeros(WIDTH + 1), np.zeros(len(text))
    for low in range(first - first % WIDTH, last, WIDTH):
        told[0] = told[WIDTH]
        for i in range(WIDTH):
            told[i + 1] = 1.0 - left[low + i]
        parts[:] = 0.0
        _first_by(heard, low, awake, 1.0 - asleep_share, telling[0], told, parts)
        if asleep_share > 0.0:
            _first_by(heard, low, asleep, asleep_share, telling[1], told, parts)
        found[low : low + WIDTH] = 0.0
        for c in range(len(text)):
            for i in range(WIDTH):
                sums[c] += parts[c, i]
                if (origin + low + i) * step < text[c]:
                    found[low + i] += sums[c]


@nb.njit(cache=True, nogil=True, error_model="numpy")
def _first_by(heard, low, works, share, tells, told, parts):
    """Adds to ``parts`` ``(C, WIDTH)`` those of a group that each of eight steps' first to notice had it by."""
    ways = len(works)
    was, now = 1.0 - tells * load(told, 0), 1.0 - tells * load(told, 1)
    pull = (was - now) / (was + now + _TINY)
    for c in range(ways):
        one, other = (
            1.0 - works[c] * load(heard[c], low + WIDTH - 1),
            1.0 - works[c] * load(heard[c], low + WIDTH),
        )
        pull += (one - other) / (one + other + _TINY)
        was *= one
        now *= other
    per_pull = share * (was - now) / (pull + _TINY)
    for c in range(ways):
        one, other = (
            1.0 - works[c] * load(heard[c], low + WIDTH - 1),
            1.0 - works[c] * load(heard[c], low + WIDTH),
        )
        here = load(parts, c * WIDTH)
        store(parts, c * WIDTH, here + per_pull * ((one - other) / (one + other + _TINY)))
