"""A finished ensemble folder, for reading: its two tables and what is said about them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from sim.ensemble.summary import SUMMARY
from sim.errors import InputError, Problem
from sim.jsontext import read_object
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
        """The content of ``summary.json``; raises ``InputError`` where it is damaged or gone."""
        return read_object(self.folder / SUMMARY)

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
    """An ensemble folder; raises ``InputError`` where it is none, or where its summary is damaged."""
    result = EnsembleResult(Path(folder))
    if not (result.folder / SUMMARY).is_file() or result.summary.get("kind") != "ensemble":
        raise InputError([Problem(str(folder), None, None, "", "is not an ensemble folder")])
    return result


def damaged_tables(folder: Path) -> list[Problem]:
    """Read every table of a folder through, in pieces, by the checksums in it; names those not as they were written."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    problems = []
    for path in sorted(folder.glob("*.parquet")):
        try:
            with pq.ParquetFile(path, page_checksum_verification=True) as file:
                for group in range(file.num_row_groups):
                    file.read_row_group(group)
        except (OSError, ValueError, pa.ArrowException):
            what = "is damaged: its bytes are not those that were written"
            problems.append(Problem(str(path), None, None, "", what))
    return problems


def _read(path: Path, columns: Sequence[str] | None) -> Any:
    import pyarrow.parquet as pq

    return pq.read_table(path, columns=None if columns is None else list(columns))
