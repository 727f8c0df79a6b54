"""Eight numbers side by side in compiled code (numba): what is done to one is done to all, to the last bit.

Written in the compiler's own terms: it cannot see that rows of one array keep out of each other's way. Compiled kernels
are kept by the contents of their own files: after a change here, remove those kept (``__pycache__/moments_*.nb?``).
"""

# mypy: disable-error-code="no-untyped-def, no-untyped-call, untyped-decorator, misc"
# ruff: noqa: ARG001 - compilers ask for whole signatures

import operator
from typing import Any

import numpy as np
from llvmlite import ir
from numba import njit, types
from numba.extending import intrinsic, models, overload, register_model
from numba.np.arrayobj import make_array

WIDTH = 8
_VECTOR, _PLACES = ir.VectorType(ir.DoubleType(), WIDTH), ir.VectorType(ir.IntType(32), WIDTH)
_NOTHING = ir.Constant(_VECTOR, ir.Undefined)
_intrinsic: Any = intrinsic


class _LanesType(types.Type):
    def __init__(self):
        super().__init__(name="lanes")


_LANES = _LanesType()


@register_model(_LanesType)
class _LanesModel(models.PrimitiveModel):
    def __init__(self, manager, kind):
        super().__init__(manager, kind, _VECTOR)


@njit(cache=True, nogil=True)
def clear(size):
    """So many zeros; eight of them from a multiple of eight on are one line of fast memory."""
    found = np.zeros(size + WIDTH)
    begin = -(found.ctypes.data // 8) % WIDTH
    return found[begin : begin + size]


@_intrinsic
def at(typing_context, numbers, i):
    """A pointer to place i of a contiguous array, which must outlive it: no count of references is kept."""

    def build(context, builder, signature, arguments):
        return _place(context, builder, signature, arguments)

    return types.CPointer(numbers.dtype)(numbers, types.intp), build


@_intrinsic
def load(typing_context, numbers, i):
    """Eight numbers of a contiguous array, or behind a pointer, from place i on."""

    def build(context, builder, signature, arguments):
        return builder.load(_eight(context, builder, signature, arguments), align=8)

    return _LANES(numbers, types.intp), build


@_intrinsic
def store(typing_context, numbers, i, lanes):
    """Eight numbers into a contiguous array, or behind a pointer, from place i on."""

    def build(context, builder, signature, arguments):
        builder.store(arguments[2], _eight(context, builder, signature, arguments), align=8)
        return context.get_dummy_value()

    return types.none(numbers, types.intp, _LANES), build


@_intrinsic
def spread(typing_context, number):
    """One number in all lanes."""

    def build(context, builder, signature, arguments):
        lane = builder.insert_element(_NOTHING, arguments[0], ir.IntType(32)(0))
        return _shuffled(builder, lane, lane, [0] * WIDTH)

    return _LANES(types.float64), build


@_intrinsic
def where_less(typing_context, one, other, then, otherwise):
    """``then`` in the lanes where ``one`` is less than ``other``, else ``otherwise``."""

    def build(context, builder, signature, arguments):
        less = builder.fcmp_ordered("<", arguments[0], arguments[1])
        return builder.select(less, arguments[2], arguments[3])

    return _LANES(_LANES, _LANES, _LANES, _LANES), build


@_intrinsic
def total(typing_context, lanes):
    """The sum over lanes, in one order."""

    def build(context, builder, signature, arguments):
        parts = [builder.extract_element(arguments[0], ir.IntType(32)(lane)) for lane in range(WIDTH)]
        while len(parts) > 1:
            parts = [builder.fadd(*parts[i : i + 2]) for i in range(0, len(parts), 2)]
        return parts[0]

    return types.float64(_LANES), build


@_intrinsic
def turn(typing_context, lines, i, apart, numbers, j):
    """Eight numbers from place i on of each of eight lines, so far apart, as eight rows of lanes from place j on."""

    def build(context, builder, signature, arguments):
        lines, i, apart, numbers, j = arguments
        rows = []
        for _ in range(WIDTH):
            place = _eight(context, builder, signature, (lines, i))
            rows.append(builder.load(place, align=8))
            i = builder.add(i, apart)
        for half in (1, 2, 4):
            rows = _mixed(builder, rows, half)
        for row in rows:
            place = _eight(context, builder, types.none(signature.args[3], types.intp), (numbers, j))
            builder.store(row, place, align=8)
            j = builder.add(j, ir.Constant(j.type, WIDTH))
        return context.get_dummy_value()

    return types.none(lines, types.intp, types.intp, numbers, types.intp), build


def _mixed(builder, rows, half):
    """Rows and lanes whose numbers differ in the bit ``half`` change places."""
    mixed = list(rows)
    for k in range(WIDTH):
        if not k & half:
            low = [w if not w & half else w - half + WIDTH for w in range(WIDTH)]
            mixed[k] = _shuffled(builder, rows[k], rows[k + half], low)
            mixed[k + half] = _shuffled(builder, rows[k], rows[k + half], [w + half for w in low])
    return mixed


def _shuffled(builder, one, other, places):
    return builder.shuffle_vector(one, other, ir.Constant(_PLACES, places))


def _place(context, builder, signature, arguments):
    kind, numbers = signature.args[0], arguments[0]
    if isinstance(kind, types.Array):
        numbers = make_array(kind)(context, builder, numbers).data
    return builder.gep(numbers, [arguments[1]])


def _eight(context, builder, signature, arguments):
    return builder.bitcast(_place(context, builder, signature, arguments), _VECTOR.as_pointer())


def _spell(symbols, instruction):
    """Lanes with lanes, or with one number for all; nothing is fused, so that every machine comes to the same bits."""

    @_intrinsic
    def lanes(typing_context, one, other):
        def build(context, builder, signature, arguments):
            return getattr(builder, instruction)(*arguments)

        return _LANES(_LANES, _LANES), build

    def spelt(one, other):
        if one == _LANES and other == _LANES:
            return lambda one, other: lanes(one, other)
        if one == _LANES and isinstance(other, types.Number):
            return lambda one, other: lanes(one, spread(other))
        if other == _LANES and isinstance(one, types.Number):
            return lambda one, other: lanes(spread(one), other)
        return None

    for symbol in symbols:
        overload(symbol)(spelt)


_spell((operator.add, operator.iadd), "fadd")
_spell((operator.sub, operator.isub), "fsub")
_spell((operator.mul, operator.imul), "fmul")
_spell((operator.truediv,), "fdiv")
