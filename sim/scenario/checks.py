"""What no single key can get wrong: names that must exist elsewhere, keys that belong together.

Every check reads the plain values before they are known to be sound, so that its findings come with all the
others; what has the wrong type is passed over here and reported by the models.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from sim.scenario.areasource import KnownAreas
from sim.scenario.checks_policy import check_units
from sim.scenario.checks_reach import check_reach
from sim.scenario.checks_zones import check_zones
from sim.scenario.instant import instant
from sim.scenario.nodes import Finding, Path

_FARTHEST = timedelta(days=1)  # assumption: no announcement is further from its launch; a slip of the date is


def check(data: dict[str, Any], known: KnownAreas | None) -> Iterator[Finding]:
    """All findings across keys in the plain values of a scenario; ``known`` areas are ``None`` where none are."""
    yield from _object_names(data)
    yield from _targeting(data, known)
    yield from _gate(data)
    yield from _lift(data)
    for index, announced in enumerate(_list(data.get("announced"))):
        yield from _announced(data, _dict(announced), ("announced", index))
    yield from check_units(data, known)
    yield from check_reach(data, known)
    yield from check_zones(data)


def _object_names(data: dict[str, Any]) -> Iterator[Finding]:
    first: dict[str, int] = {}
    for index, name in enumerate(_names(data)):
        if name in first:
            path = ("objects", index, "name")
            yield Finding(path, f"names must differ; objects[{first[name]}] has this one")
        elif name is not None:
            first[name] = index


def _targeting(data: dict[str, Any], known: KnownAreas | None) -> Iterator[Finding]:
    targeting = _dict(_dict(data.get("authority")).get("targeting"))
    if known is None:
        return
    path: Path = ("authority", "targeting", "prefectures")
    if targeting.get("kind") == "prefecture" and known.prefectures is None:
        message = "needs areas of a shipped layer: those of a file belong to no prefecture; use list or municipality"
        yield Finding(("authority", "targeting", "kind"), message)
    elif targeting.get("kind") == "prefecture" and known.prefectures is not None:
        what = f"prefecture in {known.where}"
        yield from _codes(targeting.get("prefectures"), path, known.prefectures, what)
    elif targeting.get("kind") == "list":
        path = ("authority", "targeting", "areas")
        yield from _codes(targeting.get("areas"), path, known.codes, f"area in {known.where}")


def _codes(codes: Any, path: Path, known: frozenset[str], what: str) -> Iterator[Finding]:
    seen: set[str] = set()
    for index, code in enumerate(_list(codes)):
        if not isinstance(code, str):
            continue
        if code not in known:
            few = f"; there is {', '.join(sorted(known))}" if len(known) <= 5 else ""
            yield Finding((*path, index), f"no such {what}{few}")
        elif code in seen:
            yield Finding((*path, index), "is listed twice")
        seen.add(code)


def _gate(data: dict[str, Any]) -> Iterator[Finding]:
    gate = _dict(data.get("gate"))
    ends = [(gate.get(f"{end}_lat_deg"), gate.get(f"{end}_lon_deg")) for end in ("from", "to")]
    if None not in ends[0] and ends[0] == ends[1]:
        yield Finding(("gate",), "must run between two places; both ends are the same", given="")


def _lift(data: dict[str, Any]) -> Iterator[Finding]:
    lift = _dict(_dict(data.get("authority")).get("lift"))
    if "clear_distance_km" in lift and lift.get("threat_over") == "last_object_down":
        path = ("authority", "lift", "clear_distance_km")
        yield Finding(path, "has no effect unless threat_over is last_object_past", "key")


def _announced(data: dict[str, Any], announced: dict[str, Any], path: Path) -> Iterator[Finding]:
    milestone, name = announced.get("milestone"), announced.get("object")
    names = list(dict.fromkeys(known for known in _names(data) if known is not None))
    if isinstance(name, str) and name not in names:
        there = f"; there are {', '.join(names)}" if names else ""
        yield Finding((*path, "object"), f"no such object{there}")
    if milestone == "object_down" and name is None:
        yield Finding((*path, "object"), "missing key: object_down is about one object", "parent")
    if name is not None and isinstance(milestone, str) and milestone not in ("object_down", "overflight"):
        yield Finding((*path, "object"), f"belongs to object_down or overflight, not to {milestone}", "key")
    if milestone == "overflight" and data.get("gate") is None:
        yield Finding((*path, "milestone"), "an overflight needs a gate, and the scenario has none")
    yield from _far_from_launch(data.get("launch_time"), announced.get("time"), path)


def _far_from_launch(launch: Any, time: Any, path: Path) -> Iterator[Finding]:
    try:
        apart = instant(time) - instant(launch)
    except ValueError:
        return
    if abs(apart) > _FARTHEST:
        yield Finding((*path, "time"), f"is more than a day from launch_time, {launch}")


def _names(data: dict[str, Any]) -> list[str | None]:
    names = [_dict(item).get("name") for item in _list(data.get("objects"))]
    return [name if isinstance(name, str) else None for name in names]


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
