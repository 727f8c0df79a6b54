"""The ensemble benchmark: what a replicate costs, stage by stage, and how many a second by who computes them.

Stages are CPU time of one process. Everything else is wall-clock time in rounds in which every way takes its turn, so
that a slow minute of the machine slows all of them; ratios are taken round by round.
"""

import logging
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import Literal

from sim.bench.machine import Machine, others_s, this_machine
from sim.bench.peaks import peaks_mb
from sim.bench.timing import Quartiles, quartiles, quiet_collector
from sim.draws import Draws
from sim.ensemble.crew import Alone, Crew
from sim.ensemble.plain import one_replicate
from sim.ensemble.replicate import BLOCK, DEFAULT_LEAD_S, prepare, replicates
from sim.ensemble.run import Task, run_task
from sim.ensemble.table import block_tables
from sim.ensemble.work import Opened, ScenarioWork
from sim.ensemble.write import encode
from sim.results.result import run
from sim.scenario import Scenario
from sim.units import Seconds

Size = Literal["tiny", "quick", "full"]

WRITING = "writing"
_BLOCKS_TO_SHARE = 16
"""A round of fewer blocks says nothing of two workers: one would wait for the other's last."""
_FEW = 8
"""Replicates of a policy worked out together: rules that follow the track take long for each."""


@dataclass(frozen=True)
class Amount:
    """How much is measured: blocks for stages, replicates one by one, and rounds of runs for each way."""

    blocks: int
    singly: int
    runs: int
    rounds: int
    dask: bool


AMOUNTS: dict[Size, Amount] = {
    "tiny": Amount(blocks=1, singly=1, runs=BLOCK, rounds=1, dask=False),
    "quick": Amount(blocks=8, singly=5, runs=4096, rounds=3, dask=True),
    "full": Amount(blocks=40, singly=20, runs=8192, rounds=7, dask=True),
}


@dataclass(frozen=True)
class Stage:
    """CPU seconds that one stage takes a replicate, over blocks."""

    name: str
    cpu_s: Quartiles


@dataclass(frozen=True)
class Way:
    """One way to compute: replicates a second by round, and the highest peak memory of one process, if known."""

    title: str
    workers: int
    runs: int
    per_second: Quartiles
    times_one: Quartiles
    memory_mb: float | None


@dataclass(frozen=True)
class ScenarioSpeed:
    """One scenario: seconds to make it ready, stages, ways, and replicates one by one, wall-clock seconds each.

    ``plain_s`` are single runs of the same columns, ``run_s`` calls of the function of ``overflight run`` with all that
    is read from it.
    """

    name: str
    areas: int
    ready_s: Seconds
    stages: tuple[Stage, ...]
    plain_s: Quartiles
    run_s: Quartiles
    ways: tuple[Way, ...]

    @property
    def cpu_s(self) -> Seconds:
        """CPU of one replicate, all stages."""
        return sum(stage.cpu_s.median for stage in self.stages)


@dataclass(frozen=True)
class EnsembleSpeed:
    """Everything that was measured."""

    machine: Machine
    size: Size
    took_s: Seconds
    others_cores: float | None
    scenarios: tuple[ScenarioSpeed, ...]
    policies: tuple[tuple[str, Stage], ...]


def run_ensemble_bench(
    scenarios: Sequence[Scenario],
    size: Size = "full",
    runs: int | None = None,
    policies: Sequence[Scenario] = (),
) -> EnsembleSpeed:
    """Measure some scenarios, ``runs`` replicates a round instead of the size's own; the cost alone of ``policies``."""
    begin, others = perf_counter(), others_s()
    amount = AMOUNTS[size]
    found = tuple(_scenario(scenario, amount, runs or amount.runs) for scenario in scenarios)
    alone = tuple((one.spec.name, _whole(one, amount)) for one in policies)
    took_s, after = perf_counter() - begin, others_s()
    busy = None if others is None or after is None else max(0.0, (after - others) / took_s)
    return EnsembleSpeed(this_machine(), size, took_s, busy, found, alone)


def _scenario(scenario: Scenario, amount: Amount, runs: int) -> ScenarioSpeed:
    begin = perf_counter()
    opened = ScenarioWork(scenario, scenario.spec.seed, dispersed=True, lead_s=DEFAULT_LEAD_S).open()
    ready_s = perf_counter() - begin
    areas = len(opened.layout.codes)
    # A country has forty times the areas of a prefecture: as much time, not as many replicates.
    fewer = max(1, areas // 100)
    stages = _stages(scenario, opened, max(1, amount.blocks // fewer))
    _tell(f"{areas:,} areas, stage by stage")
    singly = max(1, amount.singly // fewer)
    plain_s = _one_by_one(_plainly(scenario), singly)
    run_s = _one_by_one(lambda k: _read(scenario, k), singly)
    _tell(f"{areas:,} areas, one by one")
    ways = _ways(scenario, max(min(runs, _BLOCKS_TO_SHARE * BLOCK), runs // fewer), amount)
    return ScenarioSpeed(scenario.spec.name, areas, ready_s, stages, plain_s, run_s, ways)


def _tell(done: str) -> None:
    if sys.stderr.isatty():
        print(f"measured: {done}", file=sys.stderr, flush=True)


def _stages(scenario: Scenario, opened: Opened, blocks: int) -> tuple[Stage, ...]:
    prepared, seed = prepare(scenario), scenario.spec.seed
    took: dict[str, list[float]] = {}
    # Compiled code, libraries and caches are there before anything is measured.
    for table in block_tables([replicates(prepared, seed, 0, BLOCK)], opened.layout).values():
        encode(table)
    with quiet_collector():
        for number in range(1, blocks + 1):
            own: dict[str, float] = {}
            at = [process_time()]

            def watch(stage: str, own: dict[str, float] = own, at: list[float] = at) -> None:
                now = process_time()
                own[stage] = own.get(stage, 0.0) + now - at[0]
                at[0] = now

            block = replicates(prepared, seed, number * BLOCK, BLOCK, watch)
            watch("tables")
            for table in block_tables([block], opened.layout).values():
                encode(table)
            watch(WRITING)
            own["metrics"] += own.pop("tables")
            for stage, seconds in own.items():
                took.setdefault(stage, []).append(seconds / BLOCK)
    return tuple(Stage(name, quartiles(values)) for name, values in took.items())


def _whole(scenario: Scenario, amount: Amount) -> Stage:
    """A whole replicate of one policy, in as few replicates as are worth their time."""
    prepared, seed = prepare(scenario), scenario.spec.seed
    replicates(prepared, seed, 0, 2)
    took = []
    for number in range(1, max(2, amount.blocks // 8) + 1):
        begin = process_time()
        replicates(prepared, seed, number * BLOCK, _FEW)
        took.append((process_time() - begin) / _FEW)
    _tell(scenario.spec.name)
    return Stage(scenario.spec.name, quartiles(took))


def _plainly(scenario: Scenario) -> Callable[[int], object]:
    world = prepare(scenario).world
    return lambda k: one_replicate(world, Draws(scenario.spec.seed, k), dispersed=True, lead_s=DEFAULT_LEAD_S)


def _read(scenario: Scenario, seed: int) -> object:
    result = run(scenario, seed)
    return result.milestones, result.areas, result.metrics


def _one_by_one(live: Callable[[int], object], number: int) -> Quartiles:
    live(0)
    took = []
    for replicate in range(1, number + 1):
        begin = perf_counter()
        live(replicate)
        took.append(perf_counter() - begin)
    return quartiles(took)


def _ways(scenario: Scenario, runs: int, amount: Amount) -> tuple[Way, ...]:
    from sim.ensemble.pool import Pool

    work = ScenarioWork(scenario, scenario.spec.seed, dispersed=True, lead_s=DEFAULT_LEAD_S)
    with ExitStack() as stack:
        crews: dict[str, Crew] = {"one process": Alone(), "local pool": stack.enter_context(Pool(2))}
        if amount.dask and (cluster := _cluster(stack)) is not None:
            crews["Dask"] = cluster
        folder = Path(stack.enter_context(TemporaryDirectory()))
        rates: dict[str, list[float]] = {title: [] for title in crews}
        for title, team in crews.items():  # every worker ready before anything is measured
            run_task(Task(work, 4 * BLOCK, folder / f"warm-{title}"), team)
        for number in range(amount.rounds):
            for title, team in crews.items():
                begin = perf_counter()
                run_task(Task(work, runs, folder / f"{title}-{number}"), team)
                rates[title].append(runs / (perf_counter() - begin))
            _tell(f"round {number + 1} of {amount.rounds}, {runs:,} replicates each way")
        peaks = peaks_mb()
    return tuple(
        Way(
            title=title,
            workers=1 if title == "one process" else 2,
            runs=runs,
            per_second=quartiles(rates[title]),
            times_one=quartiles(
                [own / one for own, one in zip(rates[title], rates["one process"], strict=True)]
            ),
            memory_mb=peaks[0] if title == "one process" else max(peaks[1:], default=None),
        )
        for title in crews
    )


def _cluster(stack: ExitStack) -> Crew | None:
    """Two Dask workers of one thread each on this machine; ``None`` where Dask is not installed."""
    from importlib.util import find_spec

    if find_spec("distributed") is None:
        return None
    import distributed

    from sim.ensemble.cluster import Cluster

    make: type[distributed.LocalCluster] = distributed.LocalCluster
    local = stack.enter_context(
        make(n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=logging.ERROR)
    )
    return stack.enter_context(Cluster(local.scheduler_address, lambda _: None))
