"""``convergence.png``: how the means settle as runs add up, and how sure they are."""

from math import floor, log10
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.output.ensembleview import EnsembleView
from sim.output.figures.ensemblewords import ensemble_sheet, ensemble_sources
from sim.output.figures.lettering import families, write
from sim.output.figures.palette import INK
from sim.output.figures.ruled import number_ticks, quiet_words, rule
from sim.output.figures.style import (
    INNER_IN,
    MARGIN_IN,
    SMALL_PT,
    TEXT_PT,
    save,
    watermark,
)
from sim.output.figures.words import Language, Words
from sim.units import Floats, Ints

SHOWN = (
    ("short_lead_share", "Overflown with a short lead", "share"),
    ("short_notice_share", "Noticed too late", "share"),
    ("people_overflown", "People overflown", "people"),
    ("issued_s", "First warning after launch", "s"),
    ("people_missed", "People overflown unwarned", "people"),
    ("lift_issued_s", "All-clear after launch", "s"),
)
BAND, LINE = "#A9C9E8", "#1F4E79"
_FIRST, _POINTS = 16, 160
_HIGH_IN, _GAP_IN, _AXIS_IN, _BELOW_IN, _TITLE_IN = 1.75, 0.35, 0.72, 0.42, 0.28
_COLUMNS = 2


def draw_convergence(view: EnsembleView, path: Path, language: Language = "en") -> Path:
    """Draw the running means to ``path``, in the format of its suffix."""
    return save(convergence_figure(view, language), path)


def running_mean(values: Floats, confidence: float) -> tuple[Ints, Floats, Floats]:
    """Numbers of runs, and the mean of the first so many with half the width of its interval (Student's t).

    Runs that do not define the figure count as runs; both are NaN while fewer than two define it.
    """
    from scipy.special import stdtrit

    known = ~np.isnan(values)
    filled = np.where(known, values, 0.0)
    # about the overall mean: sums of squares of large numbers lose their digits
    middle = float(filled.sum() / max(known.sum(), 1))
    apart = np.where(known, values - middle, 0.0)
    at = np.unique(np.geomspace(min(_FIRST, len(values)), len(values), _POINTS).round().astype(np.int64))
    n = np.cumsum(known)[at - 1].astype(float)
    total, squares = np.cumsum(apart)[at - 1], np.cumsum(apart**2)[at - 1]
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = total / n
        spread = np.sqrt(np.maximum(squares - n * mean**2, 0.0) / (n - 1.0))
        half = stdtrit(n - 1.0, 0.5 + confidence / 2.0) * spread / np.sqrt(n)
    few = n < 2
    return at, np.where(few, np.nan, mean + middle), np.where(few, np.nan, half)


def convergence_figure(view: EnsembleView, language: Language = "en") -> Figure:
    """A panel a figure: running mean with its interval over the number of runs."""
    rows = -(-len(SHOWN) // _COLUMNS)
    row_in = _TITLE_IN + _HIGH_IN + _BELOW_IN
    confidence, say = float(view.summary["confidence"]), Words(language)
    sheet = ensemble_sheet(
        view,
        say,
        title=say("How the means settle as runs add up"),
        about=say(
            "Mean of the first so many runs, and its {sure:g} % interval (Student's t), which four times the runs "
            "halve",
            sure=100.0 * confidence,
        ),
        body_in=rows * row_in,
        sources=ensemble_sources(view),
    )
    wide_in = (INNER_IN - _COLUMNS * _AXIS_IN - _GAP_IN) / _COLUMNS
    for number, (key, title, unit) in enumerate(SHOWN):
        row, column = divmod(number, _COLUMNS)
        left_in = MARGIN_IN + _AXIS_IN + column * (wide_in + _GAP_IN + _AXIS_IN)
        ax = sheet.axes(left_in, row * row_in + _TITLE_IN, wide_in, _HIGH_IN)
        _panel(ax, view, key, say(title), unit, confidence, say)
        if row == rows - 1:
            ax.set_xlabel(say("runs"), **quiet_words())
    return sheet.figure


def _panel(
    ax: Axes, view: EnsembleView, key: str, title: str, unit: str, confidence: float, say: Words
) -> None:
    scale, suffix = (100.0, " %") if unit == "share" else (1.0, f" {say(unit)}")
    at, mean, half = running_mean(scale * view.column(key), confidence)
    watermark(ax, 22.0, rotation=15.0)
    head: dict[str, Any] = {"transform": ax.transAxes, "va": "bottom"}
    write(ax, 0.0, 1.03, title, size=TEXT_PT, weight="bold", color=INK, **head)
    _runs_axis(ax, at)
    write(ax, 1.0, 1.03, _told(mean[-1], half[-1], suffix, say), size=SMALL_PT, color=INK, ha="right", **head)
    if not np.isnan(mean[-1]):
        ax.fill_between(at, mean - half, mean + half, color=BAND, linewidth=0, zorder=2)
        ax.plot(at, mean, color=LINE, linewidth=1.5, zorder=3)
    ax.margins(y=0.08)
    if half[-1] == 0.0 or np.isnan(mean[-1]):
        ax.set_yticks([] if np.isnan(mean[-1]) else [float(mean[-1])])
        ax.set_yticklabels([] if np.isnan(mean[-1]) else [_number(mean[-1])], family=list(families()))
    else:
        number_ticks(ax, "y")
    rule(ax)


def _told(mean: float, half: float, suffix: str, say: Words) -> str:
    if np.isnan(mean):
        return say("no run defines it")
    if half == 0.0:
        return say("{value} in every run", value=f"{_number(mean)}{suffix}")
    decimals = max(0, 1 - floor(log10(half)))  # two figures of what is not known
    return f"{mean:,.{decimals}f} ± {half:,.{decimals}f}{suffix}"


def _runs_axis(ax: Axes, at: Ints) -> None:
    """Powers of ten, or their halves and fifths where there are few; no labels beyond the axis."""
    from matplotlib.ticker import NullLocator

    steps = (1.0,) if at[-1] >= 10_000 else (1.0, 2.0, 5.0)
    nice = [step * 10.0**k for k in range(9) for step in steps]
    ticks = [tick for tick in nice if at[0] <= tick <= at[-1]] or [float(at[-1])]
    ax.set_xscale("log")
    ax.set_xlim(float(at[0]), max(float(at[-1]), at[0] + 1.0))
    ax.xaxis.set_minor_locator(NullLocator())
    ax.set_xticks(ticks, [f"{tick:,.0f}" for tick in ticks], family=list(families()))


def _number(value: float) -> str:
    size = abs(value)
    return f"{value:,.0f}" if size >= 100.0 else f"{value:.3g}"
