"""Blocks as Arrow tables: ``replicates`` with a row a run, ``areas`` with a row a run and area.

Times are rounded to the millisecond, distances to 0.1 m, an area's shares to four decimals as in ``areas.csv``; what
did not happen is null. An area's code and name and the codes of a block become text, stored as dictionaries.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.ensemble.columns import AREA_COLUMNS, ENDS, REPLICATE_COLUMNS, Column
from sim.ensemble.replicate import Block

TABLES = ("replicates", "areas")
MARK = "SIMULATION - exercise only, not a real alert"
_DECIMALS = {"s": 3, "m": 1, "share": 6, "ratio": 6, "person_min": 3}
_AREA_DECIMALS = _DECIMALS | {"share": 4}
_REPLICATE = Column("replicate", "index", "which run: the number that with the seed names its random draws")
_IDENTITY = (
    Column("area_code", "code", "code of the area"),
    Column("area_name", "name", "name of the area"),
    Column("population", "people", "people of the area"),
)


@dataclass(frozen=True)
class Layout:
    """What rows are about: an area's code, name and number of people, and what the codes of objects mean.

    ``lead_s`` is the lead that counts as enough, for the words that describe columns.
    """

    codes: tuple[str, ...]
    names: tuple[str, ...]
    population: tuple[int | None, ...]
    objects: tuple[str, ...]
    lead_s: float = 120.0
    replicate_columns: tuple[Column, ...] = REPLICATE_COLUMNS
    area_columns: tuple[Column, ...] = AREA_COLUMNS

    def meanings(self, column: str) -> tuple[str, ...]:
        """What the codes of a column mean, from 0 on."""
        return ENDS if column == "end" else self.objects


def block_tables(blocks: Sequence[Block], layout: Layout) -> dict[str, Any]:
    """The two Arrow tables of consecutive blocks, by name."""
    import pyarrow as pa

    def column(table: str, key: str) -> NDArray[Any]:
        return np.concatenate([getattr(block, table)[key] for block in blocks])

    size = sum(len(next(iter(block.replicates.values()))) for block in blocks)
    runs = np.arange(blocks[0].first, blocks[0].first + size)
    replicates = [pa.array(runs)] + [
        _numbers(column("replicates", one.key), _DECIMALS.get(one.unit)) for one in layout.replicate_columns
    ]
    rows = [pa.array(np.repeat(runs, len(layout.codes))), *_identity(layout, size)]
    rows += [_area_column(column("areas", one.key), one, layout) for one in layout.area_columns]
    return {
        "replicates": pa.table(replicates, schema=replicates_schema(layout)),
        "areas": pa.table(rows, schema=areas_schema(layout)),
    }


@lru_cache(maxsize=8)
def replicates_schema(layout: Layout) -> Any:
    """Arrow schema of ``replicates``, each field with its unit and meaning."""
    import pyarrow as pa

    columns = [_field(one, pa.float64(), layout) for one in layout.replicate_columns]
    return pa.schema([_field(_REPLICATE, pa.int64(), layout), *columns], metadata={"mark": MARK})


@lru_cache(maxsize=8)
def areas_schema(layout: Layout) -> Any:
    """Arrow schema of ``areas``, each field with its unit and meaning."""
    import pyarrow as pa

    text, code = pa.dictionary(pa.int32(), pa.string()), pa.dictionary(pa.int8(), pa.string())
    types = (text, text, pa.int64())
    known = [_field(one, kind, layout) for one, kind in zip(_IDENTITY, types, strict=True)]
    columns = [
        _field(one, code if one.unit == "code" else pa.float64(), layout) for one in layout.area_columns
    ]
    return pa.schema(
        [_field(_REPLICATE, pa.int64(), layout), *known, *columns],
        metadata={"mark": MARK},
    )


def _field(column: Column, kind: Any, layout: Layout) -> Any:
    import pyarrow as pa

    meaning = column.meaning.replace("{lead}", f"{layout.lead_s / 60.0:g}")
    return pa.field(column.key, kind, metadata={"unit": column.unit, "description": meaning})


def _identity(layout: Layout, size: int) -> list[Any]:
    import pyarrow as pa

    index = pa.array(np.tile(np.arange(len(layout.codes), dtype=np.int32), size))
    texts = [
        pa.DictionaryArray.from_arrays(index, pa.array(texts, pa.string()))
        for texts in (layout.codes, layout.names)
    ]
    return [*texts, pa.array(layout.population, pa.int64()).take(index)]


def _area_column(values: NDArray[Any], column: Column, layout: Layout) -> Any:
    import pyarrow as pa

    flat = values.ravel()
    if column.unit != "code":
        return _numbers(flat, _AREA_DECIMALS.get(column.unit))
    meanings = pa.array(layout.meanings(column.key), pa.string())
    return pa.DictionaryArray.from_arrays(pa.array(flat.astype(np.int8), mask=flat < 0), meanings)


def _numbers(values: NDArray[Any], decimals: int | None) -> Any:
    import pyarrow as pa

    if decimals is not None:
        scale = 10.0**decimals
        values = np.rint(values * scale) / scale + 0.0  # no negative zero
    known = ~np.isnan(values)
    # as pyarrow makes it of NaN, in a fraction of its time
    valid = None if known.all() else pa.py_buffer(np.packbits(known, bitorder="little"))
    return pa.Array.from_buffers(
        pa.float64(), len(values), [valid, pa.py_buffer(np.ascontiguousarray(values))]
    )
