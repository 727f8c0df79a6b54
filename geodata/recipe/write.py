"""Writing layers and their manifest so that the same features always give the same bytes."""

import hashlib
import json
from pathlib import Path
from typing import Any


def layer_bytes(features: list[dict[str, Any]], decimals: int) -> bytes:
    """A GeoJSON feature collection, one feature a line, coordinates rounded to ``decimals``."""
    lines = ",\n".join(
        _json({**feature, "geometry": _rounded(feature["geometry"], decimals)}) for feature in features
    )
    return f'{{"type":"FeatureCollection","features":[\n{lines}\n]}}\n'.encode()


def manifest_entry(content: bytes, features: list[dict[str, Any]], about: dict[str, Any]) -> dict[str, Any]:
    """What the manifest says about one layer: ``about`` and the figures that identify its file."""
    return {
        **about,
        "sha256": hashlib.sha256(content).hexdigest(),
        "bytes": len(content),
        "feature_count": len(features),
    }


def manifest_bytes(entries: dict[str, dict[str, Any]]) -> bytes:
    """The manifest of all layers."""
    document = {"format": "overflight-geodata/1", "layers": entries}
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


def write_all(folder: Path, files: dict[str, bytes]) -> None:
    """Write every file; all contents exist by then, so a failed build leaves the old ones."""
    for name, content in files.items():
        (folder / name).write_bytes(content)


def _rounded(geometry: dict[str, Any], decimals: int) -> dict[str, Any]:
    return {"type": geometry["type"], "coordinates": _round(geometry["coordinates"], decimals)}


def _round(nested: Any, decimals: int) -> Any:
    if isinstance(nested, float | int):
        return round(float(nested), decimals)
    return [_round(item, decimals) for item in nested]


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
