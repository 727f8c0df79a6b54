"""The columns of a block: `sim.results.areas`, `sim.compare.metrics` and people, for all replicates at once.

Definitions are those of the single run, held equal to it by a test over every shipped scenario.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.alert.lifecycle import State
from sim.engine.outcome import ENDED, Outcome, Sent
from sim.ensemble.columns import END_NONE, ENDS
from sim.ensemble.truth import Overflights
from sim.reach.moments import Moments
from sim.units import Bools, Floats, Seconds, SecondsArray

_SECONDS_PER_MINUTE = 60.0
_LIFTED = ENDED.index(State.LIFTED)
_TO_END = np.array([END_NONE, *(ENDS.index(str(state)) for state in ENDED[1:])], np.int8)

Columns = dict[str, Any]


@dataclass(frozen=True, eq=False)
class Warned:
    """Warnings of A areas in B replicates, ``(B, A)``: the first issued, how and when the last ended, the lift that
    ended one, and until when the last would have held; NaN where none. ``end`` codes `ENDED`."""

    warned_s: SecondsArray
    end: NDArray[np.int8]
    ended_s: SecondsArray
    lifted_s: SecondsArray
    expires_s: SecondsArray


def warned_of(sent: Sent, outcome: Outcome) -> Warned:
    """Read the life cycles of all messages, area by area."""
    shape = (sent.areas.shape[0], sent.areas.shape[2])
    nothing = np.full(shape, np.nan)
    warned, ended, lifted, expires = nothing, nothing.copy(), nothing.copy(), nothing.copy()
    end = np.zeros(shape, np.int8)
    for slot in range(sent.areas.shape[1]):
        opened = outcome.end[:, slot] > 0
        if not opened.any():
            continue
        issued = sent.issued_s[:, slot, None]
        warned = np.where(opened & np.isnan(warned), issued, warned)
        end = np.where(opened, outcome.end[:, slot], end)
        ended = np.where(opened, outcome.ended_s[:, slot], ended)
        expires = np.where(opened, sent.expires_s[:, slot, None], expires)
        lifted_by = np.take_along_axis(sent.issued_s, outcome.by[:, slot].astype(np.int64), axis=1)
        lifted = np.where(outcome.end[:, slot] == _LIFTED, lifted_by, lifted)
    return Warned(warned, end, ended, lifted, expires)


def area_columns(warned: Warned, over: Overflights, audible_s: SecondsArray) -> Columns:
    """All but people, each ``(B, A)``."""
    false_s = np.where(np.isnan(over.enter_s), warned.ended_s - warned.warned_s, np.nan)
    return {
        "closest_m": over.closest_m,
        "closest_s": over.closest_s,
        "closest_object": over.closest_object,
        "enter_s": over.enter_s,
        "exit_s": over.exit_s,
        "warned_s": warned.warned_s,
        "lifted_s": warned.lifted_s,
        "lead_s": over.enter_s - warned.warned_s,
        "end": _TO_END[warned.end],
        "audible_s": audible_s,
        "departure_s": warned.lifted_s - over.exit_s,
        "false_s": false_s,
    }


def metric_columns(
    areas: Columns, sent: Sent, outcome: Outcome, over: Overflights, population: Floats, lead_s: Seconds
) -> Columns:
    """`sim.compare.metrics` without those of people who notice, each ``(B,)``; ``population`` ``(A,)``."""
    warned, flown_over = ~np.isnan(areas["warned_s"]), ~np.isnan(areas["enter_s"])
    covered, hit = _met(sent, outcome, over, warned.shape)
    people = _People(population)
    lead = np.where(covered, areas["lead_s"], np.nan)
    arrival_s = np.where(flown_over, areas["enter_s"], areas["closest_s"])
    needed, needless = _held(sent, outcome, areas["exit_s"], population)
    known = people.known(warned | flown_over)
    hits, misses, false = (
        np.where(known, people.of(group), np.nan) for group in (hit, flown_over & ~hit, warned & ~flown_over)
    )
    return {
        "areas_warned": warned.sum(axis=1).astype(float),
        "people_warned": people.of(warned),
        "people_overflown": people.of(flown_over),
        "people_missed": people.of(flown_over & ~covered),
        "people_not_lifted": people.of(warned & np.isnan(areas["lifted_s"])),
        "short_lead_share": people.mean(~(lead >= lead_s), flown_over),
        "short_lead_warned_share": people.mean(arrival_s - areas["warned_s"] < lead_s, warned),
        "lead_s": -people.median(-lead, flown_over),
        "needed_person_min": np.where(known, needed, np.nan),
        "needless_person_min": np.where(known, needless, np.nan),
        "held_s": people.median(areas["lifted_s"] - areas["warned_s"], warned),
        "release_s": people.median(areas["departure_s"], warned & flown_over),
        "pod": _ratio(hits, hits + misses),
        "far": _ratio(false, hits + false),
        "csi": _ratio(hits, hits + misses + false),
    }


def people_area_columns(found: Moments | None, warned: Bools) -> Columns:
    """People by area ``(B, A)``; NaN where nobody was warned."""
    if found is None:
        keys = ("noticed_p50_s", "noticed_share", "sheltered_share", "released_share", "released_p50_s")
        return {key: np.full(warned.shape, np.nan) for key in keys}
    values = {
        "noticed_p50_s": found.noticed_s[0],
        "noticed_share": found.noticed,
        "sheltered_share": found.sheltered,
        "released_share": found.released,
        "released_p50_s": found.released_s[0],
    }
    return {key: np.where(warned, value, np.nan) for key, value in values.items()}


def people_columns(
    found: Moments | None, areas: Columns, population: Floats, counted: Floats, *, modelled: bool
) -> Columns:
    """People's figures ``(B,)``: ``counted`` ``(A,)`` stands in where the population is unknown; ``found`` has the
    moments lead before arrival, and arrival. Undefined unless people are ``modelled``."""
    warned, flown_over = ~np.isnan(areas["warned_s"]), ~np.isnan(areas["enter_s"])
    people, all_known = _People(population), _People(counted)
    columns = {
        key: all_known.mean(areas[key], warned)
        for key in ("noticed_share", "sheltered_share", "released_share")
    }
    columns["released_p50_s"] = all_known.median(areas["released_p50_s"], warned)
    nothing = np.zeros(warned.shape)
    noticed = nothing, nothing
    sheltered = nothing
    if found is not None:
        noticed, sheltered = (found.noticed_at[0], found.noticed_at[1]), found.sheltered_at[1]
    columns["short_notice_share"] = people.mean(1.0 - noticed[0], flown_over)
    columns["unaware_share"] = people.mean(1.0 - noticed[1], flown_over)
    columns["sheltered_before_share"] = people.mean(sheltered, flown_over)
    if not modelled:
        return {key: np.full(len(warned), np.nan) for key in columns}
    return columns


class _People:
    """Sums, means and medians over the people of chosen areas ``(B, A)``; undefined where a chosen number is unknown.

    No matrix products: their rounding may change with the number of threads.
    """

    def __init__(self, population: Floats) -> None:
        self._unknown = np.isnan(population)
        self._all_known = not self._unknown.any()
        self._number = np.where(self._unknown, 0.0, population)

    def known(self, chosen: Bools) -> Bools:
        """Whether all chosen numbers are known, ``(B,)``."""
        if self._all_known:
            return np.ones(len(chosen), bool)
        return np.asarray(~(chosen & self._unknown).any(axis=1))

    def of(self, chosen: Bools) -> Floats:
        """How many people, ``(B,)``."""
        return np.where(self.known(chosen), (chosen * self._number).sum(axis=1), np.nan)

    def mean(self, values: Floats | Bools, chosen: Bools) -> Floats:
        """Mean of values ``(B, A)`` over people, ``(B,)``; undefined where there are none."""
        total = (np.where(chosen, values, 0.0) * self._number).sum(axis=1)
        return _ratio(total, self.of(chosen))

    def median(self, values: Floats, chosen: Bools) -> Floats:
        """The value that half of all chosen people have at most, ``(B,)``; NaN counts as later than any value."""
        values = np.where(chosen & ~np.isnan(values), values, np.inf)
        order = np.argsort(values, axis=1, kind="stable")
        number = np.where(chosen, self._number, 0.0)
        counted = np.cumsum(np.take_along_axis(number, order, axis=1), axis=1)
        there = counted >= 0.5 * number.sum(axis=1, keepdims=True) - 1e-9
        place = np.take_along_axis(order, there.argmax(axis=1)[:, None], axis=1)
        found = np.take_along_axis(values, place, axis=1)[:, 0]
        return np.where(np.isfinite(found) & self.known(chosen), found, np.nan)


def _ratio(part: Floats, whole: Floats) -> Floats:
    return np.asarray(np.divide(part, whole, out=np.full(part.shape, np.nan), where=whole != 0.0))


def _met(sent: Sent, outcome: Outcome, over: Overflights, shape: tuple[int, ...]) -> tuple[Bools, Bools]:
    """Whether a warning was in force at each arrival of a footprint, and at some instant of hazard, ``(B, A)``."""
    row, area = np.divmod(over.span_pair, shape[1])
    start, end = sent.issued_s[row], outcome.ended_s[row, :, area]
    own = outcome.end[row, :, area] > 0
    arrival, leaving = over.span_start_s[:, None], over.span_end_s[:, None]
    at_arrival = (own & (start <= arrival) & (arrival <= end)).any(axis=1)
    met = (own & (np.maximum(start, arrival) <= np.minimum(end, leaving))).any(axis=1)
    bad = np.bincount(over.span_pair, ~at_arrival, minlength=shape[0] * shape[1])
    good = np.bincount(over.span_pair, met, minlength=shape[0] * shape[1])
    return (bad == 0).reshape(shape), (good > 0).reshape(shape)


def _held(sent: Sent, outcome: Outcome, exit_s: SecondsArray, population: Floats) -> tuple[Floats, Floats]:
    """Person-minutes under warning up to the last danger's end, and all others."""
    until = np.where(np.isnan(exit_s), -np.inf, exit_s)
    useful, whole = np.zeros(exit_s.shape), np.zeros(exit_s.shape)
    for slot in range(sent.areas.shape[1]):
        opened = outcome.end[:, slot] > 0
        start, end = sent.issued_s[:, slot, None], outcome.ended_s[:, slot]
        useful += np.where(opened, np.maximum(0.0, np.minimum(end, until) - start), 0.0)
        whole += np.where(opened, end - start, 0.0)
    minutes = np.where(np.isnan(population), 0.0, population) / _SECONDS_PER_MINUTE
    return (useful * minutes).sum(axis=1), ((whole - useful) * minutes).sum(axis=1)
