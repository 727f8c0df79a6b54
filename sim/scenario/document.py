"""One scenario file -> its tree of keys, or the one reason why it is no scenario file of this format."""

from collections.abc import Sequence
from pathlib import Path

from sim.errors import InputError, Problem
from sim.scenario.nodes import Finding, Mapping, Node, Place, Refused, Scalar, plain, problem, shown
from sim.scenario.spec import FORMAT
from sim.scenario.textfile import read_text
from sim.scenario.yamltext import parse_yaml


def read_document(path: Path, problems: list[Problem]) -> Mapping:
    """The root mapping of a file; what is wrong with its YAML is added to ``problems``.

    Raises ``InputError`` if there is none.
    """
    file = str(path)
    text = read_text(path, file)
    own: list[Problem] = []
    root = parse_yaml(text, file, own)
    problems += own
    if isinstance(root, Mapping):
        return root
    if root is None and own:
        raise InputError(in_order(problems, [file]))
    place = root.place if root else Place(file, 1, 1)
    if root is None or (isinstance(root, Scalar) and root.value is None):
        message = f"is empty; a scenario starts with 'format: {FORMAT}'"
    else:
        was = f" (was {'a single value' if isinstance(root, Scalar) else shown(root)})"
        message = f"must be a mapping of keys that starts with 'format: {FORMAT}'{was}"
    dropped = problems if isinstance(root, Refused) else []
    raise InputError(dropped or [Problem(file, place.line, place.column, "", message)])


def other_format(root: Node) -> Problem | None:
    """The one problem of a file that is no scenario of this format: nothing else in it can be judged."""
    data = plain(root)
    if "format" not in data:
        return problem(
            root, Finding(("format",), f"missing key; a scenario starts with 'format: {FORMAT}'", "parent")
        )
    if data["format"] != FORMAT:
        return problem(root, Finding(("format",), f"must be {FORMAT}"))
    return None


def format_not_first(root: Mapping) -> Finding | None:
    """A file says first what it is."""
    if root.entries and root.entries[0].key != "format":
        return Finding(("format",), "must be the first key", "key", given="")
    return None


def in_order(problems: Sequence[Problem], files: Sequence[str]) -> list[Problem]:
    """Each problem once: those of the scenario ``files`` by line, then the overrides', then all others'."""

    def rank(problem: Problem) -> tuple[int, int, int]:
        if problem.file in files:
            return files.index(problem.file), problem.line or 0, problem.column or 0
        return len(files) + (not problem.file.startswith("--set ")), 0, 0

    return sorted(dict.fromkeys(problems), key=rank)
