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


def notice(
    signals: Sequence[Signal], telling: Telling, grid_s: SecondsArray, asleep_share: float = 0.0
) -> Noticed:
    """The share of each area that has noticed, on an even grid ``(T,)``, of whom ``asleep_share`` were asleep."""
    heard = [_heard(signal, grid_s) for signal in signals]
    awake = [1.0 - signal.awake[..., None] * h for signal, h in zip(signals, heard, strict=True)]
    groups = [(1.0 - asleep_share, telling.awake, awake)]
    if asleep_share:
        asleep = [1.0 - signal.asleep[..., None] * h for signal, h in zip(signals, heard, strict=True)]
        groups.append((asleep_share, telling.asleep, asleep))
    nothing = [np.prod(ways, axis=0) for _, _, ways in groups]
    weights = [weight for weight, _, _ in groups]
    told = _told(
        nothing, weights, [q for _, q, _ in groups], telling.rate_per_s * float(grid_s[1] - grid_s[0])
    )
    parts = [
        _first(none, [*ways, 1.0 - q * told]) for none, (_, q, ways) in zip(nothing, groups, strict=True)
    ]
    first_steps = _mixed(weights, parts)
    unheard = _mixed(weights, [[*ways, 1.0 - q * told] for _, q, ways in groups])
    untold = [1.0 - q * told for _, q, _ in groups]
    total = 1.0 - sum(w * n * u for w, n, u in zip(weights, nothing, untold, strict=True))
    held = np.zeros_like(total)
    for signal, part in zip(signals, first_steps[:-1], strict=True):
        held += _without_text(part, signal, grid_s)
    return Noticed(total, total - held, first_steps, unheard)


def _first(nothing: Floats, ways: list[Floats]) -> list[Floats]:
    """What each step of one group's curve was first noticed by, way by way."""
    steps = np.diff(1.0 - nothing * ways[-1], axis=-1, prepend=0.0)
    pulls = [_pull(way) for way in ways]
    per_pull = steps / np.maximum(np.sum(pulls, axis=0), _TINY)
    return [pull * per_pull for pull in pulls]


def _mixed(weights: list[float], groups: list[list[Floats]]) -> tuple[Floats, ...]:
    if len(groups) == 1:
        return tuple(groups[0])
    return tuple(
        sum((w * one for w, one in zip(weights, parts, strict=True)), np.zeros(1))
        for parts in zip(*groups, strict=True)
    )


def _heard(signal: Signal, grid_s: SecondsArray) -> Floats:
    """Share noticed through this channel of those for whom it works, ``(..., A, T)``."""
    step = float(grid_s[1] - grid_s[0]) / _TABLE_PER_STEP
    ages = np.arange((len(grid_s) + 1) * _TABLE_PER_STEP) * step
    table = 1.0 - delay_probability(signal.noticing, ages)
    still = np.ones((*signal.awake.shape, len(grid_s)))
    for message in range(signal.start_s.shape[-2]):
        start = signal.start_s[..., message, :, None]
        if not np.isfinite(start).any():
            continue
        age = grid_s - start
        if signal.audible_s is not None:
            age = np.minimum(age, signal.audible_s)
        still *= np.where(age >= 0.0, np.interp(age, ages, table), 1.0)
    return 1.0 - still


def _told(nothing: list[Floats], weights: list[float], tellable: list[float], rate: float) -> Floats:
    """1 - exp(-beta J), ``(..., A, T)``; ``rate`` is beta times the step. Each step is exact for a constant share that
    knows, which is Heun's mean of the shares at its ends.
    """
    told = np.zeros_like(nothing[0])
    if rate == 0.0 or not any(tellable):
        return told

    def knows(k: int, left: Floats) -> Floats:
        unaware = (
            w * n[..., k] * (1.0 - q * (1.0 - left))
            for w, n, q in zip(weights, nothing, tellable, strict=True)
        )
        return 1.0 - sum(unaware, np.zeros(1))

    left = np.ones(nothing[0].shape[:-1])
    now = knows(0, left)
    for k in range(1, nothing[0].shape[-1]):
        guess = knows(k, left * np.exp(-rate * now))
        left = left * np.exp(-0.5 * rate * (now + guess))
        told[..., k] = 1.0 - left
        now = knows(k, left)
    return told


def _pull(unheard: Floats) -> Floats:
    """Hazard of one way over each step: the fall of its logarithm, to second order."""
    before = np.concatenate([np.ones_like(unheard[..., :1]), unheard[..., :-1]], axis=-1)
    return (before - unheard) / np.maximum(before + unheard, _TINY)


def _without_text(part: Floats, signal: Signal, grid_s: SecondsArray) -> Floats:
    """Noticed through this channel and still waiting for its wording, ``(..., A, T)``."""
    waiting = grid_s < signal.text_s[..., None]
    return np.where(waiting, np.cumsum(part, axis=-1), 0.0) if waiting.any() else np.zeros_like(part)
