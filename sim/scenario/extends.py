"""``extends``: one scenario file built on another, merged before anything is checked.

Mappings merge key by key; everything else, lists too, is replaced, and ``null`` takes an optional value away.
A mapping that chooses another alternative than its base (another ``kind``, another distribution, areas of a
file in place of a layer) replaces it whole. The basis of a figure belongs to the figure: stating ``source``
drops an inherited ``assumption`` and the other way round, and a figure stated anew without either leaves the
inherited one behind.
"""

from dataclasses import dataclass, replace
from pathlib import Path

from sim.errors import InputError, Problem
from sim.scenario.document import format_not_first, in_order, other_format, read_document
from sim.scenario.nodes import Entry, Finding, Mapping, Node, Scalar, node_at, problem
from sim.scenario.nodes import Path as KeyPath
from sim.scenario.textfile import unreadable
from sim.shipped import scenario_path

DEEPEST_BASE = 8  # assumption: nobody follows a chain of more files than this

_KEY = "extends"
_NO_NAME = "must be the name of a scenario file, such as base.yaml"
_BASES = ("source", "assumption")
_TRANSLATED = "title_ja"
_LABELS = {
    *_BASES,
    "title",
    _TRANSLATED,
    "name",
    "note",
    "description",
}  # words about a figure, not the figure


@dataclass(frozen=True)
class Inherited:
    """The merged tree, and the files it was merged from: the scenario's own first, then base after base."""

    root: Mapping
    files: tuple[str, ...]


def with_bases(path: Path, problems: list[Problem]) -> Inherited:
    """A scenario file and all it builds on as one tree, whose places name the file that says each value.

    Problems that leave the rest readable are added to ``problems``; raises ``InputError`` for the others: a base
    that is missing, is no scenario file, or leads back to itself, and more than ``DEEPEST_BASE`` bases.
    """
    files, trees = [path], [read_document(path, problems)]
    try:
        while base := _next_base(trees[-1], files, problems):
            files.append(base)
            trees.append(read_document(base, problems))
            _check_base(trees[-1], problems)
    except InputError as error:
        raise InputError(in_order([*problems, *error.problems], list(map(str, files)))) from None
    root = trees.pop()
    while trees:
        root = _merged_mappings(root, trees.pop())
    return Inherited(root, tuple(map(str, files)))


def set_too_late(root: Node) -> list[Finding]:
    """``--set`` works on the merged scenario, so it cannot say what to merge."""
    node = node_at(root, (_KEY,))
    late = "cannot be set: what a scenario builds on is read before anything is set"
    return [Finding((_KEY,), late)] if node and node.place.line is None else []


def folder_of(root: Node, path: KeyPath, default: Path) -> Path:
    """The folder that a file name at a key path is relative to: that of the file which says it.

    ``default`` where no file says it (a ``--set`` argument).
    """
    node = node_at(root, path)
    return Path(node.place.file).parent if node and node.place.line is not None else default


def _check_base(root: Mapping, problems: list[Problem]) -> None:
    if unlike := other_format(root):
        raise InputError([unlike])
    if (finding := format_not_first(root)) and (found := problem(root, finding)):
        problems.append(found)


def _next_base(root: Mapping, files: list[Path], problems: list[Problem]) -> Path | None:
    """The file that the last of ``files`` builds on; raises ``InputError`` where it cannot be used."""
    entry = root.entry(_KEY)
    if entry is None:
        return None
    if unlike := other_format(root):
        raise InputError([unlike])
    name = entry.node.value if isinstance(entry.node, Scalar) else None
    reason = _unusable(name, files) if isinstance(name, str) and name else _NO_NAME
    if reason:
        found = problem(root, Finding((_KEY,), reason))
        raise InputError([found] if found else problems)
    return scenario_path(str(name), files[-1].parent)


def _unusable(name: str, files: list[Path]) -> str:
    """Why the last of ``files`` cannot build on the file it calls ``name``; empty if it can."""
    folder = files[-1].parent
    base = scenario_path(name, folder)
    if base == folder / name and (reason := unreadable(name, folder)):
        return reason
    base = base.resolve()
    seen = [file.resolve() for file in files]
    if base in seen:
        circle = [*files[seen.index(base) :], base]
        return f"leads round in a circle: {' -> '.join(file.name for file in circle)}"
    if len(files) > DEEPEST_BASE:
        return f"is one base too many: a scenario may build on {DEEPEST_BASE}, one upon the other"
    return ""


def _merged(base: Node, own: Node) -> Node:
    if isinstance(base, Mapping) and isinstance(own, Mapping) and not _other_choice(base, own):
        return _merged_mappings(base, own)
    return own


def _merged_mappings(base: Mapping, own: Mapping) -> Mapping:
    """Own keys in their order, then what is inherited."""
    stated = {entry.key for entry in own.entries}
    entries = [_merged_entry(base.entry(entry.key), entry) for entry in own.entries]
    dropped = stated | (set(_BASES) if _states_anew(base, own) else set())
    if "title" in stated:
        dropped.add(_TRANSLATED)
    entries += [entry for entry in base.entries if entry.key not in dropped]
    return replace(own, entries=tuple(entries), partial=own.partial or base.partial)


def _merged_entry(base: Entry | None, own: Entry) -> Entry:
    return own if base is None else replace(own, node=_merged(base.node, own.node))


def _states_anew(base: Mapping, own: Mapping) -> bool:
    """Own states a basis, or a value of its own that the inherited basis says nothing about."""
    if any(own.entry(key) for key in _BASES):
        return True
    return any(
        entry.key not in _LABELS and not isinstance(entry.node, Mapping) and not _same(base, entry)
        for entry in own.entries
    )


def _same(base: Mapping, own: Entry) -> bool:
    inherited = base.entry(own.key)
    return (
        inherited is not None
        and isinstance(inherited.node, Scalar)
        and isinstance(own.node, Scalar)
        and inherited.node.value == own.node.value
    )


def _other_choice(base: Mapping, own: Mapping) -> bool:
    """Both choose among alternatives, and not the same."""
    return any(
        chosen is not None and inherited is not None and chosen != inherited
        for chosen, inherited in ((choose(own), choose(base)) for choose in (_kind, _distribution, _origin))
    )


def _kind(mapping: Mapping) -> str | None:
    return _text(mapping, "kind") or _text(mapping, "shape") or _text(mapping, "method")


def _distribution(mapping: Mapping) -> str | None:
    return _text(mapping, "distribution") or ("fixed" if mapping.entry("value_s") else None)


def _origin(mapping: Mapping) -> str | None:
    """Where areas come from."""
    return next((key for key in ("layer", "file") if mapping.entry(key)), None)


def _text(mapping: Mapping, key: str) -> str | None:
    entry = mapping.entry(key)
    return entry.node.text if entry and isinstance(entry.node, Scalar) else None
