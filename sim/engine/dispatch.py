"""Sends a message: arrivals come as arrays and are played in time order; people who start by hand take their
time."""

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np

from sim.alert.delays import draw_delay
from sim.alert.messages import Message
from sim.engine.desk import Desk, Process
from sim.engine.log import Event
from sim.reach.operators import answer_s
from sim.reach.plan import is_municipal
from sim.reach.routes import AtReceivers, OnChannel, municipal_start, on_channel, operator_there_s
from sim.units import Bools, SecondsArray


def send(desk: Desk, message: Message) -> None:
    """Set a message on its way; without a reach it is everywhere at once."""
    plan, setup = desk.world.reach, desk.setup
    if plan is None or setup is None:
        for area in np.flatnonzero(message.areas).tolist():
            desk.arrived(message, area)
        return
    at_receivers = municipal_start(plan, setup, message, desk.draws)
    started = np.where(setup.by_hand, np.nan, at_receivers.ready_s)
    desk.env.process(_play(desk, message, _receiver_events(desk, message, at_receivers)))
    for index in range(len(plan.reach.channels)):
        copies = on_channel(plan, setup, message, desk.draws, index, at_receivers, started)
        known = message.areas & ~np.isnan(copies.on_air_s)
        desk.env.process(_play(desk, message, _entry_events(desk, message, index, copies)))
        desk.env.process(_play(desk, message, _air_events(desk, message, index, copies, known)))
    there = operator_there_s(setup, at_receivers.ready_s, at_receivers.why)
    for area in np.flatnonzero(message.areas & setup.by_hand).tolist():
        desk.env.process(_by_hand(desk, message, at_receivers, area, there))


def _by_hand(
    desk: Desk, message: Message, at_receivers: AtReceivers, area: int, there_s: SecondsArray
) -> Process:
    """The operator of one municipality: one message at a time, each as soon as that person is there."""
    plan, setup = desk.world.reach, desk.setup
    assert plan is not None
    assert setup is not None
    operator = plan.reach.start.operator
    if operator is not None and np.isfinite(there_s[area]):
        yield desk.at(float(there_s[area]))
        with desk.operator(area).request() as turn:
            yield turn
            stream = f"reach/{message.key}/operator/{plan.codes[area]}"
            on_duty_s = draw_delay(operator.on_duty, desk.draws, f"{stream}/on")
            away = operator.off_duty
            off_duty_s = None if away is None else draw_delay(away, desk.draws, f"{stream}/off")
            now = float(desk.env.now)
            yield desk.at(answer_s(operator, plan.launch, now, on_duty_s, off_duty_s))
        desk.note("started_by_hand", plan.codes[area], message=message.number)
    started = np.full(len(plan.codes), np.inf)
    started[area] = float(desk.env.now) if np.isfinite(there_s[area]) else np.inf
    only = np.arange(len(plan.codes)) == area
    for index, channel in enumerate(plan.reach.channels):
        if is_municipal(channel):
            copies = on_channel(plan, setup, message, desk.draws, index, at_receivers, started)
            desk.env.process(_play(desk, message, _air_events(desk, message, index, copies, only)))


def _play(desk: Desk, message: Message, events: Iterable[Event]) -> Process:
    """Write events into the log when they happen; the first sound or sight of a lift ends the warning
    there."""
    rows = {code: row for row, code in enumerate(desk.world.layer.codes)}
    for event in sorted(events, key=lambda one: one.t_s):
        if event.t_s > desk.env.now:
            yield desk.at(event.t_s)
        desk.note(event.kind, event.subject, **event.fields)
        if event.kind == "on_air":
            desk.arrived(message, rows[event.subject])


def _receiver_events(desk: Desk, message: Message, at_receivers: AtReceivers) -> Iterator[Event]:
    plan = desk.world.reach
    assert plan is not None
    names = [link.name for link in plan.reach.links]
    for area in np.flatnonzero(message.areas).tolist():
        number, code = message.number, plan.codes[area]
        if not np.isfinite(at_receivers.in_s[area]):
            why = at_receivers.why[area]
            yield Event(message.issued_s, "receiver_not_reached", code, {"message": number, "why": why})
            continue
        first = int(at_receivers.link_s[:, area].argmin())
        for link in np.flatnonzero(np.isfinite(at_receivers.link_s[:, area])).tolist():
            kind = "receiver_in" if link == first else "duplicate"
            fields = {"message": number, "link": names[link]}
            yield Event(float(at_receivers.link_s[link, area]), kind, code, fields)


def _entry_events(desk: Desk, message: Message, index: int, copies: OnChannel) -> Iterator[Event]:
    """When a channel of its own has the message; municipal channels have it from the receiver."""
    plan = desk.world.reach
    assert plan is not None
    channel = plan.reach.channels[index]
    if is_municipal(channel):
        return
    fields = {"message": message.number, "channel": channel.name}
    for area in np.flatnonzero(message.areas & np.isfinite(copies.in_s)).tolist():
        yield Event(float(copies.in_s[area]), "channel_in", plan.codes[area], fields)


def _air_events(desk: Desk, message: Message, index: int, copies: OnChannel, areas: Bools) -> Iterator[Event]:
    plan, now = desk.world.reach, float(desk.env.now)
    assert plan is not None
    for area in np.flatnonzero(areas).tolist():
        fields: dict[str, Any] = {"message": message.number, "channel": plan.reach.channels[index].name}
        if np.isfinite(copies.on_air_s[area]):
            fields |= {"awake": float(copies.awake[area]), "asleep": float(copies.asleep[area])}
            fields["text_s"] = float(copies.text_s[area])
            yield Event(float(copies.on_air_s[area]), "on_air", plan.codes[area], fields)
        else:
            yield Event(now, "not_reached", plan.codes[area], fields | {"why": copies.why[area]})
