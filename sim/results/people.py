"""Headline figures about people: how many noticed, by what, how many acted, how many were let go."""

from typing import Any

from sim.engine.log import EventLog
from sim.results.series import people_series

_STAGES = ("noticed", "understood", "acting", "sheltered", "released")


def people_metrics(log: EventLog) -> dict[str, Any] | None:
    """Shares of all people in areas that were warned or told; ``None`` where the run has no people.

    ``known_by_first`` and ``known_by_any`` are shares of those who had noticed when the first lift was issued
    (at the end if none was): what they noticed it by first, and by what they had it at all.
    """
    series = people_series(log)
    total = sum(one.of for one in series.values())
    if not total:
        return None
    ever = {stage: sum(float(one.ever[stage][-1]) for one in series.values()) / total for stage in _STAGES}
    first, any_ = known_by(log, "first"), known_by(log, "any")
    knew = sum(first.values())
    return {
        "people": total,
        "noticed_share": ever["noticed"],
        "noticed_before_lift_share": knew / total,
        "understood_share": ever["understood"],
        "acted_share": ever["acting"],
        "sheltered_share": ever["sheltered"],
        "released_share": ever["released"],
        "expired_share": sum(float(one.counts["expired"][-1]) for one in series.values()) / total,
        "under_warning_person_min": sum(one.person_minutes_under_warning for one in series.values()),
        "known_by_first": {way: count / knew for way, count in first.items()} if knew else {},
        "known_by_any": {way: count / knew for way, count in any_.items()} if knew else {},
    }


def known_by(log: EventLog, how: str) -> dict[str, float]:
    """People of all areas by what they knew it by: ``first`` or ``any``."""
    found: dict[str, float] = {}
    for event in log.of("known_by"):
        for way, count in event.fields[how].items():
            found[way] = found.get(way, 0.0) + count
    return found
