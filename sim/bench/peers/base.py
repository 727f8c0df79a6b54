"""What every method of the benchmark looks like from outside."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias

from sim.bench.problem import Answer, Ground, Problem
from sim.units import Metres

Search: TypeAlias = Callable[[], Answer]


class Method(Protocol):
    """Areas made ready once for one radius."""

    def load(self, problem: Problem) -> Search:
        """Take the flights of a problem with these areas; what comes back is the timed part."""
        ...


@dataclass(frozen=True)
class Contender:
    """A method with its names: ``key`` for files, ``title`` for people, ``library`` that does the work.

    ``method`` imports what it needs and raises `ImportError` without it. ``per_area``: the work is a sum over areas, so
    a share of them can stand for all. ``planar``: it works on the plane, not in Earth-centred chords.
    """

    key: str
    title: str
    library: str
    method: Callable[[Ground, Metres], Method]
    per_area: bool = False
    planar: bool = True


def as_list(values: Any) -> list[Any]:
    """Numpy scalars cost more in a loop than Python's own."""
    result: list[Any] = values.tolist()
    return result
