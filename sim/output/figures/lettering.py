"""Text that never surprises: glyphs that exist, lines that fit, no mathematics in other people's titles."""

from dataclasses import replace
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from matplotlib.font_manager import FontProperties, findfont, fontManager, get_font
from matplotlib.text import Text
from matplotlib.textpath import TextToPath

BASE = "DejaVu Sans"
JAPANESE = "IPAexGothic"
_JAPANESE_FILE = ("matplotlib_fontja", "fonts/ipaexg.ttf")
_REPLACEMENT = "\N{WHITE SQUARE}"
_PATHS = TextToPath()


@lru_cache
def families() -> tuple[str, ...]:
    """The font that ships with matplotlib and, behind it, one with Japanese glyphs: the same on every machine."""
    package, file = _JAPANESE_FILE
    found = find_spec(package)  # the package itself would change matplotlib's settings when imported
    if found is None or found.origin is None:
        return (BASE,)
    fontManager.addfont(Path(found.origin).parent / file)
    plain = fontManager.ttflist[-1]
    # It has no bold cut: bold Japanese is set in the plain one, and nobody is told so on every page.
    fontManager.ttflist.append(replace(plain, weight=700))
    return BASE, JAPANESE


def printable(text: str) -> str:
    """``text`` on one line, a white square for each character that no font here can draw."""
    plain = " ".join(text.split())
    return "".join(char if char.isascii() or _drawable(char) else _REPLACEMENT for char in plain)


@lru_cache(maxsize=4096)
def _drawable(char: str) -> bool:
    return any(ord(char) in get_font(findfont(name)).get_charmap() for name in families())


def write(place: Any, x: float, y: float, text: str, **style: Any) -> Text:
    """``place.text`` for an axes or a figure, several lines allowed, with the house font and no mathtext."""
    lines = "\n".join(printable(line) for line in text.split("\n"))
    artist: Text = place.text(x, y, lines, family=list(families()), parse_math=False, **style)
    return artist


def width_in(text: str, size_pt: float, weight: str = "normal") -> float:
    """Width of one printed line in inches, without kerning."""
    return sum(_advance_em(char, weight) for char in text) * size_pt / 72.0


@lru_cache(maxsize=4096)
def _advance_em(char: str, weight: str) -> float:
    # A character alone has no advance if it is a space: it is measured between two others.
    font = FontProperties(family=list(families()), size=100.0, weight=weight)
    pair, triple = (
        _PATHS.get_text_width_height_descent(text, font, False)[0] for text in ("||", f"|{char}|")
    )
    return float(triple - pair) / 100.0


def wrap(
    text: str, limit_in: float, size_pt: float, *, weight: str = "normal", lines: int | None = None
) -> list[str]:
    """``text`` in lines no wider than ``limit_in``; more than ``lines`` of them are cut with an ellipsis."""
    rest, done = printable(text), []
    while rest:
        size = _fitting(rest, limit_in, size_pt, weight)
        done.append(rest[:size].rstrip())
        rest = rest[size:].lstrip()
    if lines is not None and len(done) > lines:
        last = done[lines - 1]
        while last and width_in(last + "…", size_pt, weight) > limit_in:
            last = last[:-1]
        done = [*done[: lines - 1], last.rstrip() + "…"]
    return done


def _fitting(text: str, limit_in: float, size_pt: float, weight: str) -> int:
    """How many leading characters fit, at a space if one is near enough."""
    low, high = 1, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (
            (middle, high) if width_in(text[:middle], size_pt, weight) <= limit_in else (low, middle - 1)
        )
    if low == len(text):
        return low
    space = text.rfind(" ", 0, low + 1)
    return space if space > low // 2 else low
