"""The tables of files and columns name what a run writes, and nothing else."""

import csv
import json
import re
from pathlib import Path

import pytest

import sim
from tests.docs.workbench import ROOT

FILES = (ROOT / "docs" / "reference" / "files.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("files") / "run"
    return sim.write_run(sim.run(sim.load_scenario("okinawa-2023-08-24")), target, pictures=False)


def section(title: str) -> str:
    return FILES.split(f"\n## {title}\n")[1].split("\n## ")[0]


def first_cells(text: str) -> set[str]:
    rows = [line.split("|")[1] for line in text.split("|---")[-1].splitlines() if line.startswith("| `")]
    return {name for cell in rows for name in re.findall(r"`([\w./*-]+)`", cell)}


def test_columns_of_areas(folder: Path) -> None:
    with (folder / "areas.csv").open(encoding="utf-8", newline="") as file:
        columns = set(next(csv.reader(file)))
    said = section("areas.csv")
    assert first_cells(said) | set(re.findall(r"`(noticed_p\d+_s)`", said)) == columns


def test_keys_of_the_summary(folder: Path) -> None:
    summary = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    said = section("summary.json")
    assert first_cells(said) == set(summary)
    assert set(summary["milestones_s"]) <= set(re.findall(r"`(\w+)`", said))


def test_kinds_of_features(folder: Path) -> None:
    features = json.loads((folder / "footprint.geojson").read_text(encoding="utf-8"))["features"]
    assert first_cells(section("footprint.geojson")) == {one["properties"]["kind"] for one in features}


def test_files_of_a_run(folder: Path) -> None:
    said = first_cells(section("The run folder"))
    written = {path.name for path in folder.iterdir()} - {"cap"}
    assert written <= said
    assert {name.split("/")[0] for name in said} >= {"cap"}
