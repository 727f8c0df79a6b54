"""One message on its way: when each area's receiver and each channel has it, or why it never comes.

Arrival times are arrays over areas, drawn by inverse transform from streams named by message and channel, so
that a fault, a further channel or a further message moves no other draw. Where a municipality starts by hand,
the start is a person's: `municipal_start` says when the message is ready for that person, and the caller says
when it was started. A message to A areas may have replicates as a leading axis, ``areas`` ``(B, A)`` and ``issued_s``
``(B, 1)``; so has then all that is drawn for it and all that is found.
"""

from dataclasses import dataclass, field

import numpy as np

from sim.alert.delays import delay_quantile
from sim.alert.messages import Message
from sim.draws import AnyDraws
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


@dataclass(frozen=True, eq=False)
class Reasons:
    """Why a message never comes, area by area: faults by name, in the order met, and where each struck it."""

    lost: tuple[tuple[str, Bools], ...] = ()

    def __getitem__(self, area: int) -> str:
        """All reasons in an area of one run; empty where it came."""
        return ", ".join(dict.fromkeys(name for name, struck in self.lost if struck[area]))

    def also(self, name: str, struck: Bools) -> "Reasons":
        """With one more."""
        return Reasons((*self.lost, (name, struck))) if struck.any() else self

    def only(self, areas: Bools) -> "Reasons":
        """Those of some areas."""
        return Reasons(tuple((name, struck & areas) for name, struck in self.lost))


_NONE = Reasons()


@dataclass(frozen=True, eq=False)
class AtReceivers:
    """A message at the municipal receivers: ``link_s`` ``(L, ..., A)`` per link, ``in_s`` the first copy,
    ``ready_s`` handled and ready to start, ``(..., A)``; infinite where it never comes, with the reason in
    ``why``.
    """

    link_s: SecondsArray
    in_s: SecondsArray
    ready_s: SecondsArray
    why: Reasons


@dataclass(frozen=True, eq=False)
class OnChannel:
    """A message on one channel, each ``(..., A)``: in (t6), on air or on the device (t7), its wording there.

    Infinite where it never comes, with the reason in ``why``; ``awake`` and ``asleep`` are the shares of those awake
    and of those asleep that it can reach.
    """

    in_s: SecondsArray
    on_air_s: SecondsArray
    text_s: SecondsArray
    awake: Floats
    asleep: Floats
    why: Reasons = field(repr=False)


def municipal_start(plan: ReachPlan, setup: Setup, message: Message, draws: AnyDraws) -> AtReceivers:
    """Over all links to the receivers, whose first copy counts, and through them."""
    size, receivers = len(plan.codes), plan.reach.receivers
    why = _NONE
    links = []
    for link in plan.reach.links:
        stream = f"reach/{message.key}/link/{link.name}"
        sent = np.where(message.areas, message.issued_s, np.inf)
        outages = [(f, s) for f, s in setup.strikes.of(LinkOutage) if f.link == link.name]
        for fault, strike in outages:
            sent, why = _outage(sent, strike, fault.queued, why)
        links.append(sent + delay_quantile(link.latency, draws.uniforms(stream, size)))
    link_s = np.stack(links)
    in_s = link_s.min(axis=0)
    why = why.only(np.isinf(in_s))
    ready = in_s
    for _, strike in setup.strikes.of(ReceiverDown):
        ready, why = _lose(ready, strike.hits(in_s), strike.fault.name, why)
    in_s = np.where(np.isfinite(ready), in_s, np.inf)
    handling = draws.uniforms(f"reach/{message.key}/receiver", size)
    ready = ready + delay_quantile(receivers.new, handling)
    if receivers.old is not None and setup.old.any():
        ready = np.where(setup.old, in_s + delay_quantile(receivers.old, handling), ready)
    return AtReceivers(link_s, in_s, ready, why)


def operator_there_s(setup: Setup, ready_s: SecondsArray, why: Reasons) -> tuple[SecondsArray, Reasons]:
    """When someone can turn to a message that is ready, ``(..., A)``: at once, after an absence, or never."""
    for fault, strike in setup.strikes.of(OperatorAbsent):
        ready_s, why = _outage(ready_s, strike, fault.to_s is not None, why)
    return ready_s, why


def on_channel(
    plan: ReachPlan,
    setup: Setup,
    message: Message,
    draws: AnyDraws,
    index: int,
    receivers: AtReceivers,
    started_s: SecondsArray,
) -> OnChannel:
    """A message on channel ``index``; municipal channels begin at ``started_s`` ``(..., A)``."""
    channel = plan.reach.channels[index]
    stream = f"reach/{message.key}/{channel.name}"
    if is_municipal(channel):
        in_s = receivers.in_s
        begin, why = _misset(started_s, channel, setup, receivers.why)
    else:
        in_s, why = _direct(channel, message, draws, stream), _NONE
        begin = in_s
    begin, why = _channel_faults(begin, channel, setup, message, draws, why)
    size = len(plan.codes)
    latency = delay_quantile(channel.latency, _uniforms(channel, draws, f"{stream}/latency", size))
    on_air = begin + latency + _travel_s(channel)
    has_it = plan.coverage[index] * channel.device.share * _working(channel, setup, in_s)
    awake = has_it * _attentive(channel, plan, message, on_air)
    why = why.only(np.isinf(on_air) & message.areas) if why.lost else why
    text_s = on_air + _until_text(channel, draws, stream, size)
    return OnChannel(in_s, on_air, text_s, awake, has_it * channel.wakes.share, why)


def _direct(channel: Channel, message: Message, draws: AnyDraws, stream: str) -> SecondsArray:
    gateway: Delay = channel.gateway  # type: ignore[union-attr,assignment]
    took = delay_quantile(gateway, _uniforms(channel, draws, f"{stream}/gateway", message.areas.shape[-1]))
    return np.where(message.areas, message.issued_s + took, np.inf)


def _uniforms(channel: Channel, draws: AnyDraws, stream: str, size: int) -> Floats:
    """One draw per area, or one for all where one sender serves all."""
    if isinstance(channel, Broadcast):
        return draws.uniforms(stream, 1)
    return draws.uniforms(stream, size)


def _misset(
    begin: SecondsArray, channel: Channel, setup: Setup, why: Reasons
) -> tuple[SecondsArray, Reasons]:
    for fault, strike in setup.strikes.of(StarterMisset):
        named = isinstance(channel, Loudspeaker | HomeReceiver) if fault.channels is None else None
        if named or (fault.channels is not None and channel.name in fault.channels):
            begin, why = _lose(begin, strike.hits(begin), fault.name, why)
    return begin, why


def _channel_faults(
    begin: SecondsArray, channel: Channel, setup: Setup, message: Message, draws: AnyDraws, why: Reasons
) -> tuple[SecondsArray, Reasons]:
    for outage, strike in setup.strikes.of(ChannelOutage):
        if outage.channel == channel.name and outage.network is None:
            begin, why = _outage(begin, strike, outage.queued, why)
    for lost, strike in setup.strikes.of(LostMessage):
        if concerns(lost.messages, message.type) and (lost.channels is None or channel.name in lost.channels):
            begin, why = _lose(begin, strike.hits(begin), lost.name, why)
    for late, strike in setup.strikes.of(LateMessage):
        if concerns(late.messages, message.type) and (late.channels is None or channel.name in late.channels):
            stream = f"fault/{late.name}/{message.key}/{channel.name}"
            later = delay_quantile(late.delay, draws.uniforms(stream, begin.shape[-1]))
            begin = np.where(strike.hits(begin), begin + later, begin)
    return begin, why


def _working(channel: Channel, setup: Setup, in_s: SecondsArray) -> Floats | float:
    """Share of the channel's devices whose carrier works, ``(..., A)``."""
    if not isinstance(channel, CellBroadcast):
        return 1.0
    working = np.ones(in_s.shape)
    for network in channel.networks:
        down = np.zeros(in_s.shape, bool)
        for fault, strike in setup.strikes.of(ChannelOutage):
            if fault.channel == channel.name and fault.network == network.name:
                down |= strike.hits(in_s)
        working -= np.where(down, network.share, 0.0)
    return np.maximum(working, 0.0)


def _attentive(channel: Channel, plan: ReachPlan, message: Message, on_air_s: SecondsArray) -> Floats | float:
    """Share attentive when it comes; a message that ends a warning finds those who noticed the warning
    awake."""
    if not message.type.warns:
        return highest_share(channel.attentive)
    return share_at(channel.attentive, np.nan_to_num(hour_of_day(plan.launch, on_air_s)))


def _travel_s(channel: Channel) -> Seconds:
    """Mean time sound travels to people spread evenly over the circle in which it is heard."""
    if not isinstance(channel, Loudspeaker):
        return 0.0
    distance_m: Metres = _MEAN_OF_RADIUS * channel.radius_m
    return distance_m / SPEED_OF_SOUND_M_S


def _until_text(channel: Channel, draws: AnyDraws, stream: str, size: int) -> SecondsArray | Seconds:
    """From the first signal until the wording has been said or shown."""
    if isinstance(channel, Loudspeaker):
        return channel.siren_s + channel.message_s
    if isinstance(channel, CellBroadcast) and channel.text is not None:
        return delay_quantile(channel.text, draws.uniforms(f"{stream}/text", size))
    return 0.0


def _outage(t_s: SecondsArray, strike: Strike, queued: bool, why: Reasons) -> tuple[SecondsArray, Reasons]:
    """Sent during an outage: lost, or waiting for its end."""
    hit = strike.hits(t_s)
    end = strike.fault.to_s
    if queued and end is not None:
        return np.where(hit, end, t_s), why
    return _lose(t_s, hit, strike.fault.name, why)


def _lose(t_s: SecondsArray, hit: Bools, name: str, why: Reasons) -> tuple[SecondsArray, Reasons]:
    return np.where(hit, np.inf, t_s), why.also(name, hit)
