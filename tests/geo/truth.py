"""Independent truth for crossings: ellipsoidal geodesics to densely sampled borders, and bisection in time.

Shares nothing with the code under test: tracks are geodesics of pyproj, borders are points along straight
lines in degrees, distances are Karney's, inside is shapely's answer in degrees.
"""

from dataclasses import dataclass

import numpy as np
import shapely
from pyproj import Geod

GEOD = Geod(ellps="WGS84")
_SPACING_DEG = 0.002
_FINE = 51


@dataclass(frozen=True)
class GeodesicTrack:
    """A ground point moving at constant speed along a geodesic."""

    lon_deg: float
    lat_deg: float
    azimuth_deg: float
    speed_m_s: float

    def at(self, t_s):
        t = np.atleast_1d(np.asarray(t_s, float))
        ones = np.ones_like(t)
        lon, lat, _ = GEOD.fwd(
            self.lon_deg * ones, self.lat_deg * ones, self.azimuth_deg * ones, self.speed_m_s * t
        )
        return lon, lat


class Border:
    """Dense points along an area's rings, and geodesic distance to them."""

    def __init__(self, polygon):
        self.polygon = polygon
        rings = shapely.get_rings(shapely.get_parts(polygon))
        dense = [shapely.get_coordinates(shapely.segmentize(ring, _SPACING_DEG)) for ring in rings]
        self.points = np.vstack(dense)
        self.next_points = np.vstack([np.roll(ring[:-1], -1, axis=0) for ring in dense]) if dense else None
        self.starts = np.vstack([ring[:-1] for ring in dense])

    def distance_m(self, lon, lat):
        """Geodesic distance to the area, 0 inside."""
        return max(self.signed_distance_m(lon, lat), 0.0)

    def signed_distance_m(self, lon, lat):
        """Geodesic distance to the border, negative inside: nearest dense points, then finely beside them."""
        coarse = _inverse(lon, lat, self.starts)
        near = np.argsort(coarse)[:6]
        fraction = np.linspace(0.0, 1.0, _FINE)[:, None, None]
        fine = self.starts[near] + fraction * (self.next_points[near] - self.starts[near])
        before = np.isin(_rows(self.next_points), _rows(self.starts[near]))
        back = self.starts[before] + fraction * (self.next_points[before] - self.starts[before])
        distance = _inverse(lon, lat, np.vstack([fine.reshape(-1, 2), back.reshape(-1, 2)])).min()
        return float(-distance if shapely.contains_xy(self.polygon, lon, lat) else distance)


def _rows(points):
    return points[:, 0] + 1j * points[:, 1]


def _inverse(lon, lat, points):
    ones = np.ones(len(points))
    return GEOD.inv(lon * ones, lat * ones, points[:, 0], points[:, 1])[2]


def true_visits(track, border, radius_m, duration_s, finest_s=1e-3):
    """[(enter, exit)] in seconds: sign changes of (distance - radius), each bisected to 1e-6 s.

    Time advances by no more than the distance still missing, so only contacts shorter than ``finest_s`` can
    hide.
    """
    roots, t = [], 0.0
    gap = _gap(track, border, radius_m, t)
    if gap <= 0.0:
        roots.append(0.0)
    while t < duration_s:
        stride = max(abs(gap) / (1.02 * track.speed_m_s), finest_s)
        ahead = min(t + stride, duration_s)
        gap_ahead = _gap(track, border, radius_m, ahead)
        if (gap <= 0.0) != (gap_ahead <= 0.0):
            roots.append(_bisect(track, border, radius_m, t, ahead, gap <= 0.0))
        t, gap = ahead, gap_ahead
    if gap <= 0.0:
        roots.append(duration_s)
    return list(zip(roots[::2], roots[1::2], strict=True))


def _gap(track, border, radius_m, t_s):
    lon, lat = track.at(t_s)
    return border.signed_distance_m(lon[0], lat[0]) - radius_m


def _bisect(track, border, radius_m, low, high, inside_low):
    while high - low > 1e-6:
        middle = 0.5 * (low + high)
        if (_gap(track, border, radius_m, middle) <= 0.0) == inside_low:
            low = middle
        else:
            high = middle
    return 0.5 * (low + high)
