"""What lies under a run on the page's map: areas, land, zones and gates, and which part to look at first."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from sim.output.figures.frame import unrolled
from sim.output.replay.mercator import project, unproject
from sim.output.replay.shapes import map_line, map_rings, path_text, thinned, tolerance_for
from sim.output.view import RunView
from sim.units import Degrees, Floats

MAPPED_DEG = (100.0, 0.0, 155.0, 55.0)
"""West, south, east and north of the shipped land; beyond it the map knows neither land nor sea."""
_WHOLE_LAYER = 12_000.0
_NEAREST = 10
_MARGIN = 0.06
_AROUND = 0.33
_WIDEST_SCREEN = 2.4
_TURNS = (-360.0, 0.0, 360.0)
_LAND_TOLERANCE = 8.0

Box = tuple[float, float, float, float]


def meridian(view: RunView) -> Degrees:
    """The meridian about which longitudes are unrolled: the middle of the first track."""
    for track in view.tracks:
        if track["geometry"] is not None:
            lon = np.unwrap(np.array(track["geometry"]["coordinates"])[:, 0], period=360.0)
            return float(0.5 * (lon.min() + lon.max()))
    return 0.0


def areas_of(view: RunView, near_deg: Degrees) -> list[dict[str, Any]]:
    """Every area: code, names, people, outline ``d``, ``box``, and place ``at`` and ``size`` of
    the largest part, in map units."""
    outlines = [map_rings(area["geometry"], near_deg) for area in view.areas]
    tolerance = tolerance_for(sum(len(ring) for rings in outlines for ring in rings))
    few = iter(thinned([ring for rings in outlines for ring in rings], tolerance))
    return [
        _area(area["properties"], [next(few) for _ in rings])
        for area, rings in zip(view.areas, outlines, strict=True)
    ]


def gates_of(view: RunView, near_deg: Degrees) -> list[dict[str, Any]]:
    """Lines whose crossing counts as the overflight."""
    return [
        {
            "title": gate["properties"]["title"],
            "d": path_text([map_line(gate["geometry"], near_deg)], closed=False),
        }
        for gate in _features(view, "gate")
    ]


def zones_of(view: RunView, near_deg: Degrees) -> list[dict[str, Any]]:
    """Drop zones as published or derived."""
    found = []
    for zone in _features(view, "zone"):
        rings = map_rings(zone["geometry"], near_deg)
        if rings:
            texts = {key: zone["properties"].get(key) for key in ("title", "title_ja", "basis")}
            found.append(texts | {"d": path_text(thinned(rings, 2.0)), "box": _box(rings)})
    return found


def land_around(box: Box) -> str:
    """The shipped land within a box in map units."""
    import shapely

    from sim.geo.layers import load_context

    (west, north), (east, south) = unproject(box[0], box[1]), unproject(box[2], box[3])
    land = load_context()
    rings: list[Floats] = []
    for turn in _TURNS:
        clipped = shapely.get_parts(shapely.clip_by_rect(land, west - turn, south, east - turn, north))
        points, line = shapely.get_coordinates(shapely.get_rings(clipped), return_index=True)
        if len(points):
            places = project(points[:, 0] + turn, points[:, 1])
            rings += np.split(places, np.flatnonzero(np.diff(line)) + 1)
    return path_text(thinned(rings, _LAND_TOLERANCE))


def mapped_boxes() -> list[Box]:
    """The box of the shipped land, in map units, in each turn of the Earth it may be seen in."""
    west, south, east, north = MAPPED_DEG
    corners = [project([west + turn, east + turn], [north, south]) for turn in _TURNS]
    return [tuple(np.rint(corner).astype(int).ravel().tolist()) for corner in corners]


def first_look(areas: Sequence[dict[str, Any]], view: RunView, near_deg: Degrees) -> Box:
    """The box to open with: a small layer whole, of a large one the areas concerned, and the closest approach."""
    drawn = [area for area in areas if area["box"]]
    if not drawn:
        return whole_flight(areas, view, near_deg)
    box = joined(area["box"] for area in drawn)
    if max(box[2] - box[0], box[3] - box[1]) > _WHOLE_LAYER:
        box = joined(area["box"] for area in _concerned(drawn, view))
    place = _closest_place(view, near_deg)
    if place is not None and _is_near(place, box):
        box = joined([box, (*place, *place)])
    return roomy(box)


def whole_flight(areas: Sequence[dict[str, Any]], view: RunView, near_deg: Degrees) -> Box:
    """The box of all tracks and of the areas concerned."""
    boxes = [
        _box([map_line(one["geometry"], near_deg)]) for one in view.tracks if one["geometry"] is not None
    ]
    boxes += [area["box"] for area in _concerned([area for area in areas if area["box"]], view)]
    return roomy(joined(boxes)) if boxes else (-1000.0, -1000.0, 1000.0, 1000.0)


def surroundings(box: Box) -> Box:
    """What may be seen around a box: a third more each way, at least as wide as a wide screen, of what is mapped."""
    west, north, east, south = roomy(box, _AROUND)
    more = max(0.0, _WIDEST_SCREEN * (south - north) - (east - west)) / 2.0
    return west - more, north, east + more, south


def roomy(box: Box, margin: float = _MARGIN) -> Box:
    """The box with a margin, a share of its longer side, and never smaller than a few kilometres."""
    room = margin * max(box[2] - box[0], box[3] - box[1], 500.0)
    return box[0] - room, box[1] - room, box[2] + room, box[3] + room


def joined(boxes: Iterable[Box]) -> Box:
    """The smallest box round all."""
    table = np.array([*boxes], float)
    return (*table[:, :2].min(axis=0).tolist(), *table[:, 2:].max(axis=0).tolist())


def _concerned(drawn: list[dict[str, Any]], view: RunView) -> list[dict[str, Any]]:
    """Areas that were warned or overflown; the ten nearest ones if there are none."""
    touched = {event.subject for event in view.log.of("warned", "hazard_enter")}
    near_m = {event.subject: event.fields["distance_m"] for event in view.log.of("closest_approach")}
    near = sorted((area for area in drawn if area["code"] in near_m), key=lambda one: near_m[one["code"]])
    return [area for area in drawn if area["code"] in touched] or near[:_NEAREST] or drawn


def _closest_place(view: RunView, near_deg: Degrees) -> tuple[float, float] | None:
    """Where the object was that came closest to any area."""
    found = min(view.log.of("closest_approach"), key=lambda event: event.fields["distance_m"], default=None)
    for track in view.tracks:
        if found is not None and track["properties"]["object"] == found.fields["object"]:
            points = np.array(track["geometry"]["coordinates"], float)
            lon = np.interp(found.t_s, track["properties"]["t_s"], unrolled(points[:, 0], near_deg))
            lat = np.interp(found.t_s, track["properties"]["t_s"], points[:, 1])
            x, y = project(lon, lat).tolist()
            return x, y
    return None


def _is_near(place: tuple[float, float], box: Box) -> bool:
    reach = max(box[2] - box[0], box[3] - box[1])
    return box[0] - reach < place[0] < box[2] + reach and box[1] - reach < place[1] < box[3] + reach


def _area(row: dict[str, Any], rings: list[Floats]) -> dict[str, Any]:
    largest = max(rings, key=lambda ring: float(np.prod(np.ptp(ring, axis=0))), default=np.zeros((1, 2)))
    middle = 0.5 * (largest.min(axis=0) + largest.max(axis=0))
    return {
        "code": row["area_code"],
        "en": row["area_name"],
        "ja": row.get("area_name_ja") or row["area_name"],
        "people": row["population"],
        "d": path_text(rings),
        "at": np.rint(middle).astype(int).tolist(),
        "size": np.ptp(largest, axis=0).tolist(),
        "box": _box(rings) if rings else None,
    }


def _box(lines: Sequence[Floats]) -> Box:
    points = np.concatenate(lines)
    return (*points.min(axis=0).tolist(), *points.max(axis=0).tolist())


def _features(view: RunView, kind: str) -> list[dict[str, Any]]:
    return [
        feature
        for feature in view.footprint["features"]
        if feature["properties"]["kind"] == kind and feature["geometry"] is not None
    ]
