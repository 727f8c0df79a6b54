"""How many announced times the modelled intervals meet, and how little a few of them prove."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sim.hindcast.verdicts import Interval, Row
from sim.units import Seconds

_CONFIDENCE = 0.95


@dataclass(frozen=True)
class Coverage:
    """``inside`` of ``of`` rows; ``low_share`` to ``high_share`` is the 95 % interval of the share.

    Clopper and Pearson 1934: as if rows were independent draws, which accounts of one launch are not. Shares
    are ``None`` without a row. ``width_s`` is the middle one of the intervals' widths, infinite where most
    have no end: a wide interval is met easily and says little.
    """

    what: str
    inside: int
    of: int
    inside_as_fitted: int
    low_share: float | None
    high_share: float | None
    width_s: Seconds | None


def coverage(rows: Sequence[Row]) -> list[Coverage]:
    """Over everything the model was not given, then by milestone; the drawn delays together before their parts."""
    tests = [row for row in rows if row.counts]
    drawn = [row for row in tests if row.role == "left out"]
    parts = {name: [row for row in tests if row.milestone == name] for name in _in_order(tests)}
    return [
        covered("all", tests),
        covered("delays left out", drawn),
        *(covered(name, part) for name, part in parts.items()),
    ]


def covered(what: str, rows: Sequence[Row]) -> Coverage:
    """The coverage over some rows."""
    inside = sum(row.full.verdict == "inside" for row in rows)
    fitted = sum(row.as_fitted.verdict == "inside" for row in rows)
    low, high = _clopper_pearson(inside, len(rows)) if rows else (None, None)
    widths = sorted(_width_s(row.full.modelled) for row in rows)
    return Coverage(what, inside, len(rows), fitted, low, high, widths[len(widths) // 2] if widths else None)


def _width_s(modelled: Interval) -> Seconds:
    return math.inf if math.isinf(modelled.high) else modelled.high - modelled.low


def _clopper_pearson(inside: int, of: int) -> tuple[float, float]:
    from scipy.special import betaincinv

    tail = 0.5 * (1.0 - _CONFIDENCE)
    low = float(betaincinv(inside, of - inside + 1, tail)) if inside > 0 else 0.0
    high = float(betaincinv(inside + 1, of - inside, 1.0 - tail)) if inside < of else 1.0
    return low, high


def _in_order(rows: Iterable[Row]) -> list[str]:
    found = {row.milestone for row in rows}
    return [name for name in ("issued", "overflight", "object_down", "lift_issued") if name in found]
