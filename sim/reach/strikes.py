"""Which areas a fault strikes in one replicate, and when.

A fault's draws are its own streams, so turning it on or off moves no other draw. A share beta of its
probability p strikes all its areas at once, the rest each area by itself: the beta-factor model of
common-cause failures (Fleming 1975, A reliability model for common mode failures in redundant safety systems,
General Atomic GA-A13284). An area's own probability stays p: beta p + (1 - beta p) x = p.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from sim.draws import AnyDraws, Draws
from sim.scenario.faults import AreaFault, Fault, MessageName
from sim.units import Bools, Ints, SecondsArray

_Kind = TypeVar("_Kind", bound=AreaFault)


@dataclass(frozen=True, eq=False)
class Strike:
    """A fault that happened, and the areas it struck, mask ``(..., A)``, replicates before areas."""

    fault: AreaFault
    areas: Bools

    def hits(self, t_s: SecondsArray) -> Bools:
        """Where it is in force at ``t_s`` ``(..., A)``, one moment per area."""
        start = -np.inf if self.fault.from_s is None else self.fault.from_s
        end = np.inf if self.fault.to_s is None else self.fault.to_s
        return self.areas & (t_s >= start) & (t_s < end)


@dataclass(frozen=True, eq=False)
class Strikes:
    """All faults that struck some area, of one replicate or of some of a block."""

    all: tuple[Strike, ...] = ()

    def of(self, kind: type[_Kind]) -> Iterator[tuple[_Kind, Strike]]:
        """The strikes of one kind of fault, in the scenario's order."""
        return ((one.fault, one) for one in self.all if isinstance(one.fault, kind))

    def rows(self, rows: Ints) -> "Strikes":
        """Those of some replicates, row numbers ``(n,)``."""
        return Strikes(tuple(Strike(one.fault, one.areas[rows]) for one in self.all))


def draw_strikes(faults: Sequence[Fault], codes: Sequence[str], draws: AnyDraws) -> Strikes:
    """Draw every fault that strikes areas."""
    drawn = (Strike(fault, _struck(fault, codes, draws)) for fault in faults if isinstance(fault, AreaFault))
    return Strikes(tuple(strike for strike in drawn if strike.areas.any()))


def happens(fault: Fault, draws: Draws) -> bool:
    """Whether a fault without areas happens."""
    return _cause_happens(fault, draws) and draws.uniform(f"fault/{fault.name}") < fault.probability


def concerns(messages: Sequence[MessageName] | None, message: str) -> bool:
    """Whether a list of kinds of message, ``None`` for all, holds this kind."""
    return messages is None or message in messages


def _struck(fault: AreaFault, codes: Sequence[str], draws: AnyDraws) -> Bools:
    here = np.ones(len(codes), bool) if fault.areas is None else np.isin(codes, fault.areas)
    caused, together = np.ones((*draws.shape, 1), bool), fault.common_cause_share * fault.probability
    if fault.cause is not None:
        caused = draws.uniforms(f"cause/{fault.cause.name}", 1) < fault.cause.probability
    if together == 1.0 or fault.probability == 1.0:
        return here & caused
    alone = (fault.probability - together) / (1.0 - together)
    struck = draws.uniforms(f"fault/{fault.name}/areas", len(codes)) < alone
    if together > 0.0:
        struck |= draws.uniforms(f"fault/{fault.name}/together", 1) < together
    return here & caused & struck


def _cause_happens(fault: Fault, draws: Draws) -> bool:
    cause = fault.cause
    return cause is None or draws.uniform(f"cause/{cause.name}") < cause.probability
