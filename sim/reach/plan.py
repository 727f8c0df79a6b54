"""A scenario's reach prepared for its areas: what does not change from replicate to replicate, and what is
drawn once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from sim.draws import AnyDraws
from sim.reach.strikes import Strikes, draw_strikes
from sim.scenario.faults import Fault
from sim.scenario.figures import AreaCodes, Figure
from sim.scenario.reach import AppMail, Channel, HomeReceiver, Loudspeaker, Reach
from sim.scenario.spec import ScenarioSpec
from sim.units import Bools, Floats, Ints

Municipal = (Loudspeaker, HomeReceiver)


@dataclass(frozen=True, eq=False)
class ReachPlan:
    """The section ``reach`` of a scenario beside its A areas. ``coverage`` is ``(C, A)``."""

    reach: Reach
    faults: tuple[Fault, ...]
    launch: datetime
    codes: tuple[str, ...]
    coverage: Floats


@dataclass(frozen=True, eq=False)
class Setup:
    """What a replicate found in place: who has an old receiver, who starts by hand, what is broken; ``(..., A)``,
    replicates before areas."""

    old: Bools
    by_hand: Bools
    strikes: Strikes

    def rows(self, rows: Ints) -> "Setup":
        """Those of some replicates."""
        if len(rows) == len(self.old):
            return self
        return Setup(self.old[rows], self.by_hand[rows], self.strikes.rows(rows))


def build_plan(spec: ScenarioSpec, codes: Sequence[str]) -> ReachPlan | None:
    """``None`` where the scenario says nothing about reach."""
    if spec.reach is None:
        return None
    coverage = np.stack([_coverage(channel, codes) for channel in spec.reach.channels])
    return ReachPlan(spec.reach, spec.faults, spec.launch_time, tuple(codes), coverage)


def draw_setup(plan: ReachPlan, draws: AnyDraws) -> Setup:
    """Receivers, starters and faults of one replicate, or of each of a block."""
    receivers, start = plan.reach.receivers, plan.reach.start
    return Setup(
        old=_drawn(plan, receivers.old_areas, receivers.old_share, draws, "reach/receivers/old"),
        by_hand=_drawn(plan, start.manual_areas, start.manual_share, draws, "reach/start/manual"),
        strikes=draw_strikes(plan.faults, plan.codes, draws),
    )


def is_municipal(channel: Channel) -> bool:
    """True where a channel starts from the municipal receiver."""
    return isinstance(channel, Municipal) or (isinstance(channel, AppMail) and channel.gateway is None)


def _coverage(channel: Channel, codes: Sequence[str]) -> Floats:
    covered = np.full(len(codes), channel.coverage.share)
    for special in channel.coverage_by_area:
        covered[np.isin(codes, special.areas)] = special.share
    return covered


def _drawn(
    plan: ReachPlan, listed: AreaCodes | None, share: Figure | None, draws: AnyDraws, purpose: str
) -> Bools:
    listed_here = np.isin(plan.codes, listed or ())
    if share is None or share.share == 0.0:
        return np.broadcast_to(listed_here, (*draws.shape, len(plan.codes)))
    return listed_here | (draws.uniforms(purpose, len(plan.codes)) < share.share)
