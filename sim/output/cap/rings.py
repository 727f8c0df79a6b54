"""Polygons as CAP 1.2 writes them: one closed ring of latitude,longitude pairs in degrees, no holes."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TypeAlias

import shapely

from sim.units import Degrees

Point: TypeAlias = tuple[Degrees, Degrees]
Ring: TypeAlias = tuple[Point, ...]

# A metre on the ground at most; more digits would claim what no coastline has.
DECIMALS = 5


def rings_of(geometry: shapely.Geometry) -> tuple[Ring, ...]:
    """The exterior rings of a (multi)polygon in (longitude, latitude) degrees, closed and latitude first.

    CAP polygons have no holes: a hole is warned too, an overshoot of exactly its area. Coordinates are
    rounded to 1e-5 degrees such that rings stay simple; a part thinner than that vanishes.
    ``ValueError`` for a geometry that is not polygonal.
    """
    if geometry.geom_type not in ("Polygon", "MultiPolygon"):
        raise ValueError(f"a CAP area is made of polygons, not of a {geometry.geom_type}")
    rings: list[Ring] = []
    for part in shapely.get_parts(geometry):
        filled = shapely.set_precision(shapely.Polygon(part.exterior), 10.0**-DECIMALS)
        for piece in shapely.get_parts(filled):
            if piece.geom_type == "Polygon" and not piece.is_empty:
                # Where a ring starts and which way it runs would else depend on the version of GEOS.
                rings.append(_latitude_first(shapely.normalize(piece).exterior))
    return tuple(rings)


def _latitude_first(ring: shapely.LinearRing) -> Ring:
    return tuple((_rounded(lat_deg), _rounded(lon_deg)) for lon_deg, lat_deg in shapely.get_coordinates(ring))


def _rounded(angle_deg: Degrees) -> Degrees:
    return round(float(angle_deg), DECIMALS) + 0.0  # + 0.0 turns -0.0 into 0.0


def ring_text(ring: Ring) -> str:
    """The content of a ``polygon`` element."""
    return " ".join(f"{lat_deg:.{DECIMALS}f},{lon_deg:.{DECIMALS}f}" for lat_deg, lon_deg in ring)


def range_fault(lat_deg: Degrees, lon_deg: Degrees) -> str | None:
    """What is wrong with one WGS 84 coordinate pair, or None."""
    if not -90 <= lat_deg <= 90:
        swapped = abs(lat_deg) <= 180 and abs(lon_deg) <= 90
        hint = ": is longitude written first? CAP has latitude first" if swapped else ""
        return f"latitude is outside -90..90{hint} ({lat_deg:g},{lon_deg:g})"
    if not -180 <= lon_deg <= 180:
        return f"longitude is outside -180..180 ({lat_deg:g},{lon_deg:g})"
    return None


def ring_faults(points: Sequence[Point]) -> Iterator[str]:
    """Everything wrong with a ring of (latitude, longitude) points, most basic first; nothing if it is sound.

    At least four pairs, first and last the same: CAP 1.2, section 3.2.4. Crossing itself and enclosing
    nothing are not named there, but leave open who is warned.
    """
    for number, (lat_deg, lon_deg) in enumerate(points, 1):
        fault = range_fault(lat_deg, lon_deg)
        if fault:
            yield f"point {number} of {len(points)}: {fault}"
            return
    if points and points[0] != points[-1]:
        first, last = (f"{point[0]:g},{point[1]:g}" for point in (points[0], points[-1]))
        yield f"the ring is not closed: the last point must repeat the first ({first} … {last})"
    elif len(points) < 4:
        yield f"a closed ring has at least 4 points ({len(points)} given)"
    else:
        yield from _shape_faults(points)


def _shape_faults(points: Sequence[Point]) -> Iterator[str]:
    polygon = shapely.Polygon(_unwrapped(points))
    if polygon.convex_hull.area == 0:
        yield f"the ring encloses no area ({len(points)} points)"
        return
    if polygon.is_valid:
        return
    reason = shapely.is_valid_reason(polygon)
    lon_deg, _, lat_deg = reason.partition("[")[2].rstrip("]").partition(" ")
    where = f"{float(lat_deg):.5f},{(float(lon_deg) + 180) % 360 - 180:.5f}"
    if reason.startswith("Ring Self-intersection"):
        yield f"warning: the ring touches itself (at {where})"
    else:
        yield f"the ring crosses itself (at {where})"


def _unwrapped(points: Sequence[Point]) -> list[Point]:
    """(longitude, latitude) with no step over 180 degrees: a ring across the date line stays one piece."""
    turn = 0.0
    unwrapped = [(points[0][1], points[0][0])]
    for (_, before), (lat_deg, lon_deg) in pairwise(points):
        step = lon_deg - before
        turn -= 360.0 if step > 180 else -360.0 if step < -180 else 0.0
        unwrapped.append((lon_deg + turn, lat_deg))
    return unwrapped
