"""Fenced blocks of a Markdown page, with what the line before each says of it.

Three things a reader sees tell the tests what to do with a block:

- ``Save it as `mine.yaml`:`` before a block saves it under that name;
- a line ending in ``prints:`` before a ``text`` block holds the command above to those words, ``...`` standing for any;
- ``*Not run by the tests: REASON.*`` before a block has it read but not run.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_FENCE = re.compile(r"^(?P<indent> *)(?P<marks>```+|:::+)(?P<info>[^`]*)$")
_SAVED = re.compile(r"(?i)\b(?:save|write|put)\b.*`(?P<name>[\w./-]+\.\w+)`.*:$")
_NOT_RUN = re.compile(r"^\*Not run by the tests: (?P<why>.+)\*$")


@dataclass(frozen=True)
class Block:
    """One block: where it stands, its language, its text, and what the line before says."""

    page: str
    line: int
    language: str
    text: str
    before: str

    @property
    def saved_as(self) -> str | None:
        """The file it is to be saved as."""
        found = _SAVED.search(self.before)
        return found["name"] if found else None

    @property
    def not_run(self) -> str | None:
        """Why the tests do not run it."""
        found = _NOT_RUN.match(self.before)
        return found["why"] if found else None

    @property
    def is_output(self) -> bool:
        """True where it shows what the block before prints."""
        return self.language == "text" and self.before.endswith("prints:")


def blocks_of(path: Path, name: str) -> list[Block]:
    """Every fenced block in order, those inside directives (``{...}``) too; the directives are the site's business."""
    return list(_blocks(path.read_text(encoding="utf-8").splitlines(), name, 0))


def _blocks(lines: list[str], name: str, above: int) -> Iterator[Block]:
    k = 0
    while k < len(lines):
        opening = _FENCE.match(lines[k])
        if not opening:
            k += 1
            continue
        end = next((n for n in range(k + 1, len(lines)) if _closes(lines[n], opening)), len(lines))
        indent, language = len(opening["indent"]), opening["info"].strip()
        inside = [line[indent:] for line in lines[k + 1 : end]]
        if language.startswith("{"):
            yield from _blocks(inside, name, above + k + 1)
        else:
            yield Block(name, above + k + 1, language, "\n".join(inside) + "\n", _line_before(lines, k))
        k = end + 1


def _closes(line: str, opening: re.Match[str]) -> bool:
    return line.strip() == opening["marks"]


def _line_before(lines: list[str], k: int) -> str:
    """The paragraph before a block, on one line."""
    said: list[str] = []
    for line in reversed(lines[:k]):
        if not line.strip():
            if said:
                break
            continue
        if _FENCE.match(line):
            break
        said.append(line.strip())
    return " ".join(reversed(said))
