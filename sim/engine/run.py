"""One seeded run of a prepared world: decisions, then arrivals, then the event log."""

from sim.draws import Draws
from sim.engine.chronicle import chronicle
from sim.engine.decisions import decide
from sim.engine.delivery import deliver
from sim.engine.log import EventLog, merged
from sim.engine.people import people_events
from sim.engine.world import World
from sim.reach.plan import draw_setup


def simulate(world: World, draws: Draws) -> EventLog:
    """Run the flight, the authority, its warnings and the people until nothing is left to happen."""
    log = simulate_chain(world, draws)
    return log if world.reach is None else merged(log, people_events(world, log))


def simulate_chain(world: World, draws: Draws) -> EventLog:
    """As `simulate`, up to messages on air (t7), without the people."""
    decided, plan = decide(world, draws), world.reach
    if plan is None:
        return chronicle(world, decided, ())
    setup = draw_setup(plan, draws)
    return chronicle(world, decided, deliver(plan, setup, decided.messages, draws))
