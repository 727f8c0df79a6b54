"""Workers for as long as they are needed: of this machine, or of somebody's cluster."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from sim.ensemble.crew import Alone, Crew, Say


@contextmanager
def crew(workers: int | None = None, dask: str | None = None, say: Say | None = None) -> Iterator[Crew]:
    """Workers until the block ends: a Dask scheduler's by address, or local ones (default: one a core).

    Raises ``InputError`` for what is no address, ``WorkError`` where no scheduler can be reached. ``say`` hears
    of workers lost and awaited.
    """
    tell = say or (lambda _: None)
    if workers is not None and workers < 1:
        raise ValueError(f"there is at least one worker, not {workers}")
    if dask is not None:
        from sim.ensemble.cluster import Cluster

        with Cluster(dask, tell) as cluster:
            yield cluster
    elif (count := cores() if workers is None else workers) == 1:
        yield Alone()
    else:
        from sim.ensemble.pool import Pool

        with Pool(count) as pool:
            yield pool


def cores() -> int:
    """Cores this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except (AttributeError, OSError):
        return os.cpu_count() or 1
