"""The life of a warning in one area: which steps are legal, and nothing else."""

from dataclasses import dataclass, replace
from enum import StrEnum

from sim.units import Seconds


class State(StrEnum):
    """``lifted``, ``expired``, ``superseded`` and ``cancelled`` are four different ends."""

    ACTIVE = "active"
    LIFTED = "lifted"
    EXPIRED = "expired"
    SUPERSEDED = "superseded"
    CANCELLED = "cancelled"

    @property
    def is_end(self) -> bool:
        """True where nothing may follow."""
        return not _LEGAL[self]


_LEGAL: dict[State, frozenset[State]] = {
    State.ACTIVE: frozenset({State.LIFTED, State.EXPIRED, State.SUPERSEDED, State.CANCELLED}),
    State.LIFTED: frozenset(),
    State.EXPIRED: frozenset(),
    State.SUPERSEDED: frozenset(),
    State.CANCELLED: frozenset(),
}


class IllegalTransition(ValueError):
    """A warning was asked to do what no warning can do."""


@dataclass(frozen=True)
class AreaWarning:
    """One warning in force, or ended, in one area."""

    area: int
    message: int
    issued_s: Seconds
    expires_s: Seconds
    state: State = State.ACTIVE
    ended_s: Seconds | None = None

    def __post_init__(self) -> None:
        if self.expires_s < self.issued_s:
            raise ValueError(
                f"a warning cannot expire before it is issued ({self.expires_s} < {self.issued_s})"
            )

    def end(self, state: State, at_s: Seconds) -> "AreaWarning":
        """This warning, ended; raises ``IllegalTransition`` for a second end, a non-end, or an end before
        issue."""
        if state not in _LEGAL[self.state]:
            raise IllegalTransition(f"area {self.area}: a warning that is {self.state} cannot become {state}")
        if at_s < self.issued_s:
            raise IllegalTransition(f"area {self.area}: a warning cannot be {state} before it is issued")
        if state is State.EXPIRED and at_s < self.expires_s:
            raise IllegalTransition(f"area {self.area}: a warning cannot expire before its expiry time")
        return replace(self, state=state, ended_s=at_s)
