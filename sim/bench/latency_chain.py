"""One simulated run read from its log: when each step was taken, and when each message was where."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from sim.alert.messages import MessageType
from sim.engine.log import EventLog
from sim.engine.people import NOMINAL_PEOPLE
from sim.engine.world import World
from sim.reach.crowd import OnAir
from sim.reach.plan import ReachPlan, is_municipal
from sim.results.milestones import Milestones, milestones_s
from sim.units import Bools, Floats, Ints, Seconds, SecondsArray


@dataclass(frozen=True, eq=False)
class Sent:
    """M messages of one sense (warnings, or what ends them) on C channels in A areas.

    ``issued_s`` ``(M,)``, ``asked`` and ``lifts`` which areas ``(M, A)`` and which messages ``(M,)`` release;
    ``in_s`` and ``air_s`` ``(C, M, A)`` in the channel and on air, infinite where never; ``on_air`` is what
    people meet.
    """

    issued_s: SecondsArray
    lifts: Bools
    asked: Bools
    in_s: SecondsArray
    air_s: SecondsArray
    on_air: OnAir


@dataclass(frozen=True, eq=False)
class ChainRun:
    """One run over A areas, times in seconds after launch, NaN where it did not happen.

    ``warned_s``, ``expires_s`` the first warning of an area and the end of its last; ``lifted_s`` its last
    lift, ``decided_over_s`` and ``known_over_s`` the decision and the knowledge behind that lift (without a
    lift: the first knowledge); each ``(A,)``.
    """

    steps: Milestones
    warnings: Sent
    ends: Sent
    warned_s: SecondsArray
    expires_s: SecondsArray
    lifted_s: SecondsArray
    decided_over_s: SecondsArray
    known_over_s: SecondsArray


def read_chain(world: World, log: EventLog) -> ChainRun:
    """Read what a benchmark needs from the log of one run."""
    codes = world.layer.codes
    rows = {code: row for row, code in enumerate(codes)}
    warned_s, expires_s = np.full(len(codes), np.nan), np.full(len(codes), np.nan)
    for event in log.of("warned"):
        row = rows[event.subject]
        warned_s[row] = event.t_s if np.isnan(warned_s[row]) else warned_s[row]
        expires_s[row] = event.fields["expires_s"]
    ends = _sent(world.reach, log, rows, ("lift_issued", "withdrawal_issued"))
    lifted_s = np.full(len(codes), np.nan)
    for number in np.flatnonzero(ends.lifts):
        lifted_s[ends.asked[number]] = ends.issued_s[number]
    known = [event.t_s for event in log.of("threat_over_known")]
    decided_over_s = _last_before([event.t_s for event in log.of("lift_decided")], lifted_s)
    known_over_s = _last_before(known, decided_over_s)
    if known:
        known_over_s = np.where(np.isnan(known_over_s), known[0], known_over_s)
    return ChainRun(
        steps=milestones_s(log),
        warnings=_sent(world.reach, log, rows, ("issued",)),
        ends=ends,
        warned_s=warned_s,
        expires_s=expires_s,
        lifted_s=lifted_s,
        decided_over_s=decided_over_s,
        known_over_s=known_over_s,
    )


def people_of_areas(population: Floats) -> Ints:
    """People each of ``(A,)`` areas counts for: a nominal number where the layer does not know."""
    return np.where(np.isnan(population), NOMINAL_PEOPLE, np.nan_to_num(population)).astype(np.int64)


def _sent(plan: ReachPlan | None, log: EventLog, rows: dict[str, int], kinds: tuple[str, ...]) -> Sent:
    messages = list(log.of(*kinds))
    numbers = {event.fields["message"]: index for index, event in enumerate(messages)}
    asked = np.zeros((len(messages), len(rows)), bool)
    for index, event in enumerate(messages):
        asked[index, [rows[code] for code in event.fields["areas"]]] = True
    channels = () if plan is None else plan.reach.channels
    names = {channel.name: index for index, channel in enumerate(channels)}
    municipal = [index for index, channel in enumerate(channels) if is_municipal(channel)]
    in_s = np.full((len(channels), len(messages), len(rows)), np.inf)
    # One message that never comes stands for none at all, as the people's side wants an axis of messages.
    start_s = np.full((len(channels), max(len(messages), 1), len(rows)), np.inf)
    air_s = start_s[:, : len(messages)]
    text_s = np.full((len(channels), len(rows)), np.inf)
    awake, asleep = np.zeros(text_s.shape), np.zeros(text_s.shape)
    for event in log.of("channel_in", "receiver_in", "on_air"):
        if event.fields["message"] not in numbers:
            continue
        message, row = numbers[event.fields["message"]], rows[event.subject]
        if event.kind == "receiver_in":
            in_s[municipal, message, row] = event.t_s
            continue
        channel = names[event.fields["channel"]]
        if event.kind == "channel_in":
            in_s[channel, message, row] = event.t_s
            continue
        if not np.isfinite(air_s[channel, :, row]).any():
            text_s[channel, row] = event.fields["text_s"]
            awake[channel, row], asleep[channel, row] = event.fields["awake"], event.fields["asleep"]
        air_s[channel, message, row] = event.t_s
    return Sent(
        issued_s=np.array([event.t_s for event in messages], float),
        lifts=np.array([MessageType(event.fields["type"]).lifts for event in messages], bool),
        asked=asked,
        in_s=in_s,
        air_s=air_s,
        on_air=OnAir(start_s, text_s, awake, asleep),
    )


def _last_before(times: Iterable[Seconds], limit_s: SecondsArray) -> SecondsArray:
    """The last of ``times`` not after each limit, NaN where there is none."""
    found = np.full(len(limit_s), np.nan)
    for t_s in times:
        found[t_s <= limit_s] = t_s
    return found
