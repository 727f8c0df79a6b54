"""People's counts of each area read back from the log, as curves over time."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from sim.engine.log import EventLog
from sim.units import Floats, Seconds, SecondsArray

_UNDER_WARNING = ("noticed", "understood", "acting", "sheltered")
_COLUMNS = (
    *("unaware", *_UNDER_WARNING, "released", "expired"),
    *("noticed_ever", "understood_ever", "acted_ever", "sheltered_ever"),
)
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


def people_totals(log: EventLog, step_s: Seconds) -> dict[str, Floats]:
    """Counts of all areas together every ``step_s`` seconds from launch to the log's end, ``(N,)`` each: ``t_s``,
    ``people``, the states and, ending in ``_ever``, how many have ever got so far.

    Areas in which nobody ever heard anything are not counted. Raises ``ValueError`` for a step that is not above 0.
    """
    if not step_s > 0.0:
        raise ValueError(f"the step must be above 0 s (was {step_s})")
    end_s = max((event.t_s for event in log), default=0.0)
    t_s = np.arange(0.0, end_s + step_s, step_s)
    series = list(people_series(log).values())
    total = {name: np.zeros(len(t_s)) for name in _COLUMNS}
    for one in series:
        for name, counts in (one.counts | {"noticed_ever": one.ever["noticed"]}).items():
            total[name] += np.interp(t_s, one.t_s, counts)
    return {"t_s": t_s, "people": np.full(len(t_s), float(sum(one.of for one in series)))} | total


def first_reached_s(t_s: SecondsArray, rising: Floats, level: float) -> Seconds | None:
    """First time a rising curve ``(K,)``, straight between its points, reaches ``level``; ``None`` if it does not."""
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
