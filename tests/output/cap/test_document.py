"""What the message refuses to be."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from sim.output.cap.document import CapArea, CapReference
from sim.output.cap.vocabulary import (
    CapMessageType,
    CapScope,
    CapStatus,
    jis_geocode,
    marked,
)
from sim.output.cap.write import write_cap
from tests.output.cap.examples import ISSUED, alert, follow_up, info

# Spelled so that no live status stands in this code base as a value.
LIVE = "actual".title()


@pytest.mark.parametrize("status", [LIVE, LIVE.lower(), "System", "Draft", "", None, 0])
def test_no_status_but_exercise_and_test(status: Any) -> None:
    with pytest.raises(ValueError, match="status Exercise or Test, nothing else"):
        replace(alert(), status=status)


def test_a_status_forced_in_is_not_written() -> None:
    forced = alert()
    object.__setattr__(forced, "status", LIVE)
    with pytest.raises(ValueError, match="is not a valid CapStatus"):
        write_cap(forced)


def test_a_plain_string_becomes_the_code_it_names() -> None:
    name: Any = "Exercise"
    assert replace(alert(), status=name).status is CapStatus.EXERCISE


WRONG_ALERTS: dict[str, dict[str, Any]] = {
    "note must not be empty": {"note": ""},
    "note must not be empty nor begin": {"note": " an exercise"},
    "identifier must be non-empty": {"identifier": ""},
    "identifier must be non-empty, without spaces": {"identifier": "a 1"},
    "sender must be non-empty, without spaces, commas": {"sender": "a,b"},
    "needs an offset from UTC": {"sent": datetime(2023, 8, 24, 3, 54)},
    "whole seconds": {"sent": ISSUED.replace(microsecond=1)},
    "one info in each of ja-JP and en-US": {"infos": (info("ja-JP"),)},
    "one info in each": {"infos": (info("en-US"), info("en-US"))},
    "is not a valid CapMessageType": {"message_type": "Ack"},
    "is not a valid CapScope": {"scope": "Everyone"},
    "an Update and a Cancel name earlier messages": {"message_type": CapMessageType.CANCEL},
    "an Alert names none": {"references": (CapReference("a", "b", ISSUED),)},
    "a restriction goes with scope Restricted": {"scope": CapScope.RESTRICTED},
    "and only with it": {"restriction": "staff"},
    "addresses go with scope Private": {"scope": CapScope.PRIVATE},
    "a double quote": {"scope": CapScope.PRIVATE, "addresses": ('a"b',)},
    "expires must be later than sent": {"sent": ISSUED + timedelta(minutes=30)},
    "a character that XML cannot carry": {"note": "EXERCISE \x00"},
}


@pytest.mark.parametrize("reason", WRONG_ALERTS)
def test_a_wrong_alert_cannot_be_made(reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        replace(alert(), **WRONG_ALERTS[reason])


WRONG_INFOS: dict[str, dict[str, Any]] = {
    "not in 'fr-FR'": {"language": "fr-FR"},
    "at least one category": {"categories": ()},
    "is not a valid CapUrgency": {"urgency": "Now"},
    "is not a valid CapResponseType": {"response_types": ("Hide",)},
    "event must not be empty": {"event": ""},
    "headline must not be empty": {"headline": ""},
    "instruction must not be empty nor begin": {"instruction": " "},
    "parameters phase must not be empty": {"parameters": (("phase", ""),)},
    "expires must be later than effective": {"effective": ISSUED + timedelta(hours=1)},
    "needs an offset": {"onset": datetime(2023, 8, 24)},
}


@pytest.mark.parametrize("reason", WRONG_INFOS)
def test_a_wrong_info_cannot_be_made(reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        replace(info("en-US"), **WRONG_INFOS[reason])


@pytest.mark.parametrize("name", ["headline", "description", "instruction"])
@pytest.mark.parametrize(("language", "mark"), [("ja-JP", "【訓練】"), ("en-US", "EXERCISE: ")])
def test_a_text_without_its_mark_is_refused(name: str, language: str, mark: str) -> None:
    unmarked: dict[str, Any] = {name: "take shelter"}
    infos = tuple(replace(one, **unmarked) if one.language == language else one for one in alert().infos)
    with pytest.raises(ValueError, match=f"the {language} {name} must begin with '{mark}'"):
        replace(alert(), infos=infos)


def test_the_mark_of_a_test_is_not_that_of_an_exercise() -> None:
    with pytest.raises(ValueError, match="must begin with '【試験】'"):
        replace(alert(), status=CapStatus.TEST)


def test_marking_twice_marks_once() -> None:
    once = marked("避難", CapStatus.EXERCISE, "ja-JP")
    assert once == marked(once, CapStatus.EXERCISE, "ja-JP") == "【訓練】避難"


SQUARE = ((24.0, 125.0), (24.0, 126.0), (25.0, 126.0), (25.0, 125.0), (24.0, 125.0))
WRONG_AREAS: dict[str, dict[str, Any]] = {
    "area_desc must not be empty": {"area_desc": ""},
    "needs a polygon or a geocode": {"polygons": ()},
    "not closed": {"polygons": (SQUARE[:4],)},
    "at least 4 points": {"polygons": ((SQUARE[0], SQUARE[1], SQUARE[0]),)},
    "latitude first": {"polygons": (tuple((lon, lat) for lat, lon in SQUARE),)},
    "crosses itself": {"polygons": ((SQUARE[0], SQUARE[2], SQUARE[1], SQUARE[3], SQUARE[0]),)},
    "more than 5 decimals": {"polygons": (((24.000001, 125.0), *SQUARE[1:4], (24.000001, 125.0)),)},
    "latitude is outside": {"polygons": (((float("nan"), 125.0), *SQUARE[1:4], (float("nan"), 125.0)),)},
    "geocodes name must not be empty": {"geocodes": (("", "47214"),)},
}


@pytest.mark.parametrize("reason", WRONG_AREAS)
def test_a_wrong_area_cannot_be_made(reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        replace(CapArea("a", (SQUARE,)), **WRONG_AREAS[reason])


def test_a_message_references_neither_itself_nor_a_later_one_nor_one_twice() -> None:
    update = follow_up(alert(), CapMessageType.UPDATE, 2, 5)
    with pytest.raises(ValueError, match="cannot reference itself"):
        replace(update, references=(replace(update.reference, sent=ISSUED),))
    with pytest.raises(ValueError, match="cannot reference a later one"):
        replace(update, sent=ISSUED - timedelta(seconds=1))
    with pytest.raises(ValueError, match="referenced twice"):
        replace(update, references=update.references * 2)


@pytest.mark.parametrize("code", ["4721", "472140", "４７", "4721a", "", "-4721"])
def test_a_jis_code_has_two_or_five_digits(code: str) -> None:
    with pytest.raises(ValueError, match="two or five digits"):
        jis_geocode(code)


def test_jis_codes_name_their_standard() -> None:
    assert jis_geocode("47214") == ("JIS X 0402", "47214")
    assert jis_geocode("47") == ("JIS X 0401", "47")
