"""Ensembles into folders, and what is in them."""

from hashlib import sha256
from pathlib import Path
from typing import Any

from sim.ensemble import work
from sim.ensemble.folder import EnsembleResult
from sim.ensemble.hire import crew
from sim.ensemble.run import Task, run_task
from sim.ensemble.until import Until
from sim.ensemble.work import Work


def hashes(folder: Path) -> dict[str, str]:
    """SHA-256 of every file."""
    return {path.name: sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


def run_into(
    folder: Path, what: Work, runs: int, *, workers: int = 1, until: Until | None = None, **more: Any
) -> EnsembleResult:
    """One ensemble, in a process that has nothing ready yet; ``more`` goes to ``run_task``."""
    forget()
    with crew(workers) as team:
        return run_task(Task(what, runs, folder, until), team, **more)


def forget() -> None:
    """Nothing is ready in this process any more, as in one that has just started."""
    work._ready_works.clear()
