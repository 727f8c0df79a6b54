"""What trackers make of the true flight: when each report arrives, and what it says once somebody asks.

Reports are independent of what the authority does, so they need no events. Every object is observed at each interval,
seen or not: what is not seen moves no other draw.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import ceil, isfinite

import numpy as np

from sim.alert.delays import draw_delay
from sim.alert.reports import EndHow, EndReport, Report, Sighting, Spread, TrackReport
from sim.draws import Draws
from sim.engine.unseen import Unseen, wrong_by_deg
from sim.engine.world import World
from sim.flight.track import Flying, TrackState
from sim.geo.geodesy import direct
from sim.scenario.delay import Fixed
from sim.scenario.spec import Tracking
from sim.units import Floats, Seconds, SecondsArray


@dataclass(frozen=True, eq=False)
class Watched:
    """How an object is watched, the same in every run; ``late_s`` is by how much each report is late where that, and
    that there is one at every interval, is certain: its times then follow without looking at each."""

    name: str
    tracking: Tracking
    unseen: Unseen
    how: EndHow
    late_s: Seconds | None
    spread: Spread


@dataclass(frozen=True, eq=False)
class Followed:
    """One object from when it is first looked for until its track is over.

    N reports, ``number``: one at each interval from ``begin_s`` to before ``until_s``; ``end`` is the report of what
    became of it, if that ever comes.
    """

    track: Flying
    watched: Watched
    draws: Draws
    begin_s: Seconds
    until_s: Seconds
    number: int
    end: EndReport | None
    known: dict[int, TrackReport] = field(default_factory=dict, repr=False)

    def observed_at_s(self, number: int) -> Seconds:
        """When a report was observed."""
        return self.begin_s + self.watched.tracking.interval_s * number

    @cached_property
    def observed_s(self) -> SecondsArray:
        """Shape ``(N,)``."""
        return np.asarray(self.begin_s + self.watched.tracking.interval_s * np.arange(self.number), float)

    @cached_property
    def received_s(self) -> SecondsArray:
        """Shape ``(N,)``; never (infinite) where the object was not seen."""
        received = np.where(self.watched.unseen.at(self.observed_s), np.inf, self.observed_s)
        latency = self.watched.tracking.latency
        if isinstance(latency, Fixed):
            return np.asarray(received + latency.value_s)
        for number in np.flatnonzero(np.isfinite(received)).tolist():
            received[number] += draw_delay(
                latency, self.draws, f"report/{self.watched.name}/{number}/latency"
            )
        return received

    @property
    def first_s(self) -> Seconds:
        """When the first report arrives; infinite if none does."""
        if self.watched.late_s is not None and self.number:
            return self.begin_s + self.watched.late_s
        return float(self.received_s.min(initial=np.inf))

    def received_at_s(self, number: int) -> Seconds:
        """When a report arrives that is not lost."""
        late_s = self.watched.late_s
        return float(self.received_s[number]) if late_s is None else self.observed_at_s(number) + late_s

    def newest(self, now_s: Seconds) -> int | None:
        """Which of the reports received by now was observed last."""
        if self.watched.late_s is not None:
            since = (now_s - self.watched.late_s - self.begin_s) / self.watched.tracking.interval_s
            last = min(self.number, int(since) + 1 if since >= 0.0 else 0) - 1
            return last if last >= 0 else None
        here = np.flatnonzero(self.received_s <= now_s)
        return int(here[-1]) if len(here) else None


@dataclass(frozen=True, eq=False)
class Sightings:
    """All reports of one run's objects, in the order of the scenario.

    ``ahead`` works out the last report of an object, by number, in this and in other runs at once.
    """

    world: World
    objects: tuple[Followed, ...]
    ahead: Callable[[int], None] | None = None

    def reports(self, one: Followed, numbers: Iterable[int]) -> list[TrackReport]:
        """What some reports of an object say."""
        wanted = list(numbers)
        if self.ahead is not None and wanted[-1:] == [one.number - 1] and wanted[-1] not in one.known:
            self.ahead(self.objects.index(one))
        if missing := [number for number in wanted if number not in one.known]:
            state = one.track.state_at(one.observed_s[missing])
            observe(self.world, [(one, number) for number in missing], state)
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
            elif isfinite(one.first_s):
                found.append(Sighting(one.watched.name, one.first_s))
            if one.end is not None:
                found.append(one.end)
        return sorted(found, key=lambda report: report.received_s)

    def newest(self, now_s: Seconds) -> Iterator[TrackReport]:
        """The newest report of each object received by now, in order of first report."""
        for one in sorted(self.objects, key=lambda one: one.first_s):
            number = one.newest(now_s)
            if number is not None:
                yield from self.reports(one, [number])


def watched(world: World) -> tuple[Watched, ...]:
    """How each object is watched, in the order of the scenario."""
    tracking, found = world.spec.authority.tracking, []
    for track, spec in zip(world.flying, world.spec.objects, strict=True):
        unseen, latency = Unseen.of(world, track.name), tracking.latency
        late_s = latency.value_s if isinstance(latency, Fixed) and not unseen.windows else None
        found.append(Watched(track.name, tracking, unseen, spec.end, late_s, _spread(tracking)))
    return tuple(found)


def follow(world: World, draws: Draws, detected_s: Seconds, each: Sequence[Watched]) -> tuple[Followed, ...]:
    """Follow every object from its detection until it ends or its track is lost."""
    pairs = zip(world.flying, each, strict=True)
    return tuple([_followed(track, one, draws, detected_s) for track, one in pairs])


def observe(world: World, which: Sequence[tuple[Followed, int]], state: TrackState) -> None:
    """Work out N reports of one object, in one run or several, from its true states ``(N,)`` at their times.

    The true state plus independent normal errors of place (north, east, up), ground speed, course and climb. What the
    trackers get wrong beyond that is in no stated spread.
    """
    name, spread = which[0][0].watched.name, which[0][0].watched.spread
    streams = [(one.draws, f"report/{name}/{number}") for one, number in which]
    north, east, speed, course = _normals(streams, 4)
    height, climb = _normals([(draws, f"{stream}/vertical") for draws, stream in streams], 2)
    observed_s = np.array([one.observed_at_s(number) for one, number in which])
    azimuth, distance = np.degrees(np.arctan2(east, north)), spread.position_m * np.hypot(east, north)
    lat, lon = direct(state.lat_deg, state.lon_deg, azimuth, distance)
    turned_deg = state.azimuth_deg + spread.azimuth_deg * course + wrong_by_deg(world, name, observed_s)
    columns = (
        observed_s,
        np.array([one.received_at_s(number) for one, number in which]),
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


def _followed(track: Flying, one: Watched, draws: Draws, detected_s: Seconds) -> Followed:
    end_s = track.end_s
    until_s = min(end_s, one.unseen.lost_s)
    begin_s = max(track.start_s, detected_s)
    known_s = max(one.unseen.seen_again_s(until_s), begin_s)
    interval_s, end = one.tracking.interval_s, None
    number = max(0, ceil((until_s - begin_s) / interval_s))
    number -= number > 0 and begin_s + interval_s * (number - 1) >= until_s
    if isfinite(known_s):
        latency = one.tracking.end_latency or one.tracking.latency
        latency_s = draw_delay(latency, draws, f"report/{one.name}/end/latency")
        end = EndReport(one.name, until_s, known_s + latency_s, one.how if until_s == end_s else "lost")
    return Followed(track, one, draws, begin_s, until_s, number, end)


def _normals(streams: Sequence[tuple[Draws, str]], size: int) -> Floats:
    """Shape ``(size, N)``, from N streams."""
    from scipy.special import ndtri

    uniforms = np.array([draws.uniforms(stream, size) for draws, stream in streams]).T
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
