"""A hindcast in words: the table for the terminal, and what pictures say of it."""

import math
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from sim.hindcast.coverage import Coverage
from sim.hindcast.report import Hindcast, LaunchReport
from sim.hindcast.surveys import SurveyRow
from sim.hindcast.verdicts import Interval, Row
from sim.output.blocks import blocks_text
from sim.output.figures.words import ENGLISH, Words
from sim.results.result import MARK
from sim.scenario.spec import ScenarioSpec
from sim.units import Seconds

MILESTONES = {
    "launch": "launch",
    "issued": "shelter call",
    "overflight": "passed overhead",
    "object_down": "object down",
    "lift_issued": "all-clear",
}
MEASURES = {
    "knew": "knew before 'passed'",
    "phone_of_knew": "of them by phone",
    "acted_of_knew": "of them took shelter",
}


def hindcast_table(found: Hindcast) -> str:
    """The table for the terminal, 80 columns: what the model was not given, surveys, coverage."""
    count = len(found.launches)
    head = f"{count} launch{'es' * (count != 1)}, each lived {found.runs} times without its own record"
    blocks: list[Iterable[str]] = [[head, f"{MARK} | seed {found.seed}"]]
    blocks += [_launch_lines(launch) for launch in found.launches]
    if found.surveys:
        blocks.append(_survey_lines(found.surveys))
    blocks.append(_coverage_lines(found.coverage))
    return blocks_text(blocks)


def _launch_lines(launch: LaunchReport) -> Iterator[str]:
    yield launch.spec.title
    yield f"  {'':<32}{'record':>8}  {'model, 90 %':<17}  verdict"
    for row in launch.rows:
        if row.counts or row.announced_s is None:
            interval = interval_text(launch.spec, row.full.modelled)
            yield f"  {_what(row):<32}{minute(row):>8}  {interval:<17}  {_verdict(row)}"


def _what(row: Row) -> str:
    return f"{milestone_text(row)}{f' ({row.by})' if row.by else ''}"[:32]


def milestone_text(row: Row, say: Words = ENGLISH) -> str:
    """The milestone, with the object where it is one object's own."""
    if not row.object:
        return say(MILESTONES[row.milestone])
    if row.milestone == "overflight":
        return say("{object} overhead", object=row.object)
    return say("{object} down", object=row.object)


def minute(row: Row) -> str:
    """The announced time as it was announced; a dash where nothing was."""
    if row.announced_time is None or row.rounding_s is None:
        return "-"
    return f"{datetime.fromisoformat(row.announced_time):{'%H:%M' if row.rounding_s >= 60.0 else '%H:%M:%S'}}"


def interval_text(spec: ScenarioSpec, modelled: Interval, say: Words = ENGLISH) -> str:
    """``03:52:26-03:57:45`` in local clock times; ``never`` for an end that did not happen."""
    if math.isinf(modelled.low):
        return say("never")
    return f"{_clock(spec, modelled.low, say)}-{_clock(spec, modelled.high, say)}"


def _clock(spec: ScenarioSpec, t_s: Seconds, say: Words) -> str:
    return say("never") if math.isinf(t_s) else f"{spec.launch_time + timedelta(seconds=round(t_s)):%H:%M:%S}"


def _verdict(row: Row) -> str:
    """The verdict; a star where it is another one with the estimated delays taken as true."""
    star = "*" if row.as_fitted.verdict != row.full.verdict else ""
    return f"{verdict_text(row)}{star}"


def verdict_text(row: Row, say: Words = ENGLISH) -> str:
    """``inside (41 %)`` with the share of runs in the announced minute, ``outside 2.1 min``, ``not announced``."""
    judged = row.full
    if judged.verdict == "inside":
        return say("inside ({percent:.0f} %)", percent=100.0 * row.hit_share)
    if judged.verdict == "not announced":
        return say("not announced")
    if math.isinf(judged.outside_by):
        return say("outside: never")
    return say("outside {min:.1f} min", min=judged.outside_by / 60.0)


def _survey_lines(surveys: Iterable[SurveyRow]) -> Iterator[str]:
    yield "Surveys (~ after launches elsewhere, set beside the call of the nearest hour)"
    yield f"  {'':<43}{'found':>10}  {'model':<7}  verdict"
    for one in surveys:
        mark = "~" if one.survey.comparable == "transfer" else " "
        what = f"{one.survey.survey}: {MEASURES[one.survey.measure]}"[:43]
        yield f" {mark}{what:<43}{found_text(one):>10}  {share_text(one):<7}  {points_text(one)}"


def found_text(one: SurveyRow) -> str:
    """What the survey found, in per cent; a dash where none asked."""
    if one.survey.published is None:
        return "-"
    low, high = (100.0 * share for share in one.survey.published)
    return f"{low:.1f} %" if low == high else f"{low:g}-{high:g} %"


def share_text(one: SurveyRow) -> str:
    """The modelled interval in per cent."""
    low, high = (f"{100.0 * share:.0f}" for share in (one.judged.modelled.low, one.judged.modelled.high))
    return f"{low} %" if low == high else f"{low}-{high} %"


def points_text(one: SurveyRow, say: Words = ENGLISH) -> str:
    """The verdict, its distance in percentage points; ``given`` where the model was given the figure."""
    if one.survey.role == "input":
        return say("given")
    if one.judged.verdict == "not announced":
        return say("no survey")
    if one.judged.verdict == "inside":
        return say("inside")
    return say("outside {points:.0f} pts", points=100.0 * one.judged.outside_by)


def _coverage_lines(found: Iterable[Coverage]) -> Iterator[str]:
    yield "Announced times that the modelled 90 % meets (the model was given none of them)"
    yield f"  {'':<22}{'inside':>9}  {'95 % of that share':<20}{'as fitted':<11}width"
    for one in found:
        name = MILESTONES.get(one.what, one.what)
        counted = f"{one.inside} of {one.of}"
        if one.low_share is None or one.high_share is None or one.width_s is None:
            continue
        share = f"{one.low_share:.0%} to {one.high_share:.0%}"
        fitted = f"{one.inside_as_fitted} of {one.of}"
        yield f"  {name:<22}{counted:>9}  {share:<20}{fitted:<11}{width_text(one.width_s)}"
    yield "  Few and not independent: hardly a proof. Wide intervals are met easily; after"
    yield "  'inside' stands how many runs fall into the announced minute itself."
    yield "  As fitted, and *: with the delays estimated from the others taken as true."


def width_text(width_s: Seconds) -> str:
    """Width of an interval in minutes; ``no end`` where it has none."""
    return "no end" if math.isinf(width_s) else f"{width_s / 60.0:.1f} min"
