"""When a point moving on a straight line is within a (linearly changing) radius of a straight edge.

The distance to an edge is a convex function of time and the radius a linear one, so the answer is one
interval per step and edge: the hull of what two end discs and the slab between them cut out, three
quadratics. No iteration and no tolerance; grazes shorter than a step come out as they are.
"""

import numpy as np

from sim.units import Floats


def capsule_interval(
    from_start: Floats, move: Floats, radius: Floats, growth: Floats, along: Floats, inv_sq: Floats
) -> tuple[Floats, Floats]:
    """Fractions of a step, ``(n,)`` each, between which the point is within reach; ``low > high`` where
    never.

    ``from_start`` ``(n, 3)`` leads from the edge's start to the point at the step's start, ``move`` ``(n,
    3)`` is the step, ``along`` ``(n, 3)`` the edge; the radius goes from ``radius`` to ``radius + growth``,
    both ends at least 0.
    """
    shrink = growth * growth
    speed = _dot(move, move)
    closing = _dot(from_start, move)
    margin = _dot(from_start, from_start) - radius * radius
    drift = radius * growth
    low, high = _below_zero(speed - shrink, closing - drift, margin, growth)

    place, pace, length = _dot(from_start, along), _dot(move, along), _dot(along, along)
    low2, high2 = _below_zero(
        speed - shrink,
        closing - pace - drift,
        margin - 2.0 * place + length,
        growth,
    )
    side = from_start - (place * inv_sq)[:, None] * along
    slide = move - (pace * inv_sq)[:, None] * along
    low3, high3 = _below_zero(
        _dot(slide, slide) - shrink,
        _dot(side, slide) - drift,
        _dot(side, side) - radius * radius,
        growth,
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        one, two = -place / pace, (length - place) / pace
    still = pace == 0.0
    within = (place >= 0.0) & (place <= length)
    first = np.where(still, np.where(within, 0.0, 2.0), np.minimum(one, two))
    last = np.where(still, np.where(within, 1.0, -1.0), np.maximum(one, two))
    low3, high3 = np.maximum(low3, first), np.minimum(high3, last)
    empty3 = low3 > high3
    low3[empty3], high3[empty3] = 2.0, -1.0
    return np.minimum(np.minimum(low, low2), low3), np.maximum(np.maximum(high, high2), high3)


def _below_zero(a: Floats, b: Floats, c: Floats, growth: Floats) -> tuple[Floats, Floats]:
    """The part of [0, 1] where ``a s² + 2 b s + c <= 0`` for a squared distance less a squared radius.

    The result is (2, -1) where there is none, which a hull over intervals ignores.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        under = b * b - a * c
        root = np.sqrt(np.maximum(under, 0.0))
        q = -(b + np.copysign(root, b))
        one, two = q / a, c / q
        two = np.where(q == 0.0, 0.0, two)
        low, high = np.minimum(one, two), np.maximum(one, two)
        none = under < 0.0
        slow = a <= 0.0
        if slow.any():
            s_low, s_high = _slower_than_radius(a, b, c, growth, under)
            low, high = np.where(slow, s_low, low), np.where(slow, s_high, high)
            none &= ~slow
    low, high = np.maximum(low, 0.0), np.minimum(high, 1.0)
    none |= ~(low <= high)
    return np.where(none, 2.0, low), np.where(none, -1.0, high)


def _slower_than_radius(
    a: Floats, b: Floats, c: Floats, growth: Floats, under: Floats
) -> tuple[Floats, Floats]:
    """Where the radius changes at least as fast as the distance can: the point stays in once in, or out once
    out.

    Of the two roots the one with a positive radius counts: the later if the radius grows, else the earlier.
    """
    q = -(b + np.copysign(np.sqrt(np.maximum(under, 0.0)), b))
    one, two = q / a, np.where(q == 0.0, 0.0, c / q)
    low = np.where(growth > 0.0, np.maximum(one, two), -np.inf)
    high = np.where(growth < 0.0, np.minimum(one, two), np.inf)
    always = under < 0.0
    low, high = np.where(always, -np.inf, low), np.where(always, np.inf, high)
    # With a constant radius only rounding makes ``a`` negative: the condition is linear, or constant.
    linear = (growth == 0.0) | (a == 0.0)
    root = -0.5 * c / b
    low = np.where(linear, np.where(b < 0.0, root, -np.inf), low)
    high = np.where(linear, np.where(b > 0.0, root, np.inf), high)
    never = linear & (b == 0.0) & (c > 0.0)
    return np.where(never, 2.0, low), np.where(never, -1.0, high)


def _dot(u: Floats, v: Floats) -> Floats:
    return np.asarray(u[:, 0] * v[:, 0] + u[:, 1] * v[:, 1] + u[:, 2] * v[:, 2])
