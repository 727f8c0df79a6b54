"""Figures of a batch against the curves of each replicate by itself, whoever computes them, and against the log."""

from dataclasses import fields
from functools import cache
from importlib.util import find_spec
from typing import Any

import numpy as np
import pytest

from sim.compare.together import identities
from sim.draws import Draws
from sim.engine.people import people_of
from sim.engine.run import simulate
from sim.reach import moments as module
from sim.reach.crowd import OnAir, chain_on, crowd, even_grid
from sim.reach.moments import NOTICED_BY, RELEASED_BY, Engine, Moments, moments
from sim.reach.plan import ReachPlan
from sim.results.areas import area_rows
from sim.results.series import first_reached_s
from sim.units import Floats
from tests.mornings import fixed, morning, usual_world

ENGINES: list[Engine] = ["numpy", "compiled"] if find_spec("numba") else ["numpy"]
EXACT = 1e-9
STEP_S = 10.0
Batch = tuple[OnAir, OnAir, Floats, Floats, Floats]
EMPIRICAL = {"distribution": "empirical", "values_s": [0.0, 5.0, 40.0, 40.0, 300.0]}


@cache
def plan_of(kind: str) -> ReachPlan:
    """The usual one; one where rumours fly and delays jump; one without sleep or rumours."""
    reach = usual_world().spec.model_dump()["reach"]
    if kind == "jumps":
        reach["word_of_mouth"]["contact_every_s"] = 4.0
        reach["channels"][0]["noticing"] = fixed(0.0)
        reach["channels"][2]["noticing"] = EMPIRICAL
        reach["people"] |= {"understanding": fixed(30.0), "acting": EMPIRICAL, "moving": fixed(0.0)}
    if kind == "quiet":
        reach |= {"word_of_mouth": None, "asleep": None}
    plan = morning(reach=reach).reach
    assert plan is not None
    return plan


def drawn(plan: ReachPlan, seed: int, replicates: int = 5) -> Batch:
    """Anything that can go on air: two warnings and two lifts, some never, some on the beat of the grid."""
    rng = np.random.default_rng(seed)
    shape = (len(plan.reach.channels), replicates, 2, len(plan.codes))
    first_s = np.round(rng.uniform(50.0, 400.0, replicates), 1)
    first_s[0] = 130.0

    def on_air(least_s: float, most_s: float, never: float) -> OnAir:
        start_s = first_s[:, None, None] + rng.uniform(least_s, most_s, shape)
        start_s = np.where(rng.random(shape) < 0.3, np.ceil(start_s / STEP_S) * STEP_S, start_s)
        start_s[rng.random(shape) < never] = np.inf
        start_s[:, :, :, 3] = np.inf
        text_s = start_s.min(axis=2) + rng.uniform(-5.0, 60.0, (shape[0], replicates, shape[3]))
        return OnAir(start_s, text_s, *rng.random((2, shape[0], replicates, shape[3])))

    expires_s = first_s[:, None] + rng.uniform(1.0, 3600.0, (replicates, shape[3]))
    expires_s[1:3, 0] = np.ceil(expires_s[1:3, 0] / STEP_S) * STEP_S
    expires_s[rng.random(expires_s.shape) < 0.1] = np.nan
    warning, lift = on_air(0.0, 300.0, 0.4), on_air(200.0, 1500.0, 0.6)
    warning.start_s[:, :, :, 4] += 1000.0  # after its lift
    lift.start_s[:, :, 1, 4] = first_s[:, None].T + 20.0
    if replicates > 2:
        first_s[2], expires_s[2], warning.start_s[:, 2], lift.start_s[:, 2] = np.nan, np.nan, np.inf, np.inf
    at_s = rng.uniform(0.0, 5000.0, (3, replicates, shape[3]))
    at_s[0, :, ::5], at_s[1, :, :9] = np.nan, np.round(at_s[1, :, :9] / STEP_S) * STEP_S
    return warning, lift, first_s, expires_s, at_s


def part_of(batch: Batch, some: slice) -> Batch:
    warning, lift = (
        OnAir(one.start_s[:, some], one.text_s[:, some], one.awake[:, some], one.asleep[:, some])
        for one in batch[:2]
    )
    return warning, lift, batch[2][some], batch[3][some], batch[4][:, some]


def column(found: Moments, name: str) -> Floats:
    values: Floats = getattr(found, name)
    return values


def read_one_by_one(plan: ReachPlan, batch: Batch) -> dict[str, Floats]:
    """Each area of each replicate by itself, from the curves of a single run."""
    _, _, first_s, expires_s, at_s = batch
    size = expires_s.shape
    found = {one.name: np.zeros(size) for one in fields(Moments)}
    found |= {"noticed_s": np.full((len(NOTICED_BY), *size), np.nan)}
    found |= {"released_s": np.full((len(RELEASED_BY), *size), np.nan)}
    found |= {name: np.where(np.isnan(at_s), np.nan, 0.0) for name in found if name.endswith("_at")}
    for b in np.flatnonzero(np.isfinite(first_s)).tolist():
        end_s = np.where(np.isnan(expires_s[b]), first_s[b], expires_s[b])
        grid_s = even_grid(first_s[b], end_s.max(), STEP_S)
        one, other = (
            OnAir(o.start_s[:, b], o.text_s[:, b], o.awake[:, b], o.asleep[:, b]) for o in batch[:2]
        )
        curves = crowd(plan, grid_s, one, other, end_s, chain_on(plan, grid_s)).curves
        for a in np.flatnonzero(np.isfinite(expires_s[b])).tolist():
            noticed, released, shelter = curves.noticed[a], curves.released[a], curves.reached_shelter[a]
            found["noticed"][b, a], found["released"][b, a] = noticed[-1], released[-1]
            found["sheltered"][b, a] = shelter[-1]
            found["understood"][b, a], found["acted"][b, a] = curves.understood[a, -1], curves.acted[a, -1]
            found["under_warning_s"][b, a] = np.trapezoid(curves.states[1:5, a].sum(axis=0), grid_s)
            for q, share in enumerate(NOTICED_BY):
                t_s = first_reached_s(grid_s, noticed, share)
                found["noticed_s"][q, b, a] = np.nan if t_s is None else t_s
            for q, share in enumerate(RELEASED_BY):
                t_s = first_reached_s(grid_s, released, share * noticed[-1]) if noticed[-1] else None
                found["released_s"][q, b, a] = np.nan if t_s is None or not released[-1] else t_s
            for name, curve in (("noticed", noticed), ("released", released), ("sheltered", shelter)):
                found[f"{name}_at"][:, b, a] = np.interp(at_s[:, b, a], grid_s, curve, left=0.0)
    return found


@pytest.mark.parametrize("kind", ["usual", "jumps", "quiet"])
@pytest.mark.parametrize("engine", ENGINES)
def test_figures_are_those_of_the_curves(engine: Engine, kind: str) -> None:
    plan = plan_of(kind)
    batch = drawn(plan, seed=7)
    found, wanted = moments(plan, *batch, engine=engine), read_one_by_one(plan, batch)
    for name, values in wanted.items():
        assert np.isnan(values).tolist() == np.isnan(column(found, name)).tolist(), name
        assert np.nanmax(np.abs(values - column(found, name))) <= EXACT, name
    assert wanted["sheltered"].max() > 0.05
    assert np.isfinite(wanted["noticed_s"][0]).any()
    assert np.isnan(wanted["noticed_s"][0]).any()


@pytest.mark.parametrize("engine", ENGINES)
def test_a_replicate_is_the_same_to_the_last_bit_whatever_is_beside_it(engine: Engine) -> None:
    plan = plan_of("usual")
    batch = drawn(plan, seed=8, replicates=4)
    batch[3][3] += 4000.0  # a far longer one beside the others
    together = moments(plan, *batch, engine=engine)
    for b in range(4):
        alone = moments(plan, *part_of(batch, slice(b, b + 1)), engine=engine)
        for one in fields(Moments):
            many, own = column(together, one.name), column(alone, one.name)
            assert many[..., b, :].tobytes() == own[..., 0, :].tobytes(), one.name


def test_where_nobody_was_warned_nothing_is_defined() -> None:
    plan = plan_of("usual")
    warning, lift, first_s, expires_s, at_s = part_of(drawn(plan, seed=9), slice(2, 3))
    for engine in ENGINES:
        found = moments(plan, warning, lift, first_s, expires_s, at_s, engine=engine)
        assert np.isnan(found.noticed_s).all()
        assert np.isnan(found.released_s).all()
        assert not found.noticed.any()
        assert not np.nan_to_num(found.sheltered_at).any()


def test_a_message_before_the_first_warning_is_refused() -> None:
    plan = plan_of("usual")
    warning, lift, first_s, expires_s, at_s = drawn(plan, seed=11, replicates=1)
    with pytest.raises(ValueError, match="before the first warning"):
        moments(plan, warning, lift, first_s + 400.0, expires_s, at_s)


def test_without_numba_the_curves_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    plan = plan_of("usual")
    batch = drawn(plan, seed=10, replicates=1)
    wanted = moments(plan, *batch, engine="numpy")
    monkeypatch.setattr(module, "find_spec", lambda name: None)
    assert moments(plan, *batch).noticed_s.tobytes() == wanted.noticed_s.tobytes()


def test_figures_agree_with_those_read_from_the_log() -> None:
    world = usual_world()
    log = simulate(world, Draws(3))
    assert world.reach is not None
    own = people_of(world, log)
    assert own is not None
    codes = list(world.layer.codes)
    first = log.first("warned")
    assert first is not None
    expires_s = np.full((1, len(codes)), np.nan)
    for event in log.of("warned"):
        expires_s[0, codes.index(event.subject)] = event.fields["expires_s"]
    warning, lift = on_air_of(own.warning.signals), on_air_of(own.lift.signals)
    asked = np.empty((0, 1, len(codes)))
    found = moments(world.reach, warning, lift, np.array([first.t_s]), expires_s, asked)
    rows = area_rows(log, identities(world.layer))
    for area, row in enumerate(rows):
        assert row.noticed_p50_s == pytest.approx(found.noticed_s[0, 0, area], abs=STEP_S)
        for name in ("noticed", "acted", "sheltered", "released"):
            assert getattr(row, f"{name}_share") == pytest.approx(column(found, name)[0, area], abs=2e-3)


def on_air_of(signals: Any) -> OnAir:
    """What went on air, back from what people met."""
    arrays = zip(*((s.start_s, s.text_s, s.awake, s.asleep) for s in signals), strict=True)
    return OnAir(*(np.stack(column)[:, None] for column in arrays))
