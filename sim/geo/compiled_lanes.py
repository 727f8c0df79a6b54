"""Arithmetic on several edges at once, in vector registers, and plain pointers for everything around it.

Pointers, unlike arrays, carry no reference counts, which threads would otherwise fight over.
"""

# mypy: disable-error-code="no-untyped-def, no-untyped-call, untyped-decorator, misc"
# ruff: noqa: ARG001 - compilers ask for whole signatures

from llvmlite import ir
from numba.core import cgutils, types
from numba.extending import intrinsic

from sim.geo.features import LANES
from sim.geo.lanes import POINTER, Kept, Lanes, column, dot, from_edges, whole


@intrinsic
def pointer(typing_context, array):
    """Where the numbers of a contiguous array are. They must outlive the pointer."""

    def build(context, builder, signature, arguments):
        return context.make_array(signature.args[0])(context, builder, arguments[0]).data

    return types.CPointer(array.dtype)(array), build


@intrinsic
def shifted(typing_context, place, number):
    """A pointer so many numbers further on."""

    def build(context, builder, signature, arguments):
        return builder.gep(arguments[0], [arguments[1]])

    return place(place, types.intp), build


@intrinsic
def square_to_blocks(typing_context, blocks, number, x, y, z, squares):
    """Smallest squared distance of a point to the edges in ``number`` blocks; each edge's goes to ``squares``."""

    def build(context, builder, signature, arguments):
        blocks, number, *point, squares = arguments
        point = [Lanes.all(builder, value) for value in point]
        best = Kept(builder, 1e300)
        with cgutils.for_range(builder, number) as loop:
            aside = from_edges(point, column(builder, blocks, loop.index))
            square = dot(aside, aside)
            square.store(squares, builder.mul(loop.index, whole(loop.index, LANES)))
            best.become(best.now().least(square))
        return best.now().least_lane()

    return types.float64(POINTER, types.intp, *[types.float64] * 3, POINTER), build


@intrinsic
def largest_bend(typing_context, flat, number):
    """Largest second difference of ``number`` coordinates of points one after the other; at least `LANES` of them."""

    def build(context, builder, signature, arguments):
        flat, number = arguments
        largest, two = Kept(builder, 0.0), Lanes.all(builder, 2.0)
        full = builder.sub(number, whole(number, LANES))
        turns = builder.sdiv(builder.add(number, whole(number, LANES - 1)), whole(number, LANES))
        with cgutils.for_range(builder, turns) as loop:
            # The last turn overlaps the one before rather than read too far.
            at = builder.mul(loop.index, whole(number, LANES))
            at = builder.select(builder.icmp_signed("<", at, full), at, full)
            one, middle, other = (
                Lanes.load(builder, flat, builder.add(at, whole(at, 3 * place))) for place in range(3)
            )
            largest.become(largest.now().most((one + other - two * middle).size()))
        return largest.now().most_lane()

    return types.float64(POINTER, types.intp), build


@intrinsic
def least_share(typing_context, here, there, number, of_here, of_there, of_both):
    """Smallest over the edges of the largest of three: two squared distances and their sum, each times a factor.

    Below 1 where one edge is near enough in all three respects; twice a sum of squares is no less than a squared sum.
    """

    def build(context, builder, signature, arguments):
        here, there, number, *factors = arguments
        of_here, of_there, of_both = (Lanes.all(builder, factor) for factor in factors)
        best = Kept(builder, 1e300)
        with cgutils.for_range(builder, number) as loop:
            at = builder.mul(loop.index, whole(loop.index, LANES))
            one, two = Lanes.load(builder, here, at), Lanes.load(builder, there, at)
            worst = (one * of_here).most(two * of_there).most((one + two) * of_both)
            best.become(best.now().least(worst))
        return best.now().least_lane()

    return types.float64(POINTER, POINTER, types.intp, *[types.float64] * 3), build


@intrinsic
def surely(typing_context, here, there, number, radius, radius_next, begin, finish):
    """How far into a step, and from where on, single edges keep it within reach.

    ``here`` and ``there`` are squared distances at its ends; what they exceed the radii by goes to ``begin`` and
    ``finish``. Distances are convex along the step: below zero at one end, they stay so at least up to where the
    straight line to the other end is zero.
    """

    def build(context, builder, signature, arguments):
        here, there, number, *radii, begin, finish = arguments
        radii = [Lanes.all(builder, value) for value in radii]
        zero, one = Lanes.all(builder, 0.0), Lanes.all(builder, 1.0)
        until, since = Kept(builder, 0.0), Kept(builder, 1.0)
        with cgutils.for_range(builder, number) as loop:
            at = builder.mul(loop.index, whole(loop.index, LANES))
            first = Lanes.load(builder, here, at).root() - radii[0]
            second = Lanes.load(builder, there, at).root() - radii[1]
            first.store(begin, at)
            second.store(finish, at)
            share = first / (first - second)
            inside = second.if_above(zero, share, one)
            until.become(until.now().most(first.if_above(zero, zero, inside)))
            inside = first.if_above(zero, share, zero)
            since.become(since.now().least(second.if_above(zero, one, inside)))
        found = [until.now().most_lane(), since.now().least_lane()]
        return context.make_tuple(builder, signature.return_type, found)

    ends = types.UniTuple(types.float64, 2)
    return ends(POINTER, POINTER, types.intp, types.float64, types.float64, POINTER, POINTER), build


@intrinsic
def chosen(typing_context, begin, finish, number, until, since, limit, which):
    """Edges whose straight line from ``begin`` to ``finish`` is at most ``limit`` at one of two shares; how many."""

    def build(context, builder, signature, arguments):
        begin, finish, number, until, since, limit, which = arguments
        until, since, limit = (Lanes.all(builder, value) for value in (until, since, limit))
        count = cgutils.alloca_once_value(builder, ir.Constant(number.type, 0))
        with cgutils.for_range(builder, number) as loop:
            at = builder.mul(loop.index, whole(loop.index, LANES))
            first = Lanes.load(builder, begin, at)
            rise = Lanes.load(builder, finish, at) - first
            lowest = (first + rise * until).least(first + rise * since)
            few = builder.fcmp_ordered("<=", lowest.value, limit.value)
            bits = builder.bitcast(few, ir.IntType(LANES))
            with builder.if_then(builder.icmp_unsigned("!=", bits, ir.Constant(bits.type, 0)), likely=False):
                for lane in range(LANES):
                    now = builder.load(count)
                    builder.store(builder.add(at, whole(at, lane)), builder.gep(which, [now]))
                    one = builder.zext(
                        builder.extract_element(few, ir.Constant(ir.IntType(32), lane)), now.type
                    )
                    builder.store(builder.add(now, one), count)
        return builder.load(count)

    where = types.CPointer(types.intp)
    return types.intp(POINTER, POINTER, types.intp, *[types.float64] * 3, where), build
