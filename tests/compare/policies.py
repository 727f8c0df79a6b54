"""The usual morning under other policies, and comparisons made up for pictures."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from sim.compare.metrics import METRICS
from sim.compare.together import Policy, PolicyComparison
from sim.scenario import Scenario, load_scenario
from tests.mornings import SCENARIO, usual_scenario, usual_world

SETS: dict[str, tuple[str, ...]] = {
    "prefecture": (),
    "two-islands": ('authority.targeting={kind: list, areas: ["47214", "47361"], assumption: of the test}',),
    "nobody": ("authority.targeting={kind: none, assumption: of the test}",),
}


def policy(name: str, *sets: str) -> Scenario:
    """The usual scenario by another name, with overrides."""
    return load_scenario(SCENARIO, [f"name={name}", *SETS.get(name, ()), *sets])


def made(number: int, *, names: Sequence[str] = (), runs: int = 20, **changes: Any) -> PolicyComparison:
    """A comparison of made-up figures on the real areas: no simulation."""
    rng = np.random.default_rng(number)
    policies = []
    for k in range(number):
        name = names[k] if k < len(names) else f"policy-{k + 1}"
        spec = usual_scenario().spec.model_copy(update={"name": name})
        values = {m.key: _values(m.unit, rng, runs, k) for m in METRICS} | changes.get(f"values_{k}", {})
        size = len(usual_world().layer)
        shares = rng.random(size).round(1), 15.0 * rng.random(size), (rng.random(size) > 0.9).astype(float)
        policies.append(Policy(replace(usual_scenario(), spec=spec), usual_world(), values, *shares))
    own = {key: value for key, value in changes.items() if not key.startswith("values_")}
    return replace(PolicyComparison(0, runs, 120.0, False, tuple(policies), ()), **own)


def _values(unit: str, rng: np.random.Generator, runs: int, k: int) -> np.ndarray:
    scale = {"share": 0.5, "ratio": 0.5, "s": 300.0, "areas": 20.0}.get(unit, 1e6 * (k + 1))
    return scale * (1.0 + 0.3 * rng.random(runs))
