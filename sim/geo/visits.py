"""Intervals found piece by piece, joined into visits."""

import numpy as np

from sim.units import Floats, Ints, SecondsArray

SAME_INSTANT_S = 1e-9
"""Pieces closer than this belong to one visit: the rounding of two roots that stand for one instant."""


def join(pair: Ints, start_s: SecondsArray, end_s: SecondsArray) -> tuple[Ints, SecondsArray, SecondsArray]:
    """Unions of n closed intervals, all ``(n,)``, per pair; sorted by (pair, start)."""
    if len(pair) == 0:
        return pair, start_s, end_s
    # Ends become ranks that grow with the pair, so one running maximum serves all pairs at once.
    by_end = np.lexsort((end_s, pair))
    rank = np.empty(len(pair), np.int64)
    rank[by_end] = np.arange(len(pair))
    order = np.lexsort((start_s, pair))
    reached = np.maximum.accumulate(rank[order])
    latest: Floats = end_s[by_end][reached]
    pair, start_s = pair[order], start_s[order]
    fresh = np.ones(len(pair), bool)
    fresh[1:] = (pair[1:] != pair[:-1]) | (start_s[1:] > latest[:-1] + SAME_INSTANT_S)
    first = np.flatnonzero(fresh)
    last = np.append(first[1:], len(pair)) - 1
    return pair[first], start_s[first], latest[last]
