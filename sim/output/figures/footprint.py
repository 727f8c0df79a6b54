"""``footprint.png``: who lay under the flight, and how long before it they were warned."""

from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from sim.output.figures.basemap import draw_basemap, draw_scale
from sim.output.figures.clock import Clock
from sim.output.figures.extent import closer_look, concern, track_bounds
from sim.output.figures.flightlines import (
    draw_direction,
    draw_knots,
    draw_swath,
    draw_ticks,
    draw_track,
    draw_zones,
    name_ends,
    name_track,
    outer_sides,
    tick_step_s,
)
from sim.output.figures.frame import Bounds, Frame, frame_around
from sim.output.figures.key import GATE, draw_key
from sim.output.figures.labels import Labels
from sim.output.figures.nearest import draw_nearest, name_overflown
from sim.output.figures.palette import INK
from sim.output.figures.people import draw_areas, name_areas
from sim.output.figures.scene import Area, Scene, read_scene
from sim.output.figures.shades import panel_title
from sim.output.figures.sheet_text import headline, map_sources, subtitle
from sim.output.figures.style import MARGIN_IN, SMALL_PT, WIDTH_IN, Sheet, new_sheet, save, watermark
from sim.output.figures.words import Language, Words
from sim.output.view import RunView
from sim.units import Seconds

_AXIS_IN = 0.42
_MAP_IN = (WIDTH_IN - 2.0 * MARGIN_IN - _AXIS_IN, 5.3)
_ROW_DOWN_IN = _MAP_IN[1] + 0.6
_PANEL_IN = 3.05
_ZOOM_IN, _FLIGHT_IN = 2.6, 1.95
_FULLY_NAMED = 6
_NAMES, _NAMES_CLOSER = 14, 12


def draw_footprint(view: RunView, path: Path, language: Language = "en") -> Path:
    """Draw the map of a run to ``path``, in the format of its suffix (PNG: 1500 pixels wide)."""
    return save(footprint_figure(view, language), path)


def footprint_figure(view: RunView, language: Language = "en") -> Figure:
    """The map as a figure: the areas concerned, a closer look at the densest corner, and the whole flight."""
    clock = Clock.of(view.summary, language)
    scene, say = read_scene(view, clock.say), clock.say
    body_in = _ROW_DOWN_IN + _PANEL_IN + 0.4
    sheet = new_sheet(
        mark=say(view.summary["mark"]),
        title=say.title(view.summary),
        lines=[subtitle(view, clock), headline(view, say)],
        body_in=body_in,
        sources=map_sources(view, say),
    )
    frame = frame_around(concern(scene), *_MAP_IN)
    closer = closer_look(scene, frame, _ZOOM_IN, _PANEL_IN)
    step_s = tick_step_s(frame, scene.flown)
    _main(sheet, frame, scene, clock, step_s, closer)
    left_in = MARGIN_IN + _AXIS_IN
    if closer is not None:
        _zoom(sheet, left_in, closer, scene, say)
        left_in += _ZOOM_IN + _AXIS_IN + 0.1
    flight_in = _FLIGHT_IN if closer is not None else _FLIGHT_IN + _ZOOM_IN
    _flight(sheet, left_in, flight_in, frame, scene, clock)
    left_in += flight_in + 0.25
    wide_in = WIDTH_IN - MARGIN_IN - left_in
    draw_key(sheet.axes(left_in, _ROW_DOWN_IN - 0.2, wide_in, _PANEL_IN + 0.2), scene, clock, step_s, wide_in)
    return sheet.figure


def _main(
    sheet: Sheet, frame: Frame, scene: Scene, clock: Clock, step_s: Seconds, closer: Frame | None
) -> None:
    ax = sheet.axes(MARGIN_IN + _AXIS_IN, 0.0, *_MAP_IN)
    draw_basemap(ax, frame, lines=12)
    watermark(ax, 54.0, at=(0.5, 0.09))
    draw_zones(ax, scene)
    for one in scene.flown:
        draw_swath(ax, one)
        draw_track(ax, one, 1.9)
        draw_knots(ax, one)
        draw_direction(ax, frame, one, step_s, clock)
    for _, lon, lat in scene.gates:
        ax.plot(lon, lat, zorder=4.5, **GATE)
    labels = Labels(ax)
    draw_scale(ax, frame, labels, clock.say)
    seen = draw_areas(ax, frame, scene.areas, labels)
    _keep_tracks_free(labels, scene)
    if closer is not None:
        _outline(ax, closer, labels)
        corner = [(0.0, 4.0, "left", "bottom"), (4.0, -4.0, "left", "top")]
        labels.put(closer.west, closer.north, clock.say("closer look"), corner, size=SMALL_PT, color=INK)
    if scene.nearest is not None:
        draw_nearest(ax, frame, scene.nearest, clock, labels)
    over = _overflown(scene)
    name_overflown(frame, over, labels, clock.say)
    sided = [*zip(scene.flown, outer_sides(frame, scene.flown), strict=True)]
    for one, side in sided:
        name_track(frame, one, side, labels)
    for one, side in sided:
        draw_ticks(ax, frame, one, clock, step_s, side, labels)
    name_areas(labels, frame, _worth_naming(scene, seen, closer, over), limit=_NAMES)


def _keep_tracks_free(labels: Labels, scene: Scene) -> None:
    for one in scene.flown:
        labels.block_line(one.lon, one.lat)


def _overflown(scene: Scene) -> list[Area]:
    over = sorted((a for a in scene.areas if a.row["enter_s"] is not None), key=scene.rank)
    return [a for a in over if scene.nearest is None or a is not scene.nearest.area][:_FULLY_NAMED]


def _worth_naming(scene: Scene, seen: list[Area], closer: Frame | None, named: list[Area]) -> list[Area]:
    """Areas left to name: those in the closer look are named there."""
    known = {area.row["area_code"] for area in named}
    if scene.nearest is not None:
        known.add(scene.nearest.area.row["area_code"])
    rest = sorted((area for area in seen if area.row["area_code"] not in known), key=scene.rank)
    if closer is None:
        return rest
    return [area for area in rest if not closer.holds(*area.centre)]


def _zoom(sheet: Sheet, left_in: float, frame: Frame, scene: Scene, say: Words) -> None:
    ax = sheet.axes(left_in, _ROW_DOWN_IN, _ZOOM_IN, _PANEL_IN)
    panel_title(ax, say("Closer look"))
    draw_basemap(ax, frame, lines=4)
    watermark(ax, 13.0, rotation=90.0, at=(0.94, 0.26))
    for one in scene.flown:
        draw_swath(ax, one)
        draw_track(ax, one, 1.9)
    labels = Labels(ax)
    draw_scale(ax, frame, labels, say)
    seen = draw_areas(ax, frame, scene.areas, labels)
    _keep_tracks_free(labels, scene)
    name_areas(labels, frame, sorted(seen, key=scene.rank), limit=_NAMES_CLOSER)


def _flight(sheet: Sheet, left_in: float, wide_in: float, main: Frame, scene: Scene, clock: Clock) -> None:
    ax = sheet.axes(left_in, _ROW_DOWN_IN, wide_in, _PANEL_IN)
    panel_title(ax, clock.say("Whole flight"))
    bounds: Bounds = main
    for one in scene.flown:
        bounds = bounds.joined(track_bounds(one.lon, one.lat))
    for zone in scene.zones:
        bounds = bounds.joined(track_bounds(*np.asarray(zone.vertices).T))
    frame = frame_around(bounds, wide_in, _PANEL_IN, margin=0.04)
    draw_basemap(ax, frame, lines=int(1.6 * wide_in))
    watermark(ax, 13.0, rotation=90.0, at=(0.9, 0.26))
    draw_zones(ax, scene)
    for one in scene.flown:
        draw_swath(ax, one)
        draw_track(ax, one, 1.4)
    labels = Labels(ax)
    _outline(ax, main, labels)
    _keep_tracks_free(labels, scene)
    name_ends(scene.flown, clock, labels, starts=True)


def _outline(ax: Axes, frame: Frame, labels: Labels) -> None:
    size = (frame.east - frame.west, frame.north - frame.south)
    box: dict[str, Any] = {"facecolor": "none", "edgecolor": INK, "linewidth": 0.9, "zorder": 6.8}
    ax.add_artist(Rectangle((frame.west, frame.south), *size, **box))
    west, south, east, north = frame.west, frame.south, frame.east, frame.north
    labels.block_line(np.array([west, east, east, west, west]), np.array([south, south, north, north, south]))
