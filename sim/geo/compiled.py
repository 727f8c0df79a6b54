"""The compiled search (numba), behind the same function as the numpy one and equal to it within 1e-9 s.

Per flight and area: spheres round stretches of the track rule out most pairs; along the rest the distance to the
area's edges, which no step can change by more than its length, lets whole runs of knots be skipped; what is left is
settled by the closed-form roots of `sim.geo.roots`, one step at a time.

Kernels hold no state and release the interpreter's lock: any number of threads may call them at once. They are
compiled on first use and cached on disk.
"""

# mypy: disable-error-code="no-untyped-def, no-untyped-call, untyped-decorator, misc"

import numba as nb
import numpy as np

from sim.geo.kernels import capsule, square_to_edge, square_to_edges

_STRETCH = 16
"""Knots of the short stretches that get a sphere; the long ones hold as many short ones."""
_MARGIN_M = 1e-3
"""Kept clear of every skip: far above rounding, far below a step."""
_BOLD = 1.3
"""Share of the longest leap that the trend of the distance would allow (2 is all of it; measured optimum)."""
_SAME_INSTANT_S = 1e-9


@nb.njit(cache=True, nogil=True, error_model="numpy")
def search(
    first, last, t, xyz, start, chord, centre, reach, ax, ay, az, ex, ey, ez, inv, ptr, pair, enter, leave
):
    """Visits of flights ``first`` to ``last`` into three arrays; how many, or -1 if the arrays are too short.

    ``chord`` has a radius for each knot, or a single one for all. Edges are seven arrays ``(E,)``: where they start,
    how they run, and ``1 / |along|²``. Kept apart they let the distances use vector registers.
    """
    areas = len(reach)
    most_edges = 1
    for k in range(areas):
        most_edges = max(most_edges, ptr[k + 1] - ptr[k])
    low, high, close = np.empty(most_edges), np.empty(most_edges), np.empty(most_edges, np.int64)
    count = 0
    each = 1 if len(chord) > 1 else 0
    for flight in range(first, last):
        begin, end = start[flight], start[flight + 1] - 1
        ball, fastest, nx, ny, nz, left, right = _survey(begin, end, xyz, chord, each)
        large = _joined(ball)
        for k in range(areas):
            aside = nx * centre[k, 0] + ny * centre[k, 1] + nz * centre[k, 2]
            if reach[k] < 0.0 or aside + reach[k] < left or aside - reach[k] > right:
                continue
            i, j = ptr[k], ptr[k + 1]
            edges = (ax[i:j], ay[i:j], az[i:j], ex[i:j], ey[i:j], ez[i:j], inv[i:j])
            found = _pair_visits(
                begin, end, t, xyz, chord, each, centre[k], reach[k], edges,
                ball, large, fastest, low, high, close, enter[count:], leave[count:],
            )  # fmt: skip
            if found < 0:
                return -1
            for i in range(count, count + found):
                pair[i] = flight * areas + k
            count += found
    return count


@nb.njit(cache=True, nogil=True, error_model="numpy")
def _survey(begin, end, xyz, chord, each):
    """One look along a flight: spheres ``(S, 4)`` that hold the footprint along stretches, the most a step can
    change a distance, and the corridor: the plane through the flight's ends and the Earth's centre, and how far to
    its sides the footprint goes."""
    number = (end - begin + _STRETCH - 1) // _STRETCH
    ball = np.empty((number, 4))
    u, v, w = xyz[begin, 0], xyz[begin, 1], xyz[begin, 2]
    x, y, z = xyz[end, 0], xyz[end, 1], xyz[end, 2]
    nx, ny, nz = v * z - w * y, w * x - u * z, u * y - v * x
    length = max(np.sqrt(nx * nx + ny * ny + nz * nz), 1.0)
    nx, ny, nz = nx / length, ny / length, nz / length
    left, right, most_wide = 1e300, -1e300, 0.0
    longest, steepest = 0.0, 0.0
    for s in range(number):
        i0 = begin + s * _STRETCH
        i1 = min(i0 + _STRETCH, end)
        middle = (i0 + i1) // 2
        x, y, z = xyz[middle, 0], xyz[middle, 1], xyz[middle, 2]
        u, v, w = xyz[i0, 0], xyz[i0, 1], xyz[i0, 2]
        square = 0.0
        for i in range(i0, i1 + 1):
            px, py, pz = xyz[i, 0], xyz[i, 1], xyz[i, 2]
            dx, dy, dz = px - u, py - v, pz - w
            square = max(square, dx * dx + dy * dy + dz * dz)
            aside = nx * px + ny * py + nz * pz
            left, right = min(left, aside), max(right, aside)
            u, v, w = px, py, pz
        widest = chord[i0 * each]
        if each:
            for i in range(i0, i1):
                widest = max(widest, chord[(i + 1) * each])
                steepest = max(steepest, abs(chord[(i + 1) * each] - chord[i * each]))
        ball[s, 0], ball[s, 1], ball[s, 2] = x, y, z
        ball[s, 3] = np.sqrt(square) * max(middle - i0, i1 - middle) + widest + _MARGIN_M
        longest, most_wide = max(longest, square), max(most_wide, widest)
    fastest = max(np.sqrt(longest) + steepest, 1e-9)
    return ball, fastest, nx, ny, nz, left - most_wide - _MARGIN_M, right + most_wide + _MARGIN_M


@nb.njit(cache=True, nogil=True, error_model="numpy")
def _joined(ball):
    """Spheres round runs of spheres."""
    number = (len(ball) + _STRETCH - 1) // _STRETCH
    large = np.empty((number, 4))
    for s in range(number):
        i0, i1 = s * _STRETCH, min((s + 1) * _STRETCH, len(ball))
        middle = (i0 + i1) // 2
        radius = 0.0
        for i in range(i0, i1):
            dx, dy, dz = (
                ball[i, 0] - ball[middle, 0],
                ball[i, 1] - ball[middle, 1],
                ball[i, 2] - ball[middle, 2],
            )
            radius = max(radius, np.sqrt(dx * dx + dy * dy + dz * dz) + ball[i, 3])
        large[s, :3], large[s, 3] = ball[middle, :3], radius
    return large


@nb.njit(cache=True, nogil=True, error_model="numpy", inline="always")
def _meets(ball, centre, reach):
    dx, dy, dz = ball[0] - centre[0], ball[1] - centre[1], ball[2] - centre[2]
    wide = ball[3] + reach
    return dx * dx + dy * dy + dz * dz <= wide * wide


@nb.njit(cache=True, nogil=True, error_model="numpy")
def _pair_visits(
    begin,
    end,
    t,
    xyz,
    chord,
    each,
    centre,
    reach,
    edges,
    ball,
    large,
    fastest,
    low,
    high,
    close,
    enter,
    leave,
):
    """Visits of one flight to one area; windows of stretches near the area, walked one after the other."""
    count = 0
    window = -1
    for big in range(len(large)):
        near_big = _meets(large[big], centre, reach)
        for s in range(big * _STRETCH, min((big + 1) * _STRETCH, len(ball))):
            near = near_big and _meets(ball[s], centre, reach)
            if near and window < 0:
                window = s
            if window >= 0 and not near:
                count = _walk(
                    begin + window * _STRETCH, begin + s * _STRETCH,
                    t, xyz, chord, each, edges, fastest, low, high, close, enter, leave, count,
                )  # fmt: skip
                if count < 0:
                    return -1
                window = -1
            if not near_big:
                break
    if window >= 0:
        count = _walk(
            begin + window * _STRETCH,
            end,
            t,
            xyz,
            chord,
            each,
            edges,
            fastest,
            low,
            high,
            close,
            enter,
            leave,
            count,
        )
    return count


@nb.njit(cache=True, nogil=True, error_model="numpy")
def _walk(i, stop, t, xyz, chord, each, edges, fastest, low, high, close, enter, leave, count):
    """Visits between two knots, appended to those already found; -1 if there is no room."""
    ax, ay, az, ex, ey, ez, inv = edges
    d = np.sqrt(square_to_edges(xyz[i, 0], xyz[i, 1], xyz[i, 2], ax, ay, az, ex, ey, ez, inv))
    gap, trend = d - chord[i * each], -1.0
    while i < stop:
        size = abs(gap) - _MARGIN_M
        skip = int(size / fastest)
        if skip >= 1:
            # No footprint changes sides within ``size``; seen from both ends, within the sum of both sizes.
            leap = min(int(_BOLD * size / (fastest * (1.0 - trend))), stop - i)
            skip = min(skip, stop - i)
            following = i + max(leap, skip)
            d_next = np.sqrt(
                square_to_edges(
                    xyz[following, 0], xyz[following, 1], xyz[following, 2], ax, ay, az, ex, ey, ez, inv
                )
            )
            gap_next = d_next - chord[following * each]
            if leap > skip and (gap_next * gap < 0.0 or size + abs(gap_next) < leap * fastest + _MARGIN_M):
                following = i + skip
                d_next = np.sqrt(
                    square_to_edges(
                        xyz[following, 0], xyz[following, 1], xyz[following, 2], ax, ay, az, ex, ey, ez, inv
                    )
                )
                gap_next = d_next - chord[following * each]
            if gap < 0.0:
                count = _append(t[i], t[following], enter, leave, count)
                if count < 0:
                    return -1
            trend = min((abs(gap_next) - abs(gap)) / ((following - i) * fastest), 0.9)
            i, d, gap = following, d_next, gap_next
            continue
        d_next = np.sqrt(
            square_to_edges(xyz[i + 1, 0], xyz[i + 1, 1], xyz[i + 1, 2], ax, ay, az, ex, ey, ez, inv)
        )
        gap_next = d_next - chord[(i + 1) * each]
        dx, dy, dz = xyz[i + 1, 0] - xyz[i, 0], xyz[i + 1, 1] - xyz[i, 1], xyz[i + 1, 2] - xyz[i, 2]
        move = np.sqrt(dx * dx + dy * dy + dz * dz)
        change = move + abs(chord[(i + 1) * each] - chord[i * each]) + 2.0 * _MARGIN_M
        nearest = min(gap, gap_next)
        # Along a straight step the distance to an edge has a second derivative of at most move² / distance.
        far = min(d, d_next) - move
        outside = nearest > 0.0 and (
            gap + gap_next > change or (far > 0.0 and nearest > 0.125 * move * move / far + _MARGIN_M)
        )
        if gap < 0.0 and gap_next < 0.0 and -gap - gap_next > change:
            count = _append(t[i], t[i + 1], enter, leave, count)
        elif not outside:
            count = _by_roots(i, t, xyz, chord, each, edges, move, low, high, close, enter, leave, count)
        if count < 0:
            return -1
        trend = min((abs(gap_next) - abs(gap)) / fastest, 0.9) if gap * gap_next > 0.0 else 0.0
        i, d, gap = i + 1, d_next, gap_next
    return count


@nb.njit(cache=True, nogil=True, error_model="numpy")
def _by_roots(i, t, xyz, chord, each, edges, move, low, high, close, enter, leave, count):
    """Visits within one step, by the roots of every edge that can be met in it."""
    ax, ay, az, ex, ey, ez, inv = edges
    px, py, pz = xyz[i, 0], xyz[i, 1], xyz[i, 2]
    vx, vy, vz = xyz[i + 1, 0] - px, xyz[i + 1, 1] - py, xyz[i + 1, 2] - pz
    mx, my, mz = px + 0.5 * vx, py + 0.5 * vy, pz + 0.5 * vz
    reach = max(chord[i * each], chord[(i + 1) * each]) + 0.5 * move + _MARGIN_M
    # The nearest edge first: what it covers, most others need not be asked for.
    near, best, some = 0, 1e300, 0
    for j in range(len(ax)):
        square = square_to_edge(mx, my, mz, ax[j], ay[j], az[j], ex[j], ey[j], ez[j], inv[j])
        if square <= reach * reach:
            if square < best:
                near, best = some, square
            close[some] = j
            some += 1
    met = 0
    change = move + abs(chord[(i + 1) * each] - chord[i * each])
    for turn in range(-1 if some else 0, some):
        if turn == near:
            continue
        j = close[near if turn < 0 else turn]
        if met == 1:
            soonest = (
                np.sqrt(square_to_edge(px, py, pz, ax[j], ay[j], az[j], ex[j], ey[j], ez[j], inv[j]))
                - chord[i * each]
                - _MARGIN_M
            ) / change
            d_end = np.sqrt(
                square_to_edge(px + vx, py + vy, pz + vz, ax[j], ay[j], az[j], ex[j], ey[j], ez[j], inv[j])
            )
            latest = 1.0 - (d_end - chord[(i + 1) * each] - _MARGIN_M) / change
            if max(soonest, 0.0) >= low[0] and min(latest, 1.0) <= high[0]:
                continue
        one, two = capsule(
            px - ax[j], py - ay[j], pz - az[j], vx, vy, vz,
            ex[j], ey[j], ez[j], inv[j], chord[i * each], chord[(i + 1) * each] - chord[i * each],
        )  # fmt: skip
        if one > two:
            continue
        if met == 1 and one <= high[0] and low[0] <= two:
            low[0], high[0] = min(one, low[0]), max(two, high[0])
            continue
        k = met
        while k > 0 and low[k - 1] > one:
            low[k], high[k] = low[k - 1], high[k - 1]
            k -= 1
        low[k], high[k] = one, two
        met += 1
    span = t[i + 1] - t[i]
    for k in range(met):
        begin = t[i] + low[k] * span if low[k] > 0.0 else t[i]
        finish = t[i] + high[k] * span if high[k] < 1.0 else t[i + 1]
        count = _append(begin, finish, enter, leave, count)
        if count < 0:
            return -1
    return count


@nb.njit(cache=True, nogil=True, error_model="numpy", inline="always")
def _append(begin, finish, enter, leave, count):
    """One more piece of a visit, joined to the last where they touch; -1 if there is no room."""
    if count > 0 and begin <= leave[count - 1] + _SAME_INSTANT_S:
        leave[count - 1] = max(leave[count - 1], finish)
        return count
    if count >= len(enter):
        return -1
    enter[count], leave[count] = begin, finish
    return count + 1
