"""Which kind of lift the authority sends, given what it believes became of the objects."""

from collections.abc import Iterable
from math import cos, radians, sin
from typing import Any, TypeAlias

import numpy as np

from sim.alert.messages import MessageType
from sim.alert.outlines import Places
from sim.alert.reports import TrackReport
from sim.geo.geodesy import inverse
from sim.scenario.spec import Lift
from sim.units import Bools, Ints

_Axis: TypeAlias = tuple[float, float, float]

_CLEARLY = 0.05
_LEAST_UP = -0.2
"""As far as this, cosine of the angle at the Earth's centre, a great circle through two places and the geodesic set out
within far less than `_CLEARLY` radians of each other."""


def lift_type(lift: Lift, newest: Iterable[TrackReport], places: Places, warned: Bools) -> MessageType:
    """What ``lift`` says if some object was last seen beyond one of the ``warned`` places, (A,), or if none was."""
    some = np.flatnonzero(warned)
    if len(some) and any(_is_beyond(report, places, some) for report in newest):
        return MessageType(lift.if_passed)
    return MessageType(lift.if_short)


def _is_beyond(report: TrackReport, places: Places, some: Ints) -> bool:
    """Some place lies behind the object: more than a right angle off its course."""
    axes = _axes(report)
    clear, along = _on_course(places.up[some[0]].tolist(), axes)  # most often one is as good as all
    if clear and along < 0.0:
        return True
    clear, along = _on_course(places.up[some].T, axes)
    if np.count_nonzero(clear & (along < 0.0)):
        return True
    unclear = some[~clear]
    if not len(unclear):
        return False
    lat, lon = places.lat_deg[unclear], places.lon_deg[unclear]
    azimuth = inverse(np.full_like(lat, report.lat_deg), np.full_like(lon, report.lon_deg), lat, lon)[0]
    return bool((np.cos(np.radians(azimuth - report.azimuth_deg)) < 0.0).any())


def _on_course(place: Any, axes: tuple[_Axis, _Axis, _Axis]) -> tuple[Any, Any]:
    """Whether it is clear that a place, or each of some, lies ahead or behind, and how far ahead; ``place`` x, y, z."""
    x, y, z = place
    along, across, up = (x * a + y * b + z * c for a, b, c in axes)
    return (up > _LEAST_UP) & (along**2 > _CLEARLY**2 * (along**2 + across**2)), along


def _axes(report: TrackReport) -> tuple[_Axis, _Axis, _Axis]:
    """Unit vectors along the course, to its right and up."""
    lat, lon, course = radians(report.lat_deg), radians(report.lon_deg), radians(report.azimuth_deg)
    sin_lat, cos_lat, sin_lon, cos_lon = sin(lat), cos(lat), sin(lon), cos(lon)
    turned, on = sin(course), cos(course)
    (x, y), (u, v, w) = (-sin_lon, cos_lon), (-sin_lat * cos_lon, -sin_lat * sin_lon, cos_lat)
    return (
        (turned * x + on * u, turned * y + on * v, on * w),
        (on * x - turned * u, on * y - turned * v, -turned * w),
        (cos_lat * cos_lon, cos_lat * sin_lon, sin_lat),
    )
