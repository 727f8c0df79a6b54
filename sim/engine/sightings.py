"""What trackers make of the true flight: when each report arrives, and what it says once somebody asks.

Reports are independent of what the authority does, so they need no events. Every object is observed at each interval,
seen or not: what is not seen moves no other draw.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from sim.alert.delays import draw_delay
from sim.alert.reports import EndReport, Report, Sighting, Spread, TrackReport
from sim.draws import Draws
from sim.engine.unseen import Unseen, wrong_by_deg
from sim.engine.world import World
from sim.flight.track import Flying, TrackState
from sim.geo.geodesy import direct
from sim.scenario.delay import Fixed
from sim.scenario.spec import Tracking
from sim.units import Floats, Seconds, SecondsArray


@dataclass(frozen=True, eq=False)
class Followed:
    """One object from when it is first looked for until its track is over.

    N reports: one at each interval from ``begin_s`` to before ``until_s``; ``end`` is the report of what became of it,
    if that ever comes.
    """

    track: Flying
    tracking: Tracking
    draws: Draws
    unseen: Unseen
    begin_s: Seconds
    until_s: Seconds
    end: EndReport | None
    known: dict[int, TrackReport] = field(default_factory=dict, repr=False)

    @cached_property
    def observed_s(self) -> SecondsArray:
        """Shape ``(N,)``."""
        return np.asarray(self.begin_s + self.tracking.interval_s * np.arange(self.number), float)

    @cached_property
    def received_s(self) -> SecondsArray:
        """Shape ``(N,)``; never (infinite) where the object was not seen."""
        received = np.asarray(np.where(self.unseen.at(self.observed_s), np.inf, self.observed_s), float)
        latency = self.tracking.latency
        if isinstance(latency, Fixed):
            return np.asarray(received + latency.value_s)
        for number in np.flatnonzero(np.isfinite(received)).tolist():
            received[number] += draw_delay(latency, self.draws, f"report/{self.track.name}/{number}/latency")
        return received

    @cached_property
    def number(self) -> int:
        """N."""
        steps = (self.until_s - self.begin_s) / self.tracking.interval_s
        number = max(0, int(np.ceil(steps)))
        return number - (
            number > 0 and self.begin_s + self.tracking.interval_s * (number - 1) >= self.until_s
        )

    @property
    def first_s(self) -> Seconds:
        """When the first report arrives; infinite if none does."""
        if self._plain and self.number:
            return self.begin_s + self._latency_s
        return float(self.received_s.min(initial=np.inf))

    def newest(self, now_s: Seconds) -> int | None:
        """Which of the reports received by now was observed last."""
        if self._plain:
            since = (now_s - self._latency_s - self.begin_s) / self.tracking.interval_s
            last = min(self.number, int(since) + 1 if since >= 0.0 else 0) - 1
            return last if last >= 0 else None
        here = np.flatnonzero(self.received_s <= now_s)
        return int(here[-1]) if len(here) else None

    @property
    def _plain(self) -> bool:
        """Seen at every interval, each report as late as the others: times follow without looking at each."""
        return isinstance(self.tracking.latency, Fixed) and not self.unseen.windows

    @property
    def _latency_s(self) -> Seconds:
        latency = self.tracking.latency
        assert isinstance(latency, Fixed)
        return latency.value_s


@dataclass(frozen=True, eq=False)
class Sightings:
    """All reports of one run's objects, in the order of the scenario."""

    world: World
    objects: tuple[Followed, ...]

    def reports(self, one: Followed, numbers: Iterable[int]) -> list[TrackReport]:
        """What some reports of an object say."""
        wanted = list(numbers)
        if missing := [number for number in wanted if number not in one.known]:
            times = one.begin_s + one.tracking.interval_s * np.array(missing)
            observe(self.world, [(one, number) for number in missing], one.track.state_at(times))
        return [one.known[number] for number in wanted]

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
            number = one.newest(now_s)
            if number is not None:
                yield from self.reports(one, [number])


def sightings(world: World, draws: Draws, detected_s: Seconds) -> Sightings:
    """Follow every object from its detection until it ends or its track is lost."""
    return Sightings(world, tuple(_followed(world, draws, k, detected_s) for k in range(len(world.flying))))


def observe(world: World, which: Sequence[tuple[Followed, int]], state: TrackState) -> None:
    """Work out N reports of one object, in one run or several, from its true states ``(N,)`` at their times.

    The true state plus independent normal errors of place (north, east, up), ground speed, course and climb. What the
    trackers get wrong beyond that is in no stated spread.
    """
    name, spread = which[0][0].track.name, _spread(world.spec.authority.tracking)
    streams = [(one.draws, f"report/{name}/{number}") for one, number in which]
    north, east, speed, course = _normals(streams, 4)
    height, climb = _normals([(draws, f"{stream}/vertical") for draws, stream in streams], 2)
    observed_s = np.array([one.begin_s + one.tracking.interval_s * number for one, number in which])
    azimuth, distance = np.degrees(np.arctan2(east, north)), spread.position_m * np.hypot(east, north)
    lat, lon = direct(state.lat_deg, state.lon_deg, azimuth, distance)
    turned_deg = state.azimuth_deg + spread.azimuth_deg * course + wrong_by_deg(world, name, observed_s)
    columns = (
        observed_s,
        np.array(
            [_received_s(one, number, t_s) for (one, number), t_s in zip(which, observed_s, strict=True)]
        ),
        lat,
        lon,
        np.maximum(0.0, state.ground_speed_m_s + spread.speed_m_s * speed),
        turned_deg % 360.0,
        np.maximum(0.0, state.alt_m + spread.alt_m * height),
        state.vertical_speed_m_s + spread.vertical_speed_m_s * climb,
    )
    rows: list[list[float]] = np.stack(columns, axis=-1).tolist()
    for (one, number), (seen_s, received_s, *where, alt, rate) in zip(which, rows, strict=True):
        lat_deg, lon_deg, fast, course_deg = where
        one.known[number] = TrackReport(
            name, seen_s, received_s, lat_deg, lon_deg, fast, course_deg, alt, rate, spread
        )


def _received_s(one: Followed, number: int, observed_s: Seconds) -> Seconds:
    latency = one.tracking.latency
    return observed_s + latency.value_s if isinstance(latency, Fixed) else float(one.received_s[number])


def _followed(world: World, draws: Draws, index: int, detected_s: Seconds) -> Followed:
    track, tracking = world.flying[index], world.spec.authority.tracking
    unseen = Unseen.of(world, track.name)
    until_s = min(track.end_s, unseen.lost_s)
    begin_s = max(track.start_s, detected_s)
    known_s = max(unseen.seen_again_s(until_s), begin_s)
    end = None
    if np.isfinite(known_s):
        latency = tracking.end_latency or tracking.latency
        latency_s = draw_delay(latency, draws, f"report/{track.name}/end/latency")
        how = world.spec.objects[index].end if until_s == track.end_s else "lost"
        end = EndReport(track.name, until_s, known_s + latency_s, how)
    return Followed(track, tracking, draws, unseen, begin_s, until_s, end)


def _normals(streams: Sequence[tuple[Draws, str]], size: int) -> Floats:
    """Shape ``(size, N)``, from N streams."""
    from scipy.special import ndtri

    uniforms = np.stack([draws.uniforms(stream, size) for draws, stream in streams], axis=-1)
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
