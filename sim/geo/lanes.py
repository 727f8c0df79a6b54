"""Vectors of a few numbers in registers, written in the compiler's own terms.

Whether a compiler finds such loops by itself depends on its version and on the machine.
"""

# mypy: disable-error-code="no-untyped-def, no-untyped-call"

from llvmlite import ir
from numba.core import cgutils, types

from sim.geo.features import LANES

DOUBLE, VECTOR = ir.DoubleType(), ir.VectorType(ir.DoubleType(), LANES)
FLAGS = ("nnan", "ninf", "nsz", "contract")
"""Fused steps are welcome: these numbers decide where to look, not what is answered."""
POINTER = types.CPointer(types.float64)


class Lanes:
    """A vector of `LANES` numbers whose operators write instructions."""

    def __init__(self, builder, value):
        self.builder, self.value = builder, value

    @classmethod
    def load(cls, builder, data, index):
        return cls(builder, builder.load(place_of(builder, data, index), align=8))

    @classmethod
    def all(cls, builder, scalar):
        if isinstance(scalar, float):
            return cls(builder, ir.Constant(VECTOR, [scalar] * LANES))
        nothing, first = ir.Constant(VECTOR, ir.Undefined), ir.Constant(ir.IntType(32), 0)
        lane = builder.insert_element(nothing, scalar, first)
        same = ir.Constant(ir.VectorType(ir.IntType(32), LANES), [0] * LANES)
        return cls(builder, builder.shuffle_vector(lane, nothing, same))

    def store(self, data, index):
        self.builder.store(self.value, place_of(self.builder, data, index), align=8)

    def __add__(self, other):
        return Lanes(self.builder, self.builder.fadd(self.value, other.value, flags=FLAGS))

    def __sub__(self, other):
        return Lanes(self.builder, self.builder.fsub(self.value, other.value, flags=FLAGS))

    def __mul__(self, other):
        return Lanes(self.builder, self.builder.fmul(self.value, other.value, flags=FLAGS))

    def __truediv__(self, other):
        return Lanes(self.builder, self.builder.fdiv(self.value, other.value, flags=FLAGS))

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
        return Lanes(self.builder, self.builder.select(above, then.value, otherwise.value))

    def least_lane(self):
        return self._reduced("fmin")

    def most_lane(self):
        return self._reduced("fmax")

    def _call(self, name, *others):
        kind = ir.FunctionType(VECTOR, [VECTOR] * (1 + len(others)))
        function = cgutils.get_or_insert_function(self.builder.module, kind, f"llvm.{name}.v{LANES}f64")
        arguments = [self.value, *(other.value for other in others)]
        return Lanes(self.builder, self.builder.call(function, arguments, fastmath=FLAGS))

    def _reduced(self, name):
        kind = ir.FunctionType(DOUBLE, [VECTOR])
        name = f"llvm.vector.reduce.{name}.v{LANES}f64"
        function = cgutils.get_or_insert_function(self.builder.module, kind, name)
        return self.builder.call(function, [self.value], fastmath=FLAGS)


class Kept:
    """A vector that lives from one turn of a loop to the next."""

    def __init__(self, builder, value):
        self.builder = builder
        self.place = cgutils.alloca_once_value(builder, Lanes.all(builder, value).value)

    def now(self):
        return Lanes(self.builder, self.builder.load(self.place))

    def become(self, lanes):
        self.builder.store(lanes.value, self.place)


def column(builder, blocks, block):
    """The seven numbers of the edges in one block: start, way along, 1 / |along|²."""
    row = builder.mul(block, whole(block, 7 * LANES))
    return [Lanes.load(builder, blocks, builder.add(row, whole(row, place * LANES))) for place in range(7)]


def from_edges(point, edges):
    """What leads from the nearest places of edges to points, each edge with a point of its own."""
    builder = edges[6].builder
    aside, along = [here - edge for here, edge in zip(point, edges[:3], strict=True)], edges[3:6]
    share = (dot(aside, along) * edges[6]).most(Lanes.all(builder, 0.0)).least(Lanes.all(builder, 1.0))
    return [a - share * e for a, e in zip(aside, along, strict=True)]


def dot(one, two):
    """Scalar product of two times three vectors."""
    return one[0] * two[0] + one[1] * two[1] + one[2] * two[2]


def place_of(builder, data, index):
    """Where a vector begins that is the ``index``-th number and those that follow."""
    return builder.bitcast(builder.gep(data, [index]), VECTOR.as_pointer())


def whole(like, value):
    """A whole number of the same kind as another."""
    return ir.Constant(like.type, value)
