"""From noticing to shelter: understanding, acting and moving, each a share and then a delay.

With N(t) of `noticing`, U = u (N * f_u), A = (1 - never) (U * f_a), S = A * f_m, where * is convolution with
the delay's density. Delays follow one another, as in the protective-action chain of LifeSim (U.S. Army Corps
of Engineers, Technical Reference Manual v1.0, https://github.com/USACE/RMC-Software-Documentation).
"""

import math
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from sim.alert.delays import delay_probability
from sim.scenario.delay import Delay
from sim.scenario.reach import Behaviour
from sim.units import Floats, Seconds

_POINTS_PER_STEP = 16


@dataclass(frozen=True, eq=False)
class Chain:
    """Shares ``(T,)`` in each stage or beyond it, so many grid steps after a step over which all noticed evenly."""

    understood: Floats
    acted: Floats
    sheltered: Floats

    @property
    def steps(self) -> int:
        """T."""
        return len(self.understood)

    @cached_property
    def stages(self) -> tuple[Floats, Floats, Floats]:
        """All three, in their order."""
        return self.understood, self.acted, self.sheltered

    @cached_property
    def spectra(self) -> NDArray[np.complex128]:
        """Transforms of the stages, ``(3, P/2 + 1)``, with room for ``2 T`` steps."""
        length = _fast_length(2 * self.steps)
        return np.fft.rfft(np.stack(self.stages), length)


@lru_cache(maxsize=16)
def build_chain(behaviour: Behaviour, step_s: Seconds, steps: int) -> Chain:
    """The chain on an even grid; depends on the scenario only, so one serves every replicate.

    No figure depends on how many follow it.
    """
    understood = behaviour.understands.share * _passed(behaviour.understanding, step_s, steps)
    acted = (1.0 - behaviour.never_acts.share) * _then(understood, behaviour.acting, step_s)
    return Chain(understood, acted, _then(acted, behaviour.moving, step_s))


def follow(chain: Chain, noticed: Floats) -> tuple[Floats, Floats, Floats]:
    """Shares ``(..., A, T)`` that have understood, acted and sheltered, from those that noticed, lift
    aside."""
    length = _fast_length(2 * chain.steps)
    # A row's transform is its own: its bytes do not depend on the batch.
    steps = np.fft.rfft(np.diff(noticed, axis=-1, prepend=0.0), length)
    understood, acted, sheltered = (
        np.fft.irfft(steps * stage, length)[..., : chain.steps] for stage in chain.spectra
    )
    acted = np.minimum(acted, understood)
    return understood, acted, np.minimum(sheltered, acted)


def _fast_length(least: int) -> int:
    """The smallest length from ``least`` on that a transform takes in steps of 2, 3 and 5."""
    odds: list[int] = [3**b * 5**c for b in range(4) for c in range(3)]
    return min(odd << max(math.ceil(math.log2(least / odd)), 1) for odd in odds)


def _then(curve: Floats, delay: Delay, step_s: Seconds) -> Floats:
    """A curve after one more delay."""
    passed = _passed(delay, step_s, len(curve))
    later = np.zeros(len(curve))
    for start, jump in enumerate(np.diff(curve, prepend=0.0).tolist()):
        later[start:] += jump * passed[: len(curve) - start]
    return later


def _passed(delay: Delay, step_s: Seconds, steps: int) -> Floats:
    """Share through the delay at the end of each step, of those who started evenly over the first, ``(T,)``."""
    edges = np.arange(steps)[:, None] + (np.arange(_POINTS_PER_STEP) + 0.5) / _POINTS_PER_STEP
    return np.asarray(delay_probability(delay, edges * step_s).mean(axis=1), float)
