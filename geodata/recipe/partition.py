"""From overlapping, partly invalid shapes to a partition: one owner for each place, borders shared."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray


def clean(shape: Any) -> Any:
    """``shape`` made valid by the even-odd rule, as a multipolygon; stray points and lines are dropped.

    The even-odd rule is the one that fits the source: read so, neighbours overlap by 0.4 km2 in all Japan;
    with the lobes of self-crossing rings filled instead they overlap by 31 km2.
    """
    return shapely.multipolygons(_polygons(shapely.make_valid(shape)))


def partition(shapes: Sequence[Any], owners: Sequence[str], grid_deg: float) -> dict[str, Any]:
    """Owner to multipolygon, in owner order, with no overlap at all and shared borders identical.

    All outlines are noded together on one grid (snap rounding: Hobby 1999, "Practical segment intersection
    with finite precision output", doi 10.1016/S0925-7721(99)00021-8), which cuts the plane into faces.
    A face covered by several shapes goes to the lowest owner; a face covered by none is a gap and stays one.
    Joining the faces of an owner also dissolves the parts it came in.
    """
    covering = shapely.STRtree(np.asarray(shapes, object))
    outlines = shapely.union_all(shapely.boundary(covering.geometries), grid_size=grid_deg)
    faces = shapely.get_parts(shapely.polygonize([outlines]))
    face_index, shape_index = covering.query(shapely.point_on_surface(faces), predicate="within")
    owner_of: dict[int, str] = {}
    for face, owner in zip(face_index.tolist(), (owners[i] for i in shape_index), strict=True):
        owner_of[face] = min(owner, owner_of.get(face, owner))
    faces_of: defaultdict[str, list[Any]] = defaultdict(list)
    for face, owner in owner_of.items():
        faces_of[owner].append(faces[face])
    return {owner: tidy(shapely.coverage_union_all(faces_of[owner])) for owner in sorted(faces_of)}


def tidy(shape: Any) -> Any:
    """The same area as a multipolygon in canonical order, outer rings counterclockwise (RFC 7946 3.1.6)."""
    canonical = shapely.normalize(shapely.multipolygons(_polygons(shape)))
    return shapely.orient_polygons(canonical, exterior_cw=False)


def _polygons(shape: Any) -> NDArray[np.object_]:
    parts = shapely.get_parts(shapely.get_parts(shape))
    wanted = (shapely.get_type_id(parts) == shapely.GeometryType.POLYGON) & ~shapely.is_empty(parts)
    return np.asarray(parts[wanted], object)
