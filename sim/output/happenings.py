"""What a run folder says over time: objects that move, warnings that hold and end, visits, messages."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np

from sim.output.view import RunView
from sim.units import Degrees, DegreesArray, Floats, MetresArray, Seconds, SecondsArray

ENDS = ("lifted", "expired", "cancelled")
"""Ends after which no warning is in force; a superseded one gives way to the next at once."""
_MESSAGES = ("issued", "lift_issued", "withdrawal_issued")


@dataclass(frozen=True, eq=False)
class Moving:
    """One object's samples ``(N,)``; longitudes within 180 degrees, heights above the ellipsoid, never below 0."""

    name: str
    title: str
    radius_km: float
    radius_basis: str
    t_s: SecondsArray
    lon_deg: DegreesArray
    lat_deg: DegreesArray
    alt_m: MetresArray

    def place(self, t_s: Seconds) -> tuple[Degrees, Degrees]:
        """Ground point (longitude, latitude) at a time within the samples, straight between them."""
        lon = np.unwrap(self.lon_deg, period=360.0)
        return float(np.interp(t_s, self.t_s, lon)), float(np.interp(t_s, self.t_s, self.lat_deg))


@dataclass(frozen=True)
class Visit:
    """An object's footprint over an area."""

    code: str
    object: str
    enter_s: Seconds
    exit_s: Seconds


@dataclass(frozen=True)
class Spell:
    """One state of an area: ``never`` or not yet (``before``), ``warned``, or how the warning ended.

    ``message`` is the one that brought the state.
    """

    state: str
    from_s: Seconds
    to_s: Seconds
    message: int | None


@dataclass(frozen=True)
class Message:
    """A message as it went out, and when the next one did (or the run ends)."""

    number: int
    kind: str
    type: str
    t_s: Seconds
    until_s: Seconds
    areas: tuple[str, ...]
    text_en: str
    text_ja: str


def moving(view: RunView) -> list[Moving]:
    """Every object that flew, in the scenario's order; none in a false alarm, whatever the map says was planned."""
    if view.nothing_flew:
        return []
    return [_moving(track) for track in view.tracks if track["geometry"] is not None]


def _moving(track: dict[str, Any]) -> Moving:
    properties, places = track["properties"], np.array(track["geometry"]["coordinates"], float)
    return Moving(
        name=properties["object"],
        title=properties["title"],
        radius_km=properties["radius_km"],
        radius_basis=properties["radius_basis"],
        t_s=np.array(properties["t_s"], float),
        lon_deg=(places[:, 0] + 180.0) % 360.0 - 180.0,
        lat_deg=places[:, 1],
        alt_m=np.maximum(1000.0 * np.array(properties["alt_km"], float), 0.0),
    )


def visits(view: RunView) -> list[Visit]:
    """Every visit in the log, in order of arrival."""
    open_since: dict[tuple[str, str], Seconds] = {}
    done = []
    for event in view.log.of("hazard_enter", "hazard_exit"):
        pair = (event.subject, event.fields["object"])
        if event.kind == "hazard_enter":
            open_since.setdefault(pair, event.t_s)
        elif pair in open_since:
            done.append(Visit(*pair, open_since.pop(pair), event.t_s))
    return sorted(done, key=lambda one: one.enter_s)


def spells(view: RunView) -> dict[str, list[Spell]]:
    """The states of every area of the run, each area's one after the other from first to last moment."""
    start_s, end_s = span_s(view)
    found: dict[str, list[Spell]] = {area["properties"]["area_code"]: [] for area in view.areas}
    now: dict[str, tuple[str, Seconds, int | None]] = dict.fromkeys(found, ("before", start_s, None))
    for event in view.log.of("warned", *ENDS):
        state, since_s, message = now[event.subject]
        found[event.subject].append(Spell(state, since_s, event.t_s, message))
        now[event.subject] = (event.kind, event.t_s, event.fields.get("message"))
    for code, (state, since_s, message) in now.items():
        last = "never" if state == "before" else state
        found[code].append(Spell(last, since_s, end_s, message))
    return {code: [one for one in own if one.to_s > one.from_s] for code, own in found.items()}


def messages(view: RunView) -> list[Message]:
    """Every message that went out, in order."""
    sent = [*view.log.of(*_MESSAGES)]
    ends = [*(event.t_s for event in sent[1:]), span_s(view)[1]]
    return [
        Message(
            number=event.fields["message"],
            kind=event.kind,
            type=event.fields["type"],
            t_s=event.t_s,
            until_s=until_s,
            areas=tuple(event.fields["areas"]),
            text_en=event.fields["text_en"],
            text_ja=event.fields["text_ja"],
        )
        for event, until_s in zip(sent, ends, strict=False)
    ]


def span_s(view: RunView) -> tuple[Seconds, Seconds]:
    """First and last moment worth showing: from the launch until a minute after the last thing that is drawn."""
    drawn = (
        *(one.t_s[-1] for one in moving(view)),
        *(event.t_s for event in view.log.of("warned", *ENDS, *_MESSAGES, "hazard_exit")),
    )
    return 0.0, float(np.ceil(max(drawn, default=0.0))) + 60.0


def launch_of(view: RunView) -> datetime:
    """The modelled launch."""
    return datetime.fromisoformat(view.summary["launch_time"])


def moment(launch: datetime, t_s: Seconds, *, fraction: bool = False) -> str:
    """A moment of the run as ISO 8601 with the launch's offset: to the nearest second, or millisecond."""
    at = launch + timedelta(milliseconds=round(1000.0 * t_s) if fraction else 1000 * round(t_s))
    return at.isoformat(timespec="milliseconds" if at.microsecond else "seconds")


def parts(feature: dict[str, Any]) -> Iterator[list[list[list[Degrees]]]]:
    """The polygons of a feature, each a list of rings of (longitude, latitude), the outer one first."""
    geometry = feature["geometry"]
    if geometry is not None:
        yield from [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]


def middles(view: RunView) -> dict[str, Floats]:
    """Unit vectors ``(3,)`` to the middle of every area that has a shape: they add up across the antimeridian."""
    found = {}
    for feature in view.areas:
        corners = [place for polygon in parts(feature) for place in polygon[0]]
        if corners:
            lon, lat = np.radians(corners).T
            vectors = np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])
            middle = vectors.mean(axis=1)
            found[feature["properties"]["area_code"]] = middle / np.linalg.norm(middle)
    return found


def place_of(vectors: Sequence[Floats]) -> tuple[Degrees, Degrees]:
    """Longitude and latitude of the middle of unit vectors."""
    x, y, z = np.sum(vectors, axis=0)
    return float(np.degrees(np.arctan2(y, x))), float(np.degrees(np.arctan2(z, np.hypot(x, y))))
