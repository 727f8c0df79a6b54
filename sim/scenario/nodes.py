"""The scenario text as a tree that remembers where every key and value stands."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from sim.errors import Problem

Path: TypeAlias = tuple[str | int, ...]

_LONGEST_SHOWN = 60


@dataclass(frozen=True)
class Place:
    """File, line and column, counted from 1; no line where the input has none (a ``--set`` argument)."""

    file: str
    line: int | None = None
    column: int | None = None


@dataclass(frozen=True)
class Scalar:
    """A single value: its text as written, whether it stood in quotes (or a block), and what it means."""

    place: Place
    text: str
    quoted: bool
    value: bool | int | float | str | None


@dataclass(frozen=True)
class Listing:
    """A list of the file, and where it begins."""

    place: Place
    items: tuple["Node", ...]


@dataclass(frozen=True)
class Entry:
    """One ``key: value`` of a mapping; ``place`` is that of the key."""

    key: str
    place: Place
    node: "Node"


@dataclass(frozen=True)
class Mapping:
    """Keys in file order, each once. ``partial``: something in it was refused, so keys may seem missing."""

    place: Place
    entries: tuple[Entry, ...]
    partial: bool = False

    def entry(self, key: str) -> Entry | None:
        """The entry of a key, if the mapping has it."""
        return next((entry for entry in self.entries if entry.key == key), None)


@dataclass(frozen=True)
class Refused:
    """Stands where a value was reported and dropped, so that nothing more is said about it."""

    place: Place


Node: TypeAlias = Scalar | Listing | Mapping | Refused


@dataclass(frozen=True)
class Finding:
    """A mistake at a key path, not yet a line and column.

    ``at`` says what to point at: the ``value``, its ``key``, or, where the key is absent, the ``parent``.
    ``given`` is what the message shows as given; ``None`` shows the value at the path.
    """

    path: Path
    message: str
    at: Literal["value", "key", "parent"] = "value"
    given: str | None = None


def plain(node: Node) -> Any:
    """The tree as dicts, lists and plain values."""
    if isinstance(node, Mapping):
        return {entry.key: plain(entry.node) for entry in node.entries}
    if isinstance(node, Listing):
        return [plain(item) for item in node.items]
    return node.value if isinstance(node, Scalar) else None


def node_at(root: Node, path: Sequence[str | int]) -> Node | None:
    """The node at a key path; a refused node stands for all below it; ``None`` where there is none."""
    node: Node | None = root
    for part in path:
        if isinstance(node, Mapping):
            entry = node.entry(str(part))
            node = entry.node if entry else None
        elif isinstance(node, Listing):
            node = node.items[part] if isinstance(part, int) and part < len(node.items) else None
        else:
            return node if isinstance(node, Refused) else None
    return node


def problem(root: Node, finding: Finding) -> Problem | None:
    """Locate a finding; ``None`` if it concerns something already refused."""
    path = finding.path
    node = node_at(root, path)
    if isinstance(node, Refused):
        return None
    if finding.at == "parent":
        parent = node_at(root, path[:-1])
        if isinstance(parent, Refused) or (isinstance(parent, Mapping) and parent.partial):
            return None
        place, given = key_place(root, path[:-1]), finding.given or ""
    else:
        scalar = isinstance(node, Scalar) and (node.text != "" or node.quoted)
        place = node.place if node and scalar and finding.at == "value" else key_place(root, path)
        given = shown(node) if finding.given is None and node else finding.given or ""
    message = f"{finding.message} (was {given})" if given else finding.message
    return Problem(place.file, place.line, place.column, key_text(path), message)


def key_place(root: Node, path: Path) -> Place:
    """Where the key that leads to ``path`` stands: the nearest key above for what has none of its own."""
    if not path:
        return root.place
    parent, last = node_at(root, path[:-1]), path[-1]
    if isinstance(parent, Mapping) and (entry := parent.entry(str(last))):
        return entry.place
    if isinstance(parent, Listing) and isinstance(last, int) and last < len(parent.items):
        return parent.items[last].place
    return key_place(root, path[:-1])


def key_text(path: Path) -> str:
    """``("objects", 0, "footprint")`` as ``objects[0].footprint``."""
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part}]"
        else:
            simple = part.replace("-", "_").isidentifier()
            text += ("." if text else "") + (clip(part) if simple else quote(part))
    return text


def shown(node: Node) -> str:
    """What was given, on one line and not too long."""
    if isinstance(node, Mapping):
        return "a mapping"
    if isinstance(node, Listing):
        return "a list"
    if isinstance(node, Refused):
        return ""
    if node.quoted:
        return quote(node.text)
    return clip(node.text) if node.text else "empty"


def quote(text: str) -> str:
    """In double quotes, on one line, cut where it is long."""
    return one_line(json.dumps(_cut(text), ensure_ascii=False))


def clip(text: str) -> str:
    """On one line, cut where it is long."""
    return one_line(_cut(text))


def one_line(text: str) -> str:
    """With escapes for what a terminal would not show or would take for a new line."""
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 1] + "…"
