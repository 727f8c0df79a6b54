"""The operator who starts a municipality's channels by hand: when that person is there, and how soon."""

from datetime import datetime

import numpy as np

from sim.reach.hours import hour_of_day, weekday
from sim.scenario.figures import hours_of
from sim.scenario.reach import Operator
from sim.units import Seconds

_HOUR_S = 3600.0
_DAY_S = 86_400.0


def on_duty(operator: Operator, launch: datetime, t_s: Seconds) -> bool:
    """Whether ``t_s`` seconds after launch falls into the working hours."""
    hour = float(hour_of_day(launch, t_s))
    hours = hours_of(operator.from_clock), hours_of(operator.to_clock)
    return hours[0] <= hour < hours[1] and weekday(launch, t_s) in operator.days


def next_duty_s(operator: Operator, launch: datetime, t_s: Seconds) -> Seconds:
    """The first moment not before ``t_s`` at which the operator is at work."""
    if on_duty(operator, launch, t_s):
        return t_s
    until = np.mod(hours_of(operator.from_clock) - float(hour_of_day(launch, t_s)), 24.0) * _HOUR_S
    for day in range(8):
        if weekday(launch, t_s + until + day * _DAY_S + 1.0) in operator.days:
            return float(t_s + until + day * _DAY_S)
    raise AssertionError("a week has every day")


def answer_s(
    operator: Operator, launch: datetime, t_s: Seconds, on_duty_s: Seconds, off_duty_s: Seconds | None
) -> Seconds:
    """When a message at hand at ``t_s`` has been started: at work, called in from home, or once work begins.

    ``on_duty_s`` and ``off_duty_s`` are this message's draws of the two delays.
    """
    begins = next_duty_s(operator, launch, t_s)
    at_work = begins + on_duty_s
    return at_work if off_duty_s is None or begins == t_s else min(at_work, t_s + off_duty_s)
