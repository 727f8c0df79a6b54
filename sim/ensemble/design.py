"""Which design points a sweep has, each a scenario of its own that is checked before anything is computed."""

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from sim.draws import Draws
from sim.ensemble.variants import Variants
from sim.errors import InputError, Problem
from sim.scenario import Scenario
from sim.scenario.load import Written, judged, read_scenario, with_values
from sim.scenario.nodes import Finding, problem
from sim.scenario.nodes import Path as KeyPath
from sim.scenario.sweep import Grid, LatinHypercube, Span, Value
from sim.units import Floats

_DIGITS = 6
"""Significant digits of a drawn value, so that it can be read and typed again."""
_OVER: KeyPath = ("sweep", "over")


@dataclass(frozen=True)
class Design:
    """Values by point and key; ``points[p][k]`` is the value of ``keys[k]``."""

    keys: tuple[str, ...]
    points: tuple[tuple[Value, ...], ...]

    def __len__(self) -> int:
        return len(self.points)

    def values(self, point: int) -> dict[str, Value]:
        """The values of one point by key."""
        return dict(zip(self.keys, self.points[point], strict=True))


def section(scenario: Scenario) -> Grid | LatinHypercube:
    """What the scenario says in ``sweep``; raises ``InputError`` where it says nothing."""
    if scenario.spec.sweep is None:
        what = "missing key: a sweep says which keys are varied, and how"
        raise InputError([Problem(str(scenario.path), None, None, "sweep", what)])
    return scenario.spec.sweep


def ranges(scenario: Scenario) -> Mapping[str, Span]:
    """The ranges of the keys to be varied; raises ``InputError`` where the scenario lists values instead."""
    sweep = section(scenario)
    if isinstance(sweep, LatinHypercube):
        return sweep.over
    what = "must be latin_hypercube: sensitivity needs ranges, and a grid lists values"
    raise InputError(_located(scenario, [Finding(("sweep", "method"), what)]))


def sweep_design(scenario: Scenario, seed: int) -> Design:
    """The points of a scenario's sweep: a grid in the order of its lists, or a Latin hypercube of this seed."""
    sweep = section(scenario)
    if isinstance(sweep, Grid):
        return Design(tuple(sweep.over), tuple(itertools.product(*sweep.over.values())))
    return in_ranges(sweep.over, _hypercube(sweep.samples, len(sweep.over), seed))


def in_ranges(over: Mapping[str, Span], unit: Floats) -> Design:
    """Points at shares ``(P, K)`` of the ranges, from 0 at the low end to 1 at the high one."""
    columns = [[_within(span, float(share)) for share in unit[:, k]] for k, span in enumerate(over.values())]
    return Design(tuple(over), tuple(zip(*columns, strict=True)))


def stream(seed: int, purpose: str) -> np.random.Generator:
    """A generator for libraries that take one, started from a named stream."""
    return np.random.default_rng(int(Draws(seed).uniform(purpose) * 2.0**53))


def variants_of(scenario: Scenario, design: Design) -> Variants:
    """A scenario for each point, all checked; raises ``InputError`` with everything wrong with any of them."""
    written = read_scenario(scenario.path, scenario.overrides)
    found = Variants(replace(scenario, spec=scenario.spec.model_copy(update={"sweep": None})))
    wrong: dict[str, _Wrong] = {}
    for point in range(len(design)):
        try:
            found.add(judged(with_values(written, design.values(point))))
        except InputError as error:
            for one in error.problems:
                wrong.setdefault(one.key, _Wrong(point, one)).times += 1
    if wrong:
        raise InputError([_told(written, design, one) for one in wrong.values()])
    return found


@dataclass
class _Wrong:
    """One mistake of design points: the first that has it, and how many have."""

    point: int
    problem: Problem
    times: int = 0


def _told(written: Written, design: Design, wrong: _Wrong) -> Problem:
    """Where the sweep names a key that has to do with it, or else where it names its keys."""
    key = wrong.problem.key
    concerned = [one for one in design.keys if _concerns(one, key)]
    at: KeyPath = (*_OVER, concerned[0]) if concerned else _OVER
    own = design.values(wrong.point)
    values = ", ".join(f"{name}={own[name]}" for name in concerned or own)
    message = (
        f"{wrong.times} of {len(design)} design points cannot be run, the first with {values}: "
        f"{key}: {wrong.problem.message}"
    )
    located = problem(written.root, Finding(at, message, "key", given=""))
    return located or Problem(wrong.problem.file, None, None, "sweep.over", message)


def _concerns(swept: str, key: str) -> bool:
    return swept == key or swept.startswith((f"{key}.", f"{key}["))


def _located(scenario: Scenario, findings: Sequence[Finding]) -> list[Problem]:
    root = read_scenario(scenario.path, scenario.overrides).root
    return [found for one in findings if (found := problem(root, one))]


def _hypercube(samples: int, keys: int, seed: int) -> Floats:
    from scipy.stats import qmc

    points: Floats = qmc.LatinHypercube(d=keys, seed=stream(seed, "design/latin_hypercube")).random(samples)
    return points


def _within(span: Span, share: float) -> Value:
    if span.whole:
        return min(math.floor(span.low + share * (span.high - span.low + 1.0)), int(span.high))
    if span.scale == "log":
        value = span.low * math.exp(share * math.log(span.high / span.low))
    else:
        value = span.low + share * (span.high - span.low)
    return min(max(float(f"{value:.{_DIGITS}g}"), span.low), span.high)
