"""When each step of the chain was taken, read from the event log."""

from sim.engine.log import Event, EventLog
from sim.units import Seconds

_FIRST = (
    "launch",
    "detected",
    "assessed",
    "notified",
    "decided",
    "issued",
    "threat_over_known",
    "lift_confirmed",
    "lift_decided",
    "lift_issued",
)

AUTHORITY_STEPS = _FIRST[1:]
"""Those that the authority takes itself."""

MILESTONES = (*_FIRST, "overflight", "all_down")
"""Every key of `milestones_s`, in its order."""

Milestones = dict[str, Seconds | None]


def milestones_s(log: EventLog) -> Milestones:
    """Seconds after launch of each step's first time; ``None`` where it did not happen.

    ``overflight`` is the last gate crossing: a launch has passed once everything that flew has passed.
    ``all_down`` is the end of the last object. Lift steps are those of the first lift that was issued.
    """
    steps: Milestones = {kind: _time(log.first(kind)) for kind in _FIRST}
    steps["overflight"] = max((event.t_s for event in log.of("gate_crossed")), default=None)
    steps["all_down"] = max((event.t_s for event in log.of("object_end")), default=None)
    return steps


def _time(event: Event | None) -> Seconds | None:
    return None if event is None else event.t_s
