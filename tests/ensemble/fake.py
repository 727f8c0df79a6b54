"""Work that costs next to nothing: the columns of an ensemble filled from named draws."""

import os
import signal
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from sim.draws import uniform_block
from sim.ensemble.columns import AREA_COLUMNS, REPLICATE_COLUMNS, Column
from sim.ensemble.replicate import BLOCK, Block
from sim.ensemble.table import Layout
from sim.ensemble.work import Opened


class Stubborn(Exception):
    """Cannot be pickled."""

    def __init__(self, first: int, what: object) -> None:
        super().__init__(first)
        self.what = what


@dataclass(frozen=True)
class FakeWork:
    """``pause_s`` a block; ``deaths`` is a folder in which each file named after a block's first replicate is one
    death of the worker that computes it."""

    seed: int = 0
    areas: int = 5
    pause_s: float = 0.0
    deaths: Path | None = None
    fails_at: int | None = None
    stubborn: bool = False
    versions: tuple[tuple[str, str], ...] = ()
    block: int = BLOCK

    @property
    def identity(self) -> Mapping[str, Any]:
        said = {"format": "fake/1", "scenario": "fake", "seed": self.seed, "areas": self.areas}
        return {**said, "versions": dict(self.versions)}

    def open(self) -> Opened:
        count = self.areas
        layout = Layout(
            tuple(f"{47000 + k}" for k in range(count)),
            tuple(f"Area {k}" for k in range(count)),
            tuple(None if k == 1 else 1000 * k for k in range(count)),
            ("lead", "stage"),
        )
        return Opened(layout, self._compute)

    def _compute(self, first: int) -> Block:
        time.sleep(self.pause_s)
        if self.fails_at == first and self.stubborn:
            raise Stubborn(first, lambda: None)
        if self.fails_at == first:
            raise ZeroDivisionError(f"block {first}")
        if self.deaths is not None and (ordered := sorted(self.deaths.glob(f"{first}-*"))):
            ordered[0].unlink()
            os.kill(os.getpid(), signal.SIGKILL)
        return Block(
            first,
            {one.key: self._column(one, first, 1)[:, 0] for one in REPLICATE_COLUMNS},
            {one.key: self._column(one, first, self.areas) for one in AREA_COLUMNS},
        )

    def _column(self, column: Column, first: int, size: int) -> Any:
        drawn = uniform_block(self.seed, column.key, first, self.block, size)
        if column.unit == "code":
            return (3.0 * drawn).astype(np.int8) - 1
        scale = 1.0 if column.unit in ("share", "ratio") else 1000.0
        return np.where(drawn < 0.1, np.nan, scale * drawn)
