"""One replicate by itself: its flight, its log, and the columns read from them. What the fast way is held to."""

from typing import Any

import numpy as np

from sim.compare.flights import disperse, flown
from sim.compare.metrics import measure
from sim.compare.together import identities
from sim.draws import Draws
from sim.engine.people import NOMINAL_PEOPLE, people_of
from sim.engine.run import simulate_chain
from sim.engine.world import World
from sim.ensemble.columns import AREA_COLUMNS, END_NONE, ENDS, OBJECT_NONE
from sim.reach.crowd import Crowd
from sim.results.areas import AreaRow, area_rows
from sim.results.legs import quantile_leg
from sim.results.milestones import milestones_s
from sim.results.series import first_reached_s
from sim.units import Floats, Seconds

Columns = dict[str, Any]


def one_replicate(world: World, draws: Draws, *, dispersed: bool, lead_s: Seconds) -> tuple[Columns, Columns]:
    """Figures of one replicate, by column: floats, and arrays ``(A,)``; NaN where it did not happen."""
    if dispersed:
        world = flown(world, disperse(world, draws))
    log = simulate_chain(world, draws)
    crowd = people_of(world, log)
    areas = identities(world.layer)
    rows = area_rows(log, areas)
    own = measure(log, areas, crowd, lead_s=lead_s, people=world.reach is not None).values
    steps = {f"{key}_s": np.nan if t_s is None else t_s for key, t_s in milestones_s(log).items()}
    by_area = _by_area(world, rows) | _people_by_area(crowd, rows)
    return steps | own | _people(world, crowd, rows, by_area), by_area


def _by_area(world: World, rows: list[AreaRow]) -> Columns:
    names = [track.name for track in world.tracks]
    columns: Columns = {
        one.key: np.array([np.nan if (v := getattr(row, one.key)) is None else v for row in rows], float)
        for one in AREA_COLUMNS
        if one.unit != "code" and hasattr(rows[0], one.key)
    }
    codes = {name: names.index(name) for name in names} | {None: OBJECT_NONE}
    columns["closest_object"] = np.array([codes[row.closest_object] for row in rows], np.int8)
    ends = [END_NONE if row.end is None else ENDS.index(row.end) for row in rows]
    columns["end"] = np.array(ends, np.int8)
    return columns


def _people_by_area(crowd: Crowd | None, rows: list[AreaRow]) -> Columns:
    keys = ("noticed_p50_s", "released_p50_s", "noticed_share", "sheltered_share", "released_share")
    found = {key: np.full(len(rows), np.nan) for key in keys}
    if crowd is None:
        return found
    curves = crowd.curves
    for area, row in enumerate(rows):
        if row.warned_s is None:
            continue
        noticed, released = curves.noticed[area], curves.noticed[area] * curves.lifted[area]
        found["noticed_p50_s"][area] = _reached(curves.grid_s, noticed, 0.5)
        if noticed[-1] > 0.0:
            found["released_p50_s"][area] = _reached(curves.grid_s, released, 0.5 * float(noticed[-1]))
        found["noticed_share"][area] = noticed[-1]
        found["sheltered_share"][area] = curves.reached_shelter[area, -1]
        found["released_share"][area] = released[-1]
    return found


def _people(world: World, crowd: Crowd | None, rows: list[AreaRow], by_area: Columns) -> Columns:
    people = np.where(np.isnan(world.layer.population), NOMINAL_PEOPLE, np.nan_to_num(world.layer.population))
    warned = np.array([row.warned_s is not None for row in rows], bool)
    shares = {
        key: _mean(by_area[key][warned], people[warned])
        for key in ("noticed_share", "sheltered_share", "released_share")
    }
    over = np.array([row.enter_s is not None for row in rows], bool)
    known = not np.isnan(world.layer.population[over]).any()
    before = np.array(
        [
            _sheltered_by(crowd, area, float(by_area["enter_s"][area]))
            for area in np.flatnonzero(over).tolist()
        ]
    )
    samples = [
        (None if np.isnan(t) else float(t), int(n))
        for t, n in zip(by_area["released_p50_s"][warned], people[warned], strict=True)
    ]
    half = quantile_leg("", ("", ""), "", "", samples).p50_s if crowd is not None else None
    return shares | {
        "sheltered_before_share": (
            _mean(before, people[over]) if known and world.reach is not None else np.nan
        ),
        "released_p50_s": np.nan if half is None else half,
    }


def _sheltered_by(crowd: Crowd | None, area: int, t_s: Seconds) -> float:
    if crowd is None:
        return 0.0
    return float(np.interp(t_s, crowd.curves.grid_s, crowd.curves.reached_shelter[area], left=0.0))


def _mean(values: Floats, people: Floats) -> float:
    total = float(people.sum())
    return float((values * people).sum() / total) if total else float("nan")


def _reached(grid_s: Floats, rising: Floats, level: float) -> float:
    found = first_reached_s(grid_s, rising, level)
    return float("nan") if found is None else found
