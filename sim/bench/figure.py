"""The log-log figure: cost of each method along each axis, its exponent beside it."""

from pathlib import Path

from matplotlib.axes import Axes
from matplotlib.ticker import FixedLocator, FuncFormatter, NullFormatter, NullLocator

from sim.bench.geometry import GeometryReport
from sim.bench.scaling import Curve
from sim.output.figures.lettering import write
from sim.output.figures.palette import GRATICULE, INK, QUIET_INK
from sim.output.figures.style import INNER_IN, MARGIN_IN, SMALL_PT, TEXT_PT, new_sheet, save
from sim.units import Seconds

_STYLES = {
    "compiled": ("#D40032", "o", "-", 2.4),
    "compiled-2": ("#D40032", "o", "--", 1.4),
    "numpy": ("#1A1A1A", "s", "-", 2.0),
    "tree-points": ("#0072B2", "^", "-", 1.4),
    "tree-areas": ("#0072B2", "v", "--", 1.4),
    "time-as-height": ("#9A5B00", "D", "-", 1.4),
    "sjoin": ("#007F6E", "X", "-", 1.4),
}
_PANEL_HIGH_IN, _GAP_IN, _LABEL_IN = 3.6, 0.95, 0.75
_COLUMNS = 2


def draw_scaling(report: GeometryReport, path: Path) -> Path:
    """Write the figure; one panel for each thing that grows."""
    keys = list(dict.fromkeys(curve.axis.key for curve in report.curves))
    rows = -(-len(keys) // _COLUMNS)
    sheet = new_sheet(
        mark="WALL-CLOCK BENCHMARK",
        title="What the crossing search costs, beside its peers, as the work grows",
        lines=[
            "Median of the rounds; in brackets the exponent of the cost. Footprint 50 km, all entry and exit times."
        ],
        body_in=rows * (_PANEL_HIGH_IN + _GAP_IN),
        sources=report.machine.lines(),
    )
    wide_in = (INNER_IN - _COLUMNS * _LABEL_IN) / _COLUMNS
    for place, key in enumerate(keys):
        row, column = divmod(place, _COLUMNS)
        left_in = MARGIN_IN + _LABEL_IN + column * (wide_in + _LABEL_IN)
        down_in = 0.3 + row * (_PANEL_HIGH_IN + _GAP_IN)
        ax = sheet.axes(left_in, down_in, wide_in, _PANEL_HIGH_IN)
        _panel(ax, [curve for curve in report.curves if curve.axis.key == key])
    return save(sheet.figure, path)


def _panel(ax: Axes, curves: list[Curve]) -> None:
    axis = curves[0].axis
    for curve in curves:
        colour, marker, dashes, width = _STYLES[curve.contender.key]
        cost = [curve.at(column).median for column in range(len(curve.sizes))]
        name = curve.contender.title.removeprefix("Overflight, ")
        label = f"{name} [{curve.exponent.median:.2f}]"
        ax.plot(
            curve.sizes,
            cost,
            color=colour,
            marker=marker,
            linestyle=dashes,
            linewidth=width,
            markersize=5,
            label=label,
        )
    ax.set_xscale("log")
    ax.set_yscale("log")
    low, high = ax.get_ylim()
    # Room for the legend below the curves' start.
    ax.set_ylim(low / 1.3, high * (high / low) ** 0.45)
    sizes = max((curve.sizes for curve in curves), key=len)
    ax.xaxis.set_major_locator(FixedLocator(sizes))
    ax.xaxis.set_minor_locator(NullLocator())
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))
    ax.yaxis.set_major_formatter(FuncFormatter(lambda value, _: _decade(value)))
    ax.yaxis.set_minor_formatter(NullFormatter())
    ax.grid(visible=True, which="major", color=GRATICULE, linewidth=0.6)
    ax.tick_params(labelsize=SMALL_PT, colors=QUIET_INK)
    for spine in ax.spines.values():
        spine.set_color(GRATICULE)
    per = "a flight" if axis.per_flight else "a call"
    style = {"transform": ax.transAxes, "size": TEXT_PT, "weight": "bold", "color": INK}
    write(ax, 0.0, 1.02, f"Time {per}, by {axis.title}", **style)
    ax.legend(fontsize=SMALL_PT - 1.0, frameon=False, loc="upper left", labelcolor=INK)


def _decade(value: Seconds) -> str:
    scale, unit = next(
        (pair for pair in ((1.0, "s"), (1e-3, "ms")) if value >= 0.999 * pair[0]), (1e-6, "µs")
    )
    return f"{value / scale:g} {unit}"
