"""Our own search as methods of the benchmark: compiled and numpy only, in batches and one flight a call."""

from dataclasses import dataclass

from sim.bench.peers.base import Maker, Search
from sim.bench.problem import Answer, Ground, Problem
from sim.geo.crossings import find_crossings
from sim.geo.engines import Engine
from sim.units import Metres


@dataclass(frozen=True)
class Ours:
    """The public search with one engine, all flights in one call."""

    ground: Ground
    engine: Engine
    closest: bool = False
    threads: int = 1

    def load(self, problem: Problem) -> Search:
        """The search over a batch made beforehand."""
        features, batch = self.ground.features, problem.knots.batch(problem.radius_m)

        def search() -> Answer:
            found = find_crossings(
                features, batch, closest=self.closest, engine=self.engine, threads=self.threads
            )
            return Answer(found.visit_flight, found.visit_area, found.enter_s, found.exit_s)

        return search


def ours(engine: Engine, *, closest: bool = False, threads: int = 1) -> Maker:
    """A maker of `Ours`, as peers have one; raises `ImportError` where the compiled engine cannot be had."""

    def make(ground: Ground, _: Metres) -> Ours:
        if engine == "compiled":
            import numba  # noqa: F401
        return Ours(ground, engine, closest, threads)

    return make
