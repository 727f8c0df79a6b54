"""The legends of the map: what each colour, line and mark means, with the number of areas of each class."""

from collections import Counter
from typing import Any

from matplotlib.axes import Axes
from matplotlib.legend import Legend
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from sim.output.figures.clock import Clock
from sim.output.figures.flightlines import ZONE
from sim.output.figures.lettering import families, wrap
from sim.output.figures.palette import (
    AREA_CLASSES,
    BASIS_MARKERS,
    BASIS_TEXTS,
    END_TEXTS,
    INK,
    MISSED,
    PAPER,
    QUIET_INK,
)
from sim.output.figures.scene import Scene
from sim.output.figures.style import SMALL_PT
from sim.units import Seconds


def draw_key(ax: Axes, scene: Scene, clock: Clock, tick_s: Seconds, wide_in: float) -> None:
    """Two legends, one above the other, filling ``ax`` from the top; ``wide_in`` is its width."""
    ax.set_axis_off()
    counts = Counter(area.kind.key for area in scene.areas)
    say = clock.say
    areas = [
        (_patch(kind), say("{label}: {n:,}", label=say(kind.label), n=counts[kind.key]))
        for kind in AREA_CLASSES
    ]
    upper = _legend(ax, say("Areas, by warning and footprint"), areas, 1.0)
    ax.add_artist(upper)
    height_in = ax.get_window_extent().height
    lower = 1.0 - (len(areas) + 1.6) * _ROW_IN * ax.get_figure(root=True).dpi / height_in  # type: ignore[union-attr]
    _legend(ax, say("Flight (model)"), _flight(scene, clock, tick_s, wide_in - 0.5), lower)


_ROW_IN = 0.148


def _flight(scene: Scene, clock: Clock, tick_s: Seconds, wide_in: float) -> list[tuple[Any, str]]:
    say = clock.say
    rows: list[tuple[Any, str]] = []
    for one in scene.flown:
        fate, when = say(END_TEXTS.get(one.end, one.end)), clock.at(one.t_s[-1])
        text = say("{title}, {fate} {when}", title=one.title, fate=fate, when=when)
        title = "\n".join(wrap(text, wide_in, SMALL_PT, lines=2))
        rows.append((Line2D([], [], color=one.colour, linewidth=2.0), title))
    for radius_km, basis in dict.fromkeys((one.radius_km, one.radius_basis) for one in scene.flown):
        round_it = "footprint: {km:g} km round the ground point ({basis})"
        text = say(round_it, km=radius_km, basis=say(basis))
        rows.append((Patch(facecolor="#CCCCCC", edgecolor=QUIET_INK, linewidth=0.6), text))
    for basis, marker in BASIS_MARKERS.items():
        fill = PAPER if basis == "assumption" else INK
        knot = Line2D([], [], marker=marker, linestyle="none", markersize=4.8, markerfacecolor=fill)
        knot.set(markeredgecolor=INK, markeredgewidth=1.1)
        rows.append((knot, say("track point, {basis}", basis=say(BASIS_TEXTS[basis]))))
    tick = Line2D([], [], marker="|", linestyle="none", markersize=8, markeredgewidth=1.3, color=INK)
    rows.append((tick, say("tick every {span}, {zone} clock", span=say.span(tick_s), zone=clock.zone)))
    for title, _, _ in scene.gates:
        rows.append(
            (Line2D([], [], **GATE), wrap(say("gate: {title}", title=title), wide_in, SMALL_PT, lines=1)[0])
        )
    if scene.zones:
        rows.append((Patch(facecolor="none", **ZONE), say("zone announced for falling parts")))
    island = Line2D([], [], marker="o", linestyle="none", markersize=6.5, color="#CCCCCC")
    island.set(markeredgecolor=INK, markeredgewidth=0.5)
    rows.append((island, say("round mark: an island too small to see")))
    return rows


GATE: dict[str, Any] = {"color": INK, "linewidth": 1.2, "linestyle": (0, (5, 2))}


def _patch(kind: Any) -> Patch:
    edge, width = (PAPER, 0.0) if kind is MISSED else (INK, 0.35)
    return Patch(facecolor=kind.colour, edgecolor=edge, linewidth=width)


def _legend(ax: Axes, title: str, rows: list[tuple[Any, str]], top: float) -> Legend:
    legend = ax.legend(
        [handle for handle, _ in rows],
        [text for _, text in rows],
        title=title,
        loc="upper left",
        bbox_to_anchor=(0.0, top),
        borderaxespad=0.0,
        borderpad=0.0,
        labelspacing=0.28,
        handlelength=1.7,
        handleheight=0.75,
        frameon=False,
        alignment="left",
        prop={"family": list(families()), "size": SMALL_PT},
        title_fontproperties={"family": list(families()), "size": SMALL_PT, "weight": "bold"},
    )
    for text in legend.get_texts():
        text.set_parse_math(False)
        text.set_color(INK)
    return legend
