"""One sheet for every figure: mark, title and headline on top, a body laid out in inches, sources below."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from numpy.typing import NDArray

from sim.output.figures.lettering import wrap, write
from sim.output.figures.palette import INK, PAPER, QUIET_INK, WATERMARK

WIDTH_IN = 10.0
DPI = 150
MARGIN_IN = 0.3
INNER_IN = WIDTH_IN - 2.0 * MARGIN_IN

TITLE_PT, TEXT_PT, SMALL_PT, SOURCE_PT = 15.0, 9.0, 8.0, 7.5
WATERMARK_ID = "watermark"

_STRIP_IN = 0.3
_TITLE_LINE_IN, _TEXT_LINE_IN, _SOURCE_LINE_IN = 0.27, 0.19, 0.145


@dataclass(frozen=True)
class Sheet:
    """A figure whose body starts ``top_in`` below its upper edge."""

    figure: Figure
    height_in: float
    top_in: float

    def axes(self, left_in: float, down_in: float, wide_in: float, high_in: float, **style: Any) -> Axes:
        """Axes ``left_in`` from the sheet's left edge, their top ``down_in`` below the body's top."""
        lower_in = self.height_in - self.top_in - down_in - high_in
        box = (
            left_in / WIDTH_IN,
            lower_in / self.height_in,
            wide_in / WIDTH_IN,
            high_in / self.height_in,
        )
        return self.figure.add_axes(box, **style)


def new_sheet(
    *, mark: str, title: str, lines: Sequence[str], body_in: float, sources: Sequence[str]
) -> Sheet:
    """A white sheet with its strip, title, lines below it and sources, and room for ``body_in`` between."""
    titles = wrap(title, INNER_IN, TITLE_PT, weight="bold", lines=3)
    subtitles = [part for line in lines for part in wrap(line, INNER_IN, TEXT_PT, lines=2)]
    credits = [part for source in sources for part in wrap(source, INNER_IN, SOURCE_PT)]
    top_in = _STRIP_IN + 0.1 + len(titles) * _TITLE_LINE_IN + len(subtitles) * _TEXT_LINE_IN + 0.1
    height_in = top_in + body_in + len(credits) * _SOURCE_LINE_IN + 0.15
    figure = Figure(figsize=(WIDTH_IN, height_in), dpi=DPI, facecolor=PAPER)
    FigureCanvasAgg(figure)
    _strip(figure, height_in, mark)
    down_in = _STRIP_IN + 0.1
    for line in titles:
        _line(figure, height_in, down_in, line, size=TITLE_PT, weight="bold", color=INK)
        down_in += _TITLE_LINE_IN
    for line in subtitles:
        _line(figure, height_in, down_in, line, size=TEXT_PT, color=INK)
        down_in += _TEXT_LINE_IN
    down_in = top_in + body_in
    for line in credits:
        _line(figure, height_in, down_in, line, size=SOURCE_PT, color=QUIET_INK)
        down_in += _SOURCE_LINE_IN
    return Sheet(figure, height_in, top_in)


def _strip(figure: Figure, height_in: float, mark: str) -> None:
    share = _STRIP_IN / height_in
    figure.add_artist(
        Rectangle((0.0, 1.0 - share), 1.0, share, transform=figure.transFigure, color=INK, linewidth=0)
    )
    style: dict[str, Any] = {"size": 11.0, "weight": "bold", "color": PAPER, "ha": "center", "va": "center"}
    write(figure, 0.5, 1.0 - share / 2.0, mark, **style)


def _line(figure: Figure, height_in: float, down_in: float, text: str, **style: Any) -> None:
    write(figure, MARGIN_IN / WIDTH_IN, 1.0 - down_in / height_in, text, va="top", ha="left", **style)


def watermark(
    ax: Axes, size_pt: float, *, rotation: float = 0.0, at: tuple[float, float] = (0.5, 0.5)
) -> None:
    """The word SIMULATION, large and pale, behind everything drawn on ``ax``."""
    style: dict[str, Any] = {
        "size": size_pt,
        "weight": "bold",
        "color": WATERMARK,
        "ha": "center",
        "va": "center",
    }
    text = write(
        ax, *at, "SIMULATION", transform=ax.transAxes, zorder=1.2, rotation=rotation, clip_on=True, **style
    )
    text.set_gid(WATERMARK_ID)


def _rgb(canvas: FigureCanvasAgg) -> NDArray[np.uint8]:
    pixels: NDArray[np.uint8] = np.asarray(canvas.buffer_rgba())[..., :3]  # type: ignore[no-untyped-call]
    return pixels.copy()


def save(figure: Figure, path: Path) -> Path:
    """Write a figure in the format of the suffix (PNG, SVG or PDF); equal figures give equal bytes, whatever the day.

    A PNG has at most 256 colours: the octree keeps every one within 15 of 255 and the flat ones within a few, at a
    third of the size.
    """
    if path.suffix != ".png":
        return _save_vector(figure, path)
    from PIL import Image

    canvas = FigureCanvasAgg(figure)
    canvas.draw()  # type: ignore[no-untyped-call]
    pixels = Image.fromarray(_rgb(canvas))
    few = pixels.quantize(256, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    few.save(path, "PNG", dpi=(DPI, DPI), compress_level=7)
    return path


def _save_vector(figure: Figure, path: Path) -> Path:
    import matplotlib as mpl

    undated = {"Date": None} if path.suffix == ".svg" else {"CreationDate": None, "ModDate": None}
    # Text as outlines in SVG: the reader's machine may lack the fonts.
    with mpl.rc_context({"svg.hashsalt": "overflight", "svg.fonttype": "path", "pdf.fonttype": 42}):
        figure.savefig(path, metadata=undated)
    return path
