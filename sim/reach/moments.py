"""What a batch of replicates comes to in people, without their curves: when half had noticed, shares at the end.

Every figure is read from the curves of `sim.reach.crowd`.
"""

from dataclasses import dataclass

import numpy as np

from sim.reach.crowd import OnAir, chain_on, crowd, even_grid
from sim.reach.people import Curves
from sim.reach.plan import ReachPlan
from sim.units import Floats, SecondsArray

NOTICED_BY = (0.5, 0.9, 0.95, 0.99)
"""Shares of all people of an area: `Moments.noticed_s` says when each had noticed."""
RELEASED_BY = (0.5, 0.9)
"""Shares of those who ever notice: `Moments.released_s` says when each had been let go."""


@dataclass(frozen=True, eq=False)
class Moments:
    """People of A areas in B replicates; times are after launch, NaN where it never came to that.

    Quantiles: ``noticed_s`` ``(4, B, A)`` by `NOTICED_BY` and ``released_s`` ``(2, B, A)`` by `RELEASED_BY`. At the
    K moments asked for, NaN at NaN, the shares of all people ``(K, B, A)`` that had ever noticed, sheltered and been
    released; at the end, ``(B, A)``, that ever ``noticed``, ``understood``, ``acted``, ``sheltered`` and were
    ``released``. ``under_warning_s`` ``(B, A)`` is how long a person knew of the warning and had not been let go, on
    average over all. Areas never warned have shares of 0.
    """

    noticed_s: SecondsArray
    released_s: SecondsArray
    noticed_at: Floats
    sheltered_at: Floats
    released_at: Floats
    noticed: Floats
    understood: Floats
    acted: Floats
    sheltered: Floats
    released: Floats
    under_warning_s: SecondsArray


def moments(
    plan: ReachPlan,
    warning: OnAir,
    lift: OnAir,
    first_warned_s: SecondsArray,
    expires_s: SecondsArray,
    at_s: SecondsArray,
) -> Moments:
    """Figures of B replicates of A areas.

    ``warning`` and ``lift`` have the replicates as their leading axis: ``start_s`` ``(C, B, M, A)``, the others
    ``(C, B, A)``. ``first_warned_s`` ``(B,)`` is when the first warning for any area was issued, NaN where none was;
    ``expires_s`` ``(B, A)`` the end of each area's last warning, NaN where it had none; ``at_s`` ``(K, B, A)``.
    """
    found = [
        _one(plan, _of(warning, b), _of(lift, b), float(first_warned_s[b]), expires_s[b], at_s[:, b])
        for b in range(len(expires_s))
    ]
    columns = {name: [getattr(one, name) for one in found] for name in Moments.__dataclass_fields__}
    return Moments(**{name: np.stack(parts, axis=-2) for name, parts in columns.items()})


def _of(on_air: OnAir, b: int) -> OnAir:
    return OnAir(on_air.start_s[:, b], on_air.text_s[:, b], on_air.awake[:, b], on_air.asleep[:, b])


def _one(
    plan: ReachPlan, warning: OnAir, lift: OnAir, first_s: float, expires_s: SecondsArray, at_s: SecondsArray
) -> Moments:
    if not np.isfinite(first_s):
        nothing = np.zeros_like(expires_s)
        never = np.full_like(expires_s, np.nan)
        silent = np.where(np.isnan(at_s), np.nan, 0.0)
        return Moments(
            np.stack([never] * len(NOTICED_BY)), np.stack([never] * len(RELEASED_BY)),
            *[silent] * 3, *[nothing] * 6,
        )  # fmt: skip
    expires_s = np.where(np.isnan(expires_s), first_s, expires_s)
    grid_s = even_grid(first_s, float(expires_s.max()), plan.reach.people.step_s)
    curves = crowd(plan, grid_s, warning, lift, expires_s, chain_on(plan, grid_s)).curves
    released = curves.noticed * curves.lifted
    ever = curves.noticed[..., -1]
    return Moments(
        noticed_s=np.stack([_reached(grid_s, curves.noticed, np.full_like(ever, q)) for q in NOTICED_BY]),
        released_s=np.stack([_reached(grid_s, released, q * ever) for q in RELEASED_BY]),
        noticed_at=_at(grid_s, curves.noticed, at_s),
        sheltered_at=_at(grid_s, curves.reached_shelter, at_s),
        released_at=_at(grid_s, released, at_s),
        noticed=ever,
        understood=curves.understood[..., -1],
        acted=curves.acted[..., -1],
        sheltered=curves.reached_shelter[..., -1],
        released=released[..., -1],
        under_warning_s=_under_warning_s(curves),
    )


def _reached(grid_s: SecondsArray, rising: Floats, level: Floats) -> SecondsArray:
    """First time ``(A,)`` a rising curve ``(A, T)``, straight between its points, reaches a positive level ``(A,)``."""
    there = rising >= level[:, None]
    k = there.argmax(axis=1)
    rows, before = np.arange(len(k)), np.maximum(k - 1, 0)
    low, high = rising[rows, before], rising[rows, k]
    with np.errstate(divide="ignore", invalid="ignore"):
        part = np.where(k > 0, (level - low) / (high - low), 0.0)
    t_s = grid_s[before] + part * (grid_s[k] - grid_s[before])
    return np.where(there.any(axis=1) & (level > 0.0), t_s, np.nan)


def _at(grid_s: SecondsArray, curves: Floats, at_s: SecondsArray) -> Floats:
    """Curves ``(A, T)`` at ``at_s`` ``(K, A)``: 0 before the grid, the last value after it."""
    found = [np.interp(at_s[:, a], grid_s, curves[a], left=0.0) for a in range(len(curves))]
    return np.stack(found, axis=1) if found else np.empty_like(at_s)


def _under_warning_s(curves: Curves) -> SecondsArray:
    under = curves.states[..., 1:5, :, :].sum(axis=-3)
    return np.asarray(np.trapezoid(under, curves.grid_s, axis=-1), float)
