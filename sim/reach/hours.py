"""Local time: the hour of the day at a moment of the run, and shares that change over the day."""

from datetime import datetime, timedelta

import numpy as np
from numpy.typing import ArrayLike

from sim.scenario.figures import ByHour, hours_of
from sim.units import Floats, Seconds

_DAY_H = 24.0
_HOUR_S = 3600.0


def hour_of_day(launch: datetime, t_s: ArrayLike) -> Floats:
    """Local hour, 0 to 24, at ``t_s`` seconds after launch, shape kept; NaN where ``t_s`` is infinite."""
    midnight = launch.replace(hour=0, minute=0, second=0, microsecond=0)
    hours = ((launch - midnight).total_seconds() + np.asarray(t_s, float)) / _HOUR_S
    return np.where(np.isfinite(hours), np.mod(np.where(np.isfinite(hours), hours, 0.0), _DAY_H), np.nan)


def weekday(launch: datetime, t_s: Seconds) -> str:
    """``mon`` to ``sun``."""
    return ("mon", "tue", "wed", "thu", "fri", "sat", "sun")[(launch + timedelta(seconds=t_s)).weekday()]


def share_at(by_hour: ByHour, hour: ArrayLike) -> Floats:
    """The share at local ``hour``, shape kept: straight lines between the given times, round the clock."""
    at = np.array([hours_of(point.at) for point in by_hour.day])
    shares = np.array([point.share for point in by_hour.day])
    return np.asarray(np.interp(np.asarray(hour, float), at, shares, period=_DAY_H), float)


def highest_share(by_hour: ByHour) -> float:
    """The greatest share of the day."""
    return max(point.share for point in by_hour.day)
