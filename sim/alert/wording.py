"""Which kind of lift the authority sends, given what it believes became of the objects."""

import numpy as np

from sim.alert.belief import Belief
from sim.alert.messages import MessageType
from sim.alert.reports import TrackReport
from sim.geo.geodesy import inverse
from sim.scenario.spec import Lift
from sim.units import DegreesArray


def lift_type(lift: Lift, belief: Belief, lat_deg: DegreesArray, lon_deg: DegreesArray) -> MessageType:
    """What ``lift`` says if some object was last seen beyond one of the warned places, (n,), or if none was."""
    if any(_is_beyond(report, lat_deg, lon_deg) for report in belief.newest.values()):
        return MessageType(lift.if_passed)
    return MessageType(lift.if_short)


def _is_beyond(report: TrackReport, lat_deg: DegreesArray, lon_deg: DegreesArray) -> bool:
    """Some place lies behind the object: more than a right angle off its course."""
    here_lat, here_lon = np.full_like(lat_deg, report.lat_deg), np.full_like(lon_deg, report.lon_deg)
    azimuth = inverse(here_lat, here_lon, lat_deg, lon_deg)[0]
    return bool((np.cos(np.radians(azimuth - report.azimuth_deg)) < 0.0).any())
