"""Who starts by hand, and when: at work, called in, or once work begins."""

from datetime import datetime

import pytest

from sim.reach.operators import answer_s, next_duty_s, on_duty
from sim.scenario.delay import Fixed
from sim.scenario.reach import Operator

OPERATOR = Operator(
    from_clock="08:30",
    to_clock="17:15",
    days=("mon", "tue", "wed", "thu", "fri"),
    on_duty=Fixed(value_s=60.0),
)
WEDNESDAY_MORNING = datetime.fromisoformat("2012-12-12T09:49:46+09:00")
SUNDAY_MORNING = datetime.fromisoformat("2016-02-07T09:30:00+09:00")
THURSDAY_NIGHT = datetime.fromisoformat("2023-08-24T03:50:30+09:00")


def test_at_work_the_answer_is_prompt() -> None:
    assert on_duty(OPERATOR, WEDNESDAY_MORNING, 0.0)
    assert answer_s(OPERATOR, WEDNESDAY_MORNING, 100.0, 60.0, 1800.0) == 160.0


def test_at_night_the_answer_comes_from_home_or_once_work_begins() -> None:
    begins = (8.5 - 3.0) * 3600.0 - 50.0 * 60.0 - 30.0
    assert next_duty_s(OPERATOR, THURSDAY_NIGHT, 0.0) == pytest.approx(begins)
    assert answer_s(OPERATOR, THURSDAY_NIGHT, 0.0, 60.0, 1800.0) == 1800.0
    assert answer_s(OPERATOR, THURSDAY_NIGHT, 0.0, 60.0, None) == pytest.approx(begins + 60.0)
    assert answer_s(OPERATOR, THURSDAY_NIGHT, begins - 10.0, 60.0, 1800.0) == pytest.approx(begins + 60.0)


def test_on_sunday_work_begins_on_monday() -> None:
    assert not on_duty(OPERATOR, SUNDAY_MORNING, 0.0)
    assert next_duty_s(OPERATOR, SUNDAY_MORNING, 0.0) == pytest.approx(23 * 3600.0)
