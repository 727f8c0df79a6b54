"""When a track crosses a gate: a line on the ground from one point to another."""

import numpy as np

from sim.geo.ecef import to_ecef
from sim.units import Degrees, Floats, Seconds, SecondsArray


def gate_crossing_s(
    t_s: SecondsArray, xyz_m: Floats, start: tuple[Degrees, Degrees], end: tuple[Degrees, Degrees]
) -> Seconds | None:
    """First time a track crosses the gate between two (lat, lon) points; ``None`` if it never does.

    ``xyz_m`` has shape (K, 3), straight between knots. The gate is the arc in the plane through both points and the
    Earth's centre: within metres of the geodesic for gates of a few hundred kilometres.
    """
    a, b = to_ecef(np.array([start[1], end[1]]), np.array([start[0], end[0]]))
    normal = np.cross(a, b)
    side = xyz_m @ normal
    step = np.flatnonzero((side[:-1] <= 0.0) != (side[1:] <= 0.0))
    if not len(step):
        return None
    share = side[step] / (side[step] - side[step + 1])
    point = xyz_m[step] + share[:, None] * (xyz_m[step + 1] - xyz_m[step])
    between = (np.cross(a, point) @ normal >= 0.0) & (np.cross(point, b) @ normal >= 0.0)
    if not between.any():
        return None
    first = np.flatnonzero(between)[0]
    return float(t_s[step[first]] + share[first] * (t_s[step[first] + 1] - t_s[step[first]]))
