"""Messages of a block of replicates on their way, all replicates of one message at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

from sim.alert.messages import Message, MessageType
from sim.draws import DrawRows
from sim.engine.decisions import Decisions
from sim.engine.delivery import OnTheWay, arrive, set_out, started_by_hand
from sim.engine.outcome import Sent
from sim.reach.crowd import OnAir
from sim.reach.plan import ReachPlan, Setup, draw_setup
from sim.units import Bools, Floats, Ints, SecondsArray

_ByKey: TypeAlias = dict[tuple[str, MessageType], tuple[Ints, Ints]]


@dataclass(frozen=True, eq=False)
class Copies:
    """The copies of M messages on C channels in A areas of B replicates, each ``(C, B, M, A)``; on air never
    (infinite) where there is none."""

    on_air_s: SecondsArray
    text_s: SecondsArray
    awake: Floats
    asleep: Floats

    @classmethod
    def none(cls, shape: tuple[int, ...]) -> "Copies":
        """Nothing on air."""
        return cls(np.full(shape, np.inf), np.full(shape, np.inf), np.zeros(shape), np.zeros(shape))

    def of(self, chosen: Bools) -> OnAir:
        """What people meet of the chosen messages ``(B, M)``: wording and shares are those of the first on air."""
        some = np.flatnonzero(chosen.any(axis=0))
        some = some if len(some) else np.zeros(1, np.int64)
        start = np.where(chosen[:, some, None], self.on_air_s[:, :, some], np.inf)
        first = some[start.argmin(axis=2)][:, :, None]
        nothing = np.isinf(start.min(axis=2))

        def at_first(values: Floats, otherwise: float) -> Floats:
            found = np.take_along_axis(values, first, axis=2)[:, :, 0]
            return np.where(nothing, otherwise, found)

        return OnAir(
            start, at_first(self.text_s, np.inf), at_first(self.awake, 0.0), at_first(self.asleep, 0.0)
        )


def send_all(
    plan: ReachPlan | None, areas: int, decided: Sequence[Decisions], draws: DrawRows
) -> tuple[Sent, Copies | None]:
    """What B replicates, one at least, sent to A areas and when it arrived; without a plan it is everywhere at once."""
    by_key = _by_key(decided)
    sent = _issued(areas, decided, by_key)
    if plan is None:
        sent.arrival_s[:] = np.where(sent.areas, sent.issued_s[..., None], np.inf)
        return sent, None
    copies = Copies.none((len(plan.reach.channels), *sent.areas.shape))
    setup = draw_setup(plan, draws)
    ways = [
        (rows, slots, _set_out(plan, setup, draws, sent, key, kind, rows, slots))
        for (key, kind), (rows, slots) in by_key.items()
    ]
    started = _by_hand(plan, setup, decided, draws, ways, sent.areas.shape) if setup.by_hand.any() else None
    for rows, slots, way in ways:
        begin, at = way.at_receivers.ready_s, _places(rows, slots, len(decided))
        if started is not None:
            begin = np.where(way.setup.by_hand, started[rows, slots], begin)
        for index, copy in enumerate(arrive(plan, way, begin).copies):
            for name in ("on_air_s", "text_s", "awake", "asleep"):
                getattr(copies, name)[index][at] = getattr(copy, name)
    sent.arrival_s[:] = copies.on_air_s.min(axis=0)
    return sent, copies


def _issued(areas: int, decided: Sequence[Decisions], by_key: _ByKey) -> Sent:
    shape = len(decided), max(1, max(len(one.messages) for one in decided))
    sent = Sent(
        warns=np.zeros(shape, bool),
        lifts=np.zeros(shape, bool),
        withdraws=np.zeros(shape, bool),
        issued_s=np.full(shape, np.nan),
        expires_s=np.full(shape, np.nan),
        areas=np.zeros((*shape, areas), bool),
        arrival_s=np.full((*shape, areas), np.inf),
    )
    for (_, kind), (rows, slots) in by_key.items():
        chosen = [
            decided[row].messages[slot] for row, slot in zip(rows.tolist(), slots.tolist(), strict=True)
        ]
        at = _places(rows, slots, len(decided))
        sent.warns[at], sent.lifts[at] = kind.warns, kind.lifts
        sent.withdraws[at] = not (kind.warns or kind.lifts)
        sent.issued_s[at] = [message.issued_s for message in chosen]
        sent.expires_s[at] = [message.expires_s for message in chosen]
        sent.areas[at] = [message.areas for message in chosen]
    return sent


def _places(rows: Ints, slots: Ints, size: int) -> Any:
    """Some rows and slots as an index: a slice, which copies far faster, where a message is in one slot of all rows."""
    if len(rows) == size and (slots == slots[0]).all():
        return slice(None), int(slots[0])
    return rows, slots


def _by_key(decided: Sequence[Decisions]) -> _ByKey:
    """Replicates and slots of each message, by what names its draws."""
    found: dict[tuple[str, MessageType], list[tuple[int, int]]] = {}
    for row, one in enumerate(decided):
        for slot, message in enumerate(one.messages):
            found.setdefault((message.key, message.type), []).append((row, slot))
    columns = {name: np.array(places, np.int64).T for name, places in found.items()}
    return {name: (column[0], column[1]) for name, column in columns.items()}


def _set_out(
    plan: ReachPlan, setup: Setup, draws: DrawRows, sent: Sent, key: str, kind: MessageType,
    rows: Ints, slots: Ints,
) -> OnTheWay:  # fmt: skip
    issued_s = sent.issued_s[rows, slots, None]
    message = Message(0, key, kind, sent.areas[rows, slots], issued_s, sent.expires_s[rows, slots, None])
    return set_out(plan, setup.rows(rows), message, draws.rows(rows))


def _by_hand(
    plan: ReachPlan, setup: Setup, decided: Sequence[Decisions], draws: DrawRows,
    ways: Sequence[tuple[Ints, Ints, OnTheWay]], shape: tuple[int, ...],
) -> SecondsArray:  # fmt: skip
    """When operators have started each message, ``(B, M, A)``: they alone wait for each other, run by run."""
    there = np.full(shape, np.inf)
    for rows, slots, way in ways:
        there[rows, slots] = way.there_s
    started = np.full_like(there, np.inf)
    for row in np.flatnonzero(setup.by_hand.any(axis=1)).tolist():
        keys = [message.key for message in decided[row].messages]
        for slot, found in enumerate(started_by_hand(plan, keys, list(there[row]), draws.of(row))):
            started[row, slot] = found
    return started
