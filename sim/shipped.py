"""Where the files that travel with the package are, and which map layers are among them.

The layers' list is read here, without numpy or shapely, so that a scenario can be checked in an instant.
"""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.errors import WorkError

_PACKAGE = Path(__file__).resolve().parent
_MANIFEST = "manifest.json"
_FORMAT = "overflight-geodata/1"

_SCENARIO_NAME = re.compile(r"(policies/)?[A-Za-z0-9][A-Za-z0-9._-]{0,79}")

REMEDY = "install overflight again; in a checkout, restore it with git or run: python geodata/build.py"


@dataclass(frozen=True)
class ShippedLayer:
    """What the manifest says of one map layer; ``kind`` is ``areas`` or ``context``."""

    name: str
    title: str
    kind: str
    file: str
    sha256: str
    feature_count: int
    credit: str


def shipped_folder(name: str) -> Path:
    """Folder of the shipped ``scenarios`` or ``geodata``."""
    inside = _PACKAGE / "_shipped" / name
    return inside if inside.is_dir() else _PACKAGE.parent / name


def scenario_path(name: str, folder: Path) -> Path:
    """The scenario file ``name`` in a folder or, for a bare name no file there has, the shipped one of it."""
    own = folder / name
    shipped = shipped_folder("scenarios") / f"{name}.yaml"
    bare = _SCENARIO_NAME.fullmatch(name) is not None
    return shipped if bare and not own.exists() and shipped.is_file() else own


def shipped_scenarios() -> list[str]:
    """Names by which the shipped scenarios and policies can be asked for."""
    folder = shipped_folder("scenarios")
    return [
        path.relative_to(folder).with_suffix("").as_posix()
        for place in (folder, folder / "policies")
        for path in sorted(place.glob("*.yaml"))
    ]


def shipped_layers(folder: Path | None = None) -> dict[str, ShippedLayer]:
    """The shipped map layers by name, in the manifest's order; ``folder`` replaces the shipped ``geodata``.

    Raises ``WorkError`` where the manifest is missing or damaged.
    """
    path = (folder or shipped_folder("geodata")) / _MANIFEST
    try:
        document = json.loads(path.read_bytes())
        if document["format"] != _FORMAT:
            raise ValueError(f"its format is {document['format']!r} and should be {_FORMAT!r}")
        return {name: _layer(name, entry) for name, entry in document["layers"].items()}
    except OSError as error:
        raise WorkError(
            f"{path}: the list of map layers cannot be read ({error.strerror}); {REMEDY}"
        ) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise WorkError(f"{path}: the list of map layers is damaged ({_reason(error)}); {REMEDY}") from error


def shipped_layer_names(folder: Path | None = None) -> tuple[str, ...]:
    """Names of the layers of areas, the ones a scenario can name."""
    return tuple(layer.name for layer in shipped_layers(folder).values() if layer.kind == "areas")


def _layer(name: str, entry: dict[str, Any]) -> ShippedLayer:
    texts = {key: str(entry[key]) for key in ("title", "kind", "file", "sha256", "credit")}
    return ShippedLayer(name=name, feature_count=int(entry["feature_count"]), **texts)


def _reason(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"not JSON: line {error.lineno}: {error.msg}"
    return f"no {error.args[0]!r}" if isinstance(error, KeyError) else str(error)
