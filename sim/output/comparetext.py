"""What a planner reads after a comparison: policies as blocks of rows, 80 columns, two to many policies."""

from collections.abc import Iterable
from textwrap import wrap

from sim.compare.statistics import Summary
from sim.compare.together import PolicyComparison
from sim.output.blocks import WIDTH, blocks_text
from sim.results.result import MARK
from sim.units import Seconds

_BLOCKS = (
    ("people_warned", "people_missed", "lead_s", "short_lead_share", "short_notice_share"),
    ("needed_person_min", "needless_person_min", "held_s", "release_s", "people_not_lifted"),
)
_NAME, _CELL = 21, 11
_HEADS = {
    "people_warned": ("people", "warned"),
    "people_missed": ("overflown", "unwarned"),
    "lead_s": ("lead of", "half"),
    "short_lead_share": ("lead", "< {lead} min"),
    "short_notice_share": ("noticed", "< {lead} min"),
    "needed_person_min": ("needed", "person-min"),
    "needless_person_min": ("needless", "person-min"),
    "held_s": ("warning to", "all-clear"),
    "release_s": ("danger to", "all-clear"),
    "people_not_lifted": ("never", "let go"),
}


def comparison_text(result: PolicyComparison) -> str:
    """The terminal table: a mean per policy and, below each but the first, the difference with its interval."""
    flights = "a flight drawn per replicate" if result.dispersed else "the nominal flight throughout"
    head = [
        f"{len(result.policies)} policies, {result.runs} replicates each, {flights}",
        f"{MARK} | seed {result.seed}",
    ]
    notes = [line for remark in result.remarks for line in _wrapped(remark)]
    foot = _wrapped(
        "Means over the replicates. d: paired difference to the first policy with its 90 % interval "
        "(Student's t); = where every replicate agrees. Replicates in which a figure is not defined are left "
        "out of it; compare.csv counts them."
    )
    blocks = [head, notes, *(list(_block(result, keys)) for keys in _BLOCKS), foot]
    return blocks_text(blocks)


def _block(result: PolicyComparison, keys: tuple[str, ...]) -> Iterable[str]:
    lead = minutes(result.lead_s)
    for line in (0, 1):
        yield " " * _NAME + "".join(f"{_HEADS[key][line].format(lead=lead):>{_CELL}}" for key in keys)
    for number, policy in enumerate(result.policies):
        rows = [result.table[policy.name, key] for key in keys]
        name = policy.name
        if len(name) >= _NAME:
            yield name
            name = ""
        yield f"{name:<{_NAME}}" + "".join(f"{shown(row.mean, row.unit):>{_CELL}}" for row in rows)
        if number:
            yield f"{'  d':<{_NAME}}" + "".join(f"{_difference(row):>{_CELL}}" for row in rows)
            if any(intervals := [_interval(row) for row in rows]):
                yield f"{'':<{_NAME}}" + "".join(f"{text:>{_CELL}}" for text in intervals)


def shown(value: float | None, unit: str, *, sign: bool = False) -> str:
    """A figure in a few characters: ``1.47 M``, ``5:28``, ``38.7 %``."""
    if value is None:
        return "-"
    plus = "+" if sign and value > 0.0 else ""
    if unit == "s":
        return plus + _clock(value)
    if unit == "share":
        return f"{plus}{100.0 * value:.1f} %"
    if unit == "ratio":
        return f"{plus}{value:.3f}"
    return plus + _count(value)


def _count(value: float) -> str:
    for bound, letter in ((1e6, "M"), (1e4, "k")):
        if abs(value) >= 0.9995 * bound:
            return f"{value / (1e6 if letter == 'M' else 1e3):.3g} {letter}"
    return f"{value:.0f}" if abs(value) >= 100.0 or value == round(value) else f"{value:.1f}"


def _clock(seconds: Seconds) -> str:
    whole = round(abs(seconds))
    return f"{'-' if seconds < 0.0 and whole else ''}{whole // 60}:{whole % 60:02d}"


def _difference(row: Summary) -> str:
    return "=" if row.diff == 0.0 and row.diff_low == row.diff_high else shown(row.diff, row.unit, sign=True)


def _interval(row: Summary) -> str:
    if row.diff is None or row.diff_low is None or row.diff_low == row.diff_high:
        return ""
    half = 0.5 * ((row.diff_high or 0.0) - row.diff_low)
    return f"±{shown(half, row.unit)}"


def _wrapped(text: str) -> list[str]:
    return wrap(text, WIDTH)


def minutes(seconds: float) -> str:
    """A lead as it stands in titles: ``2`` for 120 seconds."""
    return f"{seconds / 60.0:g}"
