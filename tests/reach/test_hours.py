"""Local time and shares round the clock."""

from datetime import datetime

import numpy as np
import pytest

from sim.reach.hours import highest_share, hour_of_day, share_at, weekday
from sim.scenario.figures import ByHour, ClockShare

LAUNCH = datetime.fromisoformat("2023-08-24T23:30:00+09:00")
DAY = ByHour(day=(ClockShare(at="06:00", share=0.2), ClockShare(at="12:00", share=0.8)))


def test_the_hour_is_local_and_turns_at_midnight() -> None:
    assert hour_of_day(LAUNCH, [0.0, 1800.0, 3600.0]).tolist() == [23.5, 0.0, 0.5]
    assert np.isnan(hour_of_day(LAUNCH, np.inf))


def test_the_weekday_turns_at_midnight() -> None:
    assert (weekday(LAUNCH, 0.0), weekday(LAUNCH, 1800.0)) == ("thu", "fri")


@pytest.mark.parametrize(("hour", "share"), [(6, 0.2), (9, 0.5), (12, 0.8), (21, 0.5), (0, 0.4), (3, 0.3)])
def test_shares_run_straight_between_times_and_across_midnight(hour: float, share: float) -> None:
    assert share_at(DAY, hour) == pytest.approx(share)


def test_one_time_holds_all_day() -> None:
    flat = ByHour(day=(ClockShare(at="03:00", share=0.4),))
    assert share_at(flat, [0.0, 3.0, 23.9]).tolist() == pytest.approx([0.4, 0.4, 0.4])
    assert highest_share(DAY) == 0.8
