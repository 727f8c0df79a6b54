"""What one run adds to the budgets: who got to the end of a chain when, and which leg took how much of it."""

from dataclasses import dataclass

import numpy as np

from sim.bench.latency_budget import Budget, BudgetPool
from sim.bench.latency_chain import ChainRun, Sent
from sim.bench.latency_people import PeopleRun
from sim.results.legs import AUTHORITY
from sim.units import Floats, Ints, Seconds, SecondsArray

AUTHORITY_LEGS = tuple(f"{start}-{stop} {name}" for name, start, stop, *_ in AUTHORITY[:5])
_STEPS = tuple(first for *_, first, _ in AUTHORITY[:5])
GATEWAY, NETWORK, NOTICING, TOLD = (
    "t5-t6 gateway",
    "t6-t7 network",
    "t7-t8 noticing",
    "t5-t8 told by others",
)
OVER_LEGS = (
    *("c1-c2 lift decision", "c2-c3 lift issue", "c3-c4 lift delivery"),
    *("c4-c5 noticing", "c3-c5 told by others"),
)
AT = (0.5, 0.95)
Taken = dict[str, SecondsArray | Seconds]
"""Seconds by leg: one number for all, or an array."""


class Budgets:
    """Three chains over all runs: launch to on air, launch to first alert, threat over to release."""

    def __init__(self) -> None:
        self._on_air = BudgetPool("launch to on air", "t0-t7", (*AUTHORITY_LEGS, GATEWAY, NETWORK))
        alert_legs = (*AUTHORITY_LEGS, GATEWAY, NETWORK, NOTICING, TOLD)
        self._alerted = BudgetPool("launch to first alert", "t0-t8", alert_legs)
        self._released = BudgetPool("threat over to release", "c1-c5", OVER_LEGS)

    def add(self, chain: ChainRun, lived: PeopleRun | None, people: Ints) -> None:
        """Add one run; without a launch or a warning it adds nothing to the chains that begin with one."""
        steps = [chain.steps[step] for step in _STEPS]
        times = [t_s for t_s in steps if t_s is not None]
        if len(times) == len(steps):
            spent: Taken = dict(zip(AUTHORITY_LEGS, np.diff(times).tolist(), strict=False))
            self._add_on_air(chain, spent, times[-1], people)
            if lived is not None:
                self._add_alerted(chain, lived, spent, times[-1], people)
        if lived is not None:
            self._add_released(chain, lived, people)

    def found(self) -> tuple[Budget, ...]:
        """Each chain at each percentile, those left out that nobody completed."""
        pools = (self._on_air, self._alerted, self._released)
        budgets = (pool.at(share) for pool in pools for share in AT)
        return tuple(budget for budget in budgets if budget is not None)

    def _add_on_air(self, chain: ChainRun, spent: Taken, decided_s: Seconds, people: Ints) -> None:
        """Each area by the copy that was on air first."""
        sent = chain.warnings
        if not sent.air_s.size:
            return
        channels, messages, areas = sent.air_s.shape
        first = sent.air_s.reshape(channels * messages, areas).argmin(axis=0)
        channel, message, area = first // messages, first % messages, np.arange(areas)
        there = np.isfinite(sent.air_s[channel, message, area])
        channel, message, area = channel[there], message[there], area[there]
        self._on_air.add(people[area], spent | _sending(sent, channel, message, area, decided_s))

    def _add_alerted(
        self,
        chain: ChainRun,
        lived: PeopleRun,
        spent: Taken,
        decided_s: Seconds,
        people: Ints,
    ) -> None:
        """Everybody by what they noticed first, from the last copy of it that was then on air."""
        sent, t_s = chain.warnings, lived.warning.t_s
        *by_channel, by_mouth = lived.warning.first * people[:, None]
        for channel, count in enumerate(by_channel):
            one = _heard(t_s, count, sent.air_s[channel])
            sending = _sending(sent, channel, one.message, one.area, decided_s)
            self._alerted.add(one.people, spent | sending | {NOTICING: one.waited_s})
        one = _heard(t_s, by_mouth, chain.warned_s[None])
        issue: Taken = {AUTHORITY_LEGS[-1]: chain.warned_s[one.area] - decided_s}
        self._alerted.add(one.people, spent | issue | {TOLD: one.waited_s})

    def _add_released(self, chain: ChainRun, lived: PeopleRun, people: Ints) -> None:
        """Everybody who had noticed the warning, by what told them first that it was over."""
        known = ~np.isnan(chain.decided_over_s)
        aware = people * lived.warning.total[:, -1]
        *by_channel, by_mouth = lived.lift.first * aware[:, None]
        spent: dict[str, SecondsArray] = {
            OVER_LEGS[0]: chain.decided_over_s - chain.known_over_s,
            OVER_LEGS[1]: chain.lifted_s - chain.decided_over_s,
        }
        for channel, count in enumerate(by_channel):
            # Only the lift counts that the area's clocks belong to.
            same = chain.ends.asked & (chain.ends.issued_s[:, None] == chain.lifted_s)
            air_s = np.where(same, chain.ends.air_s[channel], np.inf).min(axis=0, initial=np.inf)
            one = _heard(lived.lift.t_s, count * known[:, None], air_s[None])
            parts = {leg: seconds[one.area] for leg, seconds in spent.items()}
            parts |= {OVER_LEGS[2]: (air_s - chain.lifted_s)[one.area], OVER_LEGS[3]: one.waited_s}
            self._released.add(one.people, parts)
        one = _heard(lived.lift.t_s, by_mouth * known[:, None], chain.lifted_s[None])
        parts = {leg: seconds[one.area] for leg, seconds in spent.items()}
        self._released.add(one.people, parts | {OVER_LEGS[4]: one.waited_s})


def _sending(sent: Sent, channel: Ints | int, message: Ints, area: Ints, decided_s: Seconds) -> Taken:
    """What the legs from the decision to on air took of copies that are on air."""
    issued_s, in_s, air_s = (
        sent.issued_s[message],
        sent.in_s[channel, message, area],
        sent.air_s[channel, message, area],
    )
    return {AUTHORITY_LEGS[-1]: issued_s - decided_s, GATEWAY: in_s - issued_s, NETWORK: air_s - in_s}


@dataclass(frozen=True, eq=False)
class _Heard:
    """Groups ``(N,)`` that noticed within one step of a curve: how many, where, which message, how long after."""

    people: Floats
    area: Ints
    message: Ints
    waited_s: SecondsArray


def _heard(t_s: SecondsArray, count: Floats, start_s: SecondsArray) -> _Heard:
    """Groups from a curve ``(A, K)``, each at the middle of its step, from the last of ``start_s`` ``(M, A)``
    before it; those before any start are left out."""
    steps = np.diff(count, axis=1)
    area, k = np.nonzero(steps > 0.0)
    if not len(start_s) or not len(area):
        none = np.zeros(0, np.int64)
        return _Heard(np.zeros(0), none, none, np.zeros(0))
    begun = np.where(start_s[:, area] < t_s[k + 1], start_s[:, area], -np.inf)
    message = begun.argmax(axis=0)
    start = begun[message, np.arange(len(area))]
    kept = np.isfinite(start)
    area, k, message, start = area[kept], k[kept], message[kept], start[kept]
    waited_s = 0.5 * (np.maximum(t_s[k], start) + t_s[k + 1]) - start
    return _Heard(steps[area, k], area, message, waited_s)
