"""One message on its way: when each area's receiver and each channel has it, or why it never comes.

Arrival times are arrays over areas, drawn by inverse transform from streams named by message and channel, so
that a fault, a further channel or a further message moves no other draw. Where a municipality starts by hand,
the start is a person's: `municipal_start` says when the message is ready for that person, and the caller says
when it was started.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from sim.alert.delays import delay_quantile
from sim.alert.messages import Message
from sim.draws import Draws
from sim.reach.hours import highest_share, hour_of_day, share_at
from sim.reach.plan import ReachPlan, Setup, is_municipal
from sim.reach.strikes import Strike, concerns
from sim.scenario.delay import Delay
from sim.scenario.faults import (
    ChannelOutage,
    LateMessage,
    LinkOutage,
    LostMessage,
    OperatorAbsent,
    ReceiverDown,
    StarterMisset,
)
from sim.scenario.reach import Broadcast, CellBroadcast, Channel, HomeReceiver, Loudspeaker
from sim.units import Bools, Floats, Metres, Seconds, SecondsArray

SPEED_OF_SOUND_M_S = 343.0
_MEAN_OF_RADIUS = 2.0 / 3.0

Reasons = NDArray[np.object_]


@dataclass(frozen=True, eq=False)
class AtReceivers:
    """A message at the municipal receivers: ``link_s`` ``(L, A)`` per link, ``in_s`` the first copy,
    ``ready_s`` handled and ready to start, ``(A,)``; infinite where it never comes, with the reason in
    ``why``.
    """

    link_s: SecondsArray
    in_s: SecondsArray
    ready_s: SecondsArray
    why: Reasons


@dataclass(frozen=True, eq=False)
class OnChannel:
    """A message on one channel, each ``(A,)``: in (t6), on air or on the device (t7), its wording there.

    Infinite where it never comes, with the reason in ``why``; ``awake`` and ``asleep`` are the shares of those awake
    and of those asleep that it can reach.
    """

    in_s: SecondsArray
    on_air_s: SecondsArray
    text_s: SecondsArray
    awake: Floats
    asleep: Floats
    why: Reasons = field(repr=False)


def municipal_start(plan: ReachPlan, setup: Setup, message: Message, draws: Draws) -> AtReceivers:
    """Over all links to the receivers, whose first copy counts, and through them."""
    size, receivers = len(plan.codes), plan.reach.receivers
    why = _no_reasons(size)
    links = []
    for link in plan.reach.links:
        stream = f"reach/{message.key}/link/{link.name}"
        sent = np.where(message.areas, message.issued_s, np.inf)
        outages = [(f, s) for f, s in setup.strikes.of(LinkOutage) if f.link == link.name]
        for fault, strike in outages:
            sent = _outage(sent, strike, fault.queued, why)
        links.append(sent + delay_quantile(link.latency, draws.uniforms(stream, size)))
    link_s = np.stack(links)
    in_s = link_s.min(axis=0)
    why = np.where(np.isfinite(in_s), "", why)
    ready = in_s
    for _, strike in setup.strikes.of(ReceiverDown):
        ready = _lose(ready, strike.hits(in_s), strike.fault.name, why)
    in_s = np.where(np.isfinite(ready), in_s, np.inf)
    handling = draws.uniforms(f"reach/{message.key}/receiver", size)
    ready = ready + delay_quantile(receivers.new, handling)
    if receivers.old is not None and setup.old.any():
        ready = np.where(setup.old, in_s + delay_quantile(receivers.old, handling), ready)
    return AtReceivers(link_s, in_s, ready, why)


def operator_there_s(setup: Setup, ready_s: SecondsArray, why: Reasons) -> SecondsArray:
    """When someone can turn to a message that is ready, ``(A,)``: at once, after an absence, or never."""
    for fault, strike in setup.strikes.of(OperatorAbsent):
        ready_s = _outage(ready_s, strike, fault.to_s is not None, why)
    return ready_s


def on_channel(
    plan: ReachPlan,
    setup: Setup,
    message: Message,
    draws: Draws,
    index: int,
    receivers: AtReceivers,
    started_s: SecondsArray,
) -> OnChannel:
    """A message on channel ``index``; municipal channels begin at ``started_s`` ``(A,)``, NaN where not yet
    known."""
    channel = plan.reach.channels[index]
    stream = f"reach/{message.key}/{channel.name}"
    if is_municipal(channel):
        in_s, begin, why = receivers.in_s, started_s, receivers.why.copy()
        begin = _misset(begin, channel, setup, why)
    else:
        in_s, why = _direct(channel, message, draws, stream), _no_reasons(len(plan.codes))
        begin = in_s
    begin = _channel_faults(begin, channel, setup, message, draws, why)
    latency = delay_quantile(channel.latency, _uniforms(channel, draws, f"{stream}/latency", len(begin)))
    on_air = begin + latency + _travel_s(channel)
    has_it = plan.coverage[index] * channel.device.share * _working(channel, setup, in_s)
    awake = has_it * _attentive(channel, plan, message, on_air)
    why = np.where(np.isfinite(on_air) | ~message.areas, "", why)
    text_s = on_air + _until_text(channel, draws, stream, len(begin))
    return OnChannel(in_s, on_air, text_s, awake, has_it * channel.wakes.share, why)


def _direct(channel: Channel, message: Message, draws: Draws, stream: str) -> SecondsArray:
    gateway: Delay = channel.gateway  # type: ignore[union-attr,assignment]
    took = delay_quantile(gateway, _uniforms(channel, draws, f"{stream}/gateway", len(message.areas)))
    return np.where(message.areas, message.issued_s + took, np.inf)


def _uniforms(channel: Channel, draws: Draws, stream: str, size: int) -> Floats:
    """One draw per area, or one for all where one sender serves all."""
    if isinstance(channel, Broadcast):
        return np.full(size, draws.uniform(stream))
    return draws.uniforms(stream, size)


def _misset(begin: SecondsArray, channel: Channel, setup: Setup, why: Reasons) -> SecondsArray:
    for fault, strike in setup.strikes.of(StarterMisset):
        named = isinstance(channel, Loudspeaker | HomeReceiver) if fault.channels is None else None
        if named or (fault.channels is not None and channel.name in fault.channels):
            begin = _lose(begin, strike.hits(begin), fault.name, why)
    return begin


def _channel_faults(
    begin: SecondsArray, channel: Channel, setup: Setup, message: Message, draws: Draws, why: Reasons
) -> SecondsArray:
    for outage, strike in setup.strikes.of(ChannelOutage):
        if outage.channel == channel.name and outage.network is None:
            begin = _outage(begin, strike, outage.queued, why)
    for lost, strike in setup.strikes.of(LostMessage):
        if concerns(lost.messages, message.type) and (lost.channels is None or channel.name in lost.channels):
            begin = _lose(begin, strike.hits(begin), lost.name, why)
    for late, strike in setup.strikes.of(LateMessage):
        if concerns(late.messages, message.type) and (late.channels is None or channel.name in late.channels):
            stream = f"fault/{late.name}/{message.key}/{channel.name}"
            later = delay_quantile(late.delay, draws.uniforms(stream, len(begin)))
            begin = np.where(strike.hits(begin), begin + later, begin)
    return begin


def _working(channel: Channel, setup: Setup, in_s: SecondsArray) -> Floats:
    """Share of the channel's devices whose carrier works, ``(A,)``."""
    working = np.ones(len(in_s))
    if not isinstance(channel, CellBroadcast):
        return working
    for network in channel.networks:
        down = np.zeros(len(in_s), bool)
        for fault, strike in setup.strikes.of(ChannelOutage):
            if fault.channel == channel.name and fault.network == network.name:
                down |= strike.hits(in_s)
        working -= np.where(down, network.share, 0.0)
    return np.maximum(working, 0.0)


def _attentive(channel: Channel, plan: ReachPlan, message: Message, on_air_s: SecondsArray) -> Floats:
    """Share attentive when it comes; a message that ends a warning finds those who noticed the warning
    awake."""
    if not message.type.warns:
        return np.full(len(on_air_s), highest_share(channel.attentive))
    return share_at(channel.attentive, np.nan_to_num(hour_of_day(plan.launch, on_air_s)))


def _travel_s(channel: Channel) -> Seconds:
    """Mean time sound travels to people spread evenly over the circle in which it is heard."""
    if not isinstance(channel, Loudspeaker):
        return 0.0
    distance_m: Metres = _MEAN_OF_RADIUS * channel.radius_m
    return distance_m / SPEED_OF_SOUND_M_S


def _until_text(channel: Channel, draws: Draws, stream: str, size: int) -> SecondsArray:
    """From the first signal until the wording has been said or shown."""
    if isinstance(channel, Loudspeaker):
        return np.full(size, channel.siren_s + channel.message_s)
    if isinstance(channel, CellBroadcast) and channel.text is not None:
        return delay_quantile(channel.text, draws.uniforms(f"{stream}/text", size))
    return np.zeros(size)


def _outage(t_s: SecondsArray, strike: Strike, queued: bool, why: Reasons) -> SecondsArray:
    """Sent during an outage: lost, or waiting for its end."""
    hit = strike.hits(t_s)
    end = strike.fault.to_s
    if queued and end is not None:
        return np.where(hit, end, t_s)
    return _lose(t_s, hit, strike.fault.name, why)


def _lose(t_s: SecondsArray, hit: Bools, name: str, why: Reasons) -> SecondsArray:
    for area in np.flatnonzero(hit):
        why[area] = ", ".join(dict.fromkeys([*filter(None, why[area].split(", ")), name]))
    return np.where(hit, np.inf, t_s)


def _no_reasons(size: int) -> Reasons:
    return np.full(size, "", object)
