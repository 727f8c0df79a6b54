"""The ground track as a smooth curve on the WGS84 ellipsoid, walked by distance.

Between two knots the curve is their geodesic plus a cross-track cubic that turns it into the next one, so
knots on one geodesic give that geodesic. It is held as normals of the ellipsoid, not as latitude and
longitude, and so crosses the antimeridian and the poles like any other place.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.geo.geodesy import direct, inverse
from sim.units import DegreesArray, Floats, MetresArray

_SEMI_MAJOR_M = 6378137.0  # WGS84, NIMA TR8350.2
_ECCENTRICITY2 = 6.69437999014e-3  # WGS84, first eccentricity squared, NIMA TR8350.2
_NODE_SPACING_M = 10_000.0  # a geodesic is then met within 2 mm, far inside any track's uncertainty
_FEWEST_PIECES = 4  # so that a short leg between long ones may bend as well
_COINCIDENT_M = 1e-3
_STEEPEST_BEND_DEG = 30.0  # assumption: how far the curve may lean away from a geodesic
_CORNER_DEG = 60.0  # assumption: a knot that turns the track further is a corner where two geodesics meet


@dataclass(frozen=True, eq=False)
class GroundCurve:
    """``knots_m``: distance along the curve at each knot, shape ``(n,)``, from 0, never decreasing."""

    knots_m: MetresArray
    _normals: Any

    def at(self, distance_m: Floats) -> tuple[DegreesArray, DegreesArray, DegreesArray, Floats]:
        """Latitude, longitude in [-180, 180], azimuth in [0, 360), metres of ground per metre of distance.

        The last differs from 1 by some 1e-4 next to a knot where the track bends, and by more only within the
        few kilometres round a corner; it is 0, and the azimuth 0, if the whole track stands in one place. All
        have the shape of ``distance_m``.
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
        return GroundCurve(np.zeros(lat_deg.size), _spline(np.array([0.0, 1.0]), _normals(lat, lon)[[0, 0]]))
    node_lat, node_lon, knot_nodes = _nodes(lat, lon)
    chords = inverse(node_lat[:-1], node_lon[:-1], node_lat[1:], node_lon[1:])[2]
    distance = np.concatenate([[0.0], np.cumsum(chords)])
    place = np.cumsum(moved) - 1
    return GroundCurve(distance[knot_nodes][place], _spline(distance, _normals(node_lat, node_lon)))


def _nodes(lat: DegreesArray, lon: DegreesArray) -> tuple[DegreesArray, DegreesArray, Any]:
    """Latitudes and longitudes of points along the curve, and which of them are the knots."""
    leave, arrive, length = inverse(lat[:-1], lon[:-1], lat[1:], lon[1:])
    start_slope, end_slope = _bends(leave, arrive, length)
    pieces = np.maximum(_FEWEST_PIECES, np.ceil(length / _NODE_SPACING_M).astype(int))
    segment = np.repeat(np.arange(length.size), pieces)
    first = np.cumsum(pieces) - pieces
    w = (np.arange(segment.size) - first[segment]) / pieces[segment]
    along = w * length[segment]
    on_lat, on_lon = direct(lat[segment], lon[segment], leave[segment], along)
    # The azimuth on the geodesic is taken towards its farther end: towards the nearer it may be undefined.
    onward = inverse(on_lat, on_lon, lat[segment + 1], lon[segment + 1])[0]
    reached = inverse(lat[segment], lon[segment], on_lat, on_lon)[1]
    azimuth = np.where(w < 0.5, onward, reached)
    bend = w * (1 - w) ** 2 * start_slope[segment] - w**2 * (1 - w) * end_slope[segment]
    node_lat, node_lon = direct(on_lat, on_lon, azimuth + 90.0, bend * length[segment])
    return np.append(node_lat, lat[-1]), np.append(node_lon, lon[-1]), np.append(first, segment.size)


def _bends(leave: DegreesArray, arrive: DegreesArray, length: MetresArray) -> tuple[Floats, Floats]:
    """Slope of the curve to the right of each segment's geodesic at its start and at its end.

    At a knot the turn is shared in proportion to the lengths on either side, as by a circle through three
    points; at the ends of the track the first and the last segment bend evenly.
    """
    if length.size == 1:
        return np.zeros(1), np.zeros(1)
    turn = (leave[1:] - arrive[:-1] + 180.0) % 360.0 - 180.0
    turn = np.where(np.abs(turn) > _CORNER_DEG, 0.0, turn)
    share = length[:-1] / (length[:-1] + length[1:])
    at_end, at_start = _slope(turn * share), -_slope(turn * (1 - share))
    return np.append(-at_end[0], at_start), np.append(at_end, -at_start[-1])


def _slope(lean_deg: DegreesArray) -> Floats:
    return np.tan(np.radians(np.clip(lean_deg, -_STEEPEST_BEND_DEG, _STEEPEST_BEND_DEG)))


def _normals(lat_deg: DegreesArray, lon_deg: DegreesArray) -> Floats:
    lat, lon = np.radians(lat_deg), np.radians(lon_deg)
    return np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=-1)


def _spline(distance: MetresArray, normals: Floats) -> Any:
    """Cubic Hermite through the nodes; the slope at each is that of the parabola through three of them."""
    from scipy.interpolate import CubicHermiteSpline

    step = np.diff(distance)[:, None]
    secant = np.diff(normals, axis=0) / step
    if len(secant) == 1:
        return CubicHermiteSpline(distance, normals, secant[[0, 0]])
    inner = (step[1:] * secant[:-1] + step[:-1] * secant[1:]) / (step[:-1] + step[1:])
    slopes = np.concatenate([2 * secant[:1] - inner[:1], inner, 2 * secant[-1:] - inner[-1:]])
    return CubicHermiteSpline(distance, normals, slopes)
