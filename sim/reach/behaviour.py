"""From noticing to shelter: understanding, acting and moving, each a share and then a delay.

With N(t) of `noticing`, U = u (N * f_u), A = (1 - never) (U * f_a), S = A * f_m, where * is convolution with
the delay's density. Delays follow one another, as in the protective-action chain of LifeSim (U.S. Army Corps
of Engineers, Technical Reference Manual v1.0, https://github.com/USACE/RMC-Software-Documentation).
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from sim.alert.delays import delay_probability
from sim.scenario.delay import Delay
from sim.scenario.reach import Behaviour
from sim.units import Floats, Seconds

_POINTS_PER_STEP = 16


@dataclass(frozen=True, eq=False)
class Chain:
    """Matrices ``(T, T)`` that turn the steps of the noticed curve into each later curve on the same grid."""

    understood: Floats
    acted: Floats
    sheltered: Floats

    @property
    def steps(self) -> int:
        """T."""
        return len(self.understood)


@lru_cache(maxsize=4)
def build_chain(behaviour: Behaviour, step_s: Seconds, steps: int) -> Chain:
    """The chain on an even grid; depends on the scenario only, so one serves every replicate."""
    understood = behaviour.understands.share * _passed(behaviour.understanding, step_s, steps)
    acted = (1.0 - behaviour.never_acts.share) * _then(understood, behaviour.acting, step_s)
    return Chain(understood, acted, _then(acted, behaviour.moving, step_s))


def follow(chain: Chain, noticed: Floats) -> tuple[Floats, Floats, Floats]:
    """Shares ``(..., A, T)`` that have understood, acted and sheltered, from those that noticed, lift
    aside."""
    steps = np.diff(noticed, axis=-1, prepend=0.0)
    # ``matmul`` over leading axes goes one replicate at a time: its bytes do not depend on the batch.
    understood, acted, sheltered = (steps @ m for m in (chain.understood, chain.acted, chain.sheltered))
    acted = np.minimum(acted, understood)
    return understood, acted, np.minimum(sheltered, acted)


def _then(curve: Floats, delay: Delay, step_s: Seconds) -> Floats:
    """The matrix of a curve after one more delay."""
    return np.diff(curve, axis=1, prepend=0.0) @ _passed(delay, step_s, len(curve))


def _passed(delay: Delay, step_s: Seconds, steps: int) -> Floats:
    """Row j: share through the delay at each grid time, of those who started evenly over step j, ``(T,
    T)``."""
    edges = np.arange(steps)[:, None] + (np.arange(_POINTS_PER_STEP) + 0.5) / _POINTS_PER_STEP
    mean = delay_probability(delay, edges * step_s).mean(axis=1)
    lag = np.arange(steps)[None, :] - np.arange(steps)[:, None]
    return np.where(lag >= 0, mean[np.maximum(lag, 0)], 0.0)
