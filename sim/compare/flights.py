"""A flight of its own for each replicate: what really flew changes, what was announced before the launch stays."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TypeAlias

import numpy as np

from sim.draws import Draws
from sim.engine.world import World
from sim.flight.dispersion import Dispersion, dispersed, draw_normals, heights, prepare
from sim.flight.sampled import SampledFlight, states_of_many
from sim.flight.track import Track, TrackState
from sim.geo.crossings import Crossings, find_crossings
from sim.geo.gate import gate_crossings_s
from sim.units import Floats, Ints, SecondsArray

Perturb: TypeAlias = Callable[[World, Draws], World]
"""The world with the flight of one replicate: other flights, and the ``crossings`` and ``gate_s`` they make."""

_STEP_S = 2.0
"""Between the knots of a flight: straight on the ground from one to the next, at most 4 m below an orbital track."""


@dataclass(frozen=True, eq=False)
class Flights:
    """The flights of B replicates for each of O objects: ``crossings`` by object, of B flights each; ``gate_s``
    ``(O, B)``, NaN where the gate is not crossed. Arrays of one flight are views into those of all."""

    crossings: tuple[Crossings, ...]
    gate_s: SecondsArray
    _objects: tuple[tuple[Track, SecondsArray, Floats, Floats, SecondsArray], ...]
    """Of each: the track; times, places and heights of all knots; times of the track's own."""

    def of(self, row: int) -> tuple[SampledFlight, ...]:
        """The flights of one replicate, in the order of the objects."""
        return tuple(
            SampledFlight(
                track.name,
                t_s[row],
                xyz_m[row],
                alt_m[row],
                own_s[row],
                track.events,
                track.basis,
            )
            for track, t_s, xyz_m, alt_m, own_s in self._objects
        )

    def states_at(self, number: int, rows: Ints, t_s: SecondsArray) -> TrackState:
        """States ``(N,)`` of one object in some replicates, each at its own time."""
        _, knot_s, xyz_m, alt_m, _ = self._objects[number]
        return states_of_many(knot_s, xyz_m, alt_m, rows, t_s)


def fly_many(world: World, seed: int, first: int, count: int) -> Flights:
    """Flights of consecutive replicates, moved by what the tracks' stated deviations allow
    (`sim.flight.dispersion`); replicate k's are the same whatever the batch.

    The same flight for every policy of one seed and replicate. Delays still run from the nominal launch: a flight
    drawn late is late by the authority's clock.
    """
    crossings, gates, objects = [], [], []
    for track, spec in zip(world.tracks, world.spec.objects, strict=True):
        ready, normals = _ready(track), draw_normals(seed, track.name, first, count)
        batch = dispersed(ready, spec.footprint.radius_km * 1000.0, normals)
        crossings.append(find_crossings(world.features, batch))
        gate = world.spec.gate
        gates.append(
            np.full(count, np.nan)
            if gate is None
            else gate_crossings_s(
                batch.t_s,
                batch.xyz_m,
                batch.start,
                (gate.from_lat_deg, gate.from_lon_deg),
                (gate.to_lat_deg, gate.to_lon_deg),
            )
        )
        t_s = batch.t_s.reshape(count, len(ready.t_s))
        own_s = t_s.take(np.searchsorted(ready.t_s, track.t_s), axis=1)
        objects.append((track, t_s, batch.xyz_m.reshape(*t_s.shape, 3), heights(ready, normals), own_s))
    return Flights(tuple(crossings), np.stack(gates), tuple(objects))


def disperse(world: World, draws: Draws) -> World:
    """The world with the flights of one replicate, as `fly_many` draws them."""
    flights = fly_many(world, draws.seed, draws.replicate, 1)
    return replace(
        world,
        drawn=flights.of(0),
        crossings=together(flights.crossings),
        gate_s=tuple(None if np.isnan(t_s) else float(t_s) for t_s in flights.gate_s[:, 0]),
    )


def together(found: tuple[Crossings, ...]) -> Crossings:
    """Crossings of several batches of flights on the same areas as those of one batch."""
    before = np.cumsum([0, *(one.flights for one in found)])
    return Crossings(
        flights=int(before[-1]),
        areas=found[0].areas,
        visit_flight=np.concatenate(
            [one.visit_flight + k for one, k in zip(found, before[:-1], strict=True)]
        ),
        visit_area=np.concatenate([one.visit_area for one in found]),
        enter_s=np.concatenate([one.enter_s for one in found]),
        exit_s=np.concatenate([one.exit_s for one in found]),
        closest_m=np.concatenate([one.closest_m for one in found]),
        closest_s=np.concatenate([one.closest_s for one in found]),
    )


def flown(world: World, flight: World) -> World:
    """``world`` with what flew in ``flight``, another world on the same areas with the same objects."""
    return replace(world, drawn=flight.drawn, crossings=flight.crossings, gate_s=flight.gate_s)


@lru_cache(maxsize=64)
def _ready(track: Track) -> Dispersion:
    return prepare(track, _STEP_S)
