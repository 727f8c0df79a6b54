"""Rows to Arrow columns whose types do not depend on which cells happen to be empty."""

from collections.abc import Mapping, Sequence
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, Literal, Union, get_args, get_origin, get_type_hints

from sim.jsontext import rounded

if TYPE_CHECKING:
    from pyarrow import DataType, Table


def row_table(row: type, rows: Sequence[Mapping[str, Any]]) -> "Table":
    """A table of dataclass rows given as dicts, typed by the fields of ``row``; floats to the millisecond."""
    import pyarrow

    fields = [(name, _arrow(hint)) for name, hint in get_type_hints(row).items()]
    return pyarrow.Table.from_pylist([rounded(dict(one)) for one in rows], pyarrow.schema(fields))


def dict_table(rows: Sequence[Mapping[str, Any]], first: Mapping[str, type]) -> "Table":
    """A table of dicts that need not have the same keys: ``first`` with its types, then the others as met."""
    import pyarrow

    plain = [rounded(dict(row)) for row in rows]
    columns = {
        name: pyarrow.array([row[name] for row in plain], _arrow(kind)) for name, kind in first.items()
    }
    others = dict.fromkeys(name for row in plain for name in row if name not in first)
    return pyarrow.table(columns | {name: pyarrow.array([row.get(name) for row in plain]) for name in others})


def _arrow(hint: Any) -> "DataType":
    import pyarrow

    if get_origin(hint) in (Union, UnionType):
        (hint,) = (one for one in get_args(hint) if one is not NoneType)
    if get_origin(hint) is Literal:
        hint = str
    return {str: pyarrow.string(), int: pyarrow.int64(), float: pyarrow.float64()}[hint]
