"""Ensembles in a process of their own that dies by SIGKILL at a chosen moment.

Processes are forked from a server that has imported everything, so that a death costs a fraction of a second.
"""

import multiprocessing
import os
import signal
import sys
import threading
import time
from contextlib import suppress
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from sim.ensemble.run import Task, run_task
from sim.ensemble.work import Work

_CHANGES = {"open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.chmod", "shutil.rmtree"}


def start(folder: Path, runs: int, work: Work, **how: Any) -> BaseProcess:
    """An ensemble under way, resumed if it can be; ``how`` goes to ``_run``."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(
        [
            "tests.ensemble.killed",
            "tests.ensemble.fake",
            "pyarrow.parquet",
            "pyarrow.compute",
            "scipy.special",
        ]
    )
    process = context.Process(target=_run, args=(folder, runs, work), kwargs=how)
    process.start()
    return process


def finish(process: BaseProcess, seconds: float = 60.0) -> int | None:
    """Its exit code; minus nine if it was killed."""
    process.join(seconds)
    if process.exitcode is None:
        kill_all(process)
    process.join()
    return process.exitcode


def kill_all(process: BaseProcess) -> None:
    """The process and its workers at once."""
    assert process.pid is not None
    with suppress(ProcessLookupError):  # it may have finished, or not have its group yet
        os.killpg(process.pid, signal.SIGKILL)
    process.kill()


def _run(
    folder: Path,
    runs: int,
    work: Work,
    *,
    workers: int = 1,
    at_change: int | None = None,
    kill_worker_after_s: float | None = None,
) -> None:
    """``at_change`` dies at that change to the file system, counted from 1."""
    from sim.ensemble.hire import crew

    os.setsid()
    if at_change is not None:
        _die_at(at_change, folder.parent)
    with crew(workers) as team:
        if kill_worker_after_s is not None:
            threading.Thread(target=_kill_one, args=(team, kill_worker_after_s), daemon=True).start()
        run_task(Task(work, runs, folder), team, resume=True)


def _die_at(change: int, below: Path) -> None:
    seen = 0

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal seen
        if event not in _CHANGES or not str(arguments[0]).startswith(str(below)):
            return
        if event == "open" and not set(str(arguments[1] or "")) & set("wa+"):
            return
        seen += 1
        if seen == change:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)


def _kill_one(team: Any, after_s: float) -> None:
    time.sleep(after_s)
    for worker in list(team._at_work)[:1]:
        worker.process.kill()
