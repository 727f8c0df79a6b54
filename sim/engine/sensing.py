"""Detection and tracking: turns the true flight into reports that arrive late and imprecise."""

import numpy as np
import simpy
from scipy.special import ndtri

from sim.alert.delays import draw_delay
from sim.alert.reports import Detection, EndReport, Report, TrackReport
from sim.draws import Draws
from sim.engine.desk import Desk, Process
from sim.flight.track import Track
from sim.geo.geodesy import direct
from sim.scenario.spec import FlightObject, Tracking
from sim.units import Seconds

_AUTHORITY = "authority"


def sense(desk: Desk) -> Process:
    """See the launch after the detection delay, then follow every object until it ends."""
    yield desk.take(desk.world.spec.authority.detection, "authority/detection")
    desk.note("detected", _AUTHORITY)
    desk.learn(Detection(float(desk.env.now)))
    for track, spec in zip(desk.world.tracks, desk.world.spec.objects, strict=True):
        desk.env.process(_follow(desk, track, spec))


def _follow(desk: Desk, track: Track, spec: FlightObject) -> Process:
    tracking = desk.world.spec.authority.tracking
    yield _at(desk.env, max(track.start_s, float(desk.env.now)))
    seen = 0
    while desk.env.now < track.end_s:
        report, latency_s = _observe(tracking, track, float(desk.env.now), desk.draws, seen)
        desk.env.process(_deliver(desk, report, latency_s))
        seen += 1
        yield desk.env.timeout(min(tracking.interval_s, track.end_s - desk.env.now))
    latency_s = draw_delay(
        tracking.end_latency or tracking.latency, desk.draws, f"report/{track.name}/end/latency"
    )
    end = EndReport(track.name, track.end_s, float(desk.env.now) + latency_s, spec.end)
    desk.env.process(_deliver(desk, end, latency_s))


def _deliver(desk: Desk, report: Report, latency_s: Seconds) -> Process:
    yield desk.env.timeout(latency_s)
    if isinstance(report, TrackReport):
        desk.note(
            "report",
            report.subject,
            observed_s=report.observed_s,
            lat_deg=report.lat_deg,
            lon_deg=report.lon_deg,
            ground_speed_m_s=report.ground_speed_m_s,
            azimuth_deg=report.azimuth_deg,
        )
    elif isinstance(report, EndReport):
        desk.note("end_report", report.subject, observed_s=report.observed_s, how=report.how)
    desk.learn(report)


def _observe(
    tracking: Tracking, track: Track, now_s: Seconds, draws: Draws, number: int
) -> tuple[TrackReport, Seconds]:
    """The true state plus independent normal errors: north and east position, ground speed, course."""
    stream = f"report/{track.name}/{number}"
    north, east, speed, course = ndtri(np.clip(draws.uniforms(stream, 4), 1e-12, 1.0 - 1e-12))
    latency_s = draw_delay(tracking.latency, draws, f"{stream}/latency")
    state = track.state_at(now_s)
    sigma_m = tracking.position_sigma_km * 1000.0
    azimuth, distance = np.degrees(np.arctan2(east, north)), sigma_m * np.hypot(east, north)
    lat, lon = direct(state.lat_deg, state.lon_deg, azimuth, distance)
    report = TrackReport(
        subject=track.name,
        observed_s=now_s,
        received_s=now_s + latency_s,
        lat_deg=float(lat),
        lon_deg=float(lon),
        ground_speed_m_s=max(0.0, float(state.ground_speed_m_s) + tracking.speed_sigma_m_s * float(speed)),
        azimuth_deg=float((float(state.azimuth_deg) + tracking.azimuth_sigma_deg * float(course)) % 360.0),
    )
    return report, latency_s


def _at(env: simpy.Environment, t_s: Seconds) -> simpy.Event:
    return env.timeout(max(0.0, t_s - env.now))
