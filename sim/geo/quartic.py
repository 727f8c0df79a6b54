"""Where polynomials of degree 4 may change sign within [0, 1]."""

from collections.abc import Callable

import numpy as np

from sim.units import Floats

_NODES = 0.5 - 0.5 * np.cos(np.pi * np.arange(5) / 4.0)
_FIT = np.linalg.inv(np.vander(_NODES - 0.5))
_TINY = 1e-13
_POLISHINGS = 4


def roots_in_step(value: Callable[[Floats], Floats]) -> Floats:
    """Four places ``(n, 4)`` in [0, 1] among which are all sign changes of n polynomials.

    ``value`` gives the polynomials at ``(n, k)`` places (``(1, k)`` serves all). The roots are eigenvalues of
    companion matrices round the middle of the interval, the real parts taken whatever the imaginary ones, then
    polished on ``value`` itself; places outside the interval are clipped to its ends.
    """
    coefficients = value(_NODES[None]) @ _FIT.T
    largest = np.maximum(np.abs(coefficients).max(axis=1), 1e-300)
    lead = coefficients[:, 0]
    # A leading coefficient of 0 is a root at infinity; far away serves as well.
    small = np.abs(lead) < _TINY * largest
    lead = np.where(small, _TINY * largest, lead)
    companion = np.zeros((len(lead), 4, 4))
    companion[:, 0] = -coefficients[:, 1:] / lead[:, None]
    companion[:, [1, 2, 3], [0, 1, 2]] = 1.0
    place = np.clip(np.linalg.eigvals(companion).real + 0.5, 0.0, 1.0)
    here = value(place)
    for _ in range(_POLISHINGS):
        x = place - 0.5
        c4, c3, c2, c1, _c0 = (column[:, None] for column in coefficients.T)
        slope = ((4.0 * c4 * x + 3.0 * c3) * x + 2.0 * c2) * x + c1
        step = np.divide(here, slope, out=np.zeros_like(here), where=slope != 0.0)
        better = np.clip(place - step, 0.0, 1.0)
        there = value(better)
        nearer = np.abs(there) < np.abs(here)
        place, here = np.where(nearer, better, place), np.where(nearer, there, here)
    result: Floats = place
    return result
