"""Zones whose names are used twice, or whose corners do not go round."""

from collections.abc import Iterator
from itertools import combinations
from typing import Any, TypeAlias

from sim.scenario.nodes import Finding

Point: TypeAlias = tuple[float, float]


def check_zones(data: dict[str, Any]) -> Iterator[Finding]:
    """All findings about ``zones``, in plain, unchecked values."""
    zones = data.get("zones")
    first: dict[str, int] = {}
    for index, zone in enumerate(zones if isinstance(zones, list) else []):
        if not isinstance(zone, dict):
            continue
        name = zone.get("name")
        if isinstance(name, str) and first.setdefault(name, index) != index:
            message = f"names must differ; zones[{first[name]}] has this one"
            yield Finding(("zones", index, "name"), message)
        if _crosses_itself(_corners(zone.get("corners"))):
            message = "edges cross: list the corners in order round the zone"
            yield Finding(("zones", index, "corners"), message, given="")


def _corners(value: Any) -> list[Point]:
    """The corners, longitudes unrolled about the first; none unless all are numbers."""
    corners: list[Point] = []
    for corner in value if isinstance(value, list) else []:
        lon, lat = (
            (corner.get("lon_deg"), corner.get("lat_deg")) if isinstance(corner, dict) else (None, None)
        )
        if not isinstance(lon, int | float) or not isinstance(lat, int | float):
            return []
        corners.append(((lon - corners[0][0] + 180.0) % 360.0 if corners else lon, lat))
    return [(180.0, corners[0][1]), *corners[1:]] if corners else []


def _crosses_itself(corners: list[Point]) -> bool:
    edges = list(zip(corners, corners[1:] + corners[:1], strict=True))
    return any(_cross(*one, *other) for one, other in combinations(edges, 2) if not set(one) & set(other))


def _cross(a: Point, b: Point, c: Point, d: Point) -> bool:
    """Whether the segments a-b and c-d meet."""
    return _side(a, b, c) * _side(a, b, d) <= 0.0 and _side(c, d, a) * _side(c, d, b) <= 0.0


def _side(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
