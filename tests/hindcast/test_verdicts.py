"""Verdicts: intervals that meet, gaps that are measured, shares that are honest about a handful of cases."""

import math
from dataclasses import replace

import numpy as np
import pytest

from sim.hindcast.chain import Modelled
from sim.hindcast.coverage import coverage, covered
from sim.hindcast.verdicts import Interval, Judged, Row, judge, judge_launch, middle
from sim.scenario import load_scenario
from sim.shipped import shipped_folder

SPEC = load_scenario(shipped_folder("scenarios") / "okinawa-2023-08-24.yaml").spec


@pytest.mark.parametrize(
    ("announced", "verdict", "gap"),
    [
        ((90.0, 180.0), "inside", 0.0),
        ((0.0, 100.0), "inside", 0.0),
        ((300.0, 400.0), "inside", 0.0),
        ((120.0, 130.0), "inside", 0.0),
        ((0.0, 40.0), "outside", 60.0),
        ((360.0, 450.0), "outside", 60.0),
        (None, "not announced", 0.0),
    ],
)
def test_inside_is_to_meet_and_outside_is_the_gap(
    announced: tuple[float, float] | None, verdict: str, gap: float
) -> None:
    found = judge(announced, Interval(100.0, 200.0, 300.0))
    assert (found.verdict, found.outside_by) == (verdict, gap)


def test_what_may_never_happen_has_no_upper_end_and_what_never_does_is_never_inside() -> None:
    assert judge((9e9, 9e9 + 1), Interval(100.0, math.inf, math.inf)).verdict == "inside"
    assert judge((100.0, 200.0), Interval(math.inf, math.inf, math.inf)) == Judged(
        Interval(math.inf, math.inf, math.inf), "outside", math.inf
    )


def test_the_middle_counts_what_never_happened() -> None:
    values = np.append(np.arange(95.0), np.full(6, np.inf))
    assert middle(np.random.default_rng(0).permutation(values)) == Interval(5.0, 50.0, np.inf)
    assert middle(np.arange(101.0)) == Interval(5.0, 50.0, 95.0)
    assert middle(np.array([7.0])) == Interval(7.0, 7.0, 7.0)


def modelled(issued_s: float, lift_s: float) -> Modelled:
    """Eleven runs a second apart."""
    spread = np.arange(-5.0, 6.0)
    return Modelled(
        launch_s=spread,
        issued_s=issued_s + spread,
        lift_s=lift_s + spread,
        passed_s={"lead": 544.0 + spread, "stage2_spent": 540.0 - spread},
        down_s={"lead": 600.0 + spread, "stage2_spent": 870.0 + spread},
        lags_s={},
        lift_steps_s=spread,
    )


def rows(issued_s: float = 210.0, lift_s: float = 1000.0, fitted_s: float = 210.0) -> list[Row]:
    return list(judge_launch(SPEC, modelled(issued_s, lift_s), modelled(fitted_s, lift_s)))


def test_every_announced_time_has_a_row_in_the_scenarios_order() -> None:
    found = rows()
    assert [(row.milestone, row.by) for row in found] == [(one.milestone, one.by) for one in SPEC.announced]
    assert [row.role for row in found] == ["input", "input", "left out", "check", "input", "left out"]


def test_a_call_a_minute_late_is_outside_by_the_gap() -> None:
    """Announced 03:54 after a launch at 03:50:30: 180 to 270 s."""
    row = rows(issued_s=335.0)[2]
    assert row.announced_s == (180.0, 270.0)
    assert (row.full.verdict, row.full.outside_by) == ("outside", 335.0 - 5.0 - 270.0)
    assert row.as_fitted.verdict == "inside"
    assert row.hit_share == 0.0


def test_the_share_of_runs_in_the_announced_minute_is_told() -> None:
    assert rows(issued_s=180.0)[2].hit_share == pytest.approx(6 / 11)
    assert rows(issued_s=210.0)[2].hit_share == 1.0


def test_the_last_object_passes_for_all_and_one_by_itself() -> None:
    (_, _, _, passed, down, _) = rows()
    assert passed.full.modelled.high == 549.0  # the leading vehicle's latest
    assert passed.full.modelled.low == 542.0  # both at once: no run has the last of them earlier
    assert down.full.modelled == Interval(865.0, 870.0, 875.0)


def test_a_milestone_that_nobody_announced_is_told_so() -> None:
    spec = SPEC.model_copy(update={"announced": ()})
    found = list(judge_launch(spec, modelled(210.0, 1000.0), modelled(210.0, 1000.0)))
    assert [row.milestone for row in found] == ["issued", "overflight", "lift_issued"]
    assert {row.full.verdict for row in found} == {"not announced"}
    assert not any(row.counts for row in found)


def test_inputs_launch_times_and_the_unannounced_do_not_count() -> None:
    assert [row.counts for row in rows()] == [False, False, True, True, False, True]


def test_coverage_counts_both_estimates_and_is_modest() -> None:
    found = {one.what: one for one in coverage([*rows(issued_s=400.0), *rows(lift_s=5000.0), *rows()])}
    assert (found["all"].inside, found["all"].of, found["all"].inside_as_fitted) == (7, 9, 8)
    assert (found["delays left out"].inside, found["delays left out"].of) == (4, 6)
    assert found["issued"].inside == 2
    assert list(found) == ["all", "delays left out", "issued", "overflight", "lift_issued"]


def test_the_share_has_the_interval_of_clopper_and_pearson() -> None:
    """Tables for 9 of 10: 55.5 to 99.7 %; for 10 of 10: 69.2 to 100 %."""
    hit, miss = rows()[2], rows(issued_s=400.0)[2]
    nine, ten, none = covered("", [hit] * 9 + [miss]), covered("", [hit] * 10), covered("", [])
    assert (nine.low_share, nine.high_share) == pytest.approx((0.5550, 0.9975), abs=1e-4)
    assert (ten.low_share, ten.high_share) == pytest.approx((0.6915, 1.0), abs=1e-4)
    assert (none.low_share, none.high_share, none.width_s) == (None, None, None)


def test_the_width_beside_the_coverage_is_the_middle_one() -> None:
    base = rows()[2]
    made = [
        replace(base, full=judge((0.0, 1.0), Interval(0.0, 1.0, high))) for high in (10.0, 30.0, math.inf)
    ]
    assert covered("", made).width_s == 30.0
    assert covered("", made[1:]).width_s == math.inf
