"""Whole mornings with one thing changed: who is warned and released, and that belief decides, not truth."""

from collections.abc import Sequence
from pathlib import Path

import pytest

import sim
from sim.results.result import RunResult

SCENARIO = Path(__file__).parents[2] / "scenarios" / "okinawa-2023-08-24.yaml"
NEAR = "{kind: municipality, distance_km: %s, horizon_s: 600, prediction: %s}"


def morning(*changes: str, seed: int = 0) -> RunResult:
    return sim.run(sim.load_scenario(SCENARIO, changes), seed)


def warned(result: RunResult) -> set[str]:
    return {row.area_code for row in result.areas if row.warned_s is not None}


def ends(result: RunResult) -> set[str | None]:
    return {row.end for row in result.areas if row.warned_s is not None}


def fixed(step: str, value_s: float) -> str:
    return f"authority.{step}={{value_s: {value_s}}}"


ALL_FIXED: Sequence[str] = (
    *(fixed(step, 10.0) for step in ("detection", "assessment", "notification", "decision", "issue")),
    *(fixed(f"lift.{step}", 10.0) for step in ("confirmation", "decision", "issue")),
)


def test_fixed_delays_add_up() -> None:
    steps = morning(*ALL_FIXED).milestones
    assert [steps[k] for k in ("detected", "assessed", "notified", "decided", "issued")] == [
        10,
        20,
        30,
        40,
        50,
    ]
    # The last object falls at 870 s and its end is reported 5 s later.
    assert [steps[k] for k in ("threat_over_known", "lift_confirmed", "lift_decided", "lift_issued")] == [
        875,
        885,
        895,
        905,
    ]


def test_a_list_warns_exactly_its_areas() -> None:
    result = morning('authority.targeting={kind: list, areas: ["47201", "47382"]}')
    assert warned(result) == {"47201", "47382"}


def test_another_prefecture_warns_nobody_here() -> None:
    result = morning('authority.targeting={kind: list, areas: ["47201"]}', *ALL_FIXED)
    assert result.milestones["lift_issued"] is not None
    assert len(warned(result)) == 1


@pytest.mark.parametrize("prediction", ["extrapolated", "announced"])
def test_a_wider_distance_warns_no_fewer_areas(prediction: str) -> None:
    narrow, wide = (morning(f"authority.targeting={NEAR % (km, prediction)}") for km in (60, 200))
    assert warned(narrow) <= warned(wide)
    assert warned(narrow) != warned(wide)


def test_the_announced_track_warns_all_that_is_overflown() -> None:
    result = morning(f"authority.targeting={NEAR % (60, 'announced')}", *ALL_FIXED)
    overflown = {row.area_code for row in result.areas if row.enter_s is not None}
    assert overflown
    assert overflown <= warned(result)


def test_the_authority_decides_on_what_is_reported_not_on_what_is_true() -> None:
    """With reports turned by twenty degrees the true overflight is the same and the warned areas are not."""
    rule = f"authority.targeting={NEAR % (60, 'extrapolated')}"
    straight = morning(rule, *ALL_FIXED, "authority.tracking.azimuth_sigma_deg=0")
    bent = morning(rule, *ALL_FIXED, "authority.tracking.azimuth_sigma_deg=20")
    assert [row.enter_s for row in straight.areas] == [row.enter_s for row in bent.areas]
    assert warned(straight) != warned(bent)


def test_reports_arrive_late_and_only_after_detection() -> None:
    result = morning(fixed("tracking.latency", 7.0))
    detected = result.milestones["detected"]
    assert detected is not None
    reports = list(result.log.of("report"))
    assert reports
    assert all(event.t_s >= event.fields["observed_s"] + 7.0 - 1e-9 for event in reports)
    assert min(event.fields["observed_s"] for event in reports) >= detected


def test_without_a_lift_every_warning_expires() -> None:
    result = morning("authority.lift.withheld=true", "authority.expiry.value_s=1200")
    assert ends(result) == {"expired"}
    issued = result.milestones["issued"]
    assert issued is not None
    expired = [event.t_s for event in result.log.of("expired")]
    assert expired == pytest.approx([issued + 1200.0] * 41)


def test_a_short_expiry_ends_before_the_lift() -> None:
    result = morning("authority.expiry.value_s=60")
    assert ends(result) == {"expired"}
    assert all(row.lifted_s is None for row in result.areas)


def test_a_threat_that_is_past_can_be_lifted_earlier() -> None:
    past = [
        "authority.lift.threat_over=last_object_past",
        "authority.lift.clear_distance_km=100",
        *ALL_FIXED,
        "authority.tracking.azimuth_sigma_deg=0",
        "authority.tracking.position_sigma_km=0",
    ]
    early, late = morning(*past).milestones["lift_issued"], morning(*ALL_FIXED).milestones["lift_issued"]
    assert early is not None
    assert late is not None
    passed = morning(*ALL_FIXED).milestones["overflight"]
    assert passed is not None
    assert passed < early < late


def test_an_authority_too_slow_stands_down() -> None:
    result = morning(*ALL_FIXED, fixed("decision", 2000.0))
    assert result.log.first("stood_down") is not None
    assert warned(result) == set()
    assert result.milestones["issued"] is None


def test_changing_a_policy_moves_no_other_draw() -> None:
    """Common random numbers: the same night under another targeting rule."""
    whole, some = morning(seed=3), morning('authority.targeting={kind: list, areas: ["47201"]}', seed=3)
    for step in ("detected", "assessed", "notified", "decided", "issued"):
        assert whole.milestones[step] == some.milestones[step]
    assert [e.fields for e in whole.log.of("report")] == [e.fields for e in some.log.of("report")]


def test_a_footprint_of_no_size_touches_only_what_is_flown_over() -> None:
    result = morning("objects.lead.footprint.radius_km=0", "objects.stage2_spent.footprint.radius_km=0")
    assert all((row.enter_s is None) == (row.closest_m != 0.0) for row in result.areas)
