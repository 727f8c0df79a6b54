"""Run folders that parse and still make no sense: refused by name, nothing written, no defect reported."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sim.cli import main
from tests.output.runs import moved, written


def _without(key: str) -> Callable[[dict[str, Any]], Any]:
    return lambda data: data.pop(key)


def _features(change: Callable[[dict[str, Any]], Any]) -> Callable[[dict[str, Any]], Any]:
    return lambda data: [change(feature) for feature in data["features"]]


DAMAGES: dict[str, tuple[str, Callable[[dict[str, Any]], Any]]] = {
    "no launch": ("summary.json", _without("launch_time")),
    "a launch without meaning": ("summary.json", lambda data: data.update(launch_time="yesterday")),
    "no mark": ("summary.json", _without("mark")),
    "no features": ("footprint.geojson", _without("features")),
    "features without properties": ("footprint.geojson", _features(_without("properties"))),
    "tracks without times": ("footprint.geojson", _features(lambda one: one["properties"].pop("t_s", None))),
    "a shape of letters": (
        "footprint.geojson",
        _features(lambda one: one["geometry"].update(coordinates="x")),
    ),
    "areas that the log does not know": (
        "footprint.geojson",
        _features(lambda one: one["properties"].update(area_code="0")),
    ),
}


COMMANDS = {
    "kml": ["export", "{}", "--to", "kml"],
    "czml": ["export", "{}", "--to", "czml"],
    "film": ["animate", "{}", "-o", "{}/x.gif"],
}


@pytest.mark.parametrize(
    ("name", "command"),
    [*((name, "kml") for name in DAMAGES), ("a shape of letters", "czml"), ("tracks without times", "film")],
)
def test_what_makes_no_sense_is_refused(
    name: str, command: str, runs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    moved(written("as happened", runs), 0.0, tmp_path)
    file, damage = DAMAGES[name]
    data = json.loads((tmp_path / file).read_text(encoding="utf-8"))
    damage(data)
    (tmp_path / file).write_text(json.dumps(data), encoding="utf-8")
    before = {path.name for path in tmp_path.iterdir()}
    assert main([word.format(tmp_path) for word in COMMANDS[command]]) == 2
    said = capsys.readouterr().err
    assert said.startswith(f"{tmp_path}: holds a damaged run")
    assert len(said.splitlines()) == 1
    assert {path.name for path in tmp_path.iterdir()} == before
