"""What became of every warning in every area: lifted, expired, superseded or cancelled, and when.

A warning ends where the first copy of a message that lifts or withdraws it arrives, where a later warning takes its
place, or where it expires, whichever comes first; of what comes at the same moment, the message issued first.
"""

from dataclasses import dataclass

import numpy as np

from sim.alert.lifecycle import State
from sim.units import Bools, SecondsArray

ENDED = (State.ACTIVE, State.LIFTED, State.EXPIRED, State.SUPERSEDED, State.CANCELLED)
"""What the codes of `Outcome.end` mean; 0 is also where there is no warning."""
_LIFTED, _EXPIRED, _SUPERSEDED, _CANCELLED = 1, 2, 3, 4


@dataclass(frozen=True, eq=False)
class Sent:
    """M messages, in order of issue, to A areas, with any leading axes (replicates).

    ``warns``, ``lifts`` and ``withdraws`` ``(..., M)`` say what each does, none of them where there is no message;
    ``areas`` ``(..., M, A)`` whom it is for and ``arrival_s`` when its first copy is on air there, infinite if never.
    """

    warns: Bools
    lifts: Bools
    withdraws: Bools
    issued_s: SecondsArray
    expires_s: SecondsArray
    areas: Bools
    arrival_s: SecondsArray


@dataclass(frozen=True, eq=False)
class Outcome:
    """Per warning and area, ``(..., M, A)``: ``end`` a code of `ENDED`, ``ended_s`` and ``by``, the message that ended
    it (itself where it expired); NaN and 0 where no warning was."""

    end: np.ndarray
    ended_s: SecondsArray
    by: np.ndarray


def resolve(sent: Sent) -> Outcome:
    """The life cycle of all warnings, from when messages were issued and when they arrived."""
    end, by = np.zeros(sent.areas.shape, np.int8), np.zeros(sent.areas.shape, np.int16)
    ended = np.full(sent.areas.shape, np.nan)
    for one in range(sent.areas.shape[-2]):
        if not sent.warns[..., one].any():
            continue
        opened = sent.warns[..., one, None] & sent.areas[..., one, :]
        earliest = np.where(opened, sent.expires_s[..., one, None], -np.inf)
        how, who = np.full(opened.shape, _EXPIRED, np.int8), np.full(opened.shape, one, np.int16)
        for later in range(one + 1, sent.areas.shape[-2]):
            at_s, kind = _end_by(sent, later)
            sooner = at_s < earliest
            earliest, how = np.where(sooner, at_s, earliest), np.where(sooner, kind, how)
            who = np.where(sooner, np.int16(later), who)
        ended[..., one, :] = np.where(opened, earliest, np.nan)
        end[..., one, :], by[..., one, :] = np.where(opened, how, 0), np.where(opened, who, 0)
    return Outcome(end, ended, by)


def _end_by(sent: Sent, later: int) -> tuple[SecondsArray, np.ndarray]:
    """When and how a message ends the warnings before it, each area."""
    warns, areas = sent.warns[..., later, None], sent.areas[..., later, :]
    ends = sent.lifts[..., later, None] | sent.withdraws[..., later, None]
    at_s = np.where(ends, sent.arrival_s[..., later, :], sent.issued_s[..., later, None])
    kind = np.where(warns, _SUPERSEDED, np.where(sent.lifts[..., later, None], _LIFTED, _CANCELLED))
    return np.where(areas & (warns | ends), at_s, np.inf), kind
