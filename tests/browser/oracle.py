"""What a run's event log says of a moment, read anew from the file: nothing here knows the page or its data."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

ENDS = ("lifted", "cancelled", "expired")


@dataclass(frozen=True)
class Moment:
    """The state of a run at one time."""

    under: int
    people_warned: int
    noticed: float
    sheltered: float
    released: float
    states: dict[str, str]
    over: set[str]
    messages: list[int]


@dataclass(frozen=True)
class Oracle:
    """A run folder as plain events."""

    folder: Path

    @cached_property
    def events(self) -> list[dict[str, Any]]:
        lines = (self.folder / "events.jsonl").read_text(encoding="utf-8").splitlines()
        return [json.loads(line) for line in lines]

    @cached_property
    def summary(self) -> dict[str, Any]:
        return json.loads((self.folder / "summary.json").read_text(encoding="utf-8"))

    @cached_property
    def areas(self) -> dict[str, dict[str, Any]]:
        features = json.loads((self.folder / "footprint.geojson").read_text(encoding="utf-8"))["features"]
        rows = [one["properties"] for one in features if one["properties"]["kind"] == "area"]
        return {row["area_code"]: row for row in rows}

    def of(self, *kinds: str) -> list[dict[str, Any]]:
        return [event for event in self.events if event["kind"] in kinds]

    def time(self, kind: str) -> float:
        return self.of(kind)[0]["t_s"]

    def clock(self, t_s: float) -> str:
        launch = datetime.fromisoformat(self.summary["launch_time"])
        return f"{launch + timedelta(seconds=round(t_s)):%H:%M:%S}"

    def at(self, t_s: float) -> Moment:
        past = [event for event in self.events if event["t_s"] <= t_s]
        sent = {e["message"]: e for e in past if e["kind"] in ("issued", "lift_issued", "withdrawal_issued")}
        states, in_force, ever = dict.fromkeys(self.areas, "none"), {}, set()
        over: dict[str, set[str]] = {code: set() for code in self.areas}
        for event in past:
            kind, code = event["kind"], event["subject"]
            if kind == "warned":
                states[code], in_force[code] = "issued", event["message"]
                ever.add(code)
            elif kind == "on_air" and states[code] == "issued" and event["message"] == in_force[code]:
                states[code] = "heard"
            elif kind in ENDS:
                states[code] = kind
            elif kind == "hazard_enter":
                over[code].add(event["object"])
            elif kind == "hazard_exit":
                over[code].discard(event["object"])
        return Moment(
            under=sum(state in ("issued", "heard") for state in states.values()),
            people_warned=sum(self.areas[code]["population"] or 0 for code in ever),
            noticed=self._people(t_s, lambda e: e["of"] - e["unaware"]),
            sheltered=self._people(t_s, lambda e: e["sheltered_ever"]),
            released=self._people(t_s, lambda e: e["released"]),
            states=states,
            over={code for code, objects in over.items() if objects},
            messages=sorted(sent),
        )

    @cached_property
    def _told(self) -> dict[str, list[dict[str, Any]]]:
        told: dict[str, list[dict[str, Any]]] = {}
        for event in self.of("people"):
            told.setdefault(event["subject"], []).append(event)
        return told

    def _people(self, t_s: float, count: Any) -> float:
        return sum(
            float(np.interp(t_s, [e["t_s"] for e in events], [count(e) for e in events]))
            for events in self._told.values()
        )
