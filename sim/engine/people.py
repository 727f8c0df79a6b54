"""The people's side of the log: from what went on air, how many people of each area are in which state, and
when."""

from collections.abc import Iterator

import numpy as np

from sim.alert.messages import MessageType
from sim.engine.log import Event, EventLog
from sim.engine.world import World
from sim.reach.crowd import Crowd, OnAir, chain_on, crowd, even_grid
from sim.reach.people import STATES
from sim.reach.plan import ReachPlan
from sim.units import Floats, Ints, SecondsArray

NOMINAL_PEOPLE = 100_000
"""Stands for an area whose population is unknown, so that its shares can be counted all the same."""

LEAST_CHANGE = 1000
"""Counts are told again once one of them has changed by this part of the area's people."""

WORD_OF_MOUTH = "word_of_mouth"
EVER = ("understood_ever", "acted_ever", "sheltered_ever")


def people_events(world: World, log: EventLog) -> list[Event]:
    """Counts by state whenever they change, and what people knew by; empty where nothing was ever issued."""
    found = people_of(world, log)
    if found is None:
        return []
    base = _base(world.layer.population)
    rows = {code: row for row, code in enumerate(world.layer.codes)}
    warned = sorted({rows[event.subject] for event in log.of("warned")})
    events = [event for area in warned for event in _area_events(world, found, area, int(base[area]))]
    return sorted(events + list(_known_by(world, log, found, base)), key=lambda event: event.t_s)


def people_of(world: World, log: EventLog) -> Crowd | None:
    """People's curves of one run, from its log; ``None`` where nothing was ever issued."""
    plan = world.reach
    first = log.first("warned")
    if plan is None or first is None:
        return None
    expires_s = np.full(len(plan.codes), first.t_s)
    rows = {code: row for row, code in enumerate(plan.codes)}
    for event in log.of("warned"):
        expires_s[rows[event.subject]] = event.fields["expires_s"]
    grid_s = even_grid(first.t_s, float(expires_s.max()), plan.reach.people.step_s)
    warning, lift = (_on_air(plan, log, warns) for warns in (True, False))
    return crowd(plan, grid_s, warning, lift, expires_s, chain_on(plan, grid_s))


def _on_air(plan: ReachPlan, log: EventLog, warns: bool) -> OnAir:
    """Collect ``on_air`` events of the messages that warn, or of those that end warnings."""
    sent = list(log.of("issued", "lift_issued", "withdrawal_issued"))
    numbers = [e.fields["message"] for e in sent if MessageType(e.fields["type"]).warns is warns]
    channels = {channel.name: index for index, channel in enumerate(plan.reach.channels)}
    rows = {code: row for row, code in enumerate(plan.codes)}
    size = (len(channels), len(plan.codes))
    start_s = np.full((len(channels), max(len(numbers), 1), len(plan.codes)), np.inf)
    text_s, awake, asleep = np.full(size, np.inf), np.zeros(size), np.zeros(size)
    for event in log.of("on_air"):
        if event.fields["message"] not in numbers:
            continue
        channel, row = channels[event.fields["channel"]], rows[event.subject]
        if not np.isfinite(start_s[channel, :, row]).any():
            text_s[channel, row] = event.fields["text_s"]
            awake[channel, row], asleep[channel, row] = event.fields["awake"], event.fields["asleep"]
        start_s[channel, numbers.index(event.fields["message"]), row] = event.t_s
    return OnAir(start_s, text_s, awake, asleep)


def _area_events(world: World, found: Crowd, area: int, people: int) -> Iterator[Event]:
    """One event whenever some count has changed enough to matter, the first when all is still quiet.

    An area that nothing reaches has that first one only: its people stay in every figure.
    """
    curves = found.curves
    counts = _counts(curves.states[:, area], people)
    ever = np.rint(
        np.stack([c[area] for c in (curves.understood, curves.acted, curves.reached_shelter)]) * people
    )
    names = (*STATES, *EVER)
    rows = np.vstack([counts, ever.astype(np.int64)]).T.tolist()
    for k in _telling_rows(rows, max(1, people // LEAST_CHANGE)):
        fields = {"of": people} | dict(zip(names, rows[k], strict=True))
        yield Event(float(curves.grid_s[k]), "people", world.layer.codes[area], fields)


def _telling_rows(rows: list[list[int]], least: int) -> Iterator[int]:
    """Rows that differ by ``least`` in some column from the last one told, each with the row before if it is
    a jump."""
    told = -1
    for k in range(1, len(rows)):
        if _apart(rows[k], rows[max(told, 0)]) >= least:
            if told < k - 1 and (told < 0 or _apart(rows[k], rows[k - 1]) >= least):
                yield k - 1
            yield k
            told = k
    if told < 0:
        yield 0
    if rows[-1] != rows[max(told, 0)]:
        yield len(rows) - 1


def _apart(one: list[int], other: list[int]) -> int:
    return max(abs(a - b) for a, b in zip(one, other, strict=True))


def _counts(states: Floats, people: int) -> Ints:
    """Whole people by state ``(7, T)``: running totals are rounded, so that states add up and curves stay
    monotone."""
    unaware, stages, ended = states[0], states[1:5], states[5:7]
    # Released and unaware round by themselves, as each is monotone; the rest share what is left.
    quiet = np.rint(unaware * people)
    free = np.minimum(np.rint(ended[0] * people), people - quiet)
    left = people - quiet - free
    shares = np.cumsum(np.vstack([ended[1:], stages[::-1]]), axis=0)
    edges = np.minimum(np.rint(shares * people), left)
    edges[-1] = left
    parts = np.diff(edges, axis=0, prepend=0.0)
    expired, later = parts[:1], parts[1:][::-1]
    return np.vstack([quiet[None], later, free[None], expired]).astype(np.int64)


def _known_by(world: World, log: EventLog, found: Crowd, base: Ints) -> Iterator[Event]:
    """What people of each area knew by when the first lift was issued, or at the end: first, and at all."""
    plan = world.reach
    assert plan is not None
    ways = [channel.name for channel in plan.reach.channels] + [WORD_OF_MOUTH]
    grid_s: SecondsArray = found.curves.grid_s
    end = log.first("lift_issued") or log.first("withdrawal_issued")
    last = len(grid_s) - 1 if end is None else max(int(np.searchsorted(grid_s, end.t_s, "right")) - 1, 0)
    for area, code in enumerate(plan.codes):
        if not found.curves.noticed[area, -1]:
            continue
        first = {
            w: float(base[area] * s[area, : last + 1].sum())
            for w, s in zip(ways, found.warning.first_steps, strict=True)
        }
        any_ = {
            w: float(base[area] * (1.0 - s[area, last]))
            for w, s in zip(ways, found.warning.unheard, strict=True)
        }
        fields = {"of": int(base[area]), "first": first, "any": any_}
        yield Event(float(grid_s[last]), "known_by", code, fields)


def _base(population: Floats) -> Ints:
    return np.where(np.isnan(population), NOMINAL_PEOPLE, np.nan_to_num(population)).astype(np.int64)
