"""Rows of different lengths laid end to end."""

from itertools import pairwise

import numpy as np

from sim.units import Ints


def spread(first: Ints, count: Ints) -> tuple[Ints, Ints]:
    """Expand n runs ``first[i], first[i] + 1, …`` of length ``count[i]``, both ``(n,)``: (which run, which value) per
    element."""
    owner = np.repeat(np.arange(len(count)), count)
    shift = first - (np.cumsum(count) - count)
    return owner, np.arange(len(owner)) + shift[owner]


def batches(count: Ints, limit: int) -> list[slice]:
    """Cut runs of lengths ``count`` ``(n,)`` into consecutive groups of about ``limit`` elements, one run at least."""
    if len(count) == 0:
        return []
    group = np.cumsum(count) // max(limit, 1)
    cuts = np.flatnonzero(np.diff(group)) + 1
    edges = [0, *cuts.tolist(), len(count)]
    return [slice(low, high) for low, high in pairwise(edges)]
