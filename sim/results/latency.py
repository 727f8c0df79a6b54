"""The chain from launch to messages on air as latency legs, without the people: the fast path of a benchmark."""

from sim.draws import Draws
from sim.engine.run import simulate_chain
from sim.engine.world import World
from sim.results.legs import Leg, legs


def chain_legs(world: World, seed: int, replicate: int = 0) -> list[Leg]:
    """Legs t0 to t7 and c1 to c4 of one replicate; a pure function of its arguments."""
    return legs(simulate_chain(world, Draws(seed, replicate)))
