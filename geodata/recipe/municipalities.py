"""The municipalities of Japan as GeoJSON features: polygons, code table and census put together."""

import json
from collections import defaultdict
from typing import Any

import shapely
from shapely.geometry import shape

from .carve import embedded_files, tarball_member, wheel_member
from .names import Entry, code_table, english_name, japanese_name, prefecture_properties
from .packages import BuildError
from .partition import clean, partition
from .population import UNKNOWN

# The source draws on this grid (four decimals, about 11 m), so noding on it moves none of its own vertices.
GRID_DEG = 1e-4
# The six villages of the Northern Territories come as one shape without a municipality code.
WITHOUT_CODE = "hoppo"


def source_features(wheel: bytes) -> list[dict[str, Any]]:
    """The municipality features embedded in the polygon package, in the order of its files."""
    files = embedded_files(wheel_member(wheel, "reversejp/reversejp.abi3.so"))
    names = sorted(name for name in files if name.startswith("landslides_"))
    return [feature for name in names for feature in json.loads(files[name])["features"]]


def read_codes(tarball: bytes) -> dict[str, Entry]:
    """The code table of the codes package."""
    return code_table(json.loads(tarball_member(tarball, "package/dist/codes.json")))


def municipalities(
    source: list[dict[str, Any]], codes: dict[str, Entry], population: dict[str, dict[str, Any]]
) -> list[dict[str, Any]]:
    """One feature per five-digit code, in code order: a partition of the land, islands as parts."""
    parts = [feature for feature in source if feature["properties"]["code"] != WITHOUT_CODE]
    owners = [feature["properties"]["code"][:5] for feature in parts]
    unknown = sorted({*owners, *population} - codes.keys())
    if unknown:
        raise BuildError(f"codes that are not in the code table: {', '.join(unknown)}")
    areas = partition([clean(shape(feature["geometry"])) for feature in parts], owners, GRID_DEG)
    lost = sorted({*owners, *population} - areas.keys())
    if lost:
        raise BuildError(f"municipalities without land: {', '.join(lost)}")
    named = defaultdict(list)
    for owner, feature in zip(owners, parts, strict=True):
        named[owner].append(feature["properties"])
    return [
        {
            "type": "Feature",
            "properties": {
                **_names(code, named[code], codes[code]),
                **population.get(code, UNKNOWN),
            },
            "geometry": shapely.geometry.mapping(area),
        }
        for code, area in areas.items()
    ]


def _names(code: str, parts: list[dict[str, str]], entry: Entry) -> dict[str, str]:
    return {
        "area_code": code,
        "name_ja": japanese_name([part["name"] for part in parts], entry),
        "name_kana": entry.name_kana,
        "name_en": english_name(code, (part["enName"] for part in parts)),
        **prefecture_properties(code, entry),
    }
