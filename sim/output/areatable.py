"""The areas of a run as one table with shapes: the columns of ``areas.csv``, the Japanese name, a multipolygon."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import shapely

from sim.output.finished import read_areas
from sim.output.view import RunView
from sim.results.areas import COLUMNS, AreaRow
from sim.results.columns import row_table

if TYPE_CHECKING:
    from pyarrow import Table

NAME_JA = "area_name_ja"


@dataclass(frozen=True, eq=False)
class AreaTable:
    """``columns`` by name, typed and with nulls; ``shapes`` ``(A,)`` multipolygons, ``None`` where there is none."""

    columns: "Table"
    shapes: list[Any]

    @property
    def bounds(self) -> tuple[float, float, float, float] | None:
        """West, south, east, north of all shapes; ``None`` if there are none."""
        found = [one for one in self.shapes if one is not None]
        if not found:
            return None
        west, south, east, north = shapely.total_bounds(found).tolist()
        return west, south, east, north


def area_table(view: RunView) -> AreaTable:
    """Read from the run folder; raises ``InputError`` if its table of areas is damaged."""
    import pyarrow

    rows = read_areas(view.folder / "areas.csv")
    features = {feature["properties"]["area_code"]: feature for feature in view.areas}
    names = [features.get(row.area_code, {}).get("properties", {}).get(NAME_JA) for row in rows]
    columns = row_table(AreaRow, [{name: getattr(row, name) for name in COLUMNS} for row in rows])
    place = COLUMNS.index("area_name") + 1
    columns = columns.add_column(place, NAME_JA, pyarrow.array(names, pyarrow.string()))
    return AreaTable(columns, [_shape(features.get(row.area_code)) for row in rows])


def _shape(feature: dict[str, Any] | None) -> Any:
    if feature is None or feature["geometry"] is None:
        return None
    shape = shapely.geometry.shape(feature["geometry"])
    return shape if shape.geom_type == "MultiPolygon" else shapely.MultiPolygon([shape])
