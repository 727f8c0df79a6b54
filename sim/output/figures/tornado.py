"""``sensitivity.png``: which key moves a metric most, as bars with their intervals."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from sim.output.figures.lettering import families, wrap, write
from sim.output.figures.palette import INK, QUIET_INK
from sim.output.figures.ruled import number_ticks, quiet_words, rule
from sim.output.figures.style import (
    INNER_IN,
    MARGIN_IN,
    SMALL_PT,
    TEXT_PT,
    Sheet,
    new_sheet,
    save,
    watermark,
)
from sim.output.figures.sweepwords import metric_scale, range_text, sweep_sources, sweep_subtitle
from sim.output.figures.words import Language, Words
from sim.output.sweepview import SweepView
from sim.results.result import MARK

_NAME_IN, _FIGURE_IN, _ROW_IN, _HEAD_IN, _BELOW_IN, _KEY_IN = 3.3, 1.55, 0.46, 0.62, 0.55, 0.3
_WIDE_IN = INNER_IN - _NAME_IN - _FIGURE_IN
_MOST = 20
_BARS = {
    "sobol": (
        ("ST", "#3B78B5", -0.17, "total order: with everything it does together with others"),
        ("S1", "#A9C9E8", 0.17, "first order: what it does by itself"),
    ),
    "morris": (
        (
            "mu_star",
            "#3B78B5",
            0.0,
            "mean absolute elementary effect (mu*) over the whole range; rising: the metric rises with the key",
        ),
    ),
}
_TALL = {"sobol": 0.3, "morris": 0.5}
_METHODS = {
    "sobol": "Sobol indices: share of the variance between design points that a key is behind",
    "morris": "Morris: how far the metric moves as one key goes through its range, the others held",
}


def draw_sensitivity(view: SweepView, path: Path, language: Language = "en") -> Path:
    """Draw the sensitivity of every metric asked for to ``path``, in the format of its suffix."""
    return save(sensitivity_figure(view, language), path)


def sensitivity_figure(view: SweepView, language: Language = "en") -> Figure:
    """A panel a metric: a bar a key, the one that moves it most on top."""
    found: list[dict[str, Any]] = view.summary["sensitivity"]
    method = found[0]["method"]
    heights = [_HEAD_IN + _ROW_IN * min(len(one["keys"]), _MOST) + _BELOW_IN for one in found]
    confidence, say = 100.0 * float(view.summary["confidence"]), Words(language)
    alone = found[0]["metric"] if len(found) == 1 else None
    sheet = new_sheet(
        mark=say(MARK),
        title=say("What moves {metric} most", metric=alone) if alone else say("What moves it most"),
        lines=[
            say.title(view.summary),
            sweep_subtitle(view, say),
            say(
                "{method}. Whiskers: {sure:g} % interval, by bootstrap over design and runs",
                method=say(_METHODS[method]),
                sure=confidence,
            ),
        ],
        body_in=_KEY_IN + sum(heights),
        sources=sweep_sources(view),
    )
    _key(sheet, method, say)
    down_in = _KEY_IN
    for one, high_in in zip(found, heights, strict=True):
        _panel(sheet, view, one, down_in, say)
        down_in += high_in
    return sheet.figure


def _panel(sheet: Sheet, view: SweepView, found: Mapping[str, Any], down_in: float, say: Words) -> None:
    keys = found["keys"][:_MOST]
    scale, unit = metric_scale(found["metric"], say)
    ax = sheet.axes(MARGIN_IN + _NAME_IN, down_in + _HEAD_IN, _WIDE_IN, _ROW_IN * len(keys))
    watermark(ax, 30.0, rotation=10.0)
    ax.set_ylim(len(keys) - 0.5, -0.5)
    ax.set_yticks([])
    by_share = found["method"] == "sobol"
    _head(ax, view, found, len(keys), say)
    most = max(
        (row["indices"][name]["high"] or 0.0 for row in keys for name in row["indices"] if name != "mu"),
        default=0.0,
    )
    factor = 1.0 if by_share else scale
    for y, row in enumerate(keys):
        _row(ax, view, row, float(y), found["method"], factor, unit, say)
    ax.set_xlim(0.0, 1.05 * max(most * factor, 1.0 if by_share else 1e-9) if found["moves"] else 1.0)
    number_ticks(ax, "x")
    rule(ax, grid="x", sides=("left", "bottom"))
    along = (
        say("share of the variance between points")
        if by_share
        else say("{metric}, {unit}", metric=found["metric"], unit=unit)
    )
    ax.set_xlabel(along, **quiet_words())
    if not found["moves"]:
        ax.set_xticks([])
        middle: dict[str, Any] = {"size": TEXT_PT, "color": QUIET_INK, "ha": "center", "va": "center"}
        write(
            ax,
            0.5,
            0.5,
            say("the same at every point: nothing varied here moves it"),
            transform=ax.transAxes,
            **middle,
        )


def _head(ax: Axes, view: SweepView, found: Mapping[str, Any], rows: int, say: Words) -> None:
    scale, unit = metric_scale(found["metric"], say)
    low, high = (f"{scale * found[f'{end}_mean']:.3g}" for end in ("lowest", "highest"))
    title = say(
        "{metric}: from {low} to {high} {unit} over the points",
        metric=found["metric"],
        low=low,
        high=high,
        unit=unit,
    )
    left, above = -_NAME_IN / _WIDE_IN, 1.0 + 0.1 / (_ROW_IN * rows)
    style: dict[str, Any] = {"transform": ax.transAxes, "va": "bottom"}
    line = 0.19 / (_ROW_IN * rows)
    write(ax, left, above + line, title, size=TEXT_PT, weight="bold", color=INK, **style)
    meaning = wrap(view.meaning(found["metric"], say), INNER_IN, SMALL_PT, lines=1)[0]
    write(ax, left, above, meaning, size=SMALL_PT, color=QUIET_INK, **style)


def _row(
    ax: Axes,
    view: SweepView,
    row: Mapping[str, Any],
    y: float,
    method: str,
    factor: float,
    unit: str,
    say: Words,
) -> None:
    beside: dict[str, Any] = {"transform": ax.get_yaxis_transform(), "ha": "right"}
    name = wrap(row["key"], _NAME_IN - 0.15, SMALL_PT, lines=1)[0]
    write(ax, -0.12 / _WIDE_IN, y - 0.04, name, size=SMALL_PT, color=INK, va="bottom", **beside)
    write(
        ax,
        -0.12 / _WIDE_IN,
        y + 0.04,
        range_text(view, row["key"], say),
        size=SMALL_PT,
        color=QUIET_INK,
        va="top",
        **beside,
    )
    for index, colour, shift, _ in _BARS[method]:
        figures = row["indices"][index]
        if figures["value"] is None:
            continue
        value, low, high = (factor * (figures[end] or 0.0) for end in ("value", "low", "high"))
        at = y + shift
        ax.barh(at, max(value, 0.0), _TALL[method], color=colour, linewidth=0, zorder=2)
        ax.plot([max(low, 0.0), max(high, 0.0)], [at] * 2, color=INK, linewidth=1.2, zorder=5)
        text = f"{index} {value:.2f}" if method == "sobol" else f"{value:.3g} {unit}{say(_direction(row))}"
        aside = {"size": SMALL_PT, "color": INK, "va": "center"}
        write(ax, 1.0 + _FIGURE_IN / _WIDE_IN, at + 0.25 * shift, text, **aside, **beside)


def _direction(row: Mapping[str, Any]) -> str:
    """Whether more of the key makes it more or less; nothing where it does now this, now that."""
    mu = row["indices"]["mu"]
    if row["indices"]["mu_star"]["value"] == 0.0:
        return ""
    if mu["low"] is None or mu["high"] is None or mu["low"] <= 0.0 <= mu["high"]:
        return ", unsure"
    return ", rising" if mu["value"] > 0.0 else ", falling"


def _key(sheet: Sheet, method: str, say: Words) -> None:
    ax = sheet.axes(MARGIN_IN, 0.0, INNER_IN, _KEY_IN)
    ax.set_axis_off()
    handles = [Patch(facecolor=colour) for _, colour, _, _ in _BARS[method]]
    texts = [say(text) for *_, text in _BARS[method]]
    style: dict[str, Any] = {"family": list(families()), "size": SMALL_PT}
    ax.legend(
        handles,
        texts,
        loc="upper left",
        ncols=2,
        frameon=False,
        borderpad=0.0,
        borderaxespad=0.0,
        labelcolor=INK,
        prop=style,
    )
