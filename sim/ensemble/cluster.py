"""An existing Dask cluster, by the address of its scheduler; Dask itself gives a lost worker's spans to others."""

import gc
import re
from collections.abc import Callable
from queue import Empty, SimpleQueue
from time import monotonic
from typing import Any, Self
from uuid import uuid4

from sim.ensemble.crew import Lost
from sim.ensemble.work import Part, Span, Work, compute
from sim.errors import InputError, MissingPackage, Problem, WorkError

_AHEAD = 2  # spans a thread has: the one it is at and the next
_ASK_EVERY_S = 2.0  # how often the scheduler is asked for its workers: some may join
_CONNECT_S = 10.0
_HINT = "is one running there (dask scheduler), and can it be reached from here?"
_PLACE = re.compile(r"(\[[^\s\[\]]+\]|[^\s:/\[\]]+):([0-9]{1,5})")  # host, or [IPv6]; port


class Cluster:
    """Workers of a scheduler; a context manager, at whose end nothing of ours is left there."""

    def __init__(self, address: str, say: Callable[[str], None]) -> None:
        self._address = address
        self._say = say
        self._back: SimpleQueue[Any] = SimpleQueue()
        self._spans: dict[Any, Span] = {}
        self._threads = 0
        self._asked_s = -1e9

    def __enter__(self) -> Self:
        try:
            import distributed
        except ImportError as error:
            raise MissingPackage("distributed", "cluster", "a Dask cluster") from error
        _check_address(self._address)
        refused = ""
        connect: Any = distributed.Client
        try:
            self._client: Any = connect(self._address, timeout=_CONNECT_S, set_as_default=False)
        except (OSError, ValueError, TypeError) as error:
            refused = _short(error)
        if refused:
            gc.collect()  # a client that never connected closes when collected: not while another one starts
            raise WorkError(f"no Dask scheduler answers at {self._address} ({refused}); {_HINT}")
        if not self.workers:
            self._say(f"{self._address}: no workers yet; waiting for some")
        return self

    def __exit__(self, *_: object) -> None:
        self.drop()
        self._client.close()

    @property
    def workers(self) -> int:
        """Threads of the cluster's workers."""
        if monotonic() - self._asked_s > _ASK_EVERY_S:
            self._alive()
            try:
                self._threads = sum(self._client.nthreads().values())
            except OSError as error:
                raise self._gone() from error
            self._asked_s = monotonic()
        return self._threads

    def slots(self) -> int:
        """Two spans a thread; one while there is none."""
        return max(1, _AHEAD * self.workers)

    def submit(self, work: Work, span: Span) -> None:
        """Hand a span to the scheduler."""
        future: Any = self._client.submit(compute, work, span, key=f"overflight-{uuid4().hex}")
        self._spans[future] = span
        future.add_done_callback(self._back.put)

    def wait(self, seconds: float) -> list[Part | Lost]:
        """What has come back, and what the scheduler has given up."""
        try:
            futures = [self._back.get(timeout=seconds)]
            while not self._back.empty():
                futures.append(self._back.get())
        except Empty:
            self._alive()
            return []
        return [self._outcome(future) for future in futures if future in self._spans]

    def drop(self) -> None:
        """Cancel what was submitted and has not come back."""
        dropped, self._spans = self._spans, {}
        for future in dropped:
            future.cancel()

    def _outcome(self, future: Any) -> Part | Lost:
        from distributed import KilledWorker

        span = self._spans.pop(future)
        if future.status == "finished":
            part: Part = future.result()
            return part
        self._alive()
        error = future.exception() if future.status == "error" else None
        if error is None or isinstance(error, KilledWorker):
            return Lost(span, "given up by the scheduler: each worker that tried it was lost")
        if isinstance(error.__cause__ or error, ImportError):
            raise WorkError(
                f"a Dask worker lacks what it needs ({_short(error.__cause__ or error)})"
            ) from error
        raise error

    def _alive(self) -> None:
        if self._client.status != "running":
            raise self._gone()

    def _gone(self) -> WorkError:
        return WorkError(f"the Dask scheduler at {self._address} is gone")


def _check_address(address: str) -> None:
    """Raises ``InputError`` for what is no address, whether or not anybody answers."""
    from distributed.comm.addressing import parse_address
    from distributed.comm.registry import get_backend

    parse: Any = parse_address
    scheme, place = parse(address)
    found = _PLACE.fullmatch(place)
    try:
        get_backend(scheme)
        # A cluster within a process has names instead of a host and a port.
        known = scheme == "inproc" or (found is not None and 0 < int(found[2]) < 2**16)
    except ValueError:
        known = False
    if not known:
        what = f"must be tcp://HOST:PORT, or with another protocol of Dask's in front (was {address!r})"
        raise InputError([Problem("--dask", None, None, "", what)])


def _short(error: BaseException) -> str:
    return str(error).splitlines()[0] if str(error) else type(error).__name__
