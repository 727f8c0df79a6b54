"""What a duty officer reads after an ensemble: 80 columns, one screen."""

from collections.abc import Iterator
from textwrap import wrap
from typing import Any

from sim.output.blocks import WIDTH, blocks_text
from sim.output.comparetext import shown
from sim.output.ensembleview import EnsembleView

_METRICS = (
    ("issued_s", "SHELTER CALL after launch"),
    ("lead_s", "Lead of half the overflown"),
    ("people_warned", "People warned"),
    ("people_overflown", "People overflown"),
    ("people_missed", "Overflown unwarned"),
    ("short_lead_share", "Lead < {lead} min, overflown"),
    ("short_notice_share", "Noticed < {lead} min before"),
    ("sheltered_before_share", "Sheltered when overflown"),
    ("lift_issued_s", "ALL-CLEAR after launch"),
    ("release_s", "Danger gone to all-clear"),
)
_LISTED = 3


def ensemble_report(view: EnsembleView) -> str:
    """The terminal summary of an ensemble: headline figures, and where it is likeliest to be grave."""
    said = view.summary
    flights = "a flight drawn for each" if said["dispersed"] else "the nominal flight"
    blocks = (
        [
            *wrap(str(said["title"]), WIDTH),
            f"{said['mark']}",
            f"{view.runs:,} runs, {flights}, seed {said['seed']}",
        ],
        list(_figures(view)),
        list(_areas(view, "overflown", "Likeliest overflown")),
        list(_areas(view, "short_lead", f"Likeliest overflown with a lead < {_lead(view)} min")),
        list(_stopped(said)),
    )
    return blocks_text(blocks)


def _lead(view: EnsembleView) -> str:
    return f"{view.lead_s / 60.0:g}"


def _figures(view: EnsembleView) -> Iterator[str]:
    percent = f"{100.0 * view.summary['confidence']:g} %"
    yield f"  {'':<26}{'median':>8}  {'nine in ten':<15}{'mean':>8}  {percent} interval"
    for title, median, band, mean, interval in headline_figures(view.summary):
        yield f"  {title:<26}{median:>8}  {band:<15}{mean:>8}  {interval}"
    yield from _in_part(view.summary)


def _in_part(summary: dict[str, Any]) -> Iterator[str]:
    """How many of the figures are of some runs only: the others do not define them."""
    found = [
        one for key, _ in _METRICS if (one := summary["metrics"].get(key)) and one["runs"] and one["blank"]
    ]
    if found:
        shares = [one["runs"] / (one["runs"] + one["blank"]) for one in found]
        low, high = (f"{100.0 * share:.3g}" for share in (min(shares), max(shares)))
        told = low if low == high else f"{low} to {high}"
        yield f"  ({len(found)} of these are of the runs that define them, {told} % of all)"


def headline_figures(summary: dict[str, Any]) -> Iterator[tuple[str, str, str, str, str]]:
    """What each headline figure is, its median, what nine runs in ten hold, its mean and the mean's interval."""
    metrics: dict[str, dict[str, Any]] = summary["metrics"]
    for key, title in _METRICS:
        if key in metrics:
            unit, mean, spread = (metrics[key][part] for part in ("unit", "mean", "quantiles"))
            yield (
                title.format(lead=f"{summary['lead_s'] / 60.0:g}"),
                shown(spread["p50"], unit),
                _pair(spread["p05"], spread["p95"], unit),
                shown(mean["mean"], unit),
                _pair(mean["low"], mean["high"], unit),
            )


def _pair(low: float | None, high: float | None, unit: str) -> str:
    if low is None or high is None:
        return "-"
    if unit != "s":
        low = max(low, 0.0)  # few runs: a symmetric interval of a count may reach below none
    one, two = shown(low, unit), shown(high, unit)
    if unit == "share" and one == two == "0.0 %" and high > low:
        return f"below {100.0 * high:.2g} %"
    if one == two:
        return "the same" if low == high else one
    return f"{one.removesuffix(' %')} to {two}"


def _areas(view: EnsembleView, key: str, title: str) -> Iterator[str]:
    rows = [row for row in view.areas if row[key]]
    top = sorted(rows, key=lambda row: (-row[key], -(row["population"] or 0), row["area_code"]))[:_LISTED]
    if not top:
        limit = max((row[f"{key}_high"] for row in view.areas), default=1.0)
        yield f"  {title}: nowhere (each below {100.0 * limit:.2g} %)"
        return
    confidence = f"{100.0 * view.layer['confidence']:g} % interval"
    yield f"  {f'{title} ({len(rows):,} of {len(view.areas):,} areas)':<60}{confidence}"
    for row in top:
        people = "people unknown" if row["population"] is None else f"{row['population']:,} people"
        low, high = (100.0 * row[f"{key}_{end}"] for end in ("low", "high"))
        name = f"{row['area_name']}, {people}"
        yield f"    {name:<45}{100.0 * row[key]:>6.1f} %    {low:.1f} to {high:.1f} %"


def _stopped(said: dict[str, Any]) -> Iterator[str]:
    if said.get("until"):
        enough = said["runs"] < said["runs_at_most"]
        word = "Narrow enough" if enough else "Not narrow enough"
        yield f"  {word} ({said['until']}) after {said['runs']:,} of {said['runs_at_most']:,} runs"
