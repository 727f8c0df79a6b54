"""Labels that keep out of each other's way: the first free place is taken, none is taken by force."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.lines import Line2D
from matplotlib.patheffects import withStroke
from matplotlib.text import Text
from matplotlib.transforms import offset_copy

from sim.output.figures.lettering import write
from sim.output.figures.palette import PAPER
from sim.units import Bools, Floats

Side = tuple[float, float, str, str]
"""Offset in points and the text's own alignment there."""

_PAD_PX = 2.0
_CELL_PX = 4.0
_SHARE = {"left": 0.0, "bottom": 0.0, "center": 0.5, "right": 1.0, "top": 1.0}
"""How much of the text lies to the west of, or below, its anchor."""


def sides(gap_pt: float, half_pt: tuple[float, float] = (0.0, 0.0)) -> tuple[Side, ...]:
    """Eight places round a box of half size ``half_pt``, the readable ones first."""
    (wide, high), slant = half_pt, 0.75 * gap_pt
    return (
        (wide + gap_pt, 0.0, "left", "center"),
        (-wide - gap_pt, 0.0, "right", "center"),
        (wide + slant, high + slant, "left", "bottom"),
        (wide + slant, -high - slant, "left", "top"),
        (-wide - slant, high + slant, "right", "bottom"),
        (-wide - slant, -high - slant, "right", "top"),
        (0.0, high + gap_pt, "center", "bottom"),
        (0.0, -high - gap_pt, "center", "top"),
    )


def rings(*gaps_pt: float, half_pt: tuple[float, float] = (0.0, 0.0)) -> tuple[Side, ...]:
    """The places of ``sides`` at several distances, the near ones first."""
    return tuple(side for gap_pt in gaps_pt for side in sides(gap_pt, half_pt))


class Labels:
    """The labels of one axes and the places they must keep free."""

    def __init__(self, ax: Axes) -> None:
        canvas = ax.get_figure(root=True).canvas  # type: ignore[union-attr]
        if not isinstance(canvas, FigureCanvasAgg):
            raise TypeError("labels are measured on an Agg canvas")
        self._ax, self._renderer = ax, canvas.get_renderer()  # type: ignore[no-untyped-call]
        self._taken: list[Floats] = [np.empty((0, 4))]

    def block(self, boxes: Floats) -> None:
        """Keep boxes ``(N, 4)`` (west, south, east, north in data coordinates) free."""
        low, high = (self._ax.transData.transform(boxes[:, pair]) for pair in ([0, 1], [2, 3]))
        self._taken.append(np.hstack([low, high]))

    def cells(self, points: Floats) -> Floats:
        """Places ``(N, 2)`` in data coordinates on a grid of a few pixels, each once."""
        return np.asarray(
            np.unique(np.round(self._ax.transData.transform(points) / _CELL_PX), axis=0) * _CELL_PX
        )

    def block_cells(self, cells: Floats) -> None:
        """Keep cells of that grid free."""
        self._taken.append(np.hstack([cells - _CELL_PX / 2.0, cells + _CELL_PX / 2.0]))

    def block_line(self, x: Floats, y: Floats, width_px: float = 6.0) -> None:
        """Keep a line in data coordinates free."""
        points = self._ax.transData.transform(np.column_stack([x, y]))
        run = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))])
        along = np.arange(0.0, run[-1] + width_px, width_px)
        dots = np.column_stack([np.interp(along, run, points[:, 0]), np.interp(along, run, points[:, 1])])
        self._taken.append(np.hstack([dots - width_px / 2.0, dots + width_px / 2.0]))

    def claim(self, artist: Text) -> None:
        """Keep the place of a text that was put elsewhere by other means."""
        self._taken.append(np.array([artist.get_window_extent(self._renderer).extents]))

    def put(
        self,
        x: float,
        y: float,
        text: str,
        places: Sequence[Side],
        *,
        near: int | None = None,
        allow: Callable[[Floats], Bools] | None = None,
        **style: Any,
    ) -> Text | None:
        """Write ``text`` near a data point at the first free of ``places``; ``None`` if none is free.

        Beyond the first ``near`` of them a thin line joins the text to its point. ``allow`` may refuse some of
        the boxes ``(P, 4)`` in pixels.
        """
        artist = write(self._ax, x, y, text, zorder=8, ha="left", va="bottom", **style)
        artist.set_path_effects([withStroke(linewidth=2.2, foreground=PAPER)])
        boxes = self._boxes(artist, places)
        fits = self._inside(boxes) & ~_meet(boxes, np.vstack(self._taken))
        free = np.flatnonzero(fits)
        if allow is not None and free.size:
            free = free[allow(boxes[free])]
        if not free.size:
            artist.remove()
            return None
        dx, dy, across, along = places[free[0]]
        artist.set(ha=across, va=along)
        figure = self._ax.get_figure(root=True)
        artist.set_transform(offset_copy(self._ax.transData, figure, dx, dy, units="points"))
        self._taken.append(boxes[free[:1]])
        if near is not None and free[0] >= near:
            self._join(x, y, boxes[free[0]], artist)
        return artist

    def _boxes(self, artist: Text, places: Sequence[Side]) -> Floats:
        """The box of the text at each place, ``(P, 4)`` in pixels."""
        box = artist.get_window_extent(self._renderer)
        size = np.array([box.width, box.height])
        offset = np.array([[dx, dy] for dx, dy, _, _ in places]) * self._renderer.dpi / 72.0
        share = np.array([[_SHARE[across], _SHARE[along]] for _, _, across, along in places])
        low = np.array([box.x0, box.y0]) + offset - share * size
        return np.hstack([low - _PAD_PX, low + size + _PAD_PX])

    def _inside(self, boxes: Floats) -> Bools:
        frame = self._ax.bbox.extents
        return np.asarray((boxes[:, :2] >= frame[:2]).all(axis=1) & (boxes[:, 2:] <= frame[2:]).all(axis=1))

    def _join(self, x: float, y: float, box: Floats, artist: Text) -> None:
        point = self._ax.transData.transform((x, y))
        ends = self._ax.transData.inverted().transform([np.clip(point, box[:2], box[2:]), point])
        self._ax.add_artist(Line2D(*ends.T, color=artist.get_color(), linewidth=0.7, zorder=7.5))
        self.block_line(*ends.T)


def _meet(boxes: Floats, taken: Floats) -> Bools:
    """Which of ``boxes`` ``(N, 4)`` overlap any of ``taken`` ``(M, 4)``."""
    around = (taken[:, 2:] >= boxes[:, :2].min(axis=0)) & (taken[:, :2] <= boxes[:, 2:].max(axis=0))
    taken = taken[around.all(axis=1)]
    low = np.maximum(boxes[:, None, :2], taken[:, :2])
    high = np.minimum(boxes[:, None, 2:], taken[:, 2:])
    both: Bools = np.all(low < high, axis=2)
    return np.asarray(both.any(axis=1))
