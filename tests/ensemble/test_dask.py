"""On a Dask cluster: the same bytes, workers that die, schedulers that are not there."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import distributed
import pytest
from distributed import LocalCluster

import sim.ensemble.cluster
from sim.ensemble.cluster import Cluster, _check_address
from sim.ensemble.hire import crew
from sim.ensemble.replicate import BLOCK
from sim.ensemble.run import Task, run_task
from sim.ensemble.work import Span
from sim.errors import InputError, WorkError
from tests.ensemble.fake import FakeWork
from tests.ensemble.folders import forget, hashes, run_into

RUNS = 6 * BLOCK - 5


def local(**how: Any) -> LocalCluster:
    return LocalCluster(threads_per_worker=1, dashboard_address=":0", **how)


@pytest.fixture(scope="module")
def cluster() -> Iterator[LocalCluster]:
    """Two workers as threads of this process: quick to start, and all of the protocol."""
    with local(n_workers=2, processes=False) as started:
        yield started


def on_dask(address: str, folder: Path, work: FakeWork, said: list[str] | None = None, **more: Any) -> Path:
    tell = (said if said is not None else []).append
    forget()
    with crew(dask=address, say=tell) as team:
        return run_task(Task(work, RUNS, folder), team, say=tell, **more).folder


def test_the_same_bytes_as_alone(cluster: LocalCluster, tmp_path: Path) -> None:
    alone = run_into(tmp_path / "alone", FakeWork(), RUNS).folder
    assert hashes(on_dask(cluster.scheduler_address, tmp_path / "dask", FakeWork())) == hashes(alone)


def test_what_was_begun_alone_is_finished_on_a_cluster(cluster: LocalCluster, tmp_path: Path) -> None:
    alone = run_into(tmp_path / "alone", FakeWork(), RUNS).folder
    with pytest.raises(ZeroDivisionError):
        run_into(tmp_path / "both", FakeWork(fails_at=3 * BLOCK), RUNS)
    folder = on_dask(cluster.scheduler_address, tmp_path / "both", FakeWork(), resume=True)
    assert hashes(folder) == hashes(alone)


def test_what_a_worker_raises_is_raised_here(cluster: LocalCluster, tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError, match=f"block {BLOCK}"):
        on_dask(cluster.scheduler_address, tmp_path / "dask", FakeWork(fails_at=BLOCK))


def test_a_worker_killed(tmp_path: Path) -> None:
    alone = run_into(tmp_path / "alone", FakeWork(), RUNS).folder
    (tmp_path / "deaths").mkdir()
    (tmp_path / "deaths" / f"{BLOCK}-0").touch()
    with local(n_workers=2, processes=True, silence_logs=50) as started:
        folder = on_dask(started.scheduler_address, tmp_path / "dask", FakeWork(deaths=tmp_path / "deaths"))
    assert list((tmp_path / "deaths").iterdir()) == []
    assert hashes(folder) == hashes(alone)


@dataclass
class Given:
    """A future that ended in an error."""

    error: Exception
    status: str = "error"

    def exception(self) -> Exception:
        return self.error

    def __hash__(self) -> int:
        return 0


def test_what_dask_gives_up_is_lost_and_not_forgotten(cluster: LocalCluster) -> None:
    span, given = Span(0, BLOCK), Given(distributed.KilledWorker("task", "last", 3))
    with Cluster(cluster.scheduler_address, str) as team:
        team._spans[given] = span
        team._back.put(given)
        assert [(lost.span, "each worker that tried it" in lost.why) for lost in team.wait(1.0)] == [
            (span, True)
        ]


def test_a_worker_without_this_package_is_said_so(cluster: LocalCluster) -> None:
    unreadable = RuntimeError("Error during deserialization of the task graph")
    unreadable.__cause__ = ModuleNotFoundError("No module named 'sim'")
    with Cluster(cluster.scheduler_address, str) as team:
        given = Given(unreadable)
        team._spans[given] = Span(0, BLOCK)
        team._back.put(given)
        with pytest.raises(WorkError, match="a Dask worker lacks what it needs \\(No module named 'sim'\\)"):
            team.wait(1.0)


def test_nobody_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sim.ensemble.cluster, "_CONNECT_S", 0.3)
    with pytest.raises(WorkError, match=r"no Dask scheduler answers at tcp://127\.0\.0\.1:9 "):
        on_dask("tcp://127.0.0.1:9", tmp_path / "dask", FakeWork())
    assert list(tmp_path.iterdir()) == []


PLACES = (
    "",
    "host",
    "host:",
    "h:notaport",
    "h:0",
    "h:65536",
    "h:٣",
    ":8786",
    "a b:1",
    "::1:8786",
    "h:8786/x",
)


@pytest.mark.parametrize(
    "address", ["nonsense", "127.0.0.1:notaport", "nonsense://h:1", "", *(f"tcp://{one}" for one in PLACES)]
)
def test_an_address_that_is_none(address: str, tmp_path: Path) -> None:
    with pytest.raises(InputError) as refused:
        on_dask(address, tmp_path / "dask", FakeWork())
    said = "--dask: must be tcp://HOST:PORT, or with another protocol of Dask's in front"
    assert str(refused.value) == f"{said} (was {address!r})"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "address", ["h:8786", "tcp://h.example:1", "tls://[::1]:65535", "inproc://192.0.2.1/7/1"]
)
def test_an_address_that_may_be_one(address: str) -> None:
    _check_address(address)


def test_a_scheduler_that_goes_away(tmp_path: Path) -> None:
    said: list[str] = []
    started = local(n_workers=0, processes=False)
    with Cluster(started.scheduler_address, said.append) as team:
        assert "no workers yet" in said[0]
        team.submit(FakeWork(), Span(0, BLOCK))
        started.close()
        with pytest.raises(WorkError, match="is gone"):
            for _ in range(100):
                team.wait(0.1)
