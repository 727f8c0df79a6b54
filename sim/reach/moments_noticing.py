"""Compiled noticing (numba): a row is one area of one replicate, see `sim.reach.moments_kernel`.

What channels do is built row by row along time, eight steps at once; word of mouth, where each step waits for the one
before, goes through many rows side by side.
"""

# mypy: disable-error-code="no-untyped-def, no-untyped-call, untyped-decorator, misc"

import numba as nb
import numpy as np

from sim.reach.moments_lanes import WIDTH, at, load, spread, store, where_less
from sim.reach.noticing import TABLE_PER_STEP

GROUPS = 4
"""So many times `WIDTH` rows go side by side: what one group waits for, the others use."""
_TINY = 1e-300
_NEVER = 1 << 40
_EIGHT = np.arange(float(WIDTH))
_MOST_EXPONENT = 1 / 40
# exp(-x) = 1 - x (E0 + x E1 + ...) on [0, 1/40], interpolated at Chebyshev's places: within 1e-15, exactly 1 at 0.
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
def tune_in(step, origin, n, air, r, area, audible, caps, tuned):
    """Where each message on air for a row is in the tables ``(C, per step + 1, length)``.

    Of ``tuned``, behind the pointer to the tables and their sizes: channel c has the messages ``of[c]`` to before
    ``of[c + 1]``; ``places`` ``(N, 3)`` are a message's row, the place there at step 0 and the step at which it falls
    silent; ``parts`` ``(N, 2)`` the way to the next row and who has not noticed it once it is silent; ``works``
    ``(2, C)`` for whom a channel works, awake and asleep. Returns the first step with anything on air, or n, and the
    one after which nothing begins or falls silent.
    """
    starts, _, awake, asleep, channels, replicates, messages, areas = air
    _, rows, length, of, places, parts, works = tuned
    first, settled, number = n, 0, 0
    for c in range(channels):
        of[c], here = number, c * replicates + r
        works[c], works[channels + c] = awake[here * areas + area], asleep[here * areas + area]
        for m in range(messages):
            start = starts[(here * messages + m) * areas + area]
            begin = step_at(start, step, origin) if start < np.inf else n
            if begin >= n:
                continue
            silent = _NEVER
            if audible[c] < (n - begin) * step:
                silent = begin
                while silent < n and (origin + silent) * step - start < audible[c]:
                    silent += 1
            place = ((origin + begin) * step - start) / (step / TABLE_PER_STEP)
            whole = int(place)
            places[3 * number] = (c * rows + whole % TABLE_PER_STEP) * length
            places[3 * number + 1] = WIDTH + whole // TABLE_PER_STEP - begin
            places[3 * number + 2] = silent
            parts[2 * number], parts[2 * number + 1] = place - whole, caps[c]
            first, number = min(first, begin), number + 1
            settled = max(settled, begin if silent == _NEVER else silent)
    of[channels] = number
    return first, settled


@nb.njit(cache=True, nogil=True, error_model="numpy")
def _unaware(c, k, tuned):
    """Who has not noticed channel c of those for whom it works, at eight steps from k on."""
    tables, _, length, of, places, parts, _ = tuned
    unaware = spread(1.0)
    for m in range(of[c], of[c + 1]):
        silent, now = places[3 * m + 2], spread(parts[2 * m + 1])
        if k < silent:
            # Rows begin with the steps before the first.
            i = places[3 * m] + max(k + places[3 * m + 1], 0)
            one, other = load(tables, i), load(tables, i + length)
            one += parts[2 * m] * (other - one)
            now = (
                one
                if k + WIDTH <= silent
                else where_less(load(_EIGHT, 0), spread(float(silent - k)), one, now)
            )
        unaware *= now
    return unaware


@nb.njit(cache=True, nogil=True, error_model="numpy")
def hear(begin, settled, n, channels, tuned, asleep_share, awake_told, asleep_told, desk, aware, open_):
    """A row's ``aware`` by channels and ``open_`` to being told, ``(room,)``, from step ``begin`` on.

    From ``settled`` on only what can still be noticed is looked up; ``desk`` is room to write it down.
    """
    tables, _, length, _, _, _, works = tuned
    awake, sleepers = 1.0 - asleep_share, asleep_share > 0.0
    awake_told, asleep_told = awake_told * awake, asleep_told * asleep_share
    settled = max(min(settled + -settled % WIDTH, n), begin)
    for k in range(begin, settled, WIDTH):
        quiet, dozing = spread(1.0), spread(1.0)
        for c in range(channels):
            heard = 1.0 - _unaware(c, k, tuned)
            quiet *= 1.0 - works[c] * heard
            dozing *= 1.0 - works[channels + c] * heard
        store(aware, k, awake * (1.0 - quiet) + asleep_share * (1.0 - dozing))
        store(open_, k, awake_told * quiet + asleep_told * dozing)
    places, shares = desk
    number, all_quiet, all_dozing = _still_on(channels, tuned, places, shares)
    for k in range(settled, n, WIDTH):
        quiet, dozing, unaware = spread(all_quiet), spread(all_dozing), spread(1.0)
        for m in range(number):
            one, other = load(tables, places[2 * m] + k), load(tables, places[2 * m] + k + length)
            unaware *= one + shares[4 * m] * (other - one)
            if places[2 * m + 1]:
                heard, unaware = 1.0 - shares[4 * m + 1] * unaware, spread(1.0)
                quiet *= 1.0 - shares[4 * m + 2] * heard
                if sleepers:
                    dozing *= 1.0 - shares[4 * m + 3] * heard
        store(aware, k, awake * (1.0 - quiet) + asleep_share * (1.0 - dozing))
        store(open_, k, awake_told * quiet + asleep_told * dozing)


@nb.njit(cache=True, nogil=True, error_model="numpy")
def _still_on(channels, tuned, places, shares):
    """How many messages do not fall silent, and whom all that did left unaware, awake and asleep.

    Into ``places`` ``(N, 2)`` the place in the tables at step 0, and whether it is its channel's last; into ``shares``
    ``(N, 4)`` the way to the next row, whom the channel's silent ones left unaware, and for whom it works.
    """
    _, _, _, of, from_, parts, works = tuned
    number, quiet, dozing = 0, 1.0, 1.0
    for c in range(channels):
        before, unaware = number, 1.0
        for m in range(of[c], of[c + 1]):
            if from_[3 * m + 2] == _NEVER:
                places[2 * number], places[2 * number + 1] = from_[3 * m] + from_[3 * m + 1], 0
                shares[4 * number] = parts[2 * m]
                number += 1
            else:
                unaware *= parts[2 * m + 1]
        if number > before:
            last = number - 1
            places[2 * last + 1], shares[4 * last + 1] = 1, unaware
            shares[4 * last + 2], shares[4 * last + 3] = works[c], works[channels + c]
        else:
            quiet *= 1.0 - works[c] * (1.0 - unaware)
            dozing *= 1.0 - works[channels + c] * (1.0 - unaware)
    return number, quiet, dozing


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
    y = x * x  # in pairs, which need not wait for each other
    e = 1.0 - x * ((_E0 + x * _E1) + y * ((_E2 + x * _E3) + y * _E4))
    for _ in range(halvings):
        e *= e
    return e


@nb.njit(cache=True, nogil=True, error_model="numpy")
def worded(step, origin, first, n, air, r, area):
    """The step from which on every channel says what it is about, ``first`` where all do so at once."""
    starts, texts, _, _, channels, replicates, messages, areas = air
    last = first
    for c in range(channels):
        here, start = c * replicates + r, np.inf
        for m in range(messages):
            start = min(start, starts[(here * messages + m) * areas + area])
        text = texts[here * areas + area]
        if text > start:
            last = max(last, n if text == np.inf else min(step_at(text, step, origin), n))
    return last


@nb.njit(cache=True, nogil=True, error_model="numpy")
def waiting(
    step, origin, first, last, air, r, area, tuned, asleep_share, awake_told, asleep_told, left, desk, found
):
    """Who noticed on a channel that has not said yet what it is about, as `Noticed.understandable` leaves them out.

    Into ``found`` ``(room,)`` for the steps from ``first`` to before ``last``. ``left`` ``(room, WIDTH)`` is the share
    of the tellable whom nobody has told; ``desk`` ``(C + 1, 5, WIDTH)`` is room to work in.
    """
    texts, channels, replicates, areas, works = air[1], air[4], air[5], air[7], tuned[6]
    told = at(desk, channels * 5 * WIDTH)
    told[WIDTH] = 0.0
    for c in range(channels):
        desk[(5 * c + 4) * WIDTH] = 0.0
    for low in range(first - first % WIDTH, last, WIDTH):
        told[0] = told[WIDTH]
        for i in range(WIDTH):
            told[i + 1] = 1.0 - left[(low + i) * WIDTH]
        store(found, low, spread(0.0))
        for c in range(channels):
            before, after = _unaware(c, low - 1, tuned), _unaware(c, low, tuned)
            if low == 0:
                before = where_less(load(_EIGHT, 0), spread(0.5), spread(1.0), before)
            store(desk, (5 * c + 0) * WIDTH, before)
            store(desk, (5 * c + 1) * WIDTH, after)
            store(desk, (5 * c + 3) * WIDTH, spread(0.0))
        _first_by(channels, works, 1.0 - asleep_share, awake_told, told, desk)
        if asleep_share > 0.0:
            _first_by(channels, at(works, channels), asleep_share, asleep_told, told, desk)
        for c in range(channels):
            text = texts[(c * replicates + r) * areas + area]
            if text > (origin + low) * step:
                until = min(step_at(text, step, origin + low), last - low) if text < np.inf else last - low
                _wait(at(desk, 5 * c * WIDTH), min(until, WIDTH), at(found, low))


@nb.njit(cache=True, nogil=True, error_model="numpy")
def _wait(desk, until, found):
    """Adds those who have noticed on one channel by each of eight steps, up to some step."""
    sum_ = desk[4 * WIDTH]
    for i in range(until):
        sum_ += desk[3 * WIDTH + i]
        found[i] += sum_
    desk[4 * WIDTH] = sum_


@nb.njit(cache=True, nogil=True, error_model="numpy")
def _first_by(channels, works, share, tells, told, desk):
    """Adds those of a group that each of eight steps' first to notice had it by, channel by channel."""
    was, now = 1.0 - tells * load(told, 0), 1.0 - tells * load(told, 1)
    pull = (was - now) / (was + now + _TINY)
    for c in range(channels):
        before = 1.0 - works[c] * (1.0 - load(desk, 5 * c * WIDTH))
        after = 1.0 - works[c] * (1.0 - load(desk, (5 * c + 1) * WIDTH))
        part = (before - after) / (before + after + _TINY)
        store(desk, (5 * c + 2) * WIDTH, part)
        pull += part
        was *= before
        now *= after
    per_pull = share * (was - now) / (pull + _TINY)
    for c in range(channels):
        sum_ = load(desk, (5 * c + 3) * WIDTH) + per_pull * load(desk, (5 * c + 2) * WIDTH)
        store(desk, (5 * c + 3) * WIDTH, sum_)
