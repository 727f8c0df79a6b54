"""The YAML 1.2 core schema, held against the examples of the specification and the traps of YAML 1.1."""

import math
from typing import Any

import pytest

from sim.scenario.scalars import resolve


@pytest.mark.parametrize(
    ("text", "value"),
    [
        # YAML 1.2.2, section 10.3.2 and example 10.9
        *(("null", None), ("Null", None), ("NULL", None), ("~", None), ("", None)),
        *(("true", True), ("True", True), ("TRUE", True), ("false", False), ("FALSE", False)),
        *(("0", 0), ("0o7", 7), ("0x3A", 58), ("-19", -19), ("+12", 12), ("017", 17)),
        *(("0.", 0.0), ("-0.0", -0.0), (".5", 0.5), ("+12e03", 12000.0), ("-2E+05", -2e5)),
        *((".inf", math.inf), ("-.Inf", -math.inf), ("+.INF", math.inf)),
        # what YAML 1.1 made of these
        *((text, text) for text in ("NO", "no", "No", "yes", "Y", "on", "OFF", "off", "n")),
        *((text, text) for text in ("12:30:00", "1:30", "190:20:30.15", "1_000", "0b101", "2023-08-24")),
        *((text, text) for text in ("2023-08-24T03:50:30+09:00", "tRUE", "nUll", "=", "<<", "1e", ".", "-")),
        *((text, text) for text in ("0o8", "0xg", "1.5.2", "inf", "nan", "1 000", "１２", "½")),
    ],
)
def test_resolves_as_the_core_schema(text: str, value: Any) -> None:
    found = resolve(text)
    assert type(found) is type(value)
    assert found == value


@pytest.mark.parametrize("text", [".nan", ".NaN", ".NAN"])
def test_not_a_number(text: str) -> None:
    found = resolve(text)
    assert isinstance(found, float)
    assert math.isnan(found)


@pytest.mark.parametrize("text", ["9" * 5000, "0x" + "f" * 5000, "0o" + "7" * 5000, "1e99999"])
def test_more_digits_than_python_reads_become_infinite(text: str) -> None:
    assert resolve(text) == math.inf
