"""What happened to each area, read from the event log: the steps of its state, and the times behind them."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from sim.engine.log import Event, EventLog
from sim.units import Seconds

STATES = ("none", "issued", "heard", "lifted", "cancelled", "expired")
"""What an area can be in; ``issued`` is a warning on paper, ``heard`` one that is on air or on a device there."""
ENDS = ("lifted", "cancelled", "expired")


def lives(log: EventLog, codes: Sequence[str], objects: Sequence[str]) -> list[dict[str, Any]]:
    """For each area the times of its warnings, broadcasts, ends and visits, and ``steps`` of its state."""
    warns = {event.fields["message"] for event in log.of("issued")}
    reached = any(True for _ in log.of("on_air", "not_reached"))
    channels = channels_of(log)
    found: dict[str, list[Event]] = {code: [] for code in codes}
    kinds = ("warned", "on_air", "not_reached", *ENDS, "hazard_enter", "hazard_exit", "closest_approach")
    for event in log.of(*kinds):
        found[event.subject].append(event)
    return [_life(found[code], warns, reached, channels, objects) for code in codes]


def channels_of(log: EventLog) -> list[str]:
    """Names of the channels that carried anything or failed to, in the order of first use."""
    return list(
        dict.fromkeys(event.fields["channel"] for event in log.of("channel_in", "on_air", "not_reached"))
    )


def under_warning(log: EventLog, people: dict[str, int | None]) -> list[list[float]]:
    """Steps of ``t_s``, areas with a warning in force, and the people counted in them; an area counts once."""
    under: set[str] = set()
    steps: list[list[float]] = []
    events = log.of("warned", "superseded", *ENDS)
    for t_s, together in groupby(events, key=lambda event: event.t_s):
        for event in together:
            (under.add if event.kind == "warned" else under.discard)(event.subject)
        steps.append([t_s, len(under), sum(people[code] or 0 for code in under)])
    return steps


def _life(
    events: list[Event], warns: set[int], reached: bool, channels: Sequence[str], objects: Sequence[str]
) -> dict[str, Any]:
    life: dict[str, Any] = {
        "warned": [],
        "aired": [],
        "ended": [],
        "visits": [],
        "missed": [],
        "closest": None,
    }
    inside: dict[str, Seconds] = {}
    for event in events:
        fields = event.fields
        match event.kind:
            case "warned":
                life["warned"].append([event.t_s, fields["message"], fields["expires_s"]])
            case "on_air":
                life["aired"].append([event.t_s, fields["message"], channels.index(fields["channel"])])
            case "not_reached":
                life["missed"].append([fields["message"], channels.index(fields["channel"]), fields["why"]])
            case "hazard_enter":
                inside[fields["object"]] = event.t_s
            case "hazard_exit":
                visit = [inside.pop(fields["object"]), event.t_s, objects.index(fields["object"])]
                life["visits"].append(visit)
            case "closest_approach":
                life["closest"] = [event.t_s, objects.index(fields["object"]), fields["distance_m"]]
            case end:
                life["ended"].append([event.t_s, end, fields["message"], fields.get("issued_s")])
    life["visits"] += [[start, None, objects.index(name)] for name, start in inside.items()]
    life["steps"] = _steps(events, warns, reached)
    return {key: value for key, value in life.items() if value}


def _steps(events: list[Event], warns: set[int], reached: bool) -> list[list[float]]:
    """``[t_s, index in STATES]`` of every change. Without a reach a warning is everywhere at once."""
    steps: list[list[float]] = []
    state, message = "none", 0
    for event in events:
        before = state
        if event.kind == "warned":
            state, message = ("issued" if reached else "heard"), event.fields["message"]
        elif event.kind == "on_air":
            if state == "issued" and event.fields["message"] == message and message in warns:
                state = "heard"
        elif event.kind in ENDS:
            state = event.kind
        if state != before:
            steps.append([event.t_s, STATES.index(state)])
    return steps
