"""Every policy on the same mornings: one loop over replicates and policies, each a run of its own."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING

import numpy as np

from sim.compare.entrants import Entrant, check_dispersible, entrants, remarks
from sim.compare.flights import Perturb, flown
from sim.compare.metrics import Morning, measure
from sim.compare.statistics import Summary, summaries
from sim.draws import Draws
from sim.engine.people import people_of
from sim.engine.run import simulate_chain
from sim.engine.world import World
from sim.geo.layers import AreaLayer
from sim.results.areas import AreaIdentity
from sim.results.columns import dict_table, row_table
from sim.results.display import Shown
from sim.results.frames import to_pandas
from sim.scenario import Scenario
from sim.units import Floats, Seconds

if TYPE_CHECKING:
    from pandas import DataFrame

DEFAULT_RUNS = 100
_WORTH_COMPILING = 64  # runs for which loading the compiled search pays (assumption)
DEFAULT_LEAD_S = 120.0
"""Two minutes: a choice of this comparison, not a standard."""


@dataclass(frozen=True, eq=False)
class Policy:
    """One scenario's outcome: ``values`` ``(R,)`` by metric, NaN where undefined; the rest ``(A,)``, means over
    replicates of whether an area was warned, of its minutes under warning and of whether it was overflown."""

    scenario: Scenario
    world: World
    values: dict[str, Floats]
    warned_share: Floats
    under_warning_min: Floats
    overflown_share: Floats

    @property
    def name(self) -> str:
        """The scenario's name."""
        return self.scenario.spec.name


@dataclass(frozen=True, eq=False)
class PolicyComparison(Shown):
    """Policies on the same random numbers; all others are compared with the first."""

    seed: int
    runs: int
    lead_s: Seconds
    dispersed: bool
    policies: tuple[Policy, ...]
    remarks: tuple[str, ...]

    @property
    def layer(self) -> AreaLayer:
        """The areas all policies share."""
        return self.policies[0].world.layer

    @cached_property
    def summaries(self) -> list[Summary]:
        """A row per policy and metric."""
        names = [policy.name for policy in self.policies]
        return summaries(names, [policy.values for policy in self.policies])

    def summaries_frame(self) -> "DataFrame":
        """The same as a data frame; raises ``MissingPackage`` without pandas."""
        return to_pandas(row_table(Summary, [asdict(row) for row in self.summaries]))

    def replicates_frame(self) -> "DataFrame":
        """A row per replicate and policy, a column per metric, missing where undefined."""
        rows = [
            {"replicate": k, "policy": policy.name}
            | {
                key: None if np.isnan(values[k]) else float(values[k])
                for key, values in policy.values.items()
            }
            for k in range(self.runs)
            for policy in self.policies
        ]
        return to_pandas(dict_table(rows, first={"replicate": int, "policy": str}))

    @cached_property
    def table(self) -> dict[tuple[str, str], Summary]:
        """The same by policy and metric."""
        return {(row.policy, row.metric): row for row in self.summaries}


def compare(
    scenarios: Sequence[Scenario],
    *,
    runs: int = DEFAULT_RUNS,
    seed: int | None = None,
    lead_s: Seconds = DEFAULT_LEAD_S,
    perturb: Perturb | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> PolicyComparison:
    """Run every scenario on replicates 0 to ``runs - 1`` of one seed (by default the first scenario's).

    ``perturb`` (such as `sim.compare.flights.disperse`) gives each replicate its flight, once for all policies of
    one flight; otherwise the nominal one is flown throughout. ``progress`` hears after each replicate how many of
    how many are done.
    Raises ``InputError`` where the scenarios cannot be compared.
    """
    found = entrants(scenarios)
    if perturb is not None:
        check_dispersible(found)
    if runs * len(found) >= _WORTH_COMPILING and find_spec("numba") is not None:
        import_module("sim.geo.compiled_core")  # from then on every search of this process is compiled
    chosen = found[0].scenario.spec.seed if seed is None else seed
    mornings: list[list[Morning]] = [[] for _ in found]
    for replicate in range(runs):
        draws = Draws(chosen, replicate)
        flights: dict[int, World] = {}
        for number, one in enumerate(found):
            world = one.world
            if perturb is not None:
                if one.truth not in flights:
                    flights[one.truth] = perturb(world, draws)
                world = flown(world, flights[one.truth])
            mornings[number].append(_morning(world, draws, lead_s))
        if progress is not None:
            progress(replicate + 1, runs)
    policies = tuple(_policy(one, own) for one, own in zip(found, mornings, strict=True))
    return PolicyComparison(chosen, runs, lead_s, perturb is not None, policies, tuple(remarks(found)))


def _morning(world: World, draws: Draws, lead_s: Seconds) -> Morning:
    # People as arrays: the log's own counts are these, rounded to whole people and thinned.
    log = simulate_chain(world, draws)
    return measure(
        log, identities(world.layer), people_of(world, log), lead_s=lead_s, people=world.reach is not None
    )


def identities(layer: AreaLayer) -> list[AreaIdentity]:
    """Who the areas of a layer are."""
    people = [None if np.isnan(number) else int(number) for number in layer.population]
    return [AreaIdentity(*one) for one in zip(layer.codes, layer.names_en, people, strict=True)]


def _policy(one: Entrant, mornings: list[Morning]) -> Policy:
    columns: dict[str, list[float]] = defaultdict(list)
    for morning in mornings:
        for key, value in morning.values.items():
            columns[key].append(value)
    warned, minutes, over = (
        np.mean([getattr(morning, name) for morning in mornings], axis=0, dtype=float)
        for name in ("warned", "under_warning_min", "overflown")
    )
    values = {key: np.array(column) for key, column in columns.items()}
    return Policy(one.scenario, one.world, values, warned, minutes, over)
