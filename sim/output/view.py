"""A run folder read back: all that pictures and exports may look at."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from sim.engine.log import EventLog
from sim.errors import InputError, Problem
from sim.jsontext import read_object

_SUMMARY, _EVENTS = "summary.json", "events.jsonl"
_Read = TypeVar("_Read")


@dataclass(frozen=True)
class RunView:
    """The texts of one run folder, parsed."""

    folder: Path
    summary: dict[str, Any]
    log: EventLog
    footprint: dict[str, Any]

    @cached_property
    def areas(self) -> list[dict[str, Any]]:
        """Features of kind ``area``."""
        return self._of("area")

    @cached_property
    def tracks(self) -> list[dict[str, Any]]:
        """Features of kind ``track``."""
        return self._of("track")

    @cached_property
    def swaths(self) -> list[dict[str, Any]]:
        """Features of kind ``swath``."""
        return self._of("swath")

    @property
    def nothing_flew(self) -> bool:
        """A false alarm: the tracks were planned only."""
        return len(self.log) > 0 and self.log.first("launch") is None

    def _of(self, kind: str) -> list[dict[str, Any]]:
        return [feature for feature in self.footprint["features"] if feature["properties"]["kind"] == kind]


def open_run(folder: Path) -> RunView:
    """Read a run folder; raises ``InputError`` naming every file that is missing or damaged."""
    if not folder.is_dir():
        why = "a file" if folder.exists() else "no such folder"
        raise InputError([Problem(str(folder), None, None, "", f"is not a run folder ({why})")])
    if (folder / _SUMMARY).is_file() and not (folder / _EVENTS).exists():
        read_object(folder / _SUMMARY)  # which folder it is cannot be told where this is damaged
        what = f"is not the folder of a single run (no {_EVENTS})"
        raise InputError([Problem(str(folder), None, None, "", what)])
    problems: list[Problem] = []

    def read(name: str, how: Callable[[Path], _Read], otherwise: _Read) -> _Read:
        try:
            return how(folder / name)
        except InputError as error:
            problems.extend(error.problems)
            return otherwise

    nothing: dict[str, Any] = {}
    summary = read(_SUMMARY, read_object, nothing)
    log = read(_EVENTS, _log, EventLog())
    footprint = read("footprint.geojson", read_object, nothing)
    if problems:
        raise InputError(problems)
    return RunView(folder, summary, log, footprint)


@contextmanager
def understood(folder: Path) -> Iterator[None]:
    """Raises ``InputError`` where what is read from a run folder within the block turns out to lack something."""
    try:
        yield
    except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
        what = f"holds a damaged run, or one of another version ({type(error).__name__}: {error})"
        raise InputError([Problem(str(folder), None, None, "", what)]) from error


def _log(path: Path) -> EventLog:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        raise InputError([Problem(str(path), None, None, "", f"cannot be read ({why})")]) from error
    return EventLog.from_jsonl(text, str(path))
