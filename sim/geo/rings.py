"""Polygons whose rings cross the antimeridian or go round a pole, as polygons that a plane can hold.

RFC 7946 (3.1.9) asks for such polygons to be cut at the antimeridian; files often hold them uncut, with longitudes
that run past 180 or jump from 180 to -180. An edge is a straight line in longitude and latitude (3.1.1) and goes the
short way round.
"""

from typing import Any

import numpy as np
import shapely

from sim.geo.footprints import within_180
from sim.units import Floats


def planar(part: Any) -> Any:
    """The same polygon with longitudes that never jump, holes beside their shell; a pole inside becomes an edge."""
    shell = _beside(_closed(_unrolled(shapely.get_coordinates(part.exterior))), 0.0)
    holes = [_closed(_unrolled(shapely.get_coordinates(hole))) for hole in part.interiors]
    return shapely.Polygon(shell, [_beside(hole, _middle(shell)) for hole in holes])


def cut_at_antimeridian(polygons: list[Any]) -> Any:
    """Planar polygons as one multipolygon within 180 degrees; those that lie there already stay as they are."""
    parts: list[Any] = []
    for polygon in polygons:
        west, _, east, _ = polygon.bounds
        inside = west >= -180.0 and east <= 180.0
        pieces = shapely.get_parts(polygon if inside else within_180(polygon))
        parts += [piece for piece in pieces if piece.geom_type == "Polygon" and not piece.is_empty]
    return shapely.MultiPolygon(parts)


def _beside(ring: Floats, lon: float) -> Floats:
    """Moved by whole turns so that its middle is within half a turn of a longitude."""
    ring[:, 0] -= 360.0 * np.round((_middle(ring) - lon) / 360.0)
    return ring


def _middle(ring: Floats) -> float:
    return float(0.5 * (ring[:, 0].min() + ring[:, 0].max()))


def _unrolled(ring: Floats) -> Floats:
    """Without jumps of more than half a turn; steps of exactly one turn, along a pole, are kept."""
    step = np.diff(ring[:, 0])
    along_pole = (
        (np.abs(np.abs(step) - 360.0) < 1e-9) & (np.abs(ring[1:, 1]) == 90.0) & (np.abs(ring[:-1, 1]) == 90.0)
    )
    step -= np.where(along_pole, 0.0, 360.0 * np.round(step / 360.0))
    return np.column_stack([ring[0, 0] + np.concatenate([[0.0], np.cumsum(step)]), ring[:, 1]])


def _closed(ring: Floats) -> Floats:
    """A ring that ends a whole turn from where it began has a pole inside: closed along that pole."""
    turn = ring[-1, 0] - ring[0, 0]
    if abs(turn) < 180.0:
        return ring
    pole = 90.0 if ring[:, 1].mean() > 0.0 else -90.0
    return np.vstack([ring, [[ring[-1, 0], pole], [ring[0, 0], pole], ring[0]]])
