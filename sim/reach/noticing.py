"""First alert: channels and word of mouth as competing hazards, with a share that nothing ever reaches.

For one person, channel c works with probability p_c (coverage x device x attentive), independently of the
others; if it works, the time from its start a_c to noticing it has the distribution G_c. With several
messages on a channel the hazards add, so the factors 1 - G multiply. Being told by others adds a hazard beta
x (share that knows) for the share q that can be told. The share that has noticed by t is

    N(t) = 1 - prod_c S_c(t) x W(t),   S_c = 1 - p_c (1 - prod_m (1 - G_c(t - a_cm))),
    W = 1 - q (1 - exp(-beta J)),      dJ/dt = N.

Hazards act on those not yet alerted, dF = h (1 - F) dt, so a single channel alone reaches p_c in the end. The
form follows the diffusion models of Rogers and Sorensen (1988, https://www.osti.gov/biblio/6654896):
broadcast plus contagion.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.alert.delays import delay_probability
from sim.scenario.delay import Delay
from sim.units import Floats, Seconds, SecondsArray

_TABLE_PER_STEP = 20
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
    share: Floats
    noticing: Delay
    audible_s: Seconds | None = None


@dataclass(frozen=True)
class Telling:
    """Word of mouth: ``tellable`` is q, ``rate_per_s`` is beta."""

    tellable: float
    rate_per_s: float


NOBODY_TELLS = Telling(0.0, 0.0)


@dataclass(frozen=True, eq=False)
class Noticed:
    """Shares on the grid, each ``(..., A, T)``: ``total`` noticed, ``understandable`` with the wording at
    hand too.

    For every channel and, last, word of mouth: ``first_steps``, what each step of ``total`` noticed it by
    first, and ``unheard``, those not reached by it at all (a person may be reached by several).
    """

    total: Floats
    understandable: Floats
    first_steps: tuple[Floats, ...]
    unheard: tuple[Floats, ...]


def notice(signals: Sequence[Signal], telling: Telling, grid_s: SecondsArray) -> Noticed:
    """The share of each area that has noticed, on an even grid ``(T,)``."""
    unheard = [_unheard(signal, grid_s) for signal in signals]
    nothing = np.prod(unheard, axis=0)
    untold = _untold(nothing, telling, float(grid_s[1] - grid_s[0]))
    total = 1.0 - nothing * untold
    steps = np.diff(total, axis=-1, prepend=0.0)
    ways = [*unheard, untold]
    pulls = [_pull(way) for way in ways]
    weights = steps / np.maximum(np.sum(pulls, axis=0), _TINY)
    first_steps = tuple(pull * weights for pull in pulls)
    held = np.zeros_like(total)
    for signal, part in zip(signals, first_steps[:-1], strict=True):
        held += _without_text(part, signal, grid_s)
    return Noticed(total, total - held, first_steps, tuple(ways))


def _unheard(signal: Signal, grid_s: SecondsArray) -> Floats:
    """S_c: share not alerted by this channel, ``(..., A, T)``."""
    step = float(grid_s[1] - grid_s[0]) / _TABLE_PER_STEP
    ages = np.arange((len(grid_s) + 1) * _TABLE_PER_STEP) * step
    table = 1.0 - delay_probability(signal.noticing, ages)
    still = np.ones((*signal.share.shape, len(grid_s)))
    for message in range(signal.start_s.shape[-2]):
        start = signal.start_s[..., message, :, None]
        if not np.isfinite(start).any():
            continue
        age = grid_s - start
        if signal.audible_s is not None:
            age = np.minimum(age, signal.audible_s)
        still *= np.where(age >= 0.0, np.interp(age, ages, table), 1.0)
    return 1.0 - signal.share[..., None] * (1.0 - still)


def _untold(nothing: Floats, telling: Telling, step_s: Seconds) -> Floats:
    """W: share not told by others. Each step is exact for a constant share that knows; Heun's mean of its
    ends."""
    untold = np.ones_like(nothing)
    q, beta = telling.tellable, telling.rate_per_s
    if q == 0.0 or beta == 0.0:
        return untold
    told = np.ones(nothing.shape[:-1])
    knows = 1.0 - nothing[..., 0]
    for k in range(1, nothing.shape[-1]):
        guess = 1.0 - nothing[..., k] * (1.0 - q + q * told * np.exp(-beta * step_s * knows))
        told = told * np.exp(-0.5 * beta * step_s * (knows + guess))
        untold[..., k] = 1.0 - q + q * told
        knows = 1.0 - nothing[..., k] * untold[..., k]
    return untold


def _pull(unheard: Floats) -> Floats:
    """Hazard of one way over each step: the fall of its logarithm, to second order."""
    before = np.concatenate([np.ones_like(unheard[..., :1]), unheard[..., :-1]], axis=-1)
    return (before - unheard) / np.maximum(before + unheard, _TINY)


def _without_text(part: Floats, signal: Signal, grid_s: SecondsArray) -> Floats:
    """Noticed through this channel and still waiting for its wording, ``(..., A, T)``."""
    waiting = grid_s < signal.text_s[..., None]
    return np.where(waiting, np.cumsum(part, axis=-1), 0.0) if waiting.any() else np.zeros_like(part)
