"""What trackers make of the true flight: when each report arrives, and what it says once somebody asks.

Reports are independent of what the authority does, so they are arrays. Every object is observed at each interval, seen
or not: what is not seen moves no other draw.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy.special import ndtri

from sim.alert.delays import draw_delay
from sim.alert.reports import EndReport, Report, Sighting, Spread, TrackReport
from sim.draws import Draws
from sim.engine.unseen import Unseen, wrong_by_deg
from sim.engine.world import World
from sim.flight.track import Flying
from sim.geo.geodesy import direct
from sim.scenario.delay import Fixed
from sim.scenario.spec import Tracking
from sim.units import Floats, Ints, Seconds, SecondsArray


@dataclass(frozen=True, eq=False)
class Followed:
    """One object: ``observed_s`` and ``received_s`` of its N reports ``(N,)``, received never (infinite) where it was
    not seen, and the report of its end, if that ever comes."""

    track: Flying
    observed_s: SecondsArray
    received_s: SecondsArray
    end: EndReport | None
    _known: dict[int, TrackReport] = field(default_factory=dict, repr=False)

    @property
    def first_s(self) -> Seconds:
        """When the first report arrives; infinite if none does."""
        return float(self.received_s.min(initial=np.inf))


@dataclass(frozen=True, eq=False)
class Sightings:
    """All reports of one run's objects, in the order of the scenario."""

    world: World
    draws: Draws
    objects: tuple[Followed, ...]

    def reports(self, one: Followed, numbers: Iterable[int]) -> list[TrackReport]:
        """What some reports of an object say."""
        wanted = list(numbers)
        if missing := [number for number in wanted if number not in one._known]:
            new = _observe(self.world, self.draws, one, np.array(missing, np.int64))
            one._known.update(zip(missing, new, strict=True))
        return [one._known[number] for number in wanted]

    def all_reports(self) -> Iterator[TrackReport | EndReport]:
        """Every report that arrives, object by object."""
        for one in self.objects:
            yield from self.reports(one, np.flatnonzero(np.isfinite(one.received_s)).tolist())
            if one.end is not None:
                yield one.end

    def arrivals(self, *, places: bool) -> list[Report]:
        """What reaches the authority, in order; without ``places`` first sightings stand for all track reports."""
        found: list[Report] = []
        for one in self.objects:
            if places:
                found += self.reports(one, np.flatnonzero(np.isfinite(one.received_s)).tolist())
            elif np.isfinite(one.first_s):
                found.append(Sighting(one.track.name, one.first_s))
            if one.end is not None:
                found.append(one.end)
        return sorted(found, key=lambda report: report.received_s)

    def newest(self, now_s: Seconds) -> Iterator[TrackReport]:
        """The newest report of each object received by now, in order of first report."""
        for one in sorted(self.objects, key=lambda one: one.first_s):
            here = np.flatnonzero(one.received_s <= now_s)
            if len(here):
                yield from self.reports(one, [int(here[-1])])


def sightings(world: World, draws: Draws, detected_s: Seconds) -> Sightings:
    """Follow every object from its detection until it ends or its track is lost."""
    return Sightings(
        world, draws, tuple(_followed(world, draws, k, detected_s) for k in range(len(world.flying)))
    )


def _followed(world: World, draws: Draws, index: int, detected_s: Seconds) -> Followed:
    track, tracking = world.flying[index], world.spec.authority.tracking
    unseen = Unseen.of(world, track.name)
    until_s = min(track.end_s, unseen.lost_s)
    begin_s = max(track.start_s, detected_s)
    # One after another, as a clock goes: the last bits of a time do not depend on how reports are computed.
    room = max(0, int((until_s - begin_s) / tracking.interval_s) + 2)
    observed = np.add.accumulate(np.r_[begin_s, np.full(room, tracking.interval_s)])
    observed = observed[observed < until_s]
    received = np.where(unseen.at(observed), np.inf, observed)
    if isinstance(tracking.latency, Fixed):
        received = received + tracking.latency.value_s
    else:
        for number in np.flatnonzero(np.isfinite(received)).tolist():
            received[number] += draw_delay(tracking.latency, draws, f"report/{track.name}/{number}/latency")
    known_s = max(unseen.seen_again_s(until_s), begin_s)
    if not np.isfinite(known_s):
        return Followed(track, observed, received, None)
    latency = tracking.end_latency or tracking.latency
    latency_s = draw_delay(latency, draws, f"report/{track.name}/end/latency")
    how = world.spec.objects[index].end if until_s == track.end_s else "lost"
    return Followed(track, observed, received, EndReport(track.name, until_s, known_s + latency_s, how))


def _observe(world: World, draws: Draws, one: Followed, numbers: Ints) -> list[TrackReport]:
    """The true state plus independent normal errors of place (north, east, up), ground speed, course and climb.

    What the trackers get wrong beyond that is in no stated spread.
    """
    track, spread = one.track, _spread(world.spec.authority.tracking)
    streams = [f"report/{track.name}/{number}" for number in numbers.tolist()]
    north, east, speed, course = _normals(draws, streams, 4)
    height, climb = _normals(draws, [f"{stream}/vertical" for stream in streams], 2)
    observed_s = one.observed_s[numbers]
    state = track.state_at(observed_s)
    azimuth, distance = np.degrees(np.arctan2(east, north)), spread.position_m * np.hypot(east, north)
    lat, lon = direct(state.lat_deg, state.lon_deg, azimuth, distance)
    turned_deg = state.azimuth_deg + spread.azimuth_deg * course + wrong_by_deg(world, track.name, observed_s)
    columns = (
        observed_s,
        one.received_s[numbers],
        lat,
        lon,
        np.maximum(0.0, state.ground_speed_m_s + spread.speed_m_s * speed),
        turned_deg % 360.0,
        np.maximum(0.0, state.alt_m + spread.alt_m * height),
        state.vertical_speed_m_s + spread.vertical_speed_m_s * climb,
    )
    rows: list[list[float]] = np.stack(columns, axis=-1).tolist()
    return [
        TrackReport(track.name, seen_s, received_s, lat, lon, fast, course, alt, climb, spread)
        for seen_s, received_s, lat, lon, fast, course, alt, climb in rows
    ]


def _normals(draws: Draws, streams: Sequence[str], size: int) -> Floats:
    """Shape ``(size, N)``, from N streams."""
    uniforms = np.stack([draws.uniforms(stream, size) for stream in streams], axis=-1)
    normals: Floats = ndtri(np.clip(uniforms, 1e-12, 1.0 - 1e-12))
    return normals


def _spread(tracking: Tracking) -> Spread:
    return Spread(
        position_m=tracking.position_sigma_km * 1000.0,
        speed_m_s=tracking.speed_sigma_m_s,
        azimuth_deg=tracking.azimuth_sigma_deg,
        alt_m=tracking.alt_sigma_km * 1000.0,
        vertical_speed_m_s=tracking.vertical_speed_sigma_m_s,
    )
