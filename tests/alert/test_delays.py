"""Every delay: the probability is the inverse of the quantile, and both are what the distribution says."""

import numpy as np
import pytest

from sim.alert.delays import delay_probability, delay_quantile
from sim.scenario import delay as spec

CONTINUOUS = [
    spec.Uniform(distribution="uniform", low_s=3, high_s=9),
    spec.Triangular(distribution="triangular", low_s=1, mode_s=4, high_s=20),
    spec.Triangular(distribution="triangular", low_s=4, mode_s=4, high_s=20),
    spec.Triangular(distribution="triangular", low_s=1, mode_s=20, high_s=20),
    spec.Normal(distribution="normal", mean_s=5, sd_s=8),
    spec.Lognormal(distribution="lognormal", median_s=30, log_sd=1.1),
    spec.Exponential(distribution="exponential", mean_s=12),
    spec.Weibull(distribution="weibull", scale_s=11, shape=0.3),
]
STEPS = [
    spec.Fixed(value_s=7),
    spec.Uniform(distribution="uniform", low_s=7, high_s=7),
    spec.Triangular(distribution="triangular", low_s=7, mode_s=7, high_s=7),
]


@pytest.mark.parametrize("delay", CONTINUOUS, ids=lambda d: d.distribution)
def test_probability_undoes_quantile(delay: spec.Delay) -> None:
    u = np.linspace(0.001, 0.999, 97)
    assert delay_probability(delay, delay_quantile(delay, u)) == pytest.approx(u, abs=1e-9)


@pytest.mark.parametrize("delay", [*CONTINUOUS, *STEPS], ids=lambda d: d.distribution)
def test_probability_is_a_distribution_function(delay: spec.Delay) -> None:
    t = np.concatenate([[-np.inf, -1.0], np.linspace(0, 1e6, 5001), [np.inf]])
    p = delay_probability(delay, t)
    assert (np.diff(p) >= 0).all()
    assert (p[0], p[1], p[-1]) == (0.0, 0.0, 1.0)


@pytest.mark.parametrize("delay", STEPS, ids=lambda d: d.distribution)
def test_a_fixed_delay_jumps_at_its_value(delay: spec.Delay) -> None:
    assert delay_probability(delay, [6.999, 7.0, 8.0]).tolist() == [0.0, 1.0, 1.0]
    assert delay_quantile(delay, [0.0, 0.5, 0.999]).tolist() == [7.0, 7.0, 7.0]


def test_empirical_delays_are_counted() -> None:
    delay = spec.Empirical(distribution="empirical", values_s=(8.0, 2.0, 2.0, 4.0))
    assert delay_probability(delay, [1.9, 2.0, 3.9, 4.0, 8.0]).tolist() == [0.0, 0.5, 0.5, 0.75, 1.0]


def test_lindell_form_has_the_published_values() -> None:
    """P(t) = 1 - exp(-a t^b), t in hours, a = 1.7, b = 0.6: 0.136 at 1 min, 0.523 at 15 min, 0.817 at 1 h."""
    delay = spec.Weibull(distribution="weibull", scale_s=3600.0 * 1.7 ** (-1 / 0.6), shape=0.6)
    assert delay_probability(delay, [60.0, 900.0, 3600.0]) == pytest.approx([0.136, 0.523, 0.817], abs=5e-4)
