"""``quantiles.png``: when each step of the chain came, over all runs, beside the times that were announced."""

from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle

from sim.output.ensembleview import EnsembleView
from sim.output.figures.clock import Clock, after_launch
from sim.output.figures.ensemblewords import ensemble_sheet, ensemble_sources
from sim.output.figures.lettering import families, write
from sim.output.figures.palette import GRATICULE, INK, QUIET_INK
from sim.output.figures.style import MARGIN_IN, SMALL_PT, WIDTH_IN, Sheet, save, watermark
from sim.output.figures.words import Language, Words
from sim.units import Floats, Seconds

STEPS = (
    ("launch_s", "Launch"),
    ("detected_s", "Launch detected"),
    ("assessed_s", "Assessed"),
    ("notified_s", "Authority notified"),
    ("decided_s", "Warning decided"),
    ("issued_s", "SHELTER CALL issued"),
    ("overflight_s", "Passed the gate"),
    ("all_down_s", "Last object down or gone"),
    ("threat_over_known_s", "Known to be over"),
    ("lift_decided_s", "All-clear decided"),
    ("lift_issued_s", "ALL-CLEAR issued"),
)
SHARES = (0.05, 0.25, 0.5, 0.75, 0.95)
_ANNOUNCED = {
    "launch": "launch_s",
    "issued": "issued_s",
    "overflight": "overflight_s",
    "lift_issued": "lift_issued_s",
}
_MILESTONES = {
    "launch": "launch",
    "issued": "shelter call",
    "overflight": "overflight",
    "lift_issued": "all-clear",
}
OUTER, INNER, MARK_COLOUR = "#A9C9E8", "#3B78B5", "#B35900"
_NAME_IN, _FIGURES_IN, _ROW_IN, _AXIS_IN, _KEY_IN = 1.75, 2.35, 0.42, 0.5, 0.5
_WIDE_IN = WIDTH_IN - 2.0 * MARGIN_IN - _NAME_IN - _FIGURES_IN
_STEPS_S = (30, 60, 120, 300, 600, 900, 1800, 3600, 7200)
_MOST_TICKS = 8


def draw_quantiles(view: EnsembleView, path: Path, language: Language = "en") -> Path:
    """Draw the quantile timeline to ``path``, in the format of its suffix."""
    return save(quantiles_figure(view, language), path)


def step_quantiles(view: EnsembleView) -> list[tuple[str, str, Floats, int]]:
    """Column, title, quantiles ``(5,)`` and the number of runs for each step that happened in any run."""
    found = []
    for key, title in STEPS:
        values = view.column(key)
        known = values[~np.isnan(values)]
        if len(known):
            found.append((key, title, np.quantile(known, SHARES), len(known)))
    return found


def quantiles_figure(view: EnsembleView, language: Language = "en") -> Figure:
    """A row a step: bands hold 90 and 50 % of the runs in which it came, a line half; announced times below."""
    steps, clock = step_quantiles(view), Clock.of(view.summary, language)
    say = clock.say
    lanes_in = _ROW_IN * (len(steps) + 0.2)
    sheet = ensemble_sheet(
        view,
        say,
        title=say("When each step came"),
        about=say(
            "Bands: how the runs differ. Minutes and seconds after the modelled launch; runs: in how many it came"
        ),
        body_in=_AXIS_IN + lanes_in + _AXIS_IN + _KEY_IN,
        sources=[*_announced_sources(view, say), *ensemble_sources(view)],
    )
    ax = sheet.axes(MARGIN_IN + _NAME_IN, _AXIS_IN, _WIDE_IN, lanes_in)
    ax.set_ylim(len(steps) - 0.4, -0.6)
    ax.set_yticks([])
    watermark(ax, 40.0, rotation=30.0)
    announced = _by_step(view)
    limits = _limits(steps, announced)
    ax.set_xlim(*limits)
    rows: dict[str, float] = {}
    for y, (key, title, quantiles, runs) in enumerate(steps):
        rows[key] = float(y)
        _band(ax, y, quantiles)
        _texts(ax, y, say(title), quantiles, _of_all(runs, view.runs, say))
    for key, one in announced:
        if key in rows:
            _announced(ax, rows[key], one)
    _heads(ax, say)
    _scales(ax, clock, limits)
    _key(sheet, _AXIS_IN + lanes_in + _AXIS_IN, say)
    return sheet.figure


def _by_step(view: EnsembleView) -> list[tuple[str, dict[str, Any]]]:
    return [
        (_ANNOUNCED[one["milestone"]], one)
        for one in view.layer["announced"]
        if one["milestone"] in _ANNOUNCED and one["object"] is None
    ]


def _limits(
    steps: list[tuple[str, str, Floats, int]], announced: list[tuple[str, dict[str, Any]]]
) -> tuple[Seconds, Seconds]:
    times = [0.0, *(float(t) for _, _, quantiles, _ in steps for t in quantiles)]
    times += [t for _, one in announced for t in (one["earliest_s"], one["latest_s"])]
    margin = 0.03 * max(max(times) - min(times), 60.0)
    return min(times) - margin, max(times) + margin


def _band(ax: Axes, y: float, quantiles: Floats) -> None:
    for (low, high), colour, tall in (((0, 4), OUTER, 0.34), ((1, 3), INNER, 0.34)):
        wide = float(quantiles[high] - quantiles[low])
        box = Rectangle(
            (float(quantiles[low]), y - tall / 2.0 - 0.08), wide, tall, facecolor=colour, linewidth=0
        )
        box.set_zorder(3)
        ax.add_artist(box)
    ax.plot(
        [quantiles[2]] * 2, [y - 0.31, y + 0.15], color=INK, linewidth=1.6, zorder=4, solid_capstyle="butt"
    )


def _texts(ax: Axes, y: float, title: str, quantiles: Floats, share: str) -> None:
    row: dict[str, Any] = {"transform": ax.get_yaxis_transform(), "size": SMALL_PT, "color": INK}
    row["va"] = "center_baseline"
    write(ax, -0.1 / _WIDE_IN, y - 0.08, title, ha="right", **row)
    texts = [after_launch(float(quantiles[k])).removeprefix("T+") for k in (0, 2, 4)]
    for right_in, text in zip((0.6, 1.15, 1.7), texts, strict=True):
        write(ax, 1.0 + right_in / _WIDE_IN, y - 0.08, text, ha="right", **row)
    write(ax, 1.0 + 2.3 / _WIDE_IN, y - 0.08, share, ha="right", **row)


def _of_all(runs: int, of: int, say: Words) -> str:
    """The share of runs, never rounded up to all of them."""
    return say("all") if runs == of else f"{min(100.0 * runs / of, 99.9):.3g} %"


def _heads(ax: Axes, say: Words) -> None:
    style: dict[str, Any] = {"transform": ax.transAxes, "size": SMALL_PT, "color": QUIET_INK, "ha": "right"}
    for right_in, text in zip((0.6, 1.15, 1.7, 2.3), ("p5", "p50", "p95", say("runs")), strict=True):
        write(ax, 1.0 + right_in / _WIDE_IN, 1.01, text, va="bottom", **style)


def _announced(ax: Axes, y: float, one: dict[str, Any]) -> None:
    ends = [one["earliest_s"], one["latest_s"]]
    ax.plot(ends, [y + 0.27] * 2, color=MARK_COLOUR, linewidth=1.4, zorder=5, solid_capstyle="butt")
    style: dict[str, Any] = {"markersize": 6.0, "color": MARK_COLOUR, "zorder": 6}
    ax.plot(one["t_s"], y + 0.27, marker="D", **style)


def _scales(ax: Axes, clock: Clock, limits: tuple[Seconds, Seconds]) -> None:
    step_s = next((s for s in _STEPS_S if (limits[1] - limits[0]) / s <= _MOST_TICKS), _STEPS_S[-1])
    after = np.arange(np.ceil(limits[0] / step_s), np.floor(limits[1] / step_s) + 1.0) * step_s
    local = clock.ticks(*limits, step_s)
    text = clock.at if step_s < 60 else clock.minute
    words: dict[str, Any] = {"size": SMALL_PT, "color": QUIET_INK, "family": list(families())}
    ax.set_xticks(local, [text(t_s) for t_s in local], family=list(families()))
    ax.set_xlabel(
        clock.say("local clock ({zone}), the launch at its modelled time", zone=clock.zone), **words
    )
    for t_s in local:
        ax.axvline(t_s, color=GRATICULE, linewidth=0.6, zorder=1.0)
    top = ax.secondary_xaxis("top")
    top.set_xticks(after, [after_launch(t_s) for t_s in after], family=list(families()))
    top.set_xlabel(clock.say("after the modelled launch (min:s)"), **words)
    for one in (ax, top):
        one.tick_params(labelsize=SMALL_PT, labelcolor=QUIET_INK, color=QUIET_INK, length=3, width=0.6, pad=2)
        for spine in one.spines.values():
            spine.set(color=QUIET_INK, linewidth=0.8)


def _key(sheet: Sheet, down_in: float, say: Words) -> None:
    ax = sheet.axes(MARGIN_IN, down_in, WIDTH_IN - 2.0 * MARGIN_IN, _KEY_IN)
    ax.set_axis_off()
    handles = [
        Patch(facecolor=OUTER),
        Patch(facecolor=INNER),
        Line2D(
            [], [], color=INK, linewidth=1.6, marker="|", markersize=9, linestyle="none", markeredgewidth=1.6
        ),
        Line2D([], [], color=MARK_COLOUR, marker="D", markersize=6, linewidth=1.4),
    ]
    texts = (
        say("p5 to p95: nine runs in ten"),
        say("p25 to p75: half of the runs"),
        "p50",
        say("announced, with what its rounding leaves open"),
    )
    style: dict[str, Any] = {"family": list(families()), "size": SMALL_PT}
    ax.legend(
        handles, texts, loc="upper left", ncols=4, frameon=False, borderpad=0.0, labelcolor=INK, prop=style
    )


def _announced_sources(view: EnsembleView, say: Words) -> list[str]:
    by = dict.fromkeys(
        say("{what} ({by})", what=say(_MILESTONES[one["milestone"]]), by=say(one["by"]))
        for _, one in _by_step(view)
    )
    return [say("Announced: {list}.", list=", ".join(by))] if by else []
