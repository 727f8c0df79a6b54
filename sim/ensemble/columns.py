"""The columns of an ensemble: what each replicate, and each area of each replicate, is summed up by."""

from dataclasses import dataclass

from sim.compare.metrics import METRICS
from sim.results.milestones import MILESTONES

OBJECT_NONE = END_NONE = -1
"""Code for no object and for an area never warned."""

ENDS = ("open", "lifted", "expired", "superseded", "cancelled")
"""What the codes of the column ``end`` mean, from 0 on."""


@dataclass(frozen=True)
class Column:
    """One column; ``unit`` as in its name's ending or ``share``, ``people``, ``areas``, ``ratio``, ``code``."""

    key: str
    unit: str
    meaning: str


_PEOPLE = (
    Column("noticed_share", "share", "of the people of the areas warned, those who ever noticed"),
    Column("sheltered_share", "share", "of the people of the areas warned, those who ever sheltered"),
    Column("released_share", "share", "of the people of the areas warned, those who noticed and were let go"),
    Column(
        "sheltered_before_share",
        "share",
        "of the people overflown, those who had sheltered when the footprint arrived",
    ),
    Column(
        "released_p50_s",
        "s",
        "when half of those who noticed had been let go, for half of the people warned, area by area",
    ),
)

REPLICATE_COLUMNS = (
    *(Column(f"{key}_s", "s", f"first time of '{key}' after launch") for key in MILESTONES),
    *(Column(one.key, one.unit, one.meaning) for one in METRICS if one.key != "issued_s"),
    *_PEOPLE,
)
"""One row a replicate; NaN where it did not happen or nothing defines it."""

AREA_COLUMNS = (
    Column("closest_m", "m", "closest approach of any object's ground point"),
    Column("closest_s", "s", "when that was"),
    Column("closest_object", "code", "which object it was"),
    Column("enter_s", "s", "a footprint first touches the area"),
    Column("exit_s", "s", "a footprint last leaves the area"),
    Column("warned_s", "s", "the first warning for the area issued"),
    Column("noticed_p50_s", "s", "half of all its people had noticed"),
    Column("lifted_s", "s", "the lift that ended its warning issued"),
    Column("lead_s", "s", "from the warning to the footprint's arrival"),
    Column("end", "code", "how its last warning ended"),
    Column("audible_s", "s", "a warning first on air or on a device there"),
    Column("departure_s", "s", "from the footprint's leaving to the lift"),
    Column("false_s", "s", "time under warning of an area that nothing flew over"),
    Column("noticed_share", "share", "of all its people, those who ever noticed"),
    Column("sheltered_share", "share", "of all its people, those who ever sheltered"),
    Column("released_share", "share", "of all its people, those who noticed and were let go"),
    Column("released_p50_s", "s", "half of its people who ever noticed had been let go"),
)
"""One row a replicate and area, as `sim.results.areas.AreaRow`; people by their curves and not by whole counts."""
