"""Killed at any moment, resumed, and the same to the last byte."""

import random
import time
from pathlib import Path

import psutil
import pytest

from sim.ensemble.parts import kept_spans
from sim.ensemble.replicate import BLOCK
from sim.ensemble.state import how_to_go_on
from sim.ensemble.work import ScenarioWork
from sim.errors import WorkError
from tests.ensemble.fake import FakeWork
from tests.ensemble.folders import hashes, run_into
from tests.ensemble.killed import finish, kill_all, start
from tests.mornings import usual_scenario

RUNS = 4 * BLOCK - 5
FEW = 2 * BLOCK - 5
KILLED = -9


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("undisturbed") / "whole"
    return hashes(run_into(folder, FakeWork(), RUNS).folder)


def ends_well(folder: Path, undisturbed: dict[str, str], runs: int = RUNS) -> None:
    run_into(folder, FakeWork(), runs, resume=True)
    assert hashes(folder) == undisturbed
    assert not folder.with_name(f"{folder.name}.part").exists()


def test_killed_at_every_change_of_the_disk(tmp_path: Path) -> None:
    """Every file opened to be written, every rename and removal, one after the other: 30 deaths and more."""
    undisturbed = hashes(run_into(tmp_path / "whole", FakeWork(), FEW).folder)
    deaths, change = 0, 1
    while True:
        folder = tmp_path / str(change) / "ensemble"
        folder.mkdir(parents=True)
        (folder / "summary.json").write_text('{"mark": "SIMULATION"}')
        (folder / "replicates.parquet").write_text("of an earlier ensemble")
        before = hashes(folder)
        if finish(start(folder, FEW, FakeWork(), at_change=change)) != KILLED:
            break
        deaths += 1
        assert not folder.exists() or hashes(folder) in (before, undisturbed)
        ends_well(folder, undisturbed, FEW)
        change += 1
    assert deaths >= 30


def test_killed_again_and_again_at_random(tmp_path: Path, undisturbed: dict[str, str]) -> None:
    moments = random.Random(20230824)
    folder = tmp_path / "ensemble"
    deaths = 0
    for _ in range(20):
        process = start(folder, RUNS, FakeWork(pause_s=0.01))
        time.sleep(moments.uniform(0.02, 0.35))
        kill_all(process)
        deaths += finish(process) == KILLED
        if folder.exists():
            break
    assert deaths >= 3
    ends_well(folder, undisturbed)


@pytest.mark.parametrize("seed", range(4))
def test_parent_and_workers_killed_at_random(seed: int, tmp_path: Path, undisturbed: dict[str, str]) -> None:
    moments = random.Random(seed)
    folder = tmp_path / "ensemble"
    process = start(folder, RUNS, FakeWork(pause_s=0.3), workers=2)
    time.sleep(moments.uniform(0.5, 3.0))
    kill_all(process)
    assert finish(process) in (KILLED, 0)
    ends_well(folder, undisturbed)


def test_a_real_scenario_killed_after_its_first_part(tmp_path: Path) -> None:
    work, runs = ScenarioWork(usual_scenario(), 5, False, 120.0), 2 * BLOCK + 1
    process = start(tmp_path / "killed", runs, work)
    while process.exitcode is None and not kept_spans(tmp_path / "killed.part"):
        time.sleep(0.01)
    kill_all(process)
    assert finish(process) == KILLED
    again = run_into(tmp_path / "killed", work, runs, resume=True)
    assert hashes(again.folder) == hashes(run_into(tmp_path / "alone", work, runs).folder)


def test_orphans_end_by_themselves(tmp_path: Path) -> None:
    process = start(tmp_path / "ensemble", RUNS, FakeWork(pause_s=0.2), workers=2)
    parent = psutil.Process(process.pid)
    until = time.monotonic() + 30.0
    while len(workers := _workers(parent)) < 2 and time.monotonic() < until:
        time.sleep(0.05)
    process.kill()
    assert len(workers) == 2
    _, alive = psutil.wait_procs(workers, timeout=20.0)
    assert alive == []


def _workers(parent: psutil.Process) -> list[psutil.Process]:
    return [one for one in parent.children() if "spawn_main" in " ".join(one.cmdline())]


@pytest.mark.parametrize("deaths", [1, 2])
def test_a_worker_that_dies_is_replaced(deaths: int, tmp_path: Path, undisturbed: dict[str, str]) -> None:
    (tmp_path / "deaths").mkdir()
    for number in range(deaths):
        (tmp_path / "deaths" / f"{BLOCK}-{number}").touch()
    said: list[str] = []
    work = FakeWork(deaths=tmp_path / "deaths")
    result = run_into(tmp_path / "ensemble", work, RUNS, workers=2, say=said.append)
    assert hashes(result.folder) == undisturbed
    assert any("a worker was lost (killed by SIGKILL)" in line for line in said)


def test_work_that_kills_every_worker_is_given_up_and_can_go_on(
    tmp_path: Path, undisturbed: dict[str, str]
) -> None:
    (tmp_path / "deaths").mkdir()
    for number in range(20):
        (tmp_path / "deaths" / f"{2 * BLOCK}-{number}").touch()
    folder = tmp_path / "ensemble"
    with pytest.raises(WorkError, match="lost 3 times with their worker"):
        run_into(folder, FakeWork(deaths=tmp_path / "deaths"), RUNS, workers=2)
    assert "goes on" in how_to_go_on(folder)
    ends_well(folder, undisturbed)
