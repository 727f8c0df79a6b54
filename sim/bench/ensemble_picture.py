"""Where a replicate's time goes, and how many a second by who computes them."""

from pathlib import Path

from matplotlib.axes import Axes

from sim.bench.ensemble import EnsembleSpeed, ScenarioSpeed
from sim.bench.words import duration, three
from sim.output.figures.lettering import write
from sim.output.figures.palette import GRATICULE, INK, QUIET_INK
from sim.output.figures.style import INNER_IN, MARGIN_IN, SMALL_PT, TEXT_PT, new_sheet, save

_STAGES = {
    "flight and crossings": "#0072B2",
    "decisions": "#D40032",
    "channels": "#9A5B00",
    "people": "#007F6E",
    "metrics": "#7A4FA3",
    "writing": "#8A8A8A",
}
_PLAIN = "#8A8A8A"
_OURS = "#0072B2"
_BAR_IN, _GAP_IN, _LABEL_IN = 0.34, 0.75, 2.15


def draw_ensemble_speed(report: EnsembleSpeed, path: Path) -> Path:
    """Write the figure: two panels for each scenario."""
    rows = [max(len(one.stages), len(one.ways) + 2) for one in report.scenarios]
    sheet = new_sheet(
        mark="WALL-CLOCK BENCHMARK",
        title="What a replicate of an ensemble costs, and how many there are a second",
        lines=[
            "Medians. Left: CPU time of one replicate by stage. Right: replicates a second, writing included."
        ],
        body_in=sum(row * _BAR_IN + _GAP_IN for row in rows) + 0.1,
        sources=report.machine.lines(),
    )
    wide_in = (INNER_IN - 2 * _LABEL_IN - 0.4) / 2
    down_in = 0.35
    for one, row in zip(report.scenarios, rows, strict=True):
        high_in = row * _BAR_IN
        left = sheet.axes(MARGIN_IN + _LABEL_IN - 0.35, down_in, wide_in, high_in)
        right = sheet.axes(MARGIN_IN + 2 * _LABEL_IN + wide_in, down_in, wide_in, high_in)
        _stages(left, one)
        _ways(right, one)
        down_in += high_in + _GAP_IN
    return save(sheet.figure, path)


def _stages(ax: Axes, one: ScenarioSpeed) -> None:
    names = [stage.name for stage in one.stages]
    values = [stage.cpu_s.median for stage in one.stages]
    _bars(
        ax,
        names,
        values,
        [_STAGES.get(name, _PLAIN) for name in names],
        [duration(value) for value in values],
    )
    _head(ax, f"{one.areas:,} areas: {duration(one.cpu_s)} of CPU a replicate")


def _ways(ax: Axes, one: ScenarioSpeed) -> None:
    rates = {"overflight run": 1.0 / one.run_s.median, "single runs": 1.0 / one.plain_s.median}
    for way in one.ways:
        title = way.title if way.workers == 1 else f"{way.title}, {way.workers} workers"
        rates[f"ensemble, {title}"] = way.per_second.median
    values = list(rates.values())
    colours = [_PLAIN, _PLAIN, *[_OURS] * len(one.ways)]
    ax.set_xscale("log")
    _bars(ax, list(rates), values, colours, [three(value) for value in values])
    ax.set_xlim(min(values) / 2.0, max(values) * 6.0)
    _head(ax, "Replicates a second (logarithmic)")


def _bars(ax: Axes, names: list[str], values: list[float], colours: list[str], said: list[str]) -> None:
    places = range(len(names))
    ax.barh(places, values, color=colours, height=0.62)
    ax.set_yticks(places, names)
    ax.invert_yaxis()
    if ax.get_xscale() == "linear":
        ax.set_xlim(0.0, max(values) * 1.35)
    for place, value, text in zip(places, values, said, strict=True):
        ax.annotate(
            text,
            (value, place),
            (4, 0),
            textcoords="offset points",
            va="center",
            fontsize=SMALL_PT,
            color=INK,
        )
    ax.xaxis.set_visible(False)
    ax.tick_params(axis="y", labelsize=SMALL_PT, colors=QUIET_INK, length=0)
    for side, spine in ax.spines.items():
        spine.set_visible(side == "left")
        spine.set_color(GRATICULE)


def _head(ax: Axes, text: str) -> None:
    write(ax, 0.0, 1.03, text, transform=ax.transAxes, size=TEXT_PT, weight="bold", color=INK)
