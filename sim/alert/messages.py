"""What an authority sends: the kinds of message over the life of a warning."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from math import inf

from sim.units import Bools, Seconds, SecondsArray


class MessageType(StrEnum):
    """Kinds of message. A lift is any message that releases: passed, fell at sea, or will not come.

    ``passed_only`` says nothing about the call to shelter; people are taken to go by it all the same.
    """

    LAUNCH_INFORMATION = "launch_information"
    EVACUATE_IMMEDIATELY = "evacuate_immediately"
    PASSED = "passed"
    PASSED_ONLY = "passed_only"
    FELL_AT_SEA = "fell_at_sea"
    WILL_NOT_COME = "will_not_come"
    CORRECTION = "correction"
    CANCELLATION = "cancellation"

    @cached_property
    def warns(self) -> bool:
        """True where the message asks people to shelter."""
        return self in (MessageType.LAUNCH_INFORMATION, MessageType.EVACUATE_IMMEDIATELY)

    @cached_property
    def lifts(self) -> bool:
        """True where the message ends a warning because the danger is over."""
        return self in (
            MessageType.PASSED,
            MessageType.PASSED_ONLY,
            MessageType.FELL_AT_SEA,
            MessageType.WILL_NOT_COME,
        )

    @cached_property
    def event_kind(self) -> str:
        """Kind of the log event that issues it: a warning, a lift, or the withdrawal of a mistake."""
        return "issued" if self.warns else "lift_issued" if self.lifts else "withdrawal_issued"


@dataclass(frozen=True, eq=False)
class Message:
    """One message to some areas, mask of shape (A,); ``expires_s`` is when what it warns of lapses.

    ``key`` names its random streams: kind and how many of that kind came before, so that a message of another
    kind moves no draw. The same message of B replicates has ``areas`` (B, A), ``issued_s`` and ``expires_s`` (B, 1).
    """

    number: int
    key: str
    type: MessageType
    areas: Bools
    issued_s: Seconds | SecondsArray
    expires_s: Seconds | SecondsArray = inf
