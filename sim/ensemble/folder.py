"""A finished ensemble folder, for reading: its two tables and what is said about them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from sim.ensemble.summary import SUMMARY
from sim.errors import InputError, Problem
from sim.results.display import Shown


@dataclass(frozen=True)
class EnsembleResult(Shown):
    """``replicates.parquet`` has a row a run, ``areas.parquet`` a row a run and area, sorted in that order."""

    folder: Path

    @property
    def replicates_path(self) -> Path:
        """A row a run: ``replicate``, then milestones and metrics."""
        return self.folder / "replicates.parquet"

    @property
    def areas_path(self) -> Path:
        """A row a run and area: ``replicate``, then the columns of ``areas.csv``."""
        return self.folder / "areas.parquet"

    @cached_property
    def summary(self) -> dict[str, Any]:
        """The content of ``summary.json``."""
        found: dict[str, Any] = json.loads((self.folder / SUMMARY).read_bytes())
        return found

    @property
    def runs(self) -> int:
        """How many runs there are."""
        return int(self.summary["runs"])

    def replicates(self, columns: Sequence[str] | None = None) -> Any:
        """The table of runs, or some of its columns, as a ``pyarrow.Table``."""
        return _read(self.replicates_path, columns)

    def areas(self, columns: Sequence[str] | None = None) -> Any:
        """The table of runs and areas, or some of its columns, as a ``pyarrow.Table``: may be large."""
        return _read(self.areas_path, columns)

    def area_groups(self, columns: Sequence[str] | None = None) -> Any:
        """The same piece by piece, in order: an iterator of ``pyarrow.Table``, each of whole runs."""
        import pyarrow.parquet as pq

        with pq.ParquetFile(self.areas_path) as file:
            for group in range(file.num_row_groups):
                yield file.read_row_group(group, columns=None if columns is None else list(columns))


def open_ensemble(folder: str | Path) -> EnsembleResult:
    """An ensemble folder; raises ``InputError`` where it is none."""
    result = EnsembleResult(Path(folder))
    try:
        kind = result.summary.get("kind")
    except (OSError, ValueError, AttributeError):
        kind = None
    if kind != "ensemble":
        raise InputError([Problem(str(folder), None, None, "", "is not an ensemble folder")])
    return result


def _read(path: Path, columns: Sequence[str] | None) -> Any:
    import pyarrow.parquet as pq

    return pq.read_table(path, columns=None if columns is None else list(columns))
