"""From what went on air to people: signals of warnings and lifts per channel, the grid, and the curves."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.reach.behaviour import Chain, build_chain
from sim.reach.hours import highest_share, hour_of_day, share_at
from sim.reach.noticing import NOBODY_TELLS, Noticed, Signal, Telling, notice
from sim.reach.people import Curves, people_curves
from sim.reach.plan import ReachPlan
from sim.scenario.reach import Channel, HomeReceiver, Loudspeaker
from sim.units import Floats, Seconds, SecondsArray


@dataclass(frozen=True, eq=False)
class OnAir:
    """What M messages of one sense (warning, or its end) did on C channels in A areas, with any leading axes.

    ``start_s`` ``(C, ..., M, A)`` on air, infinite where never; ``text_s`` ``(C, ..., A)`` and ``share``
    ``(C, ..., A)`` of the first message there.
    """

    start_s: SecondsArray
    text_s: SecondsArray
    share: Floats


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
    told = _telling(plan, warning.start_s, awake=False)
    told_of_lift = _telling(plan, warning.start_s, awake=True)
    noticed = notice(_signals(channels, warning), told, grid_s)
    lifted = notice(_signals(channels, lift), told_of_lift, grid_s)
    return Crowd(people_curves(grid_s, noticed, lifted.total, chain, expires_s), noticed, lifted)


def even_grid(start_s: Seconds, end_s: Seconds, step_s: Seconds) -> SecondsArray:
    """Whole multiples of the step from not after ``start_s`` to not before ``end_s``: at least two."""
    first, last = math.floor(start_s / step_s), math.ceil(end_s / step_s)
    return np.asarray(np.arange(first, max(last, first + 1) + 1) * step_s, float)


def chain_on(plan: ReachPlan, grid_s: SecondsArray) -> Chain:
    """The behaviour chain on a grid."""
    return build_chain(plan.reach.people, float(grid_s[1] - grid_s[0]), len(grid_s))


def audible_s(channel: Channel) -> Seconds | None:
    """How long a channel can be noticed once it has begun; ``None`` where the message stays."""
    if isinstance(channel, Loudspeaker):
        return channel.siren_s + channel.repetitions * channel.message_s
    return channel.message_s if isinstance(channel, HomeReceiver) else None


def _signals(channels: Sequence[Channel], on_air: OnAir) -> list[Signal]:
    return [
        Signal(c.name, on_air.start_s[i], on_air.text_s[i], on_air.share[i], c.noticing, audible_s(c))
        for i, c in enumerate(channels)
    ]


def _telling(plan: ReachPlan, start_s: SecondsArray, *, awake: bool) -> Telling:
    spec = plan.reach.word_of_mouth
    first = start_s.min(initial=np.inf)
    if spec is None or not np.isfinite(first):
        return NOBODY_TELLS
    hour = float(hour_of_day(plan.launch, first))
    attentive = highest_share(spec.attentive) if awake else float(share_at(spec.attentive, hour))
    return Telling(spec.tellable.share * attentive, 1.0 / spec.contact_every_s)
