"""The user's own polygons as a layer of areas: read, checked all at once, cut at the antimeridian.

Outlines that are not valid are mended where that changes their area by no more than a millionth, as it does where a
ring touches itself or repeats a point, and refused otherwise: an outline that crosses itself means two things.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from sim.errors import InputError, Problem, WorkError
from sim.geo.layers import AreaLayer, load_layer
from sim.geo.rings import cut_at_antimeridian, planar
from sim.scenario import Scenario
from sim.scenario.areafile import AreaRecord, Fields, Geometry, read_area_file
from sim.scenario.spec import FileAreas

_MENDED_AREA = 1e-6
_FARTHEST_LON = 540.0  # as far as the crossings are computed: one and a half turns
_UNREADABLE = (ValueError, TypeError, KeyError, IndexError, AttributeError, shapely.errors.ShapelyError)


@dataclass(frozen=True)
class _Shape:
    """A checked outline within 180 degrees, or what is wrong with it."""

    polygon: Any = None
    reason: str = ""
    mended: bool = False


def areas_of(scenario: Scenario) -> AreaLayer:
    """The areas a scenario names: a shipped layer, some prefectures of it, or a file.

    Raises as `load_layer` and `load_user_layer`.
    """
    areas = scenario.spec.areas
    if isinstance(areas, FileAreas):
        return load_user_layer(scenario.areas_path or Path(areas.file), areas, scenario.areas_sha256)
    layer = load_layer(areas.layer)
    if areas.prefectures is None:
        return layer
    within = np.isin(layer.prefecture_codes, areas.prefectures)
    return layer.subset({code for code, kept in zip(layer.codes, within, strict=True) if kept})


def load_user_layer(path: Path, areas: FileAreas, sha256: str | None = None) -> AreaLayer:
    """The areas of a GeoJSON or GeoPackage file, in code order.

    Raises ``InputError`` with every problem, each as ``FILE: feature N (CODE): geometry: ...``, and ``WorkError``
    where the bytes are not those of ``sha256`` any more.
    """
    fields = Fields(areas.code_field, areas.name_field, areas.population_field, areas.gpkg_layer)
    file = read_area_file(path, fields)
    if sha256 is not None and file.sha256 != sha256:
        raise WorkError(f"{path}: the areas have changed since the scenario was read")
    records = sorted(file.records, key=lambda record: record.code)
    shapes = {record.code: _shape(record.geometry) for record in file.records}
    problems = [
        Problem(str(path), None, None, f"{record.label}: geometry", shapes[record.code].reason)
        for record in file.records
        if shapes[record.code].reason
    ]
    if problems:
        raise InputError(problems)
    polygons = np.empty(len(records), object)
    polygons[:] = [shapes[record.code].polygon for record in records]
    names = tuple(record.name for record in records)
    return AreaLayer(
        name=path.name,
        title=areas.title,
        credit=f"{areas.title}: {areas.source or areas.assumption or 'no source given'}",
        codes=tuple(record.code for record in records),
        names_en=names,
        names_ja=names,
        prefecture_codes=("",) * len(records),
        population=np.array([np.nan if r.population is None else r.population for r in records], float),
        polygons=polygons,
        remarks=tuple(_remarks(records, sum(shape.mended for shape in shapes.values()))),
    )


def _remarks(records: list[AreaRecord], mended: int) -> list[str]:
    unknown = sum(record.population is None for record in records)
    remarks = []
    if unknown:
        remarks.append(
            f"population unknown for {unknown} of {len(records)} areas: shares of people, no counts"
        )
    if mended:
        remarks.append(f"{mended} outlines mended, area unchanged")
    return remarks


def _shape(geometry: Geometry) -> _Shape:
    if geometry is None:
        return _Shape(reason="is missing")
    try:
        with np.errstate(invalid="ignore"):  # NaN among the coordinates is told below
            is_wkb = isinstance(geometry, bytes)
            found = shapely.from_wkb(geometry) if is_wkb else shapely.geometry.shape(geometry)
            found = shapely.force_2d(found)
    except _UNREADABLE as error:
        return _Shape(reason=f"cannot be read ({_first_line(error)})")
    if found.geom_type not in ("Polygon", "MultiPolygon"):
        return _Shape(reason=f"must be a polygon or multipolygon (was {found.geom_type})")
    parts = [part for part in shapely.get_parts(found) if not part.is_empty]
    if not parts:
        return _Shape(reason="is empty")
    if reason := _bad_coordinates(np.vstack([shapely.get_coordinates(part) for part in parts])):
        return _Shape(reason=reason)
    return _valid([planar(part) for part in parts])


def _bad_coordinates(lon_lat: Any) -> str:
    if not np.isfinite(lon_lat).all():
        return "coordinates must be finite numbers"
    lon, lat = np.abs(lon_lat).max(axis=0)
    if lat <= 90.0 and lon <= _FARTHEST_LON:
        return ""
    if max(lon, lat) > 1000.0:
        return f"must be in degrees of longitude and latitude (was up to {max(lon, lat):.0f}: metres?)"
    if lat > 90.0:
        swapped = (
            "; are longitude and latitude swapped? longitude comes first"
            if lon <= 90.0 and lat <= 180.0
            else ""
        )
        return f"latitudes must be from -90 to 90 (was up to {lat:g}){swapped}"
    return f"longitudes must be from -{_FARTHEST_LON:g} to {_FARTHEST_LON:g} (was up to {lon:g})"


def _valid(parts: list[Any]) -> _Shape:
    """The parts cut at the antimeridian, mended if need be and possible."""
    sound: list[Any] = []
    mended = False
    for part in parts:
        if not part.is_valid:
            fixed = [p for p in shapely.get_parts(shapely.make_valid(part)) if p.geom_type == "Polygon"]
            if not fixed:
                return _Shape(reason="has no area")
            if abs(sum(p.area for p in fixed) - part.area) > _MENDED_AREA * part.area:
                return _Shape(reason=f"is not valid: {_why(part)}")
            sound, mended = [*sound, *fixed], True
        else:
            sound.append(part)
    whole = cut_at_antimeridian(sound)
    if not whole.is_valid:
        merged = shapely.union_all(shapely.get_parts(whole))
        if abs(merged.area - whole.area) > _MENDED_AREA * whole.area:
            return _Shape(reason=f"is not valid: {_why(whole)}; its parts overlap")
        whole, mended = cut_at_antimeridian(list(shapely.get_parts(merged))), True
    return _Shape(whole, mended=mended)


def _why(shape: Any) -> str:
    """GEOS's reason, in lower case, with the place."""
    reason: str = shapely.is_valid_reason(shape)
    return reason[:1].lower() + reason[1:].replace("[", " at (").replace("]", ")")


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]
