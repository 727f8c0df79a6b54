"""A map's frame: plain equirectangular, true to scale at its middle parallel, filling a given box."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from sim.units import Bools, Degrees, DegreesArray, Floats

KM_PER_DEGREE = 111.195
"""Length of a degree of latitude on a sphere of the IUGG mean radius, 6371.0088 km."""
_WIDEST_DEG, _HIGHEST_DEG = 360.0, 180.0
_LEAST_SQUEEZE = 0.1


@dataclass(frozen=True)
class Bounds:
    """A box in degrees; longitudes run on past 180 rather than jump."""

    west: Degrees
    south: Degrees
    east: Degrees
    north: Degrees

    def joined(self, other: "Bounds") -> "Bounds":
        """The smallest box round both."""
        return Bounds(
            min(self.west, other.west),
            min(self.south, other.south),
            max(self.east, other.east),
            max(self.north, other.north),
        )

    def holds(self, lon: ArrayLike, lat: ArrayLike) -> Bools:
        """Mask of the points inside, edges included."""
        x, y = np.asarray(lon), np.asarray(lat)
        return np.asarray((x >= self.west) & (x <= self.east) & (y >= self.south) & (y <= self.north))


@dataclass(frozen=True)
class Frame(Bounds):
    """Bounds that fill a box of ``wide_in`` by ``high_in`` at equal scale in both directions."""

    wide_in: float
    high_in: float

    @property
    def squeeze(self) -> float:
        """Length of a degree of longitude over one of latitude, at the middle parallel."""
        return _squeeze(0.5 * (self.south + self.north))

    @property
    def km_per_in(self) -> float:
        """Scale of the map."""
        return (self.north - self.south) * KM_PER_DEGREE / self.high_in

    @property
    def degrees_per_in(self) -> Floats:
        """Degrees of longitude and of latitude on an inch of paper, shape (2,)."""
        return np.array([(self.east - self.west) / self.wide_in, (self.north - self.south) / self.high_in])

    def inches(self, lon: ArrayLike, lat: ArrayLike) -> Floats:
        """Places on paper from the lower left corner, shape ``(..., 2)``."""
        x = (np.asarray(lon) - self.west) / (self.east - self.west) * self.wide_in
        y = (np.asarray(lat) - self.south) / (self.north - self.south) * self.high_in
        return np.stack([x, y], axis=-1)


def frame_around(bounds: Bounds, wide_in: float, high_in: float, *, margin: float = 0.06) -> Frame:
    """The frame of this box's shape that holds ``bounds`` with a margin (a share of the box) on all sides."""
    middle = 0.5 * (bounds.south + bounds.north)
    squeeze = _squeeze(middle)
    room = 1.0 - 2.0 * margin
    per_in = max(
        (bounds.east - bounds.west) * squeeze / (wide_in * room),
        (bounds.north - bounds.south) / (high_in * room),
        1e-3,
    )
    high = min(per_in * high_in, _HIGHEST_DEG)
    wide = min(high / high_in * wide_in / squeeze, _WIDEST_DEG)
    centre = 0.5 * (bounds.west + bounds.east)
    middle = min(max(middle, -90.0 + high / 2.0), 90.0 - high / 2.0)
    return Frame(
        centre - wide / 2.0, middle - high / 2.0, centre + wide / 2.0, middle + high / 2.0, wide_in, high_in
    )


def unrolled(lon: DegreesArray, near_deg: Degrees) -> DegreesArray:
    """Longitudes ``(n,)`` of a line or ring without jumps, its first point within 180 degrees of ``near_deg``."""
    if not len(lon):
        return lon
    steady = np.unwrap(lon, period=360.0)
    return np.asarray(steady + 360.0 * np.round((near_deg - steady[0]) / 360.0))


def _squeeze(lat: Degrees) -> float:
    return max(math.cos(math.radians(lat)), _LEAST_SQUEEZE)
