"""Build the tree of nodes with expat, which knows line and column of every tag, within fixed limits."""

from dataclasses import dataclass, field
from typing import Any, NoReturn
from xml.parsers import expat

from sim.output.cap.nodes import Node
from sim.output.cap.vocabulary import NAMESPACE

# A signed message is seven deep; one area for each Japanese municipality in two languages is 30,000 elements.
MAX_DEPTH = 32
MAX_ELEMENTS = 100_000
MAX_ATTRIBUTES = 32
MAX_NAMESPACES = 64

_REPEATABLE = frozenset(
    ("code", "info", "category", "responseType", "eventCode", "parameter", "resource", "area", "polygon")
) | {"circle", "geocode"}


class TreeError(Exception):
    """The text is not well-formed or over a limit, at this place."""

    def __init__(self, line: int, column: int, message: str) -> None:
        super().__init__(message)
        self.line, self.column, self.message = line, column, message


@dataclass(slots=True)
class _Open:
    """An element whose end tag has not come yet."""

    name: str
    written: str
    key: str
    line: int
    column: int
    texts: list[str] = field(default_factory=list)
    children: list[Node] = field(default_factory=list)
    seen: dict[str, int] = field(default_factory=dict)


class _Builder:
    def __init__(self) -> None:
        self.parser: Any = expat.ParserCreate(namespace_separator=" ")
        self.parser.namespace_prefixes = True
        self.parser.buffer_text = True
        self.parser.ordered_attributes = True
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.characters
        self.parser.StartNamespaceDeclHandler = self.namespace
        self.parser.StartDoctypeDeclHandler = self.doctype
        self.open: list[_Open] = []
        self.root: Node | None = None
        self.elements = 0
        self.namespaces = 0

    def start(self, expanded: str, attributes: list[str]) -> None:
        self.elements += 1
        self.limit("nested deeper than", len(self.open) + 1, MAX_DEPTH)
        self.limit("more elements than", self.elements, MAX_ELEMENTS)
        self.limit("more attributes on one element than", len(attributes) // 2, MAX_ATTRIBUTES)
        uri, local, prefix = _parts(expanded)
        key = local
        if self.open:
            parent = self.open[-1]
            index = parent.seen.get(expanded, 0)
            parent.seen[expanded] = index + 1
            key = f"{parent.key}.{local}" + (f"[{index}]" if local in _REPEATABLE else "")
        name = local if uri == NAMESPACE else f"{{{uri}}}{local}"
        written = f"{prefix}:{local}" if prefix else local
        self.open.append(_Open(name, written, key, *self.place()))

    def end(self, _: str) -> None:
        done = self.open.pop()
        text = "".join(done.texts)
        node = Node(done.name, done.written, done.key, done.line, done.column, text, tuple(done.children))
        if self.open:
            self.open[-1].children.append(node)
        else:
            self.root = node

    def characters(self, text: str) -> None:
        self.open[-1].texts.append(text)

    def namespace(self, *_: str | None) -> None:
        self.namespaces += 1
        self.limit("more namespace declarations than", self.namespaces, MAX_NAMESPACES)

    def doctype(self, *_: object) -> NoReturn:
        raise TreeError(*self.place(), "a document type declaration is refused")

    def limit(self, what: str, count: int, most: int) -> None:
        if count > most:
            raise TreeError(*self.place(), f"{what} {most}: refused as hostile or broken")

    def place(self) -> tuple[int, int]:
        return self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1


def _parts(expanded: str) -> tuple[str, str, str]:
    """Namespace, local name and prefix of expat's ``name``, ``uri name`` or ``uri name prefix``."""
    words = expanded.split(" ")
    if len(words) == 1:
        return "", words[0], ""
    return words[0], words[1], words[2] if len(words) > 2 else ""


def build_tree(text: str) -> Node:
    """The tree of ``text``; ``TreeError`` if it is not well-formed XML or goes over a limit."""
    builder = _Builder()
    try:
        builder.parser.Parse(text, True)
    except expat.ExpatError as error:
        message = f"is not well-formed XML: {expat.ErrorString(error.code)}"
        raise TreeError(error.lineno, error.offset + 1, message) from None
    except UnicodeEncodeError:
        raise TreeError(1, 1, "is not XML: it holds half of a surrogate pair") from None
    if builder.root is None:
        raise TreeError(1, 1, "is not well-formed XML: no root element")
    return builder.root
