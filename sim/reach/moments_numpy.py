"""The people of `sim.reach.moments` read from the curves of `sim.reach.crowd`, some replicates at a time."""

from collections.abc import Iterator, Sequence

import numpy as np

from sim.reach.crowd import OnAir, chain_on, crowd
from sim.reach.people import Curves
from sim.reach.plan import ReachPlan
from sim.units import Floats, Ints, SecondsArray

_AT_ONCE = 200_000
"""Values of one curve that are held at once: a few megabytes stay in fast memory."""


def figures(
    plan: ReachPlan,
    warning: OnAir,
    lift: OnAir,
    first_warned_s: SecondsArray,
    expires_s: SecondsArray,
    at_s: SecondsArray,
    noticed_by: Sequence[float],
    released_by: Sequence[float],
) -> tuple[Floats, Floats]:
    """``(F, B, A)`` and ``(3, K, B, A)``, as `sim.reach.moments_compiled.figures`."""
    times = len(noticed_by) + len(released_by)
    found = np.zeros((times + 6, *expires_s.shape))
    found[:times] = np.nan
    found_at = np.where(np.isnan(at_s), np.nan, np.zeros((3, *at_s.shape)))
    step_s = plan.reach.people.step_s
    warned = np.isfinite(expires_s)
    end_s = np.where(warned, expires_s, first_warned_s[:, None])
    for some, steps in _batches(first_warned_s, end_s.max(axis=1, initial=-np.inf), step_s, len(plan.codes)):
        grid_s: SecondsArray = np.asarray(steps * step_s, float)[:, None, :]
        chain = chain_on(plan, grid_s[0, 0])
        own = crowd(plan, grid_s, _of(warning, some), _of(lift, some), end_s[some], chain).curves
        there = warned[some]
        found[:, some] = np.where(there, _figures(own, noticed_by, released_by), found[:, some])
        shares = (own.noticed, own.reached_shelter, own.released)
        at = np.stack([_at(grid_s, curve, at_s[:, some]) for curve in shares])
        found_at[:, :, some] = np.where(there, at, found_at[:, :, some])
    return found, found_at


def _batches(
    first_s: SecondsArray, end_s: SecondsArray, step_s: float, areas: int
) -> Iterator[tuple[Ints, Ints]]:
    """Replicates ``(N,)`` whose grids are equally long, and the grids' steps ``(N, T)``; in small lots."""
    alive = np.flatnonzero(np.isfinite(first_s))
    low = np.floor(first_s[alive] / step_s).astype(np.int64)
    size = np.maximum(np.ceil(end_s[alive] / step_s).astype(np.int64) - low, 1) + 1
    for long in np.unique(size).tolist():
        mine = np.flatnonzero(size == long)
        lot = max(_AT_ONCE // max(areas * long, 1), 1)
        for begin in range(0, len(mine), lot):
            some = mine[begin : begin + lot]
            yield alive[some], low[some, None] + np.arange(long)


def _of(on_air: OnAir, some: Ints) -> OnAir:
    return OnAir(
        on_air.start_s[:, some], on_air.text_s[:, some], on_air.awake[:, some], on_air.asleep[:, some]
    )


def _figures(curves: Curves, noticed_by: Sequence[float], released_by: Sequence[float]) -> Floats:
    ever = curves.noticed[..., -1]
    under = curves.noticed * (1.0 - curves.lifted)
    return np.stack(
        [
            *(_reached(curves.grid_s, curves.noticed, np.full_like(ever, share)) for share in noticed_by),
            *(_reached(curves.grid_s, curves.released, share * ever) for share in released_by),
            ever,
            curves.released[..., -1],
            np.trapezoid(np.where(curves.over, 0.0, under), curves.grid_s, axis=-1),
            *(one[..., -1] for one in (curves.understood, curves.acted, curves.reached_shelter)),
        ]
    )


def _reached(grid_s: SecondsArray, rising: Floats, level: Floats) -> SecondsArray:
    """First time ``(N, A)`` a rising curve ``(N, A, T)``, straight between its points, reaches a level above 0."""
    there = rising >= level[..., None]
    k = there.argmax(axis=-1)[..., None]
    before = np.maximum(k - 1, 0)
    (t0, t1), (low, high) = (
        (np.take_along_axis(one, before, -1)[..., 0], np.take_along_axis(one, k, -1)[..., 0])
        for one in (np.broadcast_to(grid_s, rising.shape), rising)
    )
    part = np.divide(level - low, high - low, out=np.zeros_like(low), where=k[..., 0] > 0)
    return np.where(there.any(axis=-1) & (level > 0.0), t0 + part * (t1 - t0), np.nan)


def _at(grid_s: SecondsArray, curves: Floats, at_s: SecondsArray) -> Floats:
    """Curves ``(N, A, T)`` at ``at_s`` ``(K, N, A)``: 0 before their grid, the last value after it."""
    first, step = grid_s[..., 0], grid_s[0, 0, 1] - grid_s[0, 0, 0]
    place = np.clip((np.nan_to_num(at_s) - first) / step, 0.0, grid_s.shape[-1] - 1)
    k = np.minimum(place.astype(np.int64), grid_s.shape[-1] - 2)
    values = np.broadcast_to(curves, (len(at_s), *curves.shape))
    low, high = (np.take_along_axis(values, one[..., None], -1)[..., 0] for one in (k, k + 1))
    found = low + (place - k) * (high - low)
    return np.where(np.isnan(at_s), np.nan, np.where(at_s < first, 0.0, found))
