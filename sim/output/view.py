"""A run folder read back: all that pictures and exports may look at."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from sim.engine.log import EventLog
from sim.errors import InputError, Problem


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
        raise InputError([Problem(str(folder), None, None, "", "is not a run folder (no such folder)")])
    if (folder / "summary.json").is_file() and not (folder / "events.jsonl").exists():
        what = "is not the folder of a single run (no events.jsonl)"
        raise InputError([Problem(str(folder), None, None, "", what)])
    problems: list[Problem] = []
    texts = {
        name: _text(folder / name, problems) for name in ("summary.json", "events.jsonl", "footprint.geojson")
    }
    summary, footprint = (
        _json(folder / name, texts[name], problems) for name in ("summary.json", "footprint.geojson")
    )
    log = EventLog()
    try:
        log = EventLog.from_jsonl(texts["events.jsonl"], str(folder / "events.jsonl"))
    except InputError as error:
        problems += error.problems
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


def _text(path: Path, problems: list[Problem]) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        problems.append(Problem(str(path), None, None, "", f"cannot be read ({why})"))
        return ""


def _json(path: Path, text: str, problems: list[Problem]) -> dict[str, Any]:
    try:
        value = json.loads(text) if text else {}
        if isinstance(value, dict):
            return value
        problems.append(Problem(str(path), 1, 1, "", "is not a JSON object"))
    except json.JSONDecodeError as error:
        problems.append(Problem(str(path), error.lineno, error.colno, "", f"is not JSON ({error.msg})"))
    return {}
