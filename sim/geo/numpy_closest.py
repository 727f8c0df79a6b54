"""The vectorised search for closest approaches, for all flights and areas at once.

Long chords of the tracks against the areas' spheres leave a chord or two per flight and area; those against edges
leave a few edges; only there are single steps looked at. Every bound is kept, so the answer is exact.
"""

import numpy as np

from sim.geo.chords import Chords, blocks, make_chords
from sim.geo.closest import step_gap
from sim.geo.features import AreaFeatures, Edges
from sim.geo.numpy_core import LONG_M
from sim.geo.ragged import batches, spread
from sim.geo.roots import Capsules, capsule_interval
from sim.units import Bools, Floats, Ints, MetresArray, SecondsArray

_BATCH = 1 << 16
_ROUNDING_M = 1e-3
_SAMPLES = 8
"""Vertices per area that are asked for a first idea of the distance."""
_ROOM_M = 10.0
"""Added to the spheres' radii: far above the rounding of squared Earth radii."""
Triples = tuple[Ints, Ints, Ints]
"""Candidates as (pair, step, edge), where pair is flight · A + area."""


def closest_approaches(
    areas: AreaFeatures, t_s: SecondsArray, xyz_m: MetresArray, start: Ints
) -> tuple[MetresArray, SecondsArray]:
    """Chord and first instant of every closest approach to an area's edges, ``(F, A)``; insides are not looked at."""
    shape = (len(start) - 1, len(areas))
    chord_m, when_s = np.empty(shape), np.empty(shape)
    for block in blocks(start, len(areas)):
        first, last = start[block.start], start[block.stop]
        own = start[block.start : block.stop + 1] - first
        chord_m[block], when_s[block] = _block_closest(areas, t_s[first:last], xyz_m[first:last], own)
    return chord_m, when_s


def _block_closest(
    areas: AreaFeatures, t_s: SecondsArray, xyz_m: MetresArray, start: Ints
) -> tuple[MetresArray, SecondsArray]:
    shape = (len(start) - 1, len(areas))
    square, time = np.full(shape[0] * shape[1], np.inf), np.full(shape[0] * shape[1], np.nan)
    chords = make_chords(xyz_m, start, np.zeros(len(t_s)), LONG_M)
    chord, area = _near_spheres(areas, chords)
    pair = chords.flight[chord] * len(areas) + area
    order = np.argsort(pair, kind="stable")
    pair, chord, area = pair[order], chord[order], area[order]
    kept = _by_samples(areas, chords, pair, chord, area)
    pair, chord, area = pair[kept], chord[kept], area[kept]
    for part in batches(np.diff(areas.edges.ptr)[area], _BATCH):
        steps = _near_edges(areas.edges, chords, pair[part], chord[part], area[part])
        _keep_best(square, time, *_on_steps(areas.edges, t_s, xyz_m, steps))
    return np.sqrt(square).reshape(shape), time.reshape(shape)


def _near_spheres(areas: AreaFeatures, chords: Chords) -> tuple[Ints, Ints]:
    """(chord, area) that can hold the closest approach.

    A sphere round an area holds some of it, so nothing is nearer than its near side less what the chord leaves
    out, nor need anything be looked at that is farther than its far side elsewhere.
    """
    rows = np.flatnonzero(areas.reach_m >= 0.0)
    centre, reach = areas.centre_m[rows], areas.reach_m[rows] + _ROOM_M
    first_chord = np.flatnonzero(np.r_[True, chords.flight[1:] != chords.flight[:-1]])
    per_flight = np.diff(np.append(first_chord, len(chords.flight)))
    found: list[tuple[Ints, Ints]] = [(np.zeros(0, np.int64), np.zeros(0, np.int64))]
    for part in batches(per_flight * max(len(rows), 1), 4 * _BATCH):
        c = slice(first_chord[part.start], first_chord[part.stop - 1] + per_flight[part.stop - 1])
        gap = _to_points(chords.start_m[c], chords.move_m[c], centre)
        slack = reach[None] + chords.bound_m[c, None]
        runs = first_chord[part] - c.start
        best = np.minimum.reduceat(gap + slack, runs, axis=0)
        low = gap - slack
        flat = np.flatnonzero((low <= np.repeat(best, per_flight[part], axis=0)).ravel())
        chord, row = np.divmod(flat, len(rows)) if len(rows) else (flat, flat)
        found.append((chord + c.start, rows[row]))
    chord, area = (np.concatenate(column) for column in zip(*found, strict=True))
    return chord, area


def _by_samples(areas: AreaFeatures, chords: Chords, pair: Ints, chord: Ints, area: Ints) -> Bools:
    """Candidates whose spheres are not farther than some vertices of their pair's area are elsewhere."""
    ptr = areas.edges.ptr
    gap = _to_point(chords, chord, areas.centre_m[area])
    lead = np.flatnonzero(gap == _least_per_run(pair, gap))
    first, count = ptr[area[lead]], ptr[area[lead] + 1] - ptr[area[lead]]
    ceiling = np.full(len(pair), np.inf)
    for sample in range(_SAMPLES):
        vertex = areas.edges.start_m[first + sample * count // _SAMPLES]
        apart = _to_point(chords, chord[lead], vertex) + chords.bound_m[chord[lead]]
        ceiling[lead] = np.minimum(ceiling[lead], apart)
    return np.asarray(gap - areas.reach_m[area] - chords.bound_m[chord] <= _least_per_run(pair, ceiling))


def _to_point(chords: Chords, chord: Ints, point_m: MetresArray) -> MetresArray:
    """Distances of chords from points, pair by pair."""
    offset, move = point_m - chords.start_m[chord], chords.move_m[chord]
    share = np.clip(_dot(offset, move) / np.maximum(_dot(move, move), 1e-300), 0.0, 1.0)
    offset -= share[:, None] * move
    return np.sqrt(_dot(offset, offset))


def _to_points(start_m: MetresArray, move_m: MetresArray, point_m: MetresArray) -> MetresArray:
    """Distances of n chords from m points, ``(n, m)``."""
    square = np.maximum(_dot(move_m, move_m), 1e-300)[:, None]
    along = move_m @ point_m.T - _dot(move_m, start_m)[:, None]
    share = np.clip(along / square, 0.0, 1.0)
    apart = _dot(start_m, start_m)[:, None] + _dot(point_m, point_m) - 2.0 * (start_m @ point_m.T)
    apart += share * (share * square - 2.0 * along)
    # Squares of Earth radii cancel here to about 0.1 m²; near spheres that is far below their slack.
    return np.sqrt(np.maximum(apart, 0.0))


def _near_edges(edges: Edges, chords: Chords, pair: Ints, chord: Ints, area: Ints) -> Triples:
    """Steps and edges that can hold the closest approach of their pair, judged by long chords."""
    owner, edge = _near_middles(edges, chords, pair, chord, area)
    c, pair = chord[owner], pair[owner]
    from_start, move = chords.start_m[c] - edges.start_m[edge], chords.move_m[c]
    square, _ = step_gap(from_start, move, edges.along_m[edge], edges.inv_sq[edge])
    gap, bound = np.sqrt(square), chords.bound_m[c]
    best = _least_per_run(pair, gap + bound)
    possible = np.flatnonzero(gap - bound <= best)
    pair, c, edge = pair[possible], c[possible], edge[possible]
    capsules = Capsules.between(from_start[possible], move[possible], edges.along_m[edge], edges.inv_sq[edge])
    radius = best[possible] + bound[possible] + _ROUNDING_M
    low, high = capsule_interval(capsules, radius, np.zeros(len(radius)))
    first, last = chords.steps_between(c, low, np.maximum(high, 0.0))
    owner, step = spread(first, np.where(low <= high, last + 1 - first, 0))
    return pair[owner], step, edge[owner]


def _near_middles(edges: Edges, chords: Chords, pair: Ints, chord: Ints, area: Ints) -> tuple[Ints, Ints]:
    """(candidate, edge) that remain when edges are taken for balls round their middles."""
    owner, edge = spread(edges.ptr[area], edges.ptr[area + 1] - edges.ptr[area])
    c = chord[owner]
    move = chords.move_m[chord]
    along = edges.along_m[edge]
    offset = edges.start_m[edge] + 0.5 * along - chords.start_m[c]
    share = _dot(offset, move[owner]) / np.maximum(_dot(move, move), 1e-300)[owner]
    offset -= np.clip(share, 0.0, 1.0)[:, None] * move[owner]
    gap = np.sqrt(_dot(offset, offset))
    slack = chords.bound_m[c] + 0.5 * np.sqrt(_dot(along, along))
    possible = gap - slack <= _least_per_run(pair[owner], gap + slack)
    return owner[possible], edge[possible]


def _on_steps(
    edges: Edges, t_s: SecondsArray, xyz_m: MetresArray, candidates: Triples
) -> tuple[Ints, Floats, SecondsArray]:
    """Closest approach of single steps to single edges: pair, squared distance, time."""
    pair, step, edge = candidates
    square, share = step_gap(
        xyz_m[step] - edges.start_m[edge],
        xyz_m[step + 1] - xyz_m[step],
        edges.along_m[edge],
        edges.inv_sq[edge],
    )
    return pair, square, t_s[step] + share * (t_s[step + 1] - t_s[step])


def _keep_best(square: Floats, time: Floats, pair: Ints, new: Floats, when: SecondsArray) -> None:
    """Put the least of each pair, the earliest of equals, where it belongs."""
    order = np.lexsort((when, new, pair))
    pair, first = np.unique(pair[order], return_index=True)
    new, when = new[order[first]], when[order[first]]
    better: Bools = (new < square[pair]) | ((new == square[pair]) & (when < time[pair]))
    square[pair[better]], time[pair[better]] = new[better], when[better]


def _least_per_run(pair: Ints, values: Floats) -> Floats:
    """The least value of each pair's run, repeated along it."""
    if len(pair) == 0:
        return values
    first = np.flatnonzero(np.r_[True, pair[1:] != pair[:-1]])
    return np.repeat(np.minimum.reduceat(values, first), np.diff(np.append(first, len(pair))))


def _dot(u: Floats, v: Floats) -> Floats:
    return np.asarray(u[:, 0] * v[:, 0] + u[:, 1] * v[:, 1] + u[:, 2] * v[:, 2])
