"""How many at a time: areas under a warning, visits of a footprint."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from sim.output.figures.chronicle import STEP_COLOUR
from sim.output.figures.palette import NEEDLESS
from sim.output.figures.words import ENGLISH, Words
from sim.output.happenings import visits
from sim.output.view import RunView
from sim.units import Floats, Seconds, SecondsArray

ENDS = ("lifted", "expired", "superseded", "cancelled")


@dataclass(frozen=True, eq=False)
class Count:
    """``number`` ``(N,)`` holds from ``t_s`` ``(N,)`` until the next time; 0 before the first."""

    title: str
    colour: str
    notes: tuple[str, ...]
    t_s: SecondsArray
    number: Floats


def under_warning(view: RunView, say: Words = ENGLISH) -> Count:
    """The number of areas with a warning in force; an area counts once, however often it is warned."""
    under: set[str] = set()
    steps: list[tuple[Seconds, int]] = []
    for event in view.log.of("warned", *ENDS):
        (under.add if event.kind == "warned" else under.discard)(event.subject)
        steps.append((event.t_s, len(under)))
    found = view.summary["metrics"]
    notes = [say("{end}: {n:,}", end=say(end), n=count) for end, count in found["ends"].items()]
    notes = notes or [say("no warning")]
    if found["under_warning_median_s"] is not None:
        notes.append(say("median time {span}", span=say.span(found["under_warning_median_s"])))
    return Count(say("Areas under warning (model)"), NEEDLESS.colour, tuple(notes), *_columns(steps))


def under_footprint(view: RunView, say: Words = ENGLISH) -> Count:
    """The number of visits, pairs of an area and an object, under way."""
    found = visits(view)
    changes = sorted([(one.enter_s, 1) for one in found] + [(one.exit_s, -1) for one in found])
    t_s, change = _columns(changes)
    notes = (say("{n:,} visits in all", n=len(found)),)
    return Count(say("Visits of a footprint (model)"), STEP_COLOUR, notes, t_s, np.cumsum(change))


def _columns(steps: Iterable[tuple[Seconds, int]]) -> tuple[SecondsArray, Floats]:
    table = np.array([*steps], float).reshape(-1, 2)
    return table[:, 0], table[:, 1]
