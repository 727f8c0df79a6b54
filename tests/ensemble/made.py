"""A made-up ensemble folder, in a blink: real areas and a real scenario, mornings from a few random numbers."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from sim.draws import uniform_block
from sim.engine.world import World, build_world
from sim.ensemble.columns import AREA_COLUMNS, ENDS, REPLICATE_COLUMNS
from sim.ensemble.replicate import BLOCK, Block
from sim.ensemble.summary import SUMMARY, summary, summary_text
from sim.ensemble.table import Layout, block_tables
from sim.ensemble.write import encode
from sim.scenario import Scenario
from sim.units import Floats

SPEED_M_S = 6_000.0
LEAD_S = 120.0


@dataclass(frozen=True)
class Made:
    """A folder and what its tables must say: ``closest_m``, ``enter_s``, ``warned_s`` and ``lifted_s`` ``(R, A)``."""

    folder: Path
    scenario: Scenario
    closest_m: Floats
    closest_s: Floats
    enter_s: Floats
    warned_s: Floats
    lifted_s: Floats


def made_ensemble(folder: Path, scenario: Scenario, runs: int, *, radius_km: float = 50.0) -> Made:
    """Write the two tables and ``summary.json`` of ``runs`` runs, a multiple of the block's size."""
    world = build_world(scenario)
    folder.mkdir(parents=True, exist_ok=True)
    blocks = [_block(world, first, radius_km) for first in range(0, runs, BLOCK)]
    people = tuple(None if np.isnan(one) else int(one) for one in world.layer.population)
    names = tuple(track.name for track in world.tracks)
    layout = Layout(world.layer.codes, tuple(world.layer.names_en), people, names, LEAD_S)
    for name, table in block_tables(blocks, layout).items():
        (folder / f"{name}.parquet").write_bytes(encode(table))
    spec = scenario.spec
    said = {
        "title": spec.title,
        "launch_time": spec.launch_time.isoformat(),
        "timezone": spec.timezone,
        "scenario": spec.name,
        "scenario_sha256": scenario.sha256,
        "overrides": list(scenario.overrides),
        "seed": 0,
        "dispersed": True,
        "lead_s": LEAD_S,
        "versions": {"overflight": "0.1.0"},
        "runs": runs,
        "runs_at_most": runs,
        "until": None,
    }
    content = summary(folder / "replicates.parquet", said)
    (folder / SUMMARY).write_text(summary_text(content), encoding="utf-8")
    keys = ("closest_m", "closest_s", "enter_s", "warned_s", "lifted_s")
    columns = [np.vstack([block.areas[key] for block in blocks]) for key in keys]
    return Made(folder, scenario, *columns)


def _block(world: World, first: int, radius_km: float) -> Block:
    """Flights along one line, shifted to the side by some 60 km; a fifth of all warnings late, some never."""
    places = np.array([shape.centroid.coords[0] for shape in world.layer.polygons])
    track = world.tracks[0]
    state = track.sample(5.0)[1]
    line = np.column_stack([np.asarray(state.lon_deg), np.asarray(state.lat_deg)])
    away = places[:, None] - line
    metres = 111_195.0 * np.hypot(away[..., 0] * np.cos(np.radians(places[:, 1]))[:, None], away[..., 1])
    nearest = metres.argmin(axis=1)
    side = np.sign(away[np.arange(len(places)), nearest, 0])
    draws = uniform_block(1, "made", first, BLOCK, 8)
    shift = 60_000.0 * (draws[:, :1] + draws[:, 1:2] + draws[:, 2:3] - 1.5) * 2.0
    closest_m = np.abs(metres.min(axis=1) * side - shift)
    closest_s = 200.0 + 5.0 * nearest + 20.0 * draws[:, 3:4]
    enter_s = np.where(closest_m <= 1000.0 * radius_km, closest_s - 8.0, np.nan)
    issued_s = 180.0 + 600.0 * draws[:, 4] ** 2
    warned_s = np.where((draws[:, 5] < 0.97)[:, None], issued_s[:, None] + 0.0 * closest_m, np.nan)
    lift_s = np.where(draws[:, 6] < 0.95, 1000.0 + 300.0 * draws[:, 6], np.nan)
    lifted_s = warned_s * 0.0 + lift_s[:, None]
    areas = {one.key: np.full(closest_m.shape, np.nan) for one in AREA_COLUMNS}
    areas |= {"closest_m": closest_m, "closest_s": closest_s, "enter_s": enter_s, "exit_s": enter_s + 16.0}
    areas |= {"warned_s": warned_s, "lifted_s": lifted_s, "lead_s": enter_s - warned_s}
    areas["closest_object"] = np.zeros(closest_m.shape, np.int8)
    areas["end"] = np.where(np.isnan(warned_s), -1, ENDS.index("lifted")).astype(np.int8)
    return Block(first, _replicates(draws, issued_s, lift_s, areas), areas)


def _replicates(
    draws: Floats, issued_s: Floats, lift_s: Floats, areas: dict[str, Floats]
) -> dict[str, Floats]:
    columns = {one.key: np.full(len(draws), np.nan) for one in REPLICATE_COLUMNS}
    steps = ("launch_s", "detected_s", "assessed_s", "notified_s", "decided_s")
    columns |= {key: issued_s * share for key, share in zip(steps, (0.0, 0.3, 0.6, 0.65, 0.95), strict=True)}
    columns |= {"issued_s": issued_s, "overflight_s": 560.0 + 30.0 * draws[:, 3], "lift_issued_s": lift_s}
    columns |= {"lift_decided_s": lift_s - 8.0, "all_down_s": lift_s - 120.0}
    over = ~np.isnan(areas["enter_s"])
    short = over & ~(areas["lead_s"] >= LEAD_S)
    columns["short_lead_share"] = np.where(
        over.any(axis=1), short.sum(axis=1) / np.maximum(over.sum(axis=1), 1), np.nan
    )
    columns["short_notice_share"] = 0.3 + 0.2 * draws[:, 7]
    columns["people_overflown"] = 1000.0 * over.sum(axis=1)
    columns["people_missed"] = np.zeros(len(draws))
    return columns
