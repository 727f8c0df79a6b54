"""Where an object is and how it moves, as its newest reports together say, and how sure that is.

One report is taken as it is. Several are fitted by weighted least squares: in Earth-fixed space, along each of
three axes (along the newest course, to its right, up), place and velocity at the newest report's time and one
constant acceleration. With the measurements ``p_i = p + v t_i + a t_i^2 / 2`` and ``v_i = v + a t_i`` stacked in
``y = H x`` and their variances in ``W^-1``, ``x = (H' W H)^-1 H' W y`` with covariance ``(H' W H)^-1`` (Gauss-Markov
theorem). Thrust that changes within the reports is not followed; few reports over a short time are meant.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from sim.alert.reports import Spread, TrackReport
from sim.flight.frames import earth_fixed, east_north, geodetic, local_axes, over_ground
from sim.units import Degrees, Floats, Metres, MetresPerSecond, Seconds

_LEAST_M, _LEAST_M_S = 1.0, 0.01
"""Weights stay finite where reports claim to be exact (assumption)."""


@dataclass(frozen=True, eq=False)
class Estimate:
    """State of one object at ``observed_s``.

    ``covariance`` has shape (3, 2, 2): place and velocity (m, m/s) along the course, to its right, and up; the
    three axes are independent. Horizontal speeds are over the ground.
    """

    subject: str
    observed_s: Seconds
    lat_deg: Degrees
    lon_deg: Degrees
    alt_m: Metres
    ground_speed_m_s: MetresPerSecond
    azimuth_deg: Degrees
    vertical_speed_m_s: MetresPerSecond
    covariance: Floats


@lru_cache(maxsize=256)
def combine(reports: tuple[TrackReport, ...]) -> Estimate:
    """The estimate of one or more reports of one object, in order of observation."""
    newest = reports[-1]
    if len(reports) == 1:
        return _alone(newest)
    origin = earth_fixed(newest.lat_deg, newest.lon_deg, newest.alt_m)
    axes = local_axes(newest.lat_deg, newest.lon_deg, newest.azimuth_deg)
    seen = [_seen(report, origin, axes) for report in reports]
    ago = np.array([report.observed_s - newest.observed_s for report in reports])
    fits = [
        _fit(ago, *(np.array([one[axis] for one in column]) for column in zip(*seen, strict=True)))
        for axis in range(3)
    ]
    place = origin + np.array([fit[0][0] for fit in fits]) @ axes
    moving = np.array([fit[0][1] for fit in fits]) @ axes
    lat, lon, alt = geodetic(place)
    north, east, up = local_axes(lat, lon, 0.0) @ moving
    speed, azimuth = over_ground(lat, alt, east, north)
    return Estimate(
        newest.subject,
        newest.observed_s,
        float(lat),
        float(lon),
        max(0.0, float(alt)),
        float(speed),
        float(azimuth),
        float(up),
        np.stack([fit[1] for fit in fits]),
    )


def _alone(report: TrackReport) -> Estimate:
    place, velocity = _sigmas(report.spread, report.ground_speed_m_s)
    return Estimate(
        report.subject,
        report.observed_s,
        report.lat_deg,
        report.lon_deg,
        report.alt_m,
        report.ground_speed_m_s,
        report.azimuth_deg,
        report.vertical_speed_m_s,
        np.stack([np.diag([p**2, v**2]) for p, v in zip(place, velocity, strict=True)]),
    )


def _sigmas(spread: Spread, speed_m_s: MetresPerSecond) -> tuple[Floats, Floats]:
    """Standard deviations of place and velocity along, right and up, each of shape (3,)."""
    across = speed_m_s * np.radians(spread.azimuth_deg)
    return (
        np.array([spread.position_m, spread.position_m, spread.alt_m]),
        np.array([spread.speed_m_s, across, spread.vertical_speed_m_s]),
    )


def _seen(report: TrackReport, origin: Floats, axes: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    """Place, velocity and the variances of both, each (3,), in the axes of the newest report.

    The report's own course differs by a few degrees from the newest one: the variances are taken as they are.
    """
    east, north = east_north(report.lat_deg, report.alt_m, report.ground_speed_m_s, report.azimuth_deg)
    own = local_axes(report.lat_deg, report.lon_deg, 0.0)
    velocity = np.array([float(north), float(east), report.vertical_speed_m_s]) @ own
    place, speed = _sigmas(report.spread, report.ground_speed_m_s)
    return (
        axes @ (earth_fixed(report.lat_deg, report.lon_deg, report.alt_m) - origin),
        axes @ velocity,
        np.maximum(place, _LEAST_M) ** 2,
        np.maximum(speed, _LEAST_M_S) ** 2,
    )


def _fit(
    ago_s: Floats, place: Floats, velocity: Floats, var_place: Floats, var_velocity: Floats
) -> tuple[Floats, Floats]:
    """Place and velocity now, (2,), and their covariance, (2, 2), along one axis."""
    one, none = np.ones_like(ago_s), np.zeros_like(ago_s)
    rows = np.concatenate([np.stack([one, ago_s, ago_s**2 / 2], 1), np.stack([none, one, ago_s], 1)])
    weight = 1.0 / np.concatenate([var_place, var_velocity])
    covariance = np.linalg.inv(rows.T @ (weight[:, None] * rows))
    found = covariance @ (rows.T @ (weight * np.concatenate([place, velocity])))
    return found[:2], covariance[:2, :2]
