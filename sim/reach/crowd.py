"""From what went on air to people: signals of warnings and lifts per channel, the grid, and the curves."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.reach.behaviour import Chain, build_chain
from sim.reach.hours import hour_of_day, share_at
from sim.reach.noticing import NOBODY_TELLS, Noticed, Signal, Telling, notice
from sim.reach.people import Curves, people_curves
from sim.reach.plan import ReachPlan
from sim.scenario.reach import Channel, HomeReceiver, Loudspeaker
from sim.units import Floats, Seconds, SecondsArray


@dataclass(frozen=True, eq=False)
class OnAir:
    """What M messages of one sense (warning, or its end) did on C channels in A areas, with any leading axes.

    ``start_s`` ``(C, ..., M, A)`` on air, infinite where never; of the first message there ``text_s`` and the shares
    of people ``awake`` and ``asleep`` that it can reach, ``(C, ..., A)``.
    """

    start_s: SecondsArray
    text_s: SecondsArray
    awake: Floats
    asleep: Floats


@dataclass(frozen=True, eq=False)
class Crowd:
    """People's curves with what they were computed from."""

    curves: Curves
    warning: Noticed
    lift: Noticed


def crowd(
    plan: ReachPlan, grid_s: SecondsArray, warning: OnAir, lift: OnAir, expires_s: SecondsArray, chain: Chain
) -> Crowd:
    """People over time. A pure function of arrays; leading axes (replicates) broadcast throughout."""
    channels = plan.reach.channels
    telling = telling_of(plan)
    asleep = asleep_share(plan, np.moveaxis(warning.start_s, 0, -3))[..., None]
    noticed = notice(_signals(channels, warning), telling, grid_s, asleep)
    lifted = notice(_signals(channels, lift), telling, grid_s)  # who noticed the warning is awake
    return Crowd(people_curves(grid_s, noticed, lifted.total, chain, expires_s), noticed, lifted)


def even_grid(start_s: Seconds, end_s: Seconds, step_s: Seconds) -> SecondsArray:
    """Whole multiples of the step from not after ``start_s`` to not before ``end_s``: at least two."""
    first, last = math.floor(start_s / step_s), math.ceil(end_s / step_s)
    return np.asarray(np.arange(first, max(last, first + 1) + 1) * step_s, float)


def chain_on(plan: ReachPlan, grid_s: SecondsArray) -> Chain:
    """The behaviour chain on an even grid ``(T,)``."""
    return build_chain(plan.reach.people, float(grid_s[1] - grid_s[0]), len(grid_s))


def audible_s(channel: Channel) -> Seconds | None:
    """How long a channel can be noticed once it has begun; ``None`` where the message stays."""
    if isinstance(channel, Loudspeaker):
        return channel.siren_s + channel.repetitions * channel.message_s
    return channel.message_s if isinstance(channel, HomeReceiver) else None


def _signals(channels: Sequence[Channel], on_air: OnAir) -> list[Signal]:
    return [
        Signal(
            c.name,
            on_air.start_s[i],
            on_air.text_s[i],
            on_air.awake[i],
            on_air.asleep[i],
            c.noticing,
            audible_s(c),
        )
        for i, c in enumerate(channels)
    ]


def asleep_share(plan: ReachPlan, start_s: SecondsArray) -> Floats:
    """Share of people asleep when the first warning ``(..., C, M, A)`` goes on air, ``(...)``."""
    first = start_s.min(axis=(-3, -2, -1), initial=np.inf)
    if plan.reach.asleep is None:
        return np.zeros(first.shape)
    hour = np.nan_to_num(hour_of_day(plan.launch, first))
    return np.where(np.isfinite(first), share_at(plan.reach.asleep, hour), 0.0)


def telling_of(plan: ReachPlan) -> Telling:
    """Word of mouth as the scenario has it."""
    spec = plan.reach.word_of_mouth
    if spec is None:
        return NOBODY_TELLS
    return Telling(spec.tellable.share, spec.tellable.share * spec.wakes.share, 1.0 / spec.contact_every_s)
