"""Warnings against hazard: hits, misses and false alarms of areas, people and time, and how long people were
held.

Definitions of the US National Weather Service (https://www.erh.noaa.gov/box/versev99.htm): POD = hits / (hits
+ misses), FAR = false alarms / (hits + false alarms), CSI = hits / (hits + misses + false alarms). FAR is a
ratio of warnings. A hit is an area whose warning was in force at some instant of its hazard; as in the
geospatial verification of the US National Severe Storms Laboratory, areas stand for grid points and time is
counted too.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sim.engine.log import EventLog
from sim.units import Seconds

_ENDS = ("lifted", "expired", "superseded", "cancelled")
_SECONDS_PER_MINUTE = 60.0

Spans = list[tuple[Seconds, Seconds]]


@dataclass(frozen=True)
class Contingency:
    """Hits, misses and false alarms in one unit; a ratio is ``None`` where nothing defines it."""

    unit: str
    hits: float
    misses: float
    false_alarms: float
    pod: float | None
    far: float | None
    csi: float | None


@dataclass(frozen=True)
class AreaSpans:
    """When an area was under hazard and under warning."""

    people: int | None
    hazard: Spans
    warning: Spans


def verification(log: EventLog, people: Sequence[tuple[str, int | None]]) -> dict[str, Any]:
    """Contingency tables by areas, people and person-minutes, times held, and the targeting's overshoot.

    ``needed_person_min`` runs from the warning to the hazard's end in areas overflown,
    ``needless_person_min`` is all other time under warning. Figures of people are ``None`` as soon as one
    counted area has no known number.
    """
    areas = area_spans(log, people)
    hit, miss, false = (_kind(areas, kind) for kind in ("hit", "miss", "false"))
    tables = [contingency("areas", float(len(hit)), float(len(miss)), float(len(false)))]
    if all(area.people is not None for area in hit + miss + false):
        tables.append(
            contingency("people", *(sum(float(a.people or 0) for a in g) for g in (hit, miss, false)))
        )
        tables.append(contingency("person_min", *_person_minutes(hit + miss + false)))
    needed, needless = _held(hit + miss + false)
    warned, hazard = hit + false, hit + miss
    return {
        "contingency": [asdict(table) for table in tables],
        "warned_person_min": None if needed is None or needless is None else needed + needless,
        "needed_person_min": needed,
        "needless_person_min": needless,
        "overshoot_share_of_areas": len(false) / len(warned) if warned else None,
        "undershoot_share_of_areas": len(miss) / len(hazard) if hazard else None,
        "overshoot_share_of_people": _share(false, warned),
        "undershoot_share_of_people": _share(miss, hazard),
    }


def contingency(unit: str, hits: float, misses: float, false_alarms: float) -> Contingency:
    """The table with its three ratios."""
    events, warnings, all_ = hits + misses, hits + false_alarms, hits + misses + false_alarms
    return Contingency(
        unit=unit,
        hits=hits,
        misses=misses,
        false_alarms=false_alarms,
        pod=hits / events if events else None,
        far=false_alarms / warnings if warnings else None,
        csi=hits / all_ if all_ else None,
    )


def area_spans(log: EventLog, people: Iterable[tuple[str, int | None]]) -> list[AreaSpans]:
    """Spans of hazard and of warning in force per area; a warning still open ends with the log."""
    found = {code: AreaSpans(number, [], []) for code, number in people}
    last_s = max((event.t_s for event in log), default=0.0)
    opened: dict[str, Seconds] = {}
    inside: dict[tuple[str, str], Seconds] = {}
    for event in log.of("hazard_enter", "hazard_exit", "warned", *_ENDS):
        key = (event.subject, str(event.fields.get("object")))
        match event.kind:
            case "hazard_enter":
                inside[key] = event.t_s
            case "hazard_exit":
                found[event.subject].hazard.append((inside.pop(key), event.t_s))
            case "warned":
                opened[event.subject] = event.t_s
            case _ if event.subject in opened:
                found[event.subject].warning.append((opened.pop(event.subject), event.t_s))
    for code, start_s in opened.items():
        found[code].warning.append((start_s, last_s))
    return [AreaSpans(a.people, joined(a.hazard), joined(a.warning)) for a in found.values()]


def joined(spans: Spans) -> Spans:
    """The same time without overlap, in order."""
    result: Spans = []
    for start, end in sorted(spans):
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(result[-1][1], end))
        else:
            result.append((start, end))
    return result


def _kind(areas: list[AreaSpans], kind: str) -> list[AreaSpans]:
    return [area for area in areas if _which(area) == kind]


def _which(area: AreaSpans) -> str:
    if area.hazard:
        return "hit" if any(_meet(h, w) for h in area.hazard for w in area.warning) else "miss"
    return "false" if area.warning else "quiet"


def _meet(one: tuple[Seconds, Seconds], other: tuple[Seconds, Seconds]) -> bool:
    return max(one[0], other[0]) <= min(one[1], other[1])


def _length(spans: Spans) -> Seconds:
    return sum(end - start for start, end in spans)


def _both(area: AreaSpans) -> Seconds:
    return sum(max(0.0, min(h[1], w[1]) - max(h[0], w[0])) for h in area.hazard for w in area.warning)


def _person_minutes(areas: list[AreaSpans]) -> tuple[float, float, float]:
    """Hazard under warning, hazard without, warning without hazard."""
    hit = miss = false = 0.0
    for area in areas:
        weight = float(area.people or 0) / _SECONDS_PER_MINUTE
        both = _both(area)
        hit += weight * both
        miss += weight * (_length(area.hazard) - both)
        false += weight * (_length(area.warning) - both)
    return hit, miss, false


def _held(areas: list[AreaSpans]) -> tuple[float | None, float | None]:
    needed = needless = 0.0
    for area in areas:
        if area.people is None:
            return None, None
        until = area.hazard[-1][1] if area.hazard else float("-inf")
        useful = sum(max(0.0, min(end, until) - start) for start, end in area.warning)
        needed += area.people * useful / _SECONDS_PER_MINUTE
        needless += area.people * (_length(area.warning) - useful) / _SECONDS_PER_MINUTE
    return needed, needless


def _share(part: list[AreaSpans], whole: list[AreaSpans]) -> float | None:
    if not whole or any(area.people is None for area in whole):
        return None
    total = sum(area.people or 0 for area in whole)
    return sum(area.people or 0 for area in part) / total if total else None
