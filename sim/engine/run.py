"""One seeded run of a prepared world: processes in, event log out."""

import simpy

from sim.draws import Draws
from sim.engine.authority import release, warn
from sim.engine.desk import Desk, Process
from sim.engine.log import Event, EventLog
from sim.engine.sensing import sense
from sim.engine.truth import truth_events
from sim.engine.world import World


def simulate(world: World, draws: Draws) -> EventLog:
    """Run the flight, the authority and its warnings until nothing is left to happen."""
    env, log = simpy.Environment(), EventLog()
    desk = Desk(env, world, draws, log)
    env.process(_replay(env, log, truth_events(world)))
    env.process(sense(desk))
    env.process(warn(desk))
    env.process(release(desk))
    env.run()
    return log


def _replay(env: simpy.Environment, log: EventLog, events: list[Event]) -> Process:
    for event in events:
        yield env.timeout(max(0.0, event.t_s - env.now))
        log.append(Event(float(env.now), event.kind, event.subject, event.fields))
