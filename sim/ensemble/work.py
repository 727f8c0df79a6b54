"""What a worker is told and what it gives back: a span of replicates in, two Parquet files as bytes out.

The bytes go to the process that asked, which alone writes to the disk: workers need no common file system.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from json import dumps
from platform import python_version
from time import perf_counter
from typing import Any, Protocol

import numpy as np

from sim.ensemble.replicate import BLOCK, Block, prepare, replicate_block
from sim.ensemble.source import source_digest
from sim.ensemble.table import Layout, block_tables
from sim.ensemble.write import encode
from sim.errors import WorkError
from sim.scenario import Scenario
from sim.scenario.spec import FileAreas
from sim.shipped import shipped_layers

FORMAT = "overflight-ensemble/1"
_PARTS = ("overflight", "numpy", "scipy", "shapely", "pyproj", "simpy", "numba", "pyarrow")
_KEPT = 2  # prepared scenarios a worker keeps: this one, and the last of a sweep


@dataclass(frozen=True, order=True)
class Span:
    """Consecutive replicates; both ends are multiples of the block's size."""

    first: int
    count: int

    @property
    def stop(self) -> int:
        """The first replicate after it."""
        return self.first + self.count


@dataclass(frozen=True)
class Opened:
    """Work made ready in one process: a function from a block's first replicate to the block."""

    layout: Layout
    block: Callable[[int], Block]


class Work(Protocol):
    """Small and picklable; ``identity`` is plain JSON data that says everything the results depend on.

    ``block`` is the number of replicates of one block.
    """

    @property
    def identity(self) -> Mapping[str, Any]: ...
    @property
    def block(self) -> int: ...
    def open(self) -> Opened:
        """Make ready, once a process; may take seconds."""


@dataclass(frozen=True, eq=False)
class ScenarioWork:
    """Replicates of a scenario; the fields are those of `sim.ensemble.replicate.prepare`."""

    scenario: Scenario
    seed: int
    dispersed: bool
    lead_s: float
    block: int = BLOCK

    @property
    def identity(self) -> Mapping[str, Any]:
        """Everything the results depend on."""
        areas = self.scenario.spec.areas
        return {
            "format": FORMAT,
            "scenario": self.scenario.spec.name,
            "scenario_sha256": self.scenario.sha256,
            "areas_sha256": self.scenario.areas_sha256
            if isinstance(areas, FileAreas)
            else shipped_layers()[areas.layer].sha256,
            "overrides": list(self.scenario.overrides),
            "seed": self.seed,
            "dispersed": self.dispersed,
            "lead_s": self.lead_s,
            "block": self.block,
            "versions": dict(versions()),
        }

    def open(self) -> Opened:
        """Build the world; raises as `sim.ensemble.replicate.prepare`."""
        prepared = prepare(self.scenario, dispersed=self.dispersed, lead_s=self.lead_s)
        layer = prepared.world.layer
        people = tuple(None if np.isnan(p) else int(p) for p in layer.population)
        layout = Layout(prepared.codes, tuple(layer.names_en), people, prepared.objects, self.lead_s)
        return Opened(layout, lambda first: replicate_block(prepared, self.seed, first))


@dataclass(frozen=True)
class Part:
    """Finished replicates: the bytes of a Parquet file by table, and the seconds they took to compute."""

    span: Span
    files: dict[str, bytes]
    took_s: float


def compute(work: Work, span: Span) -> Part:
    """The replicates of a span; raises ``WorkError`` where this process has other versions than the asker."""
    opened = _ready(work)
    start = perf_counter()
    blocks = [opened.block(first) for first in range(span.first, span.stop, work.block)]
    files = {name: encode(table) for name, table in block_tables(blocks, opened.layout).items()}
    return Part(span, files, perf_counter() - start)


def digest(identity: Mapping[str, Any]) -> str:
    """One number for plain data."""
    return sha256(dumps(identity, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


@cache
def versions() -> tuple[tuple[str, str], ...]:
    """What computes here, (name, version) by name, and a digest of our own source; what is not installed says so."""
    own = ("source", source_digest())
    return (("python", python_version()), *((name, _version(name)) for name in _PARTS), own)


_ready_works: OrderedDict[str, Opened] = OrderedDict()
_one_at_a_time = threading.Lock()  # a Dask worker may have several threads


def _ready(work: Work) -> Opened:
    key = digest(work.identity)
    with _one_at_a_time:
        if key not in _ready_works:
            _check_versions(work)
            _ready_works[key] = work.open()
            while len(_ready_works) > _KEPT:
                _ready_works.popitem(last=False)
        _ready_works.move_to_end(key)
        return _ready_works[key]


def _check_versions(work: Work) -> None:
    here = dict(versions())
    asked = work.identity.get("versions", here)
    other = [
        f"{name} {here.get(name)} instead of {asked[name]}" for name in asked if here.get(name) != asked[name]
    ]
    if other:
        raise WorkError(f"a worker has {', '.join(other)}; results would depend on who computes them")


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"
