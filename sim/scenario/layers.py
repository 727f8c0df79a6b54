"""The shipped area layers as far as a scenario names them: their names, and the codes of their areas."""

import json
import re
from functools import cache

from sim.shipped import shipped_folder

_AREA_CODE = re.compile(r'"area_code"\s*:\s*"([^"]*)"')
_PREFECTURE_CODE = re.compile(r'"prefecture_code"\s*:\s*"([^"]*)"')


@cache
def area_layers() -> dict[str, str]:
    """Name and file of each shipped layer that holds areas."""
    path = shipped_folder("geodata") / "manifest.json"
    layers = json.loads(path.read_text(encoding="utf-8"))["layers"]
    return {name: layer["file"] for name, layer in layers.items() if layer["kind"] == "areas"}


def area_codes(layer: str) -> frozenset[str]:
    """Codes of the areas of a layer."""
    return frozenset(_AREA_CODE.findall(_text(layer)))


def prefecture_codes(layer: str) -> frozenset[str]:
    """Codes of the prefectures that the areas of a layer belong to."""
    return frozenset(_PREFECTURE_CODE.findall(_text(layer)))


@cache
def _text(layer: str) -> str:
    # searched, not parsed: all Japan is megabytes, and checking a scenario should feel instant
    return (shipped_folder("geodata") / area_layers()[layer]).read_text(encoding="utf-8")
