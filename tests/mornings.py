"""The morning of 24 August 2023 with parts of it changed, for tests; the map and the flight are computed once."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from sim.draws import Draws
from sim.engine.log import EventLog
from sim.engine.run import simulate
from sim.engine.world import World, build_world
from sim.reach.plan import build_plan
from sim.scenario import Scenario, load_scenario
from sim.scenario.faults import Fault
from sim.scenario.spec import ScenarioSpec

SCENARIO = Path(__file__).parents[1] / "scenarios" / "okinawa-2023-08-24.yaml"
_FAULTS: TypeAdapter[tuple[Fault, ...]] = TypeAdapter(tuple[Fault, ...])


@cache
def usual_scenario() -> Scenario:
    return load_scenario(SCENARIO)


@cache
def usual_world() -> World:
    return build_world(usual_scenario())


def faults_of(faults: Sequence[dict[str, Any]]) -> tuple[Fault, ...]:
    return _FAULTS.validate_python(list(faults), strict=False)


def morning(faults: Sequence[dict[str, Any]] = (), **changes: Any) -> World:
    """The usual world with faults and with nested ``section__key=value`` changes of its scenario."""
    data = usual_scenario().spec.model_dump()
    for path, value in changes.items():
        *parents, last = path.split("__")
        place = data
        for part in parents:
            place = place[part]
        place[last] = value
    spec = ScenarioSpec.model_validate(data | {"faults": list(faults)}, strict=False)
    return replace(usual_world(), spec=spec, reach=build_plan(spec, usual_world().layer.codes))


def lived(world: World, seed: int = 0) -> EventLog:
    return simulate(world, Draws(seed))


def fixed(seconds: float) -> dict[str, Any]:
    return {"distribution": "fixed", "value_s": seconds}
