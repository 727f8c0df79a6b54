"""One row per area: when it was warned, overflown and released. The columns of ``areas.csv``."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

from sim.engine.log import Event, EventLog
from sim.results.legs import first_on_air
from sim.results.series import PeopleSeries, people_series
from sim.units import Metres, Seconds

_ENDS = ("lifted", "expired", "superseded", "cancelled")
_DECIMALS = {"closest_m": 1} | {f"{s}_share": 4 for s in ("noticed", "acted", "sheltered", "released")}


@dataclass(frozen=True)
class AreaRow:
    """Times in seconds after launch; ``None`` means it did not happen.

    ``warned_s`` and ``lifted_s`` are when the message for the area was issued; ``audible_s`` when a warning
    was first on air or on a device there, ``not_reached_why`` what kept it off every channel.
    ``noticed_p50_s`` and the like are when that part of all its people had noticed. ``departure_s`` is
    ``lifted_s`` less ``exit_s``; ``false_s`` the time under warning of an area that nothing flew over. Shares
    are of all its people, at any time before the warning ended.
    """

    area_code: str
    area_name: str
    population: int | None
    closest_m: Metres | None
    closest_s: Seconds | None
    closest_object: str | None
    enter_s: Seconds | None
    exit_s: Seconds | None
    warned_s: Seconds | None
    noticed_p50_s: Seconds | None
    lifted_s: Seconds | None
    lead_s: Seconds | None
    end: str | None
    audible_s: Seconds | None
    not_reached_why: str | None
    noticed_p90_s: Seconds | None
    noticed_p95_s: Seconds | None
    noticed_p99_s: Seconds | None
    departure_s: Seconds | None
    false_s: Seconds | None
    noticed_share: float | None
    acted_share: float | None
    sheltered_share: float | None
    released_share: float | None


COLUMNS = tuple(field.name for field in fields(AreaRow))


@dataclass(frozen=True)
class AreaIdentity:
    """Who an area is, whatever happens to it."""

    code: str
    name: str
    population: int | None


def area_rows(log: EventLog, areas: Sequence[AreaIdentity]) -> list[AreaRow]:
    """Rows in the order of ``areas``, every figure read from the log."""
    found: dict[str, dict[str, Any]] = {area.code: {} for area in areas}
    for event in log.of("closest_approach", "hazard_enter", "hazard_exit", "warned", *_ENDS):
        _take(found[event.subject], event)
    for code, first in first_on_air(log).items():
        found[code]["audible_s"] = first
    for code, why in _why_not_reached(log).items():
        if "audible_s" not in found[code]:
            found[code]["not_reached_why"] = why
    for code, series in people_series(log).items():
        found[code] |= _people(series)
    return [_row(area, found[area.code]) for area in areas]


def _take(row: dict[str, Any], event: Event) -> None:
    match event.kind:
        case "closest_approach":
            row |= {"closest_m": event.fields["distance_m"], "closest_s": event.t_s}
            row["closest_object"] = event.fields["object"]
        case "hazard_enter":
            row.setdefault("enter_s", event.t_s)
        case "hazard_exit":
            row["exit_s"] = event.t_s
        case "warned":
            row.setdefault("warned_s", event.t_s)
            row["end"] = "open"
        case end:
            row |= {"end": end, "ended_s": event.t_s}
            if end == "lifted":
                row["lifted_s"] = event.fields["issued_s"]


def _why_not_reached(log: EventLog) -> dict[str, str]:
    """What kept warnings off each channel, by area."""
    warnings = {event.fields["message"] for event in log.of("issued")}
    found: dict[str, list[str]] = {}
    for event in log.of("not_reached"):
        if event.fields["message"] in warnings:
            found.setdefault(event.subject, []).extend(event.fields["why"].split(", "))
    return {code: ", ".join(dict.fromkeys(filter(None, why))) for code, why in found.items()}


def _people(series: PeopleSeries) -> dict[str, Any]:
    shares = {f"noticed_p{round(100 * q)}_s": series.reached_s("noticed", q) for q in (0.5, 0.9, 0.95, 0.99)}
    ever = {stage: float(curve[-1]) / series.of if series.of else 0.0 for stage, curve in series.ever.items()}
    return shares | {
        "noticed_share": ever["noticed"],
        "acted_share": ever["acting"],
        "sheltered_share": ever["sheltered"],
        "released_share": ever["released"],
    }


def _row(area: AreaIdentity, found: dict[str, Any]) -> AreaRow:
    values: dict[str, Any] = dict.fromkeys(COLUMNS) | found
    ended_s = values.pop("ended_s", None)
    values["lead_s"] = _less(values["enter_s"], values["warned_s"])
    values["departure_s"] = _less(values["lifted_s"], values["exit_s"])
    if values["enter_s"] is None:
        values["false_s"] = _less(ended_s, values["warned_s"])
    values |= {"area_code": area.code, "area_name": area.name, "population": area.population}
    return AreaRow(**values)


def _less(later_s: Seconds | None, earlier_s: Seconds | None) -> Seconds | None:
    return None if later_s is None or earlier_s is None else later_s - earlier_s


def areas_csv(rows: Sequence[AreaRow]) -> str:
    """The text of ``areas.csv``: times to the millisecond, blank where it did not happen."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(COLUMNS)
    table.writerows(
        ["" if (cell := area_cell(name, getattr(row, name))) is None else cell for name in COLUMNS]
        for row in rows
    )
    return out.getvalue()


def area_cell(name: str, value: object) -> object:
    """A value of one column as ``areas.csv`` has it: floats rounded, ``None`` where it did not happen."""
    return round(value, _DECIMALS.get(name, 3)) + 0.0 if isinstance(value, float) else value
