"""What every method of the benchmark looks like from outside."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias

import numpy as np

from sim.bench.problem import Answer, Ground, Problem
from sim.units import Metres

Search: TypeAlias = Callable[[], Answer]


class Method(Protocol):
    """Areas made ready once for one radius."""

    def load(self, problem: Problem) -> Search:
        """Take the flights of a problem with these areas; what comes back is the timed part."""
        ...


Maker: TypeAlias = Callable[[Ground, Metres], Method]


@dataclass(frozen=True)
class Contender:
    """A method with its names: ``key`` for files, ``title`` for people, ``library`` that does the work.

    ``method`` imports what it needs and raises `ImportError` without it. ``per_area``: the work is a sum over areas, so
    a share of them can stand for all. ``planar``: it works on the plane, not in Earth-centred chords.
    """

    key: str
    title: str
    library: str
    method: Maker
    per_area: bool = False
    planar: bool = True


@dataclass(frozen=True)
class OneByOne:
    """Another method, asked for one flight a call."""

    method: Method

    def load(self, problem: Problem) -> Search:
        """Searches of every flight, one after the other."""
        searches = [self.method.load(problem.chosen(np.array([f]))) for f in range(len(problem.knots))]

        def search() -> Answer:
            return joined([one() for one in searches])

        return search


def one_by_one(method: Maker) -> Maker:
    """A maker of the same method asked for one flight a call."""
    return lambda ground, radius_m: OneByOne(method(ground, radius_m))


def joined(found: Sequence[Answer]) -> Answer:
    """Answers for single flights as one, flights numbered in order."""
    return Answer(
        np.concatenate([one.flight + number for number, one in enumerate(found)]),
        *(np.concatenate([getattr(one, name) for one in found]) for name in ("area", "enter_s", "exit_s")),
    )


def as_list(values: Any) -> list[Any]:
    """Numpy scalars cost more in a loop than Python's own."""
    result: list[Any] = values.tolist()
    return result
