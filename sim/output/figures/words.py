"""The languages of figures: the English text is the key, so a figure reads as it is written."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from sim.output.figures.words_ja import JAPANESE
from sim.units import Seconds

Language: TypeAlias = Literal["en", "ja"]
LANGUAGES: tuple[Language, ...] = ("en", "ja")


@dataclass(frozen=True)
class Words:
    """What a figure says to readers of one language."""

    language: Language = "en"

    def __call__(self, text: str, **values: Any) -> str:
        """``text`` in the reader's language, its ``{places}`` filled; as it is where no translation is known."""
        said = JAPANESE.get(text, text) if self.language == "ja" else text
        return said.format(**values) if values else said

    def title(self, item: Mapping[str, Any]) -> str:
        """The title of a run, an object, a zone or a gate; in English where it has no other."""
        return str((item.get("title_ja") if self.language == "ja" else None) or item["title"])

    def area(self, row: Mapping[str, Any]) -> str:
        """The name of an area."""
        return str((row.get("area_name_ja") if self.language == "ja" else None) or row["area_name"])

    def span(self, seconds: Seconds) -> str:
        """``5 min 06 s``; whole seconds, ``-`` in front if negative."""
        sign, whole = ("-" if seconds < 0.0 else ""), abs(round(seconds))
        if whole < 60:
            return self("{sign}{s} s", sign=sign, s=whole)
        return self("{sign}{min} min {s:02d} s", sign=sign, min=whole // 60, s=whole % 60)


ENGLISH = Words("en")
