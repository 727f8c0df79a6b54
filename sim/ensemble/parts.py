"""Finished parts on the disk: a Parquet file a table, its checksum in its name, so that a part vouches for itself.

A part counts once all its files are there; what else lies about was being written when the process died.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from sim.ensemble.table import TABLES
from sim.ensemble.work import Part, Span
from sim.ensemble.write import save
from sim.errors import WorkError

_NAME = re.compile(r"(?P<table>[a-z]+)-(?P<first>\d{12})-(?P<count>\d{9})-(?P<sha>[0-9a-f]{32})\.parquet")
_ASIDE = "damaged"
_SHA = 32  # hex digits: 128 bits


@dataclass(frozen=True)
class Scan:
    """What a folder of parts holds: whole parts in order, and the names of damaged files, now set aside."""

    spans: tuple[Span, ...]
    damaged: tuple[str, ...]


class Parts:
    """The parts in a folder. Only one process may use it at a time."""

    def __init__(self, folder: Path, tables: Sequence[str] = TABLES) -> None:
        self.folder = folder
        self._tables = tuple(tables)
        self._files: dict[Span, dict[str, Path]] = {}

    @property
    def spans(self) -> list[Span]:
        """Whole parts, in order."""
        return sorted(self._files)

    def add(self, part: Part) -> None:
        """Keep a part; raises ``OSError``. Interrupted anywhere it leaves no part."""
        files = {}
        for table in self._tables:
            content = part.files[table]
            name = f"{table}-{part.span.first:012d}-{part.span.count:09d}-{_sum(content)}.parquet"
            files[table] = self.folder / name
            save(files[table], content)
        self._files[part.span] = files

    def scan(self) -> Scan:
        """Read and check every file; remove what is unfinished, set aside what is damaged."""
        found: dict[Span, dict[str, Path]] = {}
        damaged = []
        for path in sorted(self.folder.iterdir()):
            if path.name.endswith(".partial") and path.is_file():
                path.unlink()
            elif named := _NAME.fullmatch(path.name):
                if _sum(path.read_bytes()) == named["sha"]:
                    span = Span(int(named["first"]), int(named["count"]))
                    found.setdefault(span, {})[named["table"]] = path
                else:
                    damaged.append(self._set_aside(path))
        self._files = {}
        for span in sorted(found, key=lambda span: (span.first, -span.count)):
            files, last = found[span], max(self._files, default=None)
            if len(files) == len(self._tables) and (last is None or last.stop <= span.first):
                self._files[span] = files
            else:
                for path in files.values():
                    path.unlink()
        return Scan(tuple(self._files), tuple(damaged))

    def read(self, span: Span, table: str, columns: Sequence[str] | None = None) -> Any:
        """One table of one part as an Arrow table; raises ``WorkError`` where it is damaged or gone."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        path = self._files[span][table]
        try:
            content = path.read_bytes()
        except OSError as error:
            raise WorkError(f"{path}: cannot be read ({error.strerror})") from error
        if _sum(content) != path.stem.rsplit("-", 1)[1]:
            aside = self._set_aside(path)
            raise WorkError(f"{path}: is damaged and was set aside as {aside}")
        return pq.read_table(pa.BufferReader(content), columns=columns)

    def stream(self, table: str, runs: int) -> Iterator[Any]:
        """The rows of runs 0 to ``runs - 1``, part by part, in order."""
        import pyarrow.compute as pc

        at = 0
        for span in self.spans:
            if at >= runs:
                return
            if span.first != at:
                raise RuntimeError(f"the parts in {self.folder} lack runs {at} to {span.first - 1}")
            rows = self.read(span, table)
            yield rows if span.stop <= runs else rows.filter(pc.less(rows["replicate"], runs))
            at = span.stop
        if at < runs:
            raise RuntimeError(f"the parts in {self.folder} end at run {at - 1}")

    def _set_aside(self, path: Path) -> str:
        aside = self.folder / _ASIDE
        aside.mkdir(exist_ok=True)
        path.rename(aside / path.name)
        return f"{_ASIDE}/{path.name}"


def kept_spans(folder: Path) -> list[Span]:
    """What a folder's parts hold by their names, without reading them."""
    tables: dict[tuple[str, str], set[str]] = {}
    for path in folder.glob("*.parquet"):
        if named := _NAME.fullmatch(path.name):
            tables.setdefault((named["first"], named["count"]), set()).add(named["table"])
    every = set().union(*tables.values())
    return [Span(int(first), int(count)) for (first, count), found in tables.items() if found == every]


def _sum(content: bytes) -> str:
    return sha256(content).hexdigest()[:_SHA]
