"""``timeline.png``: announced times beside the model, every step of the chain, and who lay under a warning when."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from sim.output.figures.chronicle import (
    MOST_VISITS,
    announced_section,
    announced_sources,
    flight_section,
    footprint_section,
    steps_section,
)
from sim.output.figures.clock import Clock, after_launch
from sim.output.figures.counts import ENDS, Count, under_footprint, under_warning
from sim.output.figures.lanes import CELLS_IN, HEAD_IN, NAME_IN, Section, draw_sections, sections_in
from sim.output.figures.lettering import families, write
from sim.output.figures.palette import (
    BASIS_MARKERS,
    BASIS_TEXTS,
    GATE_MARKER,
    GRATICULE,
    INK,
    MODEL_MARKER,
    PAPER,
    QUIET_INK,
    ROLE_HATCHES,
    ROLE_TEXTS,
    ROLES,
)
from sim.output.figures.sheet_text import headline, made_by, subtitle
from sim.output.figures.style import MARGIN_IN, SMALL_PT, TEXT_PT, WIDTH_IN, Sheet, new_sheet, save, watermark
from sim.output.figures.words import Language, Words
from sim.output.happenings import visits
from sim.output.view import RunView
from sim.units import Seconds

_LEFT_IN = MARGIN_IN + NAME_IN + 0.15
_WIDE_IN = WIDTH_IN - _LEFT_IN - CELLS_IN - MARGIN_IN
_AXIS_IN, _COUNT_IN, _KEY_IN = 0.44, 0.95, 0.8
_STEPS_S = (10, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21600)
_MOST_TICKS = 7
_GUIDE: dict[str, Any] = {"color": QUIET_INK, "linewidth": 0.9, "linestyle": (0, (2, 2))}
_GUIDES = ("issued", "overflight", "lift_issued")


def draw_timeline(view: RunView, path: Path, language: Language = "en") -> Path:
    """Draw the timeline of a run to ``path``, in the format of its suffix (PNG: 1500 pixels wide)."""
    return save(timeline_figure(view, language), path)


def timeline_figure(view: RunView, language: Language = "en") -> Figure:
    """The timeline as a figure: lanes in four sections and, below, the number of areas under warning."""
    clock, sources = Clock.of(view.summary, language), announced_sources(view)
    say = clock.say
    numbered = [f"[{number}] {source}" for number, source in enumerate(sources, 1)]
    sections = [
        announced_section(view, clock, sources),
        steps_section(view, clock),
        flight_section(view, clock),
        footprint_section(view, clock),
    ]
    counted = [under_warning(view, say)]
    if len(visits(view)) > MOST_VISITS:
        counted.append(under_footprint(view, say))
    lanes_in = sections_in(sections)
    body_in = _AXIS_IN + lanes_in + len(counted) * (HEAD_IN + _COUNT_IN) + _AXIS_IN + _KEY_IN
    sheet = new_sheet(
        mark=say(view.summary["mark"]),
        title=say.title(view.summary),
        lines=[subtitle(view, clock), headline(view, say)],
        body_in=body_in,
        sources=[
            *numbered,
            view.summary["credit"],
            made_by(view),
        ],
    )
    limits = _limits(view, sections)
    ax = sheet.axes(_LEFT_IN, _AXIS_IN, _WIDE_IN, lanes_in)
    ax.set_ylim(lanes_in, 0.0)
    ax.set_yticks([])
    watermark(ax, 40.0, rotation=60.0)
    draw_sections(ax, sections, _WIDE_IN)
    axes, down_in = [ax], _AXIS_IN + lanes_in
    for one in counted:
        below = sheet.axes(_LEFT_IN, down_in + HEAD_IN, _WIDE_IN, _COUNT_IN)
        _draw_count(below, one, limits)
        axes.append(below)
        down_in += HEAD_IN + _COUNT_IN
    for one_ax in axes:
        _guides(one_ax, view, limits)
    _scales(axes, clock, limits)
    _key(sheet, down_in + _AXIS_IN, say)
    return sheet.figure


def _limits(view: RunView, sections: list[Section]) -> tuple[Seconds, Seconds]:
    times = [0.0, *(event.t_s for event in view.log.of(*ENDS, "warned", "object_end"))]
    for section in sections:
        for lane in section.lanes:
            times += [t for bar in lane.bars for t in (bar.from_s, bar.to_s)]
            times += [mark.t_s for mark in lane.marks]
    margin = 0.03 * max(max(times) - min(times), 60.0)
    return min(times) - margin, max(times) + margin


def _draw_count(ax: Axes, counted: Count, limits: tuple[Seconds, Seconds]) -> None:
    across: dict[str, Any] = {"transform": ax.transAxes, "color": INK, "va": "top"}
    write(ax, -(NAME_IN + 0.1) / _WIDE_IN, 1.0, counted.title, size=TEXT_PT, weight="bold", **across)
    t_s = np.concatenate([[limits[0]], counted.t_s, [limits[1]]])
    number = np.concatenate([[0.0], counted.number, [counted.number[-1] if len(counted.number) else 0.0]])
    ax.fill_between(
        t_s, number, step="post", facecolor=counted.colour, edgecolor=INK, linewidth=0.8, zorder=3
    )
    top = max(float(number.max()), 1.0)
    ax.set_ylim(0.0, 1.15 * top)
    ax.set_yticks([0.0, top], ["0", f"{top:,.0f}"], family=list(families()))
    for line, note in enumerate(counted.notes[:5]):
        write(ax, 1.0 + 0.12 / _WIDE_IN, 1.0 - line * 0.17 / _COUNT_IN, note, size=SMALL_PT, **across)


def _guides(ax: Axes, view: RunView, limits: tuple[Seconds, Seconds]) -> None:
    ax.set_xlim(*limits)
    for key in _GUIDES:
        t_s = view.summary["milestones_s"].get(key)
        if t_s is not None:
            ax.axvline(t_s, zorder=2, **_GUIDE)
    for spine in ax.spines.values():
        spine.set(color=QUIET_INK, linewidth=0.8)
    ax.tick_params(labelsize=SMALL_PT, labelcolor=QUIET_INK, color=QUIET_INK, length=3, width=0.6, pad=2)


def _scales(axes: list[Axes], clock: Clock, limits: tuple[Seconds, Seconds]) -> None:
    """Seconds after launch on top, the local clock at the bottom, faint lines on the clock's ticks between."""
    step_s = next((s for s in _STEPS_S if (limits[1] - limits[0]) / s <= _MOST_TICKS), _STEPS_S[-1])
    after = np.arange(np.ceil(limits[0] / step_s), np.floor(limits[1] / step_s) + 1.0) * step_s
    local = clock.ticks(*limits, step_s)
    text = clock.at if step_s < 60 else clock.minute
    for ax in axes:
        ax.set_xticks(local, [])
        for t_s in local:
            ax.axvline(t_s, color=GRATICULE, linewidth=0.6, zorder=1.0)
    axes[-1].set_xticks(local, [text(t_s) for t_s in local], family=list(families()))
    top = axes[0].secondary_xaxis("top")
    top.set_xticks(after, [after_launch(t_s) for t_s in after], family=list(families()))
    words: dict[str, Any] = {"size": SMALL_PT, "color": QUIET_INK, "family": list(families())}
    top.set_xlabel(clock.say("after the modelled launch (min:s)"), **words)
    axes[-1].set_xlabel(clock.say("local clock ({zone})", zone=clock.zone), **words)
    top.tick_params(labelsize=SMALL_PT, labelcolor=QUIET_INK, color=QUIET_INK, length=3, width=0.6, pad=2)
    top.spines["top"].set_visible(False)


def _key(sheet: Sheet, down_in: float, say: Words) -> None:
    ax = sheet.axes(MARGIN_IN, down_in + 0.05, WIDTH_IN - 2.0 * MARGIN_IN, _KEY_IN - 0.1)
    ax.set_axis_off()
    rows: list[tuple[Any, str]] = [
        (Patch(facecolor=ROLES[role], edgecolor=INK, linewidth=0.5, hatch=ROLE_HATCHES[role]), say(text))
        for role, text in ROLE_TEXTS.items()
    ]
    rows.append((_dot("|", INK, INK, 9.0), say("announced, with its rounding as bar")))
    rows.append((_dot(MODEL_MARKER, INK, PAPER, 7.0), say("in the model")))
    for basis, marker in BASIS_MARKERS.items():
        fill, edge = (PAPER, INK) if basis == "assumption" else (INK, PAPER)
        rows.append(
            (_dot(marker, fill, edge, 6.0), say("event in flight, {basis}", basis=say(BASIS_TEXTS[basis])))
        )
    rows.append((_dot(GATE_MARKER, INK, PAPER, 9.5), say("passes the gate")))
    rows.append((Line2D([], [], **_GUIDE), say("call, overflight, all-clear")))
    _legend(ax, rows)


def _dot(marker: str, fill: str, edge: str, size_pt: float) -> Line2D:
    dot = Line2D([], [], marker=marker, linestyle="none", markersize=size_pt, markerfacecolor=fill)
    dot.set(markeredgecolor=edge, markeredgewidth=1.0)
    return dot


def _legend(ax: Axes, rows: Iterable[tuple[Any, str]]) -> None:
    handles, texts = zip(*rows, strict=True)
    ax.legend(
        handles,
        texts,
        loc="upper left",
        bbox_to_anchor=(0.0, 1.0),
        ncols=3,
        frameon=False,
        borderpad=0.0,
        borderaxespad=0.0,
        labelspacing=0.35,
        columnspacing=1.5,
        handlelength=2.2,
        labelcolor=INK,
        prop={"family": list(families()), "size": SMALL_PT},
    )
