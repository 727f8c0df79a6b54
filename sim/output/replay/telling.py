"""What the authority did and said, and what was announced, for the page."""

from typing import Any

from sim.alert.messages import MessageType
from sim.alert.texts import LANGUAGES, message_headline
from sim.engine.log import EventLog
from sim.results.milestones import milestones_s
from sim.units import Seconds

SENT = ("issued", "lift_issued", "withdrawal_issued")
_PLAIN = (
    "milestone",
    "object",
    "by",
    "role",
    "announced_s",
    "rounding_s",
    "earliest_s",
    "latest_s",
    "source",
    "note",
)


def messages_of(log: EventLog, codes: list[str]) -> list[dict[str, Any]]:
    """Every message in order, with the places of its areas in ``codes``."""
    rows = {code: row for row, code in enumerate(codes)}
    return [
        {
            "t": event.t_s,
            "kind": event.kind,
            "number": event.fields["message"],
            "type": event.fields["type"],
            "areas": [rows[code] for code in event.fields["areas"]],
            "text": {language: event.fields[f"text_{language}"] for language in LANGUAGES},
            "headline": {
                language: message_headline(MessageType(event.fields["type"]), language)
                for language in LANGUAGES
            },
        }
        for event in log.of(*SENT)
    ]


def steps_of(log: EventLog) -> dict[str, Seconds | None]:
    """The moments the page names, each the first of its kind in the log unless it says last; ``None`` if never."""
    warnings = {event.fields["message"] for event in log.of("issued")}
    aired = (event.t_s for event in log.of("on_air") if event.fields["message"] in warnings)
    ends = [event.t_s for event in log.of("lifted", "cancelled", "expired")]
    nearest = min(log.of("closest_approach"), key=lambda event: event.fields["distance_m"], default=None)
    return dict(milestones_s(log)) | {
        "stood_down": _first(log, "stood_down"),
        "withdrawn": _first(log, "withdrawal_issued"),
        "mistake": _first(log, "mistake"),
        "failure": _first(log, "failure"),
        "first_heard": min(aired, default=None),
        "first_touch": _first(log, "hazard_enter"),
        "last_ended": max(ends, default=None),
        "last_exit": max((event.t_s for event in log.of("hazard_exit")), default=None),
        "closest": None if nearest is None else nearest.t_s,
    }


def announced_of(summary: dict[str, Any]) -> list[dict[str, Any]]:
    """The announced times as the scenario has them; what the model makes of them is read from the log."""
    return [{key: one[key] for key in _PLAIN} for one in summary["announced"]]


def _first(log: EventLog, kind: str) -> Seconds | None:
    event = log.first(kind)
    return None if event is None else event.t_s
