"""How long each step takes: a delay's inverse distribution, evaluated at a named uniform draw."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from sim.draws import Draws
from sim.scenario import delay as spec
from sim.units import Floats, Seconds, SecondsArray


def draw_delay(delay: spec.Delay, draws: Draws, purpose: str) -> Seconds:
    """One delay of one replicate, from the stream named by ``purpose``."""
    return float(delay_quantile(delay, draws.uniform(purpose)))


def delay_quantile(delay: spec.Delay, probability: ArrayLike) -> SecondsArray:
    """Delay not exceeded with ``probability`` (shape kept); inverse transform keeps one uniform per delay."""
    quantile: SecondsArray = _QUANTILES[type(delay)](delay, np.asarray(probability, float))
    return quantile


def _fixed(delay: spec.Fixed, u: Floats) -> Floats:
    return np.full_like(u, delay.value_s)


def _uniform(delay: spec.Uniform, u: Floats) -> Floats:
    return delay.low_s + u * (delay.high_s - delay.low_s)


def _triangular(delay: spec.Triangular, u: Floats) -> Floats:
    width, rise, fall = delay.high_s - delay.low_s, delay.mode_s - delay.low_s, delay.high_s - delay.mode_s
    if width == 0.0:
        return np.full_like(u, delay.low_s)
    rising = delay.low_s + np.sqrt(u * width * rise)
    return np.where(u < rise / width, rising, delay.high_s - np.sqrt((1.0 - u) * width * fall))


def _normal(delay: spec.Normal, u: Floats) -> Floats:
    from scipy.special import ndtr, ndtri

    below_zero = ndtr(-delay.mean_s / delay.sd_s)
    value: Floats = delay.mean_s + delay.sd_s * ndtri(below_zero + u * (1.0 - below_zero))
    return np.maximum(value, 0.0)


def _lognormal(delay: spec.Lognormal, u: Floats) -> Floats:
    from scipy.special import ndtri

    value: Floats = delay.median_s * np.exp(delay.log_sd * ndtri(u))
    return value


def _exponential(delay: spec.Exponential, u: Floats) -> Floats:
    return -delay.mean_s * np.log1p(-u)


def _weibull(delay: spec.Weibull, u: Floats) -> Floats:
    return np.asarray(delay.scale_s * (-np.log1p(-u)) ** (1.0 / delay.shape), float)


def _empirical(delay: spec.Empirical, u: Floats) -> Floats:
    values = np.sort(np.asarray(delay.values_s, float))
    return values[np.minimum((u * len(values)).astype(np.int64), len(values) - 1)]


_QUANTILES: dict[type, Any] = {
    spec.Fixed: _fixed,
    spec.Uniform: _uniform,
    spec.Triangular: _triangular,
    spec.Normal: _normal,
    spec.Lognormal: _lognormal,
    spec.Exponential: _exponential,
    spec.Weibull: _weibull,
    spec.Empirical: _empirical,
}
