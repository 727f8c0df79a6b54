"""The latency report as a table for a terminal of 80 columns."""

from collections.abc import Iterable, Sequence

from sim.bench.latency import LatencyReport
from sim.bench.latency_budget import NEAR, Budget
from sim.output.blocks import blocks_text
from sim.results.legs import Leg
from sim.results.result import MARK
from sim.units import Seconds

_SECTIONS = (
    (
        "Authority",
        "runs",
        ("detection", "assessment", "notification", "decision", "issue", "launch to alert"),
    ),
    ("Sending, per channel", "areas", ("gateway", "network", "delivery")),
    ("On air anywhere", "people", ("launch to on air",)),
    ("People, by each channel alone", "people", ("first alert",)),
    ("People", "people", ("launch to first alert", "understanding", "acting", "shelter")),
    ("All-clear: authority", "runs", ("lift decision", "lift issue")),
    ("All-clear: sending", "areas", ("lift delivery",)),
    ("All-clear: people who had noticed", "people", ("release", "threat over to release")),
)
_BASES = {"runs": "runs", "areas": "areas x messages x runs", "people": "people x runs"}


def latency_table(report: LatencyReport) -> str:
    """All legs over all areas, requirements, and where the time of each chain goes; no line over 80 columns."""
    blocks = [
        [
            report.title,
            f"{MARK} | seed {report.seed} | {report.runs:,} run{'s' * (report.runs != 1)}",
            "Simulated time from one named clock to another, no computing time among it.",
            "Never: did not get there before the warning expired; '-': more than that share.",
        ],
        *(list(_section(report, *section)) for section in _SECTIONS),
        list(_requirements(report)),
        *(list(_budget(*pair)) for pair in _pairs(report.budgets)),
        ["Dominates near p95 of those reached", *(f"  {line}" for line in dominance(report.budgets))]
        if report.budgets
        else [],
    ]
    return blocks_text(blocks)


def dominance(budgets: Iterable[Budget]) -> list[str]:
    """A line per chain: which leg takes most of the time near its 95th percentile."""
    lines = []
    for budget in budgets:
        if budget.at == 0.95:
            leg, share = budget.dominant
            lines.append(f"{budget.clocks} {budget.chain}: {leg}, {share:.0%} of {short(budget.mean_s)}")
    return lines


def short(seconds: Seconds | None) -> str:
    """``12.3 s`` below a minute, ``4:05`` above, ``1:02:03`` above an hour, ``-`` for never."""
    if seconds is None:
        return "-"
    if seconds < 59.95:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02d}" if minutes < 60 else f"{minutes // 60}:{minutes % 60:02d}:{rest:02d}"


def _section(report: LatencyReport, title: str, of: str, names: Sequence[str]) -> Iterable[str]:
    legs = [leg for leg in report.legs if leg.name in names and leg.of == of]
    if not legs:
        return
    counts = sorted({leg.n for leg in legs})
    n = f"{counts[0]:,}" if len(counts) == 1 else f"{counts[0]:,} to {counts[-1]:,}"
    yield f"{title} (n = {n} {_BASES[of]})"
    yield f"  {'':<37}{'p50':>8}{'p90':>8}{'p95':>8}{'p99':>8}  never"
    for leg in legs:
        cells = "".join(f"{short(s):>8}" for s in (leg.p50_s, leg.p90_s, leg.p95_s, leg.p99_s))
        yield f"  {_title(leg):<37}{cells}{leg.never_share:>7.1%}"


def _title(leg: Leg) -> str:
    by = "" if leg.by in ("authority", "all channels") else f", {leg.by}"
    return f"{leg.start}-{leg.stop} {leg.name}{by}"[:37]


def _requirements(report: LatencyReport) -> Iterable[str]:
    if not report.checks:
        return
    yield "Requirements"
    for check in report.checks:
        one, met = check.requirement, check.met / check.n
        name = f"{one.start}-{one.stop} {check.channel}"
        yield f"  {name}: within {one.limit_s:g} s in {met:.1%} of {check.n:,} areas x messages x runs"
        yield f"    {one.name}, {one.source.split(':')[0]}"


def _pairs(budgets: Sequence[Budget]) -> list[tuple[Budget, ...]]:
    """Budgets of the same chain side by side."""
    chains = dict.fromkeys(budget.chain for budget in budgets)
    return [tuple(b for b in budgets if b.chain == chain) for chain in chains]


def _budget(*budgets: Budget) -> Iterable[str]:
    yield f"Where the time goes: {budgets[0].clocks} {budgets[0].chain}"
    yield f"  {f'means of the {2.0 * NEAR:.0%} of those reached near':<37}" + "".join(
        f"{f'p{100 * b.at:.0f}':>14}" for b in budgets
    )
    for row, (leg, _) in enumerate(budgets[0].parts):
        cells = ""
        for budget in budgets:
            seconds = budget.parts[row][1]
            cells += f"{short(seconds):>9}{seconds / budget.mean_s:>5.0%}"
        yield f"  {leg:<37}{cells}"
    yield f"  {'all':<37}" + "".join(f"{short(b.mean_s):>9}     " for b in budgets)
