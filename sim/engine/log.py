"""The event log: everything that happened, in time order. Every table and picture is derived from it."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sim.errors import InputError, Problem
from sim.jsontext import to_json
from sim.units import Seconds


@dataclass(frozen=True)
class Event:
    """``kind`` happened to ``subject`` at ``t_s`` seconds after launch."""

    t_s: Seconds
    kind: str
    subject: str
    fields: dict[str, Any] = field(default_factory=dict)

    def to_json(self) -> str:
        """One line of ``events.jsonl``."""
        return to_json({"t_s": self.t_s, "kind": self.kind, "subject": self.subject, **self.fields})


class EventLog:
    """Append-only and in time order; ties keep the order in which they were written."""

    def __init__(self, events: Iterable[Event] = ()) -> None:
        self._events: list[Event] = []
        for event in events:
            self.append(event)

    def append(self, event: Event) -> None:
        """Raises ``ValueError`` for an event earlier than the last one: time does not run backwards."""
        if self._events and event.t_s < self._events[-1].t_s:
            raise ValueError(f"{event.kind} at {event.t_s} s comes after {self._events[-1].t_s} s in the log")
        self._events.append(event)

    def __iter__(self) -> Iterator[Event]:
        return iter(self._events)

    def __len__(self) -> int:
        return len(self._events)

    def of(self, *kinds: str) -> Iterator[Event]:
        """The events of some kinds, in time order."""
        return (event for event in self._events if event.kind in kinds)

    def first(self, kind: str, **fields: Any) -> Event | None:
        """The first event of a kind whose fields match, or ``None``."""
        return next((e for e in self.of(kind) if all(e.fields.get(k) == v for k, v in fields.items())), None)

    def to_jsonl(self) -> str:
        """The text of ``events.jsonl``."""
        return "".join(event.to_json() + "\n" for event in self._events)

    @classmethod
    def from_jsonl(cls, text: str, file: str) -> "EventLog":
        """The log of an ``events.jsonl``; raises ``InputError`` naming every damaged line of ``file``."""
        log, problems = cls(), []
        for number, line in enumerate(text.splitlines(), start=1):
            try:
                row = json.loads(line)
                log.append(Event(float(row.pop("t_s")), str(row.pop("kind")), str(row.pop("subject")), row))
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                problems.append(Problem(file, number, 1, "", f"not an event of this log ({error})"))
        if problems:
            raise InputError(problems)
        return log


def merged(log: EventLog, later: Iterable[Event]) -> EventLog:
    """Both in time order; at the same moment the events of ``log`` come first."""
    return EventLog(sorted([*log, *later], key=lambda event: event.t_s))
