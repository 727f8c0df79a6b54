"""People's counts of each area read back from the log, as curves over time."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from sim.engine.log import EventLog
from sim.units import Floats, Seconds, SecondsArray

_UNDER_WARNING = ("noticed", "understood", "acting", "sheltered")
_SECONDS_PER_MINUTE = 60.0


@dataclass(frozen=True, eq=False)
class PeopleSeries:
    """One area: ``of`` people, counts ``(K,)`` by column at ``t_s`` ``(K,)``, straight lines between."""

    of: int
    t_s: SecondsArray
    counts: dict[str, Floats]

    @cached_property
    def ever(self) -> dict[str, Floats]:
        """Counts that never fall: how many have ever noticed, understood, acted, sheltered, been released."""
        return {
            "noticed": self.of - self.counts["unaware"],
            "understood": self.counts["understood_ever"],
            "acting": self.counts["acted_ever"],
            "sheltered": self.counts["sheltered_ever"],
            "released": self.counts["released"],
        }

    def at(self, stage: str, t_s: SecondsArray) -> Floats:
        """How many have ever reached a stage by ``t_s`` (any shape)."""
        return np.asarray(np.interp(t_s, self.t_s, self.ever[stage]), float)

    def reached_s(self, stage: str, share: float) -> Seconds | None:
        """When ``share`` of all people had reached a stage; ``None`` if they never do."""
        return first_reached_s(self.t_s, self.ever[stage], share * self.of)

    @property
    def person_minutes_under_warning(self) -> float:
        """Time that people knew of the warning and had not been let go, in minutes."""
        under = sum((self.counts[state] for state in _UNDER_WARNING), np.zeros(len(self.t_s)))
        return float(np.trapezoid(under, self.t_s)) / _SECONDS_PER_MINUTE


def people_series(log: EventLog) -> dict[str, PeopleSeries]:
    """By area code; areas in which nobody ever heard anything are missing."""
    rows: dict[str, list[tuple[Seconds, dict[str, int]]]] = {}
    for event in log.of("people"):
        rows.setdefault(event.subject, []).append((event.t_s, event.fields))
    return {code: _series(found) for code, found in rows.items()}


def first_reached_s(t_s: SecondsArray, rising: Floats, level: float) -> Seconds | None:
    """First time a rising curve, straight between its points, reaches ``level``; ``None`` if it does not."""
    k = int(np.searchsorted(rising, level, side="left"))
    if k == len(rising):
        return None
    if k == 0:
        return float(t_s[0])
    part = (level - rising[k - 1]) / (rising[k] - rising[k - 1])
    return float(t_s[k - 1] + part * (t_s[k] - t_s[k - 1]))


def _series(found: list[tuple[Seconds, dict[str, int]]]) -> PeopleSeries:
    columns = {
        name: np.array([fields[name] for _, fields in found], float) for name in found[0][1] if name != "of"
    }
    return PeopleSeries(found[0][1]["of"], np.array([t_s for t_s, _ in found]), columns)
