"""Many replicates of one scenario into one folder: the same bytes whoever computes, and however often interrupted.

A sweep hands its own ``crew`` to every call, so that workers start once. ``finish`` are functions that are each
called as ``write(folder: Path)`` after both tables and ``summary.json`` are in the folder they are given, and before
it gets its final name: what they add appears with it. `EnsembleResult` reads such a folder already.
"""

import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.ensemble.crew import Crew, Lost, Say
from sim.ensemble.folder import EnsembleResult
from sim.ensemble.hire import crew
from sim.ensemble.merge import merge
from sim.ensemble.parts import Parts, kept_spans
from sim.ensemble.plan import Plan
from sim.ensemble.replicate import DEFAULT_LEAD_S
from sim.ensemble.state import check_same, locked, make, part_folder, remove
from sim.ensemble.summary import SUMMARY, summary, summary_text
from sim.ensemble.table import TABLES
from sim.ensemble.until import Until, Watch
from sim.ensemble.work import Part, ScenarioWork, Span, Work, digest
from sim.ensemble.write import flush_file, flush_folder, save
from sim.errors import InputError, WorkError
from sim.folder import check_target, replace_folder
from sim.scenario import Scenario

Finish = Callable[[Path], object]
_TRIES = 3
_MERGED = "merged"
_WAIT_S = 0.5


@dataclass(frozen=True)
class Task:
    """What is to be computed, and where to."""

    work: Work
    runs: int
    folder: Path
    until: Until | None = None
    about: Mapping[str, Any] | None = None
    tables: Sequence[str] = TABLES

    @property
    def identity(self) -> dict[str, Any]:
        """Everything that the bytes of the folder depend on."""
        until = None if self.until is None else str(self.until)
        return {**self.work.identity, "runs": self.runs, "until": until}


def ensemble(
    scenario: Scenario,
    *,
    runs: int,
    seed: int | None = None,
    dispersed: bool = True,
    lead_s: float = DEFAULT_LEAD_S,
    until: Until | None = None,
    folder: str | Path | None = None,
    resume: bool = False,
    workers: int | None = None,
    dask: str | None = None,
    finish: Sequence[Finish] = (),
    progress: Callable[[int, int], None] | None = None,
    say: Say | None = None,
    using: Crew | None = None,
) -> EnsembleResult:
    """Run replicates 0 to ``runs - 1`` of a scenario into an ensemble folder (default: ``runs/NAME-ensemble``).

    Each flies its own drawn flight unless ``dispersed`` is false. ``workers`` are local processes (default: one a
    core; 1: this process), ``dask`` the address of a scheduler instead, ``using`` a crew already at work. With
    ``until`` fewer than ``runs`` may do. ``resume`` goes on with what an interrupted call left. ``progress`` hears
    how many runs of how many are done, ``say`` what went wrong and was mended.

    Raises ``InputError`` where the scenario, the folder or what is to be resumed does not fit, and ``WorkError``
    where the work fails; what was computed by then is kept for ``resume``.
    """
    spec = scenario.spec
    work = ScenarioWork(scenario, spec.seed if seed is None else seed, dispersed, lead_s)
    target = Path("runs") / f"{spec.name}-ensemble" if folder is None else Path(folder)
    about = {
        "title": spec.title,
        "title_ja": spec.title_ja,
        "launch_time": spec.launch_time.isoformat(),
        "timezone": spec.timezone,
        "layer": getattr(spec.areas, "layer", None),
    }
    with ExitStack() as stack:
        team = using or stack.enter_context(crew(workers, dask, say))
        return run_task(
            Task(work, runs, target, until, about),
            team,
            resume=resume,
            finish=finish,
            progress=progress,
            say=say,
        )


def run_task(
    task: Task,
    team: Crew,
    *,
    resume: bool = False,
    finish: Sequence[Finish] = (),
    progress: Callable[[int, int], None] | None = None,
    say: Say | None = None,
) -> EnsembleResult:
    """As `ensemble`, of any work."""
    if task.runs < 1:
        raise ValueError(f"an ensemble has at least one run, not {task.runs}")
    check_target(task.folder, f"{TABLES[0]}.parquet")
    if task.until is not None:
        task.until.column()
    part = part_folder(task.folder)
    if resume and not part.exists() and _is_done(task):
        return EnsembleResult(task.folder)
    with _words(task.folder):
        fresh = make(part, task.identity)
        with locked(part):
            check_same(part, task.identity, resume=resume or fresh)
            parts = Parts(part, task.tables)
            try:
                runs = _compute(task, team, parts, progress, say or (lambda _: None))
            except BaseException:
                if not kept_spans(part):
                    remove(part)
                raise
            merged = _finish(task, runs, part / _MERGED, parts, finish)
            replace_folder(merged, task.folder)
            flush_folder(task.folder.parent)
            remove(part)
    return EnsembleResult(task.folder)


def _compute(
    task: Task,
    team: Crew,
    parts: Parts,
    progress: Callable[[int, int], None] | None,
    say: Say,
) -> int:
    """Fill the folder with parts; returns the number of runs, fewer than asked for where ``until`` says so."""
    found = parts.scan()
    for name in found.damaged:
        say(f"{parts.folder}: a damaged part was set aside as {name}; its runs are computed again")
    course = _Course(task, parts)
    for kept in found.spans:
        course.watch(kept)
    plan = Plan(task.runs, found.spans, block=task.work.block)
    lost: Counter[Span] = Counter()
    flying = 0
    while course.stop is None:
        if progress is not None:
            progress(course.done, task.runs)
        while flying < team.slots() and (span := plan.take(max(1, team.workers))):
            team.submit(task.work, span)
            flying += 1
        if not flying:
            break
        for outcome in team.wait(_WAIT_S):
            flying -= 1
            if isinstance(outcome, Part):
                plan.learn(outcome.span, outcome.took_s)
                course.keep(outcome)
            else:
                _count_lost(outcome, lost, say)
                plan.give_back(outcome.span)
    team.drop()
    runs = course.stop or task.runs
    if progress is not None:
        progress(runs, runs)
    return runs


class _Course:
    """How far an ensemble has come."""

    def __init__(self, task: Task, parts: Parts) -> None:
        self._parts = parts
        self._runs = task.runs
        self._metric = None if task.until is None else task.until.metric
        self._watch = (
            None
            if task.until is None
            else Watch(task.until, task.until.column().unit, task.runs, task.work.block)
        )
        self._done = 0

    @property
    def done(self) -> int:
        """Runs computed, of those asked for."""
        return min(self._done, self._runs)

    @property
    def stop(self) -> int | None:
        """The number of runs that is enough, once that is known."""
        return None if self._watch is None else self._watch.stop

    def keep(self, part: Part) -> None:
        self._parts.add(part)
        self.watch(part.span)

    def watch(self, span: Span) -> None:
        self._done += span.count
        if self._watch is not None and self._metric is not None:
            column = self._parts.read(span, TABLES[0], [self._metric])[self._metric]
            self._watch.add(span, column.to_numpy())


def _count_lost(outcome: Lost, lost: Counter[Span], say: Say) -> None:
    span = outcome.span
    lost[span] += 1
    which = f"runs {span.first:,} to {span.stop - 1:,}"
    if lost[span] >= _TRIES:
        hint = "; fewer workers take less memory" if "killed" in outcome.why else ""
        raise WorkError(f"{which}: lost {_TRIES} times with their worker ({outcome.why}){hint}")
    say(f"a worker was lost ({outcome.why}); {which} are computed again")


def _finish(task: Task, runs: int, folder: Path, parts: Parts, finish: Sequence[Finish]) -> Path:
    """Everything that the finished folder holds, under another name."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    identity = task.identity
    provenance = identity | {"runs": runs, "runs_at_most": task.runs}
    for table in task.tables:
        merge(parts, table, runs, folder / f"{table}.parquet", provenance)
    said = {**(task.about or {}), **provenance, "identity": digest(identity)}
    content = summary(folder / f"{TABLES[0]}.parquet", said)
    save(folder / SUMMARY, summary_text(content).encode())
    for write in finish:
        write(folder)
    for path in folder.rglob("*"):
        if path.is_file():
            flush_file(path)
    flush_folder(folder)
    return folder


def _is_done(task: Task) -> bool:
    try:
        return EnsembleResult(task.folder).summary.get("identity") == digest(task.identity)
    except InputError:
        return False


@contextmanager
def _words(folder: Path) -> Iterator[None]:
    """What the file system refuses, in one line."""
    try:
        yield
    except OSError as error:
        where = error.filename or folder
        raise WorkError(f"{where}: cannot be written ({error.strerror or error})") from error
