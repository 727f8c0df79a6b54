"""Check CAP 1.2 files: against the official schema, and against the rules it cannot state.

Signatures are allowed where the schema allows them and are not verified.
"""

from collections.abc import Iterable, Iterator
from itertools import chain, islice
from pathlib import Path

from sim.errors import Problem
from sim.output.cap.nodes import WARNING, Finding, Node, shown
from sim.output.cap.reading import Document, read_document
from sim.output.cap.rules_alert import ALERT_RULES
from sim.output.cap.rules_area import AREA_RULES
from sim.output.cap.rules_info import INFO_RULES
from sim.output.cap.rules_set import set_findings
from sim.output.cap.schema import schema_findings
from sim.output.cap.vocabulary import NAMESPACE

_OLDER = {"http://www.incident.com/cap/1.0": "1.0", "urn:oasis:names:tc:emergency:cap:1.1": "1.1"}
_MOST_PER_FILE = 200


def validate_cap(paths: Iterable[Path]) -> list[Problem]:
    """Every problem of the files, by file and line; an empty list means they are sound.

    Files given together are also checked as a set: names used once, references that resolve. A problem whose
    message begins with ``warning:`` (see `is_warning`) does not make a file invalid.
    Raises ``WorkError`` if the official schema is not installed.
    """
    problems: list[Problem] = []
    documents: list[Document] = []
    for path in dict.fromkeys(paths):
        document = read_document(path)
        fault = document if isinstance(document, Problem) else _not_a_cap_alert(document)
        if fault is not None:
            problems.append(fault)
        elif isinstance(document, Document):
            documents.append(document)
            problems += _capped(document, _findings(document))
    together = islice(set_findings(documents), _MOST_PER_FILE * len(documents))
    problems += [_problem(document, *finding) for document, finding in together]
    return sorted(problems, key=lambda found: (found.file, found.line or 0, found.column or 0, found.key))


def is_warning(problem: Problem) -> bool:
    """True for advice: the file is valid all the same."""
    return problem.message.startswith(WARNING)


def _findings(document: Document) -> Iterator[Finding]:
    faulty = set()
    for node, message in schema_findings(document):
        faulty.add(node.key)
        yield node, message
    for rule in chain(ALERT_RULES, INFO_RULES, AREA_RULES):
        # What breaks the schema breaks rules too; the schema's word for it is enough.
        yield from (finding for finding in rule(document.root) if finding[0].key not in faulty)


def _capped(document: Document, findings: Iterator[Finding]) -> list[Problem]:
    problems = [_problem(document, *finding) for finding in islice(findings, _MOST_PER_FILE)]
    if next(findings, None):
        told = f"has more than {_MOST_PER_FILE} problems; the rest are not listed"
        problems.append(Problem(document.file, None, None, "", told))
    return problems


def _not_a_cap_alert(document: Document) -> Problem | None:
    root = document.root
    namespace, _, name = root.name.rpartition("}")
    namespace = namespace.removeprefix("{")
    if root.name == "alert":
        return None
    if namespace in _OLDER and name == "alert":
        return _problem(document, root, f"this is CAP {_OLDER[namespace]}; only CAP 1.2 is checked")
    if name == "alert":
        told = f"the namespace of a CAP 1.2 alert is {NAMESPACE} ({shown(namespace)})"
        return _problem(document, root, told)
    told = f"the root element is not a CAP alert; each message is a file of its own ({shown(root.written)})"
    return _problem(document, root, told)


def _problem(document: Document, node: Node, message: str) -> Problem:
    return Problem(document.file, node.line, node.column, node.key, message)
