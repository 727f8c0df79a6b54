"""Numbers as readers want them: three digits, a unit that fits, and never more than was measured."""

import math

from sim.bench.timing import Quartiles
from sim.units import Seconds

_UNITS = ((1.0, "s"), (1e-3, "ms"), (1e-6, "µs"))


def three(value: float) -> str:
    """Three significant digits without an exponent: 0.0123, 1.23, 12.3, 123, 1,230."""
    if not math.isfinite(value):
        return "-"
    if value == 0.0:
        return "0"
    value = float(f"{value:.2e}")
    decimals = 2 - math.floor(math.log10(abs(value)))
    return f"{round(value, decimals):,.{max(decimals, 0)}f}"


def duration(value: Seconds) -> str:
    """A time in s, ms or µs."""
    scale, unit = _unit(value)
    return f"{three(value / scale)} {unit}"


def error(value: Seconds) -> str:
    """A difference of times; below a nanosecond it is rounding."""
    if not math.isfinite(value):
        return "-"
    return "< 1 ns" if value < 1e-9 else duration(value)


def with_quartiles(value: Quartiles, suffix: str = "") -> str:
    """Median and, in brackets, the quartiles."""
    return f"{three(value.median)}{suffix} [{three(value.low)}–{three(value.high)}]"


def duration_with_quartiles(value: Quartiles) -> str:
    """A median time and, in brackets and the same unit, its quartiles."""
    scale, unit = _unit(value.median)
    return f"{three(value.median / scale)} [{three(value.low / scale)}–{three(value.high / scale)}] {unit}"


def _unit(value: Seconds) -> tuple[float, str]:
    """The largest unit of which there is one, once rounded to three digits."""
    rounded = float(f"{abs(value):.2e}")
    return next((pair for pair in _UNITS if rounded >= pair[0]), _UNITS[-1])


def share(part: int, whole: int) -> str:
    """A share in per cent; none and all only where it is none and all."""
    if whole == 0:
        return "-"
    if part in (0, whole):
        return f"{100 * part // whole} %"
    return f"{100.0 * part / whole:.2g} %"
