"""The commands ``sweep`` and ``sensitivity`` from the command line: what they write, say, refuse, and draw again."""

import csv
import json
import shutil
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest
from matplotlib.figure import Figure

from sim.cli import main
from sim.ensemble.columns import REPLICATE_COLUMNS
from sim.output.figures.sweep import metric_figure
from sim.output.figures.tornado import sensitivity_figure
from sim.output.figures.words import Words
from sim.output.sweepview import open_sweep
from tests.ensemble.folders import forget, hashes
from tests.output.figures.test_drawing import overlapping, texts, words

NAME = "okinawa-2023-08-24-sweep"
GRID = (
    "sweep={method: grid, runs: 2, over: {authority.decision.median_s: [30, 200], "
    "authority.targeting.kind: [prefecture], authority.lift.withheld: [false, true]}}"
)


SOME = (
    "--metric: no such metric; short_lead_share, lead_s and issued_s are some; summary.json of any ensemble has all "
    f"{len(REPLICATE_COLUMNS)} and what they mean (was 'x')\n--metric: no such metric; short_lead_share"
)


def run(*arguments: object) -> int:
    forget()
    return main([str(one) for one in arguments])


@pytest.fixture(scope="module")
def swept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("swept") / "grid"
    metrics = ("--metric", "short_notice_share", "--metric", "lift_issued_s")
    assert (
        run("sweep", NAME, "--set", GRID, *metrics, "--nominal", "--workers", 1, "-o", folder, "--quiet") == 0
    )
    return folder


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("judged") / "morris"
    over = (
        "sweep.over={authority.decision.median_s: {low: 20, high: 240}, "
        "reach.channels.cell_broadcast.wakes.share: {low: 0.3, high: 0.9}}"
    )
    how = ("--method", "morris", "--samples", 2, "--runs", 2, "--nominal", "--workers", 1, "--quiet")
    metrics = ("--metric", "short_notice_share", "--metric", "people_missed")
    assert run("sensitivity", NAME, "--set", over, *how, *metrics, "-o", folder) == 0
    return folder


def test_the_table_of_points_is_the_runs_summed_up(swept: Path) -> None:
    points, runs = (pq.read_table(swept / f"{name}.parquet") for name in ("sweep", "replicates"))
    assert points["point"].to_pylist() == [0, 1, 2, 3]
    assert points["authority.decision.median_s"].to_pylist() == [30, 30, 200, 200]
    assert points["authority.lift.withheld"].to_pylist() == [False, True, False, True]
    assert runs["point"].to_pylist() == [0, 0, 1, 1, 2, 2, 3, 3]
    assert runs["replicate"].to_pylist() == [0, 1] * 4
    issued = runs["issued_s"].to_numpy().reshape(4, 2)
    assert points["issued_s_mean"].to_numpy() == pytest.approx(issued.mean(axis=1), abs=1e-6)
    assert points["lift_issued_s_n"].to_pylist() == [2, 0, 2, 0]
    assert points["lift_issued_s_mean"].to_pylist()[1] is None
    for table in (points, runs):
        said = json.loads(table.schema.metadata[b"overflight"])
        assert (said["seed"], said["scenario"]) == (0, NAME)
        assert table.schema.metadata[b"mark"].startswith(b"SIMULATION")


def test_the_summary_says_where_each_metric_is_lowest_and_highest(swept: Path) -> None:
    said = json.loads((swept / "summary.json").read_bytes())
    assert (said["kind"], said["points"], said["runs_per_point"]) == ("sweep", 4, 2)
    view = open_sweep(swept)
    mean, _, _ = view.metric("short_notice_share")
    found = said["metrics"]["short_notice_share"]
    assert found["lowest"] == {"mean": mean.min(), "point": int(mean.argmin())}
    assert found["highest"] == {"mean": mean.max(), "point": int(mean.argmax())}
    assert found["lowest"]["point"] in (0, 1)
    assert said["metrics"]["lift_issued_s"]["points_defined"] == 2


def test_the_indices_are_in_the_table_and_in_the_summary(judged: Path) -> None:
    with (judged / "sensitivity.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 2 * 2 * 3
    stars = [float(row["value"]) for row in rows if row["index"] == "mu_star" and row["value"]]
    assert stars == sorted(stars, reverse=True)
    assert all(float(row["low"]) <= float(row["value"]) <= float(row["high"]) for row in rows if row["value"])
    still = [row for row in rows if row["metric"] == "people_missed"]
    assert all(row["value"] == row["low"] == row["high"] == "" for row in still)
    said = json.loads((judged / "summary.json").read_bytes())
    assert [one["moves"] for one in said["sensitivity"]] == [True, False]
    assert said["points"] == pq.read_table(judged / "sweep.parquet").num_rows == 6


def check_legible(figure: Figure) -> None:
    assert overlapping(figure) == []
    width, height = figure.canvas.get_width_height()
    for artist, box in texts(figure):
        assert box.x0 >= 0.0, artist.get_text()
        assert box.y0 >= 0.0, artist.get_text()
        assert box.x1 <= width, artist.get_text()
        assert box.y1 <= height, artist.get_text()
        assert artist.get_fontsize() >= 7.5, artist.get_text()


def test_the_pictures_can_be_read(swept: Path, judged: Path) -> None:
    view = open_sweep(swept)
    drawn = [metric_figure(view, name) for name in ("short_notice_share", "lift_issued_s")]
    for figure in (*drawn, sensitivity_figure(open_sweep(judged))):
        check_legible(figure)
        assert "SIMULATION - exercise only" in words(figure)
        assert "runs, seed 0" in words(figure)
    assert "nothing varied here moves it" in words(figure)


def test_the_pictures_speak_japanese_too(
    swept: Path, judged: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    view, other = open_sweep(swept), open_sweep(judged)
    for figure in (
        *(metric_figure(view, name, "ja") for name in ("short_notice_share", "lift_issued_s")),
        sensitivity_figure(other, "ja"),
    ):
        check_legible(figure)
        said = words(figure)
        assert "SIMULATION シミュレーション" in said
        assert "乱数の種 0" in said
        assert Words("ja").title(view.summary) in said
        assert "runs" not in said.replace("runs_", "")
    assert "発射から最初の解除の発出まで" in words(metric_figure(view, "lift_issued_s", "ja"))
    drawn = shutil.copytree(swept, tmp_path / "drawn")
    before = hashes(drawn)
    assert main(["plot", str(drawn), "--lang", "ja"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        str(drawn / f"sweep-{name}-ja.png") for name in ("short-notice-share", "lift-issued-s")
    ]
    assert {name: one for name, one in hashes(drawn).items() if not name.endswith("-ja.png")} == before


def test_plot_draws_them_again_to_the_byte(
    swept: Path, judged: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for folder in (swept, judged):
        before = hashes(folder)
        assert main(["plot", str(folder)]) == 0
        assert hashes(folder) == before
    assert "sweep-lift-issued-s.png" in capsys.readouterr().out


def test_the_same_again_is_known_to_be_done_and_says_the_same(
    judged: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = hashes(judged)
    how = ("--method", "morris", "--samples", 2, "--runs", 2, "--nominal", "--workers", 1, "--resume")
    over = (
        "sweep.over={authority.decision.median_s: {low: 20, high: 240}, "
        "reach.channels.cell_broadcast.wakes.share: {low: 0.3, high: 0.9}}"
    )
    metrics = ("--metric", "short_notice_share", "--metric", "people_missed")
    assert run("sensitivity", NAME, "--set", over, *how, *metrics, "-o", judged) == 0
    lines = capsys.readouterr().out.splitlines()
    assert hashes(judged) == before
    assert max(map(len, lines[:-1])) <= 80
    assert len(lines) <= 40
    assert any("people_missed: 0 at every point; nothing varied here moves it" in line for line in lines)
    assert any(line.startswith("  k1  decision.median_s") for line in lines)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ("sweep", "okinawa-2023-08-24"),
            "okinawa-2023-08-24.yaml: sweep: missing key: a sweep says which keys",
        ),
        (("sensitivity", NAME, "--samples", 12), "--samples: must be a power of two from 2 on, for Sobol"),
        (
            ("sensitivity", NAME, "--method", "morris", "--samples", 1),
            "--samples: must be at least 2 trajectories",
        ),
        (
            ("sensitivity", NAME, "--metric", "short_lead"),
            "no such metric; did you mean short_lead_share? (was 'short_lead')",
        ),
        (("sweep", NAME, "--metric", "x", "--metric", "zz"), SOME),
        (("sensitivity", NAME, "--set", GRID), "sensitivity needs ranges, and a grid lists values"),
        (
            ("sweep", NAME, "--set", "sweep.over={authority.isue.mode_s: {low: 1, high: 2}}"),
            "did you mean issue?",
        ),
        (
            ("sweep", NAME, "--set", "sweep.over={authority.issue.mode_s: {low: 1, high: 9}}"),
            "design points cannot be run, the first with authority.issue.mode_s=",
        ),
    ],
)
def test_bad_input_is_told_before_anything_is_computed(
    arguments: tuple[object, ...], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*arguments, "-o", tmp_path / "out") == 2
    error = capsys.readouterr().err
    assert said in error
    assert "Traceback" not in error
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_folder_is_named_and_left_as_it_is(
    swept: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    damages = (
        ("sweep.parquet", b"PAR1", "/sweep.parquet: is damaged: its bytes are not those that were written\n"),
        ("replicates.parquet", b"", "/replicates.parquet: is damaged: its bytes are not those that were"),
        ("summary.json", b'{"kind": "sweep"}', ": holds a damaged run"),
        ("summary.json", b'{"kind": "swe', "/summary.json:1:10: is damaged: not JSON (Unterminated string"),
    )
    for number, (name, content, said) in enumerate(damages):
        broken = shutil.copytree(swept, tmp_path / str(number))
        (broken / name).write_bytes(content)
        before = hashes(broken)
        assert main(["plot", str(broken)]) == 2
        assert f"{broken}{said}" in capsys.readouterr().err
        assert hashes(broken) == before


def test_an_undefined_metric_is_told_and_what_was_computed_is_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    how = (
        "--method",
        "morris",
        "--samples",
        2,
        "--runs",
        2,
        "--nominal",
        "--workers",
        1,
        "--metric",
        "lift_issued_s",
    )
    over = "sweep.over={authority.decision.median_s: {low: 20, high: 240}}"
    withheld = ("--set", over, "--set", "authority.lift.withheld=true")
    assert run("sensitivity", NAME, *withheld, *how, "-o", tmp_path / "out") == 1
    error = capsys.readouterr().err
    assert "lift_issued_s is undefined in every run of 4 of 4 design points" in error
    assert not (tmp_path / "out").exists()


def test_validate_checks_the_design_points_too(capsys: pytest.CaptureFixture[str]) -> None:
    over = "sweep.over={authority.issue.mode_s: {low: 1, high: 9}}"
    assert main(["validate", NAME, "--set", over]) == 2
    assert "design points cannot be run" in capsys.readouterr().err
    assert main(["validate", NAME, "--quiet"]) == 0


def test_sobol_from_the_command_line(tmp_path: Path) -> None:
    over = "sweep.over={authority.decision.median_s: {low: 20, high: 240}}"
    how = ("--samples", 2, "--runs", 2, "--nominal", "--workers", 1, "--quiet", "--metric", "issued_s")
    assert run("sensitivity", NAME, "--set", over, *how, "-o", tmp_path / "sobol") == 0
    found = json.loads((tmp_path / "sobol" / "summary.json").read_bytes())["sensitivity"][0]
    assert found["method"] == "sobol"
    assert found["highest_mean"] - found["lowest_mean"] > 60.0
    assert np.isfinite(found["keys"][0]["indices"]["ST"]["value"])
