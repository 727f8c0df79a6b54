"""Which replicates are computed next: spans of whole blocks, sized by how long they take."""

from collections import deque
from collections.abc import Sequence

from sim.ensemble.work import Span

_TARGET_S = 1.5  # a task: long beside what handing it over costs, short beside what a lost worker loses
_GROWTH = 4  # at most, from one task to the next: the first may have been lucky
_MOST = 4096  # replicates: what is in memory at a time
_MEMORY = 0.5  # weight of the newest rate
_SHARES = 2  # near the end, a task takes at most its worker's half of what is left


class Plan:
    """Spans still to be computed, given out from the first replicate on."""

    def __init__(self, runs: int, done: Sequence[Span], *, block: int) -> None:
        self._block = block
        self._back: deque[Span] = deque()
        self._gaps = deque(_gaps(-(-runs // block) * block, done))
        self._left = sum(gap.count for gap in self._gaps)
        self._rate: float | None = None  # replicates a second, of one worker
        self._size = block

    @property
    def is_empty(self) -> bool:
        """Whether everything has been given out."""
        return not (self._back or self._gaps)

    def take(self, workers: int) -> Span | None:
        """The next span for one of so many workers; ``None`` if everything has been given out."""
        if self._back:
            return self._back.popleft()
        if not self._gaps:
            return None
        gap = self._gaps[0]
        fair = self._left // (_SHARES * workers)
        count = min(gap.count, self._whole(min(self._wanted(), fair)))
        span = Span(gap.first, count)
        if count == gap.count:
            self._gaps.popleft()
        else:
            self._gaps[0] = Span(span.stop, gap.count - count)
        self._left -= count
        return span

    def give_back(self, span: Span) -> None:
        """A span that was taken and will have to be computed by somebody else."""
        self._back.append(span)

    def learn(self, span: Span, took_s: float) -> None:
        """What a span took, in seconds."""
        rate = span.count / max(took_s, 1e-6)
        self._rate = rate if self._rate is None else (1.0 - _MEMORY) * self._rate + _MEMORY * rate
        self._size = max(self._size, span.count)

    def _wanted(self) -> int:
        if self._rate is None:
            return self._block
        return min(round(self._rate * _TARGET_S), _GROWTH * self._size, _MOST)

    def _whole(self, count: int) -> int:
        return max(self._block, count // self._block * self._block)


def _gaps(end: int, done: Sequence[Span]) -> list[Span]:
    gaps, at = [], 0
    for span in sorted(done):
        if span.first > at:
            gaps.append(Span(at, span.first - at))
        at = max(at, span.stop)
    if at < end:
        gaps.append(Span(at, end - at))
    return gaps
