"""Text for a terminal of 80 columns, in which East Asian letters take two."""

from collections.abc import Iterable
from unicodedata import combining, east_asian_width

WIDTH = 80


def columns(text: str) -> int:
    """How many columns a line takes (Unicode Standard Annex 11: wide and fullwidth letters take two)."""
    return sum(0 if combining(char) else 2 if east_asian_width(char) in "WF" else 1 for char in text)


def cut(line: str, width: int = WIDTH) -> str:
    """As much of a line as fits."""
    while columns(line) > width:
        line = line[: -max((columns(line) - width) // 2, 1)]
    return line.rstrip()


def blocks_text(blocks: Iterable[Iterable[str]]) -> str:
    """Blocks of lines with a blank line between, no line wider than the terminal; empty blocks are left out."""
    cuts = (list(map(cut, block)) for block in blocks)
    return "\n\n".join("\n".join(lines) for lines in cuts if lines)
