"""Numbers as we write them."""

import pytest

from sim.jsontext import rounded, to_json


def test_floats_are_written_to_the_millisecond() -> None:
    assert to_json({"a": 1.23456, "b": [0.0004, -0.0004], "c": 3}) == '{"a": 1.235, "b": [0.0, 0.0], "c": 3}'


def test_nan_is_refused() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        to_json(float("nan"))


def test_text_stays_readable() -> None:
    assert to_json("那覇市") == '"那覇市"'


def test_tuples_become_lists() -> None:
    assert rounded((1.00049, ("x", None, True))) == [1.0, ["x", None, True]]


def test_degrees_keep_a_decimetre() -> None:
    assert to_json({"lat_deg": 26.1234567, "t_s": 1.23456}) == '{"lat_deg": 26.123457, "t_s": 1.235}'
