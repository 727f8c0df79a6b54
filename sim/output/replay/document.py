"""The data of the page: one or two runs, the ground under them once if it is the same."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sim.output.replay.crowd import crowds
from sim.output.replay.flight import flight_events, objects_of
from sim.output.replay.ground import (
    Box,
    areas_of,
    first_look,
    gates_of,
    joined,
    land_around,
    mapped_boxes,
    meridian,
    surroundings,
    whole_flight,
    zones_of,
)
from sim.output.replay.life import STATES, channels_of, lives, under_warning
from sim.output.replay.mercator import UNITS_PER_DEGREE
from sim.output.replay.telling import announced_of, messages_of, steps_of
from sim.output.view import RunView
from sim.units import Degrees, Seconds

_AFTER_S = 120.0
_IDENTITY = ("area_code", "area_name", "area_name_ja", "population")


def document(views: Sequence[RunView]) -> dict[str, Any]:
    """Plain data for `sim.output.replay.page`: every state in it is read from the event logs alone."""
    near = meridian(views[0])
    grounds: list[dict[str, Any]] = []
    runs = [_run(view, near, grounds) for view in views]
    around = surroundings(joined(run["whole"] for run in runs))
    return {
        "states": STATES,
        "units_per_degree": UNITS_PER_DEGREE,
        "mapped": mapped_boxes(),
        "land": land_around(around),
        "around": [round(edge) for edge in around],
        "grounds": [ground["areas"] for ground in grounds],
        "runs": runs,
    }


def _run(view: RunView, near: Degrees, grounds: list[dict[str, Any]]) -> dict[str, Any]:
    summary, log = view.summary, view.log
    ground = _ground(view, near, grounds)
    areas = grounds[ground]["areas"]
    people = {area["code"]: area["people"] for area in areas}
    codes = list(people)
    objects = objects_of(view, near)
    run = {
        "name": summary["scenario"],
        "title": summary["title"],
        "title_ja": summary.get("title_ja"),
        "seed": summary["seed"],
        "sha256": summary["scenario_sha256"],
        "version": summary["versions"]["overflight"],
        "credit": summary["credit"],
        "remarks": summary["remarks"],
        "clock": _clock(summary),
        "ground": ground,
        "look": _whole(first_look(areas, view, near)),
        "whole": _whole(whole_flight(areas, view, near)),
        "gates": gates_of(view, near),
        "zones": zones_of(view, near),
        "objects": objects,
        "flight": flight_events(view),
        "channels": channels_of(log),
        "lives": lives(log, codes, [one["name"] for one in objects]),
        "under": under_warning(log, people),
        "crowd": crowds(log, people),
        "messages": messages_of(log, codes),
        "steps": steps_of(log),
        "announced": announced_of(summary),
    }
    return run | _span(run, [event.t_s for event in log])


def _ground(view: RunView, near: Degrees, grounds: list[dict[str, Any]]) -> int:
    """Place of the run's areas in ``grounds``, where they are put unless equal ones are there."""
    seen = [[one["geometry"], *(one["properties"].get(key) for key in _IDENTITY)] for one in view.areas]
    for index, ground in enumerate(grounds):
        if ground["seen"] == seen:
            return index
    grounds.append({"seen": seen, "areas": areas_of(view, near)})
    return len(grounds) - 1


def _clock(summary: dict[str, Any]) -> dict[str, Any]:
    launch = datetime.fromisoformat(summary["launch_time"])
    midnight = launch.replace(hour=0, minute=0, second=0, microsecond=0)
    return {
        "date": f"{launch:%Y-%m-%d}",
        "of_day_s": (launch - midnight).total_seconds(),
        "zone": summary["timezone"],
    }


def _span(run: dict[str, Any], times: list[Seconds]) -> dict[str, Seconds]:
    """From where to where the page plays; ``last`` is the end of the log, often long after all is over."""
    story = [
        0.0,
        *(one["t"] for one in run["messages"]),
        *(t_s for t_s in run["steps"].values() if t_s is not None),
    ]
    story += [one["end"][0] for one in run["objects"] if one["end"]]
    story += [one["announced_s"] + one["rounding_s"] for one in run["announced"]]
    last = max(times, default=0.0)
    return {
        "start": min([0.0, *times]),
        "end": max(min(max(story) + _AFTER_S, last), max(story)),
        "last": last,
    }


def _whole(box: Box) -> list[int]:
    return [round(edge) for edge in box]
