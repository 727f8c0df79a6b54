"""The ground track as a smooth curve on the WGS84 ellipsoid, walked by distance.

Between two knots the curve is their geodesic plus a cross-track cubic that turns it into the next one, so
knots on one geodesic give that geodesic. It is held as normals of the ellipsoid, not as latitude and
longitude, and so crosses the antimeridian and the poles like any other place.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.flight.legs import ellipsoid_normals, legs_between
from sim.geo.geodesy import inverse
from sim.units import DegreesArray, Floats, MetresArray

_SEMI_MAJOR_M = 6378137.0  # WGS84, NIMA TR8350.2
_ECCENTRICITY2 = 6.69437999014e-3  # WGS84, first eccentricity squared, NIMA TR8350.2
_PIECE_M = 10_000.0  # a geodesic is then met within a micrometre
_FEWEST_PIECES = 4  # so that a short leg between long ones may bend as well
_COINCIDENT_M = 1e-3


@dataclass(frozen=True, eq=False)
class GroundCurve:
    """``knots_m``: distance along the curve at each knot, shape ``(n,)``, from 0, never decreasing."""

    knots_m: MetresArray
    _normals: Any

    def at(self, distance_m: Floats) -> tuple[DegreesArray, DegreesArray, DegreesArray, Floats]:
        """Latitude, longitude in [-180, 180], azimuth in [0, 360), metres of ground per metre of distance.

        The last is 1 but for rounding on a geodesic and to 1e-4 in the bends of the shipped tracks; it is 0,
        and the azimuth 0, if the whole track stands in one place. All have the shape of ``distance_m``.
        """
        normal, rate = self._normals(distance_m), self._normals(distance_m, 1)
        length = np.linalg.norm(normal, axis=-1, keepdims=True)
        normal, rate = normal / length, rate / length
        x, y, z = np.moveaxis(normal, -1, 0)
        sin_lat, cos_lat = z, np.hypot(x, y)
        lon = np.arctan2(y, x)
        sin_lon, cos_lon = np.sin(lon), np.cos(lon)
        flatness = 1.0 - _ECCENTRICITY2 * sin_lat**2
        meridian_m = _SEMI_MAJOR_M * (1.0 - _ECCENTRICITY2) / flatness**1.5
        vertical_m = _SEMI_MAJOR_M / np.sqrt(flatness)
        horizontal = rate[..., 0] * cos_lon + rate[..., 1] * sin_lon
        north = meridian_m * (rate[..., 2] * cos_lat - sin_lat * horizontal)
        east = vertical_m * (rate[..., 1] * cos_lon - rate[..., 0] * sin_lon)
        azimuth = np.degrees(np.arctan2(east, north)) % 360.0
        return np.degrees(np.arctan2(sin_lat, cos_lat)), np.degrees(lon), azimuth, np.hypot(north, east)


def ground_curve(lat_deg: DegreesArray, lon_deg: DegreesArray) -> GroundCurve:
    """Curve through knots of shape ``(n,)``, n >= 1, in their order; neighbours may coincide."""
    steps = inverse(lat_deg[:-1], lon_deg[:-1], lat_deg[1:], lon_deg[1:])[2]
    moved = np.concatenate([[True], steps > _COINCIDENT_M])
    lat, lon = lat_deg[moved], lon_deg[moved]
    if lat.size == 1:
        here, still = ellipsoid_normals(lat, lon), np.zeros((1, 3))
        return GroundCurve(np.zeros(lat_deg.size), _hermite(np.array([0.0, 1.0]), here, still, here, still))
    legs = legs_between(lat, lon)
    pieces = np.maximum(_FEWEST_PIECES, np.ceil(legs.length_m / _PIECE_M).astype(int))
    leg = np.repeat(np.arange(pieces.size), pieces)
    ends = np.cumsum(pieces)
    step = np.arange(leg.size) - (ends - pieces)[leg]
    start, end = step / pieces[leg], (step + 1) / pieces[leg]
    distance = np.concatenate([[0.0], np.cumsum(legs.arc_m(leg, start, end))])
    curve = _hermite(distance, *legs.at(leg, start), *legs.at(leg, end))
    knots = np.concatenate([[0.0], distance[ends]])
    return GroundCurve(knots[np.cumsum(moved) - 1], curve)


def _hermite(distance: MetresArray, start: Floats, start_rate: Floats, end: Floats, end_rate: Floats) -> Any:
    """Piecewise cubic with its own value and slope at both ends of each piece, so that a corner stays one."""
    from scipy.interpolate import PPoly

    h = np.diff(distance)[:, None]
    secant = (end - start) / h
    cubic = (start_rate + end_rate - 2 * secant) / h**2
    square = (3 * secant - 2 * start_rate - end_rate) / h
    return PPoly(np.stack([cubic, square, start_rate, start]), distance)
