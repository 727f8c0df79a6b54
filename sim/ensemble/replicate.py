"""Blocks of replicates: what an ensemble is made of, whoever computes them and in whatever order."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.compare.entrants import Entrant, check_dispersible
from sim.draws import Draws
from sim.engine.world import World, build_world
from sim.ensemble.columns import AREA_COLUMNS, REPLICATE_COLUMNS
from sim.ensemble.plain import one_replicate
from sim.scenario import Scenario
from sim.units import Floats, Seconds

BLOCK = 64
"""Replicates of a block; blocks start at its multiples, so that no result depends on how work is shared out."""

DEFAULT_LEAD_S = 120.0


@dataclass(frozen=True, eq=False)
class Prepared:
    """What does not change from replicate to replicate, built once a process."""

    scenario: Scenario
    world: World
    dispersed: bool
    lead_s: Seconds

    @property
    def codes(self) -> tuple[str, ...]:
        """Area codes, in the order of every column ``(B, A)``."""
        return self.world.layer.codes

    @property
    def objects(self) -> tuple[str, ...]:
        """What the codes of the column ``closest_object`` mean, from 0 on."""
        return tuple(track.name for track in self.world.tracks)


@dataclass(frozen=True, eq=False)
class Block:
    """Replicates ``first`` to ``first + BLOCK - 1``: ``replicates`` by column ``(B,)``, ``areas`` ``(B, A)``.

    Columns are those of `sim.ensemble.columns`, in that order; NaN where it did not happen or nothing defines
    it. ``closest_object`` and ``end`` are small integers (see `Prepared.objects` and `ENDS`), -1 for none.
    """

    first: int
    replicates: dict[str, Floats]
    areas: dict[str, NDArray[Any]]


def prepare(scenario: Scenario, *, dispersed: bool = True, lead_s: Seconds = DEFAULT_LEAD_S) -> Prepared:
    """Build the world of a scenario, its flights drawn anew for each replicate or always the nominal ones.

    Raises ``InputError`` where an object fails and flights are to be drawn: the two cannot be had together.
    """
    world = build_world(scenario)
    if dispersed:
        check_dispersible([Entrant(scenario, world, 0)])
    return Prepared(scenario, world, dispersed, lead_s)


def replicate_block(prepared: Prepared, seed: int, first: int) -> Block:
    """Replicates ``first`` to ``first + BLOCK - 1`` of a seed; ``first`` is a multiple of `BLOCK`.

    Replicate k is the single run on ``Draws(seed, k)``.
    """
    if first < 0 or first % BLOCK:
        raise ValueError(f"a block starts at a multiple of {BLOCK}, not at {first}")
    found = [
        one_replicate(
            prepared.world, Draws(seed, first + k), dispersed=prepared.dispersed, lead_s=prepared.lead_s
        )
        for k in range(BLOCK)
    ]
    return Block(
        first,
        {one.key: np.array([own[one.key] for own, _ in found], float) for one in REPLICATE_COLUMNS},
        {one.key: np.stack([own[one.key] for _, own in found]) for one in AREA_COLUMNS},
    )
