"""Arrays for the compiled people of `sim.reach.moments_kernel`, and its figures back by name."""

from functools import lru_cache
from typing import Any

import numpy as np

from sim.alert.delays import delay_probability
from sim.reach.behaviour import build_chain
from sim.reach.crowd import OnAir, asleep_share, audible_s, telling_of
from sim.reach.moments_chain import quarter_for, twiddles_for, weights_for
from sim.reach.moments_kernel import sum_up
from sim.reach.moments_lanes import WIDTH
from sim.reach.moments_noticing import halvings_for
from sim.reach.noticing import TABLE_PER_STEP
from sim.reach.plan import ReachPlan
from sim.scenario.delay import Delay
from sim.scenario.reach import Behaviour, Channel
from sim.units import Floats, Ints, Seconds, SecondsArray

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
    step_s = float(plan.reach.people.step_s)
    rows, origin, count = _rows(warning, first_warned_s, expires_s, step_s)
    telling = telling_of(plan)
    rate = telling.rate_per_s * step_s if telling.awake or telling.asleep else 0.0
    arrays = (warning.start_s, warning.text_s, warning.awake, warning.asleep)
    on_air = [np.ascontiguousarray(a, float) for a in arrays]
    lifts = [np.ascontiguousarray(a, float) for a in (lift.start_s, lift.awake)]
    asleep, asked_s = (
        asleep_share(plan, np.moveaxis(warning.start_s, 0, -3)),
        np.ascontiguousarray(at_s, float),
    )
    times = len(noticed_by) + len(released_by)
    found, found_at = np.zeros((len(rows), times + 6)), np.zeros((len(rows), 3, len(at_s)))
    quarters = quarter_for(count)
    for quarter in np.unique(quarters).tolist():
        some = np.flatnonzero(quarters == quarter)
        tables = _tables_of(tuple(plan.reach.channels), step_s, 2 * quarter)
        chain = _chain_of(plan.reach.people, step_s, quarter)
        own, own_at = found[some], found_at[some]
        _sum_up(
            rows[some], step_s, origin, count[some], *tables, *on_air, asleep, *lifts,
            np.array([telling.awake, telling.asleep]), rate, halvings_for(rate), *chain,
            np.array(noticed_by), np.array(released_by), asked_s, own, own_at,
        )  # fmt: skip
        found[some], found_at[some] = own, own_at
    everywhere, everywhere_at = np.zeros((times + 6, *expires_s.shape)), np.empty((3, *at_s.shape))
    everywhere[:times] = np.nan
    everywhere[:, rows[:, 0], rows[:, 1]] = found.T
    everywhere_at[:] = np.where(np.isnan(at_s), np.nan, 0.0)
    everywhere_at[:, :, rows[:, 0], rows[:, 1]] = found_at.transpose(1, 2, 0)
    return everywhere, everywhere_at


def _rows(
    warning: OnAir, first_warned_s: SecondsArray, expires_s: SecondsArray, step_s: Seconds
) -> tuple[Ints, Ints, Ints]:
    """Rows ``(R, 2)`` that a warning may reach, the grid's first step ``(B,)`` and the steps ``(R,)`` to expiry."""
    rows = np.argwhere(np.isfinite(expires_s) & np.isfinite(first_warned_s)[:, None])
    on_air = np.isfinite(warning.start_s[:, rows[:, 0], :, rows[:, 1]]).any(axis=(1, 2))
    rows = np.ascontiguousarray(rows[on_air])
    origin = np.floor(np.where(np.isfinite(first_warned_s), first_warned_s, 0.0) / step_s).astype(np.int64)
    end_s = expires_s[rows[:, 0], rows[:, 1]]
    # The last step before expiry, whatever rounding made of the quotient.
    last = np.ceil(end_s / step_s).astype(np.int64) - 1
    last = np.where(last * step_s >= end_s, last - 1, last)
    last = np.where((last + 1) * step_s < end_s, last + 1, last)
    return rows, origin, np.maximum(last - origin[rows[:, 0]], 0) + 1


@lru_cache(maxsize=32)
def _tables_of(channels: tuple[Channel, ...], step_s: Seconds, steps: int) -> tuple[Floats, Floats, Floats]:
    """Who has not noticed each channel, ``(C, per step + 1, ...)``: one place within each step a row, after `WIDTH`
    times all; how long a channel can be noticed ``(C,)``, and by whom it was not once it falls silent."""
    audible = [audible_s(channel) for channel in channels]
    caps = [_cap(c.noticing, step_s, one) for c, one in zip(channels, audible, strict=True)]
    phases = np.stack([_phases(channel.noticing, step_s, steps + 2 * WIDTH) for channel in channels])
    before = np.ones((*phases.shape[:2], WIDTH))
    tables = np.ascontiguousarray(np.concatenate([before, phases], axis=2))
    return tables, np.array([np.inf if one is None else one for one in audible]), np.array(caps)


@lru_cache(maxsize=32)
def _chain_of(people: Behaviour, step_s: Seconds, quarter: int) -> tuple[Floats, Floats, Floats, Floats]:
    """Of those who shelter, what the chain adds at each lag and their share by then; of all stages, the weights and the
    twiddles of `sim.reach.moments_chain`."""
    chain = build_chain(people, step_s, 2 * quarter)
    jumps = np.diff(np.stack(chain.stages), axis=-1, prepend=0.0)
    return jumps[-1].copy(), chain.sheltered, weights_for(jumps, quarter), twiddles_for(quarter)


def _phases(noticing: Delay, step_s: Seconds, steps: int) -> Floats:
    """``(per step + 1, steps)``."""
    places = np.arange((steps + 1) * TABLE_PER_STEP) * (step_s / TABLE_PER_STEP)
    table = (1.0 - delay_probability(noticing, places)).reshape(steps + 1, TABLE_PER_STEP)
    return np.asarray(np.concatenate([table[:-1], table[1:, :1]], axis=1).T)


def _cap(noticing: Delay, step_s: Seconds, audible: Seconds | None) -> float:
    """Who has not noticed when a channel falls silent; 1, not asked for, where it never does."""
    if audible is None:
        return 1.0
    place = audible / (step_s / TABLE_PER_STEP)
    ends = 1.0 - delay_probability(noticing, (int(place) + np.arange(2.0)) * (step_s / TABLE_PER_STEP))
    return float(ends[0] + (place - int(place)) * (ends[1] - ends[0]))
