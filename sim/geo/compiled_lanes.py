"""Arithmetic on several edges at once, in vector registers, and plain pointers for everything around it.

Written in the compiler's own terms: whether it finds such loops by itself depends on its version and on the machine.
Pointers, unlike arrays, carry no reference counts, which threads would otherwise fight over.
"""

# mypy: disable-error-code="no-untyped-def, no-untyped-call, untyped-decorator, misc"
# ruff: noqa: ARG001 - compilers ask for whole signatures

from llvmlite import ir
from numba.core import cgutils, types
from numba.extending import intrinsic

from sim.geo.features import LANES

_DOUBLE, _VECTOR = ir.DoubleType(), ir.VectorType(ir.DoubleType(), LANES)
_FLAGS = ("nnan", "ninf", "nsz", "contract")
"""Fused steps are welcome: these numbers decide where to look, not what is answered."""
_COLUMNS = 7
_POINTER = types.CPointer(types.float64)


class _Lanes:
    """A vector of `LANES` numbers whose operators write instructions."""

    def __init__(self, builder, value):
        self.builder, self.value = builder, value

    @classmethod
    def load(cls, builder, data, index):
        return cls(builder, builder.load(_place(builder, data, index), align=8))

    @classmethod
    def all(cls, builder, scalar):
        if isinstance(scalar, float):
            return cls(builder, ir.Constant(_VECTOR, [scalar] * LANES))
        nothing, first = ir.Constant(_VECTOR, ir.Undefined), ir.Constant(ir.IntType(32), 0)
        lane = builder.insert_element(nothing, scalar, first)
        same = ir.Constant(ir.VectorType(ir.IntType(32), LANES), [0] * LANES)
        return cls(builder, builder.shuffle_vector(lane, nothing, same))

    def store(self, data, index):
        self.builder.store(self.value, _place(self.builder, data, index), align=8)

    def __add__(self, other):
        return _Lanes(self.builder, self.builder.fadd(self.value, other.value, flags=_FLAGS))

    def __sub__(self, other):
        return _Lanes(self.builder, self.builder.fsub(self.value, other.value, flags=_FLAGS))

    def __mul__(self, other):
        return _Lanes(self.builder, self.builder.fmul(self.value, other.value, flags=_FLAGS))

    def __truediv__(self, other):
        return _Lanes(self.builder, self.builder.fdiv(self.value, other.value, flags=_FLAGS))

    def least(self, other):
        return self._call("minnum", other)

    def most(self, other):
        return self._call("maxnum", other)

    def size(self):
        return self._call("fabs")

    def root(self):
        return self._call("sqrt")

    def if_above(self, other, then, otherwise):
        """``then`` where this is more than ``other``, else ``otherwise``."""
        above = self.builder.fcmp_ordered(">", self.value, other.value)
        return _Lanes(self.builder, self.builder.select(above, then.value, otherwise.value))

    def least_lane(self):
        return self._reduced("fmin")

    def most_lane(self):
        return self._reduced("fmax")

    def _call(self, name, *others):
        kind = ir.FunctionType(_VECTOR, [_VECTOR] * (1 + len(others)))
        function = cgutils.get_or_insert_function(self.builder.module, kind, f"llvm.{name}.v{LANES}f64")
        arguments = [self.value, *(other.value for other in others)]
        return _Lanes(self.builder, self.builder.call(function, arguments, fastmath=_FLAGS))

    def _reduced(self, name):
        kind = ir.FunctionType(_DOUBLE, [_VECTOR])
        name = f"llvm.vector.reduce.{name}.v{LANES}f64"
        function = cgutils.get_or_insert_function(self.builder.module, kind, name)
        return self.builder.call(function, [self.value], fastmath=_FLAGS)


class _Kept:
    """A vector that lives from one turn of a loop to the next."""

    def __init__(self, builder, value):
        self.builder = builder
        self.place = cgutils.alloca_once_value(builder, _Lanes.all(builder, value).value)

    def now(self):
        return _Lanes(self.builder, self.builder.load(self.place))

    def become(self, lanes):
        self.builder.store(lanes.value, self.place)


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
        point = [_Lanes.all(builder, value) for value in point]
        zero, one, best = _Lanes.all(builder, 0.0), _Lanes.all(builder, 1.0), _Kept(builder, 1e300)
        with cgutils.for_range(builder, number) as loop:
            row = builder.mul(loop.index, _whole(loop.index, _COLUMNS * LANES))
            column = [
                _Lanes.load(builder, blocks, builder.add(row, _whole(row, place * LANES)))
                for place in range(_COLUMNS)
            ]
            aside, along = [here - edge for here, edge in zip(point, column[:3], strict=True)], column[3:6]
            share = (_dot(aside, along) * column[6]).most(zero).least(one)
            aside = [a - share * e for a, e in zip(aside, along, strict=True)]
            square = _dot(aside, aside)
            square.store(squares, builder.mul(loop.index, _whole(loop.index, LANES)))
            best.become(best.now().least(square))
        return best.now().least_lane()

    return types.float64(_POINTER, types.intp, *[types.float64] * 3, _POINTER), build


@intrinsic
def largest_bend(typing_context, flat, number):
    """Largest second difference of ``number`` coordinates of points one after the other; at least `LANES` of them."""

    def build(context, builder, signature, arguments):
        flat, number = arguments
        largest, two = _Kept(builder, 0.0), _Lanes.all(builder, 2.0)
        full = builder.sub(number, _whole(number, LANES))
        turns = builder.sdiv(builder.add(number, _whole(number, LANES - 1)), _whole(number, LANES))
        with cgutils.for_range(builder, turns) as loop:
            # The last turn overlaps the one before rather than read too far.
            at = builder.mul(loop.index, _whole(number, LANES))
            at = builder.select(builder.icmp_signed("<", at, full), at, full)
            one, middle, other = (
                _Lanes.load(builder, flat, builder.add(at, _whole(at, 3 * place))) for place in range(3)
            )
            largest.become(largest.now().most((one + other - two * middle).size()))
        return largest.now().most_lane()

    return types.float64(_POINTER, types.intp), build


@intrinsic
def least_share(typing_context, here, there, number, of_here, of_there, of_both):
    """Smallest over the edges of the largest of three: two squared distances and their sum, each times a factor.

    Below 1 where one edge is near enough in all three respects; twice a sum of squares is no less than a squared sum.
    """

    def build(context, builder, signature, arguments):
        here, there, number, *factors = arguments
        of_here, of_there, of_both = (_Lanes.all(builder, factor) for factor in factors)
        best = _Kept(builder, 1e300)
        with cgutils.for_range(builder, number) as loop:
            at = builder.mul(loop.index, _whole(loop.index, LANES))
            one, two = _Lanes.load(builder, here, at), _Lanes.load(builder, there, at)
            worst = (one * of_here).most(two * of_there).most((one + two) * of_both)
            best.become(best.now().least(worst))
        return best.now().least_lane()

    return types.float64(_POINTER, _POINTER, types.intp, *[types.float64] * 3), build


@intrinsic
def surely(typing_context, here, there, number, radius, radius_next, begin, finish):
    """How far into a step, and from where on, single edges keep it within reach.

    ``here`` and ``there`` are squared distances at its ends; what they exceed the radii by goes to ``begin`` and
    ``finish``. Distances are convex along the step: below zero at one end, they stay so at least up to where the
    straight line to the other end is zero.
    """

    def build(context, builder, signature, arguments):
        here, there, number, *radii, begin, finish = arguments
        radii = [_Lanes.all(builder, value) for value in radii]
        zero, one = _Lanes.all(builder, 0.0), _Lanes.all(builder, 1.0)
        until, since = _Kept(builder, 0.0), _Kept(builder, 1.0)
        with cgutils.for_range(builder, number) as loop:
            at = builder.mul(loop.index, _whole(loop.index, LANES))
            first = _Lanes.load(builder, here, at).root() - radii[0]
            second = _Lanes.load(builder, there, at).root() - radii[1]
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
    return ends(_POINTER, _POINTER, types.intp, types.float64, types.float64, _POINTER, _POINTER), build


@intrinsic
def chosen(typing_context, begin, finish, number, until, since, limit, which):
    """Edges whose straight line from ``begin`` to ``finish`` is at most ``limit`` at one of two shares; how many."""

    def build(context, builder, signature, arguments):
        begin, finish, number, until, since, limit, which = arguments
        until, since, limit = (_Lanes.all(builder, value) for value in (until, since, limit))
        count = cgutils.alloca_once_value(builder, ir.Constant(number.type, 0))
        with cgutils.for_range(builder, number) as loop:
            at = builder.mul(loop.index, _whole(loop.index, LANES))
            first = _Lanes.load(builder, begin, at)
            rise = _Lanes.load(builder, finish, at) - first
            lowest = (first + rise * until).least(first + rise * since)
            few = builder.fcmp_ordered("<=", lowest.value, limit.value)
            bits = builder.bitcast(few, ir.IntType(LANES))
            with builder.if_then(builder.icmp_unsigned("!=", bits, ir.Constant(bits.type, 0)), likely=False):
                for lane in range(LANES):
                    now = builder.load(count)
                    builder.store(builder.add(at, _whole(at, lane)), builder.gep(which, [now]))
                    one = builder.zext(
                        builder.extract_element(few, ir.Constant(ir.IntType(32), lane)), now.type
                    )
                    builder.store(builder.add(now, one), count)
        return builder.load(count)

    where = types.CPointer(types.intp)
    return types.intp(_POINTER, _POINTER, types.intp, *[types.float64] * 3, where), build


def _dot(one, two):
    return one[0] * two[0] + one[1] * two[1] + one[2] * two[2]


def _place(builder, data, index):
    return builder.bitcast(builder.gep(data, [index]), _VECTOR.as_pointer())


def _whole(like, value):
    return ir.Constant(like.type, value)
