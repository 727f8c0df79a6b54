"""Closest approach of a point moving on straight steps to straight edges."""

import numpy as np

from sim.units import Bools, Floats


def step_gap(from_start: Floats, move: Floats, along: Floats, inv_sq: Floats) -> tuple[Floats, Floats]:
    """Smallest squared distance between step and edge, and where on the step, each ``(n,)``.

    ``from_start`` ``(n, 3)`` leads from the edge's start to the step's start. The answer is the best of five
    candidates: either end of the step against the edge, either end of the edge against the step, and the one
    pair of inner points where both distances are stationary. Of equal ones the earliest counts.
    """
    speed, pace, length = _dot(move, move), _dot(move, along), _dot(along, along)
    place, closing = _dot(from_start, along), _dot(from_start, move)
    with np.errstate(divide="ignore", invalid="ignore"):
        inv_speed = np.where(speed > 0.0, 1.0 / speed, 0.0)
        det = speed * length - pace * pace
        inner = (pace * place - length * closing) / det
    candidates = (
        np.zeros(len(place)),
        np.clip(-closing * inv_speed, 0.0, 1.0),
        np.clip((pace - closing) * inv_speed, 0.0, 1.0),
        np.clip(np.where(det > 0.0, inner, 0.0), 0.0, 1.0),
        np.ones(len(place)),
    )
    best, where = np.full(len(place), np.inf), np.zeros(len(place))
    for s in candidates:
        # Whatever the fraction of the step, the best point of the edge for it is known.
        onto = np.clip((place + s * pace) * inv_sq, 0.0, 1.0)
        gap = from_start + s[:, None] * move - onto[:, None] * along
        square = _dot(gap, gap)
        better: Bools = (square < best) | ((square == best) & (s < where))
        best, where = np.where(better, square, best), np.where(better, s, where)
    return best, where


def _dot(u: Floats, v: Floats) -> Floats:
    return np.asarray(u[:, 0] * v[:, 0] + u[:, 1] * v[:, 1] + u[:, 2] * v[:, 2])
