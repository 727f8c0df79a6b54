"""Whatever is done to a scenario, what comes back is a scenario or located problems in our own words."""

import copy
import math
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from sim.errors import InputError
from sim.scenario import ScenarioSpec, load_scenario, yamltext
from sim.scenario.nodes import Listing, Mapping, Node, Place, Scalar, plain, problem
from sim.scenario.words import findings
from sim.scenario.yamltext import parse_yaml
from tests.scenario.case import BASE, SCENARIO, TRACKS

TEXT = (BASE / SCENARIO).read_text(encoding="utf-8")
LINES = TEXT.splitlines(keepends=True)
RAW = TEXT.encode()
SCRAPS = st.sampled_from(
    [
        *"\t\n\r:-[]{}&*!|>'\"%@`#?,~=<\\ ",
        ": ",
        "- ",
        "? ",
        "<<: ",
        "*a ",
        "&a ",
        "!!int ",
        "---\n",
        "...\n",
        "\ufeff",
        ".nan",
        ".inf",
        "NO",
        "12:30:00",
        "1e999",
        "9" * 400,
        "二",
        "\x00",
        "\x85",
        "\u2028",
        '"\\x00"',
        "|2\n",
        ">-\n",
    ]
)
fuzz = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def loads_or_tells(folder: Path, data: bytes) -> None:
    path = folder / SCENARIO
    path.write_bytes(data)
    if not (folder / TRACKS).exists():
        (folder / TRACKS).write_bytes((BASE / TRACKS).read_bytes())
    try:
        load_scenario(path)
    except InputError as error:
        for problem_ in error.problems:
            assert str(problem_).isprintable()
            assert "Input should" not in problem_.message


@fuzz
@given(st.integers(0, len(RAW)), st.integers(0, 40), st.binary(max_size=6))
def test_bytes_replaced(tmp_path: Path, start: int, length: int, new: bytes) -> None:
    loads_or_tells(tmp_path, RAW[:start] + new + RAW[start + length :])


@fuzz
@given(st.lists(st.tuples(st.integers(0, len(TEXT)), SCRAPS), min_size=1, max_size=3))
def test_scraps_of_yaml_inserted(tmp_path: Path, scraps: list[tuple[int, str]]) -> None:
    text = TEXT
    for at, scrap in scraps:
        text = text[:at] + scrap + text[at:]
    loads_or_tells(tmp_path, text.encode())


@fuzz
@given(
    st.lists(
        st.tuples(st.integers(0, len(LINES) - 1), st.integers(0, len(LINES) - 1)), min_size=1, max_size=4
    )
)
def test_lines_moved_doubled_and_dropped(tmp_path: Path, moves: list[tuple[int, int]]) -> None:
    lines = list(LINES)
    for source, target in moves:
        line = LINES[source] if (source + target) % 3 else ""
        lines[target] = lines[target] + line if (source + target) % 2 else line
    loads_or_tells(tmp_path, "".join(lines).encode())


@fuzz
@given(st.integers(0, len(LINES) - 1), SCRAPS)
def test_a_value_replaced(tmp_path: Path, line: int, scrap: str) -> None:
    key = LINES[line].split(":")[0]
    loads_or_tells(tmp_path, "".join([*LINES[:line], f"{key}: {scrap}\n", *LINES[line + 1 :]]).encode())


@fuzz
@given(st.text(max_size=60), st.text(max_size=60))
def test_any_override(key: str, value: str) -> None:
    told = ""
    try:
        load_scenario(BASE / SCENARIO, [f"{key}={value}", f"objects.lead.{key}={value}", value])
    except InputError as error:
        told = str(error)
    assert told.replace("\n", "").isprintable()


@fuzz
@given(st.text(alphabet="[]{}:,- ab\n\t'\"&*!?|>#%", max_size=40))
@pytest.mark.parametrize("loader", ["CSafeLoader", "SafeLoader"])
def test_any_text_with_either_parser(loader: str, text: str) -> None:
    with mock.patch.object(yamltext, "_Loader", getattr(yaml, loader)):
        found: list[Any] = []
        root = parse_yaml(text, "f", found)
    assert root is not None or found or not text.strip() or text.lstrip().startswith(("#", "%", "---", "..."))


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? ", "[{a: "])
def test_nesting_beyond_any_stack(tmp_path: Path, opening: str) -> None:
    loads_or_tells(tmp_path, b"format: overflight/1\nname: " + opening.encode() * 100_000)
    loads_or_tells(tmp_path, opening.encode() * 100_000)


VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5), st.just([]), st.just({}),
    st.lists(st.integers(), max_size=2), st.dictionaries(st.text(max_size=3), st.integers(), max_size=2),
)  # fmt: skip
SOUND = plain(parse_yaml(TEXT, "f", []))  # type: ignore[arg-type]


def places(value: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [at, *(place for key, item in items for place in places(item, (*at, key)))]


def as_node(value: Any) -> Node:
    here = Place("f", 1, 1)
    if isinstance(value, dict):
        from sim.scenario.nodes import Entry

        return Mapping(here, tuple(Entry(key, here, as_node(item)) for key, item in value.items()))
    if isinstance(value, list):
        return Listing(here, tuple(as_node(item) for item in value))
    return Scalar(here, "" if value is None else str(value), isinstance(value, str), value)


@settings(max_examples=600, deadline=None)
@given(st.sampled_from(places(SOUND)[1:]), VALUES)
def test_every_refusal_of_a_value_is_in_our_words_and_at_its_key(place: tuple[Any, ...], value: Any) -> None:
    data = copy.deepcopy(SOUND)
    parent = data
    for key in place[:-1]:
        parent = parent[key]
    parent[place[-1]] = value
    root = as_node(data)
    try:
        ScenarioSpec.model_validate(data)
    except ValidationError as error:
        found = findings(error.errors(), root, ScenarioSpec)
        assert found
        for finding in found:
            near = min(len(finding.path), len(place))
            assert finding.path[:near] == place[:near] or finding.path[:-1] == place[:-1]
            located = problem(root, finding)
            assert located is not None
            assert "nput should" not in located.message
            assert "alid" not in located.message
    else:
        assert not (isinstance(value, float) and not math.isfinite(value))
