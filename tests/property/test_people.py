"""People are conserved and never unlearn: over random channels, delays, lifts, expiries, and over random faults."""

from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.engine.people import people_of
from sim.reach.behaviour import build_chain
from sim.reach.noticing import Signal, Telling, notice
from sim.reach.people import people_curves
from sim.scenario import delay as spec
from sim.scenario.figures import Figure
from sim.scenario.reach import Behaviour
from tests.mornings import lived, morning, usual_world

STEP, STEPS = 10.0, 120
GRID = np.arange(STEPS) * STEP
TINY = 1e-9

shares = st.floats(0.0, 1.0)
delays = st.one_of(
    st.builds(lambda v: spec.Fixed(value_s=v), st.floats(0.0, 400.0)),
    st.builds(lambda v: spec.Exponential(distribution="exponential", mean_s=v), st.floats(0.1, 400.0)),
    st.builds(
        lambda m, s: spec.Lognormal(distribution="lognormal", median_s=m, log_sd=s),
        st.floats(0.1, 400.0),
        st.floats(0.05, 3.0),
    ),
    st.builds(
        lambda m, s: spec.Weibull(distribution="weibull", scale_s=m, shape=s),
        st.floats(0.1, 400.0),
        st.floats(0.2, 5.0),
    ),
)
moments = st.one_of(st.floats(0.0, 1500.0), st.just(float("inf")))
AREAS = 3


@st.composite
def signals(draw: st.DrawFn) -> list[Signal]:
    found = []
    for index in range(draw(st.integers(1, 3))):
        starts = np.array(
            draw(st.lists(st.lists(moments, min_size=AREAS, max_size=AREAS), min_size=1, max_size=2))
        )
        text_s = starts.min(axis=0) + draw(st.floats(0.0, 200.0))
        awake, asleep = (np.array(draw(st.lists(shares, min_size=AREAS, max_size=AREAS))) for _ in range(2))
        audible = draw(st.one_of(st.none(), st.floats(1.0, 300.0)))
        found.append(Signal(str(index), starts, text_s, awake, asleep, draw(delays), audible))
    return found


tellings = st.builds(Telling, shares, shares, st.floats(0.0, 0.1))
behaviours = st.builds(
    lambda u, d1, n, d2, d3: Behaviour(
        understands=Figure(share=u), understanding=d1, never_acts=Figure(share=n), acting=d2, moving=d3
    ),
    shares,
    delays,
    shares,
    delays,
    delays,
)


@settings(max_examples=120, deadline=None)
@given(
    signals(),
    tellings,
    signals(),
    behaviours,
    st.lists(st.floats(0.0, 1500.0), min_size=AREAS, max_size=AREAS),
)
def test_shares_add_up_and_curves_never_go_backwards(
    warning: list[Signal], telling: Telling, lift: list[Signal], behaviour: Behaviour, expires: list[float]
) -> None:
    noticed, lifted = notice(warning, telling, GRID), notice(lift, telling, GRID)
    chain = build_chain(behaviour, STEP, STEPS)
    curves = people_curves(GRID, noticed, lifted.total, chain, np.array(expires))
    assert np.abs(curves.states.sum(axis=-3) - 1.0).max() < TINY
    assert curves.states.min() > -TINY
    assert curves.states.max() < 1.0 + TINY
    rising = (curves.noticed, curves.understood, curves.acted, curves.reached_shelter, curves.lifted)
    for curve in (*rising, curves.states[-2], curves.states[-1]):
        assert np.diff(curve, axis=-1).min() > -TINY
    assert (curves.understood <= curves.noticed + TINY).all()
    assert (curves.acted <= curves.understood + TINY).all()
    assert np.abs(np.cumsum(np.sum(noticed.first_steps, axis=0), axis=-1) - noticed.total).max() < TINY
    for steps, unheard in zip(noticed.first_steps, noticed.unheard, strict=True):
        assert (np.cumsum(steps, axis=-1) <= 1.0 - unheard + 1e-6).all()


AREA_KINDS = ["receiver_down", "starter_misset", "operator_absent", "lost_message"]
MORE: dict[str, dict[str, Any]] = {
    "link_outage": {"link": "satellite"},
    "channel_outage": {"channel": "cell_broadcast"},
    "late_message": {"delay": {"distribution": "exponential", "mean_s": 300.0}},
    "wrong_areas": {
        "added": ["47201"],
        "omitted": ["47214"],
        "known": {"value_s": 60.0, "distribution": "fixed"},
    },
    "false_alarm": {"at_s": 100.0},
}


@st.composite
def faults(draw: st.DrawFn) -> list[dict[str, Any]]:
    kinds = draw(st.lists(st.sampled_from([*AREA_KINDS, *MORE]), max_size=4))
    return [
        {"kind": kind, "name": f"f{i}", "probability": draw(shares)} | MORE.get(kind, {})
        for i, kind in enumerate(kinds)
    ]


@settings(max_examples=15, deadline=None)
@given(faults(), st.integers(0, 2**32), st.sampled_from([60.0, 900.0, 3600.0]))
def test_in_every_area_and_instant_of_a_run_the_people_in_each_state_add_up(
    wrong: list[dict[str, Any]], seed: int, expiry_s: float
) -> None:
    world = morning(wrong, authority__expiry={"distribution": "fixed", "value_s": expiry_s})
    log = lived(world, seed)
    population = dict(
        zip(usual_world().layer.codes, usual_world().layer.population.astype(int).tolist(), strict=True)
    )
    states = ("unaware", "noticed", "understood", "acting", "sheltered", "released", "expired")
    before: dict[str, dict[str, int]] = {}
    for event in log.of("people"):
        now = event.fields
        assert sum(now[state] for state in states) == now["of"] == population[event.subject]
        assert min(now.values()) >= 0
        last = before.get(event.subject, now)
        assert now["unaware"] <= last["unaware"]
        for rising in ("released", "expired", "understood_ever", "acted_ever", "sheltered_ever"):
            assert now[rising] >= last[rising]
        before[event.subject] = now
    assert set(before) == {event.subject for event in log.of("warned")}
    ended = {event.subject: event.kind for event in log.of("lifted", "expired", "cancelled")}
    assert set(ended) == set(before)
    assert (people_of(world, log) is None) == (not before)
