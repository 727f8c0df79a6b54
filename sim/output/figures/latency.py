"""``latency.png``: which leg the time goes to, how long each leg takes, and whom each channel reaches by when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import FixedLocator, NullLocator

from sim.output.figures.lettering import families, width_in, write
from sim.output.figures.palette import ALARM, GRATICULE, INK, PAPER, QUIET_INK
from sim.output.figures.style import (
    INNER_IN,
    MARGIN_IN,
    SMALL_PT,
    TEXT_PT,
    WIDTH_IN,
    Sheet,
    new_sheet,
    save,
    watermark,
)
from sim.output.figures.words import ENGLISH, Words
from sim.results.legs import Leg
from sim.units import Floats, Seconds, SecondsArray

_NAME_IN, _CELLS_IN = 2.75, 2.3
_LEFT_IN = MARGIN_IN + _NAME_IN
_WIDE_IN = WIDTH_IN - _LEFT_IN - _CELLS_IN - MARGIN_IN
_HEAD_IN, _AXIS_IN, _ROW_IN, _BAR_IN, _CURVES_IN, _KEY_IN = 0.32, 0.5, 0.205, 0.25, 2.7, 0.62
_CELL_IN = (0.72, 1.44, 2.22)
_TICKS = {1: "1 s", 3: "3 s", 10: "10 s", 30: "30 s", 60: "1 min", 300: "5 min", 1200: "20 min", 3600: "1 h"}
_FEW_TICKS = {1: "1 s", 10: "10 s", 60: "1 min", 600: "10 min", 3600: "1 h"}
_LEAST_S, _MOST_S = 0.7, 4500.0
_LEG = "#2F6FDE"
_PARTS = ("#08306B", "#2171B5", "#6BAED6", "#A6CDE6", "#D3E4F3", "#FDB863", "#E66101", "#5E3C99", "#B2ABD2")
_CHANNELS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#7A5A00", "#56B4E9", "#7A7A7A")
_DASHES: tuple[Any, ...] = ("-", (0, (6, 2)), (0, (1, 1.2)), (0, (6, 2, 1, 2)), (0, (3, 1.5)))


@dataclass(frozen=True)
class Stack:
    """A chain near one percentile of those reached: mean seconds by leg."""

    chain: str
    at: str
    parts: tuple[tuple[str, Seconds], ...]


@dataclass(frozen=True)
class Limit:
    """What a standard allows a leg."""

    seconds: Seconds
    text: str


@dataclass(frozen=True, eq=False)
class Curve:
    """Share ``(K,)`` reached within ``t_s`` ``(K,)``; ``total`` for all channels together."""

    name: str
    t_s: SecondsArray
    share: Floats
    total: bool = False


@dataclass(frozen=True, eq=False)
class LatencySheet:
    """What the picture shows: ``legs`` by heading, ``limits`` by leg and channel, two panels of curves."""

    mark: str
    title: str
    lines: tuple[str, ...]
    stacks: tuple[Stack, ...]
    legs: tuple[tuple[str, tuple[Leg, ...]], ...]
    limits: Mapping[tuple[str, str], Limit]
    panels: tuple[tuple[str, tuple[Curve, ...]], ...]
    sources: tuple[str, ...]
    say: Words = ENGLISH


def draw_latency(shown: LatencySheet, path: Path) -> Path:
    """Draw the picture to ``path``, in the format of its suffix (PNG: 1500 pixels wide)."""
    return save(latency_figure(shown), path)


def latency_figure(shown: LatencySheet) -> Figure:
    """The picture as a figure; parts without anything to show are left out."""
    stacks_in = _HEAD_IN + len(shown.stacks) * _BAR_IN + _AXIS_IN + _KEY_IN if shown.stacks else 0.0
    rows = sum(len(legs) + 1 for _, legs in shown.legs)
    legs_in = _HEAD_IN + rows * _ROW_IN + _AXIS_IN if rows else 0.0
    curves_in = _HEAD_IN + _CURVES_IN + _AXIS_IN if any(curves for _, curves in shown.panels) else 0.0
    sheet = new_sheet(
        mark=shown.mark,
        title=shown.title,
        lines=shown.lines,
        body_in=stacks_in + legs_in + curves_in,
        sources=shown.sources,
    )
    if shown.stacks:
        _draw_stacks(sheet, 0.0, shown.stacks, shown.say)
    if rows:
        _draw_legs(sheet, stacks_in, shown)
    if curves_in:
        _draw_panels(sheet, stacks_in + legs_in, shown.panels, shown.say)
    return sheet.figure


def _heading(sheet: Sheet, down_in: float, text: str, left_in: float = MARGIN_IN) -> None:
    height = 1.0 - (sheet.top_in + down_in + 0.06) / sheet.height_in
    write(sheet.figure, left_in / WIDTH_IN, height, text, size=TEXT_PT, weight="bold", color=INK, va="top")


def _draw_stacks(sheet: Sheet, down_in: float, stacks: Sequence[Stack], say: Words) -> None:
    where = "Where the time goes: mean of those near the median and near p95 of all reached"
    _heading(sheet, down_in, say(where))
    high_in = len(stacks) * _BAR_IN
    wide_in = WIDTH_IN - _LEFT_IN - MARGIN_IN - 0.9
    ax = sheet.axes(_LEFT_IN, down_in + _HEAD_IN, wide_in, high_in)
    watermark(ax, 34.0)
    most_s = max(sum(s for _, s in stack.parts) for stack in stacks)
    ax.set_xlim(0.0, most_s or 1.0)
    ax.set_ylim(len(stacks), 0.0)
    colours = _part_colours(stacks)
    for row, stack in enumerate(stacks):
        first = row == 0 or stacks[row - 1].chain != stack.chain
        _stack(ax, row, stack, colours, wide_in / (most_s or 1.0), say)
        if first:
            _beside(ax, -_NAME_IN / wide_in, row + 0.5, stack.chain, ha="left")
        _beside(ax, -0.08 / wide_in, row + 0.5, stack.at, ha="right")
    _plain(ax)
    step_s = next(s for s in (10, 30, 60, 120, 300, 600, 1800, 3600, 86400) if most_s / s <= 10)
    ticks = np.arange(0.0, most_s + 0.5 * step_s, step_s)
    ticks = ticks[ticks <= most_s]
    ax.set_xticks(ticks, [_round(t, say) for t in ticks.tolist()], family=list(families()))
    key = sheet.axes(MARGIN_IN, down_in + _HEAD_IN + high_in + 0.34, INNER_IN, _KEY_IN)
    key.set_axis_off()
    handles = [
        Patch(facecolor=c, edgecolor=QUIET_INK, linewidth=0.4, label=said_leg(leg, say))
        for leg, c in colours.items()
    ]
    _key(key, handles, columns=5)


def _part_colours(stacks: Sequence[Stack]) -> dict[str, str]:
    """Legs in order, the same colour wherever one comes; legs that nowhere take any time have none."""
    legs = dict.fromkeys(leg for stack in stacks for leg, seconds in stack.parts if seconds > 0.0)
    lift = [leg for leg in legs if leg.startswith("c")]
    others = [leg for leg in legs if leg not in lift]
    found = {leg: _PARTS[index % len(_PARTS)] for index, leg in enumerate(others)}
    return found | {leg: _LIFT_PARTS[index % len(_LIFT_PARTS)] for index, leg in enumerate(lift)}


_LIFT_PARTS = ("#00441B", "#41AB5D", "#C7E9C0", "#8C510A", "#DFC27D")


def _stack(ax: Axes, row: int, stack: Stack, colours: Mapping[str, str], in_per_s: float, say: Words) -> None:
    total_s = sum(seconds for _, seconds in stack.parts)
    longest = max(stack.parts, key=lambda part: part[1])[0]
    left_s = 0.0
    for leg, seconds in stack.parts:
        if seconds > 0.0:
            ax.barh(
                row + 0.5, seconds, 0.8, left_s, color=colours[leg], edgecolor=PAPER, linewidth=0.6, zorder=3
            )
            label = f"{seconds / total_s:.0%}"
            if width_in(label, SMALL_PT, "bold") + 0.06 < seconds * in_per_s:
                style: dict[str, Any] = {"size": SMALL_PT, "ha": "center", "va": "center", "zorder": 4}
                style["weight"] = "bold" if leg == longest else "normal"
                write(ax, left_s + seconds / 2.0, row + 0.5, label, color=_on(colours[leg]), **style)
        left_s += seconds
    write(ax, left_s + 0.06 / in_per_s, row + 0.5, say.span(total_s), size=SMALL_PT, color=INK, va="center")


def _on(colour: str) -> str:
    """Ink or paper, whichever is read better on a colour."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return INK if 0.299 * red + 0.587 * green + 0.114 * blue > 140.0 else PAPER


def _draw_legs(sheet: Sheet, down_in: float, shown: LatencySheet) -> None:
    say = shown.say
    _heading(sheet, down_in, say("Each leg: bar p50 to p95, line to p99, dot p50 (logarithmic)"))
    rows: list[tuple[str, Leg | None]] = []
    for title, legs in shown.legs:
        rows += [(title, None), *((_name(leg, say), leg) for leg in legs)]
    ax = sheet.axes(_LEFT_IN, down_in + _HEAD_IN, _WIDE_IN, len(rows) * _ROW_IN)
    watermark(ax, 44.0)
    _log_axis(ax, {s: say(text) for s, text in _TICKS.items()})
    ax.set_ylim(len(rows), 0.0)
    for head, x_in in zip(("p50", "p95", say("never")), _CELL_IN, strict=True):
        _beside(ax, 1.0 + x_in / _WIDE_IN, -0.45, head, ha="right", color=QUIET_INK)
    for row, (title, leg) in enumerate(rows):
        if leg is None:
            _beside(ax, -_NAME_IN / _WIDE_IN, row + 0.55, title, ha="left", weight="bold")
            continue
        _beside(ax, (0.12 - _NAME_IN) / _WIDE_IN, row + 0.5, title, ha="left")
        cells = (_short(leg.p50_s, say), _short(leg.p95_s, say), f"{leg.never_share:.1%}")
        for cell, x_in in zip(cells, _CELL_IN, strict=True):
            _beside(ax, 1.0 + x_in / _WIDE_IN, row + 0.5, cell, ha="right")
        _interval(ax, row + 0.5, leg, say)
        limit = shown.limits.get((leg.name, leg.by))
        if limit is not None:
            ax.plot([limit.seconds] * 2, [row + 0.02, row + 0.98], color=ALARM, linewidth=2.0, zorder=5)
            # On paper of its own: a leg that is late runs on behind it.
            style: dict[str, Any] = {"size": SMALL_PT, "color": ALARM, "va": "center", "zorder": 5}
            style["bbox"] = {"facecolor": PAPER, "edgecolor": "none", "pad": 1.0}
            write(ax, 1.12 * limit.seconds, row + 0.5, limit.text, **style)
    _plain(ax)


def _interval(ax: Axes, y: float, leg: Leg, say: Words) -> None:
    """What is never reached runs off the right edge, as far as it is known."""
    if leg.p50_s is None:
        style: dict[str, Any] = {"size": SMALL_PT, "color": QUIET_INK, "va": "center", "ha": "right"}
        write(ax, _MOST_S * 0.9, y, say("fewer than half ever get there"), zorder=4, **style)
        return
    p50, p95, p99 = (
        max(s, _LEAST_S) if s is not None else _MOST_S for s in (leg.p50_s, leg.p95_s, leg.p99_s)
    )
    ax.plot([p50, p99], [y, y], color=_LEG, linewidth=1.1, zorder=3, solid_capstyle="butt")
    ax.plot([p50, p95], [y, y], color=_LEG, linewidth=6.0, alpha=1.0, zorder=3, solid_capstyle="butt")
    ax.plot([p50], [y], marker="o", markersize=5.5, color=INK, markeredgecolor=PAPER, zorder=4)


def _draw_panels(
    sheet: Sheet, down_in: float, panels: Sequence[tuple[str, tuple[Curve, ...]]], say: Words
) -> None:
    names = dict.fromkeys(curve.name for _, curves in panels for curve in curves if not curve.total)
    looks = {
        name: {"color": _CHANNELS[i % len(_CHANNELS)], "linestyle": _DASHES[i % len(_DASHES)]}
        for i, name in enumerate(names)
    }
    label_in, gap_in = 1.62, 0.45
    wide_in = (INNER_IN - gap_in - 2.0 * label_in) / 2.0
    for number, (title, curves) in enumerate(panels):
        left_in = MARGIN_IN + gap_in + number * (wide_in + label_in)
        _heading(sheet, down_in, title, left_in - (gap_in if number == 0 else 0.0))
        ax = sheet.axes(left_in, down_in + _HEAD_IN, wide_in, _CURVES_IN)
        watermark(ax, 26.0)
        _log_axis(ax, {s: say(text) for s, text in _FEW_TICKS.items()})
        ax.set_ylim(0.0, 1.04)
        shares = np.linspace(0.0, 1.0, 6)
        ax.set_yticks(shares, [f"{s:.0%}" if number == 0 else "" for s in shares], family=list(families()))
        for curve in curves:
            look: dict[str, Any] = {"color": INK, "linestyle": "-"} if curve.total else looks[curve.name]
            width = 2.4 if curve.total else 1.6
            ax.plot(curve.t_s, curve.share, linewidth=width, zorder=4 if curve.total else 3, **look)
        _ends(ax, curves, looks, wide_in, say)
        _plain(ax, keep_y=True)


def _ends(ax: Axes, curves: Sequence[Curve], looks: Mapping[str, Any], wide_in: float, say: Words) -> None:
    """Name and final share to the right of each curve, moved apart where they would overlap."""
    least = 0.165 / _CURVES_IN * 1.04
    order = sorted(
        curves, key=lambda curve: (-float(curve.share[-1]), curve.t_s[int(np.argmax(curve.share > 0.0))])
    )
    place = np.array([float(curve.share[-1]) for curve in order])
    for i in range(1, len(place)):
        place[i] = min(place[i], place[i - 1] - least)
    place = np.maximum(place, np.arange(len(place))[::-1] * least)
    for curve, y in zip(order, place.tolist(), strict=True):
        colour = INK if curve.total else looks[curve.name]["color"]
        right = 1.0 + 0.3 / wide_in
        line = Line2D(
            [1.0 + 0.03 / wide_in, right - 0.05 / wide_in],
            [y / 1.04] * 2,
            transform=ax.transAxes,
            clip_on=False,
            linewidth=2.2 if curve.total else 1.6,
            color=colour,
            linestyle="-" if curve.total else looks[curve.name]["linestyle"],
        )
        ax.add_line(line)
        text = f"{curve.share[-1]:.0%} {say(curve.name.replace('_', ' '))}"
        style: dict[str, Any] = {"size": SMALL_PT, "color": INK, "va": "center"}
        style["weight"] = "bold" if curve.total else "normal"
        write(ax, right, y / 1.04, text, transform=ax.transAxes, **style)


def _log_axis(ax: Axes, ticks: Mapping[int, str]) -> None:
    ax.set_xscale("log")
    ax.set_xlim(_LEAST_S, _MOST_S)
    ax.xaxis.set_major_locator(FixedLocator(list(ticks)))
    ax.xaxis.set_minor_locator(NullLocator())
    ax.set_xticklabels(list(ticks.values()), family=list(families()))
    ax.grid(axis="x", color=GRATICULE, linewidth=0.6, zorder=1.0)


def _plain(ax: Axes, *, keep_y: bool = False) -> None:
    if not keep_y:
        ax.set_yticks([])
    else:
        ax.grid(axis="y", color=GRATICULE, linewidth=0.6, zorder=1.0)
    ax.set_axisbelow(True)
    for spine in ax.spines.values():
        spine.set(color=QUIET_INK, linewidth=0.8)
    ax.tick_params(labelsize=SMALL_PT, labelcolor=QUIET_INK, color=QUIET_INK, length=3, width=0.6, pad=2)


def _beside(ax: Axes, x: float, y: float, text: str, **style: Any) -> None:
    """Text outside the axes: ``x`` in widths of the axes, ``y`` in their data."""
    look: dict[str, Any] = {"size": SMALL_PT, "color": INK, "va": "center"} | style
    write(ax, x, y, text, transform=ax.get_yaxis_transform(), **look)


def _key(ax: Axes, handles: Sequence[Any], columns: int) -> None:
    ax.legend(
        handles=handles,
        loc="upper left",
        bbox_to_anchor=(0.0, 1.0),
        ncols=columns,
        frameon=False,
        borderpad=0.0,
        borderaxespad=0.0,
        labelspacing=0.3,
        columnspacing=1.3,
        handlelength=1.4,
        labelcolor=INK,
        prop={"family": list(families()), "size": SMALL_PT},
    )


def _name(leg: Leg, say: Words) -> str:
    by = "" if leg.by in ("authority", "all channels") else f", {say(leg.by.replace('_', ' '))}"
    return f"{leg.start}-{leg.stop} {say(leg.name)}{by}"


def said_leg(leg: str, say: Words) -> str:
    """A leg with its clocks in front, such as ``t0-t1 detection``."""
    clocks, _, name = leg.partition(" ")
    return f"{clocks} {say(name)}" if name else say(leg)


def _round(seconds: Seconds, say: Words) -> str:
    if not seconds:
        return "0"
    return say("{s:.0f} s", s=seconds) if seconds % 60.0 else say("{min:.0f} min", min=seconds / 60.0)


def _short(seconds: Seconds | None, say: Words) -> str:
    if seconds is None:
        return "-"
    return say("{s:.1f} s", s=seconds) if seconds < 59.95 else say.span(seconds)
