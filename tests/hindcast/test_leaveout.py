"""Left out means left out: a launch's own record moves its own prediction by nothing, and the others'."""

from dataclasses import replace

import numpy as np
import pytest

from sim.hindcast.leaveout import leave_out
from sim.hindcast.record import LAGS, LagAccount, LagName, read_delays
from sim.scenario import load_scenario
from sim.scenario.spec import ScenarioSpec
from sim.shipped import shipped_folder

AT = (0.05, 0.5, 0.95)


def spec_of(name: str) -> ScenarioSpec:
    return load_scenario(shipped_folder("scenarios") / f"{name}.yaml").spec


def told(accounts: tuple[LagAccount, ...], name: str, lag: LagName) -> list[float]:
    left_out = leave_out(accounts, spec_of(name))
    return [*left_out.predictive[lag].quantile(AT), *left_out.fitted[lag].quantile(AT)]


def changed(name: str) -> tuple[LagAccount, ...]:
    """The record, with every lag of one launch ten times as long."""
    return tuple(
        replace(one, lower_s=10.0 * one.lower_s, upper_s=10.0 * one.upper_s) if one.launch == name else one
        for one in read_delays()
    )


@pytest.mark.parametrize("name", ["okinawa-2012-12-12", "okinawa-2023-08-24", "okinawa-2024-05-27"])
@pytest.mark.parametrize("lag", LAGS)
def test_its_own_record_does_not_move_a_launch(name: str, lag: LagName) -> None:
    assert told(changed(name), name, lag) == told(read_delays(), name, lag)


@pytest.mark.parametrize("lag", LAGS)
def test_it_moves_the_others(lag: LagName) -> None:
    before, after = (
        told(a, "okinawa-2016-02-07", lag) for a in (read_delays(), changed("okinawa-2023-05-31"))
    )
    assert not np.allclose(before, after, rtol=0.02)


def test_what_was_learnt_from_is_told() -> None:
    left_out = leave_out(read_delays(), spec_of("okinawa-2023-05-31"))
    for lag in LAGS:
        assert len(left_out.learnt_from[lag]) == 5
        assert "okinawa-2023-05-31" not in left_out.learnt_from[lag]


def test_a_launch_that_is_on_no_record_learns_from_all() -> None:
    assert len(leave_out(read_delays(), spec_of("nuri-2022-06-21")).learnt_from["end_to_lift"]) == 6


def test_a_record_of_one_launch_teaches_it_nothing() -> None:
    own = tuple(one for one in read_delays() if one.launch == "okinawa-2023-08-24")
    with pytest.raises(ValueError, match="no other launch"):
        leave_out(own, spec_of("okinawa-2023-08-24"))
