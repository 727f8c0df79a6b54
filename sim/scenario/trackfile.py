"""Track files: CSV rows -> the knots of each object in flight, or every mistake with its line and column.

One row is one knot: where an object is at one time, how sure that is, and who says so. The units are those of
the file (kilometres, km/s); turning them into SI is the flight package's work.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, fields
from itertools import pairwise
from pathlib import Path

from sim.errors import InputError, Problem
from sim.scenario.csvcells import Cell, Row, read_rows

BASES = ("published", "derived", "assumption")
FASTEST_KM_S = 12.0  # above escape speed (11.2 km/s): a vehicle that goes faster is a slip of the pen
LOWEST_KM = -1.0  # assumption: below any launch site (the Dead Sea shore is at -0.43 km)
_EARTH_RADIUS_KM = 6371.0  # mean radius of WGS84, enough for a plausibility check


@dataclass(frozen=True)
class Knot:
    """One row of a track file. ``None`` is a blank cell or an absent column: not known."""

    t_s: float
    lat_deg: float
    lon_deg: float
    alt_km: float
    ground_speed_km_s: float | None = None
    vert_speed_km_s: float | None = None
    sigma_t_s: float | None = None
    sigma_horiz_km: float | None = None
    sigma_alt_km: float | None = None
    kind: str = ""
    event: str = ""
    basis: str = "assumption"
    source: str = ""


@dataclass(frozen=True)
class TrackObject:
    """One object in flight: at least two knots, times increasing."""

    name: str
    knots: tuple[Knot, ...]


@dataclass(frozen=True)
class TrackFile:
    """The objects of one track file, in the order in which they first appear."""

    objects: tuple[TrackObject, ...]


_REQUIRED = ("object", "t_s", "lat_deg", "lon_deg", "alt_km")
COLUMNS = ("object", *(field.name for field in fields(Knot)))
_RANGES: dict[str, tuple[float, float]] = {
    "t_s": (-math.inf, math.inf),
    "lat_deg": (-90.0, 90.0),
    "lon_deg": (-180.0, 360.0),
    "alt_km": (LOWEST_KM, math.inf),
    "ground_speed_km_s": (0.0, FASTEST_KM_S),
    "vert_speed_km_s": (-FASTEST_KM_S, FASTEST_KM_S),
    "sigma_t_s": (0.0, math.inf),
    "sigma_horiz_km": (0.0, math.inf),
    "sigma_alt_km": (0.0, math.inf),
}


@dataclass(frozen=True)
class _Line:
    row: Row
    t_s: float | None
    knot: Knot | None


def read_track_file(path: Path, display_name: str) -> TrackFile:
    """Read and check a track file; ``display_name`` is what the problems call it.

    Columns ``object, t_s, lat_deg, lon_deg, alt_km`` and, optionally, ``ground_speed_km_s, vert_speed_km_s,
    sigma_t_s, sigma_horiz_km, sigma_alt_km, kind, event, basis, source``, in any order. Rows of different
    objects may be mixed. Without a ``basis`` column every knot is an assumption.

    Raises ``InputError`` with every problem found, in file order.
    """
    problems: list[Problem] = []
    objects: dict[str, list[_Line]] = {}
    rows = read_rows(path, display_name, _REQUIRED, COLUMNS, problems)
    every_row_read = not problems
    for row in rows:
        name = row.cells["object"]
        line = _line(row, problems)
        if name.text:
            objects.setdefault(name.text, []).append(line)
        else:
            problems.append(name.problem("is missing"))
    for lines in objects.values():
        if every_row_read and len(lines) < 2:
            only = lines[0].row.cells["object"]
            problems.append(only.problem(f"needs at least 2 rows to be a track, has 1 ({only.text})"))
        problems += _out_of_order(lines)
        problems += _too_fast(lines)
    if problems:
        raise InputError(sorted(problems, key=lambda p: (p.line or 0, p.column or 0)))
    return TrackFile(
        tuple(
            TrackObject(name, tuple(line.knot for line in lines if line.knot))
            for name, lines in objects.items()
        )
    )


def _line(row: Row, problems: list[Problem]) -> _Line:
    before = len(problems)
    numbers = {key: _number(row.cells[key], problems) for key in _RANGES if key in row.cells}
    texts = {key: row.cells[key].text for key in ("kind", "event", "basis", "source") if key in row.cells}
    if "basis" in texts and texts["basis"] not in BASES:
        cell = row.cells["basis"]
        given = f" ({cell.text})" if cell.text else ""
        problems.append(cell.problem(f"must be published, derived or assumption{given}"))
    sound = len(problems) == before
    return _Line(row, numbers["t_s"], Knot(**numbers, **texts) if sound else None)  # type: ignore[arg-type]


def _number(cell: Cell, problems: list[Problem]) -> float | None:
    if not cell.text:
        if cell.key in _REQUIRED:
            problems.append(cell.problem("is missing"))
        return None
    try:
        value = float(cell.text.replace("_", "?"))
    except ValueError:
        problems.append(cell.problem(f"must be a number ({cell.text})"))
        return None
    low, high = _RANGES[cell.key]
    if not math.isfinite(value):
        problems.append(cell.problem(f"must be a finite number ({cell.text})"))
    elif not low <= value <= high:
        problems.append(cell.problem(f"{_range_text(low, high)} ({cell.text})"))
    else:
        return value
    return None


def _range_text(low: float, high: float) -> str:
    return f"must be {low:g} or more" if math.isinf(high) else f"must be from {low:g} to {high:g}"


def _out_of_order(lines: list[_Line]) -> Iterator[Problem]:
    timed = [(line.row, line.t_s) for line in lines if line.t_s is not None]
    for (row0, before), (row1, after) in pairwise(timed):
        if after <= before:
            cell, earlier = row1.cells["t_s"], row0.cells["t_s"]
            yield cell.problem(
                f"must be later than on line {row0.line}, the row of {row0.cells['object'].text} "
                f"before it: {earlier.text} ({cell.text})"
            )


def _too_fast(lines: list[_Line]) -> Iterator[Problem]:
    sound = [(line.row, line.knot) for line in lines if line.knot]
    for (row0, a), (row1, b) in pairwise(sound):
        seconds = b.t_s - a.t_s
        for key, km in (("lat_deg", _distance_km(a, b)), ("alt_km", abs(b.alt_km - a.alt_km))):
            if 0 < FASTEST_KM_S * seconds < km:
                yield row1.cells[key].problem(
                    f"is {km:.0f} km from line {row0.line} after {seconds:g} s: {km / seconds:.1f} km/s; "
                    f"the limit is {FASTEST_KM_S:g} km/s"
                )


def _distance_km(a: Knot, b: Knot) -> float:
    """Great-circle distance on a sphere (haversine formula)."""
    lat1, lat2 = math.radians(a.lat_deg), math.radians(b.lat_deg)
    half_lat, half_lon = (lat2 - lat1) / 2, math.radians(b.lon_deg - a.lon_deg) / 2
    h = math.sin(half_lat) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin(half_lon) ** 2
    return 2 * _EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(h)))
