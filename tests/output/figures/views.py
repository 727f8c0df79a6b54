"""Run folders made up for the figures: every case they must survive, without a simulation."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from sim.engine.log import Event, EventLog
from sim.output.view import RunView

Row = dict[str, Any]
BASES = ("published", "derived", "assumption")


@dataclass(frozen=True)
class Made:
    """What a made-up run contains."""

    title: str = "A made-up run"
    objects: int = 2
    areas: int = 12
    warned: str = "all"
    """all, none or some"""
    overflown: int = 2
    ends: str | None = "lifted"
    announced: int = 3
    population: bool = True
    gate: bool = False
    radius_km: float = 50.0
    closest: bool = True
    centre: tuple[float, float] = (126.0, 26.0)
    title_of_object: str = "Object number"
    late_areas: Sequence[int] = ()


def made_view(made: Made) -> RunView:
    """The view of a made-up run."""
    rows = [_row(made, index) for index in range(made.areas)]
    features = [_area(made, row, index) for index, row in enumerate(rows)]
    for index in range(made.objects):
        features += _flight(made, index)
    if made.gate:
        lon, lat = made.centre
        line = [[_wrapped(lon - 1.5), lat - 1.0], [_wrapped(lon + 1.5), lat + 0.5]]
        properties = {"kind": "gate", "title": "Gate of the test"}
        features.append(_feature(properties, {"type": "LineString", "coordinates": line}))
    footprint = {"type": "FeatureCollection", "features": features}
    log = EventLog(sorted(_events(made, rows), key=lambda event: event.t_s))
    return RunView(Path("made-up"), _summary(made, rows), log, footprint)


CASES: dict[str, Made] = {
    "plain": Made(),
    "many areas, some missed, some late": Made(
        areas=1758, overflown=300, warned="some", late_areas=range(0, 60, 3)
    ),
    "nothing at all": Made(
        warned="none", ends=None, overflown=0, announced=0, radius_km=0.0, closest=False, areas=5
    ),
    "one area, overflown unwarned, by one object": Made(
        warned="none", ends=None, overflown=1, areas=1, objects=1
    ),
    "antimeridian, gate, five objects": Made(centre=(179.4, 26.0), gate=True, objects=5),
    "western hemisphere, still open, people unknown": Made(
        centre=(-70.0, -33.0), ends=None, population=False
    ),
    "Japanese, expired, seven objects": Made(
        title="沖縄本島と宮古島の間を通過した人工衛星打ち上げ",
        title_of_object="物体",
        ends="expired",
        objects=7,
    ),
    "long": Made(title="A very long title that says everything there is to say, twice over, " * 6),
    "not mathematics": Made(title="Costs $5 to $10 \\alpha_{x}", title_of_object="$x^2 {"),
}


def _row(made: Made, index: int) -> Row:
    over = index < made.overflown
    warned = made.warned == "all" or (made.warned == "some" and index % 3 != 2)
    enter_s = 500.0 + 0.7 * index if over else None
    warned_s = (600.0 if index in made.late_areas else 200.0) if warned else None
    return {
        "area_code": f"{10000 + index}",
        "area_name": f"Area {index} Town",
        "population": 1000 + index if made.population else None,
        "closest_m": (0.0 if index == 0 and over else 15000.0 + 800.0 * index) if made.closest else None,
        "closest_s": 510.0 if made.closest else None,
        "closest_object": "object1" if made.closest else None,
        "enter_s": enter_s,
        "exit_s": None if enter_s is None else enter_s + 12.0,
        "warned_s": warned_s,
        "lead_s": None if enter_s is None or warned_s is None else enter_s - warned_s,
    }


def _area(made: Made, row: Row, index: int) -> dict[str, Any]:
    columns = int(np.ceil(np.sqrt(made.areas)))
    size = 4.0 / max(columns, 6)
    west = made.centre[0] - 2.0 + (index % columns) * size
    south = made.centre[1] - 2.0 + (index // columns) * size
    corners = [(0.0, 0.0), (0.8, 0.0), (0.8, 0.8), (0.0, 0.8), (0.0, 0.0)]
    ring = [[_wrapped(west + x * size), south + y * size] for x, y in corners]
    islet = [[_wrapped(west + 0.9 * size + 0.01 * x), south + 0.01 * y] for x, y in corners]
    shape = {"type": "MultiPolygon", "coordinates": [[ring], [islet]]}
    return _feature({"kind": "area", **row}, shape)


def _flight(made: Made, index: int) -> list[dict[str, Any]]:
    t_s = np.arange(60.0 * index, 701.0 + 60.0 * index, 5.0)
    share = np.linspace(-1.0, 1.0, len(t_s))
    lon = made.centre[0] + 0.3 + 0.5 * index + 1.2 * share
    lat = np.clip(made.centre[1] - 12.0 * share, -89.0, 89.0)
    knots = t_s[::12]
    properties = {
        "object": f"object{index + 1}",
        "title": f"{made.title_of_object} {index + 1}",
        "end": ("lost", "fell", "orbit")[index % 3],
        "radius_km": made.radius_km,
        "radius_basis": "assumption",
    }
    track = {
        "t_s": t_s.tolist(),
        "alt_km": (100.0 + 0.0 * t_s).tolist(),
        "knot_t_s": knots.tolist(),
        "knot_basis": [BASES[k % 3] for k in range(len(knots))],
        "knot_event": ["separation" if k % 4 == 1 else "" for k in range(len(knots))],
    }
    line = [[_wrapped(x), y] for x, y in zip(lon.tolist(), lat.tolist(), strict=True)]
    half = made.radius_km / 100.0
    band = [*zip(lon - half, lat, strict=True), *zip(lon[::-1] + half, lat[::-1], strict=True)]
    ring = [[_wrapped(float(x)), float(y)] for x, y in [*band, band[0]]]
    swath = {"type": "Polygon", "coordinates": [ring]} if made.radius_km else None
    return [
        _feature({"kind": "swath", **properties}, swath),
        _feature({"kind": "track", **properties, **track}, {"type": "LineString", "coordinates": line}),
    ]


def _events(made: Made, rows: list[Row]) -> list[Event]:
    events = [Event(0.0, "launch", "made-up")]
    for row in rows:
        code = row["area_code"]
        if row["warned_s"] is not None:
            events.append(Event(row["warned_s"], "warned", code, {"message": 1}))
            if made.ends is not None:
                events.append(Event(1000.0 if made.ends == "lifted" else 3800.0, made.ends, code))
        if row["enter_s"] is not None:
            events.append(Event(row["enter_s"], "hazard_enter", code, {"object": "object1"}))
            events.append(Event(row["exit_s"], "hazard_exit", code, {"object": "object1"}))
    if made.gate:
        events.append(Event(505.0, "gate_crossed", "object1", {"gate": "Gate of the test"}))
    events.append(Event(700.0, "object_end", "object1", {"how": "lost"}))
    return events


def _summary(made: Made, rows: list[Row]) -> dict[str, Any]:
    warned, lifted = made.warned != "none", made.ends == "lifted"
    steps = {"launch": 0.0, "detected": 60.0, "assessed": 120.0, "notified": 140.0, "decided": 190.0}
    late = {
        "issued": 200.0 if warned else None,
        "threat_over_known": 900.0 if lifted else None,
        "lift_confirmed": 940.0 if lifted else None,
        "lift_decided": 990.0 if lifted else None,
        "lift_issued": 1000.0 if lifted else None,
        "overflight": 505.0 if made.gate else None,
        "all_down": 700.0,
    }
    return {
        "mark": "SIMULATION - exercise only, not a real alert",
        "scenario": "made-up",
        "title": made.title,
        "scenario_sha256": "0" * 64,
        "seed": 7,
        "launch_time": "2023-08-24T23:50:30+09:00",
        "timezone": "JST",
        "credit": "Credit of the made-up areas.",
        "versions": {"overflight": "0.0.0"},
        "milestones_s": steps | late,
        "metrics": _metrics(made, rows),
        "announced": [_announced(made, index) for index in range(made.announced)],
    }


def _metrics(made: Made, rows: list[Row]) -> dict[str, Any]:
    warned = [row for row in rows if row["warned_s"] is not None]
    over = [row for row in rows if row["enter_s"] is not None]
    missed = [row for row in over if row["warned_s"] is None]
    return {
        "areas": len(rows),
        "areas_warned": len(warned),
        "areas_overflown": len(over),
        "areas_missed": len(missed),
        "people_warned": _people(warned),
        "people_overflown": _people(over),
        "people_missed": _people(missed),
        "under_warning_median_s": 800.0 if made.ends == "lifted" and warned else None,
        "ends": {made.ends or "open": len(warned)} if warned else {},
    }


def _people(rows: list[Row]) -> int | None:
    people = [row["population"] for row in rows]
    return None if None in people else sum(people)


def _announced(made: Made, index: int) -> dict[str, Any]:
    milestone = ("launch", "object_down", "issued")[index % 3]
    return {
        "milestone": milestone,
        "object": "object1" if milestone == "object_down" else None,
        "by": "Somebody with a rather long name, Ministry of Examples",
        "role": ("input", "check", "calibrated")[index % 3],
        "announced_s": 30.0 + 300.0 * index,
        "rounding_s": 60.0,
        "earliest_s": 300.0 * index,
        "latest_s": 90.0 + 300.0 * index,
        "modelled_s": (0.0, 700.0, None)[index % 3],
        "verdict": ("inside", "outside", "did not happen")[index % 3],
        "outside_by_s": (0.0, 310.0, 0.0)[index % 3],
        "source": f"https://example.org/source/{index}",
        "note": None,
    }


def _feature(properties: dict[str, Any], geometry: dict[str, Any] | None) -> dict[str, Any]:
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def _wrapped(lon: float) -> float:
    return (lon + 180.0) % 360.0 - 180.0
