"""From knots within reach to exact times: brackets, then roots of distance less radius along each step."""

from dataclasses import dataclass

import numpy as np

from sim.bench.problem import Problem, distances_m
from sim.bench.terrain import Polygons
from sim.units import Floats, Ints, Metres, MetresArray

_TOLERANCE_S = 1e-9
_LARGEST_ROUNDS = 60
_GOLDEN = 0.5 * (np.sqrt(5.0) - 1.0)


@dataclass(frozen=True)
class Steps:
    """Steps of tracks, each with an area: where they start (n, 2), where they lead (n, 2), and how long (n,)."""

    areas: Polygons
    start_m: MetresArray
    move_m: MetresArray
    span_s: Floats
    radius_m: Metres

    def gap(self, fraction: Floats, rows: Ints) -> MetresArray:
        """Distance less radius, part of the way along some of the steps."""
        place = self.start_m[rows] + fraction[:, None] * self.move_m[rows]
        return distances_m(self.areas[rows], place) - self.radius_m

    def root(self, low: Floats, high: Floats, gap_low: Floats, gap_high: Floats) -> Floats:
        """Where the gap changes sign between two fractions, (n,), to 1e-9 s: false position, Illinois variant."""
        low, high, f, g = low.copy(), high.copy(), gap_low.copy(), gap_high.copy()
        best = np.where(np.abs(f) < np.abs(g), low, high)
        rows = np.flatnonzero(f != g)
        for _ in range(_LARGEST_ROUNDS):
            if len(rows) == 0:
                break
            a, b, fa, fb = low[rows], high[rows], f[rows], g[rows]
            new = np.clip((a * fb - b * fa) / (fb - fa), np.minimum(a, b), np.maximum(a, b))
            value = self.gap(new, rows)
            moved = np.abs(new - best[rows]) * self.span_s[rows]
            best[rows] = new
            same = (value <= 0.0) == (fb <= 0.0)
            # The end that stays twice has its value halved, so that both ends close in.
            low[rows] = np.where(same, a, b)
            f[rows] = np.where(same, 0.5 * fa, fb)
            high[rows], g[rows] = new, value
            rows = rows[(moved > _TOLERANCE_S) & (value != 0.0)]
        return best

    def lowest(self) -> tuple[Floats, MetresArray]:
        """Fraction of each step, and the gap there: below 0 if the gap dips below 0 at all; by golden section.

        A step is left alone once a dip is found, or can be no more: the gap changes no faster than the point moves.
        """
        best, depth = np.zeros(len(self.areas)), np.full(len(self.areas), np.inf)
        rows = np.arange(len(self.areas))
        a, b = np.zeros(len(rows)), np.ones(len(rows))
        c, d = b - _GOLDEN * (b - a), a + _GOLDEN * (b - a)
        at_c, at_d = self.gap(c, rows), self.gap(d, rows)
        length = np.linalg.norm(self.move_m, axis=1)
        for _ in range(_LARGEST_ROUNDS):
            left = at_c < at_d
            best[rows], depth[rows] = np.where(left, c, d), np.where(left, at_c, at_d)
            a, b = np.where(left, a, c), np.where(left, d, b)
            open_ = (depth[rows] >= 0.0) & (depth[rows] <= (b - a) * length[rows])
            open_ &= (b - a) * self.span_s[rows] > _TOLERANCE_S
            if not open_.any():
                break
            rows, left = rows[open_], left[open_]
            a, b, c, d, at_c, at_d = (column[open_] for column in (a, b, c, d, at_c, at_d))
            inner = np.where(left, b - _GOLDEN * (b - a), a + _GOLDEN * (b - a))
            value = self.gap(inner, rows)
            c, d = np.where(left, inner, d), np.where(left, c, inner)
            at_c, at_d = np.where(left, value, at_d), np.where(left, at_c, value)
        return best, depth


def steps(problem: Problem, areas: Polygons, area: Ints, knot: Ints) -> Steps:
    """The n steps that begin at these knots ``(n,)``, with these areas ``(n,)``."""
    xy, t_s = problem.xy_m, problem.knots.t_s
    move, span = xy[knot + 1] - xy[knot], t_s[knot + 1] - t_s[knot]
    return Steps(areas[area], xy[knot], move, span, problem.radius_m)


def roots(problem: Problem, areas: Polygons, area: Ints, knot: Ints) -> Floats:
    """Time ``(n,)`` at which each of n steps, one end within reach and one not, crosses the radius."""
    if len(knot) == 0:
        return np.zeros(0)
    own = steps(problem, areas, area, knot)
    rows = np.arange(len(knot))
    low, high = np.zeros(len(knot)), np.ones(len(knot))
    fraction = own.root(low, high, own.gap(low, rows), own.gap(high, rows))
    return np.asarray(problem.knots.t_s[knot] + fraction * own.span_s)


def dips(problem: Problem, areas: Polygons, area: Ints, knot: Ints) -> tuple[Ints, Floats, Floats]:
    """(which step, enter, exit) of steps with both ends out of reach that dip into it on the way."""
    nothing = np.zeros(0, np.int64), np.zeros(0), np.zeros(0)
    if len(knot) == 0:
        return nothing
    own = steps(problem, areas, area, knot)
    rows = np.arange(len(knot))
    before, after = own.gap(np.zeros(len(knot)), rows), own.gap(np.ones(len(knot)), rows)
    # The gap changes no faster than the point moves.
    maybe = np.flatnonzero(before + after <= np.linalg.norm(own.move_m, axis=1))
    if len(maybe) == 0:
        return nothing
    own = steps(problem, areas, area[maybe], knot[maybe])
    low, depth = own.lowest()
    deep = np.flatnonzero(depth < 0.0)
    if len(deep) == 0:
        return nothing
    low, depth, maybe = low[deep], depth[deep], maybe[deep]
    own = steps(problem, areas, area[maybe], knot[maybe])
    first = own.root(np.zeros(len(maybe)), low, before[maybe], depth)
    last = own.root(np.ones(len(maybe)), low, after[maybe], depth)
    begin = problem.knots.t_s[knot[maybe]]
    return maybe, begin + first * own.span_s, begin + last * own.span_s
