"""Closest approaches to areas' edges, vectorised: the steps that can matter against every edge of the area."""

import numpy as np

from sim.geo.closest import step_gap
from sim.geo.features import AreaFeatures
from sim.geo.ragged import batches, spread
from sim.units import Floats, Ints, MetresArray, SecondsArray

_BATCH = 1 << 17


def closest_approaches(
    areas: AreaFeatures, t_s: SecondsArray, xyz_m: MetresArray, start: Ints
) -> tuple[MetresArray, SecondsArray]:
    """Chord and first instant of every closest approach to an area's edges, ``(F, A)``; insides are not looked at."""
    shape = (len(start) - 1, len(areas))
    chord, time = np.full(shape, np.inf), np.full(shape, np.nan)
    for flight in range(shape[0]):
        knots = slice(start[flight], start[flight + 1])
        step, area = _maybe_closest(areas, xyz_m[knots])
        square, fraction = _gaps(areas, xyz_m[knots], step, area)
        t = t_s[knots]
        instant = t[step] + fraction * (t[step + 1] - t[step])
        best = np.lexsort((instant, square, area))
        best = best[np.unique(area[best], return_index=True)[1]]
        chord[flight, area[best]] = np.sqrt(square[best])
        time[flight, area[best]] = instant[best]
    return chord, time


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
