"""All an authority ever learns: reports, late and uncertain."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from sim.units import Degrees, Metres, MetresPerSecond, Seconds

EndHow: TypeAlias = Literal["fell", "lost", "orbit"]


@dataclass(frozen=True)
class Detection:
    """A launch was seen; nothing is known of its course yet."""

    received_s: Seconds


@dataclass(frozen=True)
class Spread:
    """One standard deviation of what a report says: place per horizontal axis, ground speed, course, height and
    vertical speed; independent of each other."""

    position_m: Metres = 0.0
    speed_m_s: MetresPerSecond = 0.0
    azimuth_deg: Degrees = 0.0
    alt_m: Metres = 0.0
    vertical_speed_m_s: MetresPerSecond = 0.0


@dataclass(frozen=True)
class TrackReport:
    """Where an object was seen over the ground and how high, how fast and on which course (clockwise from north).

    ``spread`` is what the trackers state; a mistake of theirs is not in it.
    """

    subject: str
    observed_s: Seconds
    received_s: Seconds
    lat_deg: Degrees
    lon_deg: Degrees
    ground_speed_m_s: MetresPerSecond
    azimuth_deg: Degrees
    alt_m: Metres = 0.0
    vertical_speed_m_s: MetresPerSecond = 0.0
    spread: Spread = Spread()


@dataclass(frozen=True)
class EndReport:
    """What became of an object: it fell, its track was lost, or it reached orbit."""

    subject: str
    observed_s: Seconds
    received_s: Seconds
    how: EndHow


@dataclass(frozen=True)
class Sighting:
    """An object is reported from now on; where it is, is looked up by whoever wants to know."""

    subject: str
    received_s: Seconds


Report = Detection | Sighting | TrackReport | EndReport
