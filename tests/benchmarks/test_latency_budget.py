"""Which leg dominates, on cases whose answer is known."""

import numpy as np
import pytest

from sim.bench.latency_budget import NEAR, Budget, BudgetPool


def pool(**groups: tuple[float, float, float]) -> BudgetPool:
    """Groups of (people, seconds in leg a, seconds in leg b)."""
    found = BudgetPool("chain", "t0-t8", ("a", "b"))
    for people, a_s, b_s in groups.values():
        found.add(np.array([people]), {"a": np.array([a_s]), "b": b_s})
    return found


def at(found: BudgetPool, share: float) -> Budget:
    budget = found.at(share)
    assert budget is not None
    return budget


def test_the_slow_few_decide_the_95th_percentile_and_not_the_median() -> None:
    """92 people wait 100 s for the authority, 8 also wait ten minutes before they look at their telephone."""
    found = pool(quick=(92.0, 100.0, 5.0), slow=(8.0, 100.0, 600.0))
    median, tail = at(found, 0.5), at(found, 0.95)
    assert median.dominant == ("a", pytest.approx(100.0 / 105.0))
    assert tail.dominant == ("b", pytest.approx(600.0 / 700.0))
    assert median.mean_s == pytest.approx(105.0)
    assert tail.mean_s == pytest.approx(700.0)


def test_a_leg_that_is_long_for_everybody_dominates_everywhere() -> None:
    found = pool(quick=(92.0, 1000.0, 5.0), slow=(8.0, 1000.0, 600.0))
    assert [at(found, share).dominant[0] for share in (0.5, 0.95)] == ["a", "a"]


def test_the_border_of_the_band_cuts_a_group() -> None:
    """The band from 92.5 to 97.5 takes 2.5 of the 95 quick people and 2.5 of the 5 slow ones."""
    budget = at(pool(quick=(95.0, 10.0, 0.0), slow=(5.0, 10.0, 90.0)), 0.95)
    assert dict(budget.parts) == pytest.approx({"a": 10.0, "b": 45.0})
    assert budget.dominant[0] == "b"


def test_parts_add_up_to_the_whole() -> None:
    random = np.random.default_rng(3)
    found = BudgetPool("chain", "t0-t8", ("a", "b", "c"))
    for _ in range(20):
        parts = {leg: random.exponential(scale, 500) for leg, scale in (("a", 10.0), ("b", 50.0))}
        found.add(random.uniform(0.0, 9.0, 500), parts | {"c": 7.0})
    for share in (0.01, 0.5, 0.95, 0.999):
        budget = at(found, share)
        assert sum(seconds for _, seconds in budget.parts) == pytest.approx(budget.mean_s)
        assert dict(budget.parts)["c"] == pytest.approx(7.0)


def test_budget_is_the_mean_of_people_drawn_from_the_band() -> None:
    random = np.random.default_rng(5)
    legs = {"a": random.normal(200.0, 5.0, 100_000), "b": random.lognormal(3.0, 1.2, 100_000)}
    found = BudgetPool("chain", "t0-t8", ("a", "b"))
    found.add(np.ones(100_000), legs)
    total = legs["a"] + legs["b"]
    low, high = np.quantile(total, [0.95 - NEAR, 0.95 + NEAR])
    chosen = (total >= low) & (total <= high)
    expected = {leg: float(seconds[chosen].mean()) for leg, seconds in legs.items()}
    assert dict(at(found, 0.95).parts) == pytest.approx(expected, rel=5e-3)


def test_order_and_batches_of_adding_make_no_difference() -> None:
    random = np.random.default_rng(7)
    people, a, b = random.uniform(0.0, 1.0, 300), random.exponential(30.0, 300), random.exponential(90.0, 300)
    once, parts = BudgetPool("chain", "t0-t8", ("a", "b")), BudgetPool("chain", "t0-t8", ("a", "b"))
    once.add(people, {"a": a, "b": b})
    for rows in np.array_split(np.arange(300)[::-1], 7):
        parts.add(people[rows], {"a": a[rows], "b": b[rows]})
    assert dict(at(parts, 0.95).parts) == pytest.approx(dict(at(once, 0.95).parts))


def test_of_equal_legs_the_earlier_one_is_named() -> None:
    assert at(pool(all=(1.0, 30.0, 30.0)), 0.95).dominant == ("a", 0.5)


def test_nobody_reached_has_no_budget() -> None:
    found = BudgetPool("chain", "t0-t8", ("a",))
    found.add(np.zeros(3), {"a": 1.0})
    assert found.at(0.95) is None


def test_a_chain_that_takes_no_time_divides_by_nothing() -> None:
    assert at(pool(all=(1.0, 0.0, 0.0)), 0.95).dominant == ("a", 0.0)
