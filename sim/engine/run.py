"""One seeded run of a prepared world: processes in, event log out."""

import simpy

from sim.alert.targeting import warns_anyone
from sim.draws import Draws
from sim.engine.authority import release, warn
from sim.engine.desk import Desk, Process
from sim.engine.log import Event, EventLog, merged
from sim.engine.mistakes import false_alarm
from sim.engine.people import people_events
from sim.engine.sensing import sense
from sim.engine.truth import truth_events
from sim.engine.world import World
from sim.reach.strikes import happens
from sim.scenario.faults import FalseAlarm, Fault, UndetectedLaunch


def simulate(world: World, draws: Draws) -> EventLog:
    """Run the flight, the authority, its warnings and the people until nothing is left to happen."""
    log = simulate_chain(world, draws)
    return log if world.reach is None else merged(log, people_events(world, log))


def simulate_chain(world: World, draws: Draws) -> EventLog:
    """As `simulate`, up to messages on air (t7): all that waits or contends, without the people."""
    env, log = simpy.Environment(), EventLog()
    desk = Desk(env, world, draws, log)
    happening = [fault for fault in world.spec.faults if _happens_at_all(fault, draws)]
    alarms = [fault for fault in happening if isinstance(fault, FalseAlarm)]
    for alarm in alarms:
        env.process(false_alarm(desk, alarm))
    if not alarms:
        env.process(_replay(env, log, truth_events(world)))
        if not any(isinstance(fault, UndetectedLaunch) for fault in happening):
            env.process(sense(desk))
            if warns_anyone(world.spec.authority.targeting):
                env.process(warn(desk))
                env.process(release(desk))
    env.run()
    return log


def _happens_at_all(fault: Fault, draws: Draws) -> bool:
    return isinstance(fault, FalseAlarm | UndetectedLaunch) and happens(fault, draws)


def _replay(env: simpy.Environment, log: EventLog, events: list[Event]) -> Process:
    for event in events:
        yield env.timeout(max(0.0, event.t_s - env.now))
        log.append(Event(float(env.now), event.kind, event.subject, event.fields))
