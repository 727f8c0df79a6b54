"""``overflight ensemble`` as a user meets it."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sim.cli import main
from sim.ensemble.folder import open_ensemble
from tests.ensemble.fake import FakeWork
from tests.ensemble.folders import forget, hashes

ROOT = Path(__file__).parents[2]
SHIPPED = str(ROOT / "scenarios" / "okinawa-2023-08-24.yaml")
WITH_FAKE_WORK = """
import sys
import sim.ensemble.run
import sim.output.ensemble
import sim.output.ensembletext
import sim.output.ensembleview
from tests.ensemble.fake import FakeWork
sim.ensemble.run.ScenarioWork = lambda *_: FakeWork(pause_s=0.1)
sim.output.ensemble.products = lambda *_, **__: lambda folder: None
sim.output.ensembleview.open_products = str
sim.output.ensembletext.ensemble_report = str
if __name__ == "__main__":
    from sim.cli import entry
    entry()
"""


@pytest.fixture
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """The command with made-up runs, and without the pictures that other tests hold."""
    monkeypatch.setattr("sim.ensemble.run.ScenarioWork", lambda *_: FakeWork())
    monkeypatch.setattr("sim.output.ensemble.products", lambda *_, **__: lambda folder: None)
    monkeypatch.setattr("sim.output.ensembleview.open_products", str)
    monkeypatch.setattr("sim.output.ensembletext.ensemble_report", str)
    forget()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (["--runs", "0"], "must be a whole number from 1 on (was '0')"),
        (["--runs", "1e6"], "must be a whole number from 1 on (was '1e6')"),
        ([], "the following arguments are required: --runs"),
        (["--runs", "1", "--workers", "0"], "must be a whole number from 1 on (was '0')"),
        (["--runs", "1", "--workers", "2", "--dask", "x"], "not allowed with argument"),
        (["--runs", "1", "--lead", "-3"], "must be a number of minutes above 0 (was '-3')"),
    ],
)
def test_wrong_arguments(wrong: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ensemble", SHIPPED, *wrong]) == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (["--until", "short_lead:width=1"], "--until: no such metric; did you mean short_lead_share?"),
        (["--until", "lead_s"], "--until: must be METRIC:width=W"),
        (["--set", "seed=-1"], "seed"),
    ],
)
def test_wrong_input_leaves_nothing(
    wrong: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ensemble", SHIPPED, "--runs", "1", "-o", str(tmp_path / "e"), *wrong]) == 2
    assert said in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("cheap")
def test_a_foreign_folder_is_not_overwritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "thesis.tex").write_text("years of work")
    assert main(["ensemble", SHIPPED, "--runs", "1", "--workers", "1", "-o", str(tmp_path)]) == 2
    assert "is not a run folder" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.tex"]


@pytest.mark.usefixtures("cheap")
def test_no_scheduler_is_a_failure_of_the_work(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sim.ensemble.cluster._CONNECT_S", 0.2)
    assert (
        main(["ensemble", SHIPPED, "--runs", "1", "--dask", "tcp://127.0.0.1:9", "-o", str(tmp_path / "e")])
        == 1
    )
    said = capsys.readouterr().err
    assert said.startswith("no Dask scheduler answers at tcp://127.0.0.1:9 (")
    assert said.endswith("); is one running there (dask scheduler), and can it be reached from here?\n")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("address", ["nonsense", "tcp://host:notaport"])
def test_no_address_is_wrong_input(address: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["ensemble", SHIPPED, "--runs", "1", "--dask", address, "-o", str(tmp_path / "e")]
    assert main(words) == 2
    said = "--dask: must be tcp://HOST:PORT, or with another protocol of Dask's in front"
    assert capsys.readouterr().err == f"{said} (was {address!r})\n"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("how", "workers"), [(signal.SIGINT, "2"), (signal.SIGTERM, "1")])
def test_stopped_it_says_how_to_go_on_and_does(how: signal.Signals, workers: str, tmp_path: Path) -> None:
    """Ctrl-C reaches the workers too, as from a terminal."""
    script = tmp_path / "script.py"
    script.write_text(WITH_FAKE_WORK)
    folder = tmp_path / "e"
    words = [sys.executable, str(script), "ensemble", SHIPPED, "--runs", "600", "-o", str(folder)]
    surroundings = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(
        [*words, "--workers", workers],
        env=surroundings,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    while process.poll() is None and not list((tmp_path / "e.part").glob("areas-*")):
        time.sleep(0.02)
    os.killpg(process.pid, how)
    said, complaint = process.communicate(timeout=30)
    assert (process.returncode, said) == (1, "")
    assert complaint.count("\n") == 1
    assert re.search(rf"; \d+ of 600 runs are kept in {folder}\.part; the same", complaint)
    assert "the same command with --resume goes on" in complaint
    assert not folder.exists()
    subprocess.run([*words, "--workers", "1", "--quiet", "--resume"], env=surroundings, check=True)
    assert open_ensemble(folder).runs == 600
    assert not (tmp_path / "e.part").exists()


@pytest.mark.usefixtures("cheap")
def test_resuming_what_is_finished_changes_nothing(tmp_path: Path) -> None:
    words = ["ensemble", SHIPPED, "--runs", "70", "--workers", "1", "-o", str(tmp_path / "e"), "--quiet"]
    assert main(words) == 0
    before = hashes(tmp_path / "e")
    assert main([*words, "--resume"]) == 0
    assert hashes(tmp_path / "e") == before
