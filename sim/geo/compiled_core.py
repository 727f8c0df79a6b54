"""The compiled kernels as searches: arrays laid out, chunks over threads, insides left to the numpy path."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import Any

import numpy as np

from sim.geo.compiled import search
from sim.geo.compiled_closest import closest
from sim.geo.compiled_inside import first_inside as find_first_inside
from sim.geo.features import AreaFeatures, Edges
from sim.geo.interior import BESIDE_M
from sim.geo.numpy_core import BULGE_M, Found, inside
from sim.geo.visits import join
from sim.units import Bools, Ints, MetresArray, SecondsArray

_search: Any = search
_closest: Any = closest
_first_inside: Any = find_first_inside
_ROOM = 8
"""Visits a flight is first given room for, besides all of a few areas and a quarter of many. If it is short,
the search is done again with more."""


def visits(
    areas: AreaFeatures,
    t_s: SecondsArray,
    xyz_m: MetresArray,
    start: Ints,
    chord_m: MetresArray,
    threads: int = 1,
) -> Found:
    """As `sim.geo.numpy_core.visits`; flights are shared out among ``threads``."""
    radius = _one_or_each(chord_m)
    edges = areas.capes if len(radius) and radius.min() >= areas.capes_from_m else areas.edges
    sphere, (blocks, ptr) = areas.spheres, edges.blocks

    def chunk(first: int, last: int) -> Found:
        room = (last - first) * (_ROOM + min(len(areas), 8 * _ROOM) + len(areas) // 4)
        while True:
            pair, enter, leave = np.empty(room, np.int64), np.empty(room), np.empty(room)
            count = _search(
                first,
                last,
                t_s,
                xyz_m,
                start,
                radius,
                sphere,
                blocks,
                ptr,
                pair,
                enter,
                leave,
            )
            if count >= 0:
                return pair[:count], enter[:count], leave[:count]
            room *= 2

    pieces = _share_out(chunk, len(start) - 1, threads)
    found: Found = pieces[0]
    if len(pieces) > 1:
        pair, enter, leave = (np.concatenate(column) for column in zip(*pieces, strict=True))
        found = pair, enter, leave
    inner = _may_lie_inside(areas, start, radius)
    if inner is None:
        return found
    return join(
        *(np.concatenate(two) for two in zip(found, inside(areas, t_s, xyz_m, start, inner), strict=True))
    )


def closest_approaches(
    areas: AreaFeatures, t_s: SecondsArray, xyz_m: MetresArray, start: Ints, threads: int = 1
) -> tuple[MetresArray, SecondsArray]:
    """Chord and time of every closest approach to an area's edges, ``(F, A)``; insides are not looked at.

    Where capes serve, they are asked first: what comes no nearer than the smallest footprint they are for is right;
    what comes nearer comes at least as near as this says.
    """
    shape = (len(start) - 1, len(areas))
    chord_m, when_s = np.full(shape, np.inf), np.full(shape, np.nan)

    def search_for(edges: Edges, wanted: Bools) -> None:
        known = (t_s, xyz_m, start, areas.spheres, *edges.blocks, wanted, chord_m, when_s, np.diff(edges.ptr))
        _share_out(lambda first, last: _closest(first, last, *known), shape[0], threads)

    search_for(areas.capes, np.ones(shape, bool))
    if np.isfinite(areas.capes_from_m) and (near := chord_m < areas.capes_from_m).any():
        search_for(areas.edges, near)
    return chord_m, when_s


def first_inside(
    areas: AreaFeatures, t_s: SecondsArray, xyz_m: MetresArray, start: Ints, wanted: Bools
) -> tuple[Ints, SecondsArray]:
    """(flight · A + area, first instant over the inside) of those ``wanted``, mask ``(F, A)``, that ever are."""
    flight, area = np.nonzero(wanted)
    enter, walls, near_m = np.empty(len(flight)), areas.walls, 1.001 * areas.reach_m + BULGE_M
    box = walls.low_m - BESIDE_M, walls.high_m + BESIDE_M
    _first_inside(
        flight,
        area,
        t_s,
        xyz_m,
        start,
        areas.centre_m,
        near_m,
        walls.axes,
        *box,
        walls.a_m,
        walls.b_m,
        walls.ptr,
        enter,
    )
    ever = ~np.isnan(enter)
    return (flight * len(areas) + area)[ever], enter[ever]


def _share_out(chunk: Callable[[int, int], Any], flights: int, threads: int) -> list[Any]:
    """Results of chunks of consecutive flights, in order."""
    threads = min(threads, flights)
    if threads <= 1:
        return [chunk(0, flights)]
    cuts = [flights * k // threads for k in range(threads + 1)]
    bounds = list(pairwise(cuts))
    with ThreadPoolExecutor(len(bounds) - 1) as pool:
        others = [pool.submit(chunk, *bound) for bound in bounds[1:]]
        return [chunk(*bounds[0]), *(other.result() for other in others)]


def _one_or_each(chord_m: MetresArray) -> MetresArray:
    """A single radius where all knots share one: what is not stored need not be read again."""
    return chord_m[:1].copy() if len(chord_m) and chord_m.strides[0] == 0 else np.ascontiguousarray(chord_m)


def _may_lie_inside(areas: AreaFeatures, start: Ints, chord_m: MetresArray) -> Bools | None:
    """Pairs, ``(F, A)``, whose footprint is at some time small enough to fit into the area; ``None`` if none are."""
    flights = len(start) - 1
    if len(areas) == 0 or flights < 1 or chord_m.min() >= areas.widest_m + 2.0 * BULGE_M:
        return None
    smallest = np.full(flights, chord_m[0]) if len(chord_m) == 1 else np.minimum.reduceat(chord_m, start[:-1])
    return np.asarray(smallest[:, None] < areas.inradius_m + 2.0 * BULGE_M)
