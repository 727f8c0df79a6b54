"""Keys that a sweep varies: that they exist, that they can be varied, and that each value alone suits its key.

What only several values together get wrong shows once there are design points (`sim.ensemble.design`).
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from sim.scenario.nodes import Finding, Listing, Mapping, Node, Path, Scalar, key_text, node_at
from sim.scenario.overrides import CannotSet, with_value

OVER: Path = ("sweep", "over")
_IN_A_RANGE = {
    "must be a whole number": "takes whole numbers only: add whole: true to its range",
    "must be text: put it in quotes": "takes a text: only a grid of values can vary it",
    "must be true or false": "takes true or false: only a grid of values can vary it",
}
_FIXED = {
    "format": "it says how to read the file",
    "extends": "what a scenario builds on is read before anything is set",
    "name": "it names the folder of results",
    "seed": "all design points share their random numbers",
    "sweep": "it is the sweep itself",
}


def check_sweep(root: Node, judge: Callable[[Node], list[Finding]]) -> Iterator[Finding]:
    """All findings about the keys and values of ``sweep.over``; ``judge`` finds what is wrong with a whole tree."""
    over = node_at(root, OVER)
    if not isinstance(over, Mapping):
        return
    known: set[tuple[Path, str]] | None = None
    first: dict[Path, str] = {}
    for entry in over.entries:
        at = (*OVER, entry.key)
        values = _values(entry.node, at)
        try:
            reached = with_value(root, entry.key, values[0][1])[1] if values else ()
        except CannotSet as error:
            where = f"{key_text(error.path)}: " if error.path else ""
            yield Finding(at, f"{where}{error.message}", "key", given="")
            continue
        if reached and (reason := _FIXED.get(str(reached[0]))):
            yield Finding(at, f"cannot be varied: {reason}", "key", given="")
            continue
        if reached and first.setdefault(reached, entry.key) != entry.key:
            yield Finding(at, f"is the same key as {first[reached]}", "key", given="")
            continue
        known = _seen(judge(root)) if known is None else known
        yield from _alone(root, judge, entry.key, values, known)


def _alone(
    root: Node,
    judge: Callable[[Node], list[Finding]],
    key: str,
    values: list[tuple[Path, Scalar]],
    known: set[tuple[Path, str]],
) -> Iterator[Finding]:
    """What is wrong with each value by itself; a key that cannot be is said once, not once for each value."""
    for path, value in values:
        tree, reached = with_value(root, key, value)
        new = [one for one in judge(tree) if (one.path, one.message) not in known]
        for one in new:
            if one.path == reached and one.at == "value":
                ranged = path[-1] in ("low", "high")
                yield Finding(path, _IN_A_RANGE.get(one.message, one.message) if ranged else one.message)
            elif _misplaced(one, reached):
                known.add((one.path, one.message))
                yield Finding((*OVER, key), f"{key_text(one.path)}: {one.message}", "key", given="")


def _misplaced(finding: Finding, reached: Path) -> bool:
    """The key itself is wrong, or needs others beside it that are not there."""
    inside = finding.path[:-1] == reached[: len(finding.path) - 1]
    unknown = finding.at == "key" and finding.path == reached[: len(finding.path)]
    return unknown or (inside and finding.at == "parent") or finding.path == reached


def _values(node: Node, at: Path) -> list[tuple[Path, Scalar]]:
    """The values that a key is given, with their places; both ends of a range."""
    if isinstance(node, Listing):
        items: list[tuple[Path, Any]] = [((*at, index), item) for index, item in enumerate(node.items)]
    elif isinstance(node, Mapping):
        flag = node_at(node, ("whole",))
        whole = isinstance(flag, Scalar) and flag.value is True
        ends = [((*at, end), entry.node) for end in ("low", "high") if (entry := node.entry(end))]
        items = [(path, _end(item, whole)) for path, item in ends]
    else:
        items = []
    return [(path, item) for path, item in items if isinstance(item, Scalar) and item.value is not None]


def _end(node: Node, whole: bool) -> Node | None:
    """An end of a range as its points will be: whole, or no whole number even where it stands as one."""
    if (
        not isinstance(node, Scalar)
        or isinstance(node.value, bool)
        or not isinstance(node.value, int | float)
    ):
        return node
    if whole:
        return replace(node, value=int(node.value)) if float(node.value).is_integer() else None
    return replace(node, value=float(node.value))


def _seen(findings: list[Finding]) -> set[tuple[Path, str]]:
    return {(one.path, one.message) for one in findings}
