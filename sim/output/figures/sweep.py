"""``sweep-*.png``: how the mean of a metric goes with each key that was varied."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.output.figures.lettering import families, wrap, write
from sim.output.figures.palette import INK, QUIET_INK
from sim.output.figures.ruled import number_ticks, quiet_words, rule
from sim.output.figures.style import INNER_IN, MARGIN_IN, TEXT_PT, new_sheet, save, watermark
from sim.output.figures.sweepwords import key_unit, metric_scale, sweep_sources, sweep_subtitle
from sim.output.figures.words import Language, Words
from sim.output.sweepview import SweepView
from sim.results.result import MARK
from sim.units import Floats

_COLUMNS, _MOST = 2, 8
_HIGH_IN, _TITLE_IN, _BELOW_IN, _AXIS_IN, _GAP_IN = 2.1, 0.3, 0.55, 0.72, 0.35
_DOT = "#1F4E79"
_FEW = 12  # listed values of a key: so many still stand apart as columns


def draw_metric(view: SweepView, metric: str, path: Path, language: Language = "en") -> Path:
    """Draw one metric of a sweep to ``path``, in the format of its suffix."""
    return save(metric_figure(view, metric, language), path)


def metric_figure(view: SweepView, metric: str, language: Language = "en") -> Figure:
    """A panel a key: the mean at each point with its interval, over that key's value there."""
    keys = view.keys[:_MOST]
    rows = -(-len(keys) // _COLUMNS)
    row_in = _TITLE_IN + _HIGH_IN + _BELOW_IN
    confidence = 100.0 * float(view.summary["confidence"])
    say, left_out = Words(language), len(view.keys) - len(keys)
    more = say("; {n} further keys are not shown", n=left_out) if left_out else ""
    sheet = new_sheet(
        mark=say(MARK),
        title=say("{metric} at the points of a sweep", metric=metric),
        lines=[
            say.title(view.summary),
            sweep_subtitle(view, say),
            say("{metric}: {meaning}", metric=metric, meaning=view.meaning(metric, say)),
            say("Mean of the runs of each point with its {sure:g} % interval", sure=confidence) + more,
        ],
        body_in=rows * row_in,
        sources=sweep_sources(view),
    )
    scale, unit = metric_scale(metric, say)
    figures = [scale * one for one in view.metric(metric)]
    wide_in = (INNER_IN - _COLUMNS * _AXIS_IN - _GAP_IN) / _COLUMNS
    for number, key in enumerate(keys):
        row, column = divmod(number, _COLUMNS)
        left_in = MARGIN_IN + _AXIS_IN + column * (wide_in + _GAP_IN + _AXIS_IN)
        ax = sheet.axes(left_in, row * row_in + _TITLE_IN, wide_in, _HIGH_IN)
        _panel(ax, view, key, figures, wide_in, say)
        named = say("{metric}, {unit}", metric=metric, unit=unit) if unit else metric
        ax.set_ylabel(named, **quiet_words())
    return sheet.figure


def _panel(
    ax: Axes, view: SweepView, key: str, figures: Sequence[Floats], wide_in: float, say: Words
) -> None:
    watermark(ax, 24.0, rotation=15.0)
    title = wrap(key, wide_in, TEXT_PT, weight="bold", lines=1)[0]
    style: dict[str, Any] = {"transform": ax.transAxes, "size": TEXT_PT, "weight": "bold", "color": INK}
    write(ax, 0.0, 1.03, title, va="bottom", **style)
    mean, low, high = figures
    x = _across(ax, view, key)
    ax.vlines(x, low, high, color=_DOT, linewidth=0.9, alpha=0.55, zorder=2)
    ax.plot(x, mean, linestyle="none", marker="o", markersize=3.6, color=_DOT, markeredgewidth=0, zorder=3)
    if np.isnan(mean).all():
        middle: dict[str, Any] = {"size": TEXT_PT, "color": QUIET_INK, "ha": "center", "va": "center"}
        write(ax, 0.5, 0.5, say("no run defines it"), transform=ax.transAxes, **middle)
        ax.set_yticks([])
    else:
        ax.margins(y=0.08)
        number_ticks(ax, "y")
    rule(ax)
    ax.set_xlabel(key_unit(key, say) or " ", **quiet_words())


def _across(ax: Axes, view: SweepView, key: str) -> Floats:
    """Where each point stands: at its value, or at the number of its listed value."""
    values, span = view.values(key), view.span(key)
    if span is None:
        listed = list(dict.fromkeys(values))
        if len(listed) <= _FEW:
            shown = [str(value).lower() if isinstance(value, bool) else str(value) for value in listed]
            ax.set_xlim(-0.5, len(listed) - 0.5)
            ax.set_xticks(range(len(listed)), shown, family=list(families()))
            return np.array([listed.index(value) for value in values], float)
        if any(isinstance(value, str) for value in listed):
            return np.array([listed.index(value) for value in values], float)
    elif span["scale"] == "log":
        from matplotlib.ticker import NullLocator

        ax.set_xscale("log")
        nice = [step * 10.0**k for k in range(-6, 7) for step in (1.0, 2.0, 5.0)]
        ticks = [tick for tick in nice if span["low"] * 0.999 <= tick <= span["high"] * 1.001]
        wider = (span["high"] / span["low"]) ** 0.05
        ax.set_xlim(span["low"] / wider, span["high"] * wider)
        ax.xaxis.set_minor_locator(NullLocator())
        ax.set_xticks(ticks, [f"{tick:g}" for tick in ticks], family=list(families()))
        return np.array(values, float)
    places = np.array(values, float)
    ax.set_xlim(*_with_margin(places))
    number_ticks(ax, "x")
    return places


def _with_margin(places: Floats) -> tuple[float, float]:
    margin = 0.05 * max(float(np.ptp(places)), 1e-9)
    return float(places.min()) - margin, float(places.max()) + margin
