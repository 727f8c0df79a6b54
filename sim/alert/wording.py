"""Which kind of lift the authority sends, given what it believes became of the objects."""

from collections.abc import Iterable
from math import cos, radians, sin

import numpy as np

from sim.alert.messages import MessageType
from sim.alert.outlines import Places
from sim.alert.reports import TrackReport
from sim.geo.geodesy import inverse
from sim.scenario.spec import Lift
from sim.units import Bools, Floats

_CLEARLY = 0.05
_LEAST_UP = -0.2
"""As far as this, cosine of the angle at the Earth's centre, a great circle through two places and the geodesic set out
within far less than `_CLEARLY` radians of each other."""


def lift_type(lift: Lift, newest: Iterable[TrackReport], places: Places, warned: Bools) -> MessageType:
    """What ``lift`` says if some object was last seen beyond one of the ``warned`` places, (A,), or if none was."""
    some = np.flatnonzero(warned)
    if any(_is_beyond(report, places, some) for report in newest):
        return MessageType(lift.if_passed)
    return MessageType(lift.if_short)


def _is_beyond(report: TrackReport, places: Places, some: np.ndarray) -> bool:
    """Some place lies behind the object: more than a right angle off its course."""
    along, across, up = (places.up[some] @ _axes(report)).T
    level, near = _CLEARLY * np.hypot(along, across), up > _LEAST_UP
    if np.count_nonzero(near & (along < -level)):
        return True
    unclear = some[~near | (np.abs(along) <= level)]
    if not len(unclear):
        return False
    lat, lon = places.lat_deg[unclear], places.lon_deg[unclear]
    azimuth = inverse(np.full_like(lat, report.lat_deg), np.full_like(lon, report.lon_deg), lat, lon)[0]
    return bool((np.cos(np.radians(azimuth - report.azimuth_deg)) < 0.0).any())


def _axes(report: TrackReport) -> Floats:
    """Unit vectors along the course, to its right and up, as columns ``(3, 3)``."""
    lat, lon, course = (radians(angle) for angle in (report.lat_deg, report.lon_deg, report.azimuth_deg))
    east = -sin(lon), cos(lon), 0.0
    north = -sin(lat) * cos(lon), -sin(lat) * sin(lon), cos(lat)
    up = cos(lat) * cos(lon), cos(lat) * sin(lon), sin(lat)
    turned, on = sin(course), cos(course)
    return np.array(
        [(turned * e + on * n, on * e - turned * n, u) for e, n, u in zip(east, north, up, strict=True)]
    )
