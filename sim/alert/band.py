"""How likely an uncertain line on the ground comes near an area.

The line is displaced as a whole: along itself by one normal error and across itself by another, both growing along
it. For a given displacement along, a part of an area that lies between the sideways distances ``c1`` and ``c2`` is
met within ``m`` with probability ``Phi((c2 + m) / s) - Phi((c1 - m) / s)``, ``s`` the spread across at that place;
before the start and beyond the end ``m`` shrinks to ``sqrt(m^2 - o^2)`` at an overshoot ``o``. Intervals of the parts
of one area are joined before they are weighed, and the displacements along are averaged.

A part (an island) is taken as a rectangle in the line's own axes, on the safe side at its corners, and errors across
and along as independent. On a sphere of mean radius: lengths are right to 0.5 %.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from sim.alert.outlines import Hulls
from sim.geo.ecef import MEAN_RADIUS_M, to_ecef
from sim.geo.visits import join
from sim.units import DegreesArray, Floats, Ints, Metres, MetresArray

_LEAST_M = 1.0
"""Lengths and spreads are no smaller: a line has a direction, and a certain one still divides."""
_FARTHEST_SIGMAS = 6.0
_SHIFTS = (np.arange(64) + 0.5) / 64.0
"""Equally likely displacements along the line, as probabilities: results are good to about a hundredth."""


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
    if not len(parts):
        return np.zeros(hulls.areas)
    box = _boxes(hulls, line, parts)
    beyond = _beyond(box, line)
    part, shift = np.nonzero(beyond <= margin_m)
    reach = np.sqrt(margin_m**2 - beyond[part, shift] ** 2)
    low = (box.right[part] - reach) / box.spread[part]
    high = (box.left[part] + reach) / box.spread[part]
    pair, start, end = join(hulls.area[parts[part]] * len(_SHIFTS) + shift, low, high)
    met = np.bincount(pair // len(_SHIFTS), ndtr(end) - ndtr(start), minlength=hulls.areas)
    return np.asarray(np.clip(met / len(_SHIFTS), 0.0, 1.0))


class _Boxes(NamedTuple):
    """Extents of N parts beside a line, in metres along it and to its left, and the spread across there."""

    first: MetresArray
    last: MetresArray
    right: MetresArray
    left: MetresArray
    spread: MetresArray


def _boxes(hulls: Hulls, line: "_Line", parts: Ints) -> _Boxes:
    count = hulls.start[parts + 1] - hulls.start[parts]
    begin = np.concatenate([[0], np.cumsum(count)[:-1]])
    rows = np.arange(count.sum()) - np.repeat(begin - hulls.start[parts], count)
    along, across = line.place(hulls.corners[rows])
    spread = np.add.reduceat(np.interp(along, line.begin, line.across), begin) / count
    lowest = [np.minimum.reduceat(values, begin) for values in (along, across)]
    highest = [np.maximum.reduceat(values, begin) for values in (along, across)]
    return _Boxes(lowest[0], highest[0], lowest[1], highest[1], spread)


def _beyond(box: _Boxes, line: "_Line") -> MetresArray:
    """How far each part lies before the line's start or beyond its end, (N, shifts), for each shift along it."""
    from scipy.special import ndtri

    shift = ndtri(_SHIFTS)
    starts = line.along[0] * shift - box.last[:, None]
    ends = box.first[:, None] - line.begin[-1] - line.along[-1] * shift
    return np.asarray(np.maximum(np.maximum(starts, ends), 0.0))


def any_of(probabilities: list[Floats], areas: int) -> Floats:
    """Probability that at least one of several independent lines comes near, shape (A,)."""
    return np.asarray(1.0 - np.prod([np.ones(areas), *(1.0 - one for one in probabilities)], axis=0))


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
