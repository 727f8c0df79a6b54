"""Every design point of a sweep as a small ensemble on the same random numbers, all of them as one ensemble.

Row n of the table of runs is replicate ``n % stride`` of design point ``n // stride``, so that workers, resuming and
equal bytes are those of any ensemble.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from sim.ensemble.crew import Say
from sim.ensemble.design import Design
from sim.ensemble.folder import EnsembleResult
from sim.ensemble.hire import crew
from sim.ensemble.interval import estimate
from sim.ensemble.replicate import BLOCK, Block, Prepared, prepare, replicate_block
from sim.ensemble.run import Finish, Task, run_task
from sim.ensemble.summary import CONFIDENCE
from sim.ensemble.table import TABLES, Layout
from sim.ensemble.variants import Variants
from sim.ensemble.work import Opened, ScenarioWork, digest
from sim.units import Floats, Seconds

FORMAT = "overflight-sweep/1"


@dataclass(frozen=True)
class Trial:
    """What is computed: points of a scenario, ``runs`` each, on the draws of one seed."""

    variants: Variants
    design: Design
    runs: int
    seed: int
    dispersed: bool
    lead_s: Seconds
    purpose: Mapping[str, Any]

    @property
    def stride(self) -> int:
        """Replicates computed of each point: ``runs``, and what is left of the last block."""
        return -(-self.runs // BLOCK) * BLOCK

    def point(self, number: int) -> ScenarioWork:
        """The ensemble of one point."""
        return ScenarioWork(self.variants[number], self.seed, self.dispersed, self.lead_s)


@dataclass(frozen=True, eq=False)
class SweepWork:
    """All points of a trial as the work of one ensemble."""

    trial: Trial
    block: int = BLOCK

    @property
    def identity(self) -> Mapping[str, Any]:
        """Everything the results depend on."""
        trial = self.trial
        design = [trial.design.keys, *trial.design.points]
        base = ScenarioWork(trial.variants.base, trial.seed, trial.dispersed, trial.lead_s).identity
        own = {"format": FORMAT, "points": len(trial.design), "runs_per_point": trial.runs}
        return {**base, **own, **trial.purpose, "design_sha256": digest({"design": design})}

    def open(self) -> Opened:
        """Nothing yet: a point's world is built when its turn comes."""
        layout = Layout((), (), (), (), self.trial.lead_s, area_columns=())
        return Opened(layout, _Points(self.trial).block)


@dataclass
class _Points:
    """The point a worker is at."""

    trial: Trial
    number: int | None = None
    prepared: Prepared | None = None

    def block(self, first: int) -> Block:
        number, own = divmod(first, self.trial.stride)
        if self.prepared is None or number != self.number:
            scenario = self.trial.variants[number]
            self.prepared = prepare(scenario, dispersed=self.trial.dispersed, lead_s=self.trial.lead_s)
            self.number = number
        found = replicate_block(self.prepared, self.trial.seed, own)
        return replace(found, first=first, areas={})


def run_trial(
    trial: Trial,
    folder: Path,
    *,
    about: Mapping[str, Any] | None = None,
    finish: Sequence[Finish] = (),
    resume: bool = False,
    workers: int | None = None,
    dask: str | None = None,
    progress: Callable[[int, int], None] | None = None,
    say: Say | None = None,
) -> EnsembleResult:
    """Run all points into a folder, whose ``replicates.parquet`` then has every run of every point.

    As `sim.ensemble.run.ensemble` otherwise. Raises ``InputError`` also where a flight cannot be drawn anew.
    """
    prepare(trial.variants[0], dispersed=trial.dispersed, lead_s=trial.lead_s)
    rows = len(trial.design) * trial.stride
    task = Task(SweepWork(trial), rows, folder, about=about, tables=TABLES[:1])
    with crew(workers, dask, say) as team:
        return run_task(task, team, resume=resume, finish=finish, progress=progress, say=say)


def by_point(values: Floats, trial: Trial) -> Floats:
    """A column of the table of runs by point and replicate, ``(P, runs)``."""
    return np.asarray(values.reshape(len(trial.design), trial.stride)[:, : trial.runs])


def point_columns(values: Floats, unit: str) -> dict[str, list[float | int | None]]:
    """Mean of each point's runs ``(P, R)`` with its limits at `CONFIDENCE`, and how many runs define it."""
    found = [estimate(own, unit, CONFIDENCE) for own in values]
    return {
        "mean": [one.mean for one in found],
        "low": [one.low for one in found],
        "high": [one.high for one in found],
        "n": [one.runs for one in found],
    }
