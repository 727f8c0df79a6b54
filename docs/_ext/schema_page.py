"""Every key a scenario may have, from the JSON Schema that checks it: unit, form, default and meaning."""

from collections.abc import Iterator, Mapping
from typing import Any

from markdown import code, prose, table

from sim.scenario import scenario_schema

Schema = Mapping[str, Any]

_UNITS = {
    "_km_s": "km/s",
    "_m_s": "m/s",
    "_lat_deg": "° north",
    "_lon_deg": "° east",
    "_deg": "°",
    "_km": "km",
    "_m": "m",
    "_s": "s",
}
_BASIS = ("source", "assumption")


def text() -> str:
    schema = scenario_schema()
    definitions: Mapping[str, Schema] = schema["$defs"]
    return "\n".join(_part(name, definitions[name]) for name in _reached("Whole", definitions))


def _reached(first: str, definitions: Mapping[str, Schema]) -> list[str]:
    """The parts of a whole scenario in the order a reader meets them."""
    found = [first]
    for name in found:
        found += [other for other in dict.fromkeys(_references(definitions[name])) if other not in found]
    return found


def _references(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        if "$ref" in value:
            yield value["$ref"].rsplit("/", 1)[-1]
        for key, inner in value.items():
            if key != "discriminator":
                yield from _references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _references(inner)


def _part(name: str, schema: Schema) -> str:
    needed = set(schema.get("required", ()))
    properties = {key: value for key, value in schema.get("properties", {}).items() if key not in _BASIS}
    rows = [_row(key, value, key in needed) for key, value in properties.items()]
    sourced = all(key in schema.get("properties", {}) for key in _BASIS)
    tail = "\nTakes `source` or `assumption`: where its figures come from.\n" if sourced else ""
    return f"{_heading(name)}\n\n{prose(schema.get('description', ''))}\n\n" + (
        (table(["key", "unit", "form", "default", "meaning"], rows) if rows else "") + tail
    )


def _heading(name: str) -> str:
    return f"({_anchor(name)})=\n## " + ("The whole file" if name == "Whole" else name)


def _anchor(name: str) -> str:
    return f"scenario-{name.lower()}"


def _row(key: str, schema: Schema, needed: bool) -> tuple[str, ...]:
    return (
        code(key),
        _unit(key),
        _form(schema),
        _default(schema, needed),
        prose(schema.get("description", "")),
    )


def _unit(key: str) -> str:
    return next((unit for suffix, unit in _UNITS.items() if key.endswith(suffix) or f"_{key}" == suffix), "")


def _default(schema: Schema, needed: bool) -> str:
    if needed:
        return "required"
    value = schema.get("default")
    if "const" in schema and value is not None:
        return ""
    return "" if value in (None, [], "") else code(str(value).lower() if isinstance(value, bool) else value)


def _form(schema: Schema) -> str:
    if "$ref" in schema:
        return _link(schema["$ref"])
    options = [one for one in schema.get("oneOf", schema.get("anyOf", ())) if one.get("type") != "null"]
    if options:
        if _is_delay(options):
            return "a [delay](#scenario-delays)"
        return " or ".join(dict.fromkeys(_form(option) for option in options))
    if "const" in schema:
        return code(schema["const"])
    if "enum" in schema:
        return ", ".join(code(value) for value in schema["enum"])
    if schema.get("type") == "array":
        return f"list of {_form(schema['items'])}" if "items" in schema else "list"
    return _plain(schema)


def _plain(schema: Schema) -> str:
    words = {"string": "text", "number": "number", "integer": "whole number", "boolean": "true or false"}
    kind = words.get(str(schema.get("type")), "text")
    low = schema.get("minimum", schema.get("exclusiveMinimum"))
    high = schema.get("maximum", schema.get("exclusiveMaximum"))
    if low is not None and high is not None and high < 1e9:
        above = "above " if "exclusiveMinimum" in schema else ""
        return f"{kind}, {above}{low:g} to {high:g}"
    return kind


def _is_delay(options: list[Schema]) -> bool:
    return {"Fixed", "Uniform", "Lognormal"} <= {one.get("$ref", "").rsplit("/", 1)[-1] for one in options}


def _link(reference: str) -> str:
    name = reference.rsplit("/", 1)[-1]
    return f"[{name}](#{_anchor(name)})"
