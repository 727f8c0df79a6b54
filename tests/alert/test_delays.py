"""Delays against scipy's distributions: an independent account of the same names."""

import numpy as np
import pytest
from scipy import stats

from sim.alert.delays import delay_quantile, draw_delay
from sim.draws import Draws
from sim.scenario import delay as spec

U = np.linspace(0.0, 0.999, 400)
CASES = [
    (spec.Fixed(value_s=7.0), None),
    (spec.Uniform(distribution="uniform", low_s=2.0, high_s=9.0), stats.uniform(2.0, 7.0)),
    (
        spec.Triangular(distribution="triangular", low_s=2.0, mode_s=3.0, high_s=9.0),
        stats.triang(1 / 7, 2.0, 7.0),
    ),
    (
        spec.Triangular(distribution="triangular", low_s=2.0, mode_s=2.0, high_s=9.0),
        stats.triang(0.0, 2.0, 7.0),
    ),
    (
        spec.Triangular(distribution="triangular", low_s=2.0, mode_s=9.0, high_s=9.0),
        stats.triang(1.0, 2.0, 7.0),
    ),
    (spec.Normal(distribution="normal", mean_s=3.0, sd_s=2.0), stats.truncnorm(-1.5, np.inf, 3.0, 2.0)),
    (spec.Lognormal(distribution="lognormal", median_s=5.0, log_sd=0.4), stats.lognorm(0.4, scale=5.0)),
    (spec.Exponential(distribution="exponential", mean_s=5.0), stats.expon(scale=5.0)),
    (spec.Weibull(distribution="weibull", scale_s=5.0, shape=1.7), stats.weibull_min(1.7, scale=5.0)),
]


@pytest.mark.parametrize(("delay", "reference"), CASES, ids=lambda case: type(case).__name__)
def test_quantiles_are_those_of_the_named_distribution(delay: spec.Delay, reference: object) -> None:
    found = delay_quantile(delay, U)
    expected = np.full_like(U, 7.0) if reference is None else reference.ppf(U)  # type: ignore[attr-defined]
    np.testing.assert_allclose(found, expected, atol=1e-9)
    assert (found >= 0.0).all()


def test_an_empirical_delay_takes_each_value_equally_often() -> None:
    delay = spec.Empirical(distribution="empirical", values_s=(9.0, 1.0, 4.0))
    assert delay_quantile(delay, [0.0, 0.34, 0.67, 0.999]).tolist() == [1.0, 4.0, 9.0, 9.0]


def test_a_width_of_zero_is_a_fixed_delay() -> None:
    delay = spec.Triangular(distribution="triangular", low_s=3.0, mode_s=3.0, high_s=3.0)
    assert delay_quantile(delay, U).tolist() == [3.0] * len(U)


def test_the_stream_is_named_by_its_purpose() -> None:
    delay = spec.Exponential(distribution="exponential", mean_s=5.0)
    assert draw_delay(delay, Draws(1), "a") == draw_delay(delay, Draws(1), "a")
    assert draw_delay(delay, Draws(1), "a") != draw_delay(delay, Draws(1), "b")
