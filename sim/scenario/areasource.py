"""Where the areas of a scenario come from: a shipped layer or a file of the user's, and the codes that they have."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sim.errors import InputError, Problem
from sim.scenario.areafile import Fields, UnfitField, read_area_file
from sim.scenario.layers import area_codes, area_layers, prefecture_codes
from sim.scenario.nodes import Finding
from sim.scenario.nodes import Path as KeyPath
from sim.scenario.textfile import unreadable


@dataclass(frozen=True)
class KnownAreas:
    """Codes a scenario may name. ``prefectures`` is ``None`` where areas belong to none; ``where`` is for messages."""

    codes: frozenset[str]
    prefectures: frozenset[str] | None
    where: str


@dataclass
class AreaSource:
    """What reading the areas of a scenario gave: for a file its path and hash, and all mistakes."""

    path: Path | None = None
    sha256: str | None = None
    known: KnownAreas | None = None
    findings: list[Finding] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_area_source(data: dict[str, Any], folder_of: Callable[[KeyPath], Path]) -> AreaSource:
    """The areas of ``data["areas"]``, a file relative to the folder of the key that names it."""
    areas = data.get("areas")
    if not isinstance(areas, dict):
        return AreaSource()
    if "file" in areas:
        return _of_file(areas, folder_of(("areas", "file")))
    layer = areas.get("layer")
    return _of_layer(layer, areas.get("prefectures")) if isinstance(layer, str) else AreaSource()


def _of_layer(layer: str, prefectures: Any) -> AreaSource:
    if layer not in area_layers():
        message = f"no such area layer; there are {', '.join(area_layers())}"
        return AreaSource(findings=[Finding(("areas", "layer"), message)])
    codes, all_prefectures = area_codes(layer), prefecture_codes(layer)
    if prefectures is None:
        return AreaSource(known=KnownAreas(codes, all_prefectures, f"layer {layer}"))
    wanted = {one for one in prefectures if isinstance(one, str)} if isinstance(prefectures, list) else set()
    source = AreaSource()
    for index, one in enumerate(prefectures if isinstance(prefectures, list) else []):
        path = ("areas", "prefectures", index)
        if isinstance(one, str) and one not in all_prefectures:
            few = f"; there is {', '.join(sorted(all_prefectures))}" if len(all_prefectures) <= 5 else ""
            source.findings.append(Finding(path, f"no such prefecture in layer {layer}{few}"))
        elif one in prefectures[:index]:
            source.findings.append(Finding(path, "is listed twice"))
    kept = wanted & all_prefectures
    if kept and not source.findings:
        # an area's code begins with its prefecture's (JIS X 0402), which the layer is checked for on loading
        own = frozenset(code for code in codes if code[:2] in kept)
        source.known = KnownAreas(own, frozenset(kept), f"these prefectures of layer {layer}")
    return source


def _of_file(areas: dict[str, Any], folder: Path) -> AreaSource:
    name = areas.get("file")
    if not isinstance(name, str) or not name:
        return AreaSource()
    if reason := unreadable(name, folder):
        return AreaSource(findings=[Finding(("areas", "file"), reason)])
    texts = [areas.get(key) for key in ("code_field", "name_field")]
    options = [areas.get(key) for key in ("population_field", "gpkg_layer")]
    sound = all(isinstance(text, str) for text in texts) and all(isinstance(o, str | None) for o in options)
    source = AreaSource(path=folder / name)
    if not sound:
        return source
    try:
        file = read_area_file(folder / name, Fields(*texts, *options))  # type: ignore[arg-type]
    except UnfitField as error:
        there = error.key in areas
        source.findings.append(Finding(("areas", error.key), str(error), "value" if there else "parent"))
    except InputError as error:
        source.problems += error.problems
    else:
        source.sha256 = file.sha256
        source.known = KnownAreas(frozenset(one.code for one in file.records), None, name)
    return source
