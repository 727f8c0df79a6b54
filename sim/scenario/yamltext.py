"""YAML text -> a tree of nodes, with what does not belong in a scenario reported and dropped.

Anchors, aliases, tags, merge keys and further documents are refused: each lets a value mean something else
than what stands there. PyYAML scans and parses; what a scalar means is ours (``scalars.py``).
"""

from collections.abc import Iterator
from typing import Any, NoReturn

import yaml

from sim.errors import Problem
from sim.scenario.nodes import (
    Entry,
    Listing,
    Mapping,
    Node,
    Path,
    Place,
    Refused,
    Scalar,
    clip,
    key_text,
    shown,
)
from sim.scenario.scalars import resolve
from sim.scenario.syntax import syntax_problem
from sim.scenario.textfile import unprintable

DEEPEST = 32
MOST_KEYS = 200
MOST_ITEMS = 5_000  # Japan has 1,758 municipalities

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Stop(Exception):
    """Reading on makes no sense; the reason is among the problems."""


def parse_yaml(
    text: str, file: str, problems: list[Problem], *, lines: bool = True, at: Path = ()
) -> Node | None:
    """The one document in ``text``; what is wrong is added to ``problems``. ``None`` if there is no tree.

    ``at`` is the key path of its root. With ``lines=False`` places name the file only. ``text`` must be
    printable (``textfile.unprintable``).
    """
    reader = _Reader(text, file, lines, problems)
    try:
        return reader.document(at)
    except yaml.YAMLError as error:
        problems.append(syntax_problem(error, text, file, lines, reader.quote))
    except _Stop:
        pass
    return None


class _Reader:
    def __init__(self, text: str, file: str, lines: bool, problems: list[Problem]) -> None:
        self._events: Iterator[Any] = yaml.parse(text, Loader=_Loader)
        self._file = file
        self._lines = lines
        self._problems = problems
        self.quote: Any = None  # the last quoted scalar of several lines: probably one not closed

    def document(self, at: Path) -> Node | None:
        next(self._events)
        start = next(self._events)
        if isinstance(start, yaml.StreamEndEvent):
            return None
        self._check_version(start)
        root = self._node(next(self._events), at, 0)
        next(self._events)
        after = next(self._events)
        if isinstance(after, yaml.DocumentStartEvent):
            self._report(self._place(after), (), "a second document starts here; a scenario is one document")
        return root

    def _check_version(self, start: Any) -> None:
        if start.version and tuple(start.version) != (1, 2):
            was = ".".join(str(part) for part in start.version)
            self._report(self._place(start), (), f"must be YAML 1.2 (was {was})")

    def _node(self, event: Any, path: Path, depth: int) -> Node:
        place = self._place(event)
        if isinstance(event, yaml.AliasEvent):
            self._report(place, path, f"aliases are not allowed: write the value out (was *{event.anchor})")
            return Refused(place)
        if depth > DEEPEST:
            self._report(place, path[:1], f"is nested deeper than {DEEPEST} levels")
            raise _Stop
        if event.anchor is not None:
            self._report(place, path, f"anchors are not allowed (was &{event.anchor})")
        node = self._untagged(event, place, path, depth)
        if event.tag is not None:
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            self._report(place, path, f"tags are not allowed (was {clip(tag)})")
            return Refused(place)
        return node

    def _untagged(self, event: Any, place: Place, path: Path, depth: int) -> Node:
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(place, path, depth)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._listing(place, path, depth)
        quoted = not event.implicit[0]
        if event.style in ("'", '"') and event.end_mark.line > event.start_mark.line:
            self.quote = event
        if bad := unprintable(event.value):  # by an escape; no output format has a place for it
            self._report(place, path, f"holds a character that text may not hold (was U+{ord(bad[0]):04X})")
            return Refused(place)
        return Scalar(place, event.value, quoted, event.value if quoted else resolve(event.value))

    def _listing(self, place: Place, path: Path, depth: int) -> Listing:
        items: list[Node] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            if len(items) == MOST_ITEMS:
                self._too_many(place, path, MOST_ITEMS, "items")
            items.append(self._node(event, (*path, len(items)), depth + 1))
        return Listing(place, tuple(items))

    def _mapping(self, place: Place, path: Path, depth: int) -> Mapping:
        entries: dict[str, Entry] = {}
        partial = False
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            if len(entries) == MOST_KEYS:
                self._too_many(place, path, MOST_KEYS, "keys")
            key, at = self._key(event, path, depth), self._place(event)
            node = self._node(next(self._events), (*path, "?" if key is None else key), depth + 1)
            if key is None:
                partial = True
            elif key in entries:
                first = entries[key].place.line
                where = f"; it stands first on line {first}" if first else ""
                self._report(at, (*path, key), f"duplicate key{where} (was {shown(node)})")
            else:
                entries[key] = Entry(key, at, node)
        return Mapping(place, tuple(entries.values()), partial)

    def _too_many(self, place: Place, path: Path, most: int, what: str) -> NoReturn:
        self._report(place, path, f"holds more than {most} {what}")
        raise _Stop

    def _key(self, event: Any, path: Path, depth: int) -> str | None:
        before = len(self._problems)
        node = self._node(event, path, depth + 1)
        if len(self._problems) > before:
            return None
        if not isinstance(node, Scalar) or not isinstance(node.value, str):
            self._report(node.place, path, f"a key must be text (was {shown(node)})")
            return None
        if node.text == "<<" and not node.quoted:
            self._report(node.place, path, "merge keys are not allowed: write the keys out (was <<)")
            return None
        return node.text

    def _place(self, event: Any) -> Place:
        mark = event.start_mark
        return Place(self._file, mark.line + 1, mark.column + 1) if self._lines else Place(self._file)

    def _report(self, place: Place, path: Path, message: str) -> None:
        self._problems.append(Problem(place.file, place.line, place.column, key_text(path), message))
