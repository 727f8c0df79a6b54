"""Messages on their way: arrivals as arrays; only people who start by hand wait for each other."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import simpy

from sim.alert.delays import draw_delay
from sim.alert.messages import Message
from sim.draws import AnyDraws, Draws
from sim.engine.desk import Process
from sim.reach.operators import answer_s
from sim.reach.plan import ReachPlan, Setup
from sim.reach.routes import AtReceivers, OnChannel, Reasons, municipal_start, on_channel, operator_there_s
from sim.scenario.reach import Operator
from sim.units import Seconds, SecondsArray


@dataclass(frozen=True, eq=False)
class OnTheWay:
    """A message, of one replicate or of some of a block, as far as the starters of municipalities.

    ``there_s`` ``(..., A)`` is when someone could turn to it where it is started by hand, infinite elsewhere and where
    nobody ever can, for the reasons ``why_not``.
    """

    message: Message
    draws: AnyDraws
    setup: Setup
    at_receivers: AtReceivers
    there_s: SecondsArray
    why_not: Reasons


@dataclass(frozen=True, eq=False)
class Delivered:
    """The same message as far as people: when each municipality started ``(..., A)``, and a copy for each channel."""

    way: OnTheWay
    started_s: SecondsArray
    copies: tuple[OnChannel, ...]


def set_out(plan: ReachPlan, setup: Setup, message: Message, draws: AnyDraws) -> OnTheWay:
    """Send a message to the receivers of all municipalities it is for."""
    at = municipal_start(plan, setup, message, draws)
    if not setup.by_hand.any():
        return OnTheWay(message, draws, setup, at, np.full_like(at.ready_s, np.inf), at.why)
    there_s, why = operator_there_s(setup, np.where(setup.by_hand, at.ready_s, np.inf), at.why)
    return OnTheWay(message, draws, setup, at, there_s, why)


def arrive(plan: ReachPlan, way: OnTheWay, started_s: SecondsArray) -> Delivered:
    """Take it on from the starters, and by all channels of their own, to people."""
    at, channels = way.at_receivers, range(len(plan.reach.channels))
    if way.why_not is not at.why:
        at = AtReceivers(at.link_s, at.in_s, at.ready_s, way.why_not)
    copies = (on_channel(plan, way.setup, way.message, way.draws, index, at, started_s) for index in channels)
    return Delivered(way, started_s, tuple(copies))


def deliver(plan: ReachPlan, setup: Setup, messages: Sequence[Message], draws: Draws) -> list[Delivered]:
    """All messages of one run, in order of issue."""
    ways = [set_out(plan, setup, message, draws) for message in messages]
    started = [way.at_receivers.ready_s for way in ways]
    if setup.by_hand.any():
        there = [way.there_s for way in ways]
        by_hand = started_by_hand(plan, [message.key for message in messages], there, draws)
        started = [np.where(setup.by_hand, own, usual) for own, usual in zip(by_hand, started, strict=True)]
    return [arrive(plan, way, start_s) for way, start_s in zip(ways, started, strict=True)]


def started_by_hand(
    plan: ReachPlan, keys: Sequence[str], there_s: Sequence[SecondsArray], draws: Draws
) -> list[SecondsArray]:
    """When the one operator of each municipality has started each message, ``(A,)``; infinite where nobody does.

    One message at a time, each as soon as that person is there and free; ``there_s`` ``(A,)`` by message is when it is
    there to be started, infinite where it is not for that person.
    """
    operator = plan.reach.start.operator
    started = [np.full(len(plan.codes), np.inf) for _ in keys]
    if operator is None:
        return started
    env = simpy.Environment()
    desks: dict[int, simpy.Resource] = {}

    def start(message: int, area: int, there: Seconds) -> Process:
        yield env.timeout(there)
        with desks[area].request() as turn:
            yield turn
            stream = f"reach/{keys[message]}/operator/{plan.codes[area]}"
            now = float(env.now)
            yield env.timeout(max(0.0, _answer_s(plan, operator, now, draws, stream) - now))
        started[message][area] = float(env.now)

    for message, there in enumerate(there_s):
        for area in np.flatnonzero(np.isfinite(there)).tolist():
            desks.setdefault(area, simpy.Resource(env, capacity=1))
            env.process(start(message, area, float(there[area])))
    env.run()
    return started


def _answer_s(plan: ReachPlan, operator: Operator, now_s: Seconds, draws: Draws, stream: str) -> Seconds:
    on_duty_s = draw_delay(operator.on_duty, draws, f"{stream}/on")
    away = operator.off_duty
    off_duty_s = None if away is None else draw_delay(away, draws, f"{stream}/off")
    return answer_s(operator, plan.launch, now_s, on_duty_s, off_duty_s)
