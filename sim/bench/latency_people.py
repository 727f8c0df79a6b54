"""People's curves of one run, fine where they are steep: just after a warning and just after its lift."""

from dataclasses import dataclass, replace

import numpy as np

from sim.bench.latency_chain import ChainRun
from sim.reach.crowd import Crowd, OnAir, chain_on, crowd, even_grid
from sim.reach.noticing import Noticed
from sim.reach.plan import ReachPlan
from sim.units import Floats, SecondsArray

_FINER, _STEPS = 20, 12
"""After a first message, this many steps of the scenario's grid are each split into so many."""


@dataclass(frozen=True, eq=False)
class Spread:
    """How one sense of message spread: shares ``(A, K)`` at ``t_s`` ``(K,)``, held from each area's expiry on.

    ``total`` by any way; ``first`` and ``heard`` ``(W, A, K)`` by each channel and, last, word of mouth: first
    by it, and by it at all.
    """

    t_s: SecondsArray
    total: Floats
    first: Floats
    heard: Floats


@dataclass(frozen=True, eq=False)
class PeopleRun:
    """``stages``: shares ``(A, K)`` at ``warning.t_s`` that have ever understood, acted and sheltered.

    ``released`` ``(A, K)`` at ``lift.t_s``: share let go.
    """

    warning: Spread
    stages: dict[str, Floats]
    lift: Spread
    released: Floats


def live_through(plan: ReachPlan, chain: ChainRun) -> PeopleRun | None:
    """Compute the curves; ``None`` where nobody was ever warned."""
    if np.isnan(chain.warned_s).all():
        return None
    warning, end = chain.warnings.on_air, chain.ends.on_air
    first_s = float(np.nanmin(chain.warned_s))
    expires_s = np.where(np.isnan(chain.expires_s), first_s, chain.expires_s)
    grid_s = even_grid(first_s, float(expires_s.max()), plan.reach.people.step_s)

    def on(grid: SecondsArray, warning: OnAir) -> Crowd:
        return crowd(plan, grid, warning, end, expires_s, chain_on(plan, grid))

    far, near = on(grid_s, warning), _Window.after(grid_s, first_s)
    fine = on(near.grid_s, warning)
    t_s = near.times(grid_s)
    spread = _spread(near, t_s, fine.warning, far.warning, expires_s)
    stages = {
        stage: near.spliced(getattr(fine.curves, curve), getattr(far.curves, curve))
        for stage, curve in (
            ("understood", "understood"),
            ("acting", "acted"),
            ("sheltered", "reached_shelter"),
        )
    }
    near = _Window.after(grid_s, float(end.start_s.min(initial=np.inf)))
    lift_s = near.times(grid_s)
    # How a lift spreads does not depend on the warning, and without one it is found sooner.
    silence = replace(warning, start_s=np.full_like(warning.start_s, np.inf))
    lift = _spread(near, lift_s, on(near.grid_s, silence).lift, far.lift, expires_s)
    noticed = np.stack([np.interp(lift_s, t_s, curve) for curve in spread.total])
    return PeopleRun(spread, stages, lift, noticed * lift.total)


@dataclass(frozen=True, eq=False)
class _Window:
    """A stretch of an even grid, from its point ``first`` to ``last``, split evenly."""

    first: int
    last: int
    grid_s: SecondsArray

    @classmethod
    def after(cls, grid_s: SecondsArray, t_s: float) -> "_Window":
        first = int(np.clip(np.searchsorted(grid_s, t_s, "right") - 1, 0, len(grid_s) - 2))
        last = min(first + _STEPS, len(grid_s) - 1)
        step_s = (grid_s[1] - grid_s[0]) / _FINER
        return cls(first, last, grid_s[first] + np.arange((last - first) * _FINER + 1) * step_s)

    def times(self, grid_s: SecondsArray) -> SecondsArray:
        return np.concatenate([grid_s[: self.first], self.grid_s, grid_s[self.last + 1 :]])

    def spliced(self, fine: Floats, coarse: Floats) -> Floats:
        """Coarse before, fine within and the coarse growth after, so that the curve never falls."""
        before = coarse[..., : self.first]
        within = fine - fine[..., :1] + coarse[..., self.first : self.first + 1]
        after = coarse[..., self.last + 1 :] - coarse[..., self.last : self.last + 1] + within[..., -1:]
        return np.concatenate([before, within, after], axis=-1)


def _spread(near: _Window, t_s: SecondsArray, fine: Noticed, far: Noticed, expires_s: SecondsArray) -> Spread:
    last = np.maximum(np.searchsorted(t_s, expires_s) - 1, 0)
    upto = np.minimum(np.arange(len(t_s)), last[:, None])

    def held(one: Floats, other: Floats) -> Floats:
        curve = near.spliced(one, other)
        return np.take_along_axis(curve, np.broadcast_to(upto, curve.shape), axis=-1)

    ways = range(len(far.unheard))
    return Spread(
        t_s,
        held(fine.total, far.total),
        np.stack([held(fine.first_steps[w].cumsum(-1), far.first_steps[w].cumsum(-1)) for w in ways]),
        np.stack([held(1.0 - fine.unheard[w], 1.0 - far.unheard[w]) for w in ways]),
    )
