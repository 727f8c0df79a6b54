"""``lead.png``: how long before the footprint, or the closest approach, each area was warned."""

from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.output.figures.basemap import draw_basemap, draw_scale
from sim.output.figures.clock import Clock
from sim.output.figures.extent import closer_look, concern
from sim.output.figures.flightlines import draw_swath, draw_track, name_track, outer_sides
from sim.output.figures.frame import Frame, frame_around
from sim.output.figures.labels import Labels
from sim.output.figures.lettering import families, write
from sim.output.figures.mapsheet import BODY_IN, MAP_IN, PANEL_IN, ROW_DOWN_IN, ZOOM_IN, draw_maps, reaches
from sim.output.figures.palette import INK, LATE, MISSED, NEITHER, QUIET_INK
from sim.output.figures.people import name_areas
from sim.output.figures.scene import Area, Scene, read_scene
from sim.output.figures.shades import Shades, draw_shade_bar, draw_shaded, even_shades, panel_title
from sim.output.figures.sheet_text import map_sources, subtitle
from sim.output.figures.style import MARGIN_IN, SMALL_PT, TEXT_PT, WIDTH_IN, new_sheet, save
from sim.output.figures.words import Language, Words
from sim.output.view import RunView

_KEY_IN, _APART_IN = 2.35, 0.67
_NAMES = 12


def draw_lead(view: RunView, path: Path, language: Language = "en") -> Path:
    """Draw the lead-time map of a run to ``path``, in the format of its suffix."""
    return save(lead_figure(view, language), path)


def lead_figure(view: RunView, language: Language = "en") -> Figure:
    """Areas shaded by lead time, a closer look at the densest corner, and people by lead time."""
    clock = Clock.of(view.summary, language)
    scene, say = read_scene(view, clock.say), clock.say
    leads = [lead_min(area) for area in scene.areas]
    known = [lead for lead in leads if lead is not None and lead >= 0.0]
    shades = even_shades(min(known, default=0.0), max(known, default=1.0))
    sheet = new_sheet(
        mark=say(view.summary["mark"]),
        title=say.title(view.summary),
        lines=[subtitle(view, clock), say(_WHAT)],
        body_in=BODY_IN,
        sources=map_sources(view, say),
    )
    frame = frame_around(concern(scene), *MAP_IN)
    closer = closer_look(scene, frame, ZOOM_IN, PANEL_IN)
    draw = partial(_map, scene=scene, shades=shades, say=say)
    left_in = draw_maps(sheet, frame, closer, draw, say, _APART_IN)
    wide_in = WIDTH_IN - MARGIN_IN - left_in - _KEY_IN - 0.2
    bars = sheet.axes(left_in, ROW_DOWN_IN, wide_in, PANEL_IN)
    _people(bars, scene, leads, shades, say)
    key = sheet.axes(WIDTH_IN - MARGIN_IN - _KEY_IN, ROW_DOWN_IN, _KEY_IN, PANEL_IN)
    others = [(LATE.colour, say("warned after")), (NEITHER.colour, say("not warned"))]
    others += [(MISSED.colour, say(MISSED.label)), ("", say("thick outline: a footprint arrives"))]
    draw_shade_bar(key, shades, say("Lead time in minutes"), others, _KEY_IN)
    return sheet.figure


_WHAT = "Lead time: from the warning to the footprint or, where none comes, to the closest approach"


def lead_min(area: Area) -> float | None:
    """Minutes from the warning to the footprint's arrival or, where none comes, to the closest approach."""
    row = area.row
    arrival_s = row["closest_s"] if row["enter_s"] is None else row["enter_s"]
    return None if row["warned_s"] is None or arrival_s is None else (arrival_s - row["warned_s"]) / 60.0


def _colour(area: Area, lead: float | None, shades: Shades) -> str:
    if lead is None:
        return MISSED.colour if area.kind is MISSED else NEITHER.colour
    return LATE.colour if lead < 0.0 else shades.of(lead)


def _map(
    ax: Axes, frame: Frame, *, scene: Scene, shades: Shades, say: Words, lines: int, closer: Frame | None
) -> None:
    draw_basemap(ax, frame, lines=lines)
    for one in scene.flown:
        draw_swath(ax, one)
        draw_track(ax, one, 1.6)
    labels = Labels(ax)
    draw_scale(ax, frame, labels, say)
    seen = [area for area in scene.areas if area.outline is not None and reaches(area, frame)]
    colours = [_colour(area, lead_min(area), shades) for area in seen]
    draw_shaded(ax, frame, seen, colours, [area.row["enter_s"] is not None for area in seen])
    for area in seen:
        if area.outline is not None:
            labels.block_cells(labels.cells(np.asarray(area.outline.vertices)))
    for one in scene.flown:
        labels.block_line(one.lon, one.lat)
    if closer is not None or frame.km_per_in > 20.0:
        for one, side in zip(scene.flown, outer_sides(frame, scene.flown), strict=True):
            name_track(frame, one, side, labels)
    named = [
        area for area in sorted(seen, key=scene.rank) if closer is None or not closer.holds(*area.centre)
    ]
    name_areas(labels, frame, named, limit=_NAMES)


def _people(ax: Axes, scene: Scene, leads: list[float | None], shades: Shades, say: Words) -> None:
    """People of the areas warned, by the steps of the map."""
    panel_title(ax, say("People by lead time"))
    pairs = [
        (lead, area.row["population"] or 0)
        for area, lead in zip(scene.areas, leads, strict=True)
        if lead is not None
    ]
    people, _ = np.histogram(
        np.clip([lead for lead, _ in pairs], shades.edges[0], shades.edges[-1]),
        shades.edges,
        weights=[number for _, number in pairs],
    )
    low, high = np.array(shades.edges[:-1]), np.array(shades.edges[1:])
    ax.barh(
        0.5 * (low + high), people, high - low, color=shades.colours, edgecolor=INK, linewidth=0.5, zorder=3
    )
    top = max(float(people.max(initial=0.0)), 1.0)
    for y, number in zip(0.5 * (low + high), people, strict=True):
        if number:
            write(ax, number + 0.02 * top, y, f"{number:,.0f}", size=SMALL_PT, color=INK, va="center")
    ax.set_xlim(0.0, 1.4 * top)
    ax.set_ylim(shades.edges[0], shades.edges[-1])
    ax.set_xticks([])
    words: dict[str, Any] = {"family": list(families())}
    ax.set_yticks(shades.edges, [f"{edge:g}" for edge in shades.edges], **words)
    ax.set_ylabel(say("lead time in minutes"), size=SMALL_PT, color=QUIET_INK, **words)
    ax.tick_params(labelsize=SMALL_PT, labelcolor=QUIET_INK, color=QUIET_INK, length=3, width=0.6, pad=2)
    for side, spine in ax.spines.items():
        spine.set(color=QUIET_INK, linewidth=0.8, visible=side in ("left", "bottom"))
    unknown = sum(
        area.row["population"] is None and lead is not None
        for area, lead in zip(scene.areas, leads, strict=True)
    )
    if unknown:
        small = {"size": SMALL_PT, "color": QUIET_INK, "va": "top"}
        text = say("and {n:,} areas of unknown population", n=unknown)
        write(ax, 0.0, -0.02, text, transform=ax.transAxes, **small)
    if not pairs:
        middle = {"size": TEXT_PT, "color": QUIET_INK, "ha": "center", "va": "center"}
        write(ax, 0.5, 0.5, say("no area was warned"), transform=ax.transAxes, **middle)
