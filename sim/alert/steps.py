"""How long the steps of a warning take: as usual, or as everybody is ready for an announced launch."""

from datetime import timedelta
from typing import Literal

from sim.scenario.delay import Delay
from sim.scenario.readiness import Readiness
from sim.scenario.spec import ScenarioSpec

Step = Literal["assessment", "notification", "decision"]


def step_delay(spec: ScenarioSpec, step: Step) -> Delay:
    """The delay of one step: that of the readiness where it names one and the launch lies in its window."""
    readiness = spec.authority.readiness
    ready: Delay | None = getattr(readiness, step) if readiness and is_ready(spec, readiness) else None
    usual: Delay = getattr(spec.authority, step)
    return usual if ready is None else ready


def is_ready(spec: ScenarioSpec, readiness: Readiness) -> bool:
    """Whether the launch finds everybody ready: within the announced window, or shortly before it opens."""
    ready_from = readiness.window_from - timedelta(seconds=readiness.before_s)
    return ready_from <= spec.launch_time <= readiness.window_to
