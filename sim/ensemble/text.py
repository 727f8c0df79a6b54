"""What a person reads after an ensemble: a dozen figures with their intervals, in 80 columns."""

from collections.abc import Iterator
from typing import Any

from sim.ensemble.folder import EnsembleResult

_SHOWN = (
    ("issued_s", "First warning issued"),
    ("lead_s", "Lead of half the overflown"),
    ("areas_warned", "Areas warned"),
    ("people_warned", "People warned"),
    ("people_overflown", "People overflown"),
    ("people_missed", "Overflown unwarned"),
    ("short_lead_share", "Lead too short, of overflown"),
    ("unaware_share", "Unaware when overflown"),
    ("sheltered_before_share", "Sheltered when overflown"),
    ("lift_issued_s", "All-clear issued"),
    ("release_s", "All-clear after the danger"),
)
_WIDTH = 80


def ensemble_text(result: EnsembleResult) -> str:
    """The terminal summary of an ensemble."""
    said = result.summary
    metrics: dict[str, dict[str, Any]] = said["metrics"]
    lines = [
        str(said.get("title", said["scenario"])),
        f"{said['mark']} | seed {said['seed']} | {said['runs']:,} runs",
        "",
        f"  {'':<27}{'mean':>9}{'from':>9}{'to':>9}{'p05':>9}{'p95':>9} {'never':>5}",
    ]
    lines += [_line(title, metrics[key]) for key, title in _SHOWN if key in metrics]
    lines += ["", "  from, to: 95 % interval of the mean; never: runs in which nothing defines it"]
    lines += list(_stopped(said))
    return "\n".join(line[:_WIDTH].rstrip() for line in lines)


def _line(title: str, one: dict[str, Any]) -> str:
    mean, quantiles = one["mean"], one["quantiles"]
    shown = (mean["mean"], mean["low"], mean["high"], quantiles["p05"], quantiles["p95"])
    blank = one["blank"] / (one["blank"] + one["runs"])
    return f"  {title:<27}{''.join(f'{_number(value):>9}' for value in shown)} {_percent(blank):>5}"


def _stopped(said: dict[str, Any]) -> Iterator[str]:
    if not said.get("until"):
        return
    if said["runs"] < said["runs_at_most"]:
        yield f"  Narrow enough ({said['until']}) after {said['runs']:,} of {said['runs_at_most']:,} runs"
    else:
        yield f"  All {said['runs']:,} runs asked for ({said['until']})"


def _number(value: float | None) -> str:
    if value is None:
        return "-"
    size = abs(value)
    if size >= 1e6:
        return f"{value / 1e6:.3f} M"
    return f"{value:,.0f}" if size >= 1000.0 else f"{value:.1f}" if size >= 10.0 else f"{value:.4f}"


def _percent(share: float) -> str:
    return "" if share == 0.0 else f"{share:.0%}" if share >= 0.005 else "<1%"
