"""Who can be compared: scenarios on the same areas and, for most figures, of the same flight."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from sim.engine.world import World, build_world
from sim.errors import InputError, Problem
from sim.geo.layers import AreaLayer
from sim.geo.userlayer import areas_of
from sim.reach.plan import build_plan
from sim.scenario import Scenario
from sim.scenario.extends import with_bases
from sim.scenario.failures import BreakUp, EngineCut
from sim.scenario.nodes import Finding, problem
from sim.scenario.nodes import Path as KeyPath
from sim.scenario.overrides import apply_overrides

FEWEST, MOST = 2, 24
"""A table of one is no comparison; pictures with more than two dozen policies cannot be read."""


@dataclass(frozen=True, eq=False)
class Entrant:
    """One scenario with its world; ``truth`` numbers the flights: equal numbers fly the same."""

    scenario: Scenario
    world: World
    truth: int


def entrants(scenarios: Sequence[Scenario]) -> list[Entrant]:
    """Build the worlds; the first scenario is the one all others are compared with.

    Raises ``InputError``, every problem located, for too few or too many scenarios, names that are not unique,
    and areas that are not those of the first.
    """
    _check_number(scenarios)
    layers = [areas_of(scenario) for scenario in scenarios]
    problems = [
        *_twice_named(scenarios),
        *[
            _at(scenario, ("areas",), f"must be the same areas as in {scenarios[0].path}: {reason}")
            for scenario, layer in zip(scenarios, layers, strict=True)
            if (reason := _other_areas(layers[0], layer))
        ],
    ]
    if problems:
        raise InputError(problems)
    found: list[Entrant] = []
    for scenario in scenarios:
        same = next((one for one in found if _same_flight(scenario, one.scenario)), None)
        truth = 1 + max((one.truth for one in found), default=-1) if same is None else same.truth
        world = build_world(scenario) if same is None else _beside(same.world, scenario)
        found.append(Entrant(scenario, world, truth))
    return found


def _beside(world: World, scenario: Scenario) -> World:
    """The world of a scenario with the areas and the flight of one already built."""
    # Objects that failed fly otherwise than the text says: the world's own are right.
    spec = scenario.spec.model_copy(update={"objects": world.spec.objects})
    return replace(world, spec=spec, reach=build_plan(spec, world.layer.codes))


def check_dispersible(found: Sequence[Entrant]) -> None:
    """Raises ``InputError`` where an object fails: which way a failing object goes cannot be drawn as well."""
    what = "cannot be played on flights drawn anew; leave them out or fly the nominal flight"
    problems = [_at(one.scenario, ("failures",), what) for one in found if one.world.failed]
    if problems:
        raise InputError(problems)


def remarks(found: Sequence[Entrant]) -> list[str]:
    """Which comparisons make no sense, in whole sentences."""
    first = found[0]
    flights = [one.scenario.spec.name for one in found if one.truth != first.truth]
    told = []
    if flights:
        told.append(
            f"Not the flight of {first.scenario.spec.name}: {', '.join(flights)}. Leads, misses, needed and "
            "needless time differ by the flight as well as by the policy and say nothing about the policy alone."
        )
    clocks = [
        one.scenario.spec.name
        for one in found
        if one.scenario.spec.launch_time != first.scenario.spec.launch_time
    ]
    if clocks:
        told.append(
            f"Launched at another time: {', '.join(clocks)}. How many are awake differs by the hour as well as "
            "by the policy."
        )
    silent = [one.scenario.spec.name for one in found if one.world.reach is None]
    if silent:
        told.append(f"Without people in the model (no section reach): {', '.join(silent)}.")
    return told


def _check_number(scenarios: Sequence[Scenario]) -> None:
    if not FEWEST <= len(scenarios) <= MOST:
        file = str(scenarios[-1].path) if scenarios else "compare"
        what = f"needs {FEWEST} to {MOST} scenarios (was {len(scenarios)})"
        raise InputError([Problem(file, None, None, "", what)])


def _twice_named(scenarios: Sequence[Scenario]) -> list[Problem]:
    first: dict[str, Scenario] = {}
    problems = []
    for scenario in scenarios:
        other = first.setdefault(scenario.spec.name, scenario)
        if other is not scenario:
            problems.append(_at(scenario, ("name",), f"must be unlike the name in {other.path}"))
    return problems


def _other_areas(one: AreaLayer, two: AreaLayer) -> str:
    if one.codes != two.codes:
        return f"{one.title!r} has {len(one)} areas, this has {len(two)}, and their codes differ"
    if not np.array_equal(one.population, two.population, equal_nan=True):
        return "their populations differ"
    return "" if (one.polygons == two.polygons).all() else "their outlines differ"


def _same_flight(one: Scenario, other: Scenario) -> bool:
    def flight(scenario: Scenario) -> list[object]:
        objects = scenario.spec.objects
        flying = [(o.name, o.footprint.radius_km, o.end) for o in objects]
        failing = [one for one in scenario.spec.failures if isinstance(one, EngineCut | BreakUp)]
        return [scenario.tracks, flying, failing, scenario.spec.gate]

    return flight(one) == flight(other)


def _at(scenario: Scenario, path: KeyPath, message: str) -> Problem:
    """The problem where the scenario's text says it, in whichever file it stands."""
    unlocated = Problem(str(scenario.path), None, None, ".".join(map(str, path)), message)
    if not scenario.path.is_file():
        return unlocated
    root = apply_overrides(with_bases(scenario.path, []).root, scenario.overrides, [])
    return problem(root, Finding(path, message)) or unlocated
