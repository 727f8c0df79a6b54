"""``hindcast.png``: for each launch the announced minutes over the modelled intervals, and the surveys below."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle

from sim.hindcast.report import Hindcast, LaunchReport
from sim.hindcast.surveys import SurveyRow
from sim.hindcast.verdicts import Interval, Row
from sim.output.figures.lettering import families, wrap, write
from sim.output.figures.palette import ALARM, GRATICULE, INK, QUIET_INK
from sim.output.figures.style import MARGIN_IN, SMALL_PT, TEXT_PT, WIDTH_IN, Sheet, new_sheet, save, watermark
from sim.output.figures.words import Language, Words
from sim.output.hindcasttext import (
    MEASURES,
    found_text,
    interval_text,
    milestone_text,
    minute,
    points_text,
    share_text,
    verdict_text,
)
from sim.results.result import MARK

_NAME_IN, _CELL_IN, _GAP_IN = 2.8, (0.1, 0.82, 2.08), 0.1
_CELLS_IN = 3.15
_LEFT_IN = MARGIN_IN + _NAME_IN + _GAP_IN
_WIDE_IN = WIDTH_IN - _LEFT_IN - _CELLS_IN - MARGIN_IN
_LANE_IN, _HEAD_IN, _AXIS_IN, _KEY_IN = 0.24, 0.32, 0.42, 0.5
_BAND, _MODEL = "#EDF1F4", "#B8C4CE"
_COLOURS = {"left out": "#0072B2", "check": "#56B4E9", "calibrated": "#E69F00", "input": "#D9D9D9"}
_HATCHES = {"left out": "", "check": "", "calibrated": "....", "input": "////"}
_TEXTS = {
    "left out": "announced; delay learnt from the other launches",
    "check": "announced; the model never saw it",
    "calibrated": "announced; an assumed figure was chosen with it in sight",
    "input": "found; the model was given it",
}
_BEYOND = 1.12
_STEPS = (1.0, 2.0, 5.0, 10.0, 20.0, 30.0, 60.0, 120.0, 240.0)


@dataclass(frozen=True)
class Lane:
    """One row: announced over modelled, both in the axis' unit; three texts on the right."""

    name: str
    found: tuple[float, float] | None
    modelled: Interval
    role: str
    cells: tuple[str, str, str]
    alarm: bool


@dataclass(frozen=True)
class Section:
    """Lanes under one heading."""

    title: str
    lanes: tuple[Lane, ...]


def draw_hindcast(found: Hindcast, path: Path, language: Language = "en") -> Path:
    """Draw a hindcast to ``path``, in the format of its suffix."""
    return save(hindcast_figure(found, language), path)


def hindcast_figure(found: Hindcast, language: Language = "en") -> Figure:
    """The figure: a time axis for the launches and, where there are surveys, one of shares below it."""
    say = Words(language)
    launches = [_launch(one, say) for one in found.launches]
    asked = tuple(_survey(one, say) for one in found.surveys)
    surveys = [Section(say("Surveys (~ after other launches, elsewhere)"), asked)]
    parts = [(launches, say("minutes after the nominal launch"), _limit(launches))]
    parts += [(surveys, say("per cent of people"), 100.0)] if found.surveys else []
    heights = [_height(sections) for sections, _, _ in parts]
    sheet = new_sheet(
        mark=say(MARK),
        title=say("Documented launches: announced beside modelled"),
        lines=_lines(found, say),
        body_in=sum(heights) + len(parts) * _AXIS_IN + _KEY_IN,
        sources=[
            say(
                "Sources: scenarios/record/ and the scenarios of each launch. Overflight, seed {seed}, {runs} runs a "
                "launch ({people} with people).",
                seed=found.seed,
                runs=found.runs,
                people=found.people_runs,
            )
        ],
    )
    down_in = 0.0
    for (sections, unit, limit), height_in in zip(parts, heights, strict=True):
        _part(sheet, down_in, height_in, sections, unit, limit, say)
        down_in += height_in + _AXIS_IN
    _key(sheet, down_in, say)
    return sheet.figure


def _lines(found: Hindcast, say: Words) -> list[str]:
    whole, drawn = found.coverage[:2]
    return [
        say(
            "The modelled 90 % interval meets {inside} of {of} announced times; of the {learnt} whose delays were "
            "learnt from the other launches {met}.",
            inside=whole.inside,
            of=whole.of,
            learnt=drawn.of,
            met=drawn.inside,
        ),
        say(
            "An announced minute is drawn half a unit earlier to one later: it may have been cut or rounded. "
            "A wide interval is met easily."
        ),
    ]


def _launch(one: LaunchReport, say: Words) -> Section:
    rows = [row for row in one.rows if row.counts or row.announced_s is None]
    title = say.title({"title": one.spec.title, "title_ja": one.spec.title_ja})
    return Section(title, tuple(_lane(one, row, say) for row in rows))


def _lane(one: LaunchReport, row: Row, say: Words) -> Lane:
    by = "".join(say(", {by}", by=say(part)) for part in (row.by or "").split(", ") if part)
    full = row.full.modelled
    minutes = Interval(full.low / 60.0, full.mid / 60.0, full.high / 60.0)
    found = None if row.announced_s is None else (row.announced_s[0] / 60.0, row.announced_s[1] / 60.0)
    cells = (minute(row), interval_text(one.spec, full, say), verdict_text(row, say))
    return Lane(
        f"{milestone_text(row, say)}{by}", found, minutes, row.role, cells, row.full.verdict == "outside"
    )


def _survey(one: SurveyRow, say: Words) -> Lane:
    survey, shares = one.survey, one.judged.modelled
    mark = "~ " if survey.comparable == "transfer" else ""
    percent = Interval(100.0 * shares.low, 100.0 * shares.mid, 100.0 * shares.high)
    found = None if survey.found is None else (100.0 * survey.found[0], 100.0 * survey.found[1])
    cells = (found_text(one), share_text(one), points_text(one, say))
    name = mark + say("{survey}: {what}", survey=say(survey.survey), what=say(MEASURES[survey.measure]))
    return Lane(name, found, percent, survey.role, cells, one.judged.verdict == "outside")


def _height(sections: Sequence[Section]) -> float:
    return sum(_HEAD_IN + _LANE_IN * len(section.lanes) for section in sections)


def _limit(sections: Sequence[Section]) -> float:
    """The axis ends a little after the last announced time; intervals that go on are cut with an arrow."""
    lanes = [lane for section in sections for lane in section.lanes]
    ends = [lane.found[1] for lane in lanes if lane.found] or [
        lane.modelled.mid for lane in lanes if math.isfinite(lane.modelled.mid)
    ]
    return _BEYOND * max(ends, default=10.0)


def _part(
    sheet: Sheet,
    down_in: float,
    height_in: float,
    sections: Sequence[Section],
    unit: str,
    limit: float,
    say: Words,
) -> None:
    ax = sheet.axes(_LEFT_IN, down_in, _WIDE_IN, height_in)
    ax.set_xlim(0.0, limit)
    ax.set_ylim(height_in, 0.0)
    ax.set_yticks([])
    step = next((step for step in _STEPS if limit / step <= 10.0), _STEPS[-1])
    ticks = np.arange(0.0, limit, step)
    ax.set_xticks(ticks, [f"{tick:g}" for tick in ticks], family=list(families()))
    ax.set_xlabel(unit, size=SMALL_PT, color=QUIET_INK, family=list(families()), labelpad=2)
    ax.tick_params(labelsize=SMALL_PT, labelcolor=QUIET_INK, color=QUIET_INK, length=3, width=0.6, pad=2)
    for side, spine in ax.spines.items():
        spine.set(color=QUIET_INK, linewidth=0.8, visible=side == "bottom")
    for tick in ticks:
        ax.axvline(tick, color=GRATICULE, linewidth=0.6, zorder=1.0)
    watermark(ax, 34.0, rotation=90.0 if height_in > _WIDE_IN else 0.0)
    top = 0.0
    for section in sections:
        _heading(ax, section.title, top, say)
        top += _HEAD_IN
        for number, lane in enumerate(section.lanes):
            _draw(ax, lane, top, limit, banded=number % 2 == 0)
            top += _LANE_IN


def _heading(ax: Axes, title: str, top: float, say: Words) -> None:
    line = wrap(title, _NAME_IN + _WIDE_IN, TEXT_PT, weight="bold", lines=1)
    style: dict[str, Any] = {"transform": ax.get_yaxis_transform(), "va": "center"}
    middle, left = top + 0.62 * _HEAD_IN, -(_NAME_IN + _GAP_IN) / _WIDE_IN
    write(ax, left, middle, line[0] if line else "", size=TEXT_PT, weight="bold", color=INK, **style)
    heads = (say("record"), say("model, 90 %"), say("verdict"))
    for cell_in, text in zip(_CELL_IN, heads, strict=True):
        write(ax, 1.0 + cell_in / _WIDE_IN, middle, text, size=SMALL_PT, color=QUIET_INK, **style)


def _draw(ax: Axes, lane: Lane, top: float, limit: float, *, banded: bool) -> None:
    if banded:
        _band(ax, top)
    if lane.found is not None:
        colour, hatch = _COLOURS[lane.role], _HATCHES[lane.role]
        _bar(ax, lane.found, top + 0.1 * _LANE_IN, limit, facecolor=colour, hatch=hatch)
    if math.isfinite(lane.modelled.low):
        high = min(lane.modelled.high, limit)
        _bar(ax, (lane.modelled.low, high), top + 0.52 * _LANE_IN, limit, facecolor=_MODEL)
        tick = lane.modelled.mid
        if tick <= limit:
            ax.plot(
                [tick] * 2, [top + 0.5 * _LANE_IN, top + 0.94 * _LANE_IN], color=INK, linewidth=1.4, zorder=4
            )
        if lane.modelled.high > limit:
            point = [[0.965 * limit, top + 0.73 * _LANE_IN]]
            ax.plot(*np.array(point).T, marker=">", color=INK, markersize=4.5, zorder=5)
    middle = top + 0.5 * _LANE_IN
    style: dict[str, Any] = {"transform": ax.get_yaxis_transform(), "va": "center", "size": SMALL_PT}
    name = wrap(lane.name, _NAME_IN, SMALL_PT, lines=1)
    write(ax, -_GAP_IN / _WIDE_IN, middle, name[0] if name else "", ha="right", color=INK, **style)
    for number, (text, cell_in) in enumerate(zip(lane.cells, _CELL_IN, strict=True)):
        alarmed = lane.alarm and number == 2
        look = {"color": ALARM, "weight": "bold"} if alarmed else {"color": INK, "weight": "normal"}
        write(ax, 1.0 + cell_in / _WIDE_IN, middle, text, ha="left", **look, **style)


def _bar(ax: Axes, ends: tuple[float, float], top: float, limit: float, **look: Any) -> None:
    """A bar of at least a hair's width, so that an exact figure is seen."""
    wide = max(ends[1] - ends[0], 0.004 * limit)
    ax.add_patch(
        Rectangle((ends[0], top), wide, 0.38 * _LANE_IN, edgecolor=INK, linewidth=0.5, zorder=3, **look)
    )


def _band(ax: Axes, top: float) -> None:
    left, right = -(_NAME_IN + _GAP_IN) / _WIDE_IN, 1.0 + _CELLS_IN / _WIDE_IN
    look: dict[str, Any] = {
        "transform": ax.get_yaxis_transform(),
        "facecolor": _BAND,
        "linewidth": 0,
        "zorder": 0.5,
    }
    ax.add_artist(Rectangle((left, top), right - left, _LANE_IN, clip_on=False, **look))


def _key(sheet: Sheet, down_in: float, say: Words) -> None:
    ax = sheet.axes(MARGIN_IN, down_in, WIDTH_IN - 2.0 * MARGIN_IN, _KEY_IN)
    ax.set_axis_off()
    handles: list[Any] = [
        Patch(facecolor=_COLOURS[role], edgecolor=INK, linewidth=0.5, hatch=_HATCHES[role]) for role in _TEXTS
    ]
    handles += [
        Patch(facecolor=_MODEL, edgecolor=INK, linewidth=0.5),
        Line2D([], [], marker=">", color=INK, linestyle="none", markersize=4.5),
    ]
    texts = [say(text) for text in _TEXTS.values()]
    texts += [say("model: middle 90 % of the runs, and their median"), say("goes on beyond the axis")]
    ax.legend(
        handles,
        texts,
        loc="upper left",
        bbox_to_anchor=(0.0, 1.0),
        ncols=2,
        frameon=False,
        borderpad=0.0,
        borderaxespad=0.0,
        labelspacing=0.3,
        columnspacing=1.5,
        labelcolor=INK,
        prop={"family": list(families()), "size": SMALL_PT},
    )
