"""Each fault does what it says, to whom it says, and moves nothing else: common random numbers."""

from collections.abc import Callable
from typing import Any

import pytest

from sim.engine.log import Event, EventLog
from tests.mornings import lived, morning

NAHA, IZENA, MIYAKO = "47201", "47360", "47214"
PEOPLE = ("people", "known_by")


def unlike(one: EventLog, other: EventLog) -> list[Event]:
    """Events of either log that the other has not; what people do follows from the rest and is left out."""
    mine, theirs = ([e for e in log if e.kind not in PEOPLE] for log in (one, other))
    known, seen = {e.to_json() for e in mine}, {e.to_json() for e in theirs}
    return [e for e in mine if e.to_json() not in seen] + [e for e in theirs if e.to_json() not in known]


def on(channel: str, *areas: str) -> Callable[[Event], bool]:
    return lambda event: event.fields.get("channel") == channel and (not areas or event.subject in areas)


def at(*areas: str) -> Callable[[Event], bool]:
    return lambda event: event.subject in areas


CASES: list[tuple[dict[str, Any], Callable[[Event], bool]]] = [
    ({"kind": "receiver_down", "areas": [NAHA]}, at(NAHA)),
    ({"kind": "starter_misset", "areas": [IZENA]}, at(IZENA)),
    (
        {"kind": "starter_misset", "areas": [IZENA], "channels": ["home_receivers"]},
        on("home_receivers", IZENA),
    ),
    (
        {"kind": "link_outage", "link": "satellite"},
        lambda e: e.kind not in ("issued", "lift_issued", "warned"),
    ),
    ({"kind": "channel_outage", "channel": "cell_broadcast", "areas": [NAHA]}, at(NAHA)),
    ({"kind": "channel_outage", "channel": "cell_broadcast", "network": "carrier-1"}, on("cell_broadcast")),
    ({"kind": "lost_message", "channels": ["apps"]}, on("apps")),
    (
        {
            "kind": "late_message",
            "channels": ["broadcasters"],
            "delay": {"value_s": 90.0, "distribution": "fixed"},
        },
        on("broadcasters"),
    ),
]


@pytest.mark.parametrize(
    ("fault", "concerned"), CASES, ids=lambda c: c.get("kind") if isinstance(c, dict) else ""
)
def test_turning_a_fault_on_changes_only_what_it_should(
    fault: dict[str, Any], concerned: Callable[[Event], bool]
) -> None:
    changed = unlike(lived(morning()), lived(morning([{"name": "f"} | fault])))
    assert changed
    ended = [
        event for event in changed if event.kind == "lifted"
    ]  # the first copy of the lift may be another
    assert [event.to_json() for event in changed if not concerned(event) and event not in ended] == []


def test_a_fault_that_never_strikes_changes_nothing() -> None:
    faults = [
        {"kind": kind, "name": kind, "probability": 0.0}
        for kind in ("receiver_down", "starter_misset", "operator_absent", "undetected_launch")
    ]
    assert lived(morning(faults)).to_jsonl() == lived(morning()).to_jsonl()


def test_a_further_channel_moves_no_other_draw() -> None:
    world = morning()
    assert world.reach is not None
    channels = world.spec.reach.model_dump()["channels"]  # type: ignore[union-attr]
    fewer = lived(morning(reach__channels=channels[:-1]))
    gone = channels[-1]["name"]
    assert [event for event in unlike(lived(world), fewer) if event.fields.get("channel") != gone] == []


def test_a_dead_receiver_is_named_and_other_channels_still_reach_people() -> None:
    log = lived(morning([{"kind": "receiver_down", "name": "antenna", "areas": [NAHA]}]))
    missed = {e.fields["channel"]: e.fields["why"] for e in log.of("not_reached") if e.subject == NAHA}
    assert missed == {"loudspeakers": "antenna", "home_receivers": "antenna"}
    assert {e.subject for e in log.of("not_reached")} == {NAHA}
    assert any(e.subject == NAHA for e in log.of("on_air"))


def test_links_race_and_the_later_copy_is_a_duplicate() -> None:
    log = lived(morning())
    for code in (NAHA, MIYAKO):
        first = next(e for e in log.of("receiver_in") if e.subject == code)
        second = next(e for e in log.of("duplicate") if e.subject == code)
        assert first.t_s <= second.t_s
        assert {first.fields["link"], second.fields["link"]} == {"satellite", "terrestrial"}


def test_with_one_link_down_the_other_carries_and_with_both_down_nothing_does() -> None:
    satellite = {"kind": "link_outage", "name": "rain", "link": "satellite"}
    ground = {"kind": "link_outage", "name": "digger", "link": "terrestrial"}
    one = lived(morning([satellite]))
    assert {e.fields["link"] for e in one.of("receiver_in")} == {"terrestrial"}
    assert not list(one.of("duplicate", "not_reached"))
    both = lived(morning([satellite, ground]))
    assert {e.fields["why"] for e in both.of("not_reached")} == {"rain, digger"}


def test_an_outage_delays_what_is_queued_until_it_ends() -> None:
    fault = {
        "kind": "channel_outage",
        "name": "f",
        "channel": "apps",
        "from_s": 0.0,
        "to_s": 600.0,
        "queued": True,
    }
    first = next(e for e in lived(morning([fault])).of("on_air") if e.fields["channel"] == "apps")
    assert first.t_s > 600.0


def test_a_message_is_late_by_its_delay() -> None:
    fault = {
        "kind": "late_message",
        "name": "f",
        "channels": ["apps"],
        "delay": {"distribution": "fixed", "value_s": 90.0},
    }
    pair = [next(e for e in lived(morning(f)).of("on_air") if on("apps", NAHA)(e)) for f in ((), [fault])]
    assert pair[1].t_s - pair[0].t_s == pytest.approx(90.0)


def test_a_carrier_outage_takes_its_share_of_telephones() -> None:
    fault = {"kind": "channel_outage", "name": "f", "channel": "cell_broadcast", "network": "carrier-1"}
    pair = [
        next(e for e in lived(morning(f)).of("on_air") if on("cell_broadcast", NAHA)(e))
        for f in ((), [fault])
    ]
    for group in ("awake", "asleep"):
        assert pair[1].fields[group] == pytest.approx(0.6 * pair[0].fields[group], abs=1e-12)
    assert pair[1].t_s == pair[0].t_s


def test_a_launch_nobody_sees_warns_nobody() -> None:
    log = lived(morning([{"kind": "undetected_launch", "name": "f"}]))
    assert not list(log.of("detected", "issued", "warned", "people"))
    assert list(log.of("hazard_enter"))


def test_a_false_alarm_has_no_launch_and_ends_cancelled() -> None:
    """Hawaii, 13 January 2018: known to be wrong after 3 minutes, put right after 35 more."""
    known, put_right = ({"distribution": "fixed", "value_s": s} for s in (180.0, 2100.0))
    fault = {"kind": "false_alarm", "name": "f", "at_s": 0.0, "known": known, "cancellation": put_right}
    log = lived(morning([fault]))
    assert not list(log.of("launch", "hazard_enter", "detected", "lifted", "expired"))
    sent = log.first("withdrawal_issued")
    assert sent is not None
    assert sent.fields["type"] == "cancellation"
    assert sent.t_s == pytest.approx(2280.0)
    assert {e.subject for e in log.of("cancelled")} == {e.subject for e in log.of("warned")}


def test_a_false_alarm_that_nobody_puts_right_expires() -> None:
    log = lived(morning([{"kind": "false_alarm", "name": "f", "at_s": 0.0, "areas": [NAHA]}]))
    assert [e.subject for e in log.of("expired")] == [NAHA]


def test_wrong_areas_are_warned_and_corrected() -> None:
    """4 October 2022: islands of Tokyo were warned by mistake."""
    fault = {
        "kind": "wrong_areas",
        "name": "f",
        "added": [MIYAKO],
        "omitted": [NAHA],
        "known": {"distribution": "fixed", "value_s": 60.0},
        "correction": {"distribution": "fixed", "value_s": 30.0},
    }
    listed = {"kind": "list", "areas": [NAHA, IZENA]}
    log = lived(morning([fault], authority__targeting=listed))
    issued = list(log.of("issued"))
    assert [e.fields["areas"] for e in issued] == [[MIYAKO, IZENA], [NAHA]]
    assert issued[1].t_s - issued[0].t_s == pytest.approx(90.0)
    correction = log.first("withdrawal_issued")
    assert correction is not None
    assert (correction.fields["type"], correction.fields["areas"]) == ("correction", [MIYAKO])
    assert {e.subject for e in log.of("cancelled")} == {MIYAKO}
    assert {e.subject for e in log.of("lifted")} == {NAHA, IZENA}


def test_a_mistake_nobody_notices_is_never_lifted() -> None:
    fault = {"kind": "wrong_areas", "name": "f", "added": [MIYAKO]}
    log = lived(morning([fault], authority__targeting={"kind": "list", "areas": [NAHA]}))
    assert {e.subject for e in log.of("expired")} == {MIYAKO}
    assert {e.subject for e in log.of("lifted")} == {NAHA}
