"""The same command on another prefecture of Japan and on files of one's own, far away and without population."""

import csv
import json
from pathlib import Path

import pytest

from sim.cli import main
from sim.output.terminal import run_summary
from sim.shipped import shipped_folder
from tests.ownareas import box, feature, geopackage, written

FEATURES = (
    feature("W", "West of the line", 1000, box(178.9, -17.0)),
    feature("O", "Over the line", 2000, box(179.6, -19.0)),
    feature("E", "East of the line", 3000, box(-175.0, -21.0)),
)
TRACK = """object,t_s,lat_deg,lon_deg,alt_km
lead,0,-10,179,0
lead,100,-12,179.4,80
lead,200,-16,180.2,200
lead,300,-22,-179.0,300
lead,400,-28,-178.0,400
"""
SCENARIO = """format: overflight/1
extends: okinawa-2023-08-24.yaml
name: far
title: A launch along the antimeridian
launch_time: 2024-01-01T00:00:00Z
launch_time_source: made up
timezone: UTC
areas: {file: FILE, title: Made-up isles, code_field: id, name_field: label, assumption: made up}
objects:
  - name: lead
    title: Launcher
    track: far.csv
    footprint: {radius_km: 50, assumption: made up}
    end: lost
gate:
authority:
  targeting: {kind: list, areas: [W, O], assumption: made up}
announced: []
zones: []
"""


@pytest.fixture
def far(tmp_path: Path) -> Path:
    for name in ("okinawa-2023-08-24.yaml", "tracks"):
        (tmp_path / name).symlink_to(shipped_folder("scenarios") / name)
    (tmp_path / "far.csv").write_text(TRACK)
    written(tmp_path, *FEATURES)
    geopackage(tmp_path / "isles.gpkg", FEATURES)
    for name in ("isles.geojson", "isles.gpkg"):
        (tmp_path / f"{name[6:]}.yaml").write_text(SCENARIO.replace("FILE", name))
    return tmp_path


def rows_of(folder: Path) -> dict[str, dict[str, str]]:
    with (folder / "areas.csv").open(encoding="utf-8", newline="") as file:
        return {row["area_code"]: row for row in csv.DictReader(file)}


def test_a_whole_run_without_population(far: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", str(far / "geojson.yaml")]) == 0
    assert main(["run", str(far / "geojson.yaml"), "-o", str(far / "run")]) == 0
    said = capsys.readouterr().out
    assert "population unknown for 3 of 3 areas: shares of people, no counts" in said
    assert "2 areas, people unknown" in said
    rows = rows_of(far / "run")
    assert {row["population"] for row in rows.values()} == {""}
    assert {code for code, row in rows.items() if row["enter_s"]} == {"W", "O"}
    assert float(rows["E"]["closest_m"]) > 300e3
    summary = json.loads((far / "run" / "summary.json").read_text(encoding="utf-8"))
    assert summary["layer"] == "isles.geojson"
    assert summary["credit"] == "Made-up isles: made up"
    assert summary["metrics"]["people_warned"] is None
    assert {"footprint.png", "timeline.png"} <= {path.name for path in (far / "run").iterdir()}
    assert len(list((far / "run" / "cap").iterdir())) == 2


def test_a_geopackage_runs_the_same(far: Path) -> None:
    for name in ("geojson", "gpkg"):
        assert main(["run", str(far / f"{name}.yaml"), "-o", str(far / name), "--quiet"]) == 0
    assert rows_of(far / "geojson") == rows_of(far / "gpkg")


def test_population_is_counted_where_it_is_named(far: Path, capsys: pytest.CaptureFixture[str]) -> None:
    named = ["--set", "areas.population_field=people"]
    assert main(["run", str(far / "gpkg.yaml"), "-o", str(far / "run"), *named]) == 0
    said = capsys.readouterr().out
    assert "2 areas, 3,000 people" in said
    assert "population unknown" not in said


def test_bad_geometry_is_located_and_leaves_no_folder(far: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written(far, FEATURES[0], feature("O", "Over", 1, None), FEATURES[2])
    assert main(["run", str(far / "geojson.yaml"), "-o", str(far / "run")]) == 2
    assert capsys.readouterr().err == f"{far}/isles.geojson: feature 2 (O): geometry: is missing\n"
    assert not (far / "run").exists()


def test_the_summary_fits_one_screen(far: Path) -> None:
    import sim

    lines = run_summary(sim.run(sim.load_scenario(far / "geojson.yaml"))).splitlines()
    assert len(lines) <= 40
    assert max(map(len, lines)) <= 80


def test_another_prefecture_of_japan(tmp_path: Path) -> None:
    """Nuri's way leads past Okinoerabu, whose two towns belong to Kagoshima."""
    areas = 'areas={layer: japan, prefectures: ["46"]}'
    assert main(["run", "nuri-2023-05-25", "-o", str(tmp_path / "run"), "--quiet", "--set", areas]) == 0
    rows = rows_of(tmp_path / "run")
    assert all(code.startswith("46") for code in rows)
    overflown = {row["area_name"] for row in rows.values() if row["enter_s"]}
    assert {"Wadomari Town", "China Town"} <= overflown
    assert not any(row["warned_s"] for row in rows.values())
