"""When a point moving on a straight line is within a (linearly changing) radius of a straight edge.

The distance to an edge is a convex function of time and the radius a linear one, so the answer is one
interval per step and edge: the hull of what two end discs and the slab between them cut out, three
quadratics. No iteration and no tolerance; grazes shorter than a step come out as they are.
"""

from dataclasses import dataclass, fields

import numpy as np

from sim.units import Floats, Ints


@dataclass(frozen=True)
class Capsules:
    """Dot products of n steps with edges, ``(n,)`` each: all that the roots need to know besides the radius.

    ``apart``, ``closing``, ``speed`` belong to the edge's start, ``line_*`` to the edge's line; ``place`` and
    ``pace`` are along the edge and ``length`` its square.
    """

    apart: Floats
    closing: Floats
    speed: Floats
    line_apart: Floats
    line_closing: Floats
    line_speed: Floats
    place: Floats
    pace: Floats
    length: Floats

    @classmethod
    def between(cls, from_start: Floats, move: Floats, along: Floats, inv_sq: Floats) -> "Capsules":
        """``from_start`` ``(n, 3)`` leads from the edge's start to the step's; ``move`` and ``along`` ``(n,
        3)`` are step and edge."""
        place, pace = _dot(from_start, along), _dot(move, along)
        side = from_start - (place * inv_sq)[:, None] * along
        slide = move - (pace * inv_sq)[:, None] * along
        return cls(
            _dot(from_start, from_start),
            _dot(from_start, move),
            _dot(move, move),
            _dot(side, side),
            _dot(side, slide),
            _dot(slide, slide),
            place,
            pace,
            _dot(along, along),
        )

    def take(self, index: Ints) -> "Capsules":
        """Some of them."""
        return Capsules(*(getattr(self, field.name).take(index) for field in fields(self)))


def capsule_interval(capsules: Capsules, radius: Floats, growth: Floats) -> tuple[Floats, Floats]:
    """Fractions of a step, ``(n,)`` each, between which the point is within reach; ``low > high`` where
    never.

    The radius goes from ``radius`` to ``radius + growth``, both ends at least 0.
    """
    k = capsules
    square, drift, shrink = radius * radius, radius * growth, growth * growth
    low, high = _below_zero(k.speed - shrink, k.closing - drift, k.apart - square, growth)
    low2, high2 = _below_zero(
        k.speed - shrink,
        k.closing - k.pace - drift,
        k.apart - 2.0 * k.place + k.length - square,
        growth,
    )
    low3, high3 = _below_zero(k.line_speed - shrink, k.line_closing - drift, k.line_apart - square, growth)
    with np.errstate(divide="ignore", invalid="ignore"):
        one, two = -k.place / k.pace, (k.length - k.place) / k.pace
    still = k.pace == 0.0
    if still.any():
        within = (k.place >= 0.0) & (k.place <= k.length)
        one = np.where(still, np.where(within, 0.0, 2.0), one)
        two = np.where(still, np.where(within, 1.0, 2.0), two)
    low3 = np.maximum(low3, np.minimum(one, two))
    high3 = np.minimum(high3, np.maximum(one, two))
    empty = low3 > high3
    low3[empty], high3[empty] = 2.0, -1.0
    return np.minimum(np.minimum(low, low2), low3), np.maximum(np.maximum(high, high2), high3)


def _below_zero(a: Floats, b: Floats, c: Floats, growth: Floats) -> tuple[Floats, Floats]:
    """The part of [0, 1] where ``a s² + 2 b s + c <= 0`` for a squared distance less a squared radius.

    The result is (2, -1) where there is none, which a hull over intervals ignores.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        under = b * b - a * c
        q = -(b + np.copysign(np.sqrt(under), b))  # not a number where there is no root
        one, two = q / a, c / q
        if not q.all():
            two = np.where(q == 0.0, 0.0, two)
        low, high = np.minimum(one, two), np.maximum(one, two)
        slow = a <= 0.0
        if slow.any():
            s_low, s_high = _slower_than_radius(a, b, c, growth, under)
            low, high = np.where(slow, s_low, low), np.where(slow, s_high, high)
    low, high = np.maximum(low, 0.0), np.minimum(high, 1.0)
    some = low <= high
    return np.where(some, low, 2.0), np.where(some, high, -1.0)


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
    # In the order and without the fused steps that the compiled path also has: equal results to the bit.
    return np.asarray(u[:, 0] * v[:, 0] + u[:, 1] * v[:, 1] + u[:, 2] * v[:, 2])
