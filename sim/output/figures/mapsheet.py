"""The layout of maps of shaded areas: one across the sheet, below it a closer look, and beside that room for more."""

from typing import Protocol

from matplotlib.axes import Axes

from sim.output.figures.frame import Frame
from sim.output.figures.scene import Area
from sim.output.figures.shades import panel_title
from sim.output.figures.style import MARGIN_IN, WIDTH_IN, Sheet, watermark
from sim.output.figures.words import Words

_AXIS_IN = 0.42
MAP_IN = (WIDTH_IN - 2.0 * MARGIN_IN - _AXIS_IN, 5.3)
ROW_DOWN_IN = MAP_IN[1] + 0.6
PANEL_IN, ZOOM_IN = 3.05, 2.6
BODY_IN = ROW_DOWN_IN + PANEL_IN + 0.4


class Drawing(Protocol):
    """Fills axes with the map of a frame; what ``closer`` holds is named there and not here."""

    def __call__(self, ax: Axes, frame: Frame, *, lines: int, closer: Frame | None) -> None: ...


def draw_maps(
    sheet: Sheet, frame: Frame, closer: Frame | None, draw: Drawing, say: Words, apart_in: float
) -> float:
    """Draw both; returns how far from the sheet's left edge, in inches, the room beside the closer look begins.

    ``apart_in`` lies between the two. Without a closer look the room begins where the map does.
    """
    left_in = MARGIN_IN + _AXIS_IN
    ax = sheet.axes(left_in, 0.0, *MAP_IN)
    watermark(ax, 54.0, at=(0.5, 0.09))
    draw(ax, frame, lines=12, closer=closer)
    if closer is None:
        return left_in
    zoom = sheet.axes(left_in, ROW_DOWN_IN, ZOOM_IN, PANEL_IN)
    panel_title(zoom, say("Closer look"))
    watermark(zoom, 13.0, rotation=90.0, at=(0.94, 0.26))
    draw(zoom, closer, lines=4, closer=None)
    return left_in + ZOOM_IN + apart_in


def reaches(area: Area, frame: Frame) -> bool:
    """Whether any of an area may be inside a frame."""
    box = area.bounds
    across = box.west <= frame.east and box.east >= frame.west
    return across and box.south <= frame.north and box.north >= frame.south
