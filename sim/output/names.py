"""What pictures are called."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.output.figures.words import Language


def picture_name(name: str, language: "Language", suffix: str) -> str:
    """``lead.png``, or ``lead-ja.svg``: either language stays beside the other."""
    return f"{name}{'' if language == 'en' else f'-{language}'}.{suffix}"
