"""Policies and failures that name what is not there, or that could never happen."""

from collections.abc import Iterator, Sequence
from typing import Any

from sim.scenario.areasource import KnownAreas
from sim.scenario.nodes import Finding, Path
from sim.scenario.trackfile import TrackObject

_ENDS_THRUST = ("engine_cut", "break_up")


def check_units(data: dict[str, Any], known: KnownAreas | None) -> Iterator[Finding]:
    """Prefectures asked of areas that belong to none."""
    targeting = _dict(_dict(data.get("authority")).get("targeting"))
    if known is not None and known.prefectures is None and targeting.get("unit") == "prefecture":
        message = "needs areas of a shipped layer: those of a file belong to no prefecture"
        yield Finding(("authority", "targeting", "unit"), message)


def check_failures(data: dict[str, Any], tracks: Sequence[TrackObject | None]) -> Iterator[Finding]:
    """Failures of objects that do not exist, at times they do not fly, or of one object twice."""
    names = [_dict(item).get("name") for item in _list(data.get("objects"))]
    flown = {name: track for name, track in zip(names, tracks, strict=False) if isinstance(name, str)}
    first: dict[str, int] = {}
    for index, item in enumerate(_list(data.get("failures"))):
        failure, path = _dict(item), ("failures", index)
        name = failure.get("object")
        yield from _names(failure, names, path)
        if failure.get("kind") not in _ENDS_THRUST or not isinstance(name, str) or name not in flown:
            continue
        if first.setdefault(name, index) != index:
            yield Finding((*path, "object"), f"fails already in failures[{first[name]}]")
        yield from _times(failure, flown, path)


def _names(failure: dict[str, Any], names: list[Any], path: Path) -> Iterator[Finding]:
    there = f"; there are {', '.join(str(name) for name in names)}"
    name = failure.get("object")
    if isinstance(name, str) and name not in names:
        yield Finding((*path, "object"), f"no such object{there}")
    for index, other in enumerate(_list(failure.get("never_separate"))):
        place = (*path, "never_separate", index)
        if other == name:
            yield Finding(place, "is the failing object itself")
        elif isinstance(other, str) and other not in names:
            yield Finding(place, f"no such object{there}")


def _times(failure: dict[str, Any], flown: dict[str, TrackObject | None], path: Path) -> Iterator[Finding]:
    """It must fail in flight, and before those part from it that then never do."""
    at_s, name = failure.get("at_s"), failure["object"]
    if isinstance(at_s, bool) or not isinstance(at_s, int | float):
        return
    if (track := flown.get(name)) is not None:
        start_s, end_s = track.knots[0].t_s, track.knots[-1].t_s
        if not start_s <= at_s < end_s:
            yield Finding((*path, "at_s"), f"lies outside the track of {name}, {start_s:g} to {end_s:g} s")
    for index, other in enumerate(_list(failure.get("never_separate"))):
        part = flown.get(other) if isinstance(other, str) and other != name else None
        if part is not None and part.knots[0].t_s < at_s:
            message = f"has already flown by itself since {part.knots[0].t_s:g} s"
            yield Finding((*path, "never_separate", index), message)


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
