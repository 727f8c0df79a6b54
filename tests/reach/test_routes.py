"""A message on its way: what each channel adds, in arrays over areas."""

from typing import Any

import numpy as np
import pytest

from sim.alert.messages import Message, MessageType
from sim.draws import Draws
from sim.reach.plan import ReachPlan, draw_setup
from sim.reach.routes import AtReceivers, OnChannel, municipal_start, on_channel
from tests.mornings import fixed, morning, usual_world

CODES = usual_world().layer.codes
NAHA = CODES.index("47201")


def plan_of(**changes: Any) -> ReachPlan:
    plan = morning(**changes).reach
    assert plan is not None
    return plan


def sent(
    plan: ReachPlan, kind: MessageType = MessageType.LAUNCH_INFORMATION
) -> tuple[AtReceivers, dict[str, OnChannel]]:
    draws = Draws(7)
    setup = draw_setup(plan, draws)
    message = Message(1, f"{kind}/1", kind, np.ones(len(CODES), bool), 200.0)
    receivers = municipal_start(plan, setup, message, draws)
    channels = {
        channel.name: on_channel(plan, setup, message, draws, index, receivers, receivers.ready_s)
        for index, channel in enumerate(plan.reach.channels)
    }
    return receivers, channels


def test_the_first_copy_counts_and_the_receiver_handles_it() -> None:
    receivers, _ = sent(plan_of(reach__receivers={"new": fixed(1.5)}))
    assert receivers.in_s.tolist() == receivers.link_s.min(axis=0).tolist()
    assert receivers.ready_s - receivers.in_s == pytest.approx(1.5)


def test_an_old_receiver_takes_its_twenty_seconds() -> None:
    old = {"new": fixed(1.5), "old": fixed(20.0), "old_areas": ["47201"]}
    receivers, _ = sent(plan_of(reach__receivers=old))
    took = receivers.ready_s - receivers.in_s
    assert took[NAHA] == pytest.approx(20.0)
    assert np.delete(took, NAHA) == pytest.approx(1.5)


def test_a_share_of_old_receivers_is_drawn() -> None:
    old = {"new": fixed(1.5), "old": fixed(20.0), "old_share": {"share": 0.4}}
    plan = plan_of(reach__receivers=old)
    shares = [draw_setup(plan, Draws(seed)).old.mean() for seed in range(100)]
    assert np.mean(shares) == pytest.approx(0.4, abs=0.03)


def test_sound_travels_two_thirds_of_the_radius_and_the_wording_follows_the_siren() -> None:
    usual = usual_world().reach
    assert usual is not None
    speakers = usual.reach.model_dump()["channels"][0] | {"latency": fixed(4.0), "radius_m": 1029.0}
    receivers, channels = sent(plan_of(reach__channels=[speakers]))
    loud = channels["loudspeakers"]
    assert loud.on_air_s - receivers.ready_s == pytest.approx(4.0 + 2.0)
    assert loud.text_s - loud.on_air_s == pytest.approx(14.0 + 12.0)


def test_a_broadcaster_has_one_delay_for_all_and_telephones_each_their_own() -> None:
    _, channels = sent(plan_of())
    assert len(set(channels["broadcasters"].on_air_s.tolist())) == 1
    assert len(set(channels["cell_broadcast"].on_air_s.tolist())) == len(CODES)


def test_a_telephone_rings_before_it_shows_the_wording() -> None:
    phones = sent(plan_of())[1]["cell_broadcast"]
    assert (phones.text_s > phones.on_air_s).all()
    assert (phones.on_air_s - phones.in_s <= 4.0).all()


def test_shares_are_coverage_times_device_times_attention() -> None:
    usual = usual_world().reach
    assert usual is not None
    speakers = usual.reach.model_dump()["channels"][0]
    speakers |= {"coverage": {"share": 0.5}, "coverage_by_area": [{"areas": ["47201"], "share": 0.9}]}
    speakers |= {"device": {"share": 0.8}, "attentive": {"day": [{"at": "12:00", "share": 0.5}]}}
    _, channels = sent(plan_of(reach__channels=[speakers]))
    loud = channels["loudspeakers"]
    assert loud.awake[NAHA] == pytest.approx(0.9 * 0.8 * 0.5)
    assert np.delete(loud.awake, NAHA) == pytest.approx(0.5 * 0.8 * 0.5)
    assert loud.asleep[NAHA] == pytest.approx(0.9 * 0.8 * 0.3)


def test_a_lift_finds_people_on_the_watch() -> None:
    television = {kind: sent(plan_of(), kind)[1]["broadcasters"].awake[0] for kind in MessageType}
    warned = television[MessageType.LAUNCH_INFORMATION]
    assert (
        television[MessageType.PASSED] == television[MessageType.CANCELLATION] == pytest.approx(0.95 * 0.45)
    )
    assert warned < television[MessageType.PASSED]


def test_areas_not_addressed_get_nothing() -> None:
    plan, draws = plan_of(), Draws(7)
    areas = np.arange(len(CODES)) == NAHA
    message = Message(1, "launch_information/1", MessageType.LAUNCH_INFORMATION, areas, 200.0)
    setup = draw_setup(plan, draws)
    receivers = municipal_start(plan, setup, message, draws)
    for index in range(len(plan.reach.channels)):
        copies = on_channel(plan, setup, message, draws, index, receivers, receivers.ready_s)
        assert np.isfinite(copies.on_air_s).tolist() == areas.tolist()
        assert copies.why.lost == ()
