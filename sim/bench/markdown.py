"""A report as Markdown for the documentation."""

from collections.abc import Iterable, Iterator, Sequence

from sim.bench.contenders import COMPILED, NUMPY
from sim.bench.contest import Row
from sim.bench.geometry import Contest, GeometryReport
from sim.bench.goals import Goal, goals, live_goals, told
from sim.bench.live import LiveReport
from sim.bench.scaling import Curve
from sim.bench.throughput import Throughput
from sim.bench.timing import Quartiles
from sim.bench.words import duration, duration_with_quartiles, error, share, three, with_quartiles

_COLUMNS = (
    *("method", "time a flight", "× compiled", "× numpy only", "worst error", "on the ellipsoid"),
    *("missed", "extra", "memory"),
)


def geometry_lines(report: GeometryReport) -> Iterator[str]:
    """The comparison with peers and the scaling."""
    yield from _head(report)
    for contest in report.contests:
        yield from ("", f"### {contest.title}", "")
        yield from _contest(contest)
    yield from ("", "### Scaling", "")
    yield from _curves(report.curves)
    yield from ("", "### Flights per second", "")
    yield from _throughput(report.throughput)
    yield from ("", "### What it was to reach", "")
    yield from _goals(goals(report))


def live_lines(report: GeometryReport, live: LiveReport) -> Iterator[str]:
    """Live decisions."""
    yield from _head(report)
    yield ""
    yield (
        f"{live.reports:,} reports, one a second, flight after flight; {live.areas:,} areas ({live.vertices:,} "
        f"vertices). To warn: every area within {live.distance_km:g} km of the next {live.horizon_s:g} s of flight, "
        f"{live.warned:.0f} on average."
    )
    yield from ("", *_table(("", "p50", "p90", "p99", "longest", "same areas"), "lrrrrr"))
    for latency in live.latencies:
        times = (duration(latency.percentile(p)) for p in (50, 90, 99, 100))
        yield _line(latency.title, *times, f"{100.0 * latency.same_areas:.2f} %")
    yield ""
    yield from _goals(live_goals(live))


def _head(report: GeometryReport) -> Iterator[str]:
    processor, versions = report.machine.lines()
    others = report.others_cores
    beside = "" if others is None else f" Other programs kept {others:.2f} cores busy meanwhile."
    yield (
        f"Measured on {processor}; {versions}. Wall clock, size `{report.size}`, {report.took_s:.0f} s in all.{beside}"
    )


def _contest(contest: Contest) -> Iterator[str]:
    rows = {row.contender.key: row for row in contest.rows}
    yield (
        f"{contest.vertices:,} vertices; {contest.flights} flights of {contest.knots} knots, "
        f"{contest.visits_per_flight:.1f} visits a flight; {contest.batch} flights a call unless said."
    )
    yield ""
    yield from _table(_COLUMNS, "l" + "r" * (len(_COLUMNS) - 1))
    for row in contest.rows:
        yield _contest_line(contest, row, rows)
    if any(row.verdict and row.areas < contest.count for row in contest.rows):
        yield from ("", "\\* scaled up from a share of the areas: every 2nd, 3rd, … as the time allowed.")


def _contest_line(contest: Contest, row: Row, rows: dict[str, Row]) -> str:
    if row.verdict is None:
        return _line(row.contender.title, row.missing, *[""] * (len(_COLUMNS) - 2))
    star = "\\*" if row.areas < contest.count else ""
    memory = contest.memory_mb.get(row.contender.key)
    verdict = row.verdict
    return _line(
        row.contender.title,
        duration_with_quartiles(row.time) + star,
        _ratio(row.against(rows[COMPILED])),
        _ratio(row.against(rows[NUMPY])),
        error(verdict.worst_s),
        error(verdict.ellipsoid_worst_s),
        f"{share(verdict.missed, verdict.visits)} of {verdict.visits:,}",
        f"{verdict.extra:,}",
        "-" if memory is None else f"{three(memory)} MB",
    )


def _ratio(value: Quartiles | None) -> str:
    return "-" if value is None else with_quartiles(value)


def _curves(curves: Sequence[Curve]) -> Iterator[str]:
    yield from _table(("what grows", "method", "from", "to", "cost at the end", "exponent"), "llrrrr")
    for curve in curves:
        last = len(curve.sizes) - 1
        yield _line(
            curve.axis.title,
            curve.contender.title,
            f"{curve.sizes[0]:,}",
            f"{curve.sizes[-1]:,}",
            f"{duration(curve.at(last).median)} {'a flight' if curve.axis.per_flight else 'a call'}",
            f"{curve.exponent.median:.2f} [{curve.exponent.low:.2f}–{curve.exponent.high:.2f}]",
        )


def _throughput(measured: Sequence[Throughput]) -> Iterator[str]:
    columns = ("method", "footprint", "flights in a call", "flights per second")
    yield from _table(columns, "lrrr")
    for one in measured:
        per_second = with_quartiles(one.per_second)
        yield _line(one.contender.title, f"{one.radius_km:g} km", f"{one.flights:,}", per_second)


def _goals(every: Iterable[Goal]) -> Iterator[str]:
    yield from _table(("goal", "way", "wanted", "measured", "met"), "llrrr")
    for cells in told(every):
        yield _line(*cells)


def _table(columns: Sequence[str], align: str) -> tuple[str, str]:
    return _line(*columns), _line(*("---:" if side == "r" else "---" for side in align))


def _line(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"
