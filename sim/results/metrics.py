"""Headline figures of one run: who was warned, who was overflown, how much lead they had."""

from collections.abc import Iterable, Sequence
from statistics import median
from typing import Any

from sim.results.areas import AreaRow


def headline_metrics(rows: Sequence[AreaRow]) -> dict[str, Any]:
    """Counts of areas and people, lead time and time under warning; ``None`` where nothing defines a figure.

    A hit was overflown and warned, a miss was overflown and never warned, a needless warning met no
    overflight. People are ``None`` as soon as one counted area has no known population.
    """
    warned = [row for row in rows if row.warned_s is not None]
    overflown = [row for row in rows if row.enter_s is not None]
    leads = [row.lead_s for row in rows if row.lead_s is not None]
    under = [
        row.lifted_s - row.warned_s for row in warned if row.lifted_s is not None and row.warned_s is not None
    ]
    return {
        "areas": len(rows),
        "areas_warned": len(warned),
        "areas_overflown": len(overflown),
        "areas_hit": len(leads),
        "areas_missed": len(overflown) - len(leads),
        "areas_needless": len(warned) - len(leads),
        "people": _people(rows),
        "people_warned": _people(warned),
        "people_overflown": _people(overflown),
        "people_missed": _people(row for row in overflown if row.warned_s is None),
        "lead_min_s": min(leads, default=None),
        "lead_median_s": median(leads) if leads else None,
        "under_warning_median_s": median(under) if under else None,
        "ends": {end: sum(row.end == end for row in rows) for end in sorted({r.end for r in rows if r.end})},
    }


def _people(rows: Iterable[AreaRow]) -> int | None:
    total = 0
    for row in rows:
        if row.population is None:
            return None
        total += row.population
    return total
