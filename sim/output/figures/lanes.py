"""Lanes on a time axis: a name on the left, bars and marks in the middle, figures on the right."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from sim.output.figures.lettering import wrap, write
from sim.output.figures.palette import BASIS_MARKERS, INK, PAPER, QUIET_INK
from sim.output.figures.style import SMALL_PT, TEXT_PT
from sim.units import Seconds

LANE_IN = 0.22
HEAD_IN = 0.34
NAME_IN = 2.7
_NAME_GAP_IN = 0.1
CELLS_IN = 2.35
_CELL_IN = (0.12, 0.84, 1.47)
_BAND = "#EDF1F4"


@dataclass(frozen=True)
class Bar:
    """An interval; ``tick_s`` is a moment within it worth a line."""

    from_s: Seconds
    to_s: Seconds
    colour: str
    hatch: str = ""
    tick_s: Seconds | None = None


@dataclass(frozen=True)
class Mark:
    """A moment; an assumed one is drawn open."""

    t_s: Seconds
    marker: str
    colour: str = INK
    size_pt: float = 6.5
    is_open: bool = False


@dataclass(frozen=True)
class Lane:
    """One row: what it is, what happened when, up to three figures; ``alarm`` colours the last of them."""

    name: str
    bars: tuple[Bar, ...] = ()
    marks: tuple[Mark, ...] = ()
    cells: tuple[str, ...] = ()
    alarm: str | None = None


@dataclass(frozen=True)
class Section:
    """Lanes under one heading, with the headings of their figures."""

    title: str
    heads: tuple[str, ...]
    lanes: tuple[Lane, ...]


def basis_mark(t_s: Seconds, basis: str, colour: str) -> Mark:
    """A moment of the track by its basis."""
    return Mark(t_s, BASIS_MARKERS.get(basis, "o"), colour, 5.0, basis == "assumption")


def sections_in(sections: Sequence[Section]) -> float:
    """Height of all lanes and headings."""
    return sum(HEAD_IN + len(section.lanes) * LANE_IN for section in sections)


def draw_sections(ax: Axes, sections: Sequence[Section], wide_in: float) -> None:
    """Draw lanes from the top of ``ax``, ``wide_in`` wide, its y axis in inches downwards."""
    down_in = 0.0
    for section in sections:
        _head(ax, section, down_in, wide_in)
        down_in += HEAD_IN
        for number, lane in enumerate(section.lanes):
            if number % 2 == 0:
                _band(ax, down_in, wide_in)
            _lane(ax, lane, down_in + LANE_IN / 2.0, wide_in)
            down_in += LANE_IN


def _band(ax: Axes, down_in: float, wide_in: float) -> None:
    left, right = -(NAME_IN + _NAME_GAP_IN) / wide_in, 1.0 + CELLS_IN / wide_in
    style: dict[str, Any] = {
        "transform": ax.get_yaxis_transform(),
        "facecolor": _BAND,
        "linewidth": 0,
        "zorder": 0.5,
    }
    ax.add_artist(Rectangle((left, down_in), right - left, LANE_IN, clip_on=False, **style))


def _head(ax: Axes, section: Section, down_in: float, wide_in: float) -> None:
    middle = down_in + 0.64 * HEAD_IN
    style: dict[str, Any] = {"transform": ax.get_yaxis_transform(), "va": "center"}
    name: dict[str, Any] = {"size": TEXT_PT, "weight": "bold", "color": INK, "ha": "left"}
    write(ax, -(NAME_IN + _NAME_GAP_IN) / wide_in, middle, section.title, **name, **style)
    for head, cell_in in zip(section.heads, _CELL_IN, strict=False):
        write(ax, 1.0 + cell_in / wide_in, middle, head, size=SMALL_PT, color=QUIET_INK, **style)


def _lane(ax: Axes, lane: Lane, middle: float, wide_in: float) -> None:
    style: dict[str, Any] = {"transform": ax.get_yaxis_transform(), "va": "center", "size": SMALL_PT}
    name = wrap(lane.name, NAME_IN, SMALL_PT, lines=1)
    write(ax, -_NAME_GAP_IN / wide_in, middle, name[0] if name else "", ha="right", color=INK, **style)
    for bar in lane.bars:
        _bar(ax, bar, middle)
    for mark in lane.marks:
        fill = PAPER if mark.is_open else mark.colour
        edge = mark.colour if mark.is_open else PAPER
        look: dict[str, Any] = {
            "markerfacecolor": fill,
            "markeredgecolor": edge,
            "markeredgewidth": 1.0 if mark.is_open else 0.6,
        }
        ax.plot(
            [mark.t_s], [middle], marker=mark.marker, markersize=mark.size_pt, zorder=5, clip_on=False, **look
        )
    for number, (cell, cell_in) in enumerate(zip(lane.cells, _CELL_IN, strict=False)):
        alarmed = lane.alarm is not None and number == len(lane.cells) - 1
        colour, weight = (lane.alarm, "bold") if alarmed else (INK, "normal")
        write(ax, 1.0 + cell_in / wide_in, middle, cell, ha="left", color=colour, weight=weight, **style)


def _bar(ax: Axes, bar: Bar, middle: float) -> None:
    ax.barh(
        middle,
        bar.to_s - bar.from_s,
        left=bar.from_s,
        height=0.56 * LANE_IN,
        color=bar.colour,
        edgecolor=INK,
        linewidth=0.5,
        hatch=bar.hatch,
        zorder=3,
    )
    if bar.tick_s is not None:
        half = 0.38 * LANE_IN
        ax.plot([bar.tick_s] * 2, [middle - half, middle + half], color=INK, linewidth=1.6, zorder=4)
