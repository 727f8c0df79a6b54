"""``probability-*.png``: how likely it is, area by area, that something happens there."""

from collections.abc import Mapping, Sequence
from functools import cached_property, partial, reduce
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib import colormaps
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from sim.ensemble.products import Chance
from sim.output.ensembleview import EnsembleView
from sim.output.figures.basemap import draw_basemap, draw_scale
from sim.output.figures.ensemblewords import ensemble_sheet, ensemble_sources
from sim.output.figures.extent import closer_look
from sim.output.figures.flightlines import draw_track
from sim.output.figures.frame import Bounds, Frame, frame_around
from sim.output.figures.labels import Labels
from sim.output.figures.lettering import families, wrap, write
from sim.output.figures.mapsheet import BODY_IN, MAP_IN, PANEL_IN, ROW_DOWN_IN, ZOOM_IN, draw_maps, reaches
from sim.output.figures.palette import INK, PAPER, QUIET_INK
from sim.output.figures.people import name_areas
from sim.output.figures.ruled import rule
from sim.output.figures.scene import Area, Scene, read_scene
from sim.output.figures.shades import Shades, draw_shade_bar, draw_shaded, panel_title
from sim.output.figures.style import MARGIN_IN, SMALL_PT, TEXT_PT, WIDTH_IN, save
from sim.output.figures.words import ENGLISH, Language, Words

_KEY_IN, _NAME_IN, _APART_IN = 2.0, 1.45, 0.2
_WHOLE_LAYER_DEG = 12.0
_DENSE_KM_PER_IN = 150.0  # beyond, outlines as thick as elsewhere would hide the colours of small areas
_NAMES, _LISTED = 14, 12
_NEAR = "within_100km"
_TITLES = {
    "overflown": "Probability of being overflown",
    "warned": "Probability of being warned",
    "short_lead": "Probability of being overflown with less than {lead} min of lead",
}
_MEANINGS = {
    "overflown": "Share of runs in which a footprint reached the area",
    "warned": "Share of runs in which the area was warned",
    "short_lead": "Share of runs in which the area was overflown with less than {lead} min of lead",
}
_NOTES = (
    "Bars: {sure:g} % interval (Wilson) of a share of {runs:,} runs. What happened in none of them has a probability "
    "below {none:.2g} % at that confidence. Lines: the nominal flight. Round marks: islands too small to see."
)
NEVER = PAPER


class _Percent(Shades):
    """Steps of a probability in per cent, the likely ones dark; finer where rare and nearly certain lie."""

    @cached_property
    def colours(self) -> list[str]:
        count = len(self.edges) - 1
        palette = colormaps["viridis_r"]
        return [to_hex(palette(0.02 + 0.9 * k / (count - 1))) for k in range(count)]


STEPS = _Percent((0.0, 1.0, 5.0, 10.0, 25.0, 50.0, 75.0, 90.0, 100.0))


def draw_probabilities(
    view: EnsembleView, paths: Mapping[Chance, Path], language: Language = "en"
) -> list[Path]:
    """Draw the map of each event to its path, in the format of its suffix."""
    say = Words(language)
    scene = read_scene(view.map_view(), say)
    return [save(probability_figure(view, scene, chance, say), path) for chance, path in paths.items()]


def probability_figure(view: EnsembleView, scene: Scene, chance: Chance, say: Words = ENGLISH) -> Figure:
    """Areas shaded by probability, a closer look at the densest corner, and the likeliest with their intervals."""
    lead = f"{view.lead_s / 60.0:g}"
    sheet = ensemble_sheet(
        view,
        say,
        title=say(_TITLES[chance.key], lead=lead),
        about=_meaning(chance, lead, say) + _footprint(scene, chance, say),
        body_in=BODY_IN,
        sources=ensemble_sources(view, land=True, say=say),
    )
    frame = frame_around(_bounds(scene, chance), *MAP_IN)
    touched = [area for area in scene.areas if area.outline is not None and _share(area, chance) > 0.0]
    shown = Scene(scene.flown, touched or scene.areas, scene.gates)
    closer = closer_look(shown, frame, ZOOM_IN, PANEL_IN)
    draw = partial(_map, scene=scene, chance=chance, say=say)
    left_in = draw_maps(sheet, frame, closer, draw, say, _APART_IN)
    wide_in = WIDTH_IN - MARGIN_IN - left_in - _NAME_IN - _KEY_IN - 0.3
    _likeliest(sheet.axes(left_in + _NAME_IN, ROW_DOWN_IN, wide_in, PANEL_IN), view, chance, say)
    key = sheet.axes(WIDTH_IN - MARGIN_IN - _KEY_IN, ROW_DOWN_IN, _KEY_IN, PANEL_IN)
    others = [(NEVER, say("in none of the runs"))]
    draw_shade_bar(key, STEPS, say("Probability in per cent"), others, _KEY_IN)
    _notes(key, view, say)
    return sheet.figure


def _meaning(chance: Chance, lead: str, say: Words) -> str:
    if say.language == "en":
        return f"Share of runs in which {chance.meaning}"
    return say(_MEANINGS[chance.key], lead=lead)


def _footprint(scene: Scene, chance: Chance, say: Words) -> str:
    if chance.key == "warned" or not scene.flown:
        return ""
    radii = sorted({one.radius_km for one in scene.flown})
    km = say(" or ").join(f"{radius:g}" for radius in radii)
    return say("; footprint: {km} km round the ground point", km=km)


def _share(area: Area, chance: Chance) -> float:
    value = area.row[chance.key]
    return 0.0 if value is None else float(value)


def _colour(share: float) -> str:
    return NEVER if share == 0.0 else STEPS.of(100.0 * share)


def _bounds(scene: Scene, chance: Chance) -> Bounds:
    """A small layer whole; of a large one where it happened, and what any flight came near to."""
    drawn = [area for area in scene.areas if area.outline is not None]
    if not drawn:
        lon, lat = scene.flown[0].lon, scene.flown[0].lat
        return Bounds(float(lon.min()), float(lat.min()), float(lon.max()), float(lat.max()))
    whole = reduce(Bounds.joined, [area.bounds for area in drawn])
    if max(whole.east - whole.west, whole.north - whole.south) <= _WHOLE_LAYER_DEG:
        return whole
    near = [area for area in drawn if _share(area, chance) > 0.0 or (area.row[_NEAR] or 0.0) > 0.0]
    return reduce(Bounds.joined, [area.bounds for area in near]) if near else whole


def _map(
    ax: Axes, frame: Frame, *, scene: Scene, chance: Chance, say: Words, lines: int, closer: Frame | None
) -> None:
    draw_basemap(ax, frame, lines=lines)
    for one in scene.flown:
        draw_track(ax, one, 1.4)
    labels = Labels(ax)
    draw_scale(ax, frame, labels, say)
    seen = [area for area in scene.areas if area.outline is not None and reaches(area, frame)]
    colours = [_colour(_share(area, chance)) for area in seen]
    edge_pt = 0.3 if frame.km_per_in < _DENSE_KM_PER_IN else 0.1
    draw_shaded(ax, frame, seen, colours, [False] * len(seen), edge_pt)
    if seen:
        shores = np.vstack([np.asarray(area.outline.vertices) for area in seen if area.outline is not None])
        labels.block_cells(labels.cells(shores))
    for one in scene.flown:
        labels.block_line(one.lon, one.lat)
    likely = sorted(seen, key=lambda area: (-_share(area, chance), -(area.row["population"] or 0)))
    named = [area for area in likely if closer is None or not closer.holds(*area.centre)]
    name_areas(labels, frame, [area for area in named if _share(area, chance) > 0.0], limit=_NAMES)


def ranked(rows: Sequence[dict[str, Any]], key: str) -> list[dict[str, Any]]:
    """Areas in which it happened at all, the likeliest first, of equal ones the most populous."""
    known = [row for row in rows if row[key]]
    return sorted(known, key=lambda row: (-row[key], -(row["population"] or 0), row["area_code"]))


def _likeliest(ax: Axes, view: EnsembleView, chance: Chance, say: Words) -> None:
    rows = ranked(view.areas, chance.key)
    top = rows[:_LISTED]
    panel_title(ax, say("Likeliest areas") if len(rows) > len(top) else say("All areas in which it happened"))
    ax.set_ylim(_LISTED - 0.4, -0.6)
    ax.set_yticks([])
    for y, row in enumerate(top):
        low, share, high = (100.0 * row[f"{chance.key}{end}"] for end in ("_low", "", "_high"))
        ax.plot([low, high], [y, y], color=INK, linewidth=1.2, zorder=3)
        style: dict[str, Any] = {"markersize": 6.0, "markeredgecolor": INK, "markeredgewidth": 0.6}
        ax.plot(share, y, marker="o", markerfacecolor=_colour(row[chance.key]), zorder=4, **style)
        name = wrap(say.area(row), _NAME_IN - 0.15, SMALL_PT, lines=1)[0]
        write(
            ax,
            -0.03,
            y,
            name,
            transform=ax.get_yaxis_transform(),
            size=SMALL_PT,
            color=INK,
            ha="right",
            va="center",
        )
    if not top:
        middle: dict[str, Any] = {"size": TEXT_PT, "color": QUIET_INK, "ha": "center", "va": "center"}
        write(ax, 0.5, 0.5, say("it happened in none"), transform=ax.transAxes, **middle)
    most = max((100.0 * row[f"{chance.key}_high"] for row in top), default=100.0)
    _percent_axis(ax, most)


def _percent_axis(ax: Axes, most: float) -> None:
    step = next(step for step in (0.5, 1.0, 2.0, 5.0, 10.0, 25.0, 50.0) if most / step <= 4.0 or step == 50.0)
    top = min(100.0, step * -(-most // step))
    ax.set_xlim(-0.03 * top, 1.03 * top)
    ticks = [k * step for k in range(int(top / step) + 1)]
    ax.set_xticks(ticks, [f"{tick:g} %" for tick in ticks], family=list(families()))
    rule(ax, grid="x", sides=("left", "bottom"))


def _notes(ax: Axes, view: EnsembleView, say: Words) -> None:
    sure, rule_of_none = 100.0 * view.layer["confidence"], 100.0 * _rule(view)
    notes = say(_NOTES, sure=sure, runs=view.runs, none=rule_of_none)
    for line, text in enumerate(wrap(notes, _KEY_IN, SMALL_PT)):
        write(ax, 0.0, 1.15 + 0.165 * line, text, size=SMALL_PT, color=QUIET_INK, va="top")


def _rule(view: EnsembleView) -> float:
    """The upper limit of what was never seen."""
    never = [row for row in view.areas if row["overflown"] == 0.0]
    if never:
        return float(never[0]["overflown_high"])
    from sim.ensemble.interval import wilson

    return wilson(0, view.runs, float(view.layer["confidence"]))[1]
