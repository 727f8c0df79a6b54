"""Worker processes of our own, each on its pipe: one that dies takes only its own spans along.

Started afresh (``spawn``), never forked: neither Arrow's nor numba's threads survive a fork. A worker whose parent
dies reads the end of its pipe and ends, after at most the span it is at.
"""

import multiprocessing
import os
import pickle
import signal
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from traceback import format_exc
from typing import Any, Self

from sim.ensemble.crew import Lost
from sim.ensemble.work import Part, Span, Work, compute

_AHEAD = 2  # spans a worker has: the one it is at and the next
_THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS")
_ALLOCATOR = {"MALLOC_MMAP_THRESHOLD_": str(2**25), "MALLOC_TRIM_THRESHOLD_": str(2**30)}
"""Blocks need the same arrays again and again; glibc would hand them back to the system in between, and its page
faults take up to a sixth of the time (measured with 1,758 areas). Other systems do not read it."""
_GONE = (EOFError, OSError)  # also in the middle of an answer


@dataclass(eq=False)
class _Worker:
    process: BaseProcess
    pipe: "Connection[Any, Any]"
    spans: deque[Span] = field(default_factory=deque)
    work: Work | None = None


class Pool:
    """Local processes; a context manager, at whose end they are stopped."""

    def __init__(self, workers: int) -> None:
        self.workers = workers
        self._at_work: list[_Worker] = []
        self._lost: list[Part | Lost] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stop(self._at_work)

    def slots(self) -> int:
        """Two spans a worker."""
        return _AHEAD * self.workers

    def submit(self, work: Work, span: Span) -> None:
        """Give a span to the worker with the least to do; starts workers as they are needed."""
        idle = any(not worker.spans for worker in self._at_work)
        if not idle and len(self._at_work) < self.workers:
            self._at_work.append(_start())
        worker = min(self._at_work, key=lambda one: len(one.spans))
        worker.spans.append(span)
        try:
            # Large work goes to a worker that waits for it: two that both send would wait forever.
            worker.pipe.send((None if worker.work is work else work, span))
            worker.work = work
        except _GONE:
            self._bury(worker)

    def wait(self, seconds: float) -> list[Part | Lost]:
        """What has come back, and what was lost with its worker."""
        found, self._lost = self._lost, []
        busy = {worker.pipe: worker for worker in self._at_work if worker.spans}
        for pipe in wait(list(busy), 0.0 if found else seconds):
            worker = busy[pipe]  # type: ignore[index]
            try:
                answer = worker.pipe.recv()
            except _GONE:
                self._bury(worker)
                continue
            if isinstance(answer, BaseException):
                raise answer
            assert isinstance(answer, Part)
            worker.spans.remove(answer.span)
            found.append(answer)
        found, self._lost = found + self._lost, []
        return found

    def drop(self) -> None:
        """Stop whoever is at work; others take their places when there is something to do."""
        self._stop([worker for worker in self._at_work if worker.spans])

    def _stop(self, workers: Iterable[_Worker]) -> None:
        for worker in list(workers):
            worker.process.kill()
            worker.process.join()
            worker.pipe.close()
            self._at_work.remove(worker)

    def _bury(self, worker: _Worker) -> None:
        self._at_work.remove(worker)
        worker.process.join(1.0)
        worker.process.kill()
        worker.process.join()
        worker.pipe.close()
        self._lost += [Lost(span, _cause(worker.process.exitcode)) for span in worker.spans]


def _start() -> _Worker:
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=_serve, args=(there,), daemon=True)
    with _surroundings():
        process.start()
    there.close()  # or the end of the worker would not be the end of the pipe
    return _Worker(process, here)


def _serve(pipe: "Connection[Any, Any]") -> None:
    """A worker's life: spans in, parts or exceptions out, until the pipe ends."""
    import pyarrow as pa

    pa.set_cpu_count(1)
    pa.set_io_thread_count(1)
    work: Work | None = None
    try:
        while True:
            told: tuple[Work | None, Span] = pipe.recv()
            work, span = told[0] or work, told[1]
            assert work is not None
            pipe.send(_answer(work, span))
    except _GONE:
        return


def _answer(work: Work, span: Span) -> Part | Exception:
    try:
        return compute(work, span)
    except Exception as error:
        error.add_note(format_exc())
        return error if _travels(error) else RuntimeError(f"{type(error).__name__}: {error}")


def _travels(error: Exception) -> bool:
    """Whether an exception survives the way between processes, which not all do."""
    try:
        return type(pickle.loads(pickle.dumps(error))) is type(error)
    except Exception:
        return False


@contextmanager
def _surroundings() -> Iterator[None]:
    """What a starting process inherits: one thread for each library, an allocator that keeps what it has, and no
    Ctrl-C, which is for the parent."""
    settings = dict.fromkeys(_THREADS, "1") | {k: v for k, v in _ALLOCATOR.items() if k not in os.environ}
    before = {name: os.environ.get(name) for name in settings}
    os.environ.update(settings)
    blocked = None
    if os.name != "nt":
        resource_tracker.ensure_running()  # it starts with the first process, and unblocks Ctrl-C as it does
        blocked = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        if blocked is not None:
            signal.pthread_sigmask(signal.SIG_SETMASK, blocked)
        for name, value in before.items():
            if value is None:
                os.environ.pop(name)
            else:
                os.environ[name] = value


def _cause(code: int | None) -> str:
    if code is not None and code < 0:
        return f"killed by {signal.Signals(-code).name}"
    return f"ended with code {code}"
