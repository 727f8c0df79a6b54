"""Brute force: every step of every flight against every edge of every area near it, in closed form.

Written apart from the search it judges and sharing no formula with it but the definition: a point moving straight
is within a radius of a straight edge during one interval, the hull of what both end discs and the strip between
them cut out. Areas that hold points farther than the radius from all their edges are not catered for.
"""

from dataclasses import dataclass

import numpy as np
import shapely

from sim.bench.problem import Answer, Problem
from sim.geo.ecef import chord_of_arc, to_ecef
from sim.geo.ragged import batches, spread
from sim.geo.visits import join
from sim.units import Floats, Ints, Metres, MetresArray

_BATCH = 1 << 18


@dataclass(frozen=True)
class Scene:
    """Knots ``(K, d)`` and edges of areas ``(E, d)``, area ``k`` owning rows ``ptr[k]:ptr[k + 1]``, in one metric."""

    knots_m: MetresArray
    begin_m: MetresArray
    end_m: MetresArray
    ptr: Ints
    radius_m: Metres


def planar_scene(problem: Problem) -> Scene:
    """The plane on which the peers work."""
    areas = problem.ground.planar
    parts, area = shapely.get_parts(areas, return_index=True)
    rings, part = shapely.get_rings(parts, return_index=True)
    corner, ring = shapely.get_coordinates(rings, return_index=True)
    first = np.flatnonzero(ring[1:] == ring[:-1])
    ptr = np.searchsorted(area[part[ring[first]]], np.arange(len(areas) + 1)).astype(np.int64)
    return Scene(problem.xy_m, corner[first], corner[first + 1], ptr, problem.radius_m)


def chord_scene(problem: Problem) -> Scene:
    """The Earth-centred chords in which our search works, all edges kept."""
    edges = problem.ground.features.edges
    knots = to_ecef(problem.knots.lon_deg, problem.knots.lat_deg)
    radius = float(chord_of_arc(problem.radius_m))
    return Scene(knots, edges.start_m, edges.start_m + edges.along_m, edges.ptr, radius)


def true_visits(problem: Problem, scene: Scene) -> Answer:
    """Every visit, sorted by flight, area and entry."""
    areas = len(scene.ptr) - 1
    centre, reach = _spheres(scene)
    start, t_s = problem.knots.start, problem.knots.t_s
    found = [(np.zeros(0, np.int64), np.zeros(0), np.zeros(0))]
    for flight in range(len(problem.knots)):
        knot = np.arange(start[flight], start[flight + 1] - 1)
        step, area = _near(scene, knot, centre, reach)
        for part in batches(scene.ptr[area + 1] - scene.ptr[area], _BATCH):
            row, low, high = _against_edges(scene, step[part], area[part])
            begin = t_s[step[part][row]]
            span = t_s[step[part][row] + 1] - begin
            found.append((flight * areas + area[part][row], begin + low * span, begin + high * span))
    pair, enter, leave = join(*(np.concatenate(column) for column in zip(*found, strict=True)))
    return Answer(pair // areas, pair % areas, enter, leave)


def within(from_begin: Floats, move: Floats, edge: Floats, radius_m: Metres) -> tuple[Floats, Floats]:
    """Fractions of steps (n, d) between which a point is within ``radius_m`` of edges (n, d); low > high if never.

    ``from_begin`` leads from the edge's begin to the step's start.
    """
    low, high = _disc(from_begin, move, radius_m)
    for other in (_disc(from_begin - edge, move, radius_m), _strip(from_begin, move, edge, radius_m)):
        low, high = np.minimum(low, other[0]), np.maximum(high, other[1])
    low, high = np.maximum(low, 0.0), np.minimum(high, 1.0)
    return low, high


def _disc(from_centre: Floats, move: Floats, radius_m: Metres) -> tuple[Floats, Floats]:
    """Where a line is within a radius of a point: around its foot, half a chord to each side."""
    speed = np.maximum(_dot(move, move), 1e-300)
    foot = -_dot(from_centre, move) / speed
    nearest = from_centre + foot[:, None] * move
    left = radius_m**2 - _dot(nearest, nearest)
    half = np.sqrt(np.maximum(left, 0.0) / speed)
    return np.where(left >= 0.0, foot - half, np.inf), np.where(left >= 0.0, foot + half, -np.inf)


def _strip(from_begin: Floats, move: Floats, edge: Floats, radius_m: Metres) -> tuple[Floats, Floats]:
    """Where a line is beside the edge and within a radius of the edge's line."""
    length = np.sqrt(np.maximum(_dot(edge, edge), 1e-300))
    along = edge / length[:, None]
    place, pace = _dot(from_begin, along), _dot(move, along)
    low, high = _disc(from_begin - place[:, None] * along, move - pace[:, None] * along, radius_m)
    with np.errstate(divide="ignore", invalid="ignore"):
        ends = -place / pace, (length - place) / pace
    beside = (place >= 0.0) & (place <= length)
    first = np.where(pace != 0.0, np.fmin(*ends), np.where(beside, -np.inf, np.inf))
    last = np.where(pace != 0.0, np.fmax(*ends), np.where(beside, np.inf, -np.inf))
    low, high = np.maximum(low, first), np.minimum(high, last)
    return np.where(low <= high, low, np.inf), np.where(low <= high, high, -np.inf)


def _spheres(scene: Scene) -> tuple[MetresArray, MetresArray]:
    lowest = np.minimum.reduceat(scene.begin_m, scene.ptr[:-1])
    highest = np.maximum.reduceat(scene.begin_m, scene.ptr[:-1])
    return 0.5 * (lowest + highest), 0.5 * np.linalg.norm(highest - lowest, axis=1) + scene.radius_m


def _near(scene: Scene, knot: Ints, centre: MetresArray, reach: MetresArray) -> tuple[Ints, Ints]:
    here, there = scene.knots_m[knot], scene.knots_m[knot + 1]
    middle, half = 0.5 * (here + there), 0.5 * np.linalg.norm(there - here, axis=1)
    steps, areas = [], []
    for part in batches(np.full(len(reach), len(knot)), _BATCH):
        apart = np.linalg.norm(middle[:, None] - centre[part], axis=2)
        step, area = np.nonzero(apart <= reach[part] + half[:, None])
        steps.append(knot[step])
        areas.append(area + part.start)
    return np.concatenate(steps), np.concatenate(areas)


def _against_edges(scene: Scene, step: Ints, area: Ints) -> tuple[Ints, Floats, Floats]:
    owner, edge = spread(scene.ptr[area], scene.ptr[area + 1] - scene.ptr[area])
    here, begin = scene.knots_m[step[owner]], scene.begin_m[edge]
    move = scene.knots_m[step[owner] + 1] - here
    low, high = within(here - begin, move, scene.end_m[edge] - begin, scene.radius_m)
    met = np.flatnonzero(low <= high)
    return owner[met], low[met], high[met]


def _dot(u: Floats, v: Floats) -> Floats:
    return np.asarray(np.einsum("ij,ij->i", u, v))
