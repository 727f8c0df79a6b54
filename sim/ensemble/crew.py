"""Who computes: this process, processes of its own, or a Dask cluster, behind the same three calls."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from sim.ensemble.work import Part, Span, Work, compute

Say = Callable[[str], None]


@dataclass(frozen=True)
class Lost:
    """A span whose worker is gone."""

    span: Span
    why: str


class Crew(Protocol):
    """``submit`` a span, then ``wait`` for any; what a worker raises is raised by ``wait``."""

    @property
    def workers(self) -> int:
        """How many spans are computed at a time."""

    def slots(self) -> int:
        """How many spans to have submitted at a time, so that no worker ever waits for its next."""

    def submit(self, work: Work, span: Span) -> None: ...

    def wait(self, seconds: float, /) -> list[Part | Lost]:
        """Whatever is ready, after at most so many seconds; may be nothing."""

    def drop(self) -> None:
        """Forget everything submitted."""


class Alone:
    """This process, one span after the other."""

    workers = 1

    def __init__(self) -> None:
        self._next: deque[tuple[Work, Span]] = deque()

    def slots(self) -> int:
        """One."""
        return 1

    def submit(self, work: Work, span: Span) -> None:
        """Remember it."""
        self._next.append((work, span))

    def wait(self, _: float) -> list[Part | Lost]:
        """Compute the oldest, however long it takes."""
        return [compute(*self._next.popleft())] if self._next else []

    def drop(self) -> None:
        """Forget it."""
        self._next.clear()
