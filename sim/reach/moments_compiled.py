"""Arrays for the compiled people of `sim.reach.moments_kernel`, and its figures back by name."""

from functools import lru_cache
from typing import Any

import numpy as np

from sim.alert.delays import delay_probability
from sim.reach.behaviour import build_chain
from sim.reach.crowd import OnAir, asleep_share, audible_s, telling_of
from sim.reach.moments_kernel import sum_up
from sim.reach.moments_noticing import MOST_EXPONENT
from sim.reach.noticing import TABLE_PER_STEP
from sim.reach.plan import ReachPlan
from sim.scenario.delay import Delay
from sim.units import Floats, Ints, Seconds, SecondsArray

_ROUND = 64
"""Tables are made for a multiple of so many steps, so that few are ever made."""
_sum_up: Any = sum_up


def figures(
    plan: ReachPlan,
    warning: OnAir,
    lift: OnAir,
    first_warned_s: SecondsArray,
    expires_s: SecondsArray,
    at_s: SecondsArray,
    noticed_by: tuple[float, ...],
    released_by: tuple[float, ...],
) -> tuple[Floats, Floats]:
    """``(F, B, A)`` and ``(3, K, B, A)``; rows that nothing reaches are left at 0, times at NaN."""
    step_s = plan.reach.people.step_s
    rows, origin, count = _rows(warning, first_warned_s, expires_s, step_s)
    steps = -(-int(count.max(initial=1)) // _ROUND) * _ROUND
    channels = plan.reach.channels
    chain = build_chain(plan.reach.people, step_s, steps)
    telling = telling_of(plan)
    rate = telling.rate_per_s * step_s if telling.awake or telling.asleep else 0.0
    audible = [audible_s(channel) for channel in channels]
    times = len(noticed_by) + len(released_by)
    found = np.zeros((len(rows), times + 3 + len(chain.stages)))
    found_at = np.zeros((len(rows), 3, len(at_s)))
    arrays = (warning.start_s, warning.text_s, warning.awake, warning.asleep, lift.start_s, lift.awake, at_s)
    start_s, text_s, awake, asleep, lift_s, lift_awake, asked_s = (
        np.ascontiguousarray(a, float) for a in arrays
    )
    _sum_up(
        rows,
        float(step_s),
        origin,
        count,
        np.stack([_phases(channel.noticing, step_s, steps) for channel in channels]),
        np.array([np.inf if one is None else one for one in audible]),
        np.array([_cap(c.noticing, step_s, one) for c, one in zip(channels, audible, strict=True)]),
        start_s,
        text_s,
        awake,
        asleep,
        asleep_share(plan, np.moveaxis(start_s, 1, 0)),
        lift_s,
        lift_awake,
        np.zeros(len(origin)),
        np.array([telling.awake, telling.asleep]),
        rate,
        int(np.ceil(np.log2(max(rate / MOST_EXPONENT, 1.0)))),
        np.diff(np.stack(chain.stages), axis=-1, prepend=0.0),
        chain.sheltered,
        np.array(noticed_by),
        np.array(released_by),
        asked_s,
        found,
        found_at,
    )
    all_, all_at = np.zeros((*expires_s.shape, found.shape[1])), np.zeros((*expires_s.shape, 3, len(at_s)))
    all_[..., :times] = np.nan
    all_[rows[:, 0], rows[:, 1]] = found
    all_at[rows[:, 0], rows[:, 1]] = found_at
    all_at = np.where(np.isnan(at_s.transpose(1, 2, 0))[:, :, None], np.nan, all_at)
    return np.moveaxis(all_, -1, 0), np.moveaxis(all_at, (-2, -1), (0, 1))


def _rows(
    warning: OnAir, first_warned_s: SecondsArray, expires_s: SecondsArray, step_s: Seconds
) -> tuple[Ints, Ints, Ints]:
    """Rows ``(R, 2)`` that a warning may reach, the grid's first step ``(B,)`` and the steps ``(R,)`` to expiry."""
    on_air = np.isfinite(warning.start_s).any(axis=(0, 2)) & np.isfinite(first_warned_s)[:, None]
    rows = np.ascontiguousarray(np.argwhere(on_air & np.isfinite(expires_s)))
    origin = np.floor(np.where(np.isfinite(first_warned_s), first_warned_s, 0.0) / step_s).astype(np.int64)
    end_s = expires_s[rows[:, 0], rows[:, 1]]
    # The last step before expiry, whatever rounding made of the quotient.
    last = np.ceil(end_s / step_s).astype(np.int64) - 1
    last = np.where(last * step_s >= end_s, last - 1, last)
    last = np.where((last + 1) * step_s < end_s, last + 1, last)
    return rows, origin, np.maximum(last - origin[rows[:, 0]], 0) + 1


@lru_cache(maxsize=32)
def _phases(noticing: Delay, step_s: Seconds, steps: int) -> Floats:
    """The table of those who have not noticed, ``(per step + 1, steps + 2)``: one place within each step a row."""
    places = np.arange((steps + 3) * TABLE_PER_STEP) * (step_s / TABLE_PER_STEP)
    table = (1.0 - delay_probability(noticing, places)).reshape(steps + 3, TABLE_PER_STEP)
    return np.ascontiguousarray(np.concatenate([table[:-1], table[1:, :1]], axis=1).T)


def _cap(noticing: Delay, step_s: Seconds, audible: Seconds | None) -> float:
    """Who has not noticed when a channel falls silent; 1, not asked for, where it never does."""
    if audible is None:
        return 1.0
    place = audible / (step_s / TABLE_PER_STEP)
    ends = 1.0 - delay_probability(noticing, (int(place) + np.arange(2.0)) * (step_s / TABLE_PER_STEP))
    return float(ends[0] + (place - int(place)) * (ends[1] - ends[0]))
