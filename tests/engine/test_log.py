"""The log: in time order, and the same after a trip through its file."""

import pytest

from sim.engine.log import Event, EventLog
from sim.errors import InputError


def test_time_does_not_run_backwards() -> None:
    log = EventLog([Event(5.0, "launch", "x")])
    with pytest.raises(ValueError, match="comes after"):
        log.append(Event(4.9, "issued", "authority"))


def test_a_line_is_plain_json() -> None:
    event = Event(1.23456, "report", "lead", {"lat_deg": 26.12345678, "distance_m": 2.00049})
    assert event.to_json() == (
        '{"t_s": 1.235, "kind": "report", "subject": "lead", "lat_deg": 26.123457, "distance_m": 2.0}'
    )


def test_it_survives_its_file() -> None:
    log = EventLog([Event(0.0, "launch", "那覇", {"a": [1, None, True]}), Event(2.5, "issued", "authority")])
    text = log.to_jsonl()
    again = EventLog.from_jsonl(text, "events.jsonl")
    assert list(again) == list(log)
    assert again.to_jsonl() == text


def test_every_damaged_line_is_named() -> None:
    text = '{"t_s": 1, "kind": "a", "subject": "b"}\nnot json\n{"t_s": 0, "kind": "a", "subject": "b"}\n[]\n'
    with pytest.raises(InputError) as caught:
        EventLog.from_jsonl(text, "events.jsonl")
    assert [problem.line for problem in caught.value.problems] == [2, 3, 4]


def test_first_matches_fields() -> None:
    log = EventLog(
        [Event(1.0, "issued", "authority", {"message": 1}), Event(2.0, "issued", "authority", {"message": 2})]
    )
    found = log.first("issued", message=2)
    assert found is not None
    assert found.t_s == 2.0
    assert log.first("issued", message=3) is None
