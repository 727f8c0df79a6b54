"""From shapely geometry in degrees to straight edges in ECEF: the door where degenerate input is refused.

An edge is a straight line in longitude and latitude (RFC 7946, section 3.1.1), cut into chords that stay
within `CHORD_TOLERANCE_M` of it. Two readings make edges that leave the plane usable: a longitude step of
more than 180° goes the short way, across the antimeridian; a step of exactly 360° goes once round.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from sim.geo.ecef import to_ecef
from sim.geo.ragged import spread
from sim.units import Floats, Ints

CHORD_TOLERANCE_M = 0.25
"""Largest distance between an edge and the chords that stand for it (assumption: far below the data's 50
m)."""

_POINT, _POLYGON, _MULTIPOINT, _MULTIPOLYGON, _COLLECTION = 0, 3, 4, 6, 7
_MANY = (_MULTIPOINT, _MULTIPOLYGON, _COLLECTION)


@dataclass(frozen=True)
class Outline:
    """Edges in metres, area by area: ``a_m``, ``b_m`` are ``(E, 3)``; ``ring`` and ``area`` are ``(E,)``.

    ``ring`` numbers the rings (and lone points) the areas are made of, across all areas. A point is an edge
    of length zero.
    """

    a_m: Floats
    b_m: Floats
    ring: Ints
    area: Ints


def outline(geometries: Sequence[Any]) -> Outline:
    """Edges of polygons, points and collections of them; ``None`` and empty ones give no edge.

    Raises `ValueError` naming the areas whose geometry is of another kind or whose coordinates are not
    finite, or whose latitudes leave [-90, 90].
    """
    parts, area = _simple_parts(geometries)
    rings, ring_part = shapely.get_rings(parts, return_index=True)
    lon_lat, ring = shapely.get_coordinates(rings, return_index=True)
    points = np.flatnonzero(shapely.get_type_id(parts) == _POINT)
    spots = shapely.get_coordinates(parts[points])
    part_of_vertex = ring_part[ring] if len(ring) else np.zeros(0, np.int64)
    _refuse_bad_coordinates(np.vstack([lon_lat, spots]), area[np.concatenate([part_of_vertex, points])])

    starts = np.flatnonzero(ring[:-1] == ring[1:])
    a, b, edge = _cut(lon_lat[starts], lon_lat[starts + 1])
    edge_ring = ring[starts][edge]
    keep = _worth_keeping(a, b, edge_ring)
    spot = to_ecef(spots[:, 0], spots[:, 1])
    part = np.concatenate([ring_part[edge_ring[keep]], points])
    order = np.argsort(part, kind="stable")
    return Outline(
        a_m=np.vstack([a[keep], spot])[order],
        b_m=np.vstack([b[keep], spot])[order],
        ring=np.concatenate([edge_ring[keep], len(rings) + np.arange(len(points))])[order],
        area=area[part[order]],
    )


def _simple_parts(geometries: Sequence[Any]) -> tuple[Any, Ints]:
    parts = np.empty(len(geometries), object)
    parts[:] = list(geometries)
    area = np.arange(len(parts))
    kept = ~(shapely.is_missing(parts) | shapely.is_empty(parts))
    parts, area = parts[kept], area[kept]
    while np.isin(shapely.get_type_id(parts), _MANY).any():
        parts, index = shapely.get_parts(parts, return_index=True)
        area = area[index]
        kept = ~shapely.is_empty(parts)
        parts, area = parts[kept], area[kept]
    wrong = ~np.isin(shapely.get_type_id(parts), (_POINT, _POLYGON))
    if wrong.any():
        raise ValueError(f"areas {_few(area[wrong])}: only polygons and points can be areas")
    return parts, area


def _refuse_bad_coordinates(lon_lat: Floats, area: Ints) -> None:
    not_finite = ~np.isfinite(lon_lat).all(axis=1)
    if not_finite.any():
        raise ValueError(f"areas {_few(area[not_finite])}: coordinates must be finite")
    outside = (np.abs(lon_lat[:, 1]) > 90.0) | (np.abs(lon_lat[:, 0]) > 540.0)
    if outside.any():
        raise ValueError(
            f"areas {_few(area[outside])}: latitudes must lie in [-90, 90], longitudes in [-540, 540]"
        )


def _few(area: Ints) -> str:
    names = [str(a) for a in np.unique(area)]
    return ", ".join(names[:5]) + (", …" if len(names) > 5 else "")


def _cut(start: Floats, end: Floats) -> tuple[Floats, Floats, Ints]:
    """Chords along straight lines in degrees: ends in metres, and the line each belongs to.

    The same line gives the same chords to the bit whichever way it runs and on whichever side of ±180° it is
    written, so that neighbours share their border and a seam can be told.
    """
    step = end - start
    once_round = np.abs(np.abs(step[:, 0]) - 360.0) < 1e-9
    step[:, 0] -= np.where(once_round, 0.0, 360.0 * np.round(step[:, 0] / 360.0))
    start, end = _within_180(start), _within_180(end)
    back = (start[:, 1] > end[:, 1]) | ((start[:, 1] == end[:, 1]) & (start[:, 0] > end[:, 0]))
    start[back], end[back] = end[back], start[back]
    step[back] = -step[back]
    middle = to_ecef(*(start + 0.5 * step).T)
    bulge = np.linalg.norm(middle - 0.5 * (to_ecef(*start.T) + to_ecef(*end.T)), axis=1)
    # A chord's bulge falls with the square of its length; whole degrees keep that true for huge edges.
    pieces = np.maximum(np.ceil(np.sqrt(bulge / CHORD_TOLERANCE_M)), np.ceil(np.abs(step).max(axis=1)))
    pieces = np.maximum(pieces, 1.0).astype(np.int64)
    line, number = spread(np.zeros(len(start), np.int64), pieces)
    low = start[line] + step[line] * (number / pieces[line])[:, None]
    high = start[line] + step[line] * ((number + 1) / pieces[line])[:, None]
    last = number + 1 == pieces[line]
    high[last] = end[line[last]]
    a, b, turn = to_ecef(*low.T), to_ecef(*high.T), back[line]
    a[turn], b[turn] = b[turn], a[turn]
    return a, b, line


def _within_180(lon_lat: Floats) -> Floats:
    lon = lon_lat[:, 0] - 360.0 * np.ceil((lon_lat[:, 0] - 180.0) / 360.0)
    return np.column_stack([lon, lon_lat[:, 1]])


def _worth_keeping(a: Floats, b: Floats, ring: Ints) -> Any:
    """Drop edges of no length, but leave every ring at least one."""
    keep = (a != b).any(axis=1)
    rings_left = np.unique(ring[keep])
    lone, first = np.unique(ring, return_index=True)
    keep[first[~np.isin(lone, rings_left)]] = True
    return keep
