"""What flew over whom in each replicate of a block, as arrays."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.geo.crossings import Crossings
from sim.geo.visits import join
from sim.units import Bools, Floats, Ints, MetresArray, SecondsArray


@dataclass(frozen=True, eq=False)
class Overflights:
    """B replicates over A areas. ``enter_s`` and ``exit_s`` ``(B, A)`` first touch and last contact of any footprint,
    NaN where never; ``closest_m``, ``closest_s`` and ``closest_object`` ``(B, A)`` the closest approach of any object,
    NaN and -1 for an area without any place.

    Spans of hazard, footprints of several objects joined, are rows: ``span_pair`` (replicate times A plus area, in
    order), ``span_start_s``, ``span_end_s``.
    """

    enter_s: SecondsArray
    exit_s: SecondsArray
    closest_m: MetresArray
    closest_s: SecondsArray
    closest_object: np.ndarray
    span_pair: Ints
    span_start_s: SecondsArray
    span_end_s: SecondsArray

    def of(self, rows: Ints, launched: Bools) -> "Overflights":
        """Those of some consecutive replicates; where nothing was ``launched``, nothing flew."""
        areas = self.enter_s.shape[1]
        row = self.span_pair // areas - rows[0]
        own = (row >= 0) & (row < len(rows))
        own[own] = launched[row[own]]
        real = launched[:, None]

        def times(values: Floats) -> Floats:
            return np.where(real, values[rows], np.nan)

        return Overflights(
            enter_s=times(self.enter_s),
            exit_s=times(self.exit_s),
            closest_m=times(self.closest_m),
            closest_s=times(self.closest_s),
            closest_object=np.where(real, self.closest_object[rows], np.int8(-1)),
            span_pair=self.span_pair[own] - rows[0] * areas,
            span_start_s=self.span_start_s[own],
            span_end_s=self.span_end_s[own],
        )


def overflights(by_object: Sequence[Crossings]) -> Overflights:
    """Of the flights of B replicates, object by object in the order of the scenario."""
    shape = by_object[0].flights, by_object[0].areas
    pair = np.concatenate([one.visit_flight * one.areas + one.visit_area for one in by_object])
    enter, leave = (
        np.concatenate([getattr(one, name) for one in by_object]) for name in ("enter_s", "exit_s")
    )
    first, last = np.full(shape[0] * shape[1], np.inf), np.full(shape[0] * shape[1], -np.inf)
    np.minimum.at(first, pair, enter)
    np.maximum.at(last, pair, leave)
    closest = np.stack([one.closest_m for one in by_object])
    which = np.argmin(np.where(np.isnan(closest), np.inf, closest), axis=0)
    closest_m = _at(closest, which)
    nowhere = ~np.isfinite(closest_m)
    closest_s = _at(np.stack([one.closest_s for one in by_object]), which)
    spans = join(pair, enter, leave)
    return Overflights(
        enter_s=np.where(np.isfinite(first), first, np.nan).reshape(shape),
        exit_s=np.where(np.isfinite(last), last, np.nan).reshape(shape),
        closest_m=np.where(nowhere, np.nan, closest_m),
        closest_s=np.where(nowhere, np.nan, closest_s),
        closest_object=np.where(nowhere, -1, which).astype(np.int8),
        span_pair=spans[0],
        span_start_s=spans[1],
        span_end_s=spans[2],
    )


def repeated(found: Crossings, objects: int, replicates: int) -> tuple[Crossings, ...]:
    """One flight of each object, flown in every replicate: crossings by object, of B flights each."""
    return tuple(_repeated(found, number, replicates) for number in range(objects))


def _repeated(found: Crossings, number: int, replicates: int) -> Crossings:
    own = found.visit_flight == number
    visits = int(own.sum())
    return Crossings(
        flights=replicates,
        areas=found.areas,
        visit_flight=np.repeat(np.arange(replicates), visits),
        visit_area=np.tile(found.visit_area[own], replicates),
        enter_s=np.tile(found.enter_s[own], replicates),
        exit_s=np.tile(found.exit_s[own], replicates),
        closest_m=np.broadcast_to(found.closest_m[number], (replicates, found.areas)),
        closest_s=np.broadcast_to(found.closest_s[number], (replicates, found.areas)),
    )


def _at(values: Floats, which: Ints) -> Floats:
    """Values ``(O, B, A)`` of the chosen object ``(B, A)``."""
    return np.asarray(np.take_along_axis(values, which[None], axis=0)[0], float)
