"""The shortcuts of a hindcast change nothing: each is held against the full chain."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from sim.draws import Draws
from sim.engine.run import simulate_chain
from sim.hindcast.chain import Launch, live, prepare, with_alert_lag, with_lift_steps
from sim.hindcast.leaveout import LeftOut, Quantile, leave_out
from sim.hindcast.record import LAGS, LagName, read_delays
from sim.results.milestones import milestones_s
from sim.scenario import Scenario, load_scenario
from sim.scenario.spec import ScenarioSpec
from sim.shipped import shipped_folder
from sim.units import SecondsArray

DOWN = ("okinawa-2023-05-31", "okinawa-2023-08-24", "okinawa-2023-11-21", "okinawa-2024-05-27")
PAST = "okinawa-2016-02-07"
RUNS = 4


@cache
def scenario(name: str) -> Scenario:
    return load_scenario(shipped_folder("scenarios") / f"{name}.yaml")


@cache
def estimates(name: str) -> LeftOut:
    return leave_out(read_delays(), scenario(name).spec)


@cache
def prepared(name: str) -> Launch:
    return prepare(scenario(name), estimates(name))


def exact(launch: Launch) -> Launch:
    """The launch without any error of its clocks: launch time and tracks as nominal."""
    spec = launch.world.spec.model_copy(update={"launch_time_sigma_s": 0.0})
    tracks = tuple(replace(track, sigma_t_s=np.zeros(len(track.t_s))) for track in launch.world.tracks)
    return replace(launch, world=replace(launch.world, spec=spec, tracks=tracks))


def full_chain(
    launch: Launch, alert_s: float, steps_s: float, k: int, seed: int = 0
) -> dict[str, float | None]:
    spec = with_lift_steps(with_alert_lag(launch.world.spec, alert_s), steps_s)
    return milestones_s(simulate_chain(replace(launch.world, spec=spec), Draws(seed, k)))


@pytest.mark.parametrize("name", DOWN)
def test_milestones_are_those_of_the_full_chain(name: str) -> None:
    """With people's channels, every track report and the lift's steps played out, to the millisecond."""
    launch = exact(prepared(name))
    found = live(launch, estimates(name).full(), RUNS, seed=0)
    for k in range(RUNS):
        steps = full_chain(launch, float(found.lags_s["launch_to_alert"][k]), float(found.lift_steps_s[k]), k)
        for told, key in ((found.issued_s, "issued"), (found.lift_s, "lift_issued")):
            wanted = steps[key]
            assert told[k] == pytest.approx(np.inf if wanted is None else wanted, abs=1e-3)
    assert np.isfinite(found.lift_s).any()


def test_a_passage_is_known_as_in_the_full_chain() -> None:
    """Under last_object_past one run with every report tells for all; a report's error moves it by one report."""
    launch = exact(prepared(PAST))
    assert launch.known_after_s is not None
    lags: dict[LagName, SecondsArray] = {"launch_to_alert": np.array([200.0]), "end_to_lift": np.array([0.0])}
    found = live(launch, {lag: (lambda _, v=value: v) for lag, value in lags.items()}, 1, seed=0)
    steps = full_chain(launch, 200.0, 0.0, 0)
    assert found.issued_s[0] == pytest.approx(steps["issued"], abs=1e-3)
    assert found.lift_s[0] == pytest.approx(
        steps["lift_issued"], abs=launch.world.spec.authority.tracking.interval_s
    )


def test_the_danger_ends_as_the_lifting_rule_says() -> None:
    past, down = prepared(PAST), prepared("okinawa-2023-08-24")
    assert past.end_s == max(t for t in past.world.gate_s if t is not None)
    assert down.end_s == max(track.end_s for track in down.world.tracks) == 870.0
    assert down.known_after_s is None


def test_the_whole_lag_is_split_over_the_legs() -> None:
    authority = with_alert_lag(scenario("okinawa-2023-08-24").spec, 240.0).authority
    legs = [
        authority.detection,
        authority.assessment,
        authority.notification,
        authority.decision,
        authority.issue,
    ]
    values = [leg.value_s for leg in legs]
    assert sum(values) == pytest.approx(240.0)
    assert values[0] > values[2] > values[4] > 0.0


def test_two_sets_of_lags_meet_the_same_mornings() -> None:
    launch, left_out = prepared("okinawa-2023-08-24"), estimates("okinawa-2023-08-24")
    one, other = (live(launch, lags, RUNS, seed=0) for lags in (left_out.full(), left_out.as_fitted()))
    np.testing.assert_array_equal(one.launch_s, other.launch_s)
    np.testing.assert_array_equal(one.passed_s["lead"], other.passed_s["lead"])
    assert (one.issued_s != other.issued_s).all()


def test_clock_errors_are_as_wide_as_stated() -> None:
    launch = prepared("okinawa-2023-08-24")
    found = live(replace(launch, quick=replace(launch.quick, spec=nobody(launch))), still(), 600, seed=5)
    assert found.launch_s.std() == pytest.approx(30.0, rel=0.1)
    apart = found.passed_s["lead"] - found.launch_s
    gate_s = launch.world.gate_s[0]
    assert apart.mean() == pytest.approx(gate_s, abs=4.0)
    assert apart.std() == pytest.approx(float(launch.world.tracks[0].sigma_at(gate_s)[0]), rel=0.1)


def test_a_launch_that_warns_nobody_has_neither_call_nor_lift() -> None:
    name = "nuri-2022-06-21"
    found = live(prepared(name), estimates(name).full(), RUNS, seed=0)
    assert np.isinf(found.issued_s).all()
    assert np.isinf(found.lift_s).all()
    assert found.passed_s == {}


def test_a_lift_later_than_the_expiry_does_not_happen() -> None:
    launch = exact(prepared("okinawa-2023-08-24"))
    lags = {"launch_to_alert": 200.0, "end_to_lift": 3600.0}
    found = live(launch, {lag: (lambda _, v=v: np.full(RUNS, v)) for lag, v in lags.items()}, RUNS, seed=0)
    assert np.isfinite(found.issued_s).all()
    assert np.isinf(found.lift_s).all()


def nobody(launch: Launch) -> ScenarioSpec:
    """The quick scenario, warning nobody: only the clocks matter."""
    spec = launch.quick.spec
    none = scenario("nuri-2022-06-21").spec.authority.targeting
    return spec.model_copy(update={"authority": spec.authority.model_copy(update={"targeting": none})})


def still() -> dict[LagName, Quantile]:
    """Both lags always a hundred seconds."""
    return {lag: (lambda u: np.full(np.shape(u), 100.0)) for lag in LAGS}
