"""When a track crosses a gate: a line on the ground from one point to another."""

import numpy as np

from sim.geo.ecef import to_ecef
from sim.units import Degrees, Floats, Ints, Seconds, SecondsArray

Place = tuple[Degrees, Degrees]
"""Latitude and longitude."""


def gate_crossing_s(t_s: SecondsArray, xyz_m: Floats, start: Place, end: Place) -> Seconds | None:
    """First time one track, ``(K,)`` and ``(K, 3)``, crosses a gate or ``None``. As `gate_crossings_s`."""
    found = float(gate_crossings_s(t_s, xyz_m, np.array([0, len(t_s)]), start, end)[0])
    return None if np.isnan(found) else found


def gate_crossings_s(t_s: SecondsArray, xyz_m: Floats, knots: Ints, start: Place, end: Place) -> SecondsArray:
    """First time ``(F,)`` each of F tracks crosses the gate between two (lat, lon) points; NaN if it never does.

    Tracks are laid end to end: ``t_s`` ``(K,)`` and ``xyz_m`` ``(K, 3)``, straight between knots; track f owns knots
    ``knots[f]:knots[f + 1]``. The gate is the arc in the plane through both points and the Earth's centre: within
    metres of the geodesic for gates of a few hundred kilometres.
    """
    a, b = to_ecef(np.array([start[1], end[1]]), np.array([start[0], end[0]]))
    normal = np.cross(a, b)
    side = xyz_m @ normal
    turns = (side[:-1] <= 0.0) != (side[1:] <= 0.0)
    turns[knots[1:-1] - 1] = False
    step = np.flatnonzero(turns)
    share = side[step] / (side[step] - side[step + 1])
    point = xyz_m[step] + share[:, None] * (xyz_m[step + 1] - xyz_m[step])
    between = (np.cross(a, point) @ normal >= 0.0) & (np.cross(point, b) @ normal >= 0.0)
    step, share = step[between], share[between]
    track, first = np.unique(np.searchsorted(knots, step, side="right") - 1, return_index=True)
    found = np.full(len(knots) - 1, np.nan)
    found[track] = (t_s[step] + share * (t_s[step + 1] - t_s[step]))[first]
    return found
