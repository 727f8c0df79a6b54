"""What a sweep's or a sensitivity's folder holds: every run by point, every point by metric, and what was found."""

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.ensemble.columns import REPLICATE_COLUMNS
from sim.ensemble.folder import EnsembleResult
from sim.ensemble.sensitivity import Sensitivity
from sim.ensemble.summary import CONFIDENCE, SUMMARY, summary_text
from sim.ensemble.sweep import Trial, by_point, point_columns
from sim.ensemble.write import parquet_writer
from sim.output.names import picture_name
from sim.scenario.overrides import value_text
from sim.scenario.sweep import Grid, LatinHypercube, Value
from sim.units import Floats

if TYPE_CHECKING:
    from sim.output.figures.words import Language

POINTS, RUNS, INDICES = "sweep.parquet", "replicates.parquet", "sensitivity.csv"
_DROPPED = ("metrics", "runs", "runs_at_most", "until")


@dataclass(frozen=True)
class Asked:
    """What a folder is about: its kind, ``sweep`` or ``sensitivity``, the section it is from, and the metrics shown."""

    kind: str
    section: Grid | LatinHypercube
    metrics: tuple[str, ...]
    judge: Callable[[str, Floats], Sensitivity] | None = None
    more: Mapping[str, Any] | None = None


def sweep_files(trial: Trial, asked: Asked, *, pictures: bool = True) -> Callable[[Path], None]:
    """What makes of the table of all runs the files of a sweep (a ``finish`` of `sim.ensemble.run`)."""

    def write(folder: Path) -> None:
        result = EnsembleResult(folder)
        said = {key: value for key, value in result.summary.items() if key not in _DROPPED}
        figures = _figures(result, trial)
        metadata = {"mark": str(said["mark"]), "overflight": summary_text(said)}
        _write_points(folder / POINTS, trial, figures, metadata)
        found = (
            []
            if asked.judge is None
            else [asked.judge(name, _runs(result, trial, name)) for name in asked.metrics]
        )
        if found:
            _save(folder / INDICES, indices_csv(found))
        content = said | _about(trial, asked) | {"metrics": _extremes(figures)}
        content |= {"sensitivity": [sensitivity_data(one) for one in found]} if found else {}
        _number_runs(folder / RUNS, trial, metadata)
        _save(folder / SUMMARY, summary_text(content))
        if pictures:
            draw_sweep(folder, folder)

    return write


def draw_sweep(folder: Path, to: Path, suffix: str = "png", language: "Language" = "en") -> list[Path]:
    """Draw every picture of a sweep's or a sensitivity's folder, from its files alone, to another or the same one."""
    from sim.output.figures.sweep import draw_metric
    from sim.output.figures.tornado import draw_sensitivity
    from sim.output.sweepview import open_sweep

    view = open_sweep(folder)
    if view.kind == "sensitivity":
        return [draw_sensitivity(view, to / picture_name("sensitivity", language, suffix), language)]
    return [
        draw_metric(
            view, name, to / picture_name(f"sweep-{name.replace('_', '-')}", language, suffix), language
        )
        for name in view.summary["shown_metrics"]
    ]


def indices_csv(found: Iterable[Sensitivity]) -> str:
    """The text of ``sensitivity.csv``: a row per metric, key and index; blank where nothing moves the metric."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(["metric", "method", "key", "index", "value", "low", "high"])
    for one in found:
        data = sensitivity_data(one)
        for row in data["keys"]:
            for name, figures in row["indices"].items():
                cells = ["" if figures[k] is None else figures[k] for k in ("value", "low", "high")]
                table.writerow([one.metric, one.method, row["key"], name, *cells])
    return out.getvalue()


def sensitivity_data(found: Sensitivity) -> dict[str, Any]:
    """Plain data: keys in the order of their effect, six decimals."""
    from sim.ensemble.sensitivity import INDICES as NAMES

    def figures(name: str, key: int) -> dict[str, float | None]:
        index = found.index(name)
        if index is None:
            return dict.fromkeys(("value", "low", "high"))
        return {end: _six(getattr(index, end)[key]) for end in ("value", "low", "high")}

    keys = [
        {"key": found.keys[k], "indices": {name: figures(name, k) for name in NAMES[found.method]}}
        for k in found.order
    ]
    return {
        "metric": found.metric,
        "method": found.method,
        "moves": found.indices is not None,
        "lowest_mean": _six(found.low),
        "highest_mean": _six(found.high),
        "keys": keys,
    }


def _figures(result: EnsembleResult, trial: Trial) -> dict[str, dict[str, list[float | int | None]]]:
    return {one.key: point_columns(_runs(result, trial, one.key), one.unit) for one in REPLICATE_COLUMNS}


def _runs(result: EnsembleResult, trial: Trial, name: str) -> Floats:
    return by_point(result.replicates([name])[name].to_numpy(), trial)


def _about(trial: Trial, asked: Asked) -> dict[str, Any]:
    section = asked.section.model_dump(mode="json")
    return {
        "kind": asked.kind,
        **(asked.more or {}),
        "keys": list(trial.design.keys),
        "points": len(trial.design),
        "runs_per_point": trial.runs,
        "sweep": section,
        "shown_metrics": list(asked.metrics),
        "confidence": CONFIDENCE,
    }


def _extremes(figures: Mapping[str, Mapping[str, Sequence[Any]]]) -> dict[str, Any]:
    """Of each metric its smallest and largest mean, and at which point that was."""
    found: dict[str, Any] = {}
    for one in REPLICATE_COLUMNS:
        means = [(mean, point) for point, mean in enumerate(figures[one.key]["mean"]) if mean is not None]
        low, high = (
            min(means, default=(None, None)),
            max(means, key=lambda pair: (pair[0], -pair[1]), default=(None, None)),
        )
        found[one.key] = {
            "unit": one.unit,
            "meaning": one.meaning,
            "points_defined": len(means),
            "lowest": {"mean": low[0], "point": low[1]},
            "highest": {"mean": high[0], "point": high[1]},
        }
    return found


def _write_points(
    path: Path, trial: Trial, figures: Mapping[str, Mapping[str, Any]], metadata: dict[str, str]
) -> None:
    """A row a point: its number, the values of the keys, and each metric's mean, limits and number of runs."""
    import pyarrow as pa

    columns: dict[str, Any] = {"point": pa.array(range(len(trial.design)), pa.int64())}
    for k, key in enumerate(trial.design.keys):
        columns[key] = pa.array(_one_kind([values[k] for values in trial.design.points]))
    for name, own in figures.items():
        for end in ("mean", "low", "high"):
            columns[f"{name}_{end}"] = pa.array([_six(value) for value in own[end]], pa.float64())
        columns[f"{name}_n"] = pa.array(own["n"], pa.int64())
    table = pa.table(columns).replace_schema_metadata(metadata)
    with parquet_writer(path, table.schema) as writer:
        writer.write_table(table)


def _one_kind(values: list[Value]) -> list[Any]:
    """Values of one type each, as a column needs: numbers as numbers, a mixture as text."""
    if all(isinstance(one, bool) for one in values) or all(isinstance(one, str) for one in values):
        return list(values)
    numbers = [one for one in values if isinstance(one, int | float) and not isinstance(one, bool)]
    if len(numbers) == len(values):
        return (
            list(values) if all(isinstance(one, int) for one in values) else [float(one) for one in numbers]
        )
    return [one if isinstance(one, str) else value_text(one) for one in values]


def _number_runs(path: Path, trial: Trial, metadata: dict[str, str]) -> None:
    """Give each row its point and its replicate, and drop those computed only to fill a block."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    fresh = path.with_name(f".{path.name}.partial")
    with pq.ParquetFile(path) as file:
        first = pa.field("point", pa.int64(), metadata={"unit": "index", "description": "which design point"})
        schema = pa.schema([first, *file.schema_arrow], metadata=metadata)
        with parquet_writer(fresh, schema) as writer:
            for group in range(file.num_row_groups):
                rows = file.read_row_group(group)
                point, replicate = divmod(rows.column(0).to_numpy(), trial.stride)
                columns = [pa.array(point), pa.array(replicate), *rows.columns[1:]]
                numbered = pa.Table.from_arrays(columns, schema=schema)
                writer.write_table(numbered.filter(pa.array(replicate < trial.runs)))
    fresh.rename(path)


def _six(value: float | None) -> float | None:
    return None if value is None or np.isnan(value) else round(float(value), 6) + 0.0


def _save(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
