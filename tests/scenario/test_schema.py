"""The JSON Schema that editors use is the committed one, is valid, and refuses what the models refuse."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from pydantic import ValidationError

from sim.scenario import ScenarioSpec, scenario_schema
from sim.scenario.hints import UNITS, unit_of
from sim.scenario.nodes import Node, plain
from sim.scenario.patterns import PATTERN_WORDS
from sim.scenario.yamltext import parse_yaml
from sim.shipped import shipped_folder
from tests.scenario.case import BASE, SCENARIO
from tests.scenario.corpus import BROKEN

SHIPPED = sorted(shipped_folder("scenarios").glob("*.yaml"))
SCHEMA = scenario_schema()
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
UNIT_WORDS = {unit: "metres per second" if unit == "m/s" else unit for unit in UNITS.values()}


def data(path: Path) -> Any:
    root: Node | None = parse_yaml(path.read_text(encoding="utf-8"), str(path), [])
    assert root is not None
    return plain(root)


def properties(node: Any, at: str = "") -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Place, key and schema of every key a scenario may have."""
    if isinstance(node, dict):
        for key, schema in (
            node.get("properties", {}).items() if isinstance(node.get("properties"), dict) else ()
        ):
            yield f"{at}.{key}", key, schema
        for key, item in node.items():
            yield from properties(item, f"{at}.{key}")
    elif isinstance(node, list):
        for index, item in enumerate(node):
            yield from properties(item, f"{at}[{index}]")


PROPERTIES = list(properties(SCHEMA))


def test_the_committed_schema_is_current() -> None:
    committed = (shipped_folder("scenarios") / "schema.json").read_text(encoding="utf-8")
    current = json.dumps(SCHEMA, ensure_ascii=False, indent=2) + "\n"
    assert committed == current, "write it anew: overflight schema > scenarios/schema.json"


def test_it_is_a_valid_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("path", [*SHIPPED, BASE / SCENARIO], ids=lambda path: path.stem)
def test_sound_scenarios_fit(path: Path) -> None:
    assert list(VALIDATOR.iter_errors(data(path))) == []


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_shipped_scenarios_tell_editors_where_it_is(path: Path) -> None:
    first = path.read_text(encoding="utf-8").splitlines()[0]
    assert first == "# yaml-language-server: $schema=schema.json"
    assert (path.parent / "schema.json").is_file()


def an_editor_could_see(path: Path) -> bool:
    """Whether a key, a type, a range or a choice is wrong: not only keys together, or no finite number."""
    try:
        ScenarioSpec.model_validate(data(path))
    except ValidationError as error:
        return any(detail["type"] not in ("value_error", "finite_number") for detail in error.errors())
    return False


def test_an_editor_sees_every_wrong_key_type_range_and_choice(tmp_path: Path) -> None:
    seen = []
    for case in (case for case in BROKEN if case.edits and case.encoding == "utf-8"):
        path = case.write(tmp_path)
        if parse_yaml(path.read_text(encoding="utf-8"), "f", []) and an_editor_could_see(path):
            seen.append(case.name)
            assert not VALIDATOR.is_valid(data(path)), case.name
    assert len(seen) >= 80


def test_every_mapping_refuses_unknown_keys() -> None:
    mappings = [schema for schema in SCHEMA["$defs"].values() if "properties" in schema] + [SCHEMA]
    assert all(schema["additionalProperties"] is False for schema in mappings)


def test_every_key_is_described() -> None:
    for place, _, schema in PROPERTIES:
        definition = schema.get("$ref", "").removeprefix("#/$defs/")
        described = schema.get("description") or SCHEMA["$defs"].get(definition, {}).get("description")
        assert described or "const" in schema, place


def test_every_dimensional_key_names_its_unit() -> None:
    dimensional = [(place, unit_of(key), schema) for place, key, schema in PROPERTIES if unit_of(key)]
    assert len(dimensional) >= 40
    for place, unit, schema in dimensional:
        assert UNIT_WORDS[str(unit)] in schema["description"], place


def test_every_pattern_has_words() -> None:
    text = json.dumps(SCHEMA)
    patterns = {schema["pattern"] for schema in walk(SCHEMA) if isinstance(schema.get("pattern"), str)}
    assert patterns - set(PATTERN_WORDS) == {SCHEMA["properties"]["launch_time"]["pattern"]}
    assert all(json.dumps(pattern)[1:-1] in text for pattern in PATTERN_WORDS)


def walk(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        yield node
        for item in node.values():
            yield from walk(item)
    elif isinstance(node, list):
        for item in node:
            yield from walk(item)


def test_a_plain_yaml_1_2_reader_sees_the_same_shipped_scenarios() -> None:
    for path in SHIPPED:
        everything_text = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
        assert set(everything_text) == set(data(path))
