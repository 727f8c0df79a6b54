"""Areas shaded by a number: even steps of one sequential palette, legible without colour vision and in grey."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib import colormaps
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.colors import to_hex
from matplotlib.patches import Rectangle

from sim.output.figures.frame import Frame
from sim.output.figures.lettering import write
from sim.output.figures.palette import INK, PAPER, QUIET_INK
from sim.output.figures.people import small_islands
from sim.output.figures.scene import Area
from sim.output.figures.style import SMALL_PT, TEXT_PT
from sim.units import Floats

_MARK_PT = 6.5
_DARKEST = 0.22  # darker ones hide the outlines
_HEAVY_PT = 1.2
_NICE = (0.1, 0.2, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 30.0, 60.0, 120.0)


@dataclass(frozen=True)
class Shades:
    """Steps between ``edges`` ``(S + 1,)``, darkest first; numbers outside take the outer steps."""

    edges: tuple[float, ...]
    palette: str = "viridis"

    @property
    def colours(self) -> list[str]:
        """A colour a step."""
        count = len(self.edges) - 1
        return [
            to_hex(colormaps[self.palette](_DARKEST + (1.0 - _DARKEST) * k / max(count - 1, 1)))
            for k in range(count)
        ]

    def of(self, value: float) -> str:
        """The colour of a number."""
        step = int(np.searchsorted(self.edges, value, "right")) - 1
        return self.colours[min(max(step, 0), len(self.edges) - 2)]


def even_shades(low: float, high: float, *, most: int = 8) -> Shades:
    """Round steps from ``low`` to ``high``, ``most`` of them at the most."""
    width = max(high - low, 1e-9)
    step = next((nice for nice in _NICE if width / nice <= most), width / most)
    first, last = np.floor(low / step), np.ceil(high / step)
    return Shades(tuple((np.arange(first, max(last, first + 1) + 1) * step).tolist()))


def draw_shaded(
    ax: Axes,
    frame: Frame,
    areas: Sequence[Area],
    colours: Sequence[str],
    heavy: Sequence[bool],
    edge_pt: float = 0.3,
) -> None:
    """Fill each area with its colour, the ``heavy`` ones in a thick outline; a mark for islands too small to see."""
    kept = [k for k, area in enumerate(areas) if area.outline is not None]
    order = sorted(kept, key=lambda k: heavy[k])
    shapes = PathCollection(
        [outline for k in order if (outline := areas[k].outline) is not None],
        facecolors=[colours[k] for k in order],
        edgecolors=INK,
        linewidths=[_HEAVY_PT if heavy[k] else edge_pt for k in order],
        zorder=4,
    )
    ax.add_collection(shapes, autolim=False)
    if not kept:
        return
    boxes = np.vstack([areas[k].part_boxes for k in kept])
    owners = np.repeat(kept, [len(areas[k].part_boxes) for k in kept])
    seen = frame.holds(boxes[:, 0], boxes[:, 1])
    boxes, owners = boxes[seen], owners[seen]
    marked = small_islands(frame, boxes, owners)
    centres: Floats = 0.5 * (boxes[marked, :2] + boxes[marked, 2:])
    style: dict[str, Any] = {"edgecolors": INK, "zorder": 3.8, "s": _MARK_PT**2}
    widths = [_HEAVY_PT if heavy[k] else 0.5 for k in owners[marked]]
    ax.scatter(
        centres[:, 0], centres[:, 1], c=[colours[k] for k in owners[marked]], linewidths=widths, **style
    )


def draw_shade_bar(
    ax: Axes, shades: Shades, title: str, others: Sequence[tuple[str, str]], wide_in: float
) -> None:
    """The steps as a bar with their edges below, then ``others`` (colour and text) as boxes, filling ``ax``.

    A box without a colour stands for the thick outline.
    """
    ax.set_axis_off()
    high_in = ax.get_position().height * ax.get_figure(root=True).get_size_inches()[1]  # type: ignore[union-attr]
    ax.set_xlim(0.0, wide_in)
    ax.set_ylim(high_in, 0.0)
    write(ax, 0.0, 0.0, title, size=SMALL_PT, weight="bold", color=INK, va="top")
    step_in = min(0.42, (wide_in - 0.3) / (len(shades.edges) - 1))
    edge: dict[str, Any] = {"edgecolor": INK, "linewidth": 0.5}
    for k, colour in enumerate(shades.colours):
        ax.add_artist(Rectangle((0.05 + k * step_in, 0.22), step_in, 0.18, facecolor=colour, **edge))
    for k, value in enumerate(shades.edges):
        style: dict[str, Any] = {"size": SMALL_PT, "color": QUIET_INK, "ha": "center", "va": "top"}
        write(ax, 0.05 + k * step_in, 0.45, f"{value:g}", **style)
    for k, (colour, text) in enumerate(others):
        down = 0.75 + 0.2 * k
        width = edge | {"linewidth": 0.5 if colour else _HEAVY_PT}
        ax.add_artist(Rectangle((0.05, down), 0.24, 0.12, facecolor=colour or PAPER, **width))
        write(ax, 0.38, down + 0.06, text, size=SMALL_PT, color=INK, va="center")


def panel_title(ax: Axes, text: str) -> None:
    """A panel's title above its upper left corner."""
    write(ax, 0.0, 1.02, text, transform=ax.transAxes, size=TEXT_PT, weight="bold", color=INK, va="bottom")
