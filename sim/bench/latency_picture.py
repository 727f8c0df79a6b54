"""What of a latency report its picture shows."""

from collections.abc import Iterator
from importlib.metadata import version

from sim.bench.latency import LatencyReport
from sim.bench.latency_text import short
from sim.output.figures.latency import Curve, LatencySheet, Limit, Stack, said_leg
from sim.output.figures.words import Language, Words
from sim.results.legs import ALL, ANY, AUTHORITY, Leg
from sim.results.result import MARK

_AUTHORITY = tuple(name for name, *_ in AUTHORITY[:6])
_PEOPLE = ("first alert", "launch to first alert", "understanding", "acting", "shelter")
_LIFT = ("lift decision", "lift issue", "lift delivery", "release", "threat over to release")
_PANELS = (
    ("On air in the area: share of people, by time since issue (t5-t7)", ("t5", "t7")),
    ("Noticed by it: share of people, by time since issue (t5-t8)", ("t5", "t8")),
)

_WHICH = "Simulated latency   |   scenario {scenario}   |   {runs:,} runs, seed {seed}"
_REQUIRED = "Requirement on {leg} of {channel}: {name}, {source}."
_NEVER = (
    "Never: did not get there before the warning expired; those people stay in every percentile. A curve's plateau "
    "is the share it reaches; on air counts everybody in an area, noticed only those the channel alerts."
)


def latency_sheet(report: LatencyReport, language: Language = "en") -> LatencySheet:
    """The picture of a report: budgets, legs with requirements, and curves by channel, people counting alike."""
    say = Words(language)
    limits = {
        ("network", check.channel): Limit(
            check.requirement.limit_s, say("required: {s:g} s", s=check.requirement.limit_s)
        )
        for check in report.checks
    }
    return LatencySheet(
        mark=say(MARK),
        title=say.title({"title": report.title, "title_ja": report.title_ja}),
        lines=(
            say(_WHICH, scenario=report.scenario, runs=report.runs, seed=report.seed),
            *(
                say("Dominates near p95 of those reached, {line}", line=line)
                for line in _dominance(report, say)
            ),
        ),
        stacks=tuple(
            Stack(f"{b.clocks} {say(b.chain)}", f"p{100 * b.at:.0f}", b.parts) for b in report.budgets
        ),
        legs=tuple((say(title), legs) for title, legs in _groups(report)),
        limits=limits,
        panels=tuple((say(title), tuple(_curves(report, *clocks))) for title, clocks in _PANELS),
        sources=tuple(_sources(report, say)),
        say=say,
    )


def _dominance(report: LatencyReport, say: Words) -> Iterator[str]:
    for budget in report.budgets:
        if budget.at == 0.95:
            leg, share = budget.dominant
            yield say(
                "{chain}: {leg}, {share:.0%} of {span}",
                chain=f"{budget.clocks} {say(budget.chain)}",
                leg=said_leg(leg, say),
                share=share,
                span=short(budget.mean_s),
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


def _sources(report: LatencyReport, say: Words) -> Iterator[str]:
    for check in report.checks:
        one = check.requirement
        channel = say(check.channel.replace("_", " "))
        yield say(_REQUIRED, leg=f"{one.start}-{one.stop}", channel=channel, name=one.name, source=one.source)
    yield say(_NEVER)
    yield report.credit
    yield f"Overflight {version('overflight')}, scenario sha256 {report.scenario_sha256[:12]}."
