"""From a path to a tree of nodes, on the assumption that the file means harm.

A document type declaration is refused unread, so no entity is ever declared, expanded or fetched. Size, depth
and the numbers of elements, attributes and namespaces have limits. Nothing here opens a second file or a
connection.
"""

import re
import stat
from dataclasses import dataclass
from pathlib import Path

from sim.errors import Problem
from sim.output.cap.expat import TreeError, build_tree
from sim.output.cap.nodes import Node, shown

# The largest genuine message known to the tests, a national polygon with a signature, has 0.9 MB.
MAX_BYTES = 8 * 1024 * 1024

_MISNOMERS = (
    (b"\x1f\x8b", "gzip data"),
    (b"PK\x03\x04", "a zip archive"),
    (b"BZh", "bzip2 data"),
    (b"%PDF", "a PDF document"),
)
_DECLARATION = re.compile(r"<\?xml\s[^>]*?\?>")
_DECLARED = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._-]{1,40})[\"']")
_DECODERS = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "us-ascii": "ascii",
    "ascii": "ascii",
    "iso-8859-1": "latin-1",
    "windows-1252": "cp1252",
}
# Comments, instructions and space may stand before a DOCTYPE; anywhere else it is not well-formed.
_BEFORE_ROOT = re.compile(r"(?:\s+|<\?.*?\?>|<!--.*?-->)*+", re.DOTALL)


@dataclass(frozen=True)
class Document:
    """A file that is well-formed and within the limits: its tree, and its text, XML declaration blanked."""

    file: str
    root: Node
    text: str


def read_document(path: Path) -> Document | Problem:
    """Read one file, or say in one problem why it cannot be trusted as XML."""
    file = str(path)
    data = _bytes_of(path)
    if isinstance(data, str):
        return Problem(file, None, None, "", data)
    text = _text_of(data)
    if isinstance(text, Problem):
        return Problem(file, text.line, text.column, "", text.message)
    prolog = _BEFORE_ROOT.match(text)
    start = prolog.end() if prolog else 0
    if text.startswith("<!DOCTYPE", start):
        line = text.count("\n", 0, start) + 1
        return Problem(
            file, line, 1, "", "a document type declaration is refused: CAP needs none, attacks do"
        )
    try:
        return Document(file, build_tree(text), text)
    except TreeError as error:
        return Problem(file, error.line, error.column, "", error.message)


def _bytes_of(path: Path) -> bytes | str:
    """The content, or what keeps it from being read; never more than the limit is read."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            return "is not a regular file"
        if status.st_size > MAX_BYTES:
            return f"is larger than {MAX_BYTES} bytes ({status.st_size})"
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        return f"cannot be read: {getattr(error, 'strerror', None) or error}"
    return data if len(data) <= MAX_BYTES else f"is larger than {MAX_BYTES} bytes"


def _text_of(data: bytes) -> str | Problem:
    """Decode by byte order mark or declaration; the declaration is blanked out, lines and columns kept."""
    if not data.strip():
        return _at(1, 1, "is empty")
    for magic, what in _MISNOMERS:
        if data.startswith(magic):
            return _at(1, 1, f"is not XML: it is {what}")
    codec = _codec_of(data)
    if isinstance(codec, Problem):
        return codec
    try:
        text = data.decode(codec)
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line = before.count(b"\n") + 1
        return _at(
            line, error.start - before.rfind(b"\n"), f"is not {codec} text as declared ({_hex(error)})"
        )
    if "\0" in text:
        return _at(text.count("\n", 0, text.index("\0")) + 1, 1, "is not XML: it holds a NUL character")
    declaration = _DECLARATION.match(text)
    if declaration:
        text = re.sub(r"[^\r\n]", " ", declaration[0]) + text[declaration.end() :]
    return text


def _codec_of(data: bytes) -> str | Problem:
    declared = _DECLARED.match(data.removeprefix(b"\xef\xbb\xbf"))
    name = declared[1].decode().lower() if declared else "utf-8"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if data.startswith(b"\xef\xbb\xbf"):
        return "utf-8-sig" if name in ("utf-8", "utf8") else _at(1, 1, _mismatch("UTF-8", name))
    if name.startswith("utf-16"):
        return _at(1, 1, _mismatch("no UTF-16", name))
    if name not in _DECODERS:
        listed = "UTF-8, UTF-16, US-ASCII, ISO-8859-1 and windows-1252"
        return _at(1, 1, f"the encoding is not one that is read here: {listed} ({shown(name)})")
    return _DECODERS[name]


def _mismatch(mark: str, name: str) -> str:
    return f"the byte order mark says {mark}, the declaration says otherwise ({shown(name)})"


def _hex(error: UnicodeDecodeError) -> str:
    return f"byte 0x{error.object[error.start]:02x}"


def _at(line: int, column: int, message: str) -> Problem:
    return Problem("", line, column, "", message)
