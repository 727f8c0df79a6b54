"""What cannot be nearer: lower bounds of the distances between segments, several at once.

Let ``a`` lead from a segment's place nearest to the middle of an edge to that middle, ``d`` long. All of the segment
lies behind the plane through that place across ``a``, and no point of an edge ``e`` is more than ``|a · e| / 2d``
nearer to the plane than its middle. So the two are at least ``d - |a · e| / 2d`` apart: almost sharp from afar.
"""

# mypy: disable-error-code="no-untyped-def, no-untyped-call, untyped-decorator, misc"
# ruff: noqa: ARG001 - compilers ask for whole signatures

from llvmlite import ir
from numba.core import cgutils, types
from numba.extending import intrinsic

from sim.geo.features import LANES
from sim.geo.lanes import POINTER, Kept, Lanes, column, dot, from_edges, whole


@intrinsic
def low_to_edges(typing_context, blocks, number, chord, lows):
    """How far the edges in ``number`` blocks are from a stretch of a track at least, into ``lows``; the least of them.

    ``chord`` are the seven numbers of the stretch's chord and a vector ``m``: the stretch leaves the chord by a share
    in [0, 1] of ``m``, and by what the caller still takes off.
    """

    def build(context, builder, signature, arguments):
        blocks, number, chord, lows = arguments
        places = [builder.gep(chord, [ir.Constant(ir.IntType(64), place)]) for place in range(10)]
        chord = [Lanes.all(builder, builder.load(place)) for place in places]
        best, none = Kept(builder, 1e300), Lanes.all(builder, 0.0)
        with cgutils.for_range(builder, number) as loop:
            edge = column(builder, blocks, loop.index)
            aside = from_edges(_middle(edge), chord[:7])
            low = _low(aside, _half_across(aside, edge) + dot(aside, chord[7:]).most(none))
            low.store(lows, builder.mul(loop.index, whole(loop.index, LANES)))
            best.become(best.now().least(low))
        return best.now().least_lane()

    return types.float64(POINTER, types.intp, POINTER, POINTER), build


@intrinsic
def low_to_steps(typing_context, blocks, number, ax, ay, az, ex, ey, ez, lows):
    """How far an edge is from the steps in ``number`` blocks at least, into ``lows``; the least of them."""

    def build(context, builder, signature, arguments):
        blocks, number, *edge, lows = arguments
        edge = [Lanes.all(builder, value) for value in edge]
        best, middle = Kept(builder, 1e300), _middle(edge)
        with cgutils.for_range(builder, number) as loop:
            aside = from_edges(middle, column(builder, blocks, loop.index))
            low = _low(aside, _half_across(aside, edge))
            low.store(lows, builder.mul(loop.index, whole(loop.index, LANES)))
            best.become(best.now().least(low))
        return best.now().least_lane()

    return types.float64(POINTER, types.intp, *[types.float64] * 6, POINTER), build


def _middle(edge):
    half = Lanes.all(edge[0].builder, 0.5)
    return [a + half * e for a, e in zip(edge[:3], edge[3:6], strict=True)]


def _half_across(aside, edge):
    return Lanes.all(aside[0].builder, 0.5) * dot(aside, edge[3:6]).size()


def _low(aside, nearer):
    """Length of ``aside`` less what lies ``nearer`` along it, a product with it; less than 0 means nothing."""
    square = dot(aside, aside)
    return (square - nearer) / (square + Lanes.all(aside[0].builder, 1e-12)).root()
