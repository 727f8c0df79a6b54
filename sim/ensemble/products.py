"""Probability products of an ensemble: per area how often what happened, with intervals, read from a stream of rows.

Memory holds counts per area, never rows: ``areas.parquet`` is read batch by batch.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from sim.ensemble.summary import CONFIDENCE
from sim.units import Bools, Floats, Ints, Metres, Seconds

RADII_KM = (50.0, 100.0, 200.0)
_BATCH_ROWS = 131_072
_READ = ("area_code", "closest_m", "closest_s", "enter_s", "warned_s", "lifted_s")


@dataclass(frozen=True)
class Chance:
    """One event of an area in a run. ``given`` names the event among whose runs it is counted; empty: among all."""

    key: str
    meaning: str
    given: str = ""


def chances(lead_s: Seconds) -> tuple[Chance, ...]:
    """The events counted, in the order of tables; ``lead_s`` is the lead that counts as enough."""
    lead = f"{lead_s / 60.0:g}"
    return (
        Chance("overflown", "a footprint reached the area"),
        *(
            Chance(within(radius), f"a ground point came within {radius:g} km of the area")
            for radius in RADII_KM
        ),
        Chance("warned", "the area was warned"),
        Chance(
            "short_lead",
            f"a footprint reached the area, under warning for less than {lead} min or not at all",
        ),
        Chance(
            "short_lead_if_overflown", "the same, of the runs in which a footprint reached it", "overflown"
        ),
        Chance(
            "short_lead_if_warned",
            f"warned less than {lead} min before the footprint or, where none came, before the closest "
            "approach; of the runs in which it was warned",
            "warned",
        ),
    )


def within(radius_km: float) -> str:
    """The event that a ground point came so near."""
    return f"within_{radius_km:g}km"


@dataclass(frozen=True, eq=False)
class Counts:
    """Runs in which each event happened, ``(A,)`` by event, of so many ``runs``."""

    runs: int
    yes: Mapping[str, Ints]

    def of(self, chance: Chance) -> Ints:
        """Runs among which an event is counted, ``(A,)``."""
        everywhere = np.full(len(self.yes["overflown"]), self.runs, np.int64)
        return self.yes[chance.given] if chance.given else everywhere

    def share(self, chance: Chance) -> Floats:
        """Share of those runs with the event, ``(A,)``; NaN where there are none."""
        of = self.of(chance)
        return np.asarray(np.divide(self.yes[chance.key], of, out=np.full(len(of), np.nan), where=of > 0))

    def interval(self, chance: Chance) -> tuple[Floats, Floats]:
        """Wilson's limits of the share at `CONFIDENCE`, ``(A,)`` each; NaN where there are no runs."""
        return wilson_limits(self.yes[chance.key], self.of(chance), CONFIDENCE)


def count_events(path: Path, codes: Sequence[str], lead_s: Seconds) -> Counts:
    """Count what happened to each of ``codes`` over the rows of an ``areas.parquet``."""
    import pyarrow.parquet as pq

    number = {code: k for k, code in enumerate(codes)}
    yes = {one.key: np.zeros(len(codes), np.int64) for one in chances(lead_s)}
    rows = 0
    with pq.ParquetFile(path) as file:
        for batch in _batches(file):
            area = _areas(batch.column(0), number)
            for key, happened in _events(batch, lead_s).items():
                yes[key] += np.bincount(area[happened], minlength=len(codes))
            rows += batch.num_rows
    return Counts(rows // max(len(codes), 1), yes)


def _batches(file: Any) -> Iterator[Any]:
    """All rows piece by piece: one row group at a time, as pyarrow keeps those it has read while it reads on."""
    for group in range(file.num_row_groups):
        yield from file.iter_batches(_BATCH_ROWS, row_groups=[group], columns=list(_READ), use_threads=False)


def _events(batch: Any, lead_s: Seconds) -> dict[str, Bools]:
    """Which rows had which event. A warning that was lifted before the footprint came is none."""
    closest_m, closest_s, enter_s, warned_s, lifted_s = (
        batch.column(k).to_numpy(zero_copy_only=False) for k in range(1, len(_READ))
    )
    over, warned = ~np.isnan(enter_s), ~np.isnan(warned_s)
    in_time = (enter_s - warned_s >= lead_s) & ~(lifted_s < enter_s)
    short = over & ~in_time
    ahead_s = np.where(over, enter_s, closest_s) - warned_s
    near = {within(radius): _within(closest_m, 1000.0 * radius) for radius in RADII_KM}
    return near | {
        "overflown": over,
        "warned": warned,
        "short_lead": short,
        "short_lead_if_overflown": short,
        "short_lead_if_warned": warned & (ahead_s < lead_s),
    }


def _within(closest_m: Floats, radius_m: Metres) -> Bools:
    return np.asarray(closest_m <= radius_m)


def _areas(codes: Any, number: Mapping[str, int]) -> Ints:
    """The number of each row's area."""
    if not hasattr(codes, "dictionary"):
        codes = codes.dictionary_encode()
    known = np.array([number[code] for code in codes.dictionary.to_pylist()], np.int64)
    return np.asarray(known[codes.indices.to_numpy()])


def wilson_limits(yes: Ints, of: Ints, confidence: float) -> tuple[Floats, Floats]:
    """Wilson's score interval of shares, ``(N,)`` each; NaN where ``of`` is 0 (see `sim.ensemble.interval`)."""
    from scipy.special import ndtri

    z2 = float(ndtri(0.5 + confidence / 2.0)) ** 2
    n = np.where(of > 0, of, np.nan)
    share = yes / n
    centre = (share + z2 / (2.0 * n)) / (1.0 + z2 / n)
    half = np.sqrt(z2 * (share * (1.0 - share) / n + z2 / (4.0 * n * n))) / (1.0 + z2 / n)
    return np.where(yes == 0, 0.0 * n, centre - half), np.where(yes == of, 1.0 + 0.0 * n, centre + half)
