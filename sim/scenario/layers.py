"""The shipped area layers as far as a scenario names them: their names, and the codes of their areas."""

import re
from functools import cache

from sim.errors import WorkError
from sim.shipped import REMEDY, ShippedLayer, shipped_folder, shipped_layers

_AREA_CODE = re.compile(r'"area_code"\s*:\s*"([^"]*)"')
_PREFECTURE_CODE = re.compile(r'"prefecture_code"\s*:\s*"([^"]*)"')


@cache
def area_layers() -> dict[str, ShippedLayer]:
    """The shipped layers that hold areas, by name."""
    return {name: layer for name, layer in shipped_layers().items() if layer.kind == "areas"}


def area_codes(layer: str) -> frozenset[str]:
    """Codes of the areas of a layer."""
    return frozenset(_AREA_CODE.findall(_text(layer)))


def prefecture_codes(layer: str) -> frozenset[str]:
    """Codes of the prefectures that the areas of a layer belong to."""
    return frozenset(_PREFECTURE_CODE.findall(_text(layer)))


@cache
def _text(layer: str) -> str:
    # searched, not parsed: all Japan is megabytes, and checking a scenario should feel instant
    path = shipped_folder("geodata") / area_layers()[layer].file
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise WorkError(f"{path}: the layer cannot be read ({error}); {REMEDY}") from error
