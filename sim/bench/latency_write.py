"""Where a latency report goes: ``latency.csv``, ``latency.json`` and ``latency.png``, all of them or none."""

import csv
import io
from collections.abc import Iterable
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.bench.latency import Check, LatencyReport
from sim.bench.latency_budget import Budget
from sim.folder import replace_files
from sim.jsontext import rounded, to_json
from sim.output.names import picture_name
from sim.results.legs import Leg
from sim.results.result import MARK

if TYPE_CHECKING:
    from sim.output.figures.words import Language

COLUMNS = (
    *("leg", "start", "stop", "by", "of", "area_code", "area_name", "n", "never_share"),
    *("p50_s", "p90_s", "p95_s", "p99_s"),
)


def write_latency_report(
    report: LatencyReport, folder: Path, *, language: "Language" = "en", suffix: str = "png"
) -> list[Path]:
    """Write the three files into ``folder``, in the place of an earlier report's; returns their paths.

    Raises ``WorkError`` if the folder cannot be written; then it is as it was.
    """
    return replace_files(folder, lambda partial: list(_write(report, partial, language, suffix)))


def latency_csv(report: LatencyReport) -> str:
    """The text of ``latency.csv``: a row per leg, ``area_code`` blank over all areas; a blank quantile means
    that fewer than that share got there."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(COLUMNS)
    table.writerows(_row(leg, "", "") for leg in report.legs)
    table.writerows(_row(one.leg, one.area_code, one.area_name) for one in report.area_legs)
    return out.getvalue()


def latency_json(report: LatencyReport) -> str:
    """The text of ``latency.json``."""
    data = {
        "mark": MARK,
        "scenario": report.scenario,
        "title": report.title,
        "scenario_sha256": report.scenario_sha256,
        "seed": report.seed,
        "runs": report.runs,
        "areas": report.areas,
        "credit": report.credit,
        "version": version("overflight"),
        "legs": [asdict(leg) for leg in report.legs],
        "requirements": [_check(check) for check in report.checks],
        "budgets": [_budget(budget) for budget in report.budgets],
    }
    return to_json(data, indent=2) + "\n"


def _write(report: LatencyReport, folder: Path, language: "Language", suffix: str) -> Iterable[Path]:
    from sim.bench.latency_picture import latency_sheet
    from sim.output.figures.latency import draw_latency

    yield _text(folder / "latency.csv", latency_csv(report))
    yield _text(folder / "latency.json", latency_json(report))
    yield draw_latency(latency_sheet(report, language), folder / picture_name("latency", language, suffix))


def _row(leg: Leg, code: str, name: str) -> list[Any]:
    times = [leg.p50_s, leg.p90_s, leg.p95_s, leg.p99_s]
    return [
        *(leg.name, leg.start, leg.stop, leg.by, leg.of, code, name, leg.n, rounded(leg.never_share, 6)),
        *("" if seconds is None else rounded(seconds) for seconds in times),
    ]


def _check(check: Check) -> dict[str, Any]:
    counts = {"channel": check.channel, "met": check.met, "n": check.n, "met_share": check.met / check.n}
    return asdict(check.requirement) | counts


def _budget(budget: Budget) -> dict[str, Any]:
    leg, share = budget.dominant
    return {
        "chain": budget.chain,
        "clocks": budget.clocks,
        "at": budget.at,
        "reached": budget.reached,
        "mean_s": budget.mean_s,
        "parts_s": dict(budget.parts),
        "dominant": leg,
        "dominant_share": share,
    }


def _text(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8", newline="\n")
    return path
