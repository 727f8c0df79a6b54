"""The transform of the behaviour chain against the sum it stands for, and rows of very different lengths together."""

from dataclasses import fields, replace

import numpy as np
import pytest

from sim.reach.moments import Moments, moments
from sim.reach.moments_chain import ever_there, quarter_for, twiddles_for, weights_for
from sim.reach.moments_lanes import WIDTH
from tests.reach.test_moments import EXACT, column, drawn, part_of, plan_of


@pytest.mark.parametrize("steps", [1, 24, 25, 64, 65, 96, 361])
def test_one_transform_stands_for_the_sum_over_all_pairs_of_steps(steps: int) -> None:
    rng = np.random.default_rng(steps)
    jumps, noticed, left_alone = (
        rng.random((3, steps)),
        rng.random((steps, WIDTH)),
        rng.random((steps, WIDTH)),
    )
    wanted = np.zeros((3, WIDTH))
    for j in range(steps):
        for k in range(j, steps):
            wanted += jumps[:, [k - j]] * noticed[j] * left_alone[k]
    quarter = int(quarter_for(np.array([steps]))[0])
    rows, staying, found = np.zeros((2 * quarter, WIDTH)), np.zeros((2 * quarter, WIDTH)), np.empty(3 * WIDTH)
    rows[2 * quarter - steps :], staying[:steps] = noticed[::-1], left_alone
    re, im = np.empty(quarter * WIDTH), np.empty(quarter * WIDTH)
    ever_there(rows, staying, quarter, weights_for(jumps, quarter), twiddles_for(quarter), re, im, found)
    assert found.reshape(3, WIDTH) == pytest.approx(wanted, rel=1e-12)


def test_a_transform_has_room_for_all_steps_and_not_much_more() -> None:
    steps = np.arange(1, 5000)
    room = 2 * quarter_for(steps)
    assert (room >= steps).all()
    assert (room <= np.maximum(2 * steps, 24)).all()
    assert not (room % WIDTH).any()


def test_rows_that_last_minutes_and_hours_are_those_of_the_curves() -> None:
    plan = plan_of("usual")
    batch = drawn(plan, seed=12, replicates=4)
    longer = batch[3] + np.random.default_rng(12).choice([0.0, 2000.0, 9000.0], batch[3].shape)
    batch = (*batch[:3], longer, batch[4])
    found, wanted = (moments(plan, *batch, engine=engine) for engine in ("compiled", "numpy"))
    for one in fields(Moments):
        values, expected = column(found, one.name), column(wanted, one.name)
        assert np.isnan(values).tolist() == np.isnan(expected).tolist(), one.name
        assert np.nanmax(np.abs(values - expected)) <= EXACT, one.name
    alone = moments(plan, *part_of(batch, slice(3, 4)), engine="compiled")
    assert alone.sheltered.tobytes() == found.sheltered[3:].tobytes()


def test_many_channels_wait_for_their_wording() -> None:
    plan, some = plan_of("usual"), np.tile(np.arange(5), 2)
    plan = replace(plan, coverage=plan.coverage[some])
    channels = tuple(plan.reach.channels[i] for i in some.tolist())
    plan = replace(plan, reach=plan.reach.model_copy(update={"channels": channels}))
    warning, lift, *rest = drawn(plan_of("usual"), seed=13, replicates=2)
    warning, lift = (
        type(one)(one.start_s[some], one.text_s[some] + 300.0, one.awake[some], one.asleep[some])
        for one in (warning, lift)
    )
    found, wanted = (moments(plan, warning, lift, *rest, engine=engine) for engine in ("compiled", "numpy"))
    assert np.abs(found.understood - wanted.understood).max() <= EXACT
    assert wanted.understood.max() > 0.05
