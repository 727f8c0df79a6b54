"""What the map shows, read from a run folder's GeoJSON, with longitudes unrolled about one meridian."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from matplotlib.path import Path as Outline

from sim.output.figures.frame import Bounds, unrolled
from sim.output.figures.palette import LATE, MISSED, NEEDLESS, NEITHER, AreaClass, area_class, object_colour
from sim.output.figures.words import ENGLISH, Words
from sim.output.view import RunView
from sim.units import Degrees, DegreesArray, Floats, Metres, Seconds, SecondsArray


@dataclass(frozen=True, eq=False)
class Flown:
    """One object: its ground track, knots and what becomes of it."""

    name: str
    title: str
    end: str
    colour: str
    radius_km: float
    radius_basis: str
    t_s: SecondsArray
    lon: DegreesArray
    lat: DegreesArray
    knot_t_s: SecondsArray
    knot_basis: list[str]
    swath: Outline | None

    def place(self, t_s: Any) -> tuple[DegreesArray, DegreesArray]:
        """Longitude and latitude at times within the track, straight between samples."""
        return np.interp(t_s, self.t_s, self.lon), np.interp(t_s, self.t_s, self.lat)


@dataclass(frozen=True, eq=False)
class Area:
    """One area: its outline, the boxes ``(P, 4)`` of its parts and its row of ``areas.csv``."""

    outline: Outline | None
    part_boxes: DegreesArray
    row: dict[str, Any]
    kind: AreaClass

    @cached_property
    def bounds(self) -> Bounds:
        """The box round all parts."""
        low, high = self.part_boxes[:, :2].min(axis=0), self.part_boxes[:, 2:].max(axis=0)
        return Bounds(*low.tolist(), *high.tolist())

    @cached_property
    def largest(self) -> Bounds:
        """The box round the largest part."""
        sizes = np.prod(self.part_boxes[:, 2:] - self.part_boxes[:, :2], axis=1)
        return Bounds(*self.part_boxes[int(np.argmax(sizes))].tolist())

    @property
    def centre(self) -> tuple[Degrees, Degrees]:
        """Middle of the largest part's box."""
        return 0.5 * (self.largest.west + self.largest.east), 0.5 * (self.largest.south + self.largest.north)


@dataclass(frozen=True, eq=False)
class Nearest:
    """The closest of all closest approaches."""

    area: Area
    flown: Flown
    distance_m: Metres
    t_s: Seconds


@dataclass(frozen=True, eq=False)
class Scene:
    """All that is drawn on a map."""

    flown: list[Flown]
    areas: list[Area]
    gates: list[tuple[str, DegreesArray, DegreesArray]]
    zones: list[Outline] = field(default_factory=list)

    @cached_property
    def nearest(self) -> Nearest | None:
        """``None`` if no area has a closest approach."""
        rows = [area for area in self.areas if area.row["closest_m"] is not None and area.outline is not None]
        objects = {one.name: one for one in self.flown}
        if not rows:
            return None
        area = min(rows, key=lambda one: (one.row["closest_m"], one.row["closest_s"]))
        flown = objects[area.row["closest_object"]]
        return Nearest(area, flown, area.row["closest_m"], area.row["closest_s"])

    def concerned(self) -> list[Area]:
        """Areas that were warned or overflown; the ten nearest ones if there are none."""
        drawn = [area for area in self.areas if area.outline is not None]
        found = [area for area in drawn if area.kind is not NEITHER]
        near = sorted(
            (area for area in drawn if area.row["closest_m"] is not None),
            key=lambda one: one.row["closest_m"],
        )
        return found or near[:10] or drawn

    def rank(self, area: Area) -> tuple[int, float, int]:
        """Sort key: unwarned areas first, then late ones, other overflown ones, the nearest, the most populous."""
        grave = {MISSED.key: 0, LATE.key: 1, NEEDLESS.key: 4, NEITHER.key: 4}.get(area.kind.key, 2)
        if grave == 4 and self.nearest is not None and area is self.nearest.area:
            grave = 3
        enter_s = area.row["enter_s"]
        return grave, 0.0 if enter_s is None else enter_s, -(area.row["population"] or 0)


def read_scene(view: RunView, say: Words = ENGLISH) -> Scene:
    """The scene of a run, its names in the reader's language."""
    near = _meridian(view)
    swaths = {one["properties"]["object"]: one["geometry"] for one in view.swaths}
    flown = [
        _flown(track, swaths.get(track["properties"]["object"]), object_colour(index), near, say)
        for index, track in enumerate(view.tracks)
        if track["geometry"] is not None and not view.nothing_flew
    ]
    gates = [
        (say.title({"title": "Gate", **feature["properties"]}), *_line(feature["geometry"], near))
        for feature in view.footprint["features"]
        if feature["properties"]["kind"] == "gate"
    ]
    zones = [
        outline_of([ring for part in _parts(feature["geometry"], near) for ring in part])
        for feature in view.footprint["features"]
        if feature["properties"]["kind"] == "zone"
    ]
    areas = [_area(feature, near, say) for feature in view.areas]
    return Scene(flown, areas, gates, [zone for zone in zones if zone is not None])


def outline_of(rings: list[Floats]) -> Outline | None:
    """One compound path of closed rings ``(N, 2)``."""
    if not rings:
        return None
    ends = np.cumsum([len(ring) for ring in rings])
    codes = np.full(ends[-1], Outline.LINETO, dtype=Outline.code_type)
    codes[np.concatenate([[0], ends[:-1]])] = Outline.MOVETO
    codes[ends - 1] = Outline.CLOSEPOLY
    return Outline(np.concatenate(rings), codes)


def _meridian(view: RunView) -> Degrees:
    for track in view.tracks:
        if track["geometry"] is not None:
            lon = np.unwrap(np.array(track["geometry"]["coordinates"])[:, 0], period=360.0)
            return float(0.5 * (lon.min() + lon.max()))
    return 0.0


def _line(geometry: dict[str, Any], near: Degrees) -> tuple[DegreesArray, DegreesArray]:
    points = np.array(geometry["coordinates"], float)
    return unrolled(points[:, 0], near), points[:, 1]


def _flown(track: dict[str, Any], swath: Any, colour: str, near: Degrees, say: Words) -> Flown:
    properties = track["properties"]
    lon, lat = _line(track["geometry"], near)
    return Flown(
        name=properties["object"],
        title=say.title(properties),
        end=properties["end"],
        colour=colour,
        radius_km=properties["radius_km"],
        radius_basis=properties["radius_basis"],
        t_s=np.array(properties["t_s"], float),
        lon=lon,
        lat=lat,
        knot_t_s=np.array(properties["knot_t_s"], float),
        knot_basis=properties["knot_basis"],
        swath=outline_of([ring for part in _parts(swath, near) for ring in part]),
    )


def _area(feature: dict[str, Any], near: Degrees, say: Words) -> Area:
    parts = _parts(feature["geometry"], near)
    boxes = [[*part[0].min(axis=0), *part[0].max(axis=0)] for part in parts]
    row = feature["properties"] | {"area_name": say.area(feature["properties"])}
    return Area(
        outline_of([ring for part in parts for ring in part]),
        np.array(boxes, float).reshape(-1, 4),
        row,
        area_class(row),
    )


def _parts(geometry: dict[str, Any] | None, near: Degrees) -> list[list[Floats]]:
    """Rings of each polygon, ``(N, 2)`` each, the outer one first."""
    if geometry is None or not geometry["coordinates"]:
        return []
    single = geometry["type"] == "Polygon"
    polygons = [geometry["coordinates"]] if single else geometry["coordinates"]
    return [[_ring(ring, near) for ring in polygon] for polygon in polygons]


def _ring(ring: list[list[float]], near: Degrees) -> Floats:
    points = np.array(ring, float)
    points[:, 0] = unrolled(points[:, 0], near)
    return points
