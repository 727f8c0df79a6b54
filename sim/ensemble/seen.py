"""What trackers make of the flights of a block, and where each object was seen last: asked for by almost every lift."""

from collections.abc import Callable, Sequence

import numpy as np

from sim.alert.delays import draw_delay
from sim.draws import Draws
from sim.engine.sightings import Sightings, Watched, observe, sightings
from sim.engine.world import World
from sim.flight.track import TrackState
from sim.units import Ints, SecondsArray

StatesAt = Callable[[int, Ints, SecondsArray], TrackState]
"""States ``(N,)`` of an object, by number, in some rows of the block, each at its own time."""


def seen_by_all(
    worlds: Sequence[World], draws: Sequence[Draws], watched: Sequence[Watched], states_at: StatesAt
) -> list[Sightings]:
    """What is seen in each replicate from its detection on; the last report of each object is worked out already."""
    detection = worlds[0].spec.authority.detection
    found = [
        sightings(world, one, draw_delay(detection, one, "authority/detection"), watched)
        for world, one in zip(worlds, draws, strict=True)
    ]
    for index in range(len(watched)):
        followed = [(row, one.objects[index]) for row, one in enumerate(found)]
        some = [(row, one) for row, one in followed if one.number]
        if not some:
            continue
        last = [(one, one.number - 1) for _, one in some]
        times = np.array([one.observed_at_s(number) for one, number in last])
        observe(worlds[0], last, states_at(index, np.array([row for row, _ in some]), times))
    return found
