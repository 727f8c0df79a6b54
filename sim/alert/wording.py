"""Which kind of lift the authority sends, given what it believes became of the objects."""

from collections.abc import Iterable

import numpy as np

from sim.alert.messages import MessageType
from sim.alert.reports import TrackReport
from sim.flight.frames import local_axes
from sim.geo.ecef import to_ecef
from sim.geo.geodesy import inverse
from sim.scenario.spec import Lift
from sim.units import DegreesArray

_CLEARLY = 0.05
_NEAR_M = 1.0e7
"""As far as this, a straight line and a geodesic set out within far less than `_CLEARLY` radians of each other."""


def lift_type(
    lift: Lift, newest: Iterable[TrackReport], lat_deg: DegreesArray, lon_deg: DegreesArray
) -> MessageType:
    """What ``lift`` says if some object was last seen beyond one of the warned places, (n,), or if none was."""
    if any(_is_beyond(report, lat_deg, lon_deg) for report in newest):
        return MessageType(lift.if_passed)
    return MessageType(lift.if_short)


def _is_beyond(report: TrackReport, lat_deg: DegreesArray, lon_deg: DegreesArray) -> bool:
    """Some place lies behind the object: more than a right angle off its course."""
    ahead, right, _ = local_axes(report.lat_deg, report.lon_deg, report.azimuth_deg)
    away = to_ecef(lon_deg, lat_deg) - to_ecef(report.lon_deg, report.lat_deg)
    along, across = away @ ahead, away @ right
    level = np.hypot(along, across)
    if (along < -_CLEARLY * level)[level < _NEAR_M].any():
        return True
    unclear = (np.abs(along) <= _CLEARLY * level) | (level >= _NEAR_M)
    if not unclear.any():
        return False
    lat, lon = lat_deg[unclear], lon_deg[unclear]
    azimuth = inverse(np.full_like(lat, report.lat_deg), np.full_like(lon, report.lon_deg), lat, lon)[0]
    return bool((np.cos(np.radians(azimuth - report.azimuth_deg)) < 0.0).any())
