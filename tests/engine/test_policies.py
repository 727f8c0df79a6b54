"""The shipped policies, each run; and what each of their keys does to one morning."""

from functools import cache
from pathlib import Path

import jsonschema
import pytest

import sim
from sim.draws import Draws
from sim.engine.log import EventLog
from sim.engine.run import simulate_chain
from sim.engine.world import build_world
from sim.scenario import scenario_schema
from sim.scenario.nodes import plain
from sim.scenario.yamltext import parse_yaml
from tests.mornings import fixed, lived, morning

FOLDER = Path(__file__).parents[2] / "scenarios" / "policies"
POLICIES = sorted(path.stem for path in FOLDER.glob("*.yaml"))
LEGS = ("assessment", "notification", "decision", "issue")
FIXED = {f"authority__{leg}": fixed(10.0) for leg in ("detection", *LEGS)}
CONFIDENT = {
    "kind": "confident",
    "margin_km": 100.0,
    "horizon_s": 600.0,
    "probability": 0.9,
    "no_later_than_s": 600.0,
}
READY = {
    "window_from": "2023-08-24T00:00+09:00",
    "window_to": "2023-08-31T00:00+09:00",
    "decision": fixed(1.0),
}
NEAR = {"kind": "municipality", "distance_km": 100.0, "horizon_s": 600.0, "prediction": "extrapolated"}


@cache
def policy(name: str) -> EventLog:
    return simulate_chain(build_world(sim.load_scenario(FOLDER / f"{name}.yaml", ["reach=null"])), Draws(0))


def first(log: EventLog, kind: str) -> float:
    event = log.first(kind)
    assert event is not None
    return event.t_s


def told(log: EventLog) -> set[str]:
    return {event.subject for event in log.of("warned")}


@pytest.mark.parametrize("name", POLICIES)
def test_every_policy_warns_and_releases_on_the_same_reports(name: str) -> None:
    log = policy(name)
    assert told(log)
    assert {event.subject for event in log.of("lifted")} == told(log)
    reports = [(e.t_s, e.fields["observed_s"], e.fields["lat_deg"]) for e in log.of("report")]
    assert reports == [
        (e.t_s, e.fields["observed_s"], e.fields["lat_deg"]) for e in policy("as-happened").of("report")
    ]


@pytest.mark.parametrize("name", POLICIES)
def test_every_policy_is_sound_for_editors(name: str) -> None:
    root = parse_yaml((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"), name, [])
    assert root is not None
    jsonschema.Draft202012Validator(scenario_schema()).validate(plain(root))


def test_policies_differ_in_what_they_say_they_differ_in() -> None:
    usual = policy("as-happened")
    assert first(policy("wait-until-confident"), "issued") > first(usual, "issued")
    assert first(policy("issue-early"), "issued") < first(usual, "issued")
    assert first(policy("ready-within-window"), "issued") < first(usual, "issued")
    assert first(policy("lift-when-past"), "lift_issued") < first(usual, "lift_issued")
    assert len(list(policy("lift-area-by-area").of("lift_issued"))) > 1
    assert told(policy("corridor")) < told(usual)
    assert told(usual) < told(policy("adjacent-prefectures"))
    assert {code[:2] for code in told(policy("adjacent-prefectures"))} == {"46", "47"}


def test_a_decision_waits_until_the_danger_is_likely_enough_or_no_longer() -> None:
    waits = lived(morning(**FIXED, authority__issue_when=CONFIDENT, reach=None))
    at_once = lived(morning(**FIXED, authority__issue_when={"kind": "at_once"}, reach=None))
    assert first(at_once, "decided") == 40.0
    assert 40.0 < first(waits, "decided") < 630.0
    never = CONFIDENT | {"margin_km": 0.0, "probability": 0.999, "no_later_than_s": 25.0}
    assert first(lived(morning(**FIXED, authority__issue_when=never, reach=None)), "decided") == 55.0


def test_a_higher_probability_waits_no_shorter() -> None:
    times = [
        first(
            lived(morning(**FIXED, authority__issue_when=CONFIDENT | {"probability": p}, reach=None)),
            "decided",
        )
        for p in (0.1, 0.5, 0.9)
    ]
    assert times == sorted(times)
    assert times[0] < times[-1]


def test_readiness_shortens_within_the_window_and_before_it_only_as_long_as_said() -> None:
    inside = morning(**FIXED, authority__readiness=READY, reach=None)
    assert first(lived(inside), "decided") == 31.0
    later = READY | {"window_from": "2023-08-24T04:00+09:00"}
    assert first(lived(morning(**FIXED, authority__readiness=later, reach=None)), "decided") == 40.0
    soon = later | {"before_s": 600.0}
    assert first(lived(morning(**FIXED, authority__readiness=soon, reach=None)), "decided") == 31.0


def test_nobody_is_released_before_the_least_time_under_warning() -> None:
    past = {"authority__lift__threat_over": "last_object_past", "authority__lift__clear_distance_km": 100.0}
    soon = lived(morning(**FIXED, **past, reach=None))
    held = lived(morning(**FIXED, **past, authority__lift__minimum_under_warning_s=800.0, reach=None))
    assert first(held, "lift_issued") == pytest.approx(first(held, "issued") + 800.0)
    assert first(soon, "lift_issued") < first(held, "lift_issued")
    assert first(soon, "lift_decided") == first(held, "lift_decided")


def test_whole_prefectures_may_be_told_where_a_municipality_is_in_danger() -> None:
    some = lived(morning(authority__targeting=NEAR, reach=None))
    whole = lived(morning(authority__targeting=NEAR | {"unit": "prefecture"}, reach=None))
    assert 0 < len(told(some)) < 41
    assert len(told(whole)) == 41
    assert first(some, "issued") == first(whole, "issued")


def test_a_higher_threshold_warns_no_more_areas() -> None:
    rule = {"kind": "corridor", "margin_km": 50.0, "horizon_s": 600.0, "prediction": "announced"}
    rows = [
        told(lived(morning(authority__targeting=rule | {"probability": p}, reach=None)))
        for p in (0.05, 0.3, 0.6)
    ]
    assert rows[2] <= rows[1] <= rows[0]
    assert rows[2] < rows[0]
