"""How often, where and when a fault strikes."""

import numpy as np
import pytest

from sim.draws import Draws
from sim.reach.strikes import concerns, draw_strikes, happens
from sim.scenario.faults import ReceiverDown
from tests.mornings import faults_of

CODES = [str(code) for code in range(47000, 47040)]


def struck(fault: dict[str, object], seed: int) -> np.ndarray:
    strikes = draw_strikes(
        faults_of([{"kind": "receiver_down", "name": "f"} | fault]), CODES, Draws(seed)
    ).all
    return strikes[0].areas if strikes else np.zeros(len(CODES), bool)


@pytest.mark.parametrize("together", [0.0, 0.5, 1.0])
def test_an_area_is_struck_as_often_as_said_whatever_the_common_share(together: float) -> None:
    nights = [struck({"probability": 0.2, "common_cause_share": together}, seed) for seed in range(1500)]
    assert np.mean(nights) == pytest.approx(0.2, abs=0.03)


def test_a_common_cause_strikes_all_or_none() -> None:
    counts = {int(struck({"probability": 0.3, "common_cause_share": 1.0}, s).sum()) for s in range(200)}
    assert counts == {0, len(CODES)}


def test_a_shared_cause_joins_two_faults() -> None:
    cause = {"name": "typhoon", "probability": 0.5}
    both = faults_of(
        [
            {"kind": "receiver_down", "name": "a", "cause": cause},
            {"kind": "starter_misset", "name": "b", "cause": cause},
        ]
    )
    numbers = [len(draw_strikes(both, CODES, Draws(seed)).all) for seed in range(200)]
    assert set(numbers) == {0, 2}
    assert numbers.count(2) == pytest.approx(100, abs=25)


def test_a_scripted_fault_strikes_its_areas_in_its_window_only() -> None:
    fault = faults_of([{"kind": "receiver_down", "name": "f", "areas": ["47003"], "from_s": 10, "to_s": 20}])
    strike = next(s for _, s in draw_strikes(fault, CODES, Draws(0)).of(ReceiverDown))
    for t_s, hit in ((9.9, 0), (10.0, 1), (19.9, 1), (20.0, 0), (np.inf, 0)):
        assert strike.hits(np.full(len(CODES), t_s)).sum() == hit


def test_a_fault_without_areas_happens_as_often_as_said() -> None:
    fault = faults_of([{"kind": "undetected_launch", "name": "f", "probability": 0.3}])[0]
    assert np.mean([happens(fault, Draws(seed)) for seed in range(2000)]) == pytest.approx(0.3, abs=0.03)


def test_absent_kinds_mean_all() -> None:
    assert concerns(None, "passed")
    assert concerns(("passed",), "passed")
    assert not concerns(("launch_information",), "passed")
