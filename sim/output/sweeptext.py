"""What a person reads after a sweep or a sensitivity: 80 columns."""

from collections.abc import Iterator, Mapping
from textwrap import wrap
from typing import Any

import numpy as np

from sim.ensemble.columns import REPLICATE_COLUMNS
from sim.output.blocks import WIDTH, blocks_text
from sim.output.comparetext import shown
from sim.output.figures.sweepwords import range_text
from sim.output.sweepview import SweepView

_ENDS = 3
_KEYS = 5
_UNITS = {one.key: one.unit for one in REPLICATE_COLUMNS}
_INDICES = {
    "sobol": (("S1", "first order"), ("ST", "total order")),
    "morris": (("mu_star", "mean |effect|"), ("mu", "mean effect")),
}
_RANKED = {"sobol": "ST", "morris": "mu_star"}
_NOTES = {
    "sobol": (
        "  First order: share of the variance between points that a key explains by",
        "  itself; total order: with everything it does together with others.",
    ),
    "morris": (
        "  Effect: how far the metric moves as a key goes through its whole range,",
        "  the others held; the mean effect tells the direction.",
    ),
}


def sweep_report(view: SweepView) -> str:
    """The terminal summary: what was varied, and for each metric asked for where it is lowest and highest."""
    blocks = [list(_head(view)), list(_keys(view))]
    if view.kind == "sensitivity":
        found = view.summary["sensitivity"]
        blocks += [list(_sensitivity(view, one)) for one in found]
        confidence = 100.0 * float(view.summary["confidence"])
        notes = [*_NOTES[found[0]["method"]]]
        blocks.append(
            [*notes, f"  In brackets the {confidence:g} % interval, by bootstrap over design and runs."]
        )
    else:
        blocks += [list(_points(view, name)) for name in view.summary["shown_metrics"]]
    return blocks_text(blocks)


def _head(view: SweepView) -> Iterator[str]:
    said = view.summary
    flights = "a flight drawn for each" if said["dispersed"] else "the nominal flight"
    yield from wrap(str(said["title"]), WIDTH)
    yield str(said["mark"])
    yield f"{said['points']:,} points of {said['runs_per_point']:,} runs, {flights}, seed {said['seed']}"


def _keys(view: SweepView) -> Iterator[str]:
    for number, key in enumerate(view.keys, 1):
        text = range_text(view, key)
        line = f"  k{number:<3}{key}"
        if len(line) + len(text) + 2 <= WIDTH:
            yield f"{line:<{WIDTH - len(text) - 1}} {text}"
        else:
            yield line
            yield f"{text:>{WIDTH}}"


def _points(view: SweepView, metric: str) -> Iterator[str]:
    unit = _UNITS[metric]
    mean, low, high = view.metric(metric)
    order = [int(k) for k in np.argsort(mean, kind="stable") if not np.isnan(mean[k])]
    if not order:
        yield f"  {metric}: no run of any point defines it"
        return
    columns = [view.values(key) for key in view.keys[:_KEYS]]
    heads = "".join(f"{f'k{k}':>9}" for k in range(1, len(columns) + 1))
    yield f"  {metric:<22}{'mean':>8}{heads}"
    ends = _ends(order)
    for place, number in enumerate(ends):
        if place and len(order) > len(ends) and place == _ENDS:
            yield f"    {'...':<20}"
        cells = "".join(f"{_value(values[number]):>9}" for values in columns)
        yield f"    {f'point {number}':<20}{shown(float(mean[number]), unit):>8}{cells}"
    half = 0.5 * np.nanmax(np.nan_to_num(high - low, nan=0.0))
    yield f"    widest interval of a mean: ± {shown(float(half), unit)}"


def _ends(order: list[int]) -> list[int]:
    return order if len(order) <= 2 * _ENDS else [*order[:_ENDS], *order[-_ENDS:]]


def _sensitivity(view: SweepView, found: Mapping[str, Any]) -> Iterator[str]:
    metric, method = found["metric"], found["method"]
    unit = _UNITS[metric]
    low, high = shown(found["lowest_mean"], unit), shown(found["highest_mean"], unit)
    if not found["moves"]:
        yield f"  {metric}: {low} at every point; nothing varied here moves it"
        return
    heads = "".join(f"{title:>26}" for _, title in _INDICES[method])
    yield f"  {metric}: {low} to {high} over the points"
    yield f"  {'':<26}{heads}"
    numbers = {key: number for number, key in enumerate(view.keys, 1)}
    for row in found["keys"]:
        cells = "".join(f"{_index(row['indices'][name], method, unit):>26}" for name, _ in _INDICES[method])
        name = row["key"]
        number = f"k{numbers[name]}"
        yield f"  {number:<4}{_short(name):<22}{cells}"


def _short(key: str) -> str:
    """The last parts of a key that fit; its number tells which it is."""
    parts = key.split(".")
    tails = [".".join(parts[k:]) for k in range(len(parts))]
    return next((tail for tail in tails if len(tail) <= 21), tails[-1][-21:])


def _index(figures: Mapping[str, Any], method: str, unit: str) -> str:
    one, low, high = (figures[name] for name in ("value", "low", "high"))
    if one is None:
        return "-"
    if method == "sobol":
        return f"{one:.2f} [{low:.2f} to {high:.2f}]" if low is not None else f"{one:.2f}"
    limits = f" [{shown(low, unit)} to {shown(high, unit)}]".replace(" %", "") if low is not None else ""
    return f"{shown(one, unit)}{limits}"


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:.4g}" if isinstance(value, float) else str(value)[:8]
