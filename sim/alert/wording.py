"""Which kind of lift the authority sends, given what it believes became of the objects."""

from collections.abc import Iterable
from math import cos, radians, sin

import numpy as np

from sim.alert.messages import MessageType
from sim.alert.outlines import Places
from sim.alert.reports import TrackReport
from sim.geo.ecef import to_ecef
from sim.geo.geodesy import inverse
from sim.scenario.spec import Lift
from sim.units import Floats

_CLEARLY = 0.05
_NEAR_M = 1.0e7
"""As far as this, a straight line and a geodesic set out within far less than `_CLEARLY` radians of each other."""


def lift_type(lift: Lift, newest: Iterable[TrackReport], places: Places) -> MessageType:
    """What ``lift`` says if some object was last seen beyond one of the warned places, or if none was."""
    if any(_is_beyond(report, places) for report in newest):
        return MessageType(lift.if_passed)
    return MessageType(lift.if_short)


def _is_beyond(report: TrackReport, places: Places) -> bool:
    """Some place lies behind the object: more than a right angle off its course."""
    place = to_ecef([report.lon_deg], [report.lat_deg])
    along, across = np.moveaxis((places.xyz_m - place) @ _level_axes(report), -1, 0)
    level = np.hypot(along, across)
    near = level < _NEAR_M
    if (near & (along < -_CLEARLY * level)).any():
        return True
    unclear = ~near | (np.abs(along) <= _CLEARLY * level)
    if not unclear.any():
        return False
    lat, lon = places.lat_deg[unclear], places.lon_deg[unclear]
    azimuth = inverse(np.full_like(lat, report.lat_deg), np.full_like(lon, report.lon_deg), lat, lon)[0]
    return bool((np.cos(np.radians(azimuth - report.azimuth_deg)) < 0.0).any())


def _level_axes(report: TrackReport) -> Floats:
    """Level unit vectors along the course and to its right, as columns ``(3, 2)``."""
    lat, lon, course = (radians(angle) for angle in (report.lat_deg, report.lon_deg, report.azimuth_deg))
    east = -sin(lon), cos(lon), 0.0
    north = -sin(lat) * cos(lon), -sin(lat) * sin(lon), cos(lat)
    rows = [
        (sin(course) * e + cos(course) * n, cos(course) * e - sin(course) * n)
        for e, n in zip(east, north, strict=True)
    ]
    return np.array(rows)
