"""Our own search as methods of the benchmark: compiled and numpy only, in batches and one flight a call."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from sim.bench.peers.base import Search
from sim.bench.problem import Answer, Ground, Problem
from sim.geo.crossings import Crossings, find_crossings
from sim.units import Metres

Engine: TypeAlias = Literal["compiled", "numpy"]


@dataclass(frozen=True)
class Ours:
    """The public search with one engine; ``together`` gives it all flights in one call."""

    ground: Ground
    engine: Engine
    together: bool = True
    closest: bool = False
    threads: int = 1

    def load(self, problem: Problem) -> Search:
        features, flights = self.ground.features, range(len(problem.knots))
        whole = [problem] if self.together else [problem.chosen(np.array([f])) for f in flights]
        batches = [one.knots.batch(one.radius_m) for one in whole]

        def search() -> Answer:
            found = [find_crossings(features, batch, closest=self.closest) for batch in batches]
            return _joined(found)

        return search


def ours(
    engine: Engine, *, together: bool = True, closest: bool = False, threads: int = 1
) -> Callable[[Ground, Metres], Ours]:
    """A maker of `Ours`, as peers have one; raises `ImportError` where the compiled engine cannot be had."""

    def make(ground: Ground, _: Metres) -> Ours:
        if engine == "compiled":
            import numba  # noqa: F401
        return Ours(ground, engine, together, closest, threads)

    return make


def _joined(found: list[Crossings]) -> Answer:
    if len(found) == 1:
        one = found[0]
        return Answer(one.visit_flight, one.visit_area, one.enter_s, one.exit_s)
    flight = np.concatenate([one.visit_flight + number for number, one in enumerate(found)])
    area, enter, leave = (
        np.concatenate([getattr(one, name) for one in found]) for name in ("visit_area", "enter_s", "exit_s")
    )
    return Answer(flight, area, enter, leave)
