"""Reports and estimates for tests, and what random errors make of them."""

from dataclasses import replace

import numpy as np

from sim.alert.estimate import Estimate, combine
from sim.alert.reports import Spread, TrackReport
from sim.geo.geodesy import direct
from sim.units import Floats

SPREAD = Spread(position_m=8e3, speed_m_s=60.0, azimuth_deg=2.0, alt_m=4e3, vertical_speed_m_s=40.0)
OVER_CHINA_SEA = TrackReport("lead", 400.0, 405.0, 30.5, 125.9, 4370.0, 171.0, 360e3, 800.0, SPREAD)
"""On a course that leads past Okinawa."""
FALLING_ON_MIYAKO = TrackReport("lead", 240.0, 245.0, 37.8, 127.4, 3300.0, 188.0, 212e3, 1150.0, SPREAD)
"""Would fall near Miyako if its engine stopped now."""


def estimate(report: TrackReport) -> Estimate:
    return combine((report,))


def with_errors(report: TrackReport, number: int, seed: int = 1) -> list[TrackReport]:
    """The report as it could have come, ``number`` times: the same errors that sensing adds."""
    spread = report.spread
    errors: Floats = np.random.default_rng(seed).standard_normal((number, 6))
    azimuth = np.degrees(np.arctan2(errors[:, 1], errors[:, 0]))
    lat, lon = direct(
        report.lat_deg, report.lon_deg, azimuth, spread.position_m * np.hypot(errors[:, 0], errors[:, 1])
    )
    return [
        replace(
            report,
            lat_deg=float(lat[k]),
            lon_deg=float(lon[k]),
            ground_speed_m_s=report.ground_speed_m_s + spread.speed_m_s * errors[k, 2],
            azimuth_deg=report.azimuth_deg + spread.azimuth_deg * errors[k, 3],
            alt_m=report.alt_m + spread.alt_m * errors[k, 4],
            vertical_speed_m_s=report.vertical_speed_m_s + spread.vertical_speed_m_s * errors[k, 5],
        )
        for k in range(number)
    ]
