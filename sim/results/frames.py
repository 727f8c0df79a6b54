"""Results as tables: Arrow for any tool, pandas for notebooks. The figures are those of the run folder, to the digit.

``pandas`` is optional (``pip install "overflight[frames]"``); polars and duckdb take the Arrow tables as they are.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Protocol

from sim.errors import MissingPackage
from sim.results.areas import COLUMNS, AreaRow, area_cell
from sim.results.columns import dict_table, row_table
from sim.results.legs import Leg
from sim.results.mark import MARK
from sim.results.series import people_totals
from sim.results.verdicts import Comparison

if TYPE_CHECKING:
    from pandas import DataFrame
    from pyarrow import Table

    from sim.engine.log import EventLog

STEP_S = 10.0
"""Step of the people's curves unless another is asked for: a choice of this table."""


class Readable(Protocol):
    """What a result must have to be read as tables: a run just simulated, or a run folder opened again."""

    @property
    def name(self) -> str: ...
    @property
    def seed(self) -> int: ...
    @property
    def log(self) -> "EventLog": ...
    @property
    def areas(self) -> list[AreaRow]: ...
    @property
    def legs(self) -> list[Leg]: ...
    @property
    def comparisons(self) -> list[Comparison]: ...


class Tables:
    """The accessors every result has. What did not happen is null (``NA`` or ``NaN`` in pandas), never zero."""

    def arrow(self: Readable, name: str) -> "Table":
        """A table by name, as a ``pyarrow.Table`` whose metadata carry the mark, the scenario and the seed.

        ``areas``: the columns of ``areas.csv``. ``events``: the log, a column per field of any kind. ``legs``:
        latency legs. ``announced``: announced times beside modelled ones. ``people``: people by state over time.
        Raises ``ValueError`` for another name.
        """
        if name not in TABLES:
            raise ValueError(f"no table {name!r}: one of {', '.join(TABLES)}")
        return _marked(TABLES[name](self), self)

    def areas_frame(self: Readable) -> "DataFrame":
        """One row per area, the columns of ``areas.csv``."""
        return to_pandas(_marked(_areas(self), self))

    def events_frame(self: Readable, *kinds: str) -> "DataFrame":
        """The event log, or the events of some kinds with only the columns those have."""
        return to_pandas(_marked(_events(self, *kinds), self))

    def legs_frame(self: Readable) -> "DataFrame":
        """One row per latency leg and group: clocks, count, share never reached, quantiles in seconds."""
        return to_pandas(_marked(_legs(self), self))

    def announced_frame(self: Readable) -> "DataFrame":
        """Announced times beside modelled ones, with the verdict."""
        return to_pandas(_marked(_announced(self), self))

    def people_frame(self: Readable, step_s: float = STEP_S) -> "DataFrame":
        """People of all areas together by state, every ``step_s`` seconds after launch.

        ``unaware`` to ``expired`` add up to ``people``; the columns in ``_ever`` never fall.
        """
        return to_pandas(_marked(_people(self, step_s), self))


def to_pandas(table: "Table") -> "DataFrame":
    """A data frame with whole numbers that may be missing; raises ``MissingPackage`` without pandas."""
    try:
        import pandas
    except ImportError as error:
        raise MissingPackage("pandas", "frames", "a data frame") from error
    import pyarrow

    whole = {pyarrow.int64(): pandas.Int64Dtype()}
    frame = table.to_pandas(types_mapper=whole.get)
    frame.attrs |= {key.decode(): value.decode() for key, value in (table.schema.metadata or {}).items()}
    return frame


def _areas(result: Readable) -> "Table":
    rows = [{name: area_cell(name, getattr(row, name)) for name in COLUMNS} for row in result.areas]
    return row_table(AreaRow, rows)


def _events(result: Readable, *kinds: str) -> "Table":
    events = result.log.of(*kinds) if kinds else iter(result.log)
    return dict_table(
        [{"t_s": one.t_s, "kind": one.kind, "subject": one.subject, **one.fields} for one in events],
        first={"t_s": float, "kind": str, "subject": str},
    )


def _legs(result: Readable) -> "Table":
    return row_table(Leg, [asdict(leg) for leg in result.legs])


def _announced(result: Readable) -> "Table":
    return row_table(Comparison, [asdict(one) for one in result.comparisons])


def _people(result: Readable, step_s: float = STEP_S) -> "Table":
    import pyarrow

    from sim.jsontext import rounded

    return pyarrow.table(
        {name: rounded(column.tolist()) for name, column in people_totals(result.log, step_s).items()}
    )


def _marked(table: "Table", result: Readable) -> "Table":
    return table.replace_schema_metadata({"mark": MARK, "scenario": result.name, "seed": str(result.seed)})


TABLES: Mapping[str, Callable[[Any], "Table"]] = {
    "areas": _areas,
    "events": _events,
    "legs": _legs,
    "announced": _announced,
    "people": _people,
}
