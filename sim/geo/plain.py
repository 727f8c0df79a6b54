"""The search written plainly: every step near an area against every edge of it."""

import numpy as np

from sim.geo.closest import step_gap
from sim.geo.ecef import arc_of_chord, chord_of_arc
from sim.geo.features import AreaFeatures
from sim.geo.interior import inside_intervals
from sim.geo.ragged import batches, spread
from sim.geo.roots import capsule_interval
from sim.geo.visits import join
from sim.units import Bools, Floats, Ints, MetresArray, SecondsArray

_BATCH = 1 << 17
_SURFACE_MARGIN_M = 50.0
"""How far inside an area's sphere its own surface may bulge out, beyond what its edges say (assumption)."""


def visits(
    areas: AreaFeatures, t_s: SecondsArray, xyz_m: MetresArray, start: Ints, radius_m: MetresArray
) -> tuple[Ints, SecondsArray, SecondsArray]:
    """(flight · A + area, enter, exit) of every visit, sorted."""
    chord = chord_of_arc(radius_m)
    found: list[tuple[Ints, Floats, Floats]] = [(np.zeros(0, np.int64), np.zeros(0), np.zeros(0))]
    for flight in range(len(start) - 1):
        knots = slice(start[flight], start[flight + 1])
        step, area = _near(areas, xyz_m[knots], chord[knots])
        for index, low, high in (
            _touching(areas, xyz_m[knots], chord[knots], step, area),
            _over(areas, xyz_m[knots], step, area),
        ):
            t, first = t_s[knots], step[index]
            span = t[first + 1] - t[first]
            begin = np.where(low > 0.0, t[first] + low * span, t[first])
            end = np.where(high < 1.0, t[first] + high * span, t[first + 1])
            found.append((flight * len(areas) + area[index], begin, end))
    pair, begin, end = (np.concatenate(column) for column in zip(*found, strict=True))
    return join(pair, begin, end)


def closest_approaches(
    areas: AreaFeatures, t_s: SecondsArray, xyz_m: MetresArray, start: Ints
) -> tuple[MetresArray, SecondsArray]:
    """Distance along the ground and time of every closest approach, ``(F, A)``."""
    shape = (len(start) - 1, len(areas))
    distance, time = np.full(shape, np.inf), np.full(shape, np.nan)
    for flight in range(shape[0]):
        knots = slice(start[flight], start[flight + 1])
        step, area = _maybe_closest(areas, xyz_m[knots])
        square, fraction = _gaps(areas, xyz_m[knots], step, area)
        t = t_s[knots]
        instant = t[step] + fraction * (t[step + 1] - t[step])
        best = np.lexsort((instant, square, area))
        best = best[np.unique(area[best], return_index=True)[1]]
        distance[flight, area[best]] = arc_of_chord(np.sqrt(square[best]))
        time[flight, area[best]] = instant[best]
    pair, enter, _ = visits(areas, t_s, xyz_m, start, np.zeros(len(t_s)))
    pair, first = np.unique(pair, return_index=True)
    distance.ravel()[pair], time.ravel()[pair] = 0.0, enter[first]
    return distance, time


def _near(areas: AreaFeatures, xyz: MetresArray, chord: MetresArray) -> tuple[Ints, Ints]:
    """(step, area) wherever the step's ball and the area's sphere are within the footprint's radius."""
    middle, half = 0.5 * (xyz[1:] + xyz[:-1]), 0.5 * np.linalg.norm(np.diff(xyz, axis=0), axis=1)
    slack = half + np.maximum(chord[1:], chord[:-1]) + _SURFACE_MARGIN_M
    steps, hits = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    for part in batches(np.full(len(areas), len(middle)), _BATCH):
        apart = np.linalg.norm(middle[:, None] - areas.centre_m[part], axis=2)
        near: Bools = (apart <= areas.reach_m[part] * 1.001 + slack[:, None]) & (areas.reach_m[part] >= 0.0)
        step, area = np.nonzero(near)
        steps.append(step)
        hits.append(area + part.start)
    return np.concatenate(steps), np.concatenate(hits)


def _touching(
    areas: AreaFeatures, xyz: MetresArray, chord: MetresArray, step: Ints, area: Ints
) -> tuple[Ints, Floats, Floats]:
    edges = areas.edges
    count = edges.ptr[area + 1] - edges.ptr[area]
    found: list[tuple[Ints, Floats, Floats]] = [(np.zeros(0, np.int64), np.zeros(0), np.zeros(0))]
    for part in batches(count, _BATCH):
        owner, edge = spread(edges.ptr[area[part]], count[part])
        owner += part.start
        i = step[owner]
        one, two = capsule_interval(
            xyz[i] - edges.start_m[edge],
            xyz[i + 1] - xyz[i],
            chord[i],
            chord[i + 1] - chord[i],
            edges.along_m[edge],
            edges.inv_sq[edge],
        )
        met = one <= two
        found.append((owner[met], one[met], two[met]))
    owner, low, high = (np.concatenate(column) for column in zip(*found, strict=True))
    return owner, low, high


def _over(areas: AreaFeatures, xyz: MetresArray, step: Ints, area: Ints) -> tuple[Ints, Floats, Floats]:
    reach = (
        areas.reach_m[area] * 1.001 + _SURFACE_MARGIN_M + np.linalg.norm(xyz[step + 1] - xyz[step], axis=1)
    )
    near = np.flatnonzero(np.linalg.norm(xyz[step] - areas.centre_m[area], axis=1) <= reach)
    index, low, high = inside_intervals(areas, area[near], xyz[step[near]], xyz[step[near] + 1])
    return near[index], low, high


def _maybe_closest(areas: AreaFeatures, xyz: MetresArray) -> tuple[Ints, Ints]:
    """(step, area) wherever the closest approach can be, judged by the areas' spheres."""
    middle, half = 0.5 * (xyz[1:] + xyz[:-1]), 0.5 * np.linalg.norm(np.diff(xyz, axis=0), axis=1)
    steps, hits = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    for part in batches(np.full(len(areas), len(middle)), _BATCH):
        apart = np.linalg.norm(middle[:, None] - areas.centre_m[part], axis=2)
        reach = areas.reach_m[part]
        # No point is farther from an area than from its sphere's far side.
        ceiling = (apart - half[:, None]).min(axis=0) + half.max() + reach
        possible = (apart - half[:, None] - reach <= ceiling) & (reach >= 0.0)
        step, area = np.nonzero(possible)
        steps.append(step)
        hits.append(area + part.start)
    return np.concatenate(steps), np.concatenate(hits)


def _gaps(areas: AreaFeatures, xyz: MetresArray, step: Ints, area: Ints) -> tuple[Floats, Floats]:
    edges = areas.edges
    count = edges.ptr[area + 1] - edges.ptr[area]
    best, where = np.full(len(step), np.inf), np.zeros(len(step))
    for part in batches(count, _BATCH):
        owner, edge = spread(edges.ptr[area[part]], count[part])
        i = step[part][owner]
        square, fraction = step_gap(
            xyz[i] - edges.start_m[edge], xyz[i + 1] - xyz[i], edges.along_m[edge], edges.inv_sq[edge]
        )
        order = np.lexsort((fraction, square, owner))
        first = order[np.unique(owner[order], return_index=True)[1]]
        best[part], where[part] = square[first], fraction[first]
    return best, where
