"""``tradeoff.png``: what a policy costs in time needlessly spent, and whom it leaves with too little lead."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from sim.compare.together import Policy, PolicyComparison
from sim.output.comparetext import minutes, shown
from sim.output.figures.comparewords import comparison_sources, comparison_subtitle
from sim.output.figures.labels import Labels, sides
from sim.output.figures.lettering import families, wrap, write
from sim.output.figures.palette import GRATICULE, INK, OBJECTS, PAPER, QUIET_INK
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
from sim.output.figures.words import Language, Words
from sim.results.result import MARK
from sim.units import Floats

MARKERS = ("o", "s", "^", "D", "v", "P", "X")
_X = "needless_person_min"
_PANELS = (
    ("short_lead_share", "By the warning: under warning less than {lead} min"),
    ("short_notice_share", "By the people: noticed it less than {lead} min before"),
)
_PANEL_HIGH_IN = 3.7
_AXIS_IN, _GAP_IN, _TITLE_IN, _BELOW_IN = 0.62, 0.3, 0.3, 0.52
_ROW_IN = 0.19
_MILLION = 1e6
_EXPLAINED = "Large marks: means; small ones: replicates; bars: 90 % of the replicates. Down and to the left is better."
_FAR_PT = (7.0, 11.0, 16.0, 23.0, 32.0, 43.0, 56.0)
_ABOVE_FIRST = (6, 7, 2, 4, 3, 5)
_PLACES = tuple(sides(gap)[k] for gap in _FAR_PT for k in _ABOVE_FIRST)
"""Above and below a mark, then on its shoulders: the bars lie to the left and right."""
_COLUMNS = (
    ("people_warned", 0.95),
    ("people_missed", 0.95),
    ("short_lead_share", 1.0),
    ("short_notice_share", 1.0),
    (_X, 1.1),
    ("held_s", 0.9),
)
_HEADS = {
    "people_warned": "people\nwarned",
    "people_missed": "overflown\nunwarned",
    "short_lead_share": "warned\n< {lead} min",
    "short_notice_share": "noticed\n< {lead} min",
    _X: "needless\nperson-min",
    "held_s": "warned to\nall-clear",
}


@dataclass(frozen=True)
class Look:
    """How one policy is drawn: its number from 1 on, and a colour and marker no other one has together."""

    number: int
    colour: str
    marker: str

    @classmethod
    def of(cls, index: int) -> "Look":
        """The look of the policy at ``index``."""
        return cls(index + 1, OBJECTS[index % len(OBJECTS)], MARKERS[index % len(MARKERS)])


def draw_tradeoff(result: PolicyComparison, path: Path, language: Language = "en") -> Path:
    """Draw the trade-off of a comparison to ``path``, in the format of its suffix (PNG: 1500 pixels wide)."""
    return save(tradeoff_figure(result, language), path)


def tradeoff_figure(result: PolicyComparison, language: Language = "en") -> Figure:
    """Shares left with a short lead against needless person-minutes, a point per policy, and the figures below."""
    panels = [key for key, _ in _PANELS if any(_known(one, key) for one in result.policies)]
    say = Words(language)
    table_in = 0.65 + _ROW_IN * len(result.policies)
    body_in = _TITLE_IN + _PANEL_HIGH_IN + _BELOW_IN + table_in + 0.1
    sheet = new_sheet(
        mark=say(MARK),
        title=say("What a policy costs, and whom it leaves with too little lead"),
        lines=[comparison_subtitle(result, say), say(_EXPLAINED)],
        body_in=body_in,
        sources=comparison_sources(result),
    )
    keys = panels or [_PANELS[0][0]]
    wide_in = (INNER_IN - _AXIS_IN - (len(keys) - 1) * (_GAP_IN + _AXIS_IN)) / len(keys)
    for number, key in enumerate(keys):
        left_in = MARGIN_IN + _AXIS_IN + number * (wide_in + _GAP_IN + _AXIS_IN)
        _panel(sheet.axes(left_in, _TITLE_IN, wide_in, _PANEL_HIGH_IN), result, key, say)
    _table(sheet, _TITLE_IN + _PANEL_HIGH_IN + _BELOW_IN, table_in, result, say)
    return sheet.figure


def _known(policy: Policy, key: str) -> bool:
    return bool((~np.isnan(policy.values[key]) & ~np.isnan(policy.values[_X])).any())


def _panel(ax: Axes, result: PolicyComparison, key: str, say: Words) -> None:
    _frame(ax, result, key, say)
    watermark(ax, 30.0, rotation=30.0, at=(0.5, 0.5))
    drawn = [(Look.of(k), policy) for k, policy in enumerate(result.policies) if _known(policy, key)]
    places: list[tuple[Look, float, float]] = []
    for look, policy in drawn:
        x, y = _replicates(policy, key)
        ax.plot(
            x,
            y,
            linestyle="none",
            marker=look.marker,
            markersize=2.4,
            color=look.colour,
            alpha=0.35,
            markeredgewidth=0,
            zorder=3,
        )
        places.append((look, *_mean(ax, look, x, y)))
    labels = Labels(ax)
    half = 5.0 / 72.0 * _per_in(ax)
    for _, east, north in places:
        labels.block(np.array([[east, north, east, north]]) + np.concatenate([-half, half]))
    for look, east, north in places:
        style: dict[str, Any] = {"size": TEXT_PT, "weight": "bold", "color": look.colour}
        labels.put(east, north, str(look.number), _PLACES, near=6, **style)


def _frame(ax: Axes, result: PolicyComparison, key: str, say: Words) -> None:
    most = max((float(np.nanmax(p.values[_X])) for p in result.policies if _known(p, key)), default=0.0)
    most = max(most / _MILLION, 1e-3)
    ax.set_xlim(-0.06 * most, 1.08 * most)
    ax.set_ylim(-6.0, 106.0)
    ax.set_facecolor(PAPER)
    ticks = [
        tick for tick in MaxNLocator(6, steps=[1, 2, 5, 10]).tick_values(0.0, most) if 0.0 <= tick <= most
    ]
    ax.set_xticks(ticks, [f"{tick:g}" for tick in ticks])
    ax.set_yticks(range(0, 101, 20), [f"{share} %" for share in range(0, 101, 20)])
    ax.grid(color=GRATICULE, linewidth=0.6, zorder=0.5)
    ax.set_axisbelow(True)
    ax.tick_params(labelsize=SMALL_PT, labelcolor=QUIET_INK, color=QUIET_INK, length=3, width=0.6, pad=2)
    for text in (*ax.get_xticklabels(), *ax.get_yticklabels()):
        text.set_fontfamily(list(families()))
    for spine in ax.spines.values():
        spine.set(color=QUIET_INK, linewidth=0.8)
    quiet: dict[str, Any] = {"transform": ax.transAxes, "size": SMALL_PT, "color": INK}
    write(
        ax, 0.5, -0.075, say("needless person-minutes under warning, million"), ha="center", va="top", **quiet
    )
    title = say(dict(_PANELS)[key], lead=minutes(result.lead_s))
    write(ax, 0.0, 1.025, title, transform=ax.transAxes, size=TEXT_PT, weight="bold", color=INK, va="bottom")
    write(
        ax, 0.985, 0.975, say("of the people overflown"), ha="right", va="top", **quiet | {"color": QUIET_INK}
    )


def _replicates(policy: Policy, key: str) -> tuple[Floats, Floats]:
    """Needless person-minutes in millions and the share in per cent, of replicates that have both."""
    x, y = policy.values[_X] / _MILLION, 100.0 * policy.values[key]
    both = ~np.isnan(x) & ~np.isnan(y)
    return x[both], y[both]


def _mean(ax: Axes, look: Look, x: Floats, y: Floats) -> tuple[float, float]:
    at = float(x.mean()), float(y.mean())
    bars: dict[str, Any] = {"color": look.colour, "linewidth": 1.3, "zorder": 4}
    ax.plot(np.quantile(x, [0.05, 0.95]), [at[1]] * 2, **bars)
    ax.plot([at[0]] * 2, np.quantile(y, [0.05, 0.95]), **bars)
    ax.plot(
        *([value] for value in at),
        marker=look.marker,
        markersize=8,
        color=look.colour,
        zorder=5,
        markeredgecolor=PAPER,
        markeredgewidth=0.8,
    )
    return at


def _per_in(ax: Axes) -> Floats:
    box = ax.get_position()
    figure = ax.get_figure(root=True)
    assert figure is not None
    size = figure.get_size_inches() * [box.width, box.height]
    return np.asarray([np.ptp(ax.get_xlim()), np.ptp(ax.get_ylim())] / size)


def _table(sheet: Sheet, down_in: float, high_in: float, result: PolicyComparison, say: Words) -> None:
    """The policies by number, with the mean figures behind the points."""
    ax = sheet.axes(MARGIN_IN, down_in, INNER_IN, high_in)
    ax.set_axis_off()
    ax.set_xlim(0.0, INNER_IN)
    ax.set_ylim(high_in, 0.0)
    edges = INNER_IN - np.cumsum([wide for _, wide in _COLUMNS][::-1])[::-1] + [wide for _, wide in _COLUMNS]
    lead = minutes(result.lead_s)
    for (key, _), right in zip(_COLUMNS, edges, strict=True):
        head: dict[str, Any] = {"size": SMALL_PT, "color": QUIET_INK, "ha": "right", "va": "baseline"}
        write(ax, right, 0.42, say(_HEADS[key], lead=lead), linespacing=1.15, **head)
    write(
        ax,
        0.0,
        0.42,
        say("Policy (means over the replicates)"),
        size=SMALL_PT,
        color=QUIET_INK,
        va="baseline",
    )
    room_in = float(edges[0]) - _COLUMNS[0][1] - 0.6
    for number, policy in enumerate(result.policies):
        look, y = Look.of(number), 0.58 + number * _ROW_IN
        ax.plot([0.09], [y], marker=look.marker, markersize=6.5, color=look.colour, clip_on=False)
        row: dict[str, Any] = {"size": SMALL_PT, "color": INK, "va": "center_baseline"}
        write(ax, 0.3, y, str(look.number), ha="center", weight="bold", **row | {"color": look.colour})
        own = say("{policy} (baseline)", policy=policy.name) if number == 0 else policy.name
        write(ax, 0.48, y, wrap(own, room_in, SMALL_PT, lines=1)[0], **row)
        for (key, _), right in zip(_COLUMNS, edges, strict=True):
            figure = result.table[policy.name, key]
            write(ax, right, y, shown(figure.mean, figure.unit), ha="right", **row)
