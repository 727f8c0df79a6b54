"""Paired differences on numbers small enough to check by hand."""

import math

import numpy as np
import pytest

from sim.compare.metrics import METRICS
from sim.compare.statistics import paired_difference, summaries

NAN = math.nan
# Student's t, two-sided 90 %: 2.353 for three degrees of freedom, any table of the distribution.
T3 = 2.3533634348


def column(**values: list[float]) -> dict[str, np.ndarray]:
    size = len(next(iter(values.values())))
    return {m.key: np.array(values.get(m.key, [NAN] * size), float) for m in METRICS}


def test_the_interval_is_that_of_paired_differences_and_not_of_two_samples() -> None:
    first = np.array([100.0, 2000.0, 30.0, 4.0])
    own = first + np.arange(1.0, 5.0)
    mean, low, high, n = paired_difference(own, first)
    half = T3 * math.sqrt(5.0 / 3.0) / 2.0
    assert (mean, n) == (2.5, 4)
    assert low == pytest.approx(2.5 - half)
    assert high == pytest.approx(2.5 + half)


def test_equal_replicates_differ_by_exactly_nothing() -> None:
    own = np.array([0.1, 0.2, 0.3])
    assert paired_difference(own, own.copy()) == (0.0, 0.0, 0.0, 3)


def test_a_constant_shift_is_certain_though_rounding_blurs_it() -> None:
    first = np.array([777.0123, 766.0009, 789.19587])
    with np.errstate(all="raise"):
        mean, low, high, _ = paired_difference(first - 360.0, first)
    assert low == mean == high == pytest.approx(-360.0)


def test_pairs_need_both_and_one_alone_has_no_interval() -> None:
    first, own = np.array([1.0, NAN, 3.0]), np.array([NAN, 2.0, 5.0])
    assert paired_difference(own, first) == (2.0, None, None, 1)
    assert paired_difference(own, np.full(3, NAN)) == (None, None, None, 0)


def test_summaries_count_what_is_defined_and_spare_the_first_policy() -> None:
    one = column(lead_s=[10.0, 20.0, 30.0], pod=[1.0, 1.0, 1.0])
    two = column(lead_s=[15.0, NAN, 35.0], pod=[0.0, 1.0, 1.0])
    rows = {(row.policy, row.metric): row for row in summaries(["one", "two"], [one, two])}
    assert len(rows) == 2 * len(METRICS)
    lead = rows["two", "lead_s"]
    assert (lead.mean, lead.n, lead.diff, lead.diff_low, lead.n_pairs) == (25.0, 2, 5.0, 5.0, 2)
    assert (lead.q05, lead.q95) == pytest.approx((16.0, 34.0))
    assert rows["one", "lead_s"].diff is None
    nothing = rows["two", "far"]
    assert (nothing.mean, nothing.q05, nothing.n, nothing.diff) == (None, None, 0, None)
    assert rows["two", "pod"].diff == pytest.approx(-1.0 / 3.0)
    assert rows["two", "pod"].diff_low < -1.0 / 3.0 < rows["two", "pod"].diff_high
