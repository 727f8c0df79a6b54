"""Where the speed of ensembles goes: ``ensemble.md``, ``ensemble.json`` and ``ensemble.png``, all of them or none."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from sim.bench.ensemble import EnsembleSpeed
from sim.bench.ensemble_text import ensemble_lines
from sim.folder import replace_files

_DIGITS = 4


def write_ensemble_report(report: EnsembleSpeed, folder: Path) -> list[Path]:
    """Write the files in the place of an earlier report's; returns their paths.

    Raises ``WorkError`` if the folder cannot be written; then it is as it was.
    """
    return replace_files(folder, lambda partial: list(_write(report, partial)))


def _write(report: EnsembleSpeed, folder: Path) -> Iterator[Path]:
    from sim.bench.ensemble_picture import draw_ensemble_speed

    text = folder / "ensemble.md"
    text.write_text("\n".join(ensemble_lines(report)) + "\n", encoding="utf-8")
    yield text
    data = folder / "ensemble.json"
    data.write_text(json.dumps(plain(report), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    yield data
    yield draw_ensemble_speed(report, folder / "ensemble.png")


def plain(report: EnsembleSpeed) -> dict[str, Any]:
    """All that was measured as plain data, to four digits."""
    found: dict[str, Any] = _plain(asdict(report))
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, float):
        return float(f"{value:.{_DIGITS}g}")
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list | tuple) else value
