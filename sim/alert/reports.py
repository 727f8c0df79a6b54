"""All an authority ever learns: reports, late and uncertain."""

from dataclasses import dataclass
from typing import Literal

from sim.units import Degrees, MetresPerSecond, Seconds


@dataclass(frozen=True)
class Detection:
    """A launch was seen; nothing is known of its course yet."""

    received_s: Seconds


@dataclass(frozen=True)
class TrackReport:
    """Where an object was seen over the ground, how fast and on which course (clockwise from north)."""

    subject: str
    observed_s: Seconds
    received_s: Seconds
    lat_deg: Degrees
    lon_deg: Degrees
    ground_speed_m_s: MetresPerSecond
    azimuth_deg: Degrees


@dataclass(frozen=True)
class EndReport:
    """What became of an object: it fell, its track was lost, or it reached orbit."""

    subject: str
    observed_s: Seconds
    received_s: Seconds
    how: Literal["fell", "lost", "orbit"]


Report = Detection | TrackReport | EndReport
