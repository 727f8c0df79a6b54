"""``run.czml``: a run for CesiumJS. A clock, objects with sampled positions, footprints, areas by state, messages."""

import json
from collections.abc import Iterable
from datetime import datetime
from html import escape
from typing import Any

from sim.output.figures.palette import object_colour
from sim.output.happenings import (
    Moving,
    Spell,
    launch_of,
    messages,
    middles,
    moment,
    moving,
    parts,
    place_of,
    span_s,
    spells,
    visits,
)
from sim.output.looks import HAZARD, SPELLS, Look
from sim.output.view import RunView
from sim.units import Seconds

Packet = dict[str, Any]

_MULTIPLIER = 10
_AREA_FIELDS = ("area_code", "area_name", "area_name_ja", "population", "closest_m", "lead_s", "end")


def czml(view: RunView) -> bytes:
    """The packets: document, objects, their footprints, areas, visits, messages."""
    packets = [
        _document(view),
        *_objects(view),
        *_areas(view),
        *_visits(view),
        *_messages(view),
    ]
    return (json.dumps(packets, ensure_ascii=False, separators=(",", ":"), allow_nan=False) + "\n").encode()


def _document(view: RunView) -> Packet:
    whole = span_s(view)
    return {
        "id": "document",
        "version": "1.0",
        "name": f"SIMULATION: {view.summary['title']}",
        "description": _html(view, view.summary["credit"]),
        "clock": {
            "interval": _interval(launch_of(view), *whole),
            "currentTime": moment(launch_of(view), whole[0]),
            "multiplier": _MULTIPLIER,
            "range": "LOOP_STOP",
            "step": "SYSTEM_CLOCK_MULTIPLIER",
        },
    }


def _objects(view: RunView) -> Iterable[Packet]:
    launch = launch_of(view)
    for index, one in enumerate(moving(view)):
        colour = _rgba(Look("", object_colour(index), 1.0))
        common = {"availability": _interval(launch, float(one.t_s[0]), float(one.t_s[-1]))}
        yield {
            "id": f"object/{one.name}",
            "name": one.title,
            "description": _html(view, "the flight as simulated"),
            **common,
            "position": _position(launch, one, on_ground=False),
            "point": {
                "color": colour,
                "pixelSize": 9,
                "outlineColor": {"rgba": [255] * 4},
                "outlineWidth": 1,
            },
            "label": {"text": one.title, "font": "13px sans-serif", "pixelOffset": {"cartesian2": [14, 0]}}
            | {"horizontalOrigin": "LEFT", "showBackground": True},
            "path": {"material": {"solidColor": {"color": colour}}, "width": 2, "leadTime": 0},
        }
        if one.radius_km > 0.0:
            yield {
                "id": f"footprint/{one.name}",
                "name": f"Footprint of {one.title}",
                "description": _html(
                    view, f"{one.radius_km:g} km round the ground point ({one.radius_basis})"
                ),
                **common,
                "position": _position(launch, one, on_ground=True),
                "ellipse": {
                    "semiMajorAxis": 1000.0 * one.radius_km,
                    "semiMinorAxis": 1000.0 * one.radius_km,
                    "height": 0,
                    "material": {"solidColor": {"color": _rgba(Look("", object_colour(index), 0.3))}},
                    "outline": True,
                    "outlineColor": colour,
                },
            }


def _position(launch: datetime, one: Moving, *, on_ground: bool) -> Packet:
    samples: list[float] = []
    for t_s, lon, lat, alt in zip(one.t_s, one.lon_deg, one.lat_deg, one.alt_m, strict=True):
        height = 0.0 if on_ground else round(float(alt), 1)
        samples += [round(float(t_s - one.t_s[0]), 3), round(float(lon), 5), round(float(lat), 5), height]
    return {
        "epoch": moment(launch, float(one.t_s[0]), fraction=True),
        "interpolationAlgorithm": "LINEAR",
        "interpolationDegree": 1,
        "cartographicDegrees": samples,
    }


def _areas(view: RunView) -> Iterable[Packet]:
    """A packet per polygon of an area; its colour follows the state."""
    launch, whole, by_code = launch_of(view), span_s(view), spells(view)
    for feature in view.areas:
        row = feature["properties"]
        own = by_code[row["area_code"]]
        told = {key: row.get(key) for key in _AREA_FIELDS if row.get(key) is not None}
        for number, rings in enumerate(parts(feature)):
            yield {
                "id": f"area/{row['area_code']}/{number}",
                "name": row["area_name"] or row["area_code"],
                "description": _html(view, *_told(launch, own)),
                "availability": _interval(launch, *whole),
                "properties": told,
                "polygon": {
                    **_rings(rings),
                    "height": 0,
                    "material": {"solidColor": {"color": [_state(launch, spell) for spell in own]}},
                    "outline": True,
                    "outlineColor": {"rgba": [31, 42, 51, 255]},
                },
            }


def _state(launch: datetime, spell: Spell) -> Packet:
    look = SPELLS[spell.state]
    return {"interval": _interval(launch, spell.from_s, spell.to_s), **_rgba(look)}


def _told(launch: datetime, own: Iterable[Spell]) -> Iterable[str]:
    for spell in own:
        yield f"{moment(launch, spell.from_s)}: {SPELLS[spell.state].words}"


def _visits(view: RunView) -> Iterable[Packet]:
    shapes = {feature["properties"]["area_code"]: feature for feature in view.areas}
    for count, visit in enumerate(visits(view)):
        name = shapes[visit.code]["properties"]["area_name"] or visit.code
        for number, rings in enumerate(parts(shapes[visit.code])):
            yield {
                "id": f"visit/{count}/{number}",
                "name": f"{name}: {HAZARD.words}",
                "description": _html(view, f"{visit.object} over {name}"),
                "availability": _interval(launch_of(view), visit.enter_s, visit.exit_s),
                "polyline": {
                    "positions": _rings(rings)["positions"],
                    "width": 3,
                    "material": {"solidColor": {"color": _rgba(Look("", HAZARD.colour, 1.0))}},
                    "clampToGround": True,
                },
            }


def _messages(view: RunView) -> Iterable[Packet]:
    centres = middles(view)
    for message in messages(view):
        packet: Packet = {
            "id": f"message/{message.number}",
            "name": f"Message {message.number}: {message.type.replace('_', ' ')} (EXERCISE)",
            "description": _html(view, message.text_en, message.text_ja, f"to {len(message.areas)} areas"),
            "availability": _interval(launch_of(view), message.t_s, message.until_s),
        }
        places = [centres[code] for code in message.areas if code in centres]
        if places:
            lon, lat = place_of(places)
            packet["position"] = {"cartographicDegrees": [round(lon, 5), round(lat, 5), 0.0]}
            packet["label"] = {"text": f"EXERCISE {message.number}", "font": "bold 14px sans-serif"}
            packet["label"] |= {"showBackground": True}
        yield packet


def _rings(rings: list[list[list[float]]]) -> Packet:
    outer, *holes = [[value for lon, lat in ring for value in (lon, lat, 0.0)] for ring in rings]
    found: Packet = {"positions": {"cartographicDegrees": outer}}
    return found | ({"holes": {"cartographicDegrees": holes}} if holes else {})


def _rgba(look: Look) -> Packet:
    return {"rgba": [*look.rgb, round(255 * look.opacity)]}


def _interval(launch: datetime, from_s: Seconds, to_s: Seconds) -> str:
    return f"{moment(launch, from_s)}/{moment(launch, to_s)}"


def _html(view: RunView, *lines: str) -> str:
    # Viewers show a description as HTML.
    return "".join(f"<p>{escape(line)}</p>" for line in (view.summary["mark"], *lines) if line)
