"""Seconds after launch as people read them, in their own language."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import numpy as np

from sim.output.figures.words import ENGLISH, Language, Words
from sim.units import Seconds, SecondsArray


@dataclass(frozen=True)
class Clock:
    """The local clock of a run, and the language its figures are read in."""

    launch: datetime
    zone: str
    say: Words = field(default=ENGLISH)

    @classmethod
    def of(cls, summary: dict[str, Any], language: Language = "en") -> "Clock":
        """The clock of a ``summary.json``."""
        return cls(datetime.fromisoformat(summary["launch_time"]), summary["timezone"], Words(language))

    def at(self, t_s: Seconds) -> str:
        """``03:59:43``, to the nearest second."""
        return f"{self.launch + timedelta(seconds=round(t_s)):%H:%M:%S}"

    def minute(self, t_s: Seconds) -> str:
        """``03:59`` for a time known to the minute."""
        return f"{self.launch + timedelta(seconds=round(t_s)):%H:%M}"

    def date(self) -> str:
        """``2023-08-24`` at launch."""
        return f"{self.launch:%Y-%m-%d}"

    def ticks(self, from_s: Seconds, to_s: Seconds, step_s: float) -> SecondsArray:
        """Seconds after launch of the round clock times in an interval: multiples of ``step_s`` from midnight."""
        midnight = self.launch.replace(hour=0, minute=0, second=0, microsecond=0)
        launch_s = (self.launch - midnight).total_seconds()
        first, last = np.ceil((from_s + launch_s) / step_s), np.floor((to_s + launch_s) / step_s)
        return np.arange(first, last + 1.0) * step_s - launch_s


def span(seconds: Seconds) -> str:
    """As `Words.span`, in English."""
    return ENGLISH.span(seconds)


def after_launch(t_s: Seconds) -> str:
    """``T+3:24`` for 204 seconds after launch."""
    sign, whole = ("-" if t_s < 0.0 else "+"), abs(round(t_s))
    return f"T{sign}{whole // 60}:{whole % 60:02d}"
