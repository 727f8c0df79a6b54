"""A report as the command prints it: 80 columns."""

from collections.abc import Iterable, Iterator, Sequence
from textwrap import wrap

from sim.bench.contenders import COMPILED, NUMPY
from sim.bench.geometry import Contest, GeometryReport
from sim.bench.live import LiveReport
from sim.bench.scaling import Curve
from sim.bench.throughput import Throughput
from sim.bench.words import duration, error, share, three

_WIDTH = 80


def printable(report: GeometryReport) -> str:
    """Tables of the report, machine first."""
    head = [*report.machine.lines(), f"Wall clock, size {report.size}, measured in {report.took_s:.0f} s."]
    blocks: list[Iterable[str]] = [[part for line in head for part in wrap(line, _WIDTH)]]
    blocks += [_contest(contest) for contest in report.contests]
    if report.curves:
        blocks += [_curves(report.curves), _throughput(report.throughput)]
    if report.live is not None:
        blocks.append(_live(report.live))
    return "\n\n".join("\n".join(line.rstrip() for line in block) for block in blocks)


def _contest(contest: Contest) -> Iterator[str]:
    rows = {row.contender.key: row for row in contest.rows}
    base = COMPILED if rows[COMPILED].flight_s else NUMPY
    yield f"{contest.title} ({contest.visits_per_flight:.1f} visits a flight)"
    yield f"  {'':<41}{'a flight':>9} {'× ' + base:>10}{'off by':>8}{'missed':>9}"
    for row in contest.rows:
        if row.verdict is None:
            yield f"  {row.contender.title:<41}{row.missing}"[:_WIDTH]
            continue
        star = "*" if row.areas < contest.count else " "
        ratio = row.against(rows[base])
        yield (
            f"  {row.contender.title:<41}{duration(row.time.median):>9}{star}"
            f"{three(ratio.median) if ratio else '-':>9}{error(row.verdict.worst_s):>9}"
            f"{share(row.verdict.missed, row.verdict.visits):>9}"
        )
    if any(row.verdict and row.areas < contest.count for row in contest.rows):
        yield "  * scaled up from a share of the areas"


def _curves(curves: Sequence[Curve]) -> Iterator[str]:
    yield "Cost grows as size to the power of"
    for curve in curves:
        span = f"{curve.sizes[0]:,} to {curve.sizes[-1]:,} {curve.axis.title}"
        yield f"  {curve.contender.key:<16}{span:<50}{curve.exponent.median:>6.2f}"


def _throughput(measured: Sequence[Throughput]) -> Iterator[str]:
    yield "Flights per second, all in one call"
    for one in measured:
        yield (
            f"  {one.contender.title:<33}{one.radius_km:>5g} km{one.flights:>10,} a call"
            f"{three(one.per_second.median):>16}"
        )


def _live(live: LiveReport) -> Iterator[str]:
    yield (
        f"From a track report to the set of areas to warn: {live.reports:,} reports, {live.areas:,} areas,"
    )
    yield (
        f"within {live.distance_km:g} km of the next {live.horizon_s:g} s; {live.warned:.0f} areas on average."
    )
    yield f"  {'':<46}{'p50':>10}{'p99':>10}{'longest':>10}"
    for latency in live.latencies:
        times = "".join(f"{duration(latency.percentile(p)):>10}" for p in (50, 99, 100))
        yield f"  {latency.title:<46}{times}"
