"""One row per area: when it was warned, overflown and released. The columns of ``areas.csv``."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, fields

from sim.engine.log import EventLog
from sim.units import Metres, Seconds

_ENDS = ("lifted", "expired", "superseded", "cancelled")
_DECIMALS = {"closest_m": 1}


@dataclass(frozen=True)
class AreaRow:
    """Times in seconds after launch; ``None`` means it did not happen."""

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


COLUMNS = tuple(field.name for field in fields(AreaRow))


@dataclass(frozen=True)
class AreaIdentity:
    """Who an area is, whatever happens to it."""

    code: str
    name: str
    population: int | None


def area_rows(log: EventLog, areas: Sequence[AreaIdentity]) -> list[AreaRow]:
    """Rows in the order of ``areas``, every figure read from the log."""
    found: dict[str, dict[str, object]] = {area.code: {} for area in areas}
    for event in log.of("closest_approach", "hazard_enter", "hazard_exit", "warned", *_ENDS):
        row = found[event.subject]
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
                row["end"] = end
                if end == "lifted":
                    row["lifted_s"] = event.t_s
    return [_row(area, found[area.code]) for area in areas]


def _row(area: AreaIdentity, found: dict[str, object]) -> AreaRow:
    values: dict[str, object] = dict.fromkeys(COLUMNS) | found
    enter_s, warned_s = found.get("enter_s"), found.get("warned_s")
    if isinstance(enter_s, float) and isinstance(warned_s, float):
        values["lead_s"] = enter_s - warned_s
    values |= {"area_code": area.code, "area_name": area.name, "population": area.population}
    return AreaRow(**values)  # type: ignore[arg-type]


def areas_csv(rows: Sequence[AreaRow]) -> str:
    """The text of ``areas.csv``: times to the millisecond, blank where it did not happen."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(COLUMNS)
    table.writerows([_cell(name, getattr(row, name)) for name in COLUMNS] for row in rows)
    return out.getvalue()


def _cell(name: str, value: object) -> object:
    if value is None:
        return ""
    return round(value, _DECIMALS.get(name, 3)) + 0.0 if isinstance(value, float) else value
