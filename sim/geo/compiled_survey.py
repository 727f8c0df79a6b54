"""One look along a flight, before any area is thought of: what holds for whole stretches of its knots.

A stretch of ``n`` steps whose second differences are at most ``b`` stays within ``n² b / 8`` of its chord, knot for
knot, and no step differs from the chord's mean step by more than ``(n - 1) b / 2`` (sums of differences). So of most
stretches only the second differences are read, in one run over the numbers; an uneven one is measured knot by knot.
"""

# mypy: disable-error-code="no-untyped-def, no-untyped-call, untyped-decorator, misc"
# mypy: disable-error-code="call-arg, unreachable, var-annotated"

import numba as nb
import numpy as np

from sim.geo.compiled_lanes import largest_bend, shifted
from sim.geo.features import LANES

STRETCH = 16
"""Knots of the short stretches; the long ones hold as many short ones."""
MARGIN_M = 1e-3
"""Kept clear of every skip: far above rounding, far below a step."""
ROW = 6
X, Y, Z, WIDE, PACE, BEND = range(ROW)
"""A stretch's row: the sphere that holds its footprints, the most a step can change a distance less a radius, and its
largest second difference (of both), 1e300 where it is uneven."""
_ROOT_3 = np.sqrt(3.0)
_EVEN, _NEAR_M = 0.02, 2000.0
"""A stretch may bend by this share of its chord, or by so much, and still be called even."""


@nb.njit(cache=True, nogil=True, error_model="numpy")
def survey(begin, end, xyz, chord, each, small, large):
    """Fill the rows of a flight's stretches; (number of small ones, of large ones, corridor).

    The corridor is the plane through the flight's ends and the Earth's centre, as its normal, and how far to its sides
    the footprint goes.
    """
    number = (end - begin + STRETCH - 1) // STRETCH
    nx, ny, nz = _normal(shifted(xyz, 3 * begin), shifted(xyz, 3 * end))
    left, right, widest = 1e300, -1e300, 0.0
    for s in range(number):
        i0 = begin + s * STRETCH
        i1 = min(i0 + STRETCH, end)
        n = i1 - i0
        px, py, pz = xyz[3 * i0], xyz[3 * i0 + 1], xyz[3 * i0 + 2]
        qx, qy, qz = xyz[3 * i1], xyz[3 * i1 + 1], xyz[3 * i1 + 2]
        dx, dy, dz = qx - px, qy - py, qz - pz
        length = np.sqrt(dx * dx + dy * dy + dz * dz)
        bend = _bend(shifted(xyz, 3 * i0), min(i1, end - 1) - i0)
        wide, steepest, swell = chord[i0 * each], 0.0, 0.0
        if each:
            wide, steepest, swell = _radii(i0, i1, end, chord)
        cx, cy, cz = 0.5 * (px + qx), 0.5 * (py + qy), 0.5 * (pz + qz)
        sag = 0.125 * n * n * bend
        if sag <= max(_EVEN * length, _NEAR_M):
            small[ROW * s + PACE] = length / n + 0.5 * (n - 1) * bend + steepest + 1e-9
            small[ROW * s + BEND] = bend + swell
            reach = 0.5 * length + sag
        else:
            reach, step = _by_knots(i0, i1, xyz, cx, cy, cz)
            sag = reach
            small[ROW * s + PACE] = step + steepest + 1e-9
            small[ROW * s + BEND] = 1e300
        small[ROW * s + X], small[ROW * s + Y], small[ROW * s + Z] = cx, cy, cz
        small[ROW * s + WIDE] = reach + wide + MARGIN_M
        aside = nx * cx + ny * cy + nz * cz
        slant = 0.5 * abs(nx * dx + ny * dy + nz * dz)
        left, right = min(left, aside - slant - sag), max(right, aside + slant + sag)
        widest = max(widest, wide)
    widest += MARGIN_M
    return number, _joined(small, number, large), nx, ny, nz, left - widest, right + widest


@nb.njit(cache=True, nogil=True, error_model="numpy", inline="always")
def _bend(points, knots):
    """A bound for the second differences of so many knots and the next two."""
    if 3 * knots >= LANES:
        return _ROOT_3 * largest_bend(points, 3 * knots)
    result = 0.0
    for f in range(3 * knots):
        result = max(result, abs(points[f] - 2.0 * points[f + 3] + points[f + 6]))
    return _ROOT_3 * result


@nb.njit(cache=True, nogil=True, error_model="numpy")
def _normal(p, q):
    x, y, z = p[1] * q[2] - p[2] * q[1], p[2] * q[0] - p[0] * q[2], p[0] * q[1] - p[1] * q[0]
    length = max(np.sqrt(x * x + y * y + z * z), 1.0)
    return x / length, y / length, z / length


@nb.njit(cache=True, nogil=True, error_model="numpy")
def _radii(i0, i1, end, chord):
    """The largest radius, the largest change in a step and the largest second difference."""
    widest, steepest, swell = chord[i0], 0.0, 0.0
    for i in range(i0, i1):
        widest = max(widest, chord[i + 1])
        steepest = max(steepest, abs(chord[i + 1] - chord[i]))
        if i + 2 <= end:
            swell = max(swell, abs(chord[i] - 2.0 * chord[i + 1] + chord[i + 2]))
    return widest, steepest, swell


@nb.njit(cache=True, nogil=True, error_model="numpy")
def _by_knots(i0, i1, xyz, cx, cy, cz):
    """The farthest knot from a point, and the longest step."""
    far, longest = 0.0, 0.0
    for i in range(i0, i1 + 1):
        x, y, z = xyz[3 * i] - cx, xyz[3 * i + 1] - cy, xyz[3 * i + 2] - cz
        far = max(far, x * x + y * y + z * z)
        if i < i1:
            x, y, z = (
                xyz[3 * i + 3] - xyz[3 * i],
                xyz[3 * i + 4] - xyz[3 * i + 1],
                xyz[3 * i + 5] - xyz[3 * i + 2],
            )
            longest = max(longest, x * x + y * y + z * z)
    return np.sqrt(far), np.sqrt(longest)


@nb.njit(cache=True, nogil=True, error_model="numpy")
def _joined(small, number, large):
    """Spheres round runs of spheres."""
    count = (number + STRETCH - 1) // STRETCH
    for s in range(count):
        i0, i1 = s * STRETCH, min((s + 1) * STRETCH, number)
        middle = (i0 + i1) // 2
        far, wide = 0.0, 0.0
        for i in range(i0, i1):
            dx, dy, dz = (
                small[ROW * i + X] - small[ROW * middle + X],
                small[ROW * i + Y] - small[ROW * middle + Y],
                small[ROW * i + Z] - small[ROW * middle + Z],
            )
            far, wide = max(far, dx * dx + dy * dy + dz * dz), max(wide, small[ROW * i + WIDE])
        for axis in (X, Y, Z):
            large[ROW * s + axis] = small[ROW * middle + axis]
        large[ROW * s + WIDE] = np.sqrt(far) + wide
    return count
