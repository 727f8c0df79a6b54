"""Pooled quantiles beside numpy, and what becomes of those never reached."""

import numpy as np
import pytest

from sim.bench.latency_pool import AGES_S, LegName, Moments, Rising

NAME = LegName("delivery", "t5", "t7", "apps", "people")
SHARES = (0.5, 0.9, 0.95, 0.99)


def pooled(*samples: tuple[list[float], list[int]]) -> Moments:
    pool = Moments()
    for seconds, weight in samples:
        pool.add(np.array(seconds), np.array(weight))
    return pool


@pytest.mark.parametrize("size", [1, 2, 7, 100, 4321])
def test_quantiles_of_those_who_all_got_there_are_numpys(size: int) -> None:
    random = np.random.default_rng(size)
    seconds, weight = random.lognormal(3.0, 1.0, size), random.integers(1, 50, size)
    pool = Moments()
    for part in np.array_split(np.arange(size), min(size, 5)):
        pool.add(seconds[part], weight[part])
    leg = pool.leg(NAME)
    expected = np.quantile(seconds, SHARES, method="inverted_cdf", weights=weight)
    assert [leg.p50_s, leg.p90_s, leg.p95_s, leg.p99_s] == expected.tolist()
    assert leg.n == weight.sum()
    assert leg.never_share == 0.0


def test_equal_weights_are_numpys_too() -> None:
    seconds = np.random.default_rng(1).exponential(10.0, 200)
    pool = Moments()
    pool.add(seconds, np.array([3]))
    leg = pool.leg(NAME)
    assert [leg.p50_s, leg.p90_s] == np.quantile(seconds, [0.5, 0.9], method="inverted_cdf").tolist()
    assert leg.n == 600


def test_those_never_reached_push_quantiles_up_and_out() -> None:
    few = pooled(([1.0] * 92, [1] * 92), ([np.inf] * 8, [1] * 8)).leg(NAME)
    assert few.p90_s == 1.0
    assert few.p95_s is None
    assert few.p99_s is None
    assert few.never_share == pytest.approx(0.08)
    assert few.n == 100


def test_never_by_weight_and_not_by_number() -> None:
    leg = pooled(([1.0, np.inf], [1, 9])).leg(NAME)
    assert leg.never_share == pytest.approx(0.9)
    assert leg.p50_s is None


def test_more_who_never_get_there_are_counted() -> None:
    pool = pooled(([1.0, 2.0], [1, 1]))
    assert pool.leg(NAME, never=2).p50_s == 2.0
    assert pool.leg(NAME, never=3).p50_s is None
    assert pool.leg(NAME, never=3).n == 5
    assert pool.share(never=2)[-1] == 0.5


def test_nobody_to_count_gives_no_figure() -> None:
    assert Moments().leg(NAME).n == 0
    assert Rising().leg(NAME).p50_s is None


def test_a_limit_counts_those_at_it_and_leaves_the_never_in() -> None:
    assert pooled(([3.0, 4.0, 4.001, np.inf], [1, 2, 4, 8])).within(4.0) == (3, 15)


def test_share_by_age_steps_when_each_got_there() -> None:
    share = pooled(([10.0, 20.0, np.inf], [1, 1, 2])).share()
    assert share[AGES_S < 10.0].max() == 0.0
    assert share[np.searchsorted(AGES_S, 10.0)] == 0.25
    assert share[-1] == 0.5


def test_a_rising_curve_gives_its_own_quantiles() -> None:
    """Everyone in two areas, warned at different moments, notices after an exponential delay."""
    t_s, start_s, people = np.arange(0.0, 5000.0, 0.25), np.array([100.0, 340.0]), np.array([1000, 3000])
    share = 1.0 - np.exp(-np.maximum(t_s - start_s[:, None], 0.0) / 60.0)
    pool = Rising()
    pool.add(t_s, share * people[:, None], start_s, people)
    leg = pool.leg(NAME)
    expected = -60.0 * np.log1p(-np.array(SHARES))
    assert leg.n == 4000
    assert [leg.p50_s, leg.p90_s, leg.p95_s, leg.p99_s] == pytest.approx(expected.tolist(), rel=2e-3)
    assert leg.never_share == pytest.approx(0.0, abs=1e-9)


def test_a_rising_curve_keeps_those_it_never_reaches() -> None:
    pool = Rising()
    pool.add(
        np.array([0.0, 10.0]),
        np.array([[0.0, 60.0], [0.0, 99.0]]),
        np.array([0.0, np.nan]),
        np.array([100, 99]),
    )
    leg = pool.leg(NAME)
    assert leg.n == 100
    assert leg.p50_s == pytest.approx(50.0 / 6.0)
    assert leg.p90_s is None
    assert leg.never_share == pytest.approx(0.4)
    assert pool.leg(NAME, never=100).p50_s is None
    assert pool.share(never=100)[-1] == pytest.approx(0.3)


def test_ages_rise_and_are_fine_where_curves_are_steep() -> None:
    steps = np.diff(AGES_S)
    assert (steps > 0.0).all()
    assert steps[AGES_S[:-1] < 119.0].max() == 0.5
    assert (steps[AGES_S[:-1] >= 120.0] / AGES_S[:-1][AGES_S[:-1] >= 120.0]).max() < 0.009
    assert AGES_S[-1] >= 10 * 86_400.0
