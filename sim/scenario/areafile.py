"""The user's own polygons as far as they can be checked without geometry: features, codes, names and people."""

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

from sim.errors import InputError, Problem
from sim.scenario.geopackage import MAGIC, UnfitGeoPackage, read_geopackage
from sim.scenario.hints import meant
from sim.scenario.nodes import clip
from sim.scenario.patterns import AREA_CODE

Geometry: TypeAlias = dict[str, Any] | bytes | None  # GeoJSON, well-known binary, or none
Feature: TypeAlias = tuple[dict[str, Any], Geometry]

_LATITUDE_LONGITUDE = re.compile(r"(CRS:?84|EPSG:{1,2}4326)$", re.IGNORECASE)
_LARGEST_POPULATION = 10_000_000_000


@dataclass(frozen=True)
class Fields:
    """Which properties hold what, as the scenario says; ``gpkg_layer`` where a file has several layers."""

    code: str
    name: str
    population: str | None = None
    gpkg_layer: str | None = None


@dataclass(frozen=True)
class AreaRecord:
    """One area: its number in the file, counted from 1, and what is said of it. ``population`` None: not known."""

    number: int
    code: str
    name: str
    population: int | None
    geometry: Geometry

    @property
    def label(self) -> str:
        """How messages call it."""
        return f"feature {self.number} ({self.code})"


@dataclass(frozen=True)
class AreaFile:
    """The areas of a file, in its order, and the hash of its bytes."""

    records: tuple[AreaRecord, ...]
    sha256: str


class UnfitField(Exception):
    """A key of the scenario that does not fit the file."""

    def __init__(self, key: str, reason: str) -> None:
        super().__init__(reason)
        self.key = key


def read_area_file(path: Path, fields: Fields) -> AreaFile:
    """Read a GeoJSON feature collection or a GeoPackage, told apart by their content.

    Raises `UnfitField` where the scenario names what the file has not, and ``InputError`` with every mistake in the
    properties.
    """
    file = str(path)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InputError(
            [_problem(file, f"cannot be read: {(error.strerror or str(error)).lower()}")]
        ) from None
    is_package = content.startswith(MAGIC)
    features = _geopackage(path, fields) if is_package else _geojson(content, file)
    if not features:
        raise InputError([_problem(file, "holds no features")])
    _check_fields((properties for properties, _ in features), fields, path.name)
    reader = _Reader(file, fields)
    records = [reader.record(number, *feature) for number, feature in enumerate(features, 1)]
    if reader.problems:
        raise InputError(reader.problems)
    return AreaFile(tuple(records), hashlib.sha256(content).hexdigest())


def _geopackage(path: Path, fields: Fields) -> list[Feature]:
    try:
        return list(read_geopackage(path, fields.gpkg_layer))
    except UnfitGeoPackage as error:
        if error.key:
            raise UnfitField(error.key, str(error)) from None
        raise InputError([_problem(str(path), str(error))]) from None


def _geojson(content: bytes, file: str) -> list[Feature]:
    try:
        document = json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise InputError([_problem(file, "is neither UTF-8 text nor a GeoPackage")]) from None
    except json.JSONDecodeError as error:
        raise InputError(
            [Problem(file, error.lineno, error.colno, "", f"is not JSON: {error.msg}")]
        ) from None
    except RecursionError:
        raise InputError([_problem(file, "is nested too deeply to be GeoJSON")]) from None
    collection = isinstance(document, dict) and document.get("type") == "FeatureCollection"
    features = document.get("features") if collection else None
    if not isinstance(features, list):
        raise InputError([_problem(file, "must be a GeoJSON feature collection or a GeoPackage")])
    _check_reference_system(document.get("crs"), file)
    wrong = [number for number, one in enumerate(features, 1) if not _is_feature(one)]
    if wrong:
        message = "must be a GeoJSON feature with properties"
        raise InputError([_problem(file, message, f"feature {number}") for number in wrong])
    return [(one["properties"], one.get("geometry")) for one in features]


def _is_feature(one: Any) -> bool:
    return isinstance(one, dict) and one.get("type") == "Feature" and isinstance(one.get("properties"), dict)


def _check_reference_system(crs: Any, file: str) -> None:
    """GeoJSON has one reference system since RFC 7946; files of before may still name another."""
    if crs is None:
        return
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = str(properties.get("name")) if isinstance(properties, dict) else "unknown"
    if not _LATITUDE_LONGITUDE.search(name):
        message = f"must be in longitude and latitude of WGS84, CRS84 or EPSG:4326 (was {clip(name)})"
        raise InputError([_problem(file, message, "crs")])


def _check_fields(properties: Iterable[dict[str, Any]], fields: Fields, file: str) -> None:
    there = list(dict.fromkeys(key for one in properties for key in one))
    for key, name in (
        ("code_field", fields.code),
        ("name_field", fields.name),
        ("population_field", fields.population),
    ):
        if name is not None and name not in there:
            guess = meant(name, there)
            few = ", ".join(map(clip, there[:8])) + (", …" if len(there) > 8 else "")
            hint = f"; did you mean {guess}?" if guess else f"; there are {few}" if there else ""
            raise UnfitField(key, f"no area of {file} has this property{hint}")


@dataclass
class _Reader:
    """Features to records, one after the other, and what is wrong with any of them."""

    file: str
    fields: Fields
    problems: list[Problem] = field(default_factory=list)
    first: dict[str, int] = field(default_factory=dict)

    def record(self, number: int, properties: dict[str, Any], geometry: Geometry) -> AreaRecord:
        code, name = (_text(properties.get(key)) for key in (self.fields.code, self.fields.name))
        label = f"feature {number}" + (f" ({clip(code)})" if code else "")
        self._complain(label, self.fields.code, self._bad_code(code, number, properties))
        self._complain(
            label, self.fields.name, "" if name else f"has no name{_was(properties, self.fields.name)}"
        )
        population, reason = None, ""
        if self.fields.population:
            population, reason = _population(properties.get(self.fields.population))
            self._complain(label, self.fields.population, reason)
        return AreaRecord(number, code, name, population, geometry)

    def _bad_code(self, code: str, number: int, properties: dict[str, Any]) -> str:
        if not code:
            return f"has no code{_was(properties, self.fields.code)}"
        if not re.fullmatch(AREA_CODE, code):
            return f"must hold letters, digits, _ and - only, 32 at most (was {clip(code)})"
        first = self.first.setdefault(code, number)
        return "" if first == number else f"feature {first} has this code too: codes must differ"

    def _complain(self, label: str, key: str, reason: str) -> None:
        if reason:
            self.problems.append(_problem(self.file, reason, f"{label}: {key}"))


def _text(value: Any) -> str:
    """A text or a whole number as text, on one line; empty for anything else."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    is_plain = isinstance(value, str | int) and not isinstance(value, bool)
    return " ".join(str(value).split()) if is_plain else ""


def _population(value: Any) -> tuple[int | None, str]:
    """The number of people and what is wrong with it; null is not known."""
    if value is None:
        return None, ""
    was = f" (was {clip(str(value))})"
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None, f"must be a number of people or null{was}"
    if not 0 <= value <= _LARGEST_POPULATION:
        return None, f"must be from 0 to {_LARGEST_POPULATION:,} people{was}"
    if value != int(value):
        return None, f"must be a whole number of people{was}"
    return int(value), ""


def _was(properties: dict[str, Any], key: str) -> str:
    value = properties.get(key)
    return "" if value is None else f" (was {clip(str(value)) or 'empty'})"


def _problem(file: str, message: str, key: str = "") -> Problem:
    return Problem(file, None, None, key, message)
