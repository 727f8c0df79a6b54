"""Announced interval beside modelled interval: inside if they meet, else outside by the gap between them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from sim.hindcast.chain import Modelled
from sim.hindcast.record import announced_interval
from sim.scenario.spec import Announced, ScenarioSpec
from sim.units import Floats, Seconds, SecondsArray

Verdict = Literal["inside", "outside", "not announced"]
Role = Literal["input", "calibrated", "check", "left out"]

SHARE_INSIDE = 0.9
_DRAWN = ("issued", "lift_issued")
_EXPECTED = ("issued", "overflight", "lift_issued")


@dataclass(frozen=True)
class Interval:
    """The middle 90 % of the runs and their median; infinite where it did not happen in that many."""

    low: float
    mid: float
    high: float


@dataclass(frozen=True)
class Judged:
    """A modelled interval and how it compares; ``outside_by`` is infinite if the model never gets there."""

    modelled: Interval
    verdict: Verdict
    outside_by: float


@dataclass(frozen=True)
class Row:
    """One milestone by one account. Times in seconds after the nominal launch.

    ``full`` includes the uncertainty of the estimated delays, ``as_fitted`` takes them as true;
    ``happened_share`` of the runs had the milestone at all, ``hit_share`` where it was announced. ``role`` is
    ``left out`` where the model's delays were estimated without this launch, otherwise that of the scenario.
    """

    launch: str
    milestone: str
    object: str | None
    by: str | None
    role: Role
    announced_time: str | None
    rounding_s: Seconds | None
    announced_s: tuple[Seconds, Seconds] | None
    happened_share: float
    hit_share: float
    full: Judged
    as_fitted: Judged
    source: str | None
    note: str | None

    @property
    def counts(self) -> bool:
        """True where the verdict is a test: announced, not given to the model, and something it says.

        Launch times are none: accounts of them differ from the one a scenario starts from, nothing more.
        """
        return self.announced_s is not None and self.role != "input" and self.milestone != "launch"


def middle(values: Floats) -> Interval:
    """The 5 %, 50 % and 95 % points of ``(R,)`` by rank; what never happened ranks last and is not dropped."""
    ranked = np.sort(values)
    ranks = [round(p * (len(ranked) - 1)) for p in (0.5 - SHARE_INSIDE / 2, 0.5, 0.5 + SHARE_INSIDE / 2)]
    return Interval(*(float(ranked[rank]) for rank in ranks))


def judge(announced: tuple[float, float] | None, modelled: Interval) -> Judged:
    """Inside if the two closed intervals have a point in common."""
    if announced is None:
        return Judged(modelled, "not announced", 0.0)
    gap = max(modelled.low - announced[1], announced[0] - modelled.high, 0.0)
    return Judged(modelled, "outside" if gap > 0.0 else "inside", gap)


def judge_launch(spec: ScenarioSpec, full: Modelled, as_fitted: Modelled) -> Iterator[Row]:
    """A row per announced time in the scenario's order, then one per milestone that nobody announced."""
    for one in spec.announced:
        at_s = (one.time - spec.launch_time).total_seconds()
        between = announced_interval(at_s, one.rounding_s)
        times = _times(full, one.milestone, one.object)
        yield Row(
            launch=spec.name,
            milestone=one.milestone,
            object=one.object,
            by=one.by,
            role=_role(one),
            announced_time=one.time.isoformat(),
            rounding_s=one.rounding_s,
            announced_s=between,
            happened_share=float(np.isfinite(times).mean()),
            hit_share=float(((times >= between[0]) & (times <= between[1])).mean()),
            full=judge(between, middle(times)),
            as_fitted=judge(between, middle(_times(as_fitted, one.milestone, one.object))),
            source=one.source,
            note=one.note,
        )
    known = {one.milestone for one in spec.announced}
    yield from (_silent(spec, full, as_fitted, name) for name in _EXPECTED if name not in known)


def _silent(spec: ScenarioSpec, full: Modelled, as_fitted: Modelled, milestone: str) -> Row:
    times, others = (_times(one, milestone, None) for one in (full, as_fitted))
    return Row(
        launch=spec.name,
        milestone=milestone,
        object=None,
        by=None,
        role="left out" if milestone in _DRAWN else "check",
        announced_time=None,
        rounding_s=None,
        announced_s=None,
        happened_share=float(np.isfinite(times).mean()),
        hit_share=0.0,
        full=judge(None, middle(times)),
        as_fitted=judge(None, middle(others)),
        source=None,
        note=None,
    )


def _role(one: Announced) -> Role:
    return "left out" if one.milestone in _DRAWN else one.role


def _times(modelled: Modelled, milestone: str, name: str | None) -> SecondsArray:
    """Times of a milestone, shape ``(R,)``: of one object, or of the last that passed or ended."""
    if milestone in ("overflight", "object_down"):
        by_object = modelled.passed_s if milestone == "overflight" else modelled.down_s
        chosen = [times for key, times in by_object.items() if name in (None, key)]
        never = np.full(len(modelled.launch_s), np.inf)
        return np.max(chosen, axis=0) if chosen else never
    return {"launch": modelled.launch_s, "issued": modelled.issued_s, "lift_issued": modelled.lift_s}[
        milestone
    ]
