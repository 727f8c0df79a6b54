"""Names and areas that a scenario's reach and faults mention and that must exist elsewhere in it."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from sim.scenario.areasource import KnownAreas
from sim.scenario.nodes import Finding, Path

_WITHOUT_REACH = {"wrong_areas", "false_alarm", "undetected_launch"}


def check_reach(data: dict[str, Any], known: KnownAreas | None) -> Iterator[Finding]:
    """All findings across keys about reach, faults and the way of lifting, in plain, unchecked values."""
    reach, authority = _dict(data.get("reach")), _dict(data.get("authority"))
    for key in ("links", "channels"):
        yield from _twice(_list(reach.get(key)), ("reach", key))
    for index, channel in enumerate(_list(reach.get("channels"))):
        yield from _twice(_list(_dict(channel).get("networks")), ("reach", "channels", index, "networks"))
    yield from _areas(data, known)
    yield from _faults(data, reach)
    lift = _dict(authority.get("lift"))
    if lift.get("mode") == "area_by_area" and lift.get("threat_over") == "last_object_down":
        yield Finding(("authority", "lift", "mode"), "needs threat_over last_object_past")


def _faults(data: dict[str, Any], reach: dict[str, Any]) -> Iterator[Finding]:
    faults = _list(data.get("faults"))
    yield from _twice(faults, ("faults",))
    links, channels = _names(reach.get("links")), _names(reach.get("channels"))
    targeting = _dict(_dict(data.get("authority")).get("targeting")).get("kind")
    causes: dict[str, Any] = {}
    for index, fault in enumerate(map(_dict, faults)):
        path: Path = ("faults", index)
        if not reach and fault.get("kind") not in _WITHOUT_REACH and isinstance(fault.get("kind"), str):
            yield Finding((*path, "kind"), "needs the section 'reach', which the scenario has not")
            continue
        yield from _known(fault.get("link"), links, (*path, "link"), "link")
        yield from _known(fault.get("channel"), channels, (*path, "channel"), "channel")
        for place, name in enumerate(_list(fault.get("channels"))):
            yield from _known(name, channels, (*path, "channels", place), "channel")
        yield from _network(fault, reach, path)
        yield from _cause(_dict(fault.get("cause")), causes, path)
        yield from _pair(fault, targeting, path)


def _network(fault: dict[str, Any], reach: dict[str, Any], path: Path) -> Iterator[Finding]:
    found = [c for c in map(_dict, _list(reach.get("channels"))) if c.get("name") == fault.get("channel")]
    if found:
        networks = _names(found[0].get("networks"))
        yield from _known(fault.get("network"), networks, (*path, "network"), "network of this channel")


def _cause(cause: dict[str, Any], seen: dict[str, Any], path: Path) -> Iterator[Finding]:
    name, probability = cause.get("name"), cause.get("probability")
    if isinstance(name, str) and seen.setdefault(name, probability) != probability:
        where = (*path, "cause", "probability")
        yield Finding(where, f"must be the same wherever this cause is named ({seen[name]})")


def _pair(fault: dict[str, Any], targeting: Any, path: Path) -> Iterator[Finding]:
    for later in ("correction", "cancellation"):
        if later in fault and "known" not in fault:
            yield Finding((*path, later), "needs 'known': a mistake is put right once it is known", "key")
    unnamed = targeting in ("municipality", "none") and "areas" not in fault
    if fault.get("kind") == "false_alarm" and unnamed:
        message = "missing key: nothing flies, so targeting names no areas"
        yield Finding((*path, "areas"), message, "parent")
    if fault.get("kind") == "wrong_areas" and "added" not in fault and "omitted" not in fault:
        yield Finding((*path, "added"), "missing key: wrong_areas needs 'added' or 'omitted'", "parent")


def _areas(data: dict[str, Any], known: KnownAreas | None) -> Iterator[Finding]:
    if known is None:
        return
    for path, codes in _named_areas(data):
        for index, code in enumerate(_list(codes)):
            yield from _known(code, known.codes, (*path, index), f"area in {known.where}")


def _named_areas(data: dict[str, Any]) -> Iterator[tuple[Path, Any]]:
    reach = _dict(data.get("reach"))
    yield ("reach", "receivers", "old_areas"), _dict(reach.get("receivers")).get("old_areas")
    yield ("reach", "start", "manual_areas"), _dict(reach.get("start")).get("manual_areas")
    for index, channel in enumerate(map(_dict, _list(reach.get("channels")))):
        for place, one in enumerate(map(_dict, _list(channel.get("coverage_by_area")))):
            yield ("reach", "channels", index, "coverage_by_area", place, "areas"), one.get("areas")
    for index, fault in enumerate(map(_dict, _list(data.get("faults")))):
        for key in ("areas", "added", "omitted"):
            yield ("faults", index, key), fault.get(key)


def _known(name: Any, known: frozenset[str] | list[str], path: Path, what: str) -> Iterator[Finding]:
    if isinstance(name, str) and name not in known:
        few = f"; there is {', '.join(sorted(known))}" if 0 < len(known) <= 10 else ""
        yield Finding(path, f"no such {what}{few}")


def _twice(items: list[Any], path: Path) -> Iterator[Finding]:
    counts = Counter(_names(items))
    first: set[str] = set()
    for index, item in enumerate(items):
        name = _dict(item).get("name")
        if isinstance(name, str) and counts[name] > 1:
            if name in first:
                yield Finding((*path, index, "name"), "names must differ; an earlier one has this name")
            first.add(name)


def _names(items: Any) -> list[str]:
    names = [_dict(item).get("name") for item in _list(items)]
    return [name for name in names if isinstance(name, str)]


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
