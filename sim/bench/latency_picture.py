"""What of a latency report its picture shows."""

from collections.abc import Iterator
from importlib.metadata import version

from sim.bench.latency import LatencyReport
from sim.bench.latency_legs import ALL, ANY
from sim.bench.latency_text import dominance
from sim.output.figures.latency import Curve, LatencySheet, Limit, Stack
from sim.results.legs import Leg
from sim.results.result import MARK

_AUTHORITY = ("detection", "assessment", "notification", "decision", "issue", "launch to alert")
_PEOPLE = ("first alert", "launch to first alert", "understanding", "acting", "shelter")
_LIFT = ("lift decision", "lift issue", "lift delivery", "release", "threat over to release")
_PANELS = (
    ("On air in the area: share of people, by time since issue (t5-t7)", ("t5", "t7")),
    ("Noticed by it: share of people, by time since issue (t5-t8)", ("t5", "t8")),
)


def latency_sheet(report: LatencyReport) -> LatencySheet:
    """The picture of a report: budgets, legs with requirements, and curves by channel, people counting alike."""
    limits = {
        ("network", check.channel): Limit(
            check.requirement.limit_s, f"required: {check.requirement.limit_s:g} s"
        )
        for check in report.checks
    }
    return LatencySheet(
        mark=MARK,
        title=report.title,
        lines=(
            f"Simulated latency   |   scenario {report.scenario}   |   {report.runs:,} runs, seed {report.seed}",
            *(f"Dominates near p95 of those reached, {line}" for line in dominance(report.budgets)),
        ),
        stacks=tuple(Stack(f"{b.clocks} {b.chain}", f"p{100 * b.at:.0f}", b.parts) for b in report.budgets),
        legs=tuple(_groups(report)),
        limits=limits,
        panels=tuple((title, tuple(_curves(report, *clocks))) for title, clocks in _PANELS),
        sources=tuple(_sources(report)),
    )


def _groups(report: LatencyReport) -> Iterator[tuple[str, tuple[Leg, ...]]]:
    checked = {check.channel for check in report.checks}
    groups = (
        ("Authority", [leg for leg in report.legs if leg.name in _AUTHORITY]),
        (
            "Sending the warning, in areas",
            [
                leg
                for leg in report.legs
                if leg.of == "areas"
                and (leg.name == "delivery" or (leg.name == "network" and leg.by in checked))
            ],
        ),
        ("People, by any channel", [leg for leg in report.legs if leg.name in _PEOPLE and leg.by == ALL]),
        ("All-clear", [leg for leg in report.legs if leg.name in _LIFT and _one(leg)]),
    )
    return ((title, tuple(legs)) for title, legs in groups if legs)


def _one(leg: Leg) -> bool:
    """Of the legs of the all-clear, those over all channels; sending counts areas."""
    return leg.by in ("authority", ALL) or (leg.by == ANY and leg.of == "areas")


def _curves(report: LatencyReport, start: str, stop: str) -> Iterator[Curve]:
    for one in report.distributions:
        if (one.start, one.stop) == (start, stop):
            yield Curve(one.by, one.t_s, one.share, total=one.by in (ANY, ALL))


def _sources(report: LatencyReport) -> Iterator[str]:
    for check in report.checks:
        one = check.requirement
        yield f"Requirement on {one.start}-{one.stop} of {check.channel.replace('_', ' ')}: {one.name}, {one.source}."
    yield (
        "Never: did not get there before the warning expired; those people stay in every percentile. A curve's plateau "
        "is the share it reaches; on air counts everybody in an area, noticed only those the channel alerts."
    )
    yield report.credit
    yield f"Overflight {version('overflight')}, scenario sha256 {report.scenario_sha256[:12]}."
