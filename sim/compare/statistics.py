"""Replicates of several policies summed up: mean and 90 % interval each, and paired differences to the first.

The replicates of all policies share their random numbers, so differences are taken replicate by replicate. Their
interval is Student's t interval for the mean of paired differences, through ``scipy.stats.ttest_1samp``; where
all differences are equal there is nothing to estimate and the interval is that one value.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.compare.metrics import METRICS
from sim.units import Floats

CONFIDENCE = 0.9
_TAIL = (1.0 - CONFIDENCE) / 2.0
_SAME = 1e-12  # differences this near to each other, relatively, differ by rounding alone


@dataclass(frozen=True)
class Summary:
    """One metric of one policy; a figure is ``None`` where no replicate defines it.

    ``n`` replicates have the metric; ``q05`` and ``q95`` are quantiles of the replicates, not of the mean.
    ``diff`` is the mean over the ``n_pairs`` replicates in which both this policy and the first have it, less
    the first; ``diff_low`` and ``diff_high`` its 90 % interval. The first policy has no difference.
    """

    policy: str
    metric: str
    unit: str
    mean: float | None
    q05: float | None
    q95: float | None
    n: int
    diff: float | None
    diff_low: float | None
    diff_high: float | None
    n_pairs: int


def summaries(names: Sequence[str], values: Sequence[dict[str, Floats]]) -> list[Summary]:
    """One row per policy and metric; ``values`` has per policy ``(R,)`` by metric, NaN where undefined."""
    return [
        _summary(name, one.key, one.unit, own[one.key], None if number == 0 else values[0][one.key])
        for number, (name, own) in enumerate(zip(names, values, strict=True))
        for one in METRICS
    ]


def paired_difference(own: Floats, first: Floats) -> tuple[float | None, float | None, float | None, int]:
    """Mean of ``own - first``, its 90 % interval, and the number of pairs, from replicates ``(R,)``.

    Pairs in which either is NaN are left out. A single pair has a difference and no interval.
    """
    from scipy import stats

    difference = own - first
    difference = difference[~np.isnan(difference)]
    n = len(difference)
    if n == 0:
        return None, None, None, 0
    mean = float(difference.mean())
    if n == 1:
        return mean, None, None, 1
    if np.ptp(difference) <= _SAME * np.abs(difference).max():
        return mean, mean, mean, n
    low, high = stats.ttest_1samp(difference, 0.0).confidence_interval(CONFIDENCE)
    return mean, float(low), float(high), n


def _summary(name: str, metric: str, unit: str, own: Floats, first: Floats | None) -> Summary:
    known = own[~np.isnan(own)]
    mean, q05, q95 = (
        (float(known.mean()), *np.quantile(known, [_TAIL, 1.0 - _TAIL]).tolist())
        if len(known)
        else (None,) * 3
    )
    diff, low, high, pairs = (None, None, None, 0) if first is None else paired_difference(own, first)
    return Summary(name, metric, unit, mean, q05, q95, len(known), diff, low, high, pairs)
