"""A run folder opened again as a result: the same accessors as on a run just simulated."""

import csv
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import NoneType
from typing import Any, get_args, get_type_hints

from sim.engine.log import EventLog
from sim.errors import InputError, Problem
from sim.output.view import RunView, open_run
from sim.results.areas import COLUMNS, AreaRow
from sim.results.display import Shown
from sim.results.frames import Tables
from sim.results.legs import Leg
from sim.results.milestones import Milestones
from sim.results.verdicts import Comparison


@dataclass(frozen=True)
class FinishedRun(Tables, Shown):
    """A run read back from its folder; nothing is simulated. Times are to the millisecond, as written."""

    view: RunView
    areas: list[AreaRow]

    @property
    def folder(self) -> Path:
        """Where it was read from."""
        return self.view.folder

    @property
    def name(self) -> str:
        """The scenario's name."""
        return str(self.view.summary["scenario"])

    @property
    def seed(self) -> int:
        """Seed of every random draw."""
        return int(self.view.summary["seed"])

    @property
    def log(self) -> EventLog:
        """The event log."""
        return self.view.log

    @property
    def milestones(self) -> Milestones:
        """Seconds after launch of each step of the chain."""
        return dict(self.view.summary["milestones_s"])

    @property
    def metrics(self) -> dict[str, Any]:
        """Headline counts, warnings against hazard, people, and legs."""
        return dict(self.view.summary["metrics"])

    @cached_property
    def legs(self) -> list[Leg]:
        """Latency legs between named clocks."""
        return [Leg(**leg) for leg in self.view.summary["metrics"]["legs"]]

    @cached_property
    def comparisons(self) -> list[Comparison]:
        """Announced times beside modelled ones."""
        return [Comparison(**one) for one in self.view.summary["announced"]]

    def summary(self) -> dict[str, Any]:
        """The content of ``summary.json``."""
        return dict(self.view.summary)


def read_run(folder: Path) -> FinishedRun:
    """Open a run folder; raises ``InputError`` naming everything in it that is missing or damaged."""
    view = open_run(folder)
    run = FinishedRun(view, read_areas(folder / "areas.csv"))
    try:
        _ = run.name, run.seed, run.milestones, run.legs, run.comparisons
    except (KeyError, TypeError, ValueError) as error:
        what = f"is not the summary of a run ({type(error).__name__}: {error})"
        raise InputError([Problem(str(folder / "summary.json"), None, None, "", what)]) from error
    return run


def read_areas(file: Path) -> list[AreaRow]:
    """The rows of an ``areas.csv``; raises ``InputError`` naming every line that is wrong."""
    try:
        with file.open(encoding="utf-8", newline="") as text:
            table = [*csv.reader(text)]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError([Problem(str(file), None, None, "", f"cannot be read ({error})")]) from error
    if not table or tuple(table[0]) != COLUMNS:
        raise InputError([Problem(str(file), 1, 1, "", f"must have the columns {','.join(COLUMNS)}")])
    read = {name: _reader(hint) for name, hint in get_type_hints(AreaRow).items()}
    rows: list[AreaRow] = []
    problems: list[Problem] = []
    for line, cells in enumerate(table[1:], start=2):
        try:
            rows.append(
                AreaRow(**{name: read[name](cell) for name, cell in zip(COLUMNS, cells, strict=True)})
            )
        except ValueError as error:
            problems.append(Problem(str(file), line, 1, "", f"is not a row of this table ({error})"))
    if problems:
        raise InputError(problems)
    return rows


def _reader(hint: Any) -> Callable[[str], Any]:
    """What reads a cell of a column of this type; a blank one is ``None`` where that is allowed."""
    kinds = get_args(hint)
    if NoneType not in kinds:
        return hint  # type: ignore[no-any-return]
    (kind,) = (one for one in kinds if one is not NoneType)
    return lambda cell: kind(cell) if cell else None
