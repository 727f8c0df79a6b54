"""Parts become the two tables: in order, with row groups of fixed size, so that no byte depends on the parts."""

from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from json import dumps
from pathlib import Path
from typing import Any

from sim.ensemble.parts import Parts
from sim.ensemble.table import MARK
from sim.ensemble.write import flush_file, parquet_writer

GROUP_ROWS = 2**18
"""Rows of a row group: the largest number of whole runs within it. 50 MB in memory."""
_RUN_ROWS = 2**16  # of the table with a row a run, which has more columns


def merge(parts: Parts, table: str, runs: int, target: Path, provenance: Mapping[str, Any]) -> None:
    """Write the rows of runs 0 to ``runs - 1``; raises ``OSError``, and ``WorkError`` where a part is damaged."""
    stream = parts.stream(table, runs)
    first = next(stream)
    metadata = {"mark": MARK, "overflight": dumps(provenance, ensure_ascii=False)}
    schema = first.schema.remove_metadata().with_metadata(metadata)
    rows_a_run = first.num_rows // _runs_in(first)
    group = _RUN_ROWS if rows_a_run == 1 else max(1, GROUP_ROWS // rows_a_run) * rows_a_run
    with parquet_writer(target, schema) as writer:
        for rows in regrouped(_ahead(_with_first(first, stream)), group):
            writer.write_table(rows.cast(schema).combine_chunks(), row_group_size=group)
    flush_file(target)


def regrouped(tables: Iterable[Any], size: int) -> Iterator[Any]:
    """The same rows in tables of ``size`` rows, the last one of what is left."""
    import pyarrow as pa

    held: list[Any] = []
    count = 0
    for table in tables:
        held.append(table)
        count += table.num_rows
        while count >= size:
            whole = pa.concat_tables(held)
            yield whole.slice(0, size)
            count -= size
            held = [whole.slice(size)]
    if count:
        yield pa.concat_tables(held)


def _ahead(tables: Iterator[Any]) -> Iterator[Any]:
    """The same tables, each read while the one before is written."""
    with ThreadPoolExecutor(1) as reader:
        upcoming = reader.submit(next, tables, None)
        while (table := upcoming.result()) is not None:
            upcoming = reader.submit(next, tables, None)
            yield table


def _with_first(first: Any, rest: Iterator[Any]) -> Iterator[Any]:
    yield first
    yield from rest


def _runs_in(rows: Any) -> int:
    runs = rows["replicate"]
    return int(runs[-1].as_py() - runs[0].as_py()) + 1
