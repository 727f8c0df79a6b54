"""Tracks seen from afar: long chords over many knots, with a bound on what they leave out.

Whatever holds for the chord with its radius widened (or narrowed) by the bound holds for the track. So a few
chords settle almost every step, and only the others are worth looking at one by one.
"""

from dataclasses import dataclass

import numpy as np

from sim.geo.ragged import batches, spread
from sim.units import Floats, Ints, Metres, MetresArray

_ROUNDING_M = 1e-3
"""Added to every bound: far above the rounding of coordinates and roots, far below anything that costs."""
_CANCELLED = 1e-7
"""Of a chord's length, added too: squares of that length cancel where distances from it are worked out."""
_BLOCK_KNOTS = 1 << 16
"""Knots worked on at a time (measured: smaller blocks spend their time calling numpy, larger ones in main memory)."""
_PAIR_KNOTS = 4
"""Knots a (flight, area) pair is counted as."""


@dataclass(frozen=True)
class Chords:
    """C chords over the K knots of a batch; chord ``c`` belongs to ``flight[c]``, from knot ``first`` to ``last``.

    ``start_m``, ``move_m`` ``(C, 3)`` is its line and ``radius_m``, ``growth_m`` its radius, both linear in a share
    of the chord that no knot decreases. ``place`` ``(K,)`` is that share plus ``number[c]``, so that it grows from
    chord to chord. ``bound_m`` is no smaller than what distances and radii differ from the track's, knot for knot, and
    so between knots too.
    """

    flight: Ints
    first: Ints
    last: Ints
    number: Floats
    start_m: MetresArray
    move_m: MetresArray
    radius_m: MetresArray
    growth_m: MetresArray
    bound_m: MetresArray
    place: Floats

    def steps_between(self, chord: Ints, low: Floats, high: Floats) -> tuple[Ints, Ints]:
        """First and last step of the track that the fractions from ``low`` to ``high`` of a chord touch."""
        first = np.searchsorted(self.place, self.number[chord] + low, side="left") - 1
        last = np.searchsorted(self.place, self.number[chord] + high, side="right") - 1
        end = self.last[chord] - 1
        return np.clip(first, self.first[chord], end), np.minimum(last, end)

    def knots_between(self, chord: Ints, low: Floats, high: Floats) -> tuple[Ints, Ints]:
        """First knot not before ``low`` and last not after ``high``; the first may exceed the last."""
        after = np.searchsorted(self.place, self.number[chord] + low, side="left")
        before = np.searchsorted(self.place, self.number[chord] + high, side="right") - 1
        return np.maximum(after, self.first[chord]), np.minimum(before, self.last[chord])


def make_chords(xyz_m: MetresArray, start: Ints, chord_m: MetresArray, long_m: Metres) -> Chords:
    """Chords about ``long_m`` long over flights ``start[f]:start[f + 1]``; ``chord_m`` ``(K,)`` are their radii.

    A knot's share is where it lies along the chord, whenever it is there: the pace may change. Chords are moved half
    way towards the track's middle, which an arc leaves half as far on either side.
    """
    steps = np.diff(start) - 1
    stride = _stride(xyz_m, start, steps, long_m)
    pieces = -(-steps // stride)
    flight, piece = spread(np.zeros(len(steps), np.int64), pieces)
    first = start[flight] + piece * stride[flight]
    last = np.minimum(first + stride[flight], start[flight + 1] - 1)
    number = np.arange(len(first)) + flight.astype(float)

    knots = last - first + (last == start[flight + 1] - 1)
    begin, move, growth = xyz_m[first], xyz_m[last] - xyz_m[first], chord_m[last] - chord_m[first]
    long = _dot(move, move)
    per_square = 1.0 / np.maximum(long, 1e-300)
    middle = xyz_m[(first + last) // 2] - begin
    begin += 0.5 * (middle - (_dot(middle, move) * per_square)[:, None] * move)

    along, square = np.zeros(len(xyz_m)), np.zeros(len(xyz_m))
    for axis in range(3):
        aside = xyz_m[:, axis] - np.repeat(begin[:, axis], knots)
        along += aside * np.repeat(move[:, axis], knots)
        aside *= aside
        square += aside
    whole = np.repeat(number, knots)
    share = along * np.repeat(per_square, knots)
    place = whole + np.clip(share, 0.0, 1.0, out=share)
    if (place[1:] < place[:-1]).any():
        place = np.maximum.accumulate(place)
    share = place - whole
    # |aside - share move|², of which only the largest of each chord is wanted.
    off = share * np.repeat(long, knots)
    off -= 2.0 * along
    off *= share
    off += square
    np.sqrt(np.maximum(off, 0.0, out=off), out=off)
    if np.ptp(chord_m) > 0.0:
        off += np.abs(chord_m - np.repeat(chord_m[first], knots) - share * np.repeat(growth, knots))
    return Chords(
        flight=flight,
        first=first,
        last=last,
        number=number,
        start_m=begin,
        move_m=move,
        radius_m=chord_m[first],
        growth_m=growth,
        bound_m=np.maximum(np.maximum.reduceat(off, first), _at_end(xyz_m[last], begin, move))
        + (_ROUNDING_M + _CANCELLED * np.sqrt(long)),
        place=place,
    )


def _at_end(knot_m: MetresArray, begin: MetresArray, move: MetresArray) -> Floats:
    """How far the last knots of chords, which the chords after them count as theirs, lie from their ends."""
    off = knot_m - begin - move
    return np.sqrt(_dot(off, off))


def blocks(start: Ints, areas: int) -> list[slice]:
    """Runs of flights whose knots and (flight, area) pairs together stay in fast memory.

    Flight ``f`` of F owns knots ``start[f]:start[f + 1]``, ``start`` ``(F + 1,)``.
    """
    return batches(np.diff(start) + _PAIR_KNOTS * areas, _BLOCK_KNOTS)


def _stride(xyz_m: MetresArray, start: Ints, steps: Ints, long_m: Metres) -> Ints:
    """Knots per chord: what makes a chord ``long_m`` long at the flight's mean speed."""
    middle = start[:-1] + steps // 2
    way = np.linalg.norm(xyz_m[middle] - xyz_m[start[:-1]], axis=1)
    way += np.linalg.norm(xyz_m[start[1:] - 1] - xyz_m[middle], axis=1)
    stride = np.rint(long_m * steps / np.maximum(way, 1.0))
    result: Ints = np.clip(stride, 1, 256).astype(np.int64)
    return result


def _dot(u: Floats, v: Floats) -> Floats:
    return np.asarray(u[:, 0] * v[:, 0] + u[:, 1] * v[:, 1] + u[:, 2] * v[:, 2])
