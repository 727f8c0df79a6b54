"""Sea, land, graticule, scale bar and north: the quiet part of a map."""

from functools import lru_cache
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path as Outline

from sim.output.figures.frame import Bounds, Frame
from sim.output.figures.labels import Labels
from sim.output.figures.lettering import families, width_in, write
from sim.output.figures.palette import COAST, GRATICULE, INK, LAND, PAPER, QUIET_INK, SEA, UNMAPPED
from sim.output.figures.scene import outline_of
from sim.output.figures.style import SMALL_PT
from sim.output.figures.words import ENGLISH, Words
from sim.units import Degrees, Floats

MAPPED = Bounds(100.0, 0.0, 155.0, 55.0)
"""Where the shipped land is drawn; beyond it the map knows neither land nor sea."""
_STEPS_DEG = (0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 30.0, 45.0)
_BARS_KM = (5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)


def draw_basemap(ax: Axes, frame: Frame, *, lines: int) -> None:
    """Set the limits of ``ax`` and draw what lies under all else, at most ``lines`` meridians apart."""
    ax.set_xlim(frame.west, frame.east)
    ax.set_ylim(frame.south, frame.north)
    ax.set_facecolor(UNMAPPED)
    # The mapped box may lie a turn away from the frame's own longitudes.
    for turn in (-360.0, 0.0, 360.0):
        _ground(ax, frame, turn)
    _graticule(ax, frame, lines)


def _ground(ax: Axes, frame: Frame, turn: Degrees) -> None:
    if MAPPED.west + turn > frame.east or MAPPED.east + turn < frame.west:
        return
    size = (MAPPED.east - MAPPED.west, MAPPED.north - MAPPED.south)
    ax.add_artist(
        Rectangle((MAPPED.west + turn, MAPPED.south), *size, facecolor=SEA, linewidth=0, zorder=1.0)
    )
    land = _land(frame, turn)
    if land is not None:
        ax.add_artist(PathPatch(land, facecolor=LAND, edgecolor=COAST, linewidth=0.5, zorder=1.5))


def _land(frame: Frame, turn: Degrees) -> Outline | None:
    rings, boxes = _land_rings()
    near = (
        (boxes[:, 0] + turn <= frame.east)
        & (boxes[:, 2] + turn >= frame.west)
        & (boxes[:, 1] <= frame.north)
        & (boxes[:, 3] >= frame.south)
    )
    return outline_of([rings[k] + [turn, 0.0] for k in np.flatnonzero(near)])


@lru_cache
def _land_rings() -> tuple[list[Floats], Floats]:
    """Rings of the shipped land and their boxes ``(R, 4)``."""
    import shapely

    from sim.geo.layers import load_context

    lines = shapely.get_rings(load_context())
    coords, line = shapely.get_coordinates(lines, return_index=True)
    return np.split(coords, np.flatnonzero(np.diff(line)) + 1), shapely.bounds(lines)


def _graticule(ax: Axes, frame: Frame, lines: int) -> None:
    step = next((s for s in _STEPS_DEG if (frame.east - frame.west) / s <= lines), _STEPS_DEG[-1])
    meridians = np.arange(np.ceil(frame.west / step), np.floor(frame.east / step) + 1.0) * step
    parallels = np.arange(np.ceil(frame.south / step), np.floor(frame.north / step) + 1.0) * step
    ax.set_xticks(meridians, [_longitude(lon) for lon in meridians], family=list(families()))
    ax.set_yticks(parallels, [_latitude(lat) for lat in parallels], family=list(families()))
    style: dict[str, Any] = {"colors": GRATICULE, "linewidth": 0.6, "zorder": 1.6}
    ax.vlines(meridians, frame.south, frame.north, **style)
    ax.hlines(parallels, frame.west, frame.east, **style)
    ax.tick_params(labelsize=SMALL_PT, labelcolor=QUIET_INK, color=QUIET_INK, length=3, width=0.6, pad=2)
    for spine in ax.spines.values():
        spine.set(color=QUIET_INK, linewidth=0.8)


def _longitude(lon: Degrees) -> str:
    wrapped = (lon + 180.0) % 360.0 - 180.0
    if wrapped in (0.0, -180.0):
        return f"{abs(wrapped):g}°"
    return f"{abs(wrapped):g}°{'E' if wrapped > 0.0 else 'W'}"


def _latitude(lat: Degrees) -> str:
    return "0°" if lat == 0.0 else f"{abs(lat):g}°{'N' if lat > 0.0 else 'S'}"


def draw_scale(ax: Axes, frame: Frame, labels: Labels, say: Words = ENGLISH) -> None:
    """A scale bar true at the middle parallel and an arrow to the north, in the lower left corner."""
    room_km = 0.22 * frame.wide_in * frame.km_per_in
    length_km = max((bar for bar in _BARS_KM if bar <= room_km), default=_BARS_KM[0])
    length = length_km / frame.km_per_in / frame.wide_in
    left, low = 0.17 / frame.wide_in, 0.16 / frame.high_in
    tall = 0.05 / frame.high_in
    style: dict[str, Any] = {"transform": ax.transAxes, "zorder": 9, "linewidth": 0.8, "edgecolor": INK}
    for half, colour in enumerate((INK, PAPER)):
        ax.add_artist(
            Rectangle((left + half * length / 2.0, low), length / 2.0, tall, facecolor=colour, **style)
        )
    middle = _latitude(round(0.5 * (frame.south + frame.north)))
    text = say("{km} km at {lat}", km=length_km, lat=middle)
    words: dict[str, Any] = {
        "transform": ax.transAxes,
        "zorder": 9,
        "size": SMALL_PT,
        "color": INK,
        "va": "bottom",
    }
    labels.claim(write(ax, left, low + 1.5 * tall, text, ha="left", **words))
    beside = left + max(length, width_in(text, SMALL_PT) / frame.wide_in) + 0.16 / frame.wide_in
    labels.claim(write(ax, beside, low + 1.5 * tall, "N", ha="center", weight="bold", **words))
    ax.annotate(
        "",
        (beside, low + 1.8 * tall),
        (beside, low - tall),
        xycoords="axes fraction",
        arrowprops={"arrowstyle": "-|>", "color": INK, "linewidth": 1.0, "shrinkA": 0, "shrinkB": 0},
        zorder=9,
    )
    corner = ax.transData.inverted().transform(
        ax.transAxes.transform([(0.0, 0.0), (beside + 0.1 / frame.wide_in, low + 2.0 * tall)])
    )
    labels.block(corner.reshape(1, 4))
