"""Tracks seen from afar: long chords over many knots, with a bound on what they leave out.

Whatever holds for the chord with its radius widened (or narrowed) by the bound holds for the track. So a few
chords settle almost every step, and only the others are worth looking at one by one.
"""

from dataclasses import dataclass

import numpy as np

from sim.geo.ragged import batches, spread
from sim.units import Floats, Ints, Metres, MetresArray, SecondsArray

_ROUNDING_M = 1e-3
"""Added to every bound: far above the rounding of coordinates and roots, far below anything that costs."""
_BLOCK_KNOTS = 1 << 17
"""Knots worked on at a time (measured: smaller blocks spend their time calling numpy, larger ones in main memory)."""
_PAIR_KNOTS = 4
"""Knots a (flight, area) pair is counted as."""


@dataclass(frozen=True)
class Chords:
    """C chords over the K knots of a batch; chord ``c`` belongs to ``flight[c]``, from knot ``first`` to
    ``last``.

    ``start_m``, ``move_m`` ``(C, 3)`` is its line and ``radius_m``, ``growth_m`` its radius, both linear in
    time; ``bound_m`` is no smaller than what the track's distance and radius differ from them. ``place``
    ``(K,)`` numbers the knots in units of chords: ``number[c]`` plus the share of the chord's time.
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

    def step_at(self, chord: Ints, fraction: Floats) -> Ints:
        """The step of the track that a chord's fraction falls into."""
        knot = np.searchsorted(self.place, self.number[chord] + fraction, side="right") - 1
        return np.clip(knot, self.first[chord], self.last[chord] - 1)

    def knots_between(self, chord: Ints, low: Floats, high: Floats) -> tuple[Ints, Ints]:
        """First knot not before ``low`` and last not after ``high``; the first may exceed the last."""
        after = np.searchsorted(self.place, self.number[chord] + low, side="left")
        before = np.searchsorted(self.place, self.number[chord] + high, side="right") - 1
        return np.maximum(after, self.first[chord]), np.minimum(before, self.last[chord])


def make_chords(
    t_s: SecondsArray, xyz_m: MetresArray, start: Ints, chord_m: MetresArray, long_m: Metres
) -> Chords:
    """Chords about ``long_m`` long over flights ``start[f]:start[f + 1]``; ``chord_m`` ``(K,)`` are their
    radii."""
    steps = np.diff(start) - 1
    stride = _stride(xyz_m, start, steps, long_m)
    pieces = -(-steps // stride)
    flight, piece = spread(np.zeros(len(steps), np.int64), pieces)
    first = start[flight] + piece * stride[flight]
    last = np.minimum(first + stride[flight], start[flight + 1] - 1)
    number = np.arange(len(first)) + flight.astype(float)

    ends = last == start[flight + 1] - 1
    knots = last - first + ends
    begin = t_s[first]
    share = (t_s - np.repeat(begin, knots)) / np.repeat(t_s[last] - begin, knots)
    move, growth = xyz_m[last] - xyz_m[first], chord_m[last] - chord_m[first]
    off = np.zeros(len(t_s))
    for axis in range(3):
        aside = np.repeat(move[:, axis], knots)
        aside *= share
        aside += np.repeat(xyz_m[first, axis], knots)
        aside -= xyz_m[:, axis]
        aside *= aside
        off += aside
    np.sqrt(off, out=off)
    if np.ptp(chord_m) > 0.0:
        off += np.abs(chord_m - np.repeat(chord_m[first], knots) - share * np.repeat(growth, knots))
    return Chords(
        flight=flight,
        first=first,
        last=last,
        number=number,
        start_m=xyz_m[first],
        move_m=move,
        radius_m=chord_m[first],
        growth_m=growth,
        bound_m=np.maximum.reduceat(off, first) + _ROUNDING_M,
        place=np.repeat(number, knots) + share,
    )


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
