"""What the authority does in one run: all that waits for something else, and nothing that does not."""

from dataclasses import dataclass
from functools import cached_property

import simpy

from sim.alert.messages import Message
from sim.draws import Draws
from sim.engine.authority import release, warn
from sim.engine.desk import Desk, Note
from sim.engine.log import Event
from sim.engine.mistakes import false_alarm
from sim.engine.sensing import sense
from sim.engine.sightings import Sightings
from sim.engine.standing import Standing, standing
from sim.engine.world import World
from sim.reach.strikes import happens
from sim.scenario.faults import FalseAlarm, Fault, UndetectedLaunch
from sim.units import Seconds


@dataclass(frozen=True, eq=False)
class Decisions:
    """What the authority did, in time order, its ``messages`` in order of issue, and what it was told.

    ``launched`` is false for a false alarm; ``sightings`` is ``None`` where nobody saw anything.
    """

    notes: list[Note]
    messages: list[Message]
    sightings: Sightings | None
    launched: bool

    @cached_property
    def events(self) -> list[Event]:
        """The authority's own events, in time order."""
        return [Event(*note) for note in self.notes]

    @property
    def first_s(self) -> dict[str, Seconds]:
        """When each kind of event happened first."""
        return {kind: t_s for t_s, kind, _, _ in reversed(self.notes)}


def decide(
    world: World, draws: Draws, seen: Sightings | None = None, orders: Standing | None = None
) -> Decisions:
    """Let the authority work until nothing is left for it to do.

    What it sends reaches people without changing what it decides: arrivals are worked out afterwards. ``seen`` is what
    `sightings` gives from the detection on, and ``orders`` are the scenario's, where they are worked out already.
    """
    desk = Desk(simpy.Environment(), world, draws, orders or standing(world))
    desk.sightings = seen
    happening = [fault for fault in world.spec.faults if _happens_at_all(fault, draws)]
    alarms = [fault for fault in happening if isinstance(fault, FalseAlarm)]
    for alarm in alarms:
        desk.env.process(false_alarm(desk, alarm))
    if not alarms and not any(isinstance(fault, UndetectedLaunch) for fault in happening):
        desk.env.process(sense(desk))
        if desk.orders.warns:
            desk.env.process(warn(desk))
            desk.env.process(release(desk))
    desk.env.run()
    desk.close()
    return Decisions(desk.notes, desk.sent, desk.sightings if desk.belief.detected else None, not alarms)


def _happens_at_all(fault: Fault, draws: Draws) -> bool:
    return isinstance(fault, FalseAlarm | UndetectedLaunch) and happens(fault, draws)
