"""The compiled search (numba), behind the same function as the numpy one and equal to it within 1e-9 s.

Per flight and area: spheres round stretches of the track rule out most pairs; along the rest whole runs of knots are
settled by what is known at their ends (`_settled`); what is left is settled by the closed-form roots of
`sim.geo.roots`, one step at a time.

Kernels hold no state and release the interpreter's lock: any number of threads may call them at once. They are
compiled on first use and cached on disk.
"""

# mypy: disable-error-code="no-untyped-def, no-untyped-call, untyped-decorator, misc"
# mypy: disable-error-code="call-arg, unreachable, var-annotated"

import numba as nb
import numpy as np

from sim.geo.compiled_lanes import least_share, pointer, shifted, square_to_blocks
from sim.geo.compiled_steps import append, within_step
from sim.geo.compiled_survey import BEND, MARGIN_M, PACE, ROW, STRETCH, WIDE, X, Y, Z, survey
from sim.geo.features import LANES

_TRIES = 3
"""How often a leap is tried before the safe one is taken."""
_FAR = 1e9


@nb.njit(cache=True, nogil=True, error_model="numpy")
def search(first, last, t, xyz, start, chord, sphere, blocks, ptr, pair, enter, leave):
    """Visits of flights ``first`` to ``last`` into three arrays; how many, or -1 if the arrays are too short.

    ``chord`` has a radius for each knot, or a single one for all. ``sphere`` ``(A, 4)`` holds each area, ``blocks`` and
    ``ptr`` are its edges (`sim.geo.features.Edges.blocks`).
    """
    most_edges, most_knots = 0, 2
    for k in range(len(sphere)):
        most_edges = max(most_edges, (ptr[k + 1] - ptr[k]) * LANES)
    for flight in range(first, last):
        most_knots = max(most_knots, start[flight + 1] - start[flight])
    # Pointers do not keep what they point at: arrays made here live on in a call that has them for arguments.
    return _search(
        first, last, t, xyz, start, chord, sphere, blocks, ptr, pair, enter, leave,
        np.empty((6, most_edges + 2)), np.empty(most_edges + LANES, np.intp),
        np.empty((most_knots // STRETCH + 1, ROW)), np.empty((most_knots // STRETCH**2 + 1, ROW)),
    )  # fmt: skip


@nb.njit(cache=True, nogil=True, error_model="numpy")
def _search(
    first, last, t, xyz, start, chord, sphere, blocks, ptr, pair, enter, leave, work, which, small, large
):
    areas, each, width, room = len(sphere), 1 if len(chord) > 1 else 0, work.shape[1], len(enter)
    t, xyz, chord, sphere, blocks = pointer(t), pointer(xyz), pointer(chord), pointer(sphere), pointer(blocks)
    enter, leave, work, which = pointer(enter), pointer(leave), pointer(work), pointer(which)
    small, large = pointer(small), pointer(large)
    count = 0
    for flight in range(first, last):
        begin, end = start[flight], start[flight + 1] - 1
        smalls, larges, nx, ny, nz, left, right = survey(begin, end, xyz, chord, each, small, large)
        for k in range(areas):
            ball = shifted(sphere, 4 * k)
            aside = nx * ball[0] + ny * ball[1] + nz * ball[2]
            if ball[3] < 0.0 or aside + ball[3] < left or aside - ball[3] > right:
                continue
            found = _pair_visits(
                begin, end, t, xyz, chord, each, ball, shifted(blocks, 7 * LANES * ptr[k]), ptr[k + 1] - ptr[k],
                small, smalls, large, larges, work, width, which,
                shifted(enter, count), shifted(leave, count), room - count,
            )  # fmt: skip
            if found < 0:
                return -1
            for i in range(count, count + found):
                pair[i] = flight * areas + k
            count += found
    return count


@nb.njit(cache=True, nogil=True, error_model="numpy", inline="always")
def _meets(ball, sphere):
    dx, dy, dz = ball[X] - sphere[X], ball[Y] - sphere[Y], ball[Z] - sphere[Z]
    wide = ball[WIDE] + sphere[3]
    return dx * dx + dy * dy + dz * dz <= wide * wide


@nb.njit(cache=True, nogil=True, error_model="numpy")
def _pair_visits(
    begin, end, t, xyz, chord, each, sphere, blocks, number,
    small, smalls, large, larges, work, width, which, enter, leave, room,
):  # fmt: skip
    """Visits of one flight to one area; windows of stretches near the area, walked one after the other."""
    count = 0
    window = -1
    pace, bend = 0.0, 0.0
    for big in range(larges):
        near_big = _meets(shifted(large, ROW * big), sphere)
        for s in range(big * STRETCH, min((big + 1) * STRETCH, smalls)):
            near = near_big and _meets(shifted(small, ROW * s), sphere)
            if near:
                if window < 0:
                    window, pace, bend = s, 0.0, 0.0
                pace, bend = max(pace, small[ROW * s + PACE]), max(bend, small[ROW * s + BEND])
            elif window >= 0:
                count = _walk(
                    begin + window * STRETCH, begin + s * STRETCH, t, xyz, chord, each, sphere,
                    blocks, number, pace, bend, work, width, which, enter, leave, count, room,
                )  # fmt: skip
                if count < 0:
                    return -1
                window = -1
            if not near_big:
                break
    if window >= 0:
        count = _walk(
            begin + window * STRETCH, end, t, xyz, chord, each, sphere,
            blocks, number, pace, bend, work, width, which, enter, leave, count, room,
        )  # fmt: skip
    return count


@nb.njit(cache=True, nogil=True, error_model="numpy")
def _walk(
    i,
    stop,
    t,
    xyz,
    chord,
    each,
    sphere,
    blocks,
    number,
    pace,
    bend,
    work,
    width,
    which,
    enter,
    leave,
    count,
    room,
):
    """Visits between two knots, appended to those already found; -1 if there is no room."""
    here, there, spare = work, shifted(work, width), shifted(work, 2 * width)
    d = np.sqrt(square_to_blocks(blocks, number, xyz[3 * i], xyz[3 * i + 1], xyz[3 * i + 2], here))
    gap = d - chord[i * each]
    while i < stop:
        safe = int((abs(gap) - MARGIN_M) / pace)
        leap, rate = _aim(i, stop, xyz, sphere, d, gap, bend, safe)
        turn = 0
        while True:
            turn += 1
            k = i + leap
            x, y, z = xyz[3 * k], xyz[3 * k + 1], xyz[3 * k + 2]
            d_next = np.sqrt(square_to_blocks(blocks, number, x, y, z, there))
            gap_next = d_next - chord[k * each]
            settled = leap <= safe or _settled(
                i, k, xyz, d, d_next, gap, gap_next, pace, bend, here, there, number
            )
            if settled or leap == 1:
                break
            leap = _nearer(leap, gap, gap_next, rate, safe, turn)
        if not settled:
            count = within_step(
                i, t, xyz, chord, each, blocks, number, d, d_next, here, there,
                spare, width, which, enter, leave, count, room,
            )  # fmt: skip
        elif gap < 0.0:
            count = append(t[i], t[k], enter, leave, count, room)
        if count < 0:
            return -1
        i, d, gap = k, d_next, gap_next
        here, there = there, here
    return count


@nb.njit(cache=True, nogil=True, error_model="numpy", inline="always")
def _way(xyz, i, k):
    """From one knot to another."""
    return xyz[3 * k] - xyz[3 * i], xyz[3 * k + 1] - xyz[3 * i + 1], xyz[3 * k + 2] - xyz[3 * i + 2]


@nb.njit(cache=True, nogil=True, error_model="numpy")
def _aim(i, stop, xyz, sphere, d, gap, bend, safe):
    """How many knots to leap, and about how fast the distance then changes: as if the area were round.

    From inside to where the track leaves a circle round the area's centre that it entered here; from outside to the
    edge of the footprint, or past the area if it will not be met.
    """
    cx, cy, cz = sphere[X] - xyz[3 * i], sphere[Y] - xyz[3 * i + 1], sphere[Z] - xyz[3 * i + 2]
    vx, vy, vz = _way(xyz, i, i + 1)
    ahead, square = cx * vx + cy * vy + cz * vz, vx * vx + vy * vy + vz * vz + 1e-9
    rate = abs(ahead) / np.sqrt(cx * cx + cy * cy + cz * cz + 1e-9) + 1e-9
    if ahead > 0.0:
        passes = d * d - ahead * ahead / square > (d - gap) * (d - gap)
        leap = 2.0 * ahead / square if gap < 0.0 or passes else gap / rate
        if gap < 0.0 and 0.25 * leap * leap * bend > -gap:
            # So far `_settled` would not go for certain, from the depth here: half way there it is deeper.
            leap *= 0.5
    else:
        leap = _FAR if gap > 0.0 else -gap / rate
    return min(max(int(min(leap, _FAR)), safe, 1), stop - i), rate


@nb.njit(cache=True, nogil=True, error_model="numpy", inline="always")
def _nearer(leap, gap, gap_next, rate, safe, turn):
    """A shorter leap where one was too long."""
    safe = max(safe, 1)
    if turn >= _TRIES:
        return safe
    shorter = leap // 2
    if gap > 0.0 and gap_next < 0.0:
        shorter = int(leap * gap / (gap - gap_next))
    elif gap < 0.0 and gap_next > 0.0:
        shorter = leap - 1 - int(min(gap_next / rate, _FAR))
    return max(min(shorter, leap - 1), safe)


@nb.njit(cache=True, nogil=True, error_model="numpy")
def _settled(i, k, xyz, d, d_next, gap, gap_next, pace, bend, here, there, number):
    """Whether the track from knot ``i`` to ``k`` is all in reach, or all out of it, as both ends are."""
    if gap * gap_next <= 0.0:
        return False
    leap = k - i
    if abs(gap) + abs(gap_next) > leap * pace + 2.0 * MARGIN_M:
        return True
    # At a share s of the way, track and radius are no farther than 4 s (1 - s) times this from their chords.
    off = 0.125 * leap * leap * bend if leap > 1 else 0.0
    radius, radius_next = d - gap, d_next - gap_next
    if gap < 0.0:
        # The distance x of a single edge is convex along the chord, so the track is within reach of that edge if
        # both ends are and (R - x)(1 - s) + (R' - x') s >= 4 s (1 - s) off, for which x + x' <= R + R' - 4 off will do.
        one, two = radius - MARGIN_M, radius_next - MARGIN_M
        both = one + two - 4.0 * off
        if min(one, two, both) <= 0.0:
            return False
        return (
            least_share(here, there, number, 1.0 / (one * one), 1.0 / (two * two), 2.0 / (both * both)) < 1.0
        )
    x, y, z = _way(xyz, i, k)
    # Stewart's theorem for the nearest point of an edge: x(s)^2 >= (1 - s) x^2 + s x'^2 - s (1 - s) way^2, to be more
    # than (R + 4 s (1 - s) off)^2 <= R^2 + s (1 - s) (8 R off + 4 off^2).
    beyond = max(radius, radius_next) + MARGIN_M
    one, two = d * d - beyond * beyond, d_next * d_next - beyond * beyond
    bow = x * x + y * y + z * z + 8.0 * beyond * off + 4.0 * off * off
    lowest = min(one, two)
    if abs(one - two) < bow:
        share = 0.5 * (1.0 + (one - two) / bow)
        lowest = one - bow * share * share
    return lowest > 0.0
