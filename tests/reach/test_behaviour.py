"""Understanding, acting and moving against closed forms."""

from itertools import pairwise

import numpy as np
import pytest

from sim.reach.behaviour import build_chain, follow
from sim.scenario import delay as spec
from sim.scenario.figures import Figure
from sim.scenario.reach import Behaviour

STEP, STEPS = 5.0, 200
GRID = np.arange(STEPS) * STEP
FAST, SLOW = (spec.Exponential(distribution="exponential", mean_s=mean) for mean in (50.0, 120.0))


def behaviour(understanding: spec.Delay, acting: spec.Delay, moving: spec.Delay) -> Behaviour:
    return Behaviour(
        understands=Figure(share=0.9),
        understanding=understanding,
        never_acts=Figure(share=0.75),
        acting=acting,
        moving=moving,
    )


def test_two_exponential_delays_add_to_a_hypoexponential() -> None:
    noticed = np.where(GRID >= STEP, 1.0, 0.0)[None]
    chain = build_chain(behaviour(FAST, SLOW, spec.Fixed(value_s=0.0)), STEP, STEPS)
    understood, acted, _ = follow(chain, noticed)
    t = np.maximum(GRID - STEP / 2.0, 0.0)  # everyone noticed during the first step
    assert understood[0] == pytest.approx(0.9 * (1 - np.exp(-t / 50.0)), abs=0.005)
    both = 1 - (120.0 * np.exp(-t / 120.0) - 50.0 * np.exp(-t / 50.0)) / 70.0
    assert acted[0] == pytest.approx(0.9 * 0.25 * both, abs=0.002)


def test_a_fixed_delay_shifts_the_curve() -> None:
    noticed = np.clip(GRID / 400.0, 0.0, 1.0)[None]
    fixed = spec.Fixed(value_s=100.0)
    chain = build_chain(behaviour(fixed, fixed, fixed), STEP, STEPS)
    understood, acted, sheltered = follow(chain, noticed)
    for curve, share, shift in ((understood, 0.9, 100.0), (acted, 0.225, 200.0), (sheltered, 0.225, 300.0)):
        assert curve[0] == pytest.approx(share * np.clip((GRID - shift) / 400.0, 0.0, 1.0), abs=0.01 * share)


def test_stages_follow_one_another_and_never_fall() -> None:
    noticed = np.sort(np.random.default_rng(0).random((3, STEPS)), axis=1)
    curves = [noticed, *follow(build_chain(behaviour(FAST, SLOW, FAST), STEP, STEPS), noticed)]
    for earlier, later in pairwise(curves):
        assert (later <= earlier + 1e-12).all()
        assert (np.diff(later, axis=1) >= -1e-12).all()


def test_a_replicate_is_the_same_alone_and_in_a_batch() -> None:
    noticed = np.sort(np.random.default_rng(0).random((6, 4, STEPS)), axis=-1)
    chain = build_chain(behaviour(FAST, SLOW, FAST), STEP, STEPS)
    many = follow(chain, noticed)
    for r in range(6):
        assert [one.tobytes() for one in follow(chain, noticed[r])] == [m[r].tobytes() for m in many]
