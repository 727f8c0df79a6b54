"""The command as a user meets it: exit codes, words, and what is left on disk."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sim.cli import main
from tests.scenario.case import Case
from tests.scenario.corpus import BROKEN

ROOT = Path(__file__).parents[1]
SHIPPED = ROOT / "scenarios" / "okinawa-2023-08-24.yaml"
TEXTS = {"summary.json", "events.jsonl", "areas.csv", "footprint.geojson"}
PICTURES = {"footprint.png", "timeline.png"}


def command(*arguments: str | Path, cwd: Path = ROOT, **more: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "sim", *map(str, arguments)],
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


def test_a_run_fills_its_folder_and_says_what_happened(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["run", str(SHIPPED), "-o", str(tmp_path / "run")]) == 0
    assert {path.name for path in (tmp_path / "run").iterdir()} >= TEXTS | PICTURES
    said = capsys.readouterr().out
    assert "SIMULATION" in said
    assert "SHELTER CALL issued" in said
    assert "within rounding" in said
    assert "OUTSIDE" not in said
    assert max(len(line) for line in said.splitlines() if str(tmp_path) not in line) <= 80


def test_quiet_says_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", str(SHIPPED), "-o", str(tmp_path / "run"), "--quiet"]) == 0
    assert capsys.readouterr().out == ""


def test_same_seed_same_bytes_other_seed_other_bytes(tmp_path: Path) -> None:
    for name, seed in (("a", "5"), ("b", "5"), ("c", "6")):
        assert command("run", SHIPPED, "-o", tmp_path / name, "--seed", seed).returncode == 0
    for name in TEXTS | PICTURES:
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes(), name
    assert (tmp_path / "a" / "events.jsonl").read_bytes() != (tmp_path / "c" / "events.jsonl").read_bytes()


def test_default_folder_is_named_after_the_scenario(tmp_path: Path) -> None:
    assert command("run", SHIPPED, "--quiet", cwd=tmp_path).returncode == 0
    assert (tmp_path / "runs" / "okinawa-2023-08-24" / "summary.json").is_file()


def test_plot_draws_the_same_pictures_again(tmp_path: Path) -> None:
    main(["run", str(SHIPPED), "-o", str(tmp_path / "run"), "--quiet"])
    before = {name: (tmp_path / "run" / name).read_bytes() for name in PICTURES}
    for name in PICTURES:
        (tmp_path / "run" / name).unlink()
    assert main(["plot", str(tmp_path / "run")]) == 0
    assert {name: (tmp_path / "run" / name).read_bytes() for name in PICTURES} == before


def test_plot_of_something_else_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["plot", str(tmp_path / "nowhere")]) == 2
    assert capsys.readouterr().err == f"{tmp_path / 'nowhere'}: is not a run folder (no such folder)\n"
    file = tmp_path / "summary.json"
    file.write_text("{}")
    assert main(["plot", str(file)]) == 2
    assert capsys.readouterr().err == f"{file}: is not a run folder (a file)\n"


def test_plot_of_a_damaged_folder_names_each_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["run", str(SHIPPED), "-o", str(tmp_path / "run"), "--quiet"])
    (tmp_path / "run" / "summary.json").write_text("{half")
    events = tmp_path / "run" / "events.jsonl"
    events.write_text(events.read_text()[:-20])
    assert main(["plot", str(tmp_path / "run")]) == 2
    said = capsys.readouterr().err
    assert "summary.json:1:2: is damaged: not JSON (Expecting property name" in said
    assert "events.jsonl:" in said


def test_a_wrong_scenario_leaves_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = ["--set", "seed=-1", "--set", "areas.layer=atlantis"]
    assert main(["run", str(SHIPPED), "-o", str(tmp_path / "run"), *wrong]) == 2
    said = capsys.readouterr().err
    assert "seed" in said
    assert "atlantis" in said
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("case", BROKEN, ids=lambda case: case.name)
def test_every_broken_scenario_is_a_clean_failure(
    case: Case, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 2, one located line per problem on stderr, nothing on stdout, no run folder."""
    scenario = case.write(tmp_path)
    overrides = [f"--set={override}" for override in case.overrides]
    assert main(["run", str(scenario), "-o", str(tmp_path / "run"), *overrides]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert len(err.splitlines()) == len(case.expected)
    assert "internal error" not in err
    assert not (tmp_path / "run").exists()


def test_a_foreign_folder_is_not_overwritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "thesis.tex").write_text("years of work")
    assert main(["run", str(SHIPPED), "-o", str(tmp_path)]) == 2
    assert "is not a run folder" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.tex"]


@pytest.mark.parametrize("seed", ["-1", "1.5", "x", str(2**63), ""])
def test_a_wrong_seed_is_a_usage_error(seed: str, tmp_path: Path) -> None:
    done = command("run", SHIPPED, "-o", tmp_path / "run", "--seed", seed)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_validate_reports_every_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = tmp_path / "other.yaml"
    other.write_text("format: overflight/9\n")
    assert main(["validate", str(SHIPPED), str(other), str(tmp_path / "none.yaml")]) == 2
    out, err = capsys.readouterr()
    assert f"{SHIPPED}: valid" in out
    assert f"{other}:1:9: format:" in err
    assert "none.yaml" in err


def test_schema_is_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema"]) == 0
    assert json.loads(capsys.readouterr().out)["properties"]["format"]


def test_our_own_mistakes_are_one_line_too(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import sim.scenario

    def broken(*_: object) -> None:
        raise RuntimeError("boom")

    monkeypatch.setattr(sim.scenario, "load_scenario", broken)
    assert main(["validate", str(SHIPPED)]) == 1
    assert "internal error, please report it: RuntimeError: boom" in capsys.readouterr().err


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys; from sim.cli import parser; parser().format_help()\n"
        "print(sorted({'numpy', 'scipy', 'shapely', 'matplotlib', 'pydantic', 'simpy'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_validate_loads_no_numerics() -> None:
    code = (
        f"import sys; from sim.cli import main; main(['validate', {str(SHIPPED)!r}, '--quiet'])\n"
        "print(sorted({'numpy', 'scipy', 'shapely', 'matplotlib', 'simpy'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_a_killed_run_leaves_no_folder_that_looks_complete(how: signal.Signals, tmp_path: Path) -> None:
    """Killed while it writes: the run folder is absent; only SIGKILL leaves a trace."""
    code = (
        "import sys, time, sim.output.write as write\n"
        "real = write._save\n"
        "def slow(path, text):\n"
        "    real(path, text); print('wrote', flush=True); time.sleep(30)\n"
        "write._save = slow\n"
        "from sim.cli import entry; entry()\n"
    )
    arguments = [sys.executable, "-c", code, "run", str(SHIPPED), "-o", str(tmp_path / "run")]
    process = subprocess.Popen(arguments, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "wrote\n"
    time.sleep(0.05)
    process.send_signal(how)
    _, said = process.communicate(timeout=30)
    assert not (tmp_path / "run").exists()
    left = [path.name for path in tmp_path.iterdir()]
    if how is signal.SIGKILL:
        assert all(name.startswith(".run.") and name.endswith(".partial") for name in left)
    else:
        assert left == []
        assert process.returncode == 1
        assert "Traceback" not in said


def test_a_closed_pipe_is_no_error() -> None:
    done = subprocess.run(
        f"{sys.executable} -m sim schema | head -1",
        shell=True,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "Traceback" not in done.stderr
