"""Run folders for the exports: real ones, and one moved across the antimeridian."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import shapely
from shapely.affinity import translate

import sim
from sim.geo.footprints import within_180
from sim.output.view import RunView, open_run
from sim.shipped import shipped_folder
from tests.mornings import SCENARIO

CHANGES: dict[str, tuple[str, ...]] = {
    "as happened": (),
    "a false alarm, withdrawn": (
        "faults=[{kind: false_alarm, name: f, at_s: 100, known: {value_s: 60}, cancellation: {value_s: 30}}]",
    ),
    "nothing issued": ("faults=[{kind: undetected_launch, name: f}]",),
}
AREA_BY_AREA = "lifted area by area"
CASES = (*CHANGES, AREA_BY_AREA)


@cache
def written(name: str, folder: Path) -> RunView:
    """The view of a run folder written once into ``folder``."""
    policy = shipped_folder("scenarios") / "policies" / "lift-area-by-area.yaml"
    file, changes = (policy, ()) if name == AREA_BY_AREA else (SCENARIO, CHANGES[name])
    result = sim.run(sim.load_scenario(file, changes))
    return open_run(sim.write_run(result, folder / name.replace(" ", "-"), pictures=False))


def moved(view: RunView, east_deg: float, folder: Path) -> RunView:
    """The same run elsewhere, as its run folder would say it: shapes cut at 180 degrees, tracks running past it."""
    features = [_moved(feature, east_deg) for feature in view.footprint["features"]]
    for name in ("summary.json", "events.jsonl", "areas.csv"):
        (folder / name).write_bytes((view.folder / name).read_bytes())
    (folder / "footprint.geojson").write_text(
        json.dumps(view.footprint | {"features": features}), encoding="utf-8"
    )
    return open_run(folder)


def _moved(feature: dict[str, Any], east_deg: float) -> dict[str, Any]:
    shape = translate(shapely.geometry.shape(feature["geometry"]), xoff=east_deg)
    if shape.geom_type != "LineString":
        return feature | {"geometry": shapely.geometry.mapping(within_180(shape))}
    line = [[(lon + 180.0) % 360.0 - 180.0, lat] for lon, lat in shape.coords]
    return feature | {"geometry": {"type": "LineString", "coordinates": line}}
