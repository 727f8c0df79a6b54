"""A flight of its own for each replicate: what really flew changes, what was announced before the launch stays."""

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from typing import TypeAlias

import numpy as np

from sim.draws import Draws
from sim.engine.world import World
from sim.flight.dispersion import Dispersion, dispersed, draw_normals, heights, prepare
from sim.flight.paths import GroundPath, flight_batch, path_of
from sim.flight.track import Track, build_track
from sim.geo.crossings import find_crossings
from sim.geo.ecef import to_ecef, to_lon_lat
from sim.geo.gate import gate_crossing_s
from sim.scenario.trackfile import Knot, TrackObject
from sim.units import Floats, Seconds

Perturb: TypeAlias = Callable[[World, Draws], World]
"""The world with the flight of one replicate: other ``tracks``, and the ``crossings`` and ``gate_s`` they make."""

_STEP_S = 5.0
"""Between the moved knots; unmoved, a track rebuilt from them stays within half a kilometre of the nominal one."""
_PATH_STEP_S = 1.0
_DERIVED = ("sample", "", "derived")


def disperse(world: World, draws: Draws) -> World:
    """The world with its tracks moved by what their stated deviations allow (`sim.flight.dispersion`).

    The same flight for every policy of one seed and replicate. Delays still run from the nominal launch: a flight
    drawn late is late by the authority's clock.
    """
    tracks = tuple(_moved(track, draws) for track in world.tracks)
    paths = [path_of(track, _PATH_STEP_S) for track in tracks]
    radii_m = [one.footprint.radius_km * 1000.0 for one in world.spec.objects]
    return replace(
        world,
        tracks=tracks,
        crossings=find_crossings(world.features, flight_batch(paths, radii_m)),
        gate_s=tuple(_gate_s(world, path) for path in paths),
    )


def flown(world: World, flight: World) -> World:
    """``world`` with what flew in ``flight``, another world on the same areas with the same objects."""
    return replace(
        world,
        tracks=flight.tracks,
        crossings=flight.crossings,
        gate_s=flight.gate_s,
        planned=world.planned or world.tracks,
    )


def moved_track(track: Track, normals: Floats) -> Track:
    """The track of one flight, ``normals`` ``(1, 3)`` as `sim.flight.dispersion` means them."""
    ready = _ready(track)
    batch, alt_m = dispersed(ready, 0.0, normals), heights(ready, normals)[0]
    lon, lat = to_lon_lat(batch.xyz_m)
    own = zip(track.t_s.tolist(), track.kinds, track.events, track.basis, strict=True)
    said = {t: (kind, event, basis) for t, kind, event, basis in own}
    rows = np.stack([batch.t_s, lat, lon, alt_m / 1000.0], axis=-1).tolist()
    knots = []
    for t, row in zip(ready.t_s.tolist(), rows, strict=True):
        kind, event, basis = said.get(t, _DERIVED)
        knots.append(Knot(row[0], row[1], row[2], row[3], kind=kind, event=event, basis=basis))
    return build_track(TrackObject(track.name, tuple(knots)))


def _moved(track: Track, draws: Draws) -> Track:
    return moved_track(track, draw_normals(draws.seed, track.name, draws.replicate, 1))


@lru_cache(maxsize=64)
def _ready(track: Track) -> Dispersion:
    return prepare(track, _STEP_S)


def _gate_s(world: World, path: GroundPath) -> Seconds | None:
    gate = world.spec.gate
    if gate is None:
        return None
    start, end = (gate.from_lat_deg, gate.from_lon_deg), (gate.to_lat_deg, gate.to_lon_deg)
    return gate_crossing_s(path.t_s, to_ecef(path.lon_deg, path.lat_deg), start, end)
