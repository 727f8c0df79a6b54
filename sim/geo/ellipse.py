"""Visits of elliptical footprints aligned with the track: wide ahead and behind, narrow to the sides, or the reverse.

The footprint of a point moving along ``u`` holds the ground points q with (x / a)² + (y / b)² <= 1, where x and y are
the components of q - p along ``u`` and across it, level. Here p runs straight from knot to knot, the semi-axes a and b
(chords of arcs, like the circle's radius) are linear, and ``u`` is the direction of the step: constant over a step, it
turns at the knots. What q - p has in height, the drop of the curved ground, counts as part of the major axis, where
it is largest: then the tip of the major axis lies exactly at its arc, and the tip of the minor one b is out by less
than b³ / 8ρ² (0.4 m at 50 km, 3 m at 100 km); with a == b it is the circle.

Let v be the unit vector of the minor axis, M and m the major and minor semi-axis. Stretching space along v by k = M / m
takes the footprint to a ball of radius M, steps and edges to straight steps and edges, and the radius stays linear in
time. So with the ratio k constant over a step, `sim.geo.roots` has the answer in closed form. With a changing ratio the
stretch changes with time, and straight lines do not stay straight. Then w = q - p, linear in time, is inside while

    M² w_v² + m² |w_r|² <= M² m²,    w_v = w·v,  w_r = w - w_v v,

for an edge's end, and for the line of an edge with direction e (Lagrange's identity on the least value along it)

    M² |w_v e_r - w_r e_v|² + m² |w_r × e_r|² <= M² (M² e_v² + m² |e_r|²).

Both are polynomials of degree 4 in time. Their roots cut the step into gaps, and the middle of each gap is tested by
itself: a root too many does no harm.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from sim.geo.chords import Chords, make_chords
from sim.geo.crossings import FlightBatch
from sim.geo.ecef import SEMI_MAJOR_M, SEMI_MINOR_M, chord_of_arc
from sim.geo.features import AreaFeatures, Edges
from sim.geo.numpy_core import BULGE_M, Found, instants, near_pairs, over
from sim.geo.quartic import roots_in_step
from sim.geo.ragged import batches, spread
from sim.geo.roots import Capsules, capsule_interval
from sim.geo.visits import join
from sim.units import Bools, Floats, Ints, MetresArray, SecondsArray

_LONG_M = 120e3
"""Length of the chords that rule steps out, as for circles."""
_BATCH = 1 << 15
_WIDEST_M = 10.0e6
_SAME_RATIO = 1e-13
"""Relative change of the ratio over a step that is rounding: worth less than a micrometre."""


@dataclass(frozen=True)
class _Steps:
    """K - 1 steps: minor axis' direction ``(K - 1, 3)``; semi-axes ``major_m``, ``minor_m`` ``(K - 1, 2)`` at both
    ends."""

    minor_axis: Floats
    major_m: MetresArray
    minor_m: MetresArray

    def steady(self) -> Bools:
        """Where the ratio of the axes does not change."""
        one, two = self.major_m[:, 0] * self.minor_m[:, 1], self.major_m[:, 1] * self.minor_m[:, 0]
        return np.asarray(np.abs(one - two) <= _SAME_RATIO * np.maximum(one, two))


def find_ellipse_visits(
    areas: AreaFeatures,
    t_s: SecondsArray,
    xyz_m: MetresArray,
    start: Ints,
    along_m: ArrayLike,
    across_m: ArrayLike,
) -> tuple[Ints, Ints, SecondsArray, SecondsArray]:
    """Every visit of elliptical footprints to areas: (flight, area, enter_s, exit_s), sorted.

    ``t_s`` ``(K,)``, ``xyz_m`` ``(K, 3)`` and ``start`` ``(F + 1,)`` are as in `FlightBatch`. ``along_m`` and
    ``across_m`` are semi-axes in metres along the ground, in and across the direction of flight, ``(K,)`` or scalar,
    linear between knots. A step that stands still keeps the direction of the last that moved (before the first, of the
    next). Touching counts, and so does the area's inside.

    Raises `ValueError` as `FlightBatch` does, for semi-axes out of range, and for a flight that never moves, unless
    its footprint is a circle.
    """
    t_s = np.asarray(t_s, float)
    along, across = (
        np.broadcast_to(np.asarray(axis, float), t_s.shape).astype(float) for axis in (along_m, across_m)
    )
    both = np.stack([along, across])
    positive = ((both > 0.0) & (both <= _WIDEST_M)).all(axis=0) | (both == 0.0).all(axis=0)
    if not positive.all():
        raise ValueError(f"along_m and across_m must lie in (0, {_WIDEST_M:g}], or be 0 together")
    flights = FlightBatch(t_s, xyz_m, start, np.maximum(along, across))
    t_s, xyz_m, start = flights.t_s, flights.xyz_m, flights.start
    if len(flights) == 0 or len(areas) == 0:
        none = np.zeros(0, np.int64)
        return none, none, np.zeros(0), np.zeros(0)
    pair, enter, leave = _visits(areas, t_s, xyz_m, start, chord_of_arc(along), chord_of_arc(across))
    return pair // len(areas), pair % len(areas), enter, leave


def _visits(
    areas: AreaFeatures,
    t_s: SecondsArray,
    xyz_m: MetresArray,
    start: Ints,
    along: MetresArray,
    across: MetresArray,
) -> Found:
    steps = _steps(xyz_m, start, along, across)
    # The greater of two linear axes is never above the line between its ends: this circle holds the ellipse.
    wide = np.maximum(along, across)
    chords = make_chords(xyz_m, start, wide, _LONG_M)
    chord, area = near_pairs(areas, chords)
    flight = chords.flight[chord]
    narrow = np.minimum.reduceat(np.minimum(along, across), start[:-1])
    # The tightest curve of an ellipse has radius m² / M: what a disc of that radius cannot enter, it cannot.
    curve = narrow**2 / np.maximum(np.maximum.reduceat(wide, start[:-1]), 1e-300)
    few = curve[flight] >= areas.capes_from_m
    pieces: list[Found] = [(np.zeros(0, np.int64), np.zeros(0), np.zeros(0))]
    for edges, chosen in ((areas.capes, few), (areas.edges, ~few)):
        some = np.flatnonzero(chosen)
        for part in batches(np.diff(edges.ptr)[area[some]], _BATCH):
            here = some[part]
            owner, step, edge = _candidates(edges, chords, chord[here], area[here])
            pair = flight[here] * len(areas) + area[here]
            for which, low, high in _touching(edges, xyz_m, steps, owner, step, edge):
                pieces.append((pair[owner[which]], *instants(t_s, step[which], low, high)))
    inner = narrow[flight] < areas.inradius_m[area] + 2.0 * chords.bound_m[chord] + BULGE_M
    if inner.any():
        pieces.append(over(areas, t_s, xyz_m, chords, chord[inner], area[inner]))
    pair, begin, end = (np.concatenate(column) for column in zip(*pieces, strict=True))
    return join(pair, begin, end)


def _steps(xyz_m: MetresArray, start: Ints, along: MetresArray, across: MetresArray) -> _Steps:
    move = np.diff(xyz_m, axis=0)
    moving = (move != 0.0).any(axis=1)
    moving[start[1:-1] - 1] = False
    knot = np.arange(len(move))
    flight = np.repeat(np.arange(len(start) - 1), np.diff(start))[:-1]
    before = np.maximum.accumulate(np.where(moving, knot, -1))
    after = np.minimum.accumulate(np.where(moving, knot, len(move))[::-1])[::-1]
    source = np.where(before >= start[flight], before, after)
    lost = source >= start[flight + 1] - 1
    if (lost & ((along != across)[:-1] | (along != across)[1:])).any():
        raise ValueError(f"flight {flight[lost][0]}: a flight that never moves has no direction")
    u = np.where(lost[:, None], [1.0, 0.0, 0.0], move[np.minimum(source, len(move) - 1)])
    u = u / np.linalg.norm(u, axis=1, keepdims=True)
    level = np.cross(u, (xyz_m[1:] + xyz_m[:-1]) / [SEMI_MAJOR_M**2, SEMI_MAJOR_M**2, SEMI_MINOR_M**2])
    level = level / np.maximum(np.linalg.norm(level, axis=1, keepdims=True), 1e-300)
    a, b = (np.stack([axis[:-1], axis[1:]], axis=1) for axis in (along, across))
    long = (a.sum(axis=1) >= b.sum(axis=1))[:, None]
    return _Steps(np.where(long, level, u), np.where(long, a, b), np.where(long, b, a))


def _candidates(edges: Edges, chords: Chords, chord: Ints, area: Ints) -> tuple[Ints, Ints, Ints]:
    """(which of the given (chord, area), step, edge) wherever the circle round the ellipse may touch."""
    owner, edge = spread(edges.ptr[area], edges.ptr[area + 1] - edges.ptr[area])
    c = chord[owner]
    capsules = Capsules.between(
        chords.start_m[c] - edges.start_m[edge], chords.move_m[c], edges.along_m[edge], edges.inv_sq[edge]
    )
    low, high = capsule_interval(capsules, chords.radius_m[c] + chords.bound_m[c], chords.growth_m[c])
    met = np.flatnonzero(low <= high)
    owner, edge, c = owner[met], edge[met], c[met]
    first, last = chords.steps_between(c, low[met], high[met])
    entry, step = spread(first, last - first + 1)
    return owner[entry], step, edge[entry]


def _touching(
    edges: Edges, xyz_m: MetresArray, steps: _Steps, owner: Ints, step: Ints, edge: Ints
) -> list[tuple[Ints, Floats, Floats]]:
    """(which, low, high) fractions of steps within reach of edges."""
    steady = steps.steady()[step]
    even, uneven = np.flatnonzero(steady), np.flatnonzero(~steady)
    ratio = _ratio(steps.major_m.sum(axis=1), steps.minor_m.sum(axis=1))
    low, high = _by_capsules(edges, xyz_m, steps, step[even], edge[even], ratio)
    met = low <= high
    found = [(even[met], low[met], high[met])]
    if len(uneven) == 0:
        return found
    ends = _ratio(steps.major_m, steps.minor_m)
    inner = _by_capsules(edges, xyz_m, steps, step[uneven], edge[uneven], ends.max(axis=1))
    outer = _by_capsules(edges, xyz_m, steps, step[uneven], edge[uneven], ends.min(axis=1))
    sure = np.flatnonzero(inner[0] <= inner[1])
    found.append((uneven[sure], inner[0][sure], inner[1][sure]))
    open_ = _unsettled(owner[uneven] * len(xyz_m) + step[uneven], inner, outer)
    for part in batches(np.ones(len(open_), np.int64), _BATCH):
        which = uneven[open_[part]]
        index, low, high = _by_quartics(edges, xyz_m, steps, step[which], edge[which])
        found.append((which[index], low, high))
    return found


def _ratio(major: Floats, minor: Floats) -> Floats:
    """Of major to minor axis; 1 where both are 0: nothing to stretch."""
    return np.divide(major, minor, out=np.ones_like(major), where=minor > 0.0)


def _unsettled(group: Ints, inner: tuple[Floats, Floats], outer: tuple[Floats, Floats]) -> Ints:
    """Edges whose interval, between an inner and an outer one, may add to the longest inner one of its group.

    Both bounds hold since the ratio lies between those of the step's ends, and the ellipse shrinks as it rises.
    """
    order = np.lexsort((inner[0] - inner[1], group))
    first = np.r_[True, group[order][1:] != group[order][:-1]]
    best = np.empty(len(group), np.int64)
    best[order] = order[np.flatnonzero(first)][np.cumsum(first) - 1]
    covered = (inner[0][best] <= outer[0]) & (outer[1] <= inner[1][best])
    return np.flatnonzero((outer[0] <= outer[1]) & ~covered)


def _by_capsules(
    edges: Edges, xyz_m: MetresArray, steps: _Steps, step: Ints, edge: Ints, ratio: Floats
) -> tuple[Floats, Floats]:
    """(low, high) fractions of steps within reach of edges, for ratios ``(K - 1,)`` that do not change."""
    low, high = np.empty(len(step)), np.empty(len(step))
    for part in batches(np.ones(len(step), np.int64), _BATCH):
        i, e = step[part], edge[part]
        v, more = steps.minor_axis[i], (ratio[i] - 1.0)[:, None]
        along = _stretched(edges.along_m[e], v, more)
        square = np.einsum("ij,ij->i", along, along)
        inverse = np.divide(1.0, square, out=np.zeros_like(square), where=square > 0.0)
        major = steps.major_m[i]
        low[part], high[part] = capsule_interval(
            Capsules.between(
                _stretched(xyz_m[i] - edges.start_m[e], v, more),
                _stretched(xyz_m[i + 1] - xyz_m[i], v, more),
                along,
                inverse,
            ),
            major[:, 0],
            major[:, 1] - major[:, 0],
        )
    return low, high


def _stretched(x: Floats, v: Floats, more: Floats) -> Floats:
    return np.asarray(x + more * np.einsum("ij,ij->i", x, v)[:, None] * v)


def _by_quartics(
    edges: Edges, xyz_m: MetresArray, steps: _Steps, step: Ints, edge: Ints
) -> tuple[Ints, Floats, Floats]:
    """(which, low, high) fractions of steps within reach of edges, for ratios that change."""
    v = steps.minor_axis[step]
    # In units of the major axis all terms of the quartics are of the order of one.
    unit = 1.0 / steps.major_m[step].max(axis=1)
    major, minor = steps.major_m[step] * unit[:, None], steps.minor_m[step] * unit[:, None]
    begin = (xyz_m[step] - edges.start_m[edge]) * unit[:, None]
    move = (xyz_m[step + 1] - xyz_m[step]) * unit[:, None]
    along = edges.along_m[edge] * unit[:, None]
    motion = _Motion(v, major, minor, begin, move, along)
    end = _Motion(v, major, minor, begin - along, move, along)
    cut = np.concatenate(
        [roots_in_step(motion.of_end), roots_in_step(end.of_end), roots_in_step(motion.of_line)], axis=1
    )
    cut.sort(axis=1)
    low = np.column_stack([np.zeros(len(cut)), cut])
    high = np.column_stack([cut, np.ones(len(cut))])
    inside = motion.reaches(0.5 * (low + high)) & (low < high)
    which, gap = np.nonzero(inside)
    return which, low[which, gap], high[which, gap]


@dataclass(frozen=True)
class _Motion:
    """n steps against n edges: ``begin`` leads from the edge's start to the step's, everything ``(n, 3)`` or
    ``(n, 2)``."""

    minor_axis: Floats
    major: Floats
    minor: Floats
    begin: Floats
    move: Floats
    along: Floats

    def of_end(self, s: Floats) -> Floats:
        """Negative where the edge's start is inside, for fractions ``(n, k)``."""
        big, small, w_v, w_r = self._at(s)
        return np.asarray(big * w_v**2 + small * (w_r**2).sum(axis=2) - big * small)

    def of_line(self, s: Floats) -> Floats:
        """Negative where the edge's line passes through the inside; 1 for an edge without length."""
        big, small, w_v, w_r = self._at(s)
        length = np.linalg.norm(self.along, axis=1, keepdims=True)
        e_v, e_r = self._split(self.along / np.where(length > 0.0, length, 1.0))
        mixed = w_v[:, :, None] * e_r[:, None] - w_r * e_v[:, None, None]
        turned = np.cross(w_r, e_r[:, None])
        value = big * (mixed**2).sum(axis=2) + small * (turned**2).sum(axis=2)
        value -= big * (big * (e_v**2)[:, None] + small * (e_r**2).sum(axis=1)[:, None])
        return np.where(length > 0.0, value, 1.0)

    def reaches(self, s: Floats) -> Bools:
        """Whether the edge's best point is inside, for fractions ``(n, k)``."""
        big, small, w_v, w_r = self._at(s)
        e_v, e_r = self._split(self.along)
        weight = big * (e_v**2)[:, None] + small * (e_r**2).sum(axis=1)[:, None]
        lean = big * w_v * e_v[:, None] + small * np.einsum("nkj,nj->nk", w_r, e_r)
        share = np.clip(np.divide(lean, weight, out=np.zeros_like(lean), where=weight > 0.0), 0.0, 1.0)
        w_v = w_v - share * e_v[:, None]
        w_r = w_r - share[:, :, None] * e_r[:, None]
        return np.asarray(big * w_v**2 + small * (w_r**2).sum(axis=2) <= big * small)

    def _at(self, s: Floats) -> tuple[Floats, Floats, Floats, Floats]:
        """Squared major and minor axis, and the way from the edge's start, its minor component and the rest."""
        big, small = (axis[:, :1] + s * (axis[:, 1:] - axis[:, :1]) for axis in (self.major, self.minor))
        w = self.begin[:, None] + s[:, :, None] * self.move[:, None]
        w_v = np.einsum("nkj,nj->nk", w, self.minor_axis)
        return big**2, small**2, w_v, w - w_v[:, :, None] * self.minor_axis[:, None]

    def _split(self, e: Floats) -> tuple[Floats, Floats]:
        e_v = np.einsum("nj,nj->n", e, self.minor_axis)
        return e_v, e - e_v[:, None] * self.minor_axis
