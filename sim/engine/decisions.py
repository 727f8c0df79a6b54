"""What the authority does in one run: all that waits for something else, and nothing that does not."""

from dataclasses import dataclass

import simpy

from sim.alert.messages import Message
from sim.alert.targeting import warns_anyone
from sim.draws import Draws
from sim.engine.authority import release, warn
from sim.engine.desk import Desk
from sim.engine.log import Event
from sim.engine.mistakes import false_alarm
from sim.engine.sensing import sense
from sim.engine.sightings import Sightings
from sim.engine.world import World
from sim.reach.strikes import happens
from sim.scenario.faults import FalseAlarm, Fault, UndetectedLaunch


@dataclass(frozen=True, eq=False)
class Decisions:
    """The authority's own ``events`` in time order, its ``messages`` in order of issue, and what it was told.

    ``launched`` is false for a false alarm; ``sightings`` is ``None`` where nobody saw anything.
    """

    events: list[Event]
    messages: list[Message]
    sightings: Sightings | None
    launched: bool


def decide(world: World, draws: Draws, seen: Sightings | None = None) -> Decisions:
    """Let the authority work until nothing is left for it to do.

    What it sends reaches people without changing what it decides: arrivals are worked out afterwards. ``seen`` is what
    `sightings` gives from the detection on, where it is worked out already.
    """
    desk = Desk(simpy.Environment(), world, draws)
    desk.sightings = seen
    happening = [fault for fault in world.spec.faults if _happens_at_all(fault, draws)]
    alarms = [fault for fault in happening if isinstance(fault, FalseAlarm)]
    for alarm in alarms:
        desk.env.process(false_alarm(desk, alarm))
    if not alarms and not any(isinstance(fault, UndetectedLaunch) for fault in happening):
        desk.env.process(sense(desk))
        if warns_anyone(world.spec.authority.targeting):
            desk.env.process(warn(desk))
            desk.env.process(release(desk))
    desk.env.run()
    told = any(event.kind == "detected" for event in desk.events)
    return Decisions(desk.events, desk.sent, desk.sightings if told else None, not alarms)


def _happens_at_all(fault: Fault, draws: Draws) -> bool:
    return isinstance(fault, FalseAlarm | UndetectedLaunch) and happens(fault, draws)
