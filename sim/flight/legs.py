"""The legs of a ground track: between two knots, their geodesic and how far the track bulges beside it."""

from dataclasses import dataclass

import numpy as np

from sim.geo.geodesy import direct, inverse
from sim.units import DegreesArray, Floats, Ints, MetresArray

_STEEPEST_BEND_DEG = 30.0  # assumption: how far the curve may lean away from a geodesic
_CORNER_DEG = 60.0  # assumption: a knot that turns the track further is a corner where two geodesics meet
_MEAN_RADIUS_M = 6371008.8  # WGS84, NIMA TR8350.2
_NUDGE_M = 10.0
_NUDGE_SHARE = 1e-3
_GAUSS_X, _GAUSS_WEIGHT = np.polynomial.legendre.leggauss(6)


@dataclass(frozen=True, eq=False)
class Legs:
    """Knots of shape ``(n,)``; the geodesics between them and the slopes beside those, of shape ``(n - 1,)``.

    A place on a leg is named by its number and the share ``w`` of its geodesic that lies behind, 0 to 1.
    """

    lat_deg: DegreesArray
    lon_deg: DegreesArray
    azimuth_deg: DegreesArray
    length_m: MetresArray
    start_slope: Floats
    end_slope: Floats

    def at(self, leg: Ints, w: Floats) -> tuple[Floats, Floats]:
        """Normal of the ellipsoid there and its change per metre of track, each of shape ``(m, 3)``."""
        nudge = np.minimum(_NUDGE_SHARE, _NUDGE_M / self.length_m[leg])
        (lat0, lon0), (lat1, lon1) = self._place(leg, w - nudge), self._place(leg, w + nudge)
        moved = inverse(lat0, lon0, lat1, lon1)[2][:, None]
        rate = (ellipsoid_normals(lat1, lon1) - ellipsoid_normals(lat0, lon0)) / moved
        return ellipsoid_normals(*self._place(leg, w)), rate

    def arc_m(self, leg: Ints, start: Floats, end: Floats) -> MetresArray:
        """Length of track between two places of one leg, by Gauss-Legendre quadrature of its speed in ``w``.

        Beside a geodesic at distance d its metres shrink by cos(d / R), as on a sphere.
        """
        half = (end - start)[:, None] / 2
        w = (start + end)[:, None] / 2 + half * _GAUSS_X
        slopes = self.start_slope[leg][:, None], self.end_slope[leg][:, None]
        length = self.length_m[leg][:, None]
        along = np.cos(length * _bulge(w, *slopes) / _MEAN_RADIUS_M)
        speed = length * np.hypot(along, _bulge_rate(w, *slopes))
        return np.asarray((speed * half) @ _GAUSS_WEIGHT)

    def _place(self, leg: Ints, w: Floats) -> tuple[DegreesArray, DegreesArray]:
        start, end = (self.lat_deg[leg], self.lon_deg[leg]), (self.lat_deg[leg + 1], self.lon_deg[leg + 1])
        length = self.length_m[leg]
        on = direct(*start, self.azimuth_deg[leg], w * length)
        # The azimuth there is taken to or from the farther end of the leg: at the nearer it may be undefined.
        azimuth = np.where(w < 0.5, inverse(*on, *end)[0], inverse(*start, *on)[1])
        return direct(*on, azimuth + 90.0, length * _bulge(w, self.start_slope[leg], self.end_slope[leg]))


def legs_between(lat_deg: DegreesArray, lon_deg: DegreesArray) -> Legs:
    """Legs between knots of shape ``(n,)``, n >= 2, no two neighbours in one place.

    At a knot the turn is shared in proportion to the lengths on either side, as by a circle through three
    points; at the ends of the track the first and the last leg bend evenly.
    """
    leave, arrive, length = inverse(lat_deg[:-1], lon_deg[:-1], lat_deg[1:], lon_deg[1:])
    if length.size == 1:
        return Legs(lat_deg, lon_deg, leave, length, np.zeros(1), np.zeros(1))
    turn = (leave[1:] - arrive[:-1] + 180.0) % 360.0 - 180.0
    turn = np.where(np.abs(turn) > _CORNER_DEG, 0.0, turn)
    share = length[:-1] / (length[:-1] + length[1:])
    at_end, at_start = _slope(turn * share), -_slope(turn * (1 - share))
    return Legs(
        lat_deg,
        lon_deg,
        leave,
        length,
        start_slope=np.append(-at_end[0], at_start),
        end_slope=np.append(at_end, -at_start[-1]),
    )


def ellipsoid_normals(lat_deg: DegreesArray, lon_deg: DegreesArray) -> Floats:
    """Unit vectors normal to the ellipsoid, Earth-centred Earth-fixed, of shape ``(m, 3)``."""
    lat, lon = np.radians(lat_deg), np.radians(lon_deg)
    return np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=-1)


def _slope(lean_deg: DegreesArray) -> Floats:
    return np.tan(np.radians(np.clip(lean_deg, -_STEEPEST_BEND_DEG, _STEEPEST_BEND_DEG)))


def _bulge(w: Floats, start_slope: Floats, end_slope: Floats) -> Floats:
    """Cubic Hermite from 0 to 0 with the given slopes: distance to the right of a geodesic of length 1."""
    return w * (1 - w) ** 2 * start_slope - w**2 * (1 - w) * end_slope


def _bulge_rate(w: Floats, start_slope: Floats, end_slope: Floats) -> Floats:
    return (1 - w) * (1 - 3 * w) * start_slope + w * (3 * w - 2) * end_slope
