"""``run.kml``: a run on the time slider of a globe. KML 2.2 with ``gx:Track``; nothing is loaded from elsewhere."""

import re
from collections.abc import Iterable, Sequence
from html import escape
from typing import Any
from xml.etree import ElementTree as Tree

import numpy as np

from sim.geo.footprints import circle, within_180
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
    spells,
    visits,
)
from sim.output.looks import HAZARD, SPELLS, Look
from sim.output.view import RunView
from sim.units import Seconds

_KML = "http://www.opengis.net/kml/2.2"
_GX = "http://www.google.com/kml/ext/2.2"
_FOOTPRINT_STEP_S = 10.0
_LEAST_RANGE_M = 1_000_000.0
_ICON_SCALE = 0.8
_NOT_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_AREA_FIELDS = ("area_code", "area_name_ja", "population", "closest_m", "lead_s")


def kml(view: RunView) -> bytes:
    """The document: flight, footprints, areas by state, visits and messages, each with its time."""
    Tree.register_namespace("", _KML)
    Tree.register_namespace("gx", _GX)
    root = Tree.Element(f"{{{_KML}}}kml")
    document = _add(root, "Document")
    _add(document, "name", f"SIMULATION: {view.summary['title']}")
    _add(document, "open", "1")
    _describe(document, view, view.summary["credit"])
    flown = moving(view)
    _look(document, view, flown)
    _styles(document, view)
    _folder(document, "Objects", view, (_track(one, index, view) for index, one in enumerate(flown)))
    for index, one in enumerate(flown):
        if one.radius_km > 0.0:
            name = f"Footprint of {one.title}: {one.radius_km:g} km ({one.radius_basis})"
            _folder(document, name, view, _circles(one, index, view))
    _folder(document, "Areas", view, _areas(view))
    _folder(document, "Footprint over areas", view, _visits(view))
    _folder(document, "Messages", view, _messages(view))
    Tree.indent(root, " ")
    return bytes(Tree.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def _look(document: Tree.Element, view: RunView, flown: Sequence[Moving]) -> None:
    """Where and when a viewer begins: above the areas, at the first message, else at the launch."""
    centres = list(middles(view).values())
    if not centres:
        return
    lon, lat = place_of(centres)
    look = _add(document, "LookAt")
    sent = messages(view)
    _add(_add(look, "TimeStamp", space=_GX), "when", moment(launch_of(view), sent[0].t_s if sent else 0.0))
    away_m = max((float(one.alt_m.max()) for one in flown), default=0.0)
    for key, value in (("longitude", lon), ("latitude", lat), ("altitude", 0), ("heading", 0), ("tilt", 30)):
        _add(look, key, f"{value:.5f}")
    _add(look, "range", f"{_LEAST_RANGE_M + 2.0 * away_m:.0f}")


def _folder(document: Tree.Element, name: str, view: RunView, features: Iterable[Tree.Element]) -> None:
    folder = _add(document, "Folder")
    _add(folder, "name", name)
    _describe(folder, view)
    folder.extend([*features])


def _placemark(
    view: RunView, name: str, style: str, about: str, time_s: tuple[Seconds, Seconds] | None
) -> Tree.Element:
    placemark = Tree.Element(f"{{{_KML}}}Placemark")
    _add(placemark, "name", name)
    _describe(placemark, view, about)
    if time_s is not None:
        span = _add(placemark, "TimeSpan")
        _add(span, "begin", moment(launch_of(view), time_s[0]))
        _add(span, "end", moment(launch_of(view), time_s[1]))
    _add(placemark, "styleUrl", f"#{style}")
    return placemark


def _describe(feature: Tree.Element, view: RunView, about: str = "") -> None:
    # Viewers read a description as HTML.
    lines = [view.summary["mark"], *about.split("\n")]
    _add(feature, "description", "<br>".join(escape(line) for line in lines if line))


def _track(one: Moving, index: int, view: RunView) -> Tree.Element:
    about = f"{one.title}\nthe flight as simulated"
    placemark = _placemark(view, one.title, f"object{index}", about, None)
    track = _add(placemark, "Track", space=_GX)
    _add(track, "altitudeMode", "absolute")
    launch = launch_of(view)
    for t_s in one.t_s:
        _add(track, "when", moment(launch, float(t_s), fraction=True))
    for lon, lat, alt in zip(one.lon_deg, one.lat_deg, one.alt_m, strict=True):
        _add(track, "coord", f"{lon:.5f} {lat:.5f} {alt:.0f}", space=_GX)
    return placemark


def _circles(one: Moving, index: int, view: RunView) -> Iterable[Tree.Element]:
    starts = np.arange(one.t_s[0], one.t_s[-1], _FOOTPRINT_STEP_S)
    for start_s in starts.tolist():
        end_s = min(start_s + _FOOTPRINT_STEP_S, float(one.t_s[-1]))
        lon, lat = one.place(0.5 * (start_s + end_s))
        about = f"where it is half way through these {end_s - start_s:g} s"
        placemark = _placemark(view, one.title, f"footprint{index}", about, (start_s, end_s))
        _geometry(placemark, _circle_parts(lon, lat, one.radius_km))
        yield placemark


def _circle_parts(lon: float, lat: float, radius_km: float) -> list[Any]:
    import shapely

    ring_lat, ring_lon = circle(lat, lon, 1000.0 * radius_km)
    shape = within_180(shapely.Polygon(np.column_stack([ring_lon, ring_lat])))
    polygons = shapely.get_parts(shape)
    return [[shapely.get_coordinates(one.exterior).tolist()] for one in polygons]


def _areas(view: RunView) -> Iterable[Tree.Element]:
    by_code = spells(view)
    for feature in view.areas:
        row = feature["properties"]
        for spell in by_code[row["area_code"]]:
            look = SPELLS[spell.state]
            name = row["area_name"] or row["area_code"]
            place = _placemark(view, name, spell.state, f"{name}: {look.words}", (spell.from_s, spell.to_s))
            _data(place, row, spell)
            _geometry(place, parts(feature))
            yield place


def _data(placemark: Tree.Element, row: dict[str, Any], spell: Spell) -> None:
    """What is known of the area and its state; what did not happen is left out."""
    told = {key: row.get(key) for key in _AREA_FIELDS} | {
        "state": spell.state,
        "from_s": round(spell.from_s, 3),
        "to_s": round(spell.to_s, 3),
        "message": spell.message,
    }
    data = _add(placemark, "ExtendedData")
    for key, value in told.items():
        if value is not None:
            _add(_add(data, "Data", name=key), "value", str(value))


def _visits(view: RunView) -> Iterable[Tree.Element]:
    shapes = {feature["properties"]["area_code"]: feature for feature in view.areas}
    for visit in visits(view):
        name = shapes[visit.code]["properties"]["area_name"] or visit.code
        about = f"{name}: under the footprint of {visit.object}"
        placemark = _placemark(view, name, "hazard", about, (visit.enter_s, visit.exit_s))
        _geometry(placemark, parts(shapes[visit.code]))
        yield placemark


def _messages(view: RunView) -> Iterable[Tree.Element]:
    centres = middles(view)
    for message in messages(view):
        name = f"Message {message.number}: {message.type.replace('_', ' ')} (EXERCISE)"
        about = f"{message.text_en}\n{message.text_ja}\nto {len(message.areas)} areas"
        placemark = _placemark(view, name, "message", about, (message.t_s, message.until_s))
        places = [centres[code] for code in message.areas if code in centres]
        if places:
            lon, lat = place_of(places)
            _add(_add(placemark, "Point"), "coordinates", f"{lon:.5f},{lat:.5f}")
        yield placemark


def _styles(document: Tree.Element, view: RunView) -> None:
    for state, look in {**SPELLS, "hazard": HAZARD}.items():
        _area_style(document, state, look, 2.5 if state == "hazard" else 0.8)
    for index in range(len(view.tracks)):
        colour = object_colour(index)
        icon = _style(document, f"object{index}", "IconStyle", colour, 1.0)
        _add(icon, "scale", f"{_ICON_SCALE}")
        line = _add(_last(document), "LineStyle")
        _add(line, "color", _colour(colour, 1.0))
        _add(line, "width", "2.5")
        _area_style(document, f"footprint{index}", Look("", colour, 0.2), 1.2)
    _style(document, "message", "IconStyle", HAZARD.colour, 1.0)


def _area_style(document: Tree.Element, name: str, look: Look, width: float) -> None:
    line = _style(document, name, "LineStyle", look.colour, 1.0)
    _add(line, "width", f"{width}")
    _add(_add(_last(document), "PolyStyle"), "color", _colour(look.colour, look.opacity))


def _style(document: Tree.Element, name: str, kind: str, colour: str, opacity: float) -> Tree.Element:
    """A new style with one part of a kind in a colour; returns that part."""
    part = _add(_add(document, "Style", id=name), kind)
    _add(part, "color", _colour(colour, opacity))
    return part


def _last(document: Tree.Element) -> Tree.Element:
    return document[-1]


def _colour(colour: str, opacity: float) -> str:
    """``aabbggrr``, as KML has it."""
    return f"{round(255 * opacity):02x}{colour[5:7]}{colour[3:5]}{colour[1:3]}".lower()


def _geometry(placemark: Tree.Element, polygons: Iterable[list[list[list[float]]]]) -> None:
    found = list(polygons)
    if not found:
        return
    place = placemark if len(found) == 1 else _add(placemark, "MultiGeometry")
    for rings in found:
        polygon = _add(place, "Polygon")
        for number, ring in enumerate(rings):
            boundary = _add(polygon, "innerBoundaryIs" if number else "outerBoundaryIs")
            corners = " ".join(f"{lon:.5f},{lat:.5f}" for lon, lat in ring)
            _add(_add(boundary, "LinearRing"), "coordinates", corners)


def _add(
    parent: Tree.Element, tag: str, text: str | None = None, space: str = _KML, **attributes: str
) -> Tree.Element:
    child = Tree.SubElement(parent, f"{{{space}}}{tag}", attributes)
    child.text = None if text is None else _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text)
    return child
