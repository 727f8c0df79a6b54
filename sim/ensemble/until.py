"""Stopping early: when the interval of a metric's mean is narrow enough, looked at only at fixed numbers of runs.

So the last run is the same whoever computes and however fast. Looking often makes the interval at the stop cover
a little less often than its confidence says; the first look is late, and looks grow apart, to keep that small.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.ensemble.columns import REPLICATE_COLUMNS, Column
from sim.ensemble.interval import Estimate, estimate
from sim.ensemble.work import Span
from sim.errors import InputError, Problem
from sim.scenario.hints import meant
from sim.units import Floats

_FIRST = 256
_RATIO = 1.1  # from one look to the next
_FORM = re.compile(r"(?P<metric>[a-z0-9_]+):width=(?P<width>[^,]+)(,confidence=(?P<confidence>.+))?")
_SOME = "short_lead_share, lead_s and issued_s"
_SHAPE = "must be METRIC:width=W[,confidence=C], such as short_lead_share:width=0.01"


@dataclass(frozen=True)
class Until:
    """Stop once the interval of ``metric``'s mean at ``confidence`` is at most ``width`` wide."""

    metric: str
    width: float
    confidence: float = 0.95

    def column(self, columns: tuple[Column, ...] = REPLICATE_COLUMNS) -> Column:
        """The metric's column; raises ``InputError`` with what was probably meant."""
        found = next((one for one in columns if one.key == self.metric), None)
        if found is None:
            raise InputError([no_such_metric("--until", self.metric, columns)])
        return found

    def __str__(self) -> str:
        return f"{self.metric}:width={self.width:g},confidence={self.confidence:g}"


def no_such_metric(file: str, name: str, columns: Sequence[Column] = REPLICATE_COLUMNS) -> Problem:
    """What was probably meant by the name of no column or, where nothing is like it, where all are to be found."""
    guess = meant(name, [one.key for one in columns])
    hint = (
        f"did you mean {guess}?"
        if guess
        else f"{_SOME} are some; summary.json of any ensemble has all {len(columns)} and what they mean"
    )
    return Problem(file, None, None, "", f"no such metric; {hint} (was {name!r})")


def parse_until(text: str) -> Until:
    """``METRIC:width=W[,confidence=C]``; raises ``InputError``."""
    found = _FORM.fullmatch(text.strip())
    width = _number(found["width"]) if found else None
    confidence = _number(found["confidence"] or "0.95") if found else None
    if found is None or width is None or confidence is None:
        raise InputError([Problem("--until", None, None, "", f"{_SHAPE} (was {text!r})")])
    if not 0.0 < width < float("inf"):
        raise InputError([Problem("--until", None, None, "width", f"must be above 0 (was {width:g})")])
    if not 0.5 <= confidence < 1.0:
        what = f"must be from 0.5 to below 1 (was {confidence:g})"
        raise InputError([Problem("--until", None, None, "confidence", what)])
    until = Until(found["metric"], width, confidence)
    until.column()
    return until


class Watch:
    """Follows a metric in the order of runs, whatever the order in which parts come."""

    def __init__(self, until: Until, unit: str, runs: int, block: int) -> None:
        self._until = until
        self._unit = unit
        self._looks = iter(looks(runs, block))
        self._next: int | None = next(self._looks, None)
        self._values: Floats = np.full(runs, np.nan)
        self._known = 0
        self._waiting: dict[int, Floats] = {}
        self.stop: int | None = None
        self.last: Estimate | None = None

    def add(self, span: Span, values: Floats) -> None:
        """A part's values, ``(span.count,)``."""
        self._waiting[span.first] = values
        while self._known in self._waiting:
            own = self._waiting.pop(self._known)[: len(self._values) - self._known]
            self._values[self._known : self._known + len(own)] = own
            self._known += max(len(own), 1)
            self._look()

    def _look(self) -> None:
        while self.stop is None and self._next is not None and self._next <= self._known:
            self.last = estimate(self._values[: self._next], self._unit, self._until.confidence)
            if self.last.width is not None and self.last.width <= self._until.width:
                self.stop = self._next
            self._next = next(self._looks, None)


def looks(runs: int, block: int) -> list[int]:
    """Numbers of runs at which the interval is looked at, each a whole number of blocks, the last ``runs``."""
    found, at = [], _FIRST
    while at < runs:
        found.append(at)
        at = max(at + block, round(at * _RATIO / block) * block)
    return [*found, runs]


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
