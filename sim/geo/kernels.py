"""Compiled scalar arithmetic: a point against edges, a moving point against one edge."""

# mypy: disable-error-code="no-untyped-def, no-untyped-call, untyped-decorator, misc"

import numba as nb
import numpy as np
from llvmlite import ir
from numba.extending import intrinsic

NEVER = (2.0, -1.0)
"""The interval of what does not happen; a hull over intervals ignores it."""
_DOUBLE = ir.DoubleType()
# Reassociation serves distances that only decide how far to skip, with a margin; roots are computed without it.
FAST = {"nnan", "ninf", "nsz", "arcp", "contract", "reassoc"}


def _llvm(name):
    """A two-argument LLVM intrinsic: unlike Python's min and max it lets reductions use vector registers."""

    @intrinsic
    def call(typing_context, a, b):
        def build(context, builder, signature, arguments):
            kind = ir.FunctionType(_DOUBLE, [_DOUBLE, _DOUBLE])
            function = builder.module.declare_intrinsic(name, [_DOUBLE], kind)
            return builder.call(function, arguments, fastmath=("fast",))

        return nb.float64(nb.float64, nb.float64), build

    return call


least, most = _llvm("llvm.minnum"), _llvm("llvm.maxnum")


@nb.njit(cache=True, nogil=True, error_model="numpy", inline="always")
def square_to_edge(px, py, pz, ax, ay, az, ex, ey, ez, inv):
    """Squared distance of a point to one edge."""
    x, y, z = px - ax, py - ay, pz - az
    s = min(max((x * ex + y * ey + z * ez) * inv, 0.0), 1.0)
    x, y, z = x - s * ex, y - s * ey, z - s * ez
    return x * x + y * y + z * z


@nb.njit(cache=True, nogil=True, error_model="numpy")
def capsule(x, y, z, vx, vy, vz, ex, ey, ez, inv, radius, growth):
    """`sim.geo.roots.capsule_interval` for one step and one edge, in the same arithmetic."""
    place, pace = x * ex + y * ey + z * ez, vx * ex + vy * ey + vz * ez
    apart, closing, speed = x * x + y * y + z * z, x * vx + y * vy + z * vz, vx * vx + vy * vy + vz * vz
    length = ex * ex + ey * ey + ez * ez
    shift, slip = place * inv, pace * inv
    sx, sy, sz = x - shift * ex, y - shift * ey, z - shift * ez
    wx, wy, wz = vx - slip * ex, vy - slip * ey, vz - slip * ez
    square, drift, shrink = radius * radius, radius * growth, growth * growth
    low, high = below_zero(speed - shrink, closing - drift, apart - square, growth)
    low2, high2 = below_zero(
        speed - shrink, closing - pace - drift, apart - 2.0 * place + length - square, growth
    )
    low3, high3 = below_zero(
        wx * wx + wy * wy + wz * wz - shrink,
        sx * wx + sy * wy + sz * wz - drift,
        sx * sx + sy * sy + sz * sz - square,
        growth,
    )
    if pace == 0.0:
        if not 0.0 <= place <= length:
            low3, high3 = NEVER
    else:
        one, two = -place / pace, (length - place) / pace
        low3, high3 = max(low3, min(one, two)), min(high3, max(one, two))
    if low3 > high3:
        low3, high3 = NEVER
    return min(low, low2, low3), max(high, high2, high3)


@nb.njit(cache=True, nogil=True, error_model="numpy")
def below_zero(a, b, c, growth):
    """The part of [0, 1] where ``a s² + 2 b s + c <= 0``; see `sim.geo.roots`."""
    under = b * b - a * c
    if a > 0.0:
        if under < 0.0:
            return NEVER
        q = -(b + np.copysign(np.sqrt(under), b))
        one = q / a
        two = c / q if q != 0.0 else 0.0
        low, high = min(one, two), max(one, two)
    else:
        low, high = _slower_than_radius(a, b, c, growth, under)
    low, high = max(low, 0.0), min(high, 1.0)
    return (low, high) if low <= high else NEVER


@nb.njit(cache=True, nogil=True, error_model="numpy")
def _slower_than_radius(a, b, c, growth, under):
    low, high = -np.inf, np.inf
    if growth == 0.0 or a == 0.0:
        if b == 0.0:
            return NEVER if c > 0.0 else (low, high)
        root = -0.5 * c / b
        return (root, high) if b < 0.0 else (low, root)
    if under < 0.0:
        return low, high
    q = -(b + np.copysign(np.sqrt(under), b))
    one = q / a
    two = c / q if q != 0.0 else 0.0
    if growth > 0.0:
        return max(one, two), high
    return low, min(one, two)
