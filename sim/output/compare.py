"""A comparison of policies becomes a folder and a table for the terminal."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import asdict, fields
from importlib.metadata import version
from pathlib import Path
from platform import python_version
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.compare.metrics import METRICS, Metric
from sim.compare.statistics import CONFIDENCE, Summary
from sim.compare.together import Policy, PolicyComparison
from sim.folder import fresh_folder
from sim.jsontext import to_json
from sim.output.comparetext import minutes
from sim.output.names import picture_name
from sim.results.result import MARK

if TYPE_CHECKING:
    from sim.output.figures.words import Language

HOLDS = "compare.csv"
"""What tells the folder of a comparison from any other."""
_PARTS = ("overflight", "numpy", "scipy", "shapely", "pyproj", "simpy")
_DECIMALS = {"share": 6, "ratio": 6}
INTERVALS = (
    "q05 and q95: quantiles of the replicates; diff: mean of the paired differences to the first policy; "
    "diff_low and diff_high: 90 % Student's t interval of that mean"
)


def write_comparison(
    result: PolicyComparison,
    folder: Path,
    *,
    pictures: bool = True,
    language: "Language" = "en",
    suffix: str = "png",
) -> Path:
    """Write every file of a comparison's folder, or none; raises ``WorkError`` or ``InputError``."""
    with fresh_folder(folder, HOLDS) as partial:
        _save(partial / "compare.csv", compare_csv(result))
        _save(partial / "replicates.csv", replicates_csv(result))
        _save(partial / "areas.csv", areas_csv(result))
        _save(partial / "summary.json", to_json(summary(result), indent=2) + "\n")
        if pictures:
            draw_comparison(result, partial, language=language, suffix=suffix)
    return folder


def draw_comparison(
    result: PolicyComparison, folder: Path, *, language: "Language" = "en", suffix: str = "png"
) -> list[Path]:
    """Draw ``tradeoff`` and ``differences`` into a folder; the ending says language and format."""
    from sim.output.figures.differences import draw_differences
    from sim.output.figures.tradeoff import draw_tradeoff

    return [
        draw_tradeoff(result, folder / picture_name("tradeoff", language, suffix), language),
        draw_differences(result, folder / picture_name("differences", language, suffix), language),
    ]


def compare_csv(result: PolicyComparison) -> str:
    """The text of ``compare.csv``: a row per policy and metric; blank where a figure is not defined."""
    names = [field.name for field in fields(Summary)]
    rows = [[_cell(getattr(row, name), row.unit) for name in names] for row in result.summaries]
    return _csv(names, rows)


def replicates_csv(result: PolicyComparison) -> str:
    """The text of ``replicates.csv``: a row per replicate and policy, a column per metric."""
    rows = [
        [replicate, policy.name, *(_cell(float(policy.values[m.key][replicate]), m.unit) for m in METRICS)]
        for replicate in range(result.runs)
        for policy in result.policies
    ]
    return _csv(["replicate", "policy", *(metric.key for metric in METRICS)], rows)


def areas_csv(result: PolicyComparison) -> str:
    """The text of ``areas.csv``: a row per policy and area, means over the replicates; what the map is drawn from."""
    layer = result.layer
    columns = ("warned_share", "under_warning_min", "overflown_share")
    people = [None if np.isnan(number) else int(number) for number in layer.population]
    rows = [
        [policy.name, code, name, number, *(_cell(float(getattr(policy, c)[k]), "") for c in columns)]
        for policy in result.policies
        for k, (code, name, number) in enumerate(zip(layer.codes, layer.names_en, people, strict=True))
    ]
    return _csv(["policy", "area_code", "area_name", "population", *columns], rows)


def summary(result: PolicyComparison) -> dict[str, Any]:
    """The content of ``summary.json``."""
    first = result.policies[0].scenario.spec
    lead = minutes(result.lead_s)
    return {
        "mark": MARK,
        "what": "comparison of policies",
        "seed": result.seed,
        "runs": result.runs,
        "lead_s": result.lead_s,
        "flights": "dispersed" if result.dispersed else "nominal",
        "baseline": result.policies[0].name,
        "launch_time": first.launch_time.isoformat(),
        "layer": result.layer.name,
        "credit": result.layer.credit,
        "intervals": INTERVALS,
        "confidence": CONFIDENCE,
        "remarks": [*result.remarks, *result.layer.remarks],
        "versions": {"python": python_version()} | {part: version(part) for part in _PARTS},
        "metrics": [asdict(metric) | _worded(metric, lead) for metric in METRICS],
        "policies": [_policy(result, policy) for policy in result.policies],
    }


def _worded(metric: Metric, lead: str) -> dict[str, str]:
    return {"title": metric.title.format(lead=lead), "meaning": metric.meaning.format(lead=lead)}


def _policy(result: PolicyComparison, policy: Policy) -> dict[str, Any]:
    spec = policy.scenario.spec
    figures = [row for row in result.summaries if row.policy == policy.name]
    return {
        "name": policy.name,
        "title": spec.title,
        "description": spec.description,
        "scenario_sha256": policy.scenario.sha256,
        "overrides": list(policy.scenario.overrides),
        "metrics": {row.metric: _figures(row) for row in figures},
    }


def _figures(row: Summary) -> dict[str, Any]:
    return {k: v for k, v in asdict(row).items() if k not in ("policy", "metric", "unit")}


def _csv(names: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(names)
    table.writerows(rows)
    return out.getvalue()


def _cell(value: object, unit: str) -> object:
    if value is None or value != value:
        return ""
    return round(value, _DECIMALS.get(unit, 3)) + 0.0 if isinstance(value, float) else value


def _save(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
