"""``--set key.path=value``: a value put into the tree before it is checked, and so checked like the rest."""

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TypeAlias

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
    one_line,
    quote,
    shown,
)
from sim.scenario.scalars import resolve
from sim.scenario.textfile import unprintable
from sim.scenario.yamltext import DEEPEST, parse_yaml

Steps: TypeAlias = tuple[str | int, ...]
Value: TypeAlias = Callable[[Path], Node]  # read once it is known where it goes

_PATH = re.compile(r"[^.\[\]]+(\.[^.\[\]]+|\[[0-9]{1,6}\])*")
_STEP = re.compile(r"\[(?P<index>[0-9]+)\]|(?P<name>[^.\[\]]+)")
_YAML_STARTS = "[{\"'&*!|>%@`"
_FORM = "must be KEY=VALUE, such as objects[0].footprint.radius_km=60"


class CannotSet(Exception):
    """Nothing can be set at ``path``, and why."""

    def __init__(self, path: Path, message: str) -> None:
        super().__init__(message)
        self.path = path
        self.message = message


def apply_overrides(root: Node, arguments: Sequence[str], problems: list[Problem]) -> Node:
    """The tree with every ``KEY=VALUE`` set, the later ones last; what is wrong is added to ``problems``.

    Items of a list go by index, ``objects[0]``, or by their name, ``objects.lead``. The value is a YAML
    scalar, a quoted text or a collection in ``[ ]`` or ``{ }``.
    """
    for argument in arguments:
        place = Place(f"--set {one_line(argument)}")
        try:
            steps, text = _split(argument)
            root = _set(root, steps, (), partial(_value, text, place, problems), place)
        except CannotSet as error:
            problems.append(Problem(place.file, None, None, key_text(error.path), error.message))
    return root


def with_value(root: Node, key: str, value: Scalar) -> tuple[Node, Path]:
    """The tree with one value put in at a dotted key, and the path that the key stands for.

    Raises `CannotSet`.
    """
    if unprintable(key) or not _PATH.fullmatch(key):
        raise CannotSet((), "must be a key path, such as objects[0].footprint.radius_km")
    reached: list[Path] = []

    def put(path: Path) -> Node:
        reached.append(path)
        return value

    changed = _set(root, _steps(key), (), put, value.place)
    return changed, reached[0] if reached else ()


def value_text(value: bool | int | float | str) -> str:
    """A single value as it stands in an override, to the last digit."""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, bool | str) else repr(value)


def _split(argument: str) -> tuple[Steps, str]:
    if bad := unprintable(argument):
        raise CannotSet((), f"holds a character that YAML does not allow (was U+{ord(bad[0]):04X})")
    key, equals, value = argument.partition("=")
    if not equals or value.startswith("=") or not _PATH.fullmatch(key.strip()):
        raise CannotSet((), f"{_FORM} (was {quote(argument)})")
    return _steps(key.strip()), value.strip()


def _steps(key: str) -> Steps:
    steps = tuple(int(step["index"]) if step["index"] else step["name"] for step in _STEP.finditer(key))
    if len(steps) > DEEPEST:
        raise CannotSet((), f"is nested deeper than {DEEPEST} levels")
    return steps


def _value(text: str, place: Place, problems: list[Problem], path: Path) -> Node:
    """A value as written; without a YAML indicator in front it is one plain scalar, whatever it contains."""
    if text and text[0] in _YAML_STARTS:
        return parse_yaml(text, place.file, problems, lines=False, at=path) or Refused(place)
    return Scalar(place, text, False, resolve(text))


def _set(node: Node, steps: Steps, path: Path, value: Value, place: Place) -> Node:
    if not steps:
        return value(path)
    if isinstance(node, Scalar) and node.value is None and isinstance(steps[0], str):
        node = Mapping(place, ())
    if isinstance(node, Listing):
        index, rest = _item(node, steps, path)
        item = _set(node.items[index], rest, (*path, index), value, place)
        return replace(node, items=(*node.items[:index], item, *node.items[index + 1 :]))
    if isinstance(node, Mapping):
        return _set_key(node, steps, path, value, place)
    if isinstance(node, Refused):
        return node
    raise CannotSet(path, f"holds a single value, so nothing can be set inside it (was {shown(node)})")


def _set_key(node: Mapping, steps: Steps, path: Path, value: Value, place: Place) -> Mapping:
    key, rest = steps[0], steps[1:]
    if isinstance(key, int):
        raise CannotSet(path, f"is a mapping, so a key must follow (was [{key}])")
    old = node.entry(key)
    inner = old.node if old else Mapping(place, ())
    new = Entry(key, old.place if old and rest else place, _set(inner, rest, (*path, key), value, place))
    if old is None:
        return replace(node, entries=(*node.entries, new))
    return replace(node, entries=tuple(new if entry is old else entry for entry in node.entries))


def _item(node: Listing, steps: Steps, path: Path) -> tuple[int, Steps]:
    """The index of the item meant, and the steps after it. A name may hold dots: the longest match wins."""
    if isinstance(steps[0], int) and steps[0] < len(node.items):
        return steps[0], steps[1:]
    names = [_name(item) for item in node.items]
    words: list[str] = [step for step in steps if isinstance(step, str)]
    for count in range(len(words), 0, -1):
        name = ".".join(words[:count])
        if steps[:count] == tuple(words[:count]) and name in names:
            return names.index(name), steps[count:]
    if str(steps[0]).isdecimal() and int(steps[0]) < len(node.items):
        return int(steps[0]), steps[1:]
    known = ", ".join(name for name in names if name) or f"[0] to [{len(names) - 1}]"
    there = f"there are {known}" if names else "the list is empty"
    raise CannotSet(path, f"no such item; {there} (was {clip(str(steps[0]))})")


def _name(item: Node) -> str | None:
    entry = item.entry("name") if isinstance(item, Mapping) else None
    return entry.node.text if entry and isinstance(entry.node, Scalar) else None
