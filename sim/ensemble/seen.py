"""What trackers make of the flights of a block, and where each object was seen last: asked for by almost every lift."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from sim.alert.delays import draw_delay
from sim.draws import Draws
from sim.engine.sightings import Followed, Sightings, Watched, follow, observe
from sim.engine.world import World
from sim.flight.track import TrackState
from sim.units import Ints, SecondsArray

StatesAt = Callable[[int, Ints, SecondsArray], TrackState]
"""States ``(N,)`` of an object, by number, in some rows of the block, each at its own time."""


def seen_by_all(
    worlds: Sequence[World], draws: Sequence[Draws], watched: Sequence[Watched], states_at: StatesAt
) -> list[Sightings]:
    """What is seen in each replicate from its detection on; the first to ask for an object's last report has it worked
    out for all."""
    detection = worlds[0].spec.authority.detection
    found = [
        follow(world, one, draw_delay(detection, one, "authority/detection"), watched)
        for world, one in zip(worlds, draws, strict=True)
    ]
    ahead = _Last(worlds[0], found, states_at)
    return [Sightings(world, one, ahead) for world, one in zip(worlds, found, strict=True)]


@dataclass(frozen=True, eq=False)
class _Last:
    """The last reports of an object, by number, in all replicates."""

    world: World
    followed: Sequence[tuple[Followed, ...]]
    states_at: StatesAt

    def __call__(self, index: int) -> None:
        some = [(row, one[index]) for row, one in enumerate(self.followed) if one[index].number]
        last = [(one, one.number - 1) for _, one in some]
        times = np.array([one.observed_at_s(number) for one, number in last])
        observe(self.world, last, self.states_at(index, np.array([row for row, _ in some]), times))
