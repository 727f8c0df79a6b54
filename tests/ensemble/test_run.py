"""The same bytes whoever computes, and what stops an ensemble."""

import errno
import multiprocessing
import os
import struct
from collections import deque
from pathlib import Path
from typing import Any

import pytest

from sim.ensemble.folder import open_ensemble
from sim.ensemble.hire import crew
from sim.ensemble.parts import Parts
from sim.ensemble.pool import Pool, _Worker
from sim.ensemble.replicate import BLOCK
from sim.ensemble.run import Task, ensemble, run_task
from sim.ensemble.state import MANIFEST, how_to_go_on, locked, make, part_folder
from sim.ensemble.table import TABLES
from sim.ensemble.work import Span
from sim.errors import InputError, WorkError
from tests.ensemble.fake import FakeWork
from tests.ensemble.folders import forget, hashes, run_into
from tests.mornings import usual_scenario

RUNS = 5 * BLOCK - 3


def test_a_real_scenario_gives_the_same_bytes_alone_with_workers_and_resumed(tmp_path: Path) -> None:
    def go(name: str, **how: Any) -> dict[str, str]:
        folder = tmp_path / name
        return hashes(ensemble(usual_scenario(), runs=BLOCK + 3, seed=4, folder=folder, **how).folder)

    alone = go("alone", workers=1)
    assert set(alone) == {"areas.parquet", "replicates.parquet", "summary.json"}
    assert go("two", workers=2) == alone

    def stop(done: int, of: int) -> None:
        if done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        go("resumed", workers=1, progress=stop)
    assert how_to_go_on(tmp_path / "resumed").startswith("64 of 67 runs are kept in ")
    assert go("resumed", workers=1, resume=True) == alone


def test_other_seed_other_bytes_but_the_same_columns(tmp_path: Path) -> None:
    one, other = (run_into(tmp_path / str(seed), FakeWork(seed=seed), RUNS) for seed in (1, 2))
    assert hashes(one.folder)["areas.parquet"] != hashes(other.folder)["areas.parquet"]
    assert one.areas().schema.equals(other.areas().schema)


def test_fewer_runs_are_the_first_of_more(tmp_path: Path) -> None:
    many, few = (run_into(tmp_path / str(runs), FakeWork(), runs) for runs in (RUNS, 70))
    for table in ("replicates", "areas"):
        rows = getattr(few, table)()
        assert rows.equals(getattr(many, table)().slice(0, rows.num_rows))


def test_one_run(tmp_path: Path) -> None:
    result = run_into(tmp_path / "one", FakeWork(), 1)
    assert (result.runs, result.replicates().num_rows, result.areas().num_rows) == (1, 1, 5)


def test_finishers_add_to_the_folder_before_it_appears(tmp_path: Path) -> None:
    seen = []

    def add(folder: Path) -> None:
        assert open_ensemble(folder).replicates().num_rows == RUNS
        seen.append((tmp_path / "e").exists())
        (folder / "map.txt").write_text("x")

    run_into(tmp_path / "e", FakeWork(), RUNS, finish=[add])
    assert seen == [False]
    assert "map.txt" in hashes(tmp_path / "e")


def test_a_crew_can_be_used_again_and_leaves_no_trace(tmp_path: Path) -> None:
    forget()
    with crew(2) as team:
        for seed in (1, 2):
            run_task(Task(FakeWork(seed=seed), RUNS, tmp_path / f"used{seed}"), team)
    for seed in (1, 2):
        alone = run_into(tmp_path / f"alone{seed}", FakeWork(seed=seed), RUNS).folder
        assert hashes(tmp_path / f"used{seed}") == hashes(alone)
    assert {path.name for path in tmp_path.iterdir()} == {"used1", "used2", "alone1", "alone2"}


def test_a_finished_ensemble_is_not_run_again(tmp_path: Path) -> None:
    folder = run_into(tmp_path / "e", FakeWork(), RUNS).folder
    before = {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}
    run_into(folder, FakeWork(fails_at=0), RUNS, resume=True)
    assert {path.name: path.stat().st_mtime_ns for path in folder.iterdir()} == before
    with pytest.raises(ZeroDivisionError):
        run_into(folder, FakeWork(fails_at=0, seed=1), RUNS, resume=True)


def test_a_finished_ensemble_is_replaced_like_any_run_folder(tmp_path: Path) -> None:
    run_into(tmp_path / "e", FakeWork(seed=1), RUNS)
    run_into(tmp_path / "e", FakeWork(seed=2), RUNS)
    assert open_ensemble(tmp_path / "e").summary["seed"] == 2


def test_a_foreign_folder_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").write_text("years of work")
    with pytest.raises(InputError, match="is not a run folder"):
        run_into(tmp_path, FakeWork(), RUNS)
    part = tmp_path / "e.part"
    part.mkdir()
    (part / "notes.txt").write_text("mine")
    with pytest.raises(InputError, match="is not an interrupted ensemble, and is left as it is"):
        run_into(tmp_path / "e", FakeWork(), RUNS, resume=True)
    assert [path.name for path in part.iterdir() if path.name != "lock"] == ["notes.txt"]


@pytest.fixture
def interrupted(tmp_path: Path) -> Path:
    """An ensemble that stopped after two parts, of one block and of two."""
    with pytest.raises(ZeroDivisionError):
        run_into(tmp_path / "e", FakeWork(fails_at=3 * BLOCK), RUNS)
    return tmp_path / "e"


def test_an_interrupted_ensemble_is_not_begun_again_by_accident(interrupted: Path) -> None:
    said = f"holds an interrupted ensemble with 192 of {RUNS:,} runs; go on with --resume, or remove it"
    with pytest.raises(InputError, match=said):
        run_into(interrupted, FakeWork(), RUNS)


def stopped(folder: Path, **identity: int) -> str:
    """What is said of two parts, of the first block and of the third and fourth."""
    part = part_folder(folder)
    make(part, identity)
    for first, count in ((0, BLOCK), (2 * BLOCK, 2 * BLOCK)):
        for table in TABLES:
            (part / f"{table}-{first:012d}-{count:09d}-{'0' * 32}.parquet").touch()
    return how_to_go_on(folder)


@pytest.mark.parametrize(
    ("identity", "held"),
    [
        ({"runs": 10}, "10 of 10"),
        ({"runs": 2 * BLOCK + 3}, "67 of 131"),
        ({"runs": 1_000_000}, "192 of 1,000,000"),
        ({"runs": 5 * BLOCK, "points": 5, "runs_per_point": 2}, "6 of 10"),
        ({"runs": 4 * BLOCK, "points": 2, "runs_per_point": BLOCK + 1}, "129 of 130"),
    ],
)
def test_runs_kept_are_those_asked_for(identity: dict[str, int], held: str, tmp_path: Path) -> None:
    """A block is computed whole, however few of its runs were asked for."""
    goes_on = f"runs are kept in {tmp_path / 'e.part'}; the same command with --resume goes on"
    assert stopped(tmp_path / "e", **identity) == f"{held} {goes_on}"


def test_a_part_folder_that_cannot_be_read_has_nothing_to_go_on_with(tmp_path: Path) -> None:
    part_folder(tmp_path / "e").mkdir()
    for damaged in ("{", "[]", "{}"):
        (part_folder(tmp_path / "e") / MANIFEST).write_text(damaged)
        assert how_to_go_on(tmp_path / "e") == ""


def test_another_ensemble_is_not_resumed(interrupted: Path) -> None:
    with pytest.raises(InputError) as refused:
        run_into(interrupted, FakeWork(seed=7, areas=6), RUNS + 1, resume=True)
    said = str(refused.value)
    for difference in ("seed 0 there, 7 asked for", "areas 5 there, 6", f"runs {RUNS} there, {RUNS + 1}"):
        assert difference in said


def test_two_processes_do_not_compute_the_same_ensemble(interrupted: Path) -> None:
    with locked(part_folder(interrupted)), pytest.raises(WorkError, match="another process is computing"):
        run_into(interrupted, FakeWork(), RUNS, resume=True)


@pytest.mark.parametrize("change", ["cut", "flipped", "empty"])
def test_a_damaged_part_is_named_set_aside_and_computed_again(
    change: str, interrupted: Path, tmp_path: Path
) -> None:
    part = sorted(part_folder(interrupted).glob("areas-*.parquet"))[1]
    content = bytearray(part.read_bytes())
    if change == "flipped":
        content[len(content) // 2] ^= 1
    part.write_bytes({"cut": content[:-100], "flipped": content, "empty": b""}[change])
    said: list[str] = []
    run_into(interrupted, FakeWork(), RUNS, resume=True, say=said.append)
    assert said == [
        f"{part.parent}: a damaged part was set aside as damaged/{part.name}; its runs are computed again"
    ]
    assert hashes(interrupted) == hashes(run_into(tmp_path / "alone", FakeWork(), RUNS).folder)


def test_a_part_damaged_under_way_says_how_to_go_on(tmp_path: Path) -> None:
    def damage(done: int, of: int) -> None:
        for part in part_folder(tmp_path / "e").glob("replicates-000000000000-*"):
            part.write_bytes(b"garbage")

    with pytest.raises(WorkError, match="is damaged and was set aside as damaged/replicates"):
        run_into(tmp_path / "e", FakeWork(), RUNS, progress=damage)
    run_into(tmp_path / "e", FakeWork(), RUNS, resume=True)
    assert hashes(tmp_path / "e") == hashes(run_into(tmp_path / "alone", FakeWork(), RUNS).folder)


@pytest.mark.parametrize("calls", [2, 7, 14])
def test_a_full_disk_is_one_line_and_a_way_on(
    calls: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk is full at the first part, at a later one, and while the tables are written."""
    left, real = [calls], os.fsync

    def full(handle: int) -> None:
        left[0] -= 1
        if left[0] <= 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        real(handle)

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(WorkError, match="cannot be written \\(No space left on device\\)") as refused:
            run_into(tmp_path / "e", FakeWork(), RUNS)
    assert "\n" not in str(refused.value)
    assert not (tmp_path / "e").exists()
    run_into(tmp_path / "e", FakeWork(), RUNS, resume=True)
    assert hashes(tmp_path / "e") == hashes(run_into(tmp_path / "alone", FakeWork(), RUNS).folder)


def test_nothing_is_kept_of_nothing(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError):
        run_into(tmp_path / "e", FakeWork(fails_at=0), RUNS)
    assert list(tmp_path.iterdir()) == []


def test_an_ensemble_killed_before_its_first_part_is_not_in_the_way(tmp_path: Path) -> None:
    make(tmp_path / "e.part", FakeWork(seed=9).identity)
    assert run_into(tmp_path / "e", FakeWork(), RUNS).summary["seed"] == 0


def test_what_a_killed_removal_left_is_removed(tmp_path: Path) -> None:
    (tmp_path / ".e.part.old.x.partial" / "old").mkdir(parents=True)
    run_into(tmp_path / "e", FakeWork(), 1)
    assert [path.name for path in tmp_path.iterdir()] == ["e"]


@pytest.mark.parametrize("how", [{"runs": 0}, {"runs": 1, "workers": 0}])
def test_a_caller_is_told_what_cannot_be(how: dict[str, int], tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="at least one"):
        run_into(tmp_path / "e", FakeWork(), **how)
    assert list(tmp_path.iterdir()) == []


def test_a_missing_part_is_never_passed_over(interrupted: Path) -> None:
    parts = Parts(part_folder(interrupted))
    parts.scan()
    with pytest.raises(RuntimeError, match="end at run 191"):
        list(parts.stream("areas", RUNS))
    next(part_folder(interrupted).glob("areas-000000000000-*")).unlink()
    parts.scan()
    with pytest.raises(RuntimeError, match="lack runs 0 to 63"):
        list(parts.stream("areas", RUNS))


def test_a_worker_that_dies_in_the_middle_of_its_answer_is_lost() -> None:
    here, there = multiprocessing.Pipe()
    os.write(there.fileno(), struct.pack("!i", 1000) + b"the first bytes")
    there.close()
    process = multiprocessing.get_context("spawn").Process(target=int)
    process.start()
    pool = Pool(1)
    pool._at_work.append(_Worker(process, here, deque([Span(0, BLOCK)])))
    assert [outcome.span for outcome in pool.wait(1.0)] == [Span(0, BLOCK)]
    assert pool._at_work == []


def test_an_error_in_a_worker_is_the_error_here(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError, match=f"block {BLOCK}") as raised:
        run_into(tmp_path / "e", FakeWork(fails_at=BLOCK), RUNS, workers=2)
    assert "fake.py" in "".join(raised.value.__notes__)


def test_an_error_that_cannot_travel_is_told_all_the_same(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="Stubborn: 64"):
        run_into(tmp_path / "e", FakeWork(fails_at=BLOCK, stubborn=True), RUNS, workers=2)


def test_a_worker_with_other_versions_is_refused(tmp_path: Path) -> None:
    work = FakeWork(versions=(("numpy", "1.0"),))
    with pytest.raises(WorkError, match=r"a worker has numpy \S+ instead of 1.0"):
        run_into(tmp_path / "e", work, RUNS)
