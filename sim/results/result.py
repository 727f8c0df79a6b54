"""The result of one run: the log and everything read from it."""

from dataclasses import asdict, dataclass
from functools import cached_property
from importlib.metadata import version
from platform import python_version
from typing import Any

import numpy as np

from sim.draws import Draws
from sim.engine.log import EventLog
from sim.engine.run import simulate
from sim.engine.world import World, build_world
from sim.results.areas import AreaIdentity, AreaRow, area_rows
from sim.results.display import Shown
from sim.results.frames import Tables
from sim.results.legs import Leg, legs
from sim.results.mark import MARK as MARK
from sim.results.metrics import headline_metrics
from sim.results.milestones import Milestones, milestones_s
from sim.results.people import people_metrics
from sim.results.verdicts import Comparison, compare_with_announced
from sim.results.verification import verification
from sim.scenario import Scenario

_PARTS = ("overflight", "numpy", "scipy", "shapely", "pyproj", "simpy")


@dataclass(frozen=True)
class RunResult(Tables, Shown):
    """One seeded run of one scenario."""

    scenario: Scenario
    world: World
    seed: int
    log: EventLog

    @property
    def name(self) -> str:
        """The scenario's name."""
        return self.scenario.spec.name

    @cached_property
    def milestones(self) -> Milestones:
        """Seconds after launch of each step of the chain."""
        return milestones_s(self.log)

    @cached_property
    def areas(self) -> list[AreaRow]:
        """One row per area, in the layer's order."""
        layer = self.world.layer
        people = [None if np.isnan(p) else int(p) for p in layer.population]
        known = zip(layer.codes, layer.names_en, people, strict=True)
        return area_rows(self.log, [AreaIdentity(*one) for one in known])

    @cached_property
    def legs(self) -> list[Leg]:
        """Latency legs between named clocks."""
        return legs(self.log)

    @cached_property
    def metrics(self) -> dict[str, Any]:
        """Headline counts, warnings against hazard, people, and legs."""
        known = [(row.area_code, row.population) for row in self.areas]
        return headline_metrics(self.areas) | {
            "verification": verification(self.log, known),
            "people_reached": people_metrics(self.log),
            "legs": [asdict(leg) for leg in self.legs],
        }

    @cached_property
    def comparisons(self) -> list[Comparison]:
        """Announced times beside modelled ones."""
        return compare_with_announced(self.scenario.spec, self.milestones, self.log)

    def summary(self) -> dict[str, Any]:
        """The content of ``summary.json``."""
        spec = self.scenario.spec
        return {
            "mark": MARK,
            "scenario": spec.name,
            "title": spec.title,
            "title_ja": spec.title_ja,
            "scenario_sha256": self.scenario.sha256,
            "seed": self.seed,
            "launch_time": spec.launch_time.isoformat(),
            "timezone": spec.timezone,
            "layer": self.world.layer.name,
            "credit": self.world.layer.credit,
            "remarks": list(self.world.layer.remarks),
            "versions": {"python": python_version()} | {part: version(part) for part in _PARTS},
            "milestones_s": self.milestones,
            "metrics": self.metrics,
            "announced": [asdict(comparison) for comparison in self.comparisons],
        }


def run(scenario: Scenario, seed: int | None = None) -> RunResult:
    """Simulate one scenario; ``seed`` defaults to the scenario's own."""
    world = build_world(scenario)
    chosen = scenario.spec.seed if seed is None else seed
    return RunResult(scenario, world, chosen, simulate(world, Draws(chosen)))
