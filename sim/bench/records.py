"""A report as flat records: one per contender and problem, one per method and size, one per way to decide."""

from collections.abc import Sequence
from typing import TypeAlias

from sim.bench.contenders import COMPILED, NUMPY
from sim.bench.contest import Row
from sim.bench.geometry import Contest, GeometryReport
from sim.bench.live import LiveReport
from sim.bench.scaling import Curve
from sim.bench.throughput import Throughput
from sim.bench.timing import Quartiles

Record: TypeAlias = dict[str, object]


def records_of(report: GeometryReport) -> dict[str, object]:
    """The whole report as plain data."""
    return {
        "machine": report.machine.lines(),
        "size": report.size,
        "took_s": round(report.took_s, 3),
        "contests": contest_records(report.contests),
        "scaling": curve_records(report.curves),
        "throughput": throughput_records(report.throughput),
        "others_cores": report.others_cores,
        "live": [] if report.live is None else live_records(report.live),
    }


def contest_records(contests: Sequence[Contest]) -> list[Record]:
    """Times in seconds per flight, ratios paired; blank where nothing was measured."""
    return [_contest_record(contest, row) for contest in contests for row in contest.rows]


def curve_records(curves: Sequence[Curve]) -> list[Record]:
    """Cost in seconds at each size, and the exponent of the whole curve."""
    return [
        {
            "axis": curve.axis.key,
            "method": curve.contender.key,
            "size": size,
            **_columns("cost_s", curve.at(column)),
            **_columns("exponent", curve.exponent),
        }
        for curve in curves
        for column, size in enumerate(curve.sizes)
    ]


def throughput_records(measured: Sequence[Throughput]) -> list[Record]:
    """Flights per second."""
    return [
        {
            "method": one.contender.key,
            "radius_km": one.radius_km,
            "flights_a_call": one.flights,
            **_columns("per_second", one.per_second),
        }
        for one in measured
    ]


def live_records(live: LiveReport) -> list[Record]:
    """Percentiles in seconds."""
    return [
        {
            "way": latency.key,
            "reports": live.reports,
            "areas": live.areas,
            "distance_km": live.distance_km,
            "horizon_s": live.horizon_s,
            "same_areas": _number(latency.same_areas),
            **{f"p{share:g}_s": _number(latency.percentile(share)) for share in (50, 90, 99, 100)},
        }
        for latency in live.latencies
    ]


def _contest_record(contest: Contest, row: Row) -> Record:
    verdict = row.verdict
    rows = {one.contender.key: one for one in contest.rows}
    return {
        "areas": contest.areas,
        "area_count": contest.count,
        "vertices": contest.vertices,
        "radius_km": contest.radius_km,
        "method": row.contender.key,
        "missing": row.missing,
        "rounds": len(row.flight_s),
        "flights_a_round": row.flights,
        "areas_measured": row.areas,
        **_columns("flight_s", row.time if row.flight_s else None),
        **_columns("times_compiled", row.against(rows[COMPILED])),
        **_columns("times_numpy", row.against(rows[NUMPY])),
        "visits_judged": verdict.visits if verdict else "",
        "missed": verdict.missed if verdict else "",
        "extra": verdict.extra if verdict else "",
        "median_error_s": _number(verdict.median_s) if verdict else "",
        "worst_error_s": _number(verdict.worst_s) if verdict else "",
        "worst_ellipsoid_error_s": _number(verdict.ellipsoid_worst_s) if verdict else "",
        "ellipsoid_times": verdict.ellipsoid_times if verdict else "",
        "memory_mb": _number(contest.memory_mb[row.contender.key])
        if row.contender.key in contest.memory_mb
        else "",
    }


def _columns(name: str, value: Quartiles | None) -> Record:
    parts = ("", "", "") if value is None else tuple(map(_number, (value.median, value.low, value.high)))
    return dict(zip((name, f"{name}_q25", f"{name}_q75"), parts, strict=True))


def _number(value: float) -> str:
    return f"{value:.4g}"
