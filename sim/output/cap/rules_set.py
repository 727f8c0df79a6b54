"""Rules on messages that are checked together: one name for one message, references that resolve.

A reference is held against the set only where the set can know: if it holds another message of the sender the
reference names, or any message with the identifier it names. A lone Update is not blamed for its past.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from sim.output.cap.nodes import WARNING, Finding, Node, shown
from sim.output.cap.reading import Document
from sim.output.cap.rules_alert import split_references
from sim.output.cap.times import read_time


class _Message(NamedTuple):
    document: Document
    sender: str
    identifier: str
    sent: str


def set_findings(documents: Iterable[Document]) -> Iterator[tuple[Document, Finding]]:
    """Every finding that takes more than one file to see, with the document it belongs to."""
    messages = [_message(document) for document in documents]
    by_identifier: dict[str, list[_Message]] = defaultdict(list)
    by_sender: dict[str, list[_Message]] = defaultdict(list)
    for message in messages:
        for earlier in by_identifier[message.identifier]:
            if message.identifier and earlier.sender == message.sender:
                yield message.document, _same_name(message, earlier)
                break
        by_identifier[message.identifier].append(message)
        by_sender[message.sender].append(message)
    for message in messages:
        node = message.document.root.first("references")
        for reference in split_references(node.text) if node else ():
            others = [other for other in by_sender[reference.split(",")[0]] if other is not message]
            fault = _unresolved(message, reference, others, by_identifier)
            if node and fault:
                yield message.document, (node, fault)


def _same_name(message: _Message, earlier: _Message) -> Finding:
    node = message.document.root.first("identifier") or message.document.root
    if read_time(message.sent) == read_time(earlier.sent):
        return node, f"{WARNING}the same message is in {earlier.document.file} ({shown(message.identifier)})"
    return node, f"the identifier is already used in {earlier.document.file} ({shown(message.identifier)})"


def _unresolved(
    message: _Message,
    reference: str,
    others: list[_Message],
    by_identifier: dict[str, list[_Message]],
) -> str | None:
    parts = reference.split(",")
    if len(parts) != 3 or (parts[0], parts[1]) == (message.sender, message.identifier):
        return None
    sender, identifier, sent = parts
    namesakes = by_identifier.get(identifier, [])
    found = [other for other in namesakes if other.sender == sender]
    if any(_same_time(other.sent, sent) for other in found):
        return None
    if found:
        return f"the referenced message was sent at another time, {found[0].sent} ({shown(reference)})"
    if namesakes:
        return f"the referenced message has another sender, {namesakes[0].sender} ({shown(reference)})"
    if others:
        return f"the referenced message is not among the files given ({shown(reference)})"
    return None


def _same_time(left: str, right: str) -> bool:
    return left == right or (read_time(left) is not None and read_time(left) == read_time(right))


def _message(document: Document) -> _Message:
    root: Node = document.root
    return _Message(document, root.content("sender"), root.content("identifier"), root.content("sent"))
