"""Rules on one message as a whole that its schema cannot state: names, scope, references, notes.

Section numbers are those of the CAP 1.2 standard. A finding is an error unless it begins with ``warning:``,
which marks what the standard only advises (SHOULD) or what is odd but readable.
"""

import re
from collections.abc import Iterator

from sim.output.cap.nodes import WARNING, Finding, Node, Rule, shown
from sim.output.cap.times import read_time

_NEEDS_REFERENCES = ("Update", "Cancel", "Ack", "Error")
_MUST_HOLD_TEXT = frozenset(
    ("identifier", "sender", "event", "areaDesc", "resourceDesc", "mimeType", "valueName")
)
# Rules of their own say what is wrong with an empty one of these.
_JUDGED_ELSEWHERE = frozenset(("references", "polygon", "circle", "web", "uri", "derefUri", "digest"))


def split_references(text: str) -> list[str]:
    """3.2.1: references to several messages are separated by whitespace."""
    return text.split()


def names(alert: Node) -> Iterator[Finding]:
    """3.2.1: identifier and sender MUST NOT include spaces, commas or restricted characters."""
    for name in ("identifier", "sender"):
        node = alert.first(name)
        found = re.search(r"[\s,<&]", node.text) if node and node.text.strip() else None
        if node and found:
            what = {",": "a comma", "<": "'<'", "&": "'&'"}.get(found[0], "a space")
            yield node, f"must not include {what} ({shown(node.text)})"


def emptiness(alert: Node) -> Iterator[Finding]:
    """Elements without text: wrong where the schema asks for a value, needless elsewhere."""
    for node in alert.walk():
        if node.children or node.text.strip() or node.name.startswith("{"):
            continue
        if node.name in _MUST_HOLD_TEXT:
            yield node, "is empty"
        elif node.name not in _JUDGED_ELSEWHERE:
            yield node, f"{WARNING}is empty; leave the element out"


def scope(alert: Node) -> Iterator[Finding]:
    """3.2.1: restriction is used with Restricted; addresses are required with Private."""
    where, value = alert.first("scope"), alert.content("scope")
    if where and value == "Restricted" and not alert.content("restriction"):
        yield where, "scope Restricted needs a restriction that says who may receive it"
    if where and value == "Private" and not alert.content("addresses"):
        yield where, "scope Private needs addresses"
    restriction = alert.first("restriction")
    if restriction and restriction.text.strip() and value != "Restricted":
        yield restriction, f"a restriction is for scope Restricted only (scope is {shown(value)})"


def quoted_lists(alert: Node) -> Iterator[Finding]:
    """3.2.1: addresses and incidents with spaces are put in double quotes."""
    for name in ("addresses", "incidents"):
        node = alert.first(name)
        if node and node.text.count('"') % 2:
            yield node, f"a double quote is not closed ({shown(node.text)})"


def notes(alert: Node) -> Iterator[Finding]:
    """3.2.1: an Exercise SHOULD be identified, and an Error explained, in the note."""
    if alert.content("note"):
        return
    for name, value in (("status", "Exercise"), ("msgType", "Error")):
        node = alert.first(name)
        if node and node.text.strip() == value:
            yield node, f"{WARNING}{value} should be explained in a note"


def references_given(alert: Node) -> Iterator[Finding]:
    """3.2.1: Update, Cancel, Ack and Error act on "the message(s) identified in <references>"."""
    kind, value = alert.first("msgType"), alert.content("msgType")
    given = alert.first("references")
    named = bool(given and given.text.strip())
    if kind and value in _NEEDS_REFERENCES and not named:
        yield given or kind, f"{value} needs references to the message it is about"
    elif given and not named:
        yield given, f"{WARNING}is empty; leave the element out"
    elif given and value == "Alert":
        yield given, f"{WARNING}an Alert is initial information; to replace a message use Update or Cancel"


def references_formed(alert: Node) -> Iterator[Finding]:
    """3.2.1: each is sender,identifier,sent of an earlier message, not of this one."""
    node = alert.first("references")
    if node is None:
        return
    own = alert.content("sender"), alert.content("identifier")
    sent = read_time(alert.content("sent"))
    given = split_references(node.text)
    seen: set[str] = set()
    for reference in given:
        parts = reference.split(",")
        earlier = read_time(parts[2]) if len(parts) == 3 else None
        if len(parts) != 3 or not parts[0] or not parts[1]:
            yield node, f"a reference has the form sender,identifier,sent ({shown(reference)})"
            return  # what follows would be pieces of the same mistake
        elif earlier is None:
            yield node, f"a reference ends in a time like 2023-08-24T03:54:00+09:00 ({shown(reference)})"
        elif (parts[0], parts[1]) == own:
            yield node, f"the message references itself ({shown(reference)})"
        elif sent and earlier > sent:
            yield node, f"references a message sent later than this one ({shown(reference)})"
        elif reference in seen:
            yield node, f"{WARNING}references the same message twice ({shown(reference)})"
        seen.add(reference)


ALERT_RULES: tuple[Rule, ...] = (
    names,
    emptiness,
    scope,
    quoted_lists,
    notes,
    references_given,
    references_formed,
)
