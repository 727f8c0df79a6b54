"""How likely an uncertain line on the ground comes near an area.

The line is displaced as a whole: across itself by one normal error, along itself by another, both growing along
it. An area that lies between the sideways distances ``c1`` and ``c2`` is met within ``m`` with probability
``Phi((c2 + m) / s) - Phi((c1 - m) / s)``, ``s`` the spread across at that place; ends count alike with the spread
along. Where an area has several parts, their sideways intervals are joined before they are weighed.

An area is thereby taken as a rectangle in the line's own axes, its margin included, and errors across and along as
independent: on the safe side at corners, exact for what the middle of a line passes. On a sphere of mean radius:
lengths are right to 0.5 %.
"""

from dataclasses import dataclass

import numpy as np

from sim.alert.outlines import Hulls
from sim.geo.ecef import MEAN_RADIUS_M, to_ecef
from sim.geo.visits import join
from sim.units import DegreesArray, Floats, Ints, Metres, MetresArray

_LEAST_M = 1.0
"""Lengths and spreads are no smaller: a line has a direction, and a certain one still divides."""
_FARTHEST_SIGMAS = 6.0


@dataclass(frozen=True, eq=False)
class Band:
    """A line through places of shape (K,), K >= 1, and one standard deviation of its displacement at each.

    A single place also needs ``azimuth_deg``, which says what is along and what is across.
    """

    lat_deg: DegreesArray
    lon_deg: DegreesArray
    along_m: MetresArray
    across_m: MetresArray
    azimuth_deg: float = 0.0


def probability_near(hulls: Hulls, band: Band, margin_m: Metres) -> Floats:
    """Probability, shape (A,), that the line comes within ``margin_m`` of each area."""
    from scipy.special import ndtr

    line = _Line.of(band)
    parts = _candidates(hulls, line, margin_m)
    result = np.zeros(hulls.areas)
    if not len(parts):
        return result
    count = hulls.start[parts + 1] - hulls.start[parts]
    first = np.concatenate([[0], np.cumsum(count)[:-1]])
    rows = np.arange(count.sum()) - np.repeat(first - hulls.start[parts], count)
    along, across = line.place(hulls.corners[rows])
    spread = np.interp(along, line.begin, line.across)
    low = np.minimum.reduceat((across - margin_m) / spread, first)
    high = np.maximum.reduceat((across + margin_m) / spread, first)
    # the line ends before the part, or begins after it
    reached = np.minimum.reduceat(along, first) - margin_m - line.begin[-1]
    left = np.maximum.reduceat(along, first) + margin_m
    area = hulls.area[parts]
    single = (ndtr(high) - ndtr(low)) * _between(reached, left, line)
    np.add.at(result, area, single)
    whole, start, end = join(area, low, high)
    joined = np.bincount(whole, ndtr(end) - ndtr(start), minlength=hulls.areas)
    far, near = np.full(hulls.areas, -np.inf), np.full(hulls.areas, np.inf)
    np.maximum.at(far, area, left)
    np.minimum.at(near, area, reached)
    return np.asarray(np.clip(np.minimum(result, joined * _between(near, far, line)), 0.0, 1.0))


def any_of(probabilities: list[Floats], areas: int) -> Floats:
    """Probability that at least one of several independent lines comes near, shape (A,)."""
    return np.asarray(1.0 - np.prod([np.ones(areas), *(1.0 - one for one in probabilities)], axis=0))


def _between(reached_m: MetresArray, left_m: MetresArray, line: "_Line") -> Floats:
    from scipy.special import ndtr

    begins, ends = ndtr(left_m / line.along[0]), ndtr(reached_m / line.along[-1])
    return np.asarray(np.maximum(0.0, begins - ends))


@dataclass(frozen=True, eq=False)
class _Line:
    """Great-circle segments: their starts (S, 3) and normals to the left, where they begin along the line in
    metres (S + 1,), and the spreads there."""

    start: Floats
    left: Floats
    begin: MetresArray
    along: MetresArray
    across: MetresArray

    @classmethod
    def of(cls, band: Band) -> "_Line":
        places = to_ecef(band.lon_deg, band.lat_deg)
        places /= np.linalg.norm(places, axis=-1, keepdims=True)
        steps = np.linalg.norm(np.diff(places, axis=0), axis=1) * MEAN_RADIUS_M
        keep = np.concatenate([[True], steps > _LEAST_M])
        spreads = [np.maximum(sigma, _LEAST_M)[keep] for sigma in (band.along_m, band.across_m)]
        places = places[keep]
        if len(places) == 1:
            places = np.concatenate([places, _onward(places[0], band.azimuth_deg)[None]])
            spreads = [np.repeat(sigma, 2) for sigma in spreads]
        left = np.cross(places[:-1], places[1:])
        sine = np.linalg.norm(left, axis=1)
        length = MEAN_RADIUS_M * np.arctan2(sine, (places[:-1] * places[1:]).sum(axis=1))
        begin = np.concatenate([[0.0], np.cumsum(length)])
        return cls(places[:-1], left / sine[:, None], begin, spreads[0], spreads[1])

    def place(self, points: Floats) -> tuple[MetresArray, MetresArray]:
        """Metres along the line and to its left of directions (V, 3), beside the nearest segment; before the
        first and beyond the last, along goes on."""
        across = MEAN_RADIUS_M * np.arcsin(np.clip(points @ self.left.T, -1.0, 1.0))
        onward = np.cross(self.left, self.start)
        along = MEAN_RADIUS_M * np.arctan2(points @ onward.T, points @ self.start.T)
        length = np.diff(self.begin)
        beside = np.maximum(np.maximum(-along, along - length), 0.0)
        best = np.argmin(np.hypot(beside, across), axis=1)
        rows = np.arange(len(points))
        along, across = along[rows, best], across[rows, best]
        inner_low = np.where(best > 0, 0.0, -np.inf)
        inner_high = np.where(best < len(length) - 1, length[best], np.inf)
        return self.begin[best] + np.clip(along, inner_low, inner_high), across


def _onward(place: Floats, azimuth_deg: float) -> Floats:
    """A direction one metre further on an azimuth."""
    east = np.array([-place[1], place[0], 0.0]) / max(float(np.hypot(place[0], place[1])), 1e-12)
    north = np.cross(place, east)
    azimuth = np.radians(azimuth_deg)
    moved = place + _LEAST_M / MEAN_RADIUS_M * (np.sin(azimuth) * east + np.cos(azimuth) * north)
    return np.asarray(moved / np.linalg.norm(moved))


def _candidates(hulls: Hulls, line: _Line, margin_m: Metres) -> Ints:
    """Parts that can be met with a probability worth computing."""
    half = 0.5 * np.diff(line.begin)
    ahead = np.cross(line.left, line.start)
    turn = (half / MEAN_RADIUS_M)[:, None]
    middle = np.cos(turn) * line.start + np.sin(turn) * ahead
    spread = _FARTHEST_SIGMAS * max(float(line.across.max()), float(line.along.max()))
    apart = np.arccos(np.clip(hulls.middle @ middle.T, -1.0, 1.0)) * MEAN_RADIUS_M
    near = apart <= half + hulls.reach[:, None] * MEAN_RADIUS_M + margin_m + spread
    return np.flatnonzero(near.any(axis=1))
