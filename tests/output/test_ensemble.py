"""What an ensemble folder gains: table, map layer and pictures agree, read well, and are the same every time."""

import csv
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from matplotlib.figure import Figure

from sim.cli import main
from sim.engine.world import build_world
from sim.ensemble.folder import open_ensemble
from sim.ensemble.products import chances, count_events
from sim.errors import InputError
from sim.output.ensemble import mapped, products
from sim.output.ensembletext import ensemble_report
from sim.output.ensembleview import EnsembleView, open_products
from sim.output.figures.convergence import convergence_figure, running_mean
from sim.output.figures.probability import probability_figure, ranked
from sim.output.figures.quantiles import quantiles_figure, step_quantiles
from sim.output.figures.scene import read_scene
from sim.output.pictures import redraw
from sim.output.sweepview import open_sweep
from sim.scenario import load_scenario
from sim.shipped import shipped_folder
from tests.ensemble.folders import hashes
from tests.ensemble.made import LEAD_S, made_ensemble
from tests.output.figures.test_drawing import overlapping, texts, words

PICTURES = (
    *(f"probability-{name}.png" for name in ("overflown", "short-lead", "warned")),
    "convergence.png",
    "quantiles.png",
)


def made_folder(folder: Path, runs: int, *overrides: str, pictures: bool = False) -> Path:
    scenario = load_scenario(shipped_folder("scenarios") / "okinawa-2023-08-24.yaml", overrides)
    made_ensemble(folder, scenario, runs)
    products(scenario, pictures=pictures)(folder)
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_folder(tmp_path_factory.mktemp("ensemble") / "one", 128, pictures=True)


@pytest.fixture(scope="module")
def view(folder: Path) -> EnsembleView:
    return open_products(folder)


def figures(view: EnsembleView) -> dict[str, Figure]:
    scene = read_scene(view.map_view())
    maps = {one.key: probability_figure(view, scene, one) for one in mapped(view.lead_s)}
    return maps | {"quantiles": quantiles_figure(view), "convergence": convergence_figure(view)}


def test_the_table_and_the_map_layer_say_the_same(folder: Path, view: EnsembleView) -> None:
    with (folder / "probability.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(view.areas) == 41
    for row, one in zip(rows, view.areas, strict=True):
        assert row == {key: "" if one[key] is None else str(one[key]) for key in row}
    layer = json.loads((folder / "probability.geojson").read_bytes())
    assert (layer["runs"], layer["seed"], layer["lead_s"]) == (128, 0, LEAD_S)
    assert layer["mark"].startswith("SIMULATION")
    kinds = [one["properties"]["kind"] for one in layer["features"]]
    assert kinds == ["area"] * 41 + ["swath", "track"] * 2 + ["gate"]
    assert set(layer["meaning"]) == {one.key for one in chances(LEAD_S)}


def test_the_table_has_the_shares_of_the_rows(view: EnsembleView) -> None:
    scenario = load_scenario(shipped_folder("scenarios") / "okinawa-2023-08-24.yaml")
    counts = count_events(view.result.areas_path, build_world(scenario).layer.codes, LEAD_S)
    for one in chances(LEAD_S):
        share, (low, high) = counts.share(one), counts.interval(one)
        for k, row in enumerate(view.areas):
            if row[one.key] is None:
                assert counts.of(one)[k] == 0
            else:
                told = (row[one.key], row[f"{one.key}_low"], row[f"{one.key}_high"])
                assert told == pytest.approx((share[k], low[k], high[k]), abs=1e-6)


def test_it_is_all_there_and_redrawn_to_the_byte(folder: Path, tmp_path: Path) -> None:
    assert {path.name for path in folder.glob("*.png")} == set(PICTURES)
    again = shutil.copytree(folder, tmp_path / "again")
    for path in again.glob("*.png"):
        path.write_bytes(b"")
    assert sorted(path.name for path in redraw(again)) == sorted(PICTURES)
    for name in PICTURES:
        content = (again / name).read_bytes()
        assert content == (folder / name).read_bytes(), name
        assert b"tIME" not in content
        assert b"Software" not in content


def check_legible(figure: Figure) -> None:
    assert overlapping(figure) == []
    width, height = figure.canvas.get_width_height()
    for artist, box in texts(figure):
        inside = box.x0 >= 0.0 and box.y0 >= 0.0 and box.x1 <= width and box.y1 <= height
        assert inside, artist.get_text()
        assert artist.get_fontsize() >= 7.5, artist.get_text()


def test_every_picture_can_be_read_and_says_what_it_is_from(view: EnsembleView) -> None:
    for name, figure in figures(view).items():
        check_legible(figure)
        said = words(figure)
        assert "SIMULATION - exercise only" in said, name
        assert "128 runs, seed 0" in said, name
        assert view.summary["scenario_sha256"][:12] in said, name


def test_the_maps_of_all_of_japan_can_be_read(tmp_path: Path) -> None:
    view = open_products(made_folder(tmp_path / "japan", 64, "areas.layer=japan"))
    assert len(view.areas) == 1758
    scene = read_scene(view.map_view())
    check_legible(probability_figure(view, scene, mapped(view.lead_s)[1]))


def test_an_ensemble_in_which_nothing_happened_is_drawn_too(folder: Path, tmp_path: Path) -> None:
    quiet = shutil.copytree(folder, tmp_path / "quiet")
    layer = json.loads((quiet / "probability.geojson").read_bytes())
    for feature in layer["features"]:
        own: dict[str, Any] = feature["properties"]
        if own["kind"] == "area":
            own |= {
                key: 0.0 for key in own if key.startswith(("overflown", "warned", "short_lead", "within"))
            }
    (quiet / "probability.geojson").write_text(json.dumps(layer), encoding="utf-8")
    view = open_products(quiet)
    scene = read_scene(view.map_view())
    figure = probability_figure(view, scene, mapped(view.lead_s)[0])
    check_legible(figure)
    assert "it happened in none" in words(figure)
    assert "a lead < 2 min: nowhere (each below" in ensemble_report(view)


def test_the_report_fits_a_screen(view: EnsembleView) -> None:
    lines = ensemble_report(view).splitlines()
    assert len(lines) <= 30
    assert max(map(len, lines)) <= 80
    assert lines[2] == "128 runs, a flight drawn for each, seed 0"
    first = ranked(view.areas, "overflown")[0]
    assert any(first["area_name"] in line and f"{100.0 * first['overflown']:.1f} %" in line for line in lines)


def test_quantiles_are_those_of_the_column(view: EnsembleView) -> None:
    found = {key: (quantiles, runs) for key, _, quantiles, runs in step_quantiles(view)}
    quantiles, runs = found["lift_issued_s"]
    told = view.summary["metrics"]["lift_issued_s"]
    assert runs == told["runs"] < 128
    assert quantiles.tolist() == pytest.approx(
        [told["quantiles"][k] for k in ("p05", "p25", "p50", "p75", "p95")]
    )
    assert "threat_over_known_s" not in found


def test_the_running_mean_ends_where_the_summary_does(view: EnsembleView) -> None:
    for key in ("issued_s", "lift_issued_s", "people_overflown"):
        at, mean, half = running_mean(view.column(key), float(view.summary["confidence"]))
        told = view.summary["metrics"][key]["mean"]
        assert at[-1] == 128
        ends = (mean[-1], mean[-1] - half[-1], mean[-1] + half[-1])
        assert ends == pytest.approx((told["mean"], told["low"], told["high"]), rel=1e-6)


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (
            lambda folder: (folder / "probability.geojson").unlink(),
            "probability.geojson: cannot be read (No such",
        ),
        (
            lambda folder: (folder / "probability.geojson").write_text("{}"),
            "probability.geojson: is not the map layer of an ensemble",
        ),
        (lambda folder: (folder / "replicates.parquet").unlink(), "replicates.parquet: no such file"),
        (lambda folder: (folder / "areas.parquet").unlink(), "areas.parquet: no such file"),
    ],
)
def test_what_is_missing_is_named(spoil: Any, words: str, folder: Path, tmp_path: Path) -> None:
    broken = shutil.copytree(folder, tmp_path / "broken")
    spoil(broken)
    with pytest.raises(InputError) as caught:
        redraw(broken)
    assert words in str(caught.value)


def half(content: bytes) -> bytes:
    return content[: len(content) // 2]


def one_byte(content: bytes) -> bytes:
    at = len(content) // 3
    return content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]


@pytest.mark.parametrize("name", ["areas.parquet", "replicates.parquet"])
@pytest.mark.parametrize(
    "spoilt", [half, one_byte, lambda _: b"", lambda _: b"PAR1", lambda _: b"area_code,\n"]
)
def test_a_damaged_table_is_named_and_nothing_is_drawn(
    name: str,
    spoilt: Callable[[bytes], bytes],
    folder: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    broken = shutil.copytree(folder, tmp_path / "broken")
    (broken / name).write_bytes(spoilt((broken / name).read_bytes()))
    before = hashes(broken)
    assert main(["plot", str(broken), "--lang", "ja"]) == 2
    said = f"{broken / name}: is damaged: its bytes are not those that were written\n"
    assert capsys.readouterr().err == said
    assert hashes(broken) == before


@pytest.mark.parametrize(
    ("content", "place", "why"),
    [
        (b"", ":1:1", "Expecting value"),
        (b'{"kind": "ensemble",\n "runs": 1', ":2:11", "Expecting ',' delimiter"),
        (b"\xff\x00", "", "'utf-8' codec can't decode byte 0xff in position 0: invalid start byte"),
        (
            b"[" * 100_000,
            "",
            "nested too deeply",
        ),
    ],
)
def test_a_damaged_summary_is_named_with_its_place(
    content: bytes, place: str, why: str, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = shutil.copytree(folder, tmp_path / "broken")
    (broken / "summary.json").write_bytes(content)
    said = f"{broken / 'summary.json'}{place}: is damaged: not JSON ({why})"
    for command in (["plot", str(broken)], ["export", str(broken), "--to", "kml"]):
        assert main(command) == 2
        assert capsys.readouterr().err == f"{said}\n"
    for read in (open_ensemble, open_sweep):
        with pytest.raises(InputError) as refused:
            read(broken)
        assert str(refused.value) == said


def test_its_pictures_speak_japanese_too(folder: Path) -> None:
    names = {path.name for path in redraw(folder, language="ja")}
    assert {"quantiles-ja.png", "convergence-ja.png", "probability-overflown-ja.png"} <= names
