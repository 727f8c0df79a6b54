"""The latency benchmark: one scenario over many seeds, its legs pooled, and where the time goes."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from sim.bench.latency_budget import Budget
from sim.bench.latency_chain import people_of_areas, read_chain
from sim.bench.latency_legs import AreaLeg, LegPools
from sim.bench.latency_people import live_through
from sim.bench.latency_pool import AGES_S, LegName
from sim.bench.latency_where import Budgets
from sim.draws import Draws
from sim.engine.people import WORD_OF_MOUTH
from sim.engine.run import simulate_chain
from sim.engine.world import World, build_world
from sim.errors import InputError, Problem
from sim.results.legs import ANY, Leg
from sim.scenario import Scenario
from sim.units import Floats, Seconds, SecondsArray

Progress: TypeAlias = Callable[[int, int], None]


@dataclass(frozen=True)
class Requirement:
    """What a standard says of a leg on one kind of channel."""

    name: str
    start: str
    stop: str
    channel_kind: str
    limit_s: Seconds
    source: str


REQUIREMENTS = (
    Requirement(
        name="ETWS primary notification",
        start="t6",
        stop="t7",
        channel_kind="cell_broadcast",
        limit_s=4.0,
        source="3GPP TS 22.268, section 5.2: from the edge of the network to the telephones in coverage",
    ),
)


@dataclass(frozen=True)
class Check:
    """A requirement beside a channel: ``met`` of ``n`` areas x messages that reached its network's edge."""

    requirement: Requirement
    channel: str
    met: int
    n: int


@dataclass(frozen=True, eq=False)
class Distribution:
    """Share ``(K,)`` of all that one channel had reached within ``t_s`` ``(K,)``; never-reached ones count."""

    by: str
    start: str
    stop: str
    t_s: SecondsArray
    share: Floats


@dataclass(frozen=True, eq=False)
class LatencyReport:
    """Legs over all runs and areas, in one area each, budgets of whole chains, and curves by channel."""

    scenario: str
    title: str
    title_ja: str | None
    scenario_sha256: str
    credit: str
    seed: int
    runs: int
    areas: int
    legs: tuple[Leg, ...]
    area_legs: tuple[AreaLeg, ...]
    budgets: tuple[Budget, ...]
    checks: tuple[Check, ...]
    distributions: tuple[Distribution, ...]


def run_latency_bench(
    scenario: Scenario, runs: int, seed: int | None = None, progress: Progress | None = None
) -> LatencyReport:
    """Simulate ``runs`` replicates of ``seed`` (the scenario's own by default) and pool their legs.

    Replicate i is that of an ensemble of the same seed. Raises ``InputError`` for fewer than one run.
    ``progress`` hears how many of how many are done.
    """
    if runs < 1:
        raise InputError([Problem("--runs", None, None, "", f"must be at least 1 (was {runs})")])
    return latency_of(build_world(scenario), scenario.sha256, runs, seed, progress)


def latency_of(
    world: World,
    scenario_sha256: str,
    runs: int,
    seed: int | None = None,
    progress: Progress | None = None,
) -> LatencyReport:
    """As `run_latency_bench`, in a world already built."""
    chosen = world.spec.seed if seed is None else seed
    pools, budgets = LegPools(world), Budgets()
    people = people_of_areas(world.layer.population)
    for replicate in range(runs):
        chain = read_chain(world, simulate_chain(world, Draws(chosen, replicate)))
        lived = None if world.reach is None else live_through(world.reach, chain)
        pools.add(chain, lived)
        budgets.add(chain, lived, people)
        if progress is not None:
            progress(replicate + 1, runs)
    return LatencyReport(
        scenario=world.spec.name,
        title=world.spec.title,
        title_ja=world.spec.title_ja,
        scenario_sha256=scenario_sha256,
        credit=world.layer.credit,
        seed=chosen,
        runs=runs,
        areas=len(world.layer.codes),
        legs=pools.legs(),
        area_legs=pools.area_legs(),
        budgets=budgets.found(),
        checks=tuple(_checks(world, pools)),
        distributions=tuple(_distributions(pools)),
    )


def _checks(world: World, pools: LegPools) -> list[Check]:
    channels = () if world.reach is None else world.reach.reach.channels
    found = []
    for requirement in REQUIREMENTS:
        for channel in channels:
            if channel.kind != requirement.channel_kind:
                continue
            leg = LegName("network", requirement.start, requirement.stop, channel.name, "areas")
            met, n = pools.moments[leg].within(requirement.limit_s)
            if n:
                found.append(Check(requirement, channel.name, met, n))
    return found


def _distributions(pools: LegPools) -> list[Distribution]:
    names = [LegName("delivery", "t5", "t7", by, "people") for by in (*pools.channels, ANY)]
    names += [
        LegName("first alert", "t5", "t8", by, "people")
        for by in (*pools.channels, WORD_OF_MOUTH, "all channels")
    ]
    curves = [(name, pools.shares_by_age(name)) for name in names]
    return [Distribution(n.by, n.start, n.stop, AGES_S, share) for n, share in curves if share[-1] > 0.0]
