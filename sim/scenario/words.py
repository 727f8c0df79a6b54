"""What pydantic found -> findings in our own words, in one pure function; the words are chosen last."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeAlias

from pydantic import BaseModel

from sim.scenario.hints import meant, unit_of, without_unit
from sim.scenario.nodes import Finding, Listing, Mapping, Node, Path, Scalar, node_at, shown
from sim.scenario.patterns import PATTERN_WORDS
from sim.scenario.scalars import resolve
from sim.scenario.shape import Spot, walk

_BASES = {"source", "assumption"}

Error: TypeAlias = Any  # pydantic_core.ErrorDetails, a TypedDict whose ``ctx`` has any keys


@dataclass(frozen=True)
class _Case:
    """One error about a value: the details, the spot in the shape, and the node there."""

    error: Error
    spot: Spot
    node: Node | None


def findings(errors: Iterable[Error], root: Node, model: type[BaseModel]) -> list[Finding]:
    """One finding for each mistake in ``errors``, the details of a ``ValidationError`` over ``root``."""
    spots = [(error, walk(error["loc"], model)) for error in errors]
    unknown = {spot.path: _meant(spot, root) for error, spot in spots if error["type"] == "extra_forbidden"}
    renamed = {(*path[:-1], name) for path, name in unknown.items() if name}
    found = []
    for error, spot in spots:
        if error["type"] == "extra_forbidden":
            found.append(Finding(spot.path, _unknown(spot, unknown[spot.path], root), "key"))
        elif error["type"] == "missing":
            if spot.path not in renamed:
                found.append(Finding(spot.path, "missing key", "parent"))
        elif error["type"].startswith("union_tag"):
            found.append(_choice(spot, root))
        elif not _echo(error, case := _Case(error, spot, node_at(root, spot.path))):
            given = "" if error["type"] == "value_error" and isinstance(case.node, Mapping) else None
            found.append(Finding(spot.path, _value(case), given=given))
    return found


def _echo(error: Error, case: _Case) -> bool:
    """Pydantic calls a list too short when its items are wrong."""
    items = case.node.items if isinstance(case.node, Listing) else ()
    return error["type"] == "too_short" and len(items) >= int(error["ctx"]["min_length"])


def _unknown(spot: Spot, name: str | None, root: Node) -> str:
    key = str(spot.path[-1])
    if spot.choice and (owners := _owners(spot)):
        member = next(tag for tag, model in spot.choice.members.items() if model is spot.model)
        beside = f"for {spot.choice.key} {member}" if spot.choice.key else f"beside {member}"
        return f"unknown key {beside}; it belongs to {_listed(owners)}"
    if name is None:
        keys = _absent(spot, root)
        return f"unknown key; could be added here: {', '.join(keys)}" if keys else "unknown key"
    if unit_of(name) and without_unit(name) == without_unit(key.lower()):
        return f"unknown key; this format measures it as {name}"
    return f"unknown key; did you mean {name}?"


def _meant(spot: Spot, root: Node) -> str | None:
    if spot.choice and _owners(spot):
        return None
    key = str(spot.path[-1])
    return meant(key, _absent(spot, root)) or meant(key, spot.model.model_fields if spot.model else ())


def _owners(spot: Spot) -> list[str]:
    members = spot.choice.members if spot.choice else {}
    return [tag for tag, model in members.items() if spot.path[-1] in model.model_fields]


def _absent(spot: Spot, root: Node) -> list[str]:
    """Keys that the enclosing mapping may have and has not."""
    parent = node_at(root, spot.path[:-1])
    there = {entry.key for entry in parent.entries} if isinstance(parent, Mapping) else set()
    there |= _BASES if _BASES & there else set()  # one of them is the most a mapping may have
    return [key for key in (spot.model.model_fields if spot.model else ()) if key not in there]


def _choice(spot: Spot, root: Node) -> Finding:
    assert spot.choice is not None
    path: Path = (*spot.path, spot.choice.key)
    choices = list(spot.choice.members)
    mapping = node_at(root, spot.path)
    if isinstance(mapping, Mapping) and mapping.entry(spot.choice.key) is None:
        for entry in mapping.entries:
            if meant(entry.key, [spot.choice.key]):
                return Finding(
                    (*spot.path, entry.key), f"unknown key; did you mean {spot.choice.key}?", "key"
                )
        return Finding(path, f"missing key: {_listed(choices)}", "parent")
    return Finding(path, _one_of(choices, node_at(root, path)))


def _one_of(choices: list[str], node: Node | None) -> str:
    if len(choices) == 1:
        return f"must be {choices[0]}"
    text = node.text if isinstance(node, Scalar) else ""
    guess = meant(text, choices) if text else None
    return f"must be {_listed(choices)}" + (f"; did you mean {guess}?" if guess else "")


def _listed(choices: list[str]) -> str:
    return " or ".join(filter(None, (", ".join(choices[:-1]), choices[-1])))


def _value(case: _Case) -> str:
    words = _WORDS.get(case.error["type"])
    if words is None:
        return str(case.error["msg"])
    return words if isinstance(words, str) else words(case)


def _number(case: _Case) -> str:
    key = next((part for part in reversed(case.spot.path) if isinstance(part, str)), "")
    unit = f" of {unit_of(key)}" if unit_of(key) else ""
    return f"must be a number{unit}" + _unquote(case.node, (int, float))


def _text(case: _Case) -> str:
    written = isinstance(case.node, Scalar) and case.node.value is not None
    return "must be text" + (": put it in quotes" if written else "")


def _flag(case: _Case) -> str:
    return "must be true or false" + _unquote(case.node, (bool,))


def _unquote(node: Node | None, kinds: tuple[type, ...]) -> str:
    if isinstance(node, Scalar) and node.quoted and type(resolve(node.text)) in kinds:
        return ": take the quotes away"
    return ""


def _literal(case: _Case) -> str:
    return _one_of(re.findall(r"'([^']*)'", case.error["ctx"]["expected"]), case.node)


def _pattern(case: _Case) -> str:
    pattern = case.error["ctx"]["pattern"]
    return PATTERN_WORDS.get(pattern, f"must match {pattern}")


def _keys(case: _Case) -> str:
    """With an example where one key is all it takes."""
    model, node = case.spot.target, case.node
    required = [key for key, field in model.model_fields.items() if field.is_required()] if model else []
    if isinstance(node, Scalar) and node.value is not None and len(required) == 1:
        return f"must be a mapping, such as {{{required[0]}: {shown(node)}}}"
    return "must be a mapping of keys"


def _said(case: _Case) -> str:
    return str(case.error["ctx"]["error"])


def _bound(words: str, key: str) -> Callable[[_Case], str]:
    def say(case: _Case) -> str:
        limit = case.error["ctx"][key]
        return words.format(limit if isinstance(limit, int) else f"{limit:.15g}")

    return say


_WORDS: dict[str, str | Callable[[_Case], str]] = {
    "string_type": _text,
    "string_too_short": "must not be empty",
    "string_too_long": _bound("must have at most {} characters", "max_length"),
    "string_pattern_mismatch": _pattern,
    "float_type": _number,
    "int_type": "must be a whole number",
    "bool_type": _flag,
    "finite_number": "must be a finite number",
    "greater_than_equal": _bound("must be at least {}", "ge"),
    "greater_than": _bound("must be more than {}", "gt"),
    "less_than_equal": _bound("must be at most {}", "le"),
    "less_than": _bound("must be less than {}", "lt"),
    "literal_error": _literal,
    "model_type": _keys,
    "model_attributes_type": _keys,
    "tuple_type": "must be a list",
    "too_short": _bound("must have at least {} item(s)", "min_length"),
    "too_long": _bound("must have at most {} item(s)", "max_length"),
    "value_error": _said,
}
