"""How long each step takes: a delay's inverse distribution, evaluated at a named uniform draw."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from sim.draws import Draws
from sim.scenario import delay as spec
from sim.units import Floats, Seconds, SecondsArray


def draw_delay(delay: spec.Delay, draws: Draws, purpose: str) -> Seconds:
    """One delay of one replicate, from the stream named by ``purpose``."""
    if isinstance(delay, spec.Fixed):
        return float(delay.value_s)
    return draws.transformed(purpose, delay_quantile, delay)


def delay_quantile(delay: spec.Delay, probability: ArrayLike) -> SecondsArray:
    """Delay not exceeded with ``probability`` (shape kept); inverse transform keeps one uniform per delay."""
    quantile: SecondsArray = _QUANTILES[type(delay)](delay, np.asarray(probability, float))
    return quantile


def delay_probability(delay: spec.Delay, t_s: ArrayLike) -> Floats:
    """P(delay <= ``t_s``), shape kept: the inverse of `delay_quantile`; 0 for negative and 1 for infinite
    times."""
    t = np.asarray(t_s, float)
    within = np.isfinite(t) & (t >= 0.0)
    found = _PROBABILITIES[type(delay)](delay, np.where(within, t, 0.0))
    return np.where(within, found, (t > 0.0).astype(float))


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


def _p_fixed(delay: spec.Fixed, t: Floats) -> Floats:
    return (t >= delay.value_s).astype(float)


def _p_uniform(delay: spec.Uniform, t: Floats) -> Floats:
    width = delay.high_s - delay.low_s
    return np.clip((t - delay.low_s) / width, 0.0, 1.0) if width else (t >= delay.low_s).astype(float)


def _p_triangular(delay: spec.Triangular, t: Floats) -> Floats:
    width, rise, fall = delay.high_s - delay.low_s, delay.mode_s - delay.low_s, delay.high_s - delay.mode_s
    if width == 0.0:
        return (t >= delay.low_s).astype(float)
    before, after = np.clip(t - delay.low_s, 0.0, rise), np.clip(delay.high_s - t, 0.0, fall)
    rising = before**2 / (width * rise) if rise else np.zeros_like(t)
    falling = 1.0 - after**2 / (width * fall) if fall else np.ones_like(t)
    return np.where(t < delay.mode_s, rising, falling)


def _p_normal(delay: spec.Normal, t: Floats) -> Floats:
    from scipy.special import ndtr

    below_zero = ndtr(-delay.mean_s / delay.sd_s)
    value: Floats = (ndtr((t - delay.mean_s) / delay.sd_s) - below_zero) / (1.0 - below_zero)
    return value


def _p_lognormal(delay: spec.Lognormal, t: Floats) -> Floats:
    from scipy.special import ndtr

    value: Floats = ndtr(np.log(np.maximum(t, 1e-300) / delay.median_s) / delay.log_sd)
    return value


def _p_exponential(delay: spec.Exponential, t: Floats) -> Floats:
    return -np.expm1(-t / delay.mean_s)


def _p_weibull(delay: spec.Weibull, t: Floats) -> Floats:
    return np.asarray(-np.expm1(-((t / delay.scale_s) ** delay.shape)), float)


def _p_empirical(delay: spec.Empirical, t: Floats) -> Floats:
    values = np.sort(np.asarray(delay.values_s, float))
    return np.searchsorted(values, t, side="right") / len(values)


_PROBABILITIES: dict[type, Any] = {
    spec.Fixed: _p_fixed,
    spec.Uniform: _p_uniform,
    spec.Triangular: _p_triangular,
    spec.Normal: _p_normal,
    spec.Lognormal: _p_lognormal,
    spec.Exponential: _p_exponential,
    spec.Weibull: _p_weibull,
    spec.Empirical: _p_empirical,
}
