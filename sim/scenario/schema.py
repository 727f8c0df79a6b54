"""The JSON Schema of a scenario file, for editors; the same models that check the file."""

from typing import Any

from sim.scenario.spec import ScenarioSpec

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_WHOLE, _REF = "Whole", "#/$defs/"


def scenario_schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12). What needs other keys or files is checked by ``load_scenario`` only.

    A file that says ``extends`` may leave out any key, at any depth outside lists, which are never merged: each
    mapping has a second definition, ``NamePart``, that requires nothing.
    """
    schema = _untitled(ScenarioSpec.model_json_schema())
    whole = schema.pop("$defs")
    extends = schema["properties"].pop("extends")
    extends = {"type": "string", "minLength": 1, "description": extends["description"]}
    part = _part(schema)
    reached = _reached(part, whole)
    parts = {f"{name}Part": _part(whole[name]) for name in sorted(reached)}
    return {
        "$schema": DIALECT,
        "title": "Overflight scenario",
        **part,
        "properties": {"format": part["properties"]["format"], "extends": extends, **part["properties"]},
        "required": ["format"],
        "if": {"required": ["extends"]},
        "else": {"$ref": _REF + _WHOLE},
        "$defs": {_WHOLE: schema, **whole, **parts},
    }


def _part(node: Any) -> Any:
    """The same with nothing required, and alternatives that a part may fit several of."""
    if isinstance(node, list):
        return [_part(item) for item in node]
    if not isinstance(node, dict):
        return node
    dropped = ("required", "discriminator")
    found = {key: item if key == "items" else _part(item) for key, item in node.items() if key not in dropped}
    if "oneOf" in found:
        found["anyOf"] = found.pop("oneOf")
    if "$ref" in found:
        found["$ref"] += "Part"
    return found


def _reached(part: Any, whole: dict[str, Any]) -> set[str]:
    """Names of the definitions that ``part`` refers to, directly or not."""
    names: set[str] = set()
    waiting = [part]
    while waiting:
        new = {ref.removeprefix(_REF).removesuffix("Part") for ref in _refs(waiting.pop())} - names
        names |= new
        waiting += [_part(whole[name]) for name in new]
    return names


def _refs(node: Any) -> list[str]:
    """References outside lists of items."""
    if isinstance(node, list):
        return [ref for item in node for ref in _refs(item)]
    if not isinstance(node, dict):
        return []
    inner = [ref for key, item in node.items() if key != "items" for ref in _refs(item)]
    return [*([node["$ref"]] if "$ref" in node else []), *inner]


def _untitled(node: Any) -> Any:
    """Without the titles derived from key names: editors show them in place of the keys."""
    if isinstance(node, list):
        return [_untitled(item) for item in node]
    if not isinstance(node, dict):
        return node
    return {key: _untitled(item) for key, item in node.items() if key != "title" or isinstance(item, dict)}
