"""The ensemble benchmark on its smallest size, and its page."""

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest

from sim.bench.ensemble import EnsembleSpeed, run_ensemble_bench
from sim.bench.ensemble_text import ensemble_lines, goals
from sim.bench.ensemble_write import write_ensemble_report
from sim.cli import main
from sim.scenario import load_scenario

ROOT = Path(__file__).parents[2]
RESULTS = ROOT / "benchmarks" / "results"
PAGE = ROOT / "docs" / "ensemble-speed.md"
STAGES = ["flight and crossings", "decisions", "channels", "people", "metrics", "writing"]


@pytest.fixture(scope="module")
def report() -> EnsembleSpeed:
    scenario = load_scenario(ROOT / "scenarios" / "nuri-2022-06-21.yaml")
    return run_ensemble_bench([scenario], "tiny", policies=[scenario])


def test_every_stage_and_every_way_is_timed(report: EnsembleSpeed) -> None:
    (one,) = report.scenarios
    assert [stage.name for stage in one.stages] == STAGES
    assert all(stage.cpu_s.median > 0.0 for stage in one.stages)
    assert [(way.title, way.workers) for way in one.ways] == [("one process", 1), ("local pool", 2)]
    assert all(way.per_second.median > 0.0 for way in one.ways)
    assert one.ways[0].times_one.median == 1.0
    assert [name for name, _ in report.policies] == [one.name]


def test_goals_are_told_beside_what_was_measured(report: EnsembleSpeed) -> None:
    found = {goal.what: goal for goal in goals(report)}
    (one,) = report.scenarios
    rate = found[f"replicates a second, {one.areas:,} areas"]
    assert (rate.wanted, rate.measured) == (2000.0, one.ways[1].per_second.median)
    text = "\n".join(ensemble_lines(report))
    assert all(f"| {stage} |" in text for stage in STAGES)
    assert "| ensemble, local pool | 2 |" in text


def test_three_files_are_written(report: EnsembleSpeed, tmp_path: Path) -> None:
    names = [path.name for path in write_ensemble_report(report, tmp_path)]
    assert names == ["ensemble.md", "ensemble.json", "ensemble.png"]
    data = json.loads((tmp_path / "ensemble.json").read_text(encoding="utf-8"))
    assert data["scenarios"][0]["stages"][0]["name"] == STAGES[0]
    assert (tmp_path / "ensemble.png").read_bytes()[:4] == b"\x89PNG"


def test_the_command_tells_one_document(
    report: EnsembleSpeed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sim.bench.ensemble.run_ensemble_bench", lambda *_, **__: report)
    assert main(["bench", "ensemble", "--size", "tiny", "--json", "-o", str(tmp_path)]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["command"] == "bench ensemble"
    assert told["report"] == json.loads((tmp_path / "ensemble.json").read_text(encoding="utf-8"))
    assert [Path(file).name for file in told["files"]] == ["ensemble.md", "ensemble.json", "ensemble.png"]


def script(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    spec = importlib.util.spec_from_file_location("benchmarks_ensemble", ROOT / "benchmarks" / "ensemble.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_shows_the_results_as_they_were_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert script(monkeypatch).with_results(page, RESULTS) == page
    assert (RESULTS / "ensemble.md").read_text(encoding="utf-8") in page
    assert (RESULTS / "ensemble.png").is_file()


def test_results_name_no_folder_of_the_machine() -> None:
    for name in ("ensemble.md", "ensemble.json"):
        text = (RESULTS / name).read_text(encoding="utf-8")
        assert "/home" not in text
        assert "/tmp" not in text
