"""The event log of one run, written from what flew, what was decided, and what arrived when."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np

from sim.alert.lifecycle import AreaWarning
from sim.alert.messages import Message
from sim.alert.reports import TrackReport
from sim.alert.texts import LANGUAGES, message_text
from sim.engine.decisions import Decisions
from sim.engine.delivery import Delivered
from sim.engine.log import Event, EventLog
from sim.engine.outcome import ENDED, Outcome, Sent, resolve
from sim.engine.sightings import Sightings
from sim.engine.truth import truth_events
from sim.engine.world import World
from sim.reach.plan import ReachPlan, is_municipal
from sim.reach.routes import OnChannel
from sim.units import Bools, SecondsArray


def chronicle(world: World, decided: Decisions, delivered: Sequence[Delivered]) -> EventLog:
    """Everything up to messages on air, in time order; causes come before what they lead to at the same moment."""
    codes = world.layer.codes
    outcome = resolve(sent_of(decided.messages, delivered))
    parts: tuple[Iterable[Event], ...] = (
        truth_events(world) if decided.launched else (),
        _told(decided.events, decided.messages, codes),
        () if decided.sightings is None else _reports(decided.sightings),
        _life(codes, decided.messages, outcome, opening=True),
        () if world.reach is None else _on_the_way(world.reach, delivered),
        _life(codes, decided.messages, outcome, opening=False),
    )
    return EventLog(sorted((event for part in parts for event in part), key=lambda event: event.t_s))


def sent_of(messages: Sequence[Message], delivered: Sequence[Delivered]) -> Sent:
    """The messages of one run as arrays; without a way to people they are everywhere at once."""
    size = len(messages[0].areas) if messages else 0
    areas = np.array([message.areas for message in messages], bool).reshape(len(messages), size)
    issued = np.array([message.issued_s for message in messages], float)
    arrival = [_first_on_air(one.copies) for one in delivered] or [np.where(areas, issued[:, None], np.inf)]
    return Sent(
        warns=np.array([message.type.warns for message in messages], bool),
        lifts=np.array([message.type.lifts for message in messages], bool),
        withdraws=np.array([not message.type.warns | message.type.lifts for message in messages], bool),
        issued_s=issued,
        expires_s=np.array([message.expires_s for message in messages], float),
        areas=areas,
        arrival_s=np.array(arrival, float).reshape(areas.shape),
    )


def _first_on_air(copies: Sequence[OnChannel]) -> SecondsArray:
    found: SecondsArray = np.min([copy.on_air_s for copy in copies], axis=0)
    return found


def _told(events: Iterable[Event], messages: Sequence[Message], codes: Sequence[str]) -> Iterator[Event]:
    """The authority's events, with what its messages say and whom they are for."""
    for event in events:
        if "message" not in event.fields:
            yield event
            continue
        message = messages[event.fields["message"] - 1]
        texts = {f"text_{language}": message_text(message.type, language) for language in LANGUAGES}
        areas = [codes[area] for area in np.flatnonzero(message.areas).tolist()]
        fields = {"message": message.number, "type": str(message.type), "areas": areas, **texts}
        yield Event(event.t_s, event.kind, event.subject, fields)


def _reports(sightings: Sightings) -> Iterator[Event]:
    for report in sightings.all_reports():
        fields: dict[str, Any] = {"observed_s": report.observed_s}
        if not isinstance(report, TrackReport):
            yield Event(report.received_s, "end_report", report.subject, fields | {"how": report.how})
            continue
        fields |= {
            "lat_deg": report.lat_deg,
            "lon_deg": report.lon_deg,
            "ground_speed_m_s": report.ground_speed_m_s,
            "azimuth_deg": report.azimuth_deg,
            "alt_m": report.alt_m,
            "vertical_speed_m_s": report.vertical_speed_m_s,
        }
        yield Event(report.received_s, "report", report.subject, fields)


def _life(
    codes: Sequence[str], messages: Sequence[Message], outcome: Outcome, *, opening: bool
) -> Iterator[Event]:
    """Warnings put in force, and those replaced by them; or those that ended otherwise. The life cycle refuses what
    is not legal."""
    for number, area in zip(*(rows.tolist() for rows in np.nonzero(outcome.end)), strict=True):
        message, code = messages[number], codes[area]
        warning = AreaWarning(area, message.number, message.issued_s, message.expires_s)
        ended = warning.end(ENDED[outcome.end[number, area]], float(outcome.ended_s[number, area]))
        by = messages[outcome.by[number, area]]
        superseded = by.type.warns and by is not message
        fields: dict[str, Any] = {"message": by.number}
        if opening:
            opened = {"message": message.number, "expires_s": warning.expires_s}
            yield Event(warning.issued_s, "warned", code, opened)
        if superseded is opening:
            fields |= {} if by.type.warns else {"issued_s": by.issued_s}
            assert ended.ended_s is not None
            yield Event(ended.ended_s, str(ended.state), code, fields)


def _on_the_way(plan: ReachPlan, delivered: Sequence[Delivered]) -> Iterator[Event]:
    for one in delivered:
        yield from _receiver_events(plan, one)
        for index, copy in enumerate(one.copies):
            yield from _channel_events(plan, one, index, copy)
        started = one.way.setup.by_hand & one.way.message.areas & np.isfinite(one.started_s)
        for area in np.flatnonzero(started).tolist():
            fields = {"message": one.way.message.number}
            yield Event(float(one.started_s[area]), "started_by_hand", plan.codes[area], fields)


def _receiver_events(plan: ReachPlan, one: Delivered) -> Iterator[Event]:
    message, at = one.way.message, one.way.at_receivers
    names = [link.name for link in plan.reach.links]
    for area in np.flatnonzero(message.areas).tolist():
        number, code = message.number, plan.codes[area]
        if not np.isfinite(at.in_s[area]):
            fields = {"message": number, "why": at.why[area]}
            yield Event(float(message.issued_s), "receiver_not_reached", code, fields)
            continue
        first = int(at.link_s[:, area].argmin())
        for link in np.flatnonzero(np.isfinite(at.link_s[:, area])).tolist():
            kind = "receiver_in" if link == first else "duplicate"
            fields = {"message": number, "link": names[link]}
            yield Event(float(at.link_s[link, area]), kind, code, fields)


def _channel_events(plan: ReachPlan, one: Delivered, index: int, copy: OnChannel) -> Iterator[Event]:
    """When a channel of its own has the message (municipal ones have it from the receiver), and when it is on air."""
    message, channel = one.way.message, plan.reach.channels[index]
    reached: Bools = np.isfinite(copy.on_air_s)
    failed_s = np.where(one.way.setup.by_hand & np.isfinite(one.started_s), one.started_s, message.issued_s)
    for area in np.flatnonzero(message.areas).tolist():
        fields: dict[str, Any] = {"message": message.number, "channel": channel.name}
        if not is_municipal(channel) and np.isfinite(copy.in_s[area]):
            yield Event(float(copy.in_s[area]), "channel_in", plan.codes[area], dict(fields))
        if reached[area]:
            fields |= {"awake": float(copy.awake[area]), "asleep": float(copy.asleep[area])}
            fields["text_s"] = float(copy.text_s[area])
            yield Event(float(copy.on_air_s[area]), "on_air", plan.codes[area], fields)
            continue
        when_s = failed_s[area] if is_municipal(channel) else message.issued_s
        yield Event(float(when_s), "not_reached", plan.codes[area], fields | {"why": copy.why[area]})
