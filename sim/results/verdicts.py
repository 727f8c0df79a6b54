"""Announced times beside modelled ones, each announced time as the interval its rounding leaves open."""

from dataclasses import dataclass
from typing import Literal

from sim.engine.log import EventLog
from sim.results.milestones import Milestones
from sim.scenario.spec import Announced, ScenarioSpec
from sim.units import Seconds

Verdict = Literal["inside", "outside", "did not happen"]


@dataclass(frozen=True)
class Comparison:
    """One announced time; all times in seconds after the modelled launch.

    A minute M may have been cut (M to M + 1) or rounded (M - 1/2 to M + 1/2) and no announcement says which,
    so ``earliest_s`` is half a unit before and ``latest_s`` one unit after the announced time.
    """

    milestone: str
    object: str | None
    by: str
    role: str
    announced_s: Seconds
    rounding_s: Seconds
    earliest_s: Seconds
    latest_s: Seconds
    modelled_s: Seconds | None
    verdict: Verdict
    outside_by_s: Seconds
    source: str
    note: str | None


def compare_with_announced(spec: ScenarioSpec, steps: Milestones, log: EventLog) -> list[Comparison]:
    """A comparison per announced time, in the scenario's order."""
    return [_compare(spec, announced, _modelled(announced, steps, log)) for announced in spec.announced]


def _modelled(announced: Announced, steps: Milestones, log: EventLog) -> Seconds | None:
    if announced.object is None:
        return steps[announced.milestone]
    kind = "object_end" if announced.milestone == "object_down" else "gate_crossed"
    times_s = [event.t_s for event in log.of(kind) if event.subject == announced.object]
    return max(times_s, default=None)


def _compare(spec: ScenarioSpec, announced: Announced, modelled_s: Seconds | None) -> Comparison:
    at_s = (announced.time - spec.launch_time).total_seconds()
    earliest_s, latest_s = at_s - announced.rounding_s / 2.0, at_s + announced.rounding_s
    outside_s = 0.0 if modelled_s is None else max(earliest_s - modelled_s, modelled_s - latest_s, 0.0)
    verdict: Verdict = "did not happen" if modelled_s is None else "outside" if outside_s > 0.0 else "inside"
    return Comparison(
        milestone=announced.milestone,
        object=announced.object,
        by=announced.by,
        role=announced.role,
        announced_s=at_s,
        rounding_s=announced.rounding_s,
        earliest_s=earliest_s,
        latest_s=latest_s,
        modelled_s=modelled_s,
        verdict=verdict,
        outside_by_s=outside_s,
        source=announced.source,
        note=announced.note,
    )
