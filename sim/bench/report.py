"""Where a report goes: files in a folder."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from sim.bench.figure import draw_scaling
from sim.bench.geometry import GeometryReport
from sim.bench.markdown import geometry_lines, live_lines
from sim.bench.records import Record, contest_records, curve_records, live_records, throughput_records
from sim.errors import WorkError


def write_report(report: GeometryReport, folder: Path) -> list[Path]:
    """Write the report's files into ``folder``, over those of an earlier report; returns them.

    ``geometry.md``, ``geometry.csv``, ``geometry-scaling.csv``, ``geometry-throughput.csv`` and ``geometry.png``, or
    for live decisions ``geometry-live.md`` and ``geometry-live.csv``. Raises ``WorkError`` if the folder cannot be
    written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return list(_write(report, folder))
    except OSError as problem:
        raise WorkError(f"{folder}: cannot be written ({problem.strerror or problem})") from problem


def _write(report: GeometryReport, folder: Path) -> Iterator[Path]:
    if report.live is not None:
        yield _text(folder / "geometry-live.md", live_lines(report, report.live))
        yield _table(folder / "geometry-live.csv", live_records(report.live))
        return
    yield _text(folder / "geometry.md", geometry_lines(report))
    yield _table(folder / "geometry.csv", contest_records(report.contests))
    yield _table(folder / "geometry-scaling.csv", curve_records(report.curves))
    yield _table(folder / "geometry-throughput.csv", throughput_records(report.throughput))
    yield draw_scaling(report, folder / "geometry.png")


def _text(path: Path, lines: Iterable[str]) -> Path:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def _table(path: Path, records: Sequence[Record]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(records[0]) if records else [], lineterminator="\n")
        writer.writeheader()
        writer.writerows(records)
    return path
