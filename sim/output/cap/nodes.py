"""An XML element with its place in the file: what every rule reads."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

WARNING = "warning: "

_SHOWN = 80


@dataclass(frozen=True, eq=False, slots=True)
class Node:
    """``name`` is the CAP name, or ``{namespace}name`` for foreign elements; ``written`` is as in the file.

    ``line`` and ``column`` count from 1 and point at the start tag; ``key`` is the path, such as
    ``alert.info[0].area[1].polygon[0]``, numbered from 0 where the schema lets an element repeat.
    """

    name: str
    written: str
    key: str
    line: int
    column: int
    text: str
    children: tuple["Node", ...]

    def all(self, name: str) -> Iterator["Node"]:
        """The children called ``name``, in order."""
        return (child for child in self.children if child.name == name)

    def first(self, name: str) -> "Node | None":
        """The first child called ``name``, if there is one."""
        return next(self.all(name), None)

    def content(self, name: str) -> str:
        """The text of the first child called ``name``, stripped; empty if there is none."""
        child = self.first(name)
        return child.text.strip() if child else ""

    def walk(self) -> Iterator["Node"]:
        """This node and all below it, in the order of the document."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(reversed(node.children))


Finding: TypeAlias = tuple[Node, str]
Rule: TypeAlias = Callable[[Node], Iterator[Finding]]


def shown(text: str) -> str:
    """What was given, quoted and cut to a length that fits a line."""
    text = text.strip()
    return repr(text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…")
