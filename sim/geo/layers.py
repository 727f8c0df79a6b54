"""The shipped map layers: areas with their codes, names and people, and the land behind the maps.

A layer is checked when it is loaded: its file's hash against the manifest, then its content.
"""

import hashlib
import json
import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from itertools import chain, pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.errors import WorkError
from sim.shipped import REMEDY, ShippedLayer, shipped_folder, shipped_layer_names, shipped_layers
from sim.units import Floats, Ints

_CONTEXT = "context"
_AREA_CODE = re.compile(r"[0-9]{5}")


@dataclass(frozen=True, eq=False)
class AreaLayer:
    """A areas in code order, read-only.

    ``population`` has shape (A,) and is NaN where unknown; ``polygons`` has shape (A,) and holds shapely
    multipolygons in degrees (longitude, latitude), valid, every island a part; those of a shipped layer do not
    overlap. ``remarks`` say what is missing or was mended.
    """

    name: str
    title: str
    credit: str
    codes: tuple[str, ...]
    names_en: tuple[str, ...]
    names_ja: tuple[str, ...]
    prefecture_codes: tuple[str, ...]
    population: Floats
    polygons: NDArray[np.object_]
    remarks: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        self.population.flags.writeable = False
        self.polygons.flags.writeable = False

    def __len__(self) -> int:
        return len(self.codes)

    def subset(self, codes: Collection[str]) -> "AreaLayer":
        """The areas with these codes, in the layer's order.

        Raises ``WorkError`` where the layer has no area with one of the codes.
        """
        unknown = sorted(set(codes) - set(self.codes))
        if unknown:
            raise WorkError(f"the layer {self.name!r} has no area with code {', '.join(unknown)}")
        rows = [row for row, code in enumerate(self.codes) if code in codes]

        def pick(texts: tuple[str, ...]) -> tuple[str, ...]:
            return tuple(texts[row] for row in rows)

        return replace(
            self,
            codes=pick(self.codes),
            names_en=pick(self.names_en),
            names_ja=pick(self.names_ja),
            prefecture_codes=pick(self.prefecture_codes),
            population=self.population[rows],
            polygons=self.polygons[rows],
        )


def load_layer(name: str, folder: Path | None = None) -> AreaLayer:
    """The layer of areas ``name``; ``folder`` replaces the shipped ``geodata``.

    Raises ``WorkError`` for an unknown name and for a file that is missing or damaged.
    """
    names = shipped_layer_names(folder)
    if name not in names:
        raise WorkError(f"there is no layer of areas named {name!r}; the layers are {', '.join(names)}")
    layer = shipped_layers(folder)[name]
    features, polygons = _load(layer, folder)
    path = _path(layer, folder)
    try:
        areas = [_area(feature["properties"]) for feature in features]
    except (ValueError, KeyError, TypeError) as error:
        raise _damaged(path, f"the properties of an area are wrong ({error!r})") from error
    codes, names_en, names_ja, prefecture_codes, population = zip(*areas, strict=True)
    if any(later <= earlier for earlier, later in pairwise(codes)):
        raise _damaged(path, "its area codes are not in ascending order")
    return AreaLayer(
        name=name,
        title=layer.title,
        credit=layer.credit,
        codes=codes,
        names_en=names_en,
        names_ja=names_ja,
        prefecture_codes=prefecture_codes,
        population=np.array(population, float),
        polygons=polygons,
    )


def load_context(folder: Path | None = None) -> NDArray[np.object_]:
    """Land around East Asia without Okinawa, for the background of maps, shape (P,), read-only.

    Each item is a shapely polygon in degrees (longitude, latitude), 0 to 55 N and 100 to 155 E.
    Raises ``WorkError`` for a file that is missing or damaged.
    """
    import shapely

    layers = shipped_layers(folder)
    if _CONTEXT not in layers:
        raise WorkError(f"the list of map layers names no {_CONTEXT!r}; {REMEDY}")
    _, polygons = _load(layers[_CONTEXT], folder)
    parts: NDArray[np.object_] = shapely.get_parts(polygons)
    parts.flags.writeable = False
    return parts


def _load(layer: ShippedLayer, folder: Path | None) -> tuple[list[dict[str, Any]], NDArray[np.object_]]:
    """Features and their multipolygons, after the checks that every layer has to pass."""
    import shapely

    path = _path(layer, folder)
    features = _features(path, layer)
    try:
        polygons = _multipolygons([feature["geometry"] for feature in features])
    except (ValueError, KeyError, TypeError, shapely.errors.ShapelyError) as error:
        raise _damaged(path, f"a geometry cannot be read ({error!r})") from error
    invalid = np.flatnonzero(~shapely.is_valid(polygons))
    if invalid.size:
        raise _damaged(path, f"the geometry of feature {invalid[0] + 1} is not valid")
    return features, polygons


def _features(path: Path, layer: ShippedLayer) -> list[dict[str, Any]]:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise WorkError(f"{path}: this map layer cannot be read ({error.strerror}); {REMEDY}") from error
    found = hashlib.sha256(content).hexdigest()
    if found != layer.sha256:
        raise _damaged(path, f"its sha256 begins {found[:12]} and should begin {layer.sha256[:12]}")
    try:
        features: list[dict[str, Any]] = json.loads(content)["features"]
        count = len(features)
    except (ValueError, KeyError, TypeError) as error:
        raise _damaged(path, f"it is not a GeoJSON feature collection ({error!r})") from error
    if count != layer.feature_count:
        raise _damaged(path, f"it has {count} features and should have {layer.feature_count}")
    return features


def _area(properties: dict[str, Any]) -> tuple[str, str, str, str, float]:
    texts = [properties[key] for key in ("area_code", "name_en", "name_ja", "prefecture_code")]
    code, name_en, name_ja, prefecture_code = texts
    if not all(isinstance(text, str) and text for text in texts):
        raise ValueError(f"an empty text for {code}")
    if not _AREA_CODE.fullmatch(code) or code[:2] != prefecture_code:
        raise ValueError(f"area code {code} in prefecture {prefecture_code}")
    population = properties["population"]
    if population is None:
        return code, name_en, name_ja, prefecture_code, float("nan")
    if not isinstance(population, int) or population < 0:
        raise ValueError(f"population {population} of {code}")
    return code, name_en, name_ja, prefecture_code, float(population)


def _multipolygons(geometries: list[dict[str, Any]]) -> NDArray[np.object_]:
    """Shapely multipolygons of GeoJSON (multi)polygons, made in one call."""
    import shapely

    shapes = [_parts(geometry) for geometry in geometries]
    parts = list(chain.from_iterable(shapes))
    rings = list(chain.from_iterable(parts))
    # Handed an empty part, from_ragged_array brings the interpreter down (shapely 2.2.0).
    if not all(chain(shapes, parts, rings)):
        raise ValueError("an empty geometry")
    corners = np.array(list(chain.from_iterable(rings)), float).reshape(-1, 2)
    offsets = (_offsets(rings), _offsets(parts), _offsets(shapes))
    polygons: NDArray[np.object_] = shapely.from_ragged_array(
        shapely.GeometryType.MULTIPOLYGON, corners, offsets
    )
    return polygons


def _parts(geometry: dict[str, Any]) -> list[Any]:
    if geometry["type"] not in ("Polygon", "MultiPolygon"):
        raise ValueError(f"type {geometry['type']}")
    parts = geometry["coordinates"]
    return [parts] if geometry["type"] == "Polygon" else list(parts)


def _offsets(groups: list[Any]) -> Ints:
    return np.concatenate([[0], np.cumsum([len(group) for group in groups])]).astype(np.int64)


def _path(layer: ShippedLayer, folder: Path | None) -> Path:
    return (folder or shipped_folder("geodata")) / layer.file


def _damaged(path: Path, reason: str) -> WorkError:
    return WorkError(f"{path}: this map layer is damaged: {reason}; {REMEDY}")
