"""The objects of a run for the page: where they are when, what happened to them, and the ground they sweep."""

from typing import Any

import numpy as np

from sim.output.replay.shapes import map_line, map_rings, path_text, thinned
from sim.output.view import RunView
from sim.units import Degrees

_SWATH_TOLERANCE = 5.0


def objects_of(view: RunView, near_deg: Degrees) -> list[dict[str, Any]]:
    """Each object: samples ``t``, ``xy`` (map units) and ``alt`` of its track, footprint, end, and passing time."""
    swaths = {one["properties"]["object"]: one["geometry"] for one in view.swaths}
    ends = {event.subject: event for event in view.log.of("object_end")}
    gates = {event.subject: event.t_s for event in view.log.of("gate_crossed")}
    found = []
    for track in () if view.nothing_flew else view.tracks:
        row = track["properties"]
        name, line = row["object"], track["geometry"]
        end = ends.get(name)
        places = np.empty((0, 2)) if line is None else map_line(line, near_deg)
        found.append(
            {
                "name": name,
                "title": row["title"],
                "title_ja": row.get("title_ja"),
                "radius_km": row["radius_km"],
                "radius_basis": row["radius_basis"],
                "t": row["t_s"] if len(places) else [],
                "xy": np.rint(places).astype(int).ravel().tolist(),
                "alt": row["alt_km"] if len(places) else [],
                "line": path_text([places], closed=False) if len(places) else "",
                "swath": path_text(thinned(map_rings(swaths.get(name), near_deg), _SWATH_TOLERANCE)),
                "end": None if end is None else [end.t_s, end.fields["how"]],
                "gate_s": gates.get(name),
            }
        )
    return found


def flight_events(view: RunView) -> list[dict[str, Any]]:
    """Events of the track files in the log, each with its basis."""
    return [
        {
            "t": event.t_s,
            "object": event.subject,
            "event": event.fields["event"],
            "basis": event.fields["basis"],
        }
        for event in view.log.of("milestone")
    ]
