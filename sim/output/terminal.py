"""What a duty officer reads after a run: five seconds, 80 columns."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sim.output.blocks import blocks_text
from sim.results.areas import AreaRow
from sim.results.result import MARK, RunResult
from sim.results.verdicts import Comparison
from sim.units import Seconds

_STEPS = (
    ("launch", "Launch"),
    ("detected", "Detected"),
    ("decided", "Warning decided"),
    ("issued", "SHELTER CALL issued"),
    ("overflight", "Passed overhead"),
    ("all_down", "Last object down or gone"),
    ("lift_decided", "All-clear decided"),
    ("lift_issued", "ALL-CLEAR issued"),
)
_SHARES = (
    ("noticed", "noticed_before_lift_share"),
    ("acted", "acted_share"),
    ("sheltered", "sheltered_share"),
    ("let go", "released_share"),
)
_SHOWN_LEGS = {
    ("launch to first alert", "all channels", "people"),
    ("delivery", "any channel", "areas"),
    ("first alert", "all channels", "people"),
    ("shelter", "all channels", "people"),
    ("release", "all channels", "people"),
}
_MILESTONES = {
    "launch": "launch",
    "issued": "shelter call",
    "overflight": "passed overhead",
    "object_down": "object down",
    "lift_issued": "all-clear",
}


def run_summary(result: RunResult) -> str:
    """The terminal summary of one run."""
    spec = result.scenario.spec
    blocks = (
        [f"{spec.title}", f"{MARK} | seed {result.seed}"],
        list(_timeline(result)),
        list(_people(result)),
        list(_reached(result)),
        list(_beside_the_record(result)),
    )
    return blocks_text(blocks)


def clock(launch: datetime, t_s: Seconds) -> str:
    """Local clock time of a moment of the run, to the nearest second."""
    return (launch + timedelta(seconds=round(t_s))).strftime("%H:%M:%S")


def after_launch(t_s: Seconds) -> str:
    """``T+ 3:24`` for 204 seconds after launch."""
    sign, seconds = ("-" if t_s < 0 else "+"), abs(round(t_s))
    return f"T{sign}{seconds // 60:>2}:{seconds % 60:02d}"


def _timeline(result: RunResult) -> Iterable[str]:
    launch, zone = result.scenario.spec.launch_time, result.scenario.spec.timezone
    for key, title in _STEPS:
        t_s = result.milestones[key]
        when = f"{clock(launch, t_s)} {zone}  {after_launch(t_s)}" if t_s is not None else "did not happen"
        yield f"  {title:<26} {when}"


def _people(result: RunResult) -> Iterable[str]:
    rows = result.areas
    warned = [row for row in rows if row.warned_s is not None]
    overflown = [row for row in rows if row.enter_s is not None]
    missed = [row for row in overflown if row.warned_s is None]
    for remark in result.world.layer.remarks:
        yield f"  Areas      {remark}"
    yield f"  Warned     {_count(warned)} of {len(rows)} areas"
    yield f"  Overflown  {_count(overflown)}{_nearest(rows)}"
    leads = sorted(row.lead_s for row in overflown if row.lead_s is not None)
    if leads:
        yield f"  Lead time  {_minutes(leads[0])} to {_minutes(leads[-1])} before the footprint arrives"
    if missed:
        yield f"  MISSED     {_count(missed)}: {', '.join(row.area_name for row in missed)}"
    still = [row for row in rows if row.end in ("open", "expired")]
    if still:
        what = "expired" if still[0].end == "expired" else "is open"
        yield f"  NOT LIFTED {_count(still)}: the warning {what}"


def _reached(result: RunResult) -> Iterable[str]:
    people = result.metrics["people_reached"]
    if people is None:
        return
    told = (
        ("noticed", "noticed_before_lift"),
        ("acted", "acted"),
        ("sheltered", "sheltered"),
        ("let go", "released"),
    )
    yield "  People     " + ", ".join(f"{word} {people[key + '_share']:.0%}" for word, key in told)
    yield f"  {'Leg':<37}{'p50':>8}{'p90':>8}{'p95':>8}{'p99':>8}  never"
    for leg in result.legs:
        if (leg.name, leg.by, leg.of) in _SHOWN_LEGS:
            cells = "".join(f"{_short(s):>8}" for s in (leg.p50_s, leg.p90_s, leg.p95_s, leg.p99_s))
            title = f"{leg.start}-{leg.stop} {leg.name} ({leg.of})"
            yield f"  {title:<37}{cells}{leg.never_share:>7.1%}"


def _short(seconds: Seconds | None) -> str:
    return (
        "-"
        if seconds is None
        else f"{seconds:.1f} s"
        if seconds < 60.0
        else after_launch(seconds)[2:].strip()
    )


def _beside_the_record(result: RunResult) -> Iterable[str]:
    if not result.comparisons:
        return
    yield f"  {'Announced':<38}{'modelled':>9}  verdict"
    for one in result.comparisons:
        yield f"  {_announced(result, one):<38}{_modelled(result, one):>9}  {_verdict(one)}"
    if any(one.role != "check" for one in result.comparisons):
        yield "  (input: the model was given it; calibrated: an assumed delay was chosen with"
        yield "  it in sight; check: the model never saw it)"


def _announced(result: RunResult, one: Comparison) -> str:
    launch = result.scenario.spec.launch_time
    at = launch + timedelta(seconds=one.announced_s)
    minute = at.strftime("%H:%M" if one.rounding_s >= 60 else "%H:%M:%S")
    passed = one.milestone == "overflight" and one.object
    return f"{minute} {f'{one.object} overhead' if passed else _MILESTONES[one.milestone]} ({one.by})"


def _modelled(result: RunResult, one: Comparison) -> str:
    return "-" if one.modelled_s is None else clock(result.scenario.spec.launch_time, one.modelled_s)


def _verdict(one: Comparison) -> str:
    if one.verdict == "outside":
        return f"OUTSIDE by {round(one.outside_by_s)} s ({one.role})"
    return f"{'within rounding' if one.verdict == 'inside' else one.verdict} ({one.role})"


def _nearest(rows: list[AreaRow]) -> str:
    near = min(
        (row for row in rows if row.closest_m is not None), key=lambda row: row.closest_m or 0.0, default=None
    )
    if near is None or near.closest_m is None:
        return ""
    return f"; closest {near.area_name}, {near.closest_m / 1000.0:.0f} km ({near.closest_object})"


def _count(rows: list[AreaRow]) -> str:
    people = [row.population for row in rows]
    known = (
        f", {sum(p for p in people if p is not None):,} people" if None not in people else ", people unknown"
    )
    return f"{len(rows)} area{'s' * (len(rows) != 1)}" + (known if rows else "")


def _minutes(seconds: Seconds) -> str:
    sign, whole = ("-" if seconds < 0 else ""), abs(round(seconds))
    return f"{sign}{whole // 60} min {whole % 60:02d} s"
