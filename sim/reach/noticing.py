"""First alert: channels and word of mouth as competing hazards, with a share that nothing ever reaches.

People are awake or asleep when the message comes, and who sleeps is asleep for every channel. Within each group
channel c works for a person with probability p_c (coverage x device x attentive, or x woken), independently of the
others; if it works, the time from its start a_c to noticing it has the distribution G_c. With several messages on a
channel the hazards add, so the factors 1 - G multiply. Being told by others adds a hazard beta x (share that knows)
for the share q that can be told. The share of a group that has noticed by t is

    N_g(t) = 1 - prod_c S_c(t) x W(t),   S_c = 1 - p_c (1 - prod_m (1 - G_c(t - a_cm))),
    W = 1 - q (1 - exp(-beta J)),        dJ/dt = N = sum_g share_g N_g.

Hazards act on those not yet alerted, dF = h (1 - F) dt, so a single channel alone reaches p_c in the end. The
form follows the diffusion models of Rogers and Sorensen (1988, https://www.osti.gov/biblio/6654896):
broadcast plus contagion.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache, reduce

import numpy as np
from numpy.typing import ArrayLike

from sim.alert.delays import delay_probability
from sim.scenario.delay import Delay
from sim.units import Floats, Seconds, SecondsArray

TABLE_PER_STEP = 20
"""Places per grid step at which noticing delays are tabled; straight lines between."""
_TINY = 1e-300


@dataclass(frozen=True, eq=False)
class Signal:
    """One channel as people of A areas meet it, with any leading axes (replicates).

    ``start_s`` ``(..., M, A)`` per message, infinite where it never comes; ``text_s`` ``(..., A)`` when the
    wording is first there; ``share`` ``(..., A)`` is p_c; ``audible_s`` how long it can be noticed (``None``:
    ever after).
    """

    name: str
    start_s: SecondsArray
    text_s: SecondsArray
    awake: Floats
    asleep: Floats
    noticing: Delay
    audible_s: Seconds | None = None


@dataclass(frozen=True)
class Telling:
    """Word of mouth: ``awake`` and ``asleep`` are q of either group, ``rate_per_s`` is beta."""

    awake: float
    asleep: float
    rate_per_s: float


NOBODY_TELLS = Telling(0.0, 0.0, 0.0)


@dataclass(frozen=True, eq=False)
class Group:
    """People awake, or asleep: their share of all, ``(...)`` as ``(..., A)`` broadcasts, and of them those not reached
    ``(..., A, T)`` by each way.

    Ways are the channels and, last, word of mouth.
    """

    share: Floats
    unheard: tuple[Floats, ...]

    @cached_property
    def unaware(self) -> Floats:
        """Not reached by any way, ``(..., A, T)``."""
        return reduce(np.multiply, self.unheard)

    @cached_property
    def first_steps(self) -> tuple[Floats, ...]:
        """What each step of the noticed curve was first noticed by, way by way."""
        steps = np.diff(1.0 - self.unaware, axis=-1, prepend=0.0)
        pulls = [_pull(way) for way in self.unheard]
        per_pull = steps / np.maximum(reduce(np.add, pulls), _TINY)
        return tuple(pull * per_pull for pull in pulls)


@dataclass(frozen=True, eq=False)
class Noticed:
    """Shares of people on the grid, each ``(..., A, T)``, computed when asked for."""

    signals: tuple[Signal, ...]
    grid_s: SecondsArray
    groups: tuple[Group, ...]

    @cached_property
    def total(self) -> Floats:
        """Have noticed."""
        return self._mixed([1.0 - group.unaware for group in self.groups])

    @cached_property
    def understandable(self) -> Floats:
        """Have noticed and have the wording at hand."""
        late = [signal.text_s > signal.start_s.min(axis=-2) for signal in self.signals]
        waits = [
            some[..., None] & (self.grid_s < signal.text_s[..., None])
            for some, signal in zip(late, self.signals, strict=True)
        ]
        anywhere = np.flatnonzero(reduce(np.logical_or, waits).any(axis=tuple(range(waits[0].ndim - 1))))
        size = anywhere[-1] + 1 if len(anywhere) else 0
        early = [Group(g.share, tuple(way[..., :size] for way in g.unheard)) for g in self.groups]
        found = self.total.copy()
        for way, waiting in enumerate(waits):
            if waiting.any():
                part = self._mixed([group.first_steps[way] for group in early])
                found[..., :size] -= np.where(waiting[..., :size], np.cumsum(part, axis=-1), 0.0)
        return found

    @cached_property
    def first_steps(self) -> tuple[Floats, ...]:
        """What each step of ``total`` was first noticed by: every channel and, last, word of mouth."""
        return tuple(
            self._mixed(list(ways)) for ways in zip(*(g.first_steps for g in self.groups), strict=True)
        )

    @cached_property
    def unheard(self) -> tuple[Floats, ...]:
        """Not reached by each way; a person may be reached by several."""
        return tuple(self._mixed(list(ways)) for ways in zip(*(g.unheard for g in self.groups), strict=True))

    def _mixed(self, parts: list[Floats]) -> Floats:
        if len(parts) == 1:
            return parts[0]
        return sum(
            (g.share[..., None] * part for g, part in zip(self.groups, parts, strict=True)), np.zeros(1)
        )


def notice(
    signals: Sequence[Signal], telling: Telling, grid_s: SecondsArray, asleep_share: ArrayLike = 0.0
) -> Noticed:
    """Who has noticed, on an even grid ``(T,)`` or one for each replicate ``(..., 1, T)``, when ``asleep_share`` of
    people were asleep, which broadcasts to ``(..., A)``."""
    share = np.asarray(asleep_share, float)
    heard = [_heard(signal, grid_s) for signal in signals]
    awake = [1.0 - signal.awake[..., None] * h for signal, h in zip(signals, heard, strict=True)]
    groups = [(1.0 - share, telling.awake, awake)]
    if share.any():
        asleep = [1.0 - signal.asleep[..., None] * h for signal, h in zip(signals, heard, strict=True)]
        groups.append((share, telling.asleep, asleep))
    nothing = [reduce(np.multiply, ways) for _, _, ways in groups]
    told = _told(
        nothing, [s for s, _, _ in groups], [q for _, q, _ in groups], telling.rate_per_s * _step(grid_s)
    )
    found = tuple(Group(share, (*ways, 1.0 - q * told)) for share, q, ways in groups)
    return Noticed(tuple(signals), grid_s, found)


def _step(grid_s: SecondsArray) -> Seconds:
    first: SecondsArray = grid_s[..., :2].reshape(-1, 2)[0]
    return float(first[1] - first[0])


def _heard(signal: Signal, grid_s: SecondsArray) -> Floats:
    """Share noticed through this channel of those for whom it works, ``(..., A, T)``."""
    step = _step(grid_s) / TABLE_PER_STEP
    size = grid_s.shape[-1]
    still: Floats | None = None
    for message in range(signal.start_s.shape[-2]):
        start = signal.start_s[..., message, :, None]
        if not np.isfinite(start).any():
            continue
        age = grid_s - start
        if signal.audible_s is not None:
            age = np.minimum(age, signal.audible_s)
        one = _between(*_unnoticed(signal.noticing, step, size), age / step)
        still = one if still is None else still * one
    return np.zeros((*signal.awake.shape, size)) if still is None else 1.0 - still


@lru_cache(maxsize=32)
def _unnoticed(noticing: Delay, step: Seconds, steps: int) -> tuple[Floats, Floats]:
    """Those who have not noticed, and the change from each place to the next."""
    table = 1.0 - delay_probability(noticing, np.arange(steps * TABLE_PER_STEP + 2) * step)
    change = np.diff(table)
    return table, np.append(change, change[-1])


def _between(table: Floats, change: Floats, place: Floats) -> Floats:
    """Straight lines through ``table`` at fractional places, 1 before its start; an even table needs no search."""
    later = np.maximum(place, 0.0)  # never started: minus infinity
    whole = later.astype(np.int32)
    later -= whole
    later *= change[whole]
    later += table[whole]
    later[place < 0.0] = 1.0
    return later


def _told(nothing: list[Floats], weights: list[Floats], tellable: list[float], rate: float) -> Floats:
    """1 - exp(-beta J), ``(..., A, T)``; ``rate`` is beta times the step. Each step is exact for a constant share that
    knows, which is Heun's mean of the shares at its ends.
    """
    if rate == 0.0 or not any(tellable):
        return np.zeros_like(nothing[0])
    # Who knows is ``aware + open * told``: exactly 0 where nobody does, for rounding would be told on, too.
    groups = [(w[..., None], n, q) for w, n, q in zip(weights, nothing, tellable, strict=True)]
    aware = sum((w * (1.0 - n) for w, n, _ in groups), np.zeros(1))
    open_ = sum((w * q * n for w, n, q in groups), np.zeros(1))
    aware, open_ = (np.ascontiguousarray(np.moveaxis(one, -1, 0)) for one in (aware, open_))
    along = np.zeros_like(aware)
    left, now = np.ones(aware.shape[1:]), aware[0]
    for k in range(1, len(aware)):
        guess = aware[k] + open_[k] * (1.0 - left * np.exp(-rate * now))
        guess += now
        left *= np.exp(-0.5 * rate * guess)
        np.subtract(1.0, left, out=along[k])
        now = aware[k] + open_[k] * along[k]
    return np.ascontiguousarray(np.moveaxis(along, 0, -1))


def _pull(unheard: Floats) -> Floats:
    """Hazard of one way over each step: the fall of its logarithm, to second order."""
    before = np.concatenate([np.ones_like(unheard[..., :1]), unheard[..., :-1]], axis=-1)
    return (before - unheard) / np.maximum(before + unheard, _TINY)
