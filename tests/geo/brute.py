"""Brute force for crossings: every knot against every edge, golden section and bisection on steps; no closed form."""

import numpy as np

from sim.geo.ecef import chord_of_arc

_GOLDEN = (np.sqrt(5.0) - 1.0) / 2.0
ROUNDS = 46


def edge_arrays(areas):
    """Starts and ends of all edges, and the first edge of each area."""
    return areas.edges.start_m, areas.edges.start_m + areas.edges.along_m, areas.edges.ptr


def distance(p, a, b):
    """Of points to segments, by the definition; everything broadcasts."""
    e = b - a
    square = (e * e).sum(axis=-1)
    onto = ((p - a) * e).sum(axis=-1) / np.where(square > 0.0, square, 1.0)
    gap = p - a - np.clip(onto, 0.0, 1.0)[..., None] * e
    return np.linalg.norm(gap, axis=-1)


def knot_distances(xyz, a, b):
    return np.stack([distance(p, a, b) for p in xyz])


def visits(areas, t, xyz, radius_m):
    """{area: [(enter, exit)]} of one flight, by edges only: no area's inside is filled."""
    a, b, ptr = edge_arrays(areas)
    chord = chord_of_arc(np.broadcast_to(np.asarray(radius_m, float), t.shape))
    gap = knot_distances(xyz, a, b) - chord[:, None]
    within = gap <= 0.0
    # The distance to an edge is convex along a step: within at both ends of it is within all along.
    some = np.diff(ptr) > 0
    whole = np.zeros((len(t) - 1, len(ptr) - 1), bool)
    whole[:, some] = np.logical_or.reduceat(within[:-1] & within[1:], ptr[:-1][some], axis=1)
    area = np.repeat(np.arange(len(ptr) - 1), np.diff(ptr))
    half = 0.5 * np.linalg.norm(np.diff(xyz, axis=0), axis=1)[:, None] + 1e-6
    step, edge = np.nonzero(~whole[:, area] & (np.minimum(gap[:-1], gap[1:]) <= half))
    found = {}
    for i, k in np.argwhere(whole):
        found.setdefault(int(k), []).append((t[i], t[i + 1]))

    def value(rows, s):
        i, e = step[rows], edge[rows]
        p = xyz[i] + s[:, None] * (xyz[i + 1] - xyz[i])
        return distance(p, a[e], b[e]) - (chord[i] + s * (chord[i + 1] - chord[i]))

    first_in, last_in = within[step, edge], within[step + 1, edge]
    inner = np.where(first_in, 0.0, 1.0)
    neither = np.flatnonzero(~first_in & ~last_in)
    inner[neither] = _lowest(lambda s: value(neither, s), len(neither))
    met = np.flatnonzero(first_in | last_in | (value(np.arange(len(step)), inner) <= 0.0))
    low = np.where(first_in[met], 0.0, _sign_change(lambda s: value(met, s), np.zeros(len(met)), inner[met]))
    high = np.where(last_in[met], 1.0, _sign_change(lambda s: value(met, s), np.ones(len(met)), inner[met]))
    begin, span = t[step[met]], t[step[met] + 1] - t[step[met]]
    for k, enter, leave in zip(
        area[edge[met]].tolist(), begin + low * span, begin + high * span, strict=True
    ):
        found.setdefault(k, []).append((enter, leave))
    return {k: joined(pieces) for k, pieces in found.items()}


def _lowest(value, n):
    low, high = np.zeros(n), np.ones(n)
    for _ in range(ROUNDS):
        one, two = high - _GOLDEN * (high - low), low + _GOLDEN * (high - low)
        left = value(one) <= value(two)
        low, high = np.where(left, low, one), np.where(left, two, high)
    return 0.5 * (low + high)


def _sign_change(value, outside, inside):
    for _ in range(ROUNDS):
        middle = 0.5 * (outside + inside)
        within = value(middle) <= 0.0
        inside, outside = np.where(within, middle, inside), np.where(within, outside, middle)
    return inside


def joined(pieces):
    result = []
    for enter, leave in sorted(pieces):
        if result and enter <= result[-1][1] + 1e-9:
            result[-1] = (result[-1][0], max(leave, result[-1][1]))
        else:
            result.append((enter, leave))
    return result


def closest(areas, xyz):
    """Chord of the closest approach to each area's edges, infinite for an empty one."""
    a, b, ptr = edge_arrays(areas)
    apart = knot_distances(xyz, a, b)
    half = 0.5 * np.linalg.norm(np.diff(xyz, axis=0), axis=1)[:, None]
    result = np.full(len(ptr) - 1, np.inf)
    for k in np.flatnonzero(np.diff(ptr)):
        rows = slice(ptr[k], ptr[k + 1])
        best = apart[:, rows].min()
        step, edge = np.nonzero(np.minimum(apart[:-1, rows], apart[1:, rows]) - half <= best)

        def value(s, step=step, edge=edge + ptr[k]):
            return distance(xyz[step] + s[:, None] * (xyz[step + 1] - xyz[step]), a[edge], b[edge])

        result[k] = min(best, value(_lowest(value, len(step))).min())
    return result


def assert_same(found, flight, truth, tolerance_s=1e-9):
    """The visits of one flight in ``found`` are those of ``truth``; their largest difference in time."""
    mine = found.visit_flight == flight
    area, enter, leave = found.visit_area[mine], found.enter_s[mine], found.exit_s[mine]
    order = [k for k in sorted(truth) for _ in truth[k]]
    assert area.tolist() == order
    times = np.array([pair for k in sorted(truth) for pair in truth[k]]).reshape(-1, 2)
    error = np.abs(np.column_stack([enter, leave]) - times)
    worst = error.max(initial=0.0)
    assert worst <= tolerance_s, (flight, area[error.max(axis=1).argmax()], worst)
    return worst
