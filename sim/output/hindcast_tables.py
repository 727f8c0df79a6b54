"""A hindcast for programs: three CSV tables and the summary. Seconds after each launch's nominal time; what did
not happen is blank or null."""

import csv
import io
import math
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from importlib.metadata import version
from typing import Any

from sim.hindcast.report import Hindcast, LaunchReport
from sim.hindcast.surveys import SurveyRow
from sim.hindcast.verdicts import Judged, Row
from sim.results.result import MARK

_PROBABILITIES = (0.05, 0.5, 0.95)


def milestones_csv(found: Hindcast) -> str:
    """One line per milestone and account; blank means it did not happen or was not announced."""
    return _csv(_milestone(row) for row in found.rows)


def _milestone(row: Row) -> dict[str, Any]:
    earliest, latest = row.announced_s or (None, None)
    return {
        "launch": row.launch,
        "milestone": row.milestone,
        "object": row.object,
        "by": row.by,
        "role": row.role,
        "announced_time": row.announced_time,
        "rounding_s": row.rounding_s,
        "announced_earliest_s": earliest,
        "announced_latest_s": latest,
        "happened_share": row.happened_share,
        "hit_share": None if row.announced_s is None else row.hit_share,
        **_judged(row.full, ""),
        **_judged(row.as_fitted, "as_fitted_"),
        "counts": "yes" if row.counts else "no",
        "source": row.source,
        "note": row.note,
    }


def _judged(judged: Judged, prefix: str) -> dict[str, Any]:
    one = judged.modelled
    return {
        f"{prefix}p05_s": one.low,
        f"{prefix}p50_s": one.mid,
        f"{prefix}p95_s": one.high,
        f"{prefix}verdict": judged.verdict,
        f"{prefix}outside_by_min": None if judged.verdict == "not announced" else judged.outside_by / 60.0,
    }


def surveys_csv(found: Hindcast) -> str:
    """One line per survey and measure."""
    return _csv(_survey(one) for one in found.surveys)


def _survey(one: SurveyRow) -> dict[str, Any]:
    survey, judged = one.survey, one.judged
    low, high = survey.published or (None, None)
    return {
        "survey": survey.survey,
        "measure": survey.measure,
        "low_share": low,
        "high_share": high,
        "respondents": survey.respondents,
        "after_alert_s": survey.after_alert_s,
        "compared_with": survey.compared_with,
        "comparable": survey.comparable,
        "role": survey.role,
        "p05_share": judged.modelled.low,
        "p50_share": judged.modelled.mid,
        "p95_share": judged.modelled.high,
        "verdict": judged.verdict,
        "outside_by_share": None if judged.verdict == "not announced" else judged.outside_by,
        "source": survey.source,
        "note": survey.note,
    }


def estimates_csv(found: Hindcast) -> str:
    """One line per launch and lag: what the delays were estimated from and what came out."""
    return _csv(line for launch in found.launches for line in _estimates(launch))


def _estimates(launch: LaunchReport) -> Iterator[dict[str, Any]]:
    for lag, others in launch.left_out.learnt_from.items():
        fitted, full = launch.left_out.fitted[lag], launch.left_out.predictive[lag]
        names = ("p05_s", "p50_s", "p95_s")
        yield {
            "launch": launch.spec.name,
            "lag": lag,
            "learnt_from": " ".join(others),
            "median_s": fitted.median_s,
            "log_sd": fitted.log_sd,
            **dict(zip(names, map(float, full.quantile(_PROBABILITIES)), strict=True)),
            **dict(
                zip(
                    (f"as_fitted_{n}" for n in names),
                    map(float, fitted.quantile(_PROBABILITIES)),
                    strict=True,
                )
            ),
        }


def summary_of(found: Hindcast) -> dict[str, Any]:
    """The content of ``summary.json``."""
    return {
        "mark": MARK,
        "kind": "hindcast",
        "seed": found.seed,
        "runs": found.runs,
        "people_runs": found.people_runs,
        "versions": {part: version(part) for part in ("overflight", "numpy", "scipy")},
        "scenarios": {launch.spec.name: launch.sha256 for launch in found.launches},
        "coverage": [_finite(asdict(one)) for one in found.coverage],
        "milestones": [_finite(_milestone(row)) for row in found.rows],
        "surveys": [_finite(_survey(one)) for one in found.surveys],
        "estimates": [line for launch in found.launches for line in _estimates(launch)],
    }


def _finite(line: dict[str, Any]) -> dict[str, Any]:
    return {key: None if isinstance(v, float) and math.isinf(v) else v for key, v in line.items()}


def _csv(lines: Iterable[dict[str, Any]]) -> str:
    rows = [{key: _cell(value) for key, value in _finite(line).items()} for line in lines]
    if not rows:
        return ""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def _cell(value: Any) -> Any:
    return f"{value:.4f}".rstrip("0").rstrip(".") if isinstance(value, float) else value
