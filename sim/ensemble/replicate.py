"""Blocks of replicates: what an ensemble is made of, whoever computes them and in whatever order."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.compare.entrants import Entrant, check_dispersible
from sim.compare.flights import fly_many
from sim.draws import DrawBlock, DrawRows
from sim.engine.decisions import Decisions, decide
from sim.engine.outcome import resolve
from sim.engine.people import NOMINAL_PEOPLE
from sim.engine.standing import standing
from sim.engine.world import World, build_world
from sim.ensemble.columns import AREA_COLUMNS, REPLICATE_COLUMNS
from sim.ensemble.measures import (
    area_columns,
    metric_columns,
    people_area_columns,
    people_columns,
    warned_of,
)
from sim.ensemble.seen import StatesAt, seen_by_all
from sim.ensemble.sending import send_all
from sim.ensemble.truth import Overflights, overflights, repeated
from sim.geo.features import build_features
from sim.reach.moments import moments
from sim.results.milestones import AUTHORITY_STEPS
from sim.scenario import Scenario
from sim.units import Floats, Seconds, SecondsArray

BLOCK = 64
"""Replicates of a block; blocks start at its multiples, so that no result depends on how work is shared out."""

DEFAULT_LEAD_S = 120.0
_FEW_FROM_M = 25e3
"""Footprints, and distances, from about here on are worth having fewer edges for (assumption)."""
_ROOM = 4_000_000
"""Copies (channels, replicates, messages, areas) worked on at once: some 150 MB."""

Watch = Callable[[str], None]
"""Told the name of each stage as it ends."""


@dataclass(frozen=True, eq=False)
class Prepared:
    """What does not change from replicate to replicate, built once a process."""

    scenario: Scenario
    world: World
    dispersed: bool
    lead_s: Seconds

    @property
    def codes(self) -> tuple[str, ...]:
        """Area codes, in the order of every column ``(B, A)``."""
        return self.world.layer.codes

    @property
    def objects(self) -> tuple[str, ...]:
        """What the codes of the column ``closest_object`` mean, from 0 on."""
        return tuple(track.name for track in self.world.tracks)


@dataclass(frozen=True, eq=False)
class Block:
    """B replicates from ``first`` on, usually `BLOCK`: ``replicates`` by column ``(B,)``, ``areas`` ``(B, A)``.

    Columns are those of `sim.ensemble.columns`, in that order; NaN where it did not happen or nothing defines
    it. ``closest_object`` and ``end`` are small integers (see `Prepared.objects` and `ENDS`), -1 for none.
    """

    first: int
    replicates: dict[str, Floats]
    areas: dict[str, NDArray[Any]]


@dataclass(frozen=True, eq=False)
class _Flown:
    """What flew in B replicates: worlds to decide in, and what came of it."""

    worlds: list[World]
    states_at: StatesAt
    over: Overflights
    overflight_s: SecondsArray
    all_down_s: SecondsArray


def prepare(scenario: Scenario, *, dispersed: bool = True, lead_s: Seconds = DEFAULT_LEAD_S) -> Prepared:
    """Build the world of a scenario, its flights drawn anew for each replicate or always the nominal ones.

    Raises ``InputError`` where an object fails and flights are to be drawn: the two cannot be had together.
    """
    world = build_world(scenario)
    if dispersed:
        check_dispersible([Entrant(scenario, world, 0)])
    radius_m = 1000.0 * min(one.footprint.radius_km for one in world.spec.objects)
    few = build_features(
        world.layer.polygons.tolist(), radius_m if radius_m >= _FEW_FROM_M else 2.0 * _FEW_FROM_M
    )
    world = replace(world, features=few)
    return Prepared(scenario, world, dispersed, lead_s)


def replicate_block(prepared: Prepared, seed: int, first: int) -> Block:
    """Replicates ``first`` to ``first + BLOCK - 1`` of a seed.

    Raises ``ValueError`` where ``first`` is no multiple of `BLOCK`.
    """
    if first < 0 or first % BLOCK:
        raise ValueError(f"a block starts at a multiple of {BLOCK}, not at {first}")
    return replicates(prepared, seed, first, BLOCK)


def replicates(prepared: Prepared, seed: int, first: int, count: int, watch: Watch | None = None) -> Block:
    """Some consecutive replicates of a seed; replicate k is the single run on ``Draws(seed, k)``."""
    tell = watch or _unwatched
    draws, world = DrawBlock(seed, first, count), prepared.world
    flown = _fly(prepared, seed, first, count)
    tell("flight and crossings")
    orders, each = standing(world), [draws.of(first + row) for row in range(count)]
    seen = seen_by_all(flown.worlds, each, orders.watched, flown.states_at)
    decided = [
        decide(own, one, sighted, orders) for own, one, sighted in zip(flown.worlds, each, seen, strict=True)
    ]
    tell("decisions")
    messages = max(1, max(len(one.messages) for one in decided))
    channels = 1 if world.reach is None else len(world.reach.reach.channels)
    step = max(1, min(count, _ROOM // max(1, channels * messages * len(world.layer))))
    parts = [
        _live(
            prepared, flown, decided[row : row + step], draws.rows(range(row, min(row + step, count))), tell
        )
        for row in range(0, count, step)
    ]
    own = _steps(decided, flown) | {
        key: np.concatenate([one[key] for one, _ in parts]) for key in parts[0][0]
    }
    areas = {key: np.concatenate([one[key] for _, one in parts]) for key in parts[0][1]}
    return Block(
        first,
        {one.key: own[one.key] for one in REPLICATE_COLUMNS},
        {one.key: areas[one.key] for one in AREA_COLUMNS},
    )


def _unwatched(stage: str) -> None:
    """Nobody wants to know."""


def _fly(prepared: Prepared, seed: int, first: int, count: int) -> _Flown:
    world = prepared.world
    if not prepared.dispersed:
        gates = [t_s for t_s in world.gate_s if t_s is not None]
        return _Flown(
            [world] * count,
            lambda number, rows, t_s: world.tracks[number].state_at(t_s),  # noqa: ARG005
            overflights(repeated(world.crossings, len(world.tracks), count)),
            np.full(count, max(gates, default=np.nan)),
            np.full(count, max(track.end_s for track in world.tracks)),
        )
    flights = fly_many(world, seed, first, count)
    worlds = [replace(world, drawn=flights.of(row)) for row in range(count)]
    gate_s = np.where(np.isnan(flights.gate_s), -np.inf, flights.gate_s).max(axis=0)
    return _Flown(
        worlds,
        flights.states_at,
        overflights(flights.crossings),
        np.where(np.isfinite(gate_s), gate_s, np.nan),
        np.array([max(track.end_s for track in own.drawn) for own in worlds]),
    )


def _live(
    prepared: Prepared, flown: _Flown, decided: Sequence[Decisions], draws: DrawRows, watch: Watch
) -> tuple[dict[str, Floats], dict[str, NDArray[Any]]]:
    """Columns of some replicates of a block: channels, people, figures."""
    world = prepared.world
    population = world.layer.population
    over = flown.over.of(draws.chosen, np.array([one.launched for one in decided], bool))
    sent, copies = send_all(world.reach, len(world.layer), decided, draws)
    outcome = resolve(sent)
    warned = warned_of(sent, outcome)
    was_warned = ~np.isnan(warned.warned_s)
    watch("channels")
    found, audible_s = None, np.full(was_warned.shape, np.nan)
    if world.reach is not None and copies is not None:
        warnings = copies.of(sent.warns)
        heard_s = warnings.start_s.min(axis=(0, 2))
        audible_s = np.where(np.isfinite(heard_s), heard_s, np.nan)
        if was_warned.any():
            first_s = np.where(was_warned, warned.warned_s, np.inf).min(axis=1)
            first_s = np.where(np.isfinite(first_s), first_s, np.nan)
            at_s = np.stack([over.enter_s - prepared.lead_s, over.enter_s])
            lifts = copies.of(sent.lifts | sent.withdraws)
            found = moments(world.reach, warnings, lifts, first_s, warned.expires_s, at_s)
    watch("people")
    areas = area_columns(warned, over, audible_s) | people_area_columns(found, was_warned)
    counted = np.where(np.isnan(population), NOMINAL_PEOPLE, np.nan_to_num(population))
    modelled = world.reach is not None
    own = metric_columns(areas, sent, outcome, over, population, prepared.lead_s)
    own |= people_columns(found, areas, population, counted, modelled=modelled)
    watch("metrics")
    return own, areas


def _steps(decided: Sequence[Decisions], flown: _Flown) -> dict[str, Floats]:
    """Milestones of each replicate."""
    launched = np.array([one.launched for one in decided], bool)
    taken = [one.first_s for one in decided]
    columns = {f"{key}_s": np.array([own.get(key, np.nan) for own in taken]) for key in AUTHORITY_STEPS}
    return columns | {
        "launch_s": np.where(launched, 0.0, np.nan),
        "overflight_s": np.where(launched, flown.overflight_s, np.nan),
        "all_down_s": np.where(launched, flown.all_down_s, np.nan),
    }
