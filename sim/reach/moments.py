"""What a batch of replicates comes to in people, without their curves: when half had noticed, shares at the end.

Every figure is read from the curves of `sim.reach.crowd`.
"""

from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Literal, TypeAlias

import numpy as np

from sim.reach.crowd import OnAir
from sim.reach.plan import ReachPlan
from sim.units import Floats, SecondsArray

Engine: TypeAlias = Literal["auto", "numpy", "compiled"]

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
    *,
    engine: Engine = "auto",
) -> Moments:
    """Figures of B replicates of A areas.

    ``warning`` and ``lift`` have the replicates as their leading axis: ``start_s`` ``(C, B, M, A)``, the others
    ``(C, B, A)``. ``first_warned_s`` ``(B,)`` is when the first warning for any area was issued, NaN where none was;
    ``expires_s`` ``(B, A)`` the end of each area's last warning, NaN where it had none; ``at_s`` ``(K, B, A)``.
    ``engine`` says who computes: ``auto`` is compiled wherever numba is there. A replicate's figures are the same to
    the last bit whatever it is batched with. Raises ``ImportError`` for ``compiled`` without numba, and
    ``ValueError`` where something is on air before the first warning.
    """
    for one in (warning, lift):
        if (
            one.start_s.min(axis=(0, 2, 3), initial=np.inf) < first_warned_s - plan.reach.people.step_s
        ).any():
            raise ValueError("a message is on air before the first warning was issued")
    figures = _figures_of(engine)
    found, at = figures(plan, warning, lift, first_warned_s, expires_s, at_s, NOTICED_BY, RELEASED_BY)
    times = len(NOTICED_BY) + len(RELEASED_BY)
    noticed, released, under_warning_s, understood, acted, sheltered = found[times:]
    return Moments(
        noticed_s=found[: len(NOTICED_BY)],
        released_s=found[len(NOTICED_BY) : times],
        noticed_at=at[0],
        sheltered_at=at[1],
        released_at=at[2],
        noticed=noticed,
        understood=understood,
        acted=acted,
        sheltered=sheltered,
        released=released,
        under_warning_s=under_warning_s,
    )


def _figures_of(engine: Engine) -> Any:
    if engine == "compiled" or (engine == "auto" and find_spec("numba") is not None):
        return import_module("sim.reach.moments_compiled").figures
    return import_module("sim.reach.moments_numpy").figures
