"""How many people had noticed, taken shelter and been let go, read from the event log."""

from typing import Any

import numpy as np

from sim.engine.log import EventLog
from sim.results.series import PeopleSeries, people_series
from sim.units import Floats

COUNTS = ("noticed", "sheltered", "sheltering", "released")
"""Ever noticed, ever sheltered, in shelter now, let go."""


def crowds(log: EventLog, people: dict[str, int | None]) -> dict[str, Any] | None:
    """Counts of every area as whole numbers, and of all together; ``None`` where the run has no people.

    Times and counts are given as first value and steps; straight lines between, as the log has it.
    """
    series = people_series(log)
    if not series:
        return None
    t_s = np.unique(np.concatenate([one.t_s for one in series.values()]))
    total = {name: np.zeros(len(t_s)) for name in COUNTS}
    for one in series.values():
        for name, count in _counts(one).items():
            total[name] += np.interp(t_s, one.t_s, count)
    return {
        "of": sum(one.of for one in series.values()),
        "unknown": sum(people[code] is None for code in series),
        "all": {"t": np.round(t_s, 3).tolist()} | {k: np.round(v, 1).tolist() for k, v in total.items()},
        "areas": {code: _steps(one) for code, one in series.items()},
    }


def _counts(one: PeopleSeries) -> dict[str, Floats]:
    return {
        "noticed": one.ever["noticed"],
        "sheltered": one.ever["sheltered"],
        "sheltering": one.counts["sheltered"],
        "released": one.ever["released"],
    }


def _steps(one: PeopleSeries) -> dict[str, Any]:
    t_ms = np.rint(one.t_s * 1000.0).astype(int)
    counts = {name: np.rint(count).astype(int) for name, count in _counts(one).items()}
    columns = {"t": t_ms} | counts
    return {"of": one.of} | {name: np.diff(column, prepend=0).tolist() for name, column in columns.items()}
