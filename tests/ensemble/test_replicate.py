"""Replicates worked out together are the single runs on the same draws, for every shipped scenario and policy."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.draws import Draws
from sim.ensemble.columns import AREA_COLUMNS, REPLICATE_COLUMNS
from sim.ensemble.plain import one_replicate
from sim.ensemble.replicate import BLOCK, Block, Prepared, prepare, replicate_block, replicates
from sim.errors import InputError
from sim.scenario import load_scenario
from tests.mornings import SCENARIO

FOLDER = SCENARIO.parent
SHIPPED = sorted([*FOLDER.glob("*.yaml"), *(FOLDER / "policies").glob("*.yaml")])
SEED, FIRST, COUNT = 3, 70, 2
FAULTS = (
    "{name: typhoon, kind: receiver_down, probability: 0.3, common_cause_share: 0.5, "
    "cause: {name: c, probability: 0.7}}",
    "{name: dark, kind: channel_outage, channel: cell_broadcast, network: carrier-1, from_s: 0, to_s: 900}",
    "{name: queue, kind: channel_outage, channel: apps, from_s: 0, to_s: 400, queued: true}",
    "{name: lost, kind: lost_message, channels: [broadcasters], probability: 0.2}",
    "{name: late, kind: late_message, probability: 0.5, delay: {distribution: exponential, mean_s: 30, assumption: t}}",
    "{name: line, kind: link_outage, link: satellite, probability: 0.5}",
    "{name: set, kind: starter_misset, probability: 0.2}",
    "{name: away, kind: operator_absent, probability: 0.3}",
)
MISTAKES = (
    "{name: wrong, kind: wrong_areas, added: ['47214'], omitted: ['47201'], known: {value_s: 60, assumption: t}, "
    "correction: {value_s: 30, assumption: t}}",
    "{name: early, kind: wrong_areas, messages: [passed], omitted: ['47207'], known: {value_s: 600, assumption: t}, "
    "correction: {value_s: 60, assumption: t}}",
    "{name: alarm, kind: false_alarm, probability: 0.3, at_s: 10, "
    "known: {value_s: 100, assumption: t}, cancellation: {value_s: 60, assumption: t}}",
    "{name: unseen, kind: undetected_launch, probability: 0.2}",
)
OPERATOR = (
    "reach.start={manual_share: {share: 0.4, assumption: t}, operator: {from_clock: '08:30', to_clock: '17:15', "
    "on_duty: {distribution: uniform, low_s: 30, high_s: 90, assumption: t}, off_duty: {distribution: lognormal, "
    "median_s: 1800, log_sd: 0.5, assumption: t}, assumption: t}}"
)
SLOW_REPORTS = "authority.tracking.latency={distribution: exponential, mean_s: 40, assumption: t}"


def faults(*texts: str) -> str:
    return "faults=[" + ", ".join(text[:-1] + ", assumption: t}" for text in texts) + "]"


def apart(prepared: Prepared, found: Block, count: int) -> dict[str, float]:
    """Columns that differ from the single runs, with the greatest relative difference."""
    differ: dict[str, float] = {}
    for row in range(count):
        draws = Draws(SEED, found.first + row)
        own, areas = one_replicate(
            prepared.world, draws, dispersed=prepared.dispersed, lead_s=prepared.lead_s
        )
        pairs = [(key, found.replicates[key][row], own[key]) for key in found.replicates]
        pairs += [(key, found.areas[key][row], areas[key]) for key in found.areas]
        for key, one, other in pairs:
            if not np.allclose(one, other, rtol=1e-9, atol=1e-9, equal_nan=True):
                with np.errstate(invalid="ignore"):
                    differ[key] = float(np.nanmax(np.abs(np.asarray(one, float) - other), initial=-1.0))
    return differ


def checked(scenario: Path, overrides: tuple[str, ...] = (), count: int = COUNT, **options: Any) -> Block:
    prepared = prepare(load_scenario(scenario, list(overrides)), **options)
    found = replicates(prepared, SEED, FIRST, count)
    assert apart(prepared, found, count) == {}
    return found


@pytest.mark.parametrize("scenario", SHIPPED, ids=lambda path: path.stem)
def test_a_replicate_is_the_single_run_on_the_same_draws(scenario: Path) -> None:
    found = checked(scenario)
    assert tuple(found.replicates) == tuple(one.key for one in REPLICATE_COLUMNS)
    assert tuple(found.areas) == tuple(one.key for one in AREA_COLUMNS)


@pytest.mark.parametrize(
    "changes",
    [
        (faults(*FAULTS), OPERATOR),
        (faults(*MISTAKES),),
        (faults(*MISTAKES[:2]), "reach=null"),
        (SLOW_REPORTS, "authority.lift.minimum_under_warning_s=900"),
        ("authority.lift.withheld=true", "authority.expiry={value_s: 600, assumption: t}"),
        ("authority.targeting={kind: none, assumption: t}",),
    ],
    ids=["faults", "mistakes", "mistakes-alone", "slow-reports", "no-lift", "nobody"],
)
def test_whatever_goes_wrong_goes_wrong_alike(changes: tuple[str, ...]) -> None:
    checked(SCENARIO, changes, count=6)


def test_the_nominal_flight_is_flown_where_flights_are_not_drawn() -> None:
    found = checked(SCENARIO, dispersed=False)
    assert len(set(found.areas["closest_m"][:, 0])) == 1
    assert len(set(found.replicates["issued_s"])) == COUNT


def test_a_block_is_the_same_as_its_replicates_in_any_company() -> None:
    prepared = prepare(load_scenario(SCENARIO))
    whole = replicate_block(prepared, SEED, BLOCK)
    part = replicates(prepared, SEED, FIRST, COUNT)
    start = FIRST - BLOCK
    for columns, others in ((whole.replicates, part.replicates), (whole.areas, part.areas)):
        for key in columns:
            np.testing.assert_allclose(
                columns[key][start : start + COUNT], others[key], rtol=1e-9, atol=1e-9, err_msg=key
            )


def test_a_block_twice_is_the_same_to_the_last_bit() -> None:
    prepared = prepare(load_scenario(SCENARIO))
    one, other = replicate_block(prepared, SEED, 0), replicate_block(prepared, SEED, 0)
    for columns, others in ((one.replicates, other.replicates), (one.areas, other.areas)):
        for key in columns:
            assert columns[key].tobytes() == others[key].tobytes(), key


@pytest.mark.parametrize("first", [-64, 1, 63])
def test_blocks_start_at_their_multiples(first: int) -> None:
    with pytest.raises(ValueError, match="multiple of 64"):
        replicate_block(prepare(load_scenario(SCENARIO, ["reach=null"])), SEED, first)


def test_an_object_that_fails_cannot_fly_another_flight() -> None:
    cut = "failures=[{kind: engine_cut, object: lead, at_s: 400, assumption: of the test}]"
    with pytest.raises(InputError, match="cannot be played on flights drawn anew"):
        prepare(load_scenario(SCENARIO, [cut]))
    prepare(load_scenario(SCENARIO, [cut]), dispersed=False)
