"""Detection and tracking: turns the true flight into reports that arrive late and imprecise."""

import numpy as np
import simpy
from scipy.special import ndtri

from sim.alert.delays import draw_delay
from sim.alert.reports import Detection, EndReport, Report, Spread, TrackReport
from sim.draws import Draws
from sim.engine.desk import Desk, Process
from sim.engine.unseen import Unseen, wrong_by_deg
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
    """Report an object at every interval, seen or not: what is not seen moves no other draw."""
    tracking, unseen = desk.world.spec.authority.tracking, Unseen.of(desk.world, track.name)
    until_s = min(track.end_s, unseen.lost_s)
    yield _at(desk.env, max(track.start_s, float(desk.env.now)))
    seen = 0
    while desk.env.now < until_s:
        if not unseen.at(float(desk.env.now)):
            report, latency_s = _observe(desk, track, seen)
            desk.env.process(_deliver(desk, report, latency_s))
        seen += 1
        yield desk.env.timeout(min(tracking.interval_s, until_s - desk.env.now))
    known_s = unseen.seen_again_s(until_s)
    if not np.isfinite(known_s):
        return
    yield _at(desk.env, known_s)
    latency_s = draw_delay(
        tracking.end_latency or tracking.latency, desk.draws, f"report/{track.name}/end/latency"
    )
    how = spec.end if until_s == track.end_s else "lost"
    desk.env.process(
        _deliver(desk, EndReport(track.name, until_s, float(desk.env.now) + latency_s, how), latency_s)
    )


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
            alt_m=report.alt_m,
            vertical_speed_m_s=report.vertical_speed_m_s,
        )
    elif isinstance(report, EndReport):
        desk.note("end_report", report.subject, observed_s=report.observed_s, how=report.how)
    desk.learn(report)


def _observe(desk: Desk, track: Track, number: int) -> tuple[TrackReport, Seconds]:
    """The true state plus independent normal errors of place (north, east, up), ground speed, course and climb.

    What the trackers get wrong beyond that is in no stated spread.
    """
    tracking, draws, now_s = desk.world.spec.authority.tracking, desk.draws, float(desk.env.now)
    stream = f"report/{track.name}/{number}"
    north, east, speed, course = _normals(draws, stream, 4)
    height, climb = _normals(draws, f"{stream}/vertical", 2)
    latency_s = draw_delay(tracking.latency, draws, f"{stream}/latency")
    state = track.state_at(now_s)
    spread = _spread(tracking)
    azimuth, distance = np.degrees(np.arctan2(east, north)), spread.position_m * np.hypot(east, north)
    lat, lon = direct(state.lat_deg, state.lon_deg, azimuth, distance)
    course_deg = float(state.azimuth_deg) + spread.azimuth_deg * course
    report = TrackReport(
        subject=track.name,
        observed_s=now_s,
        received_s=now_s + latency_s,
        lat_deg=float(lat),
        lon_deg=float(lon),
        ground_speed_m_s=max(0.0, float(state.ground_speed_m_s) + spread.speed_m_s * speed),
        azimuth_deg=(course_deg + wrong_by_deg(desk.world, track.name, now_s)) % 360.0,
        alt_m=max(0.0, float(state.alt_m) + spread.alt_m * height),
        vertical_speed_m_s=float(state.vertical_speed_m_s) + spread.vertical_speed_m_s * climb,
        spread=spread,
    )
    return report, latency_s


def _normals(draws: Draws, stream: str, size: int) -> list[float]:
    normals: list[float] = ndtri(np.clip(draws.uniforms(stream, size), 1e-12, 1.0 - 1e-12)).tolist()
    return normals


def _spread(tracking: Tracking) -> Spread:
    return Spread(
        position_m=tracking.position_sigma_km * 1000.0,
        speed_m_s=tracking.speed_sigma_m_s,
        azimuth_deg=tracking.azimuth_sigma_deg,
        alt_m=tracking.alt_sigma_km * 1000.0,
        vertical_speed_m_s=tracking.vertical_speed_sigma_m_s,
    )


def _at(env: simpy.Environment, t_s: Seconds) -> simpy.Event:
    return env.timeout(max(0.0, t_s - env.now))
