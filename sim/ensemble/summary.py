"""``summary.json`` of an ensemble: each column's mean, its interval, quantiles, and the number of runs behind them.

Read back from the finished table a column at a time: a million runs are eight megabytes.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from sim.ensemble.interval import Estimate, estimate, wilson
from sim.ensemble.table import MARK
from sim.units import Floats

CONFIDENCE = 0.95
QUANTILES = (0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99)
SUMMARY = "summary.json"
_DECIMALS = 6


def summary(replicates: Path, provenance: Mapping[str, Any]) -> dict[str, Any]:
    """The content of ``summary.json``, from a finished ``replicates.parquet``."""
    return {
        "mark": MARK,
        "kind": "ensemble",
        **provenance,
        "confidence": CONFIDENCE,
        "metrics": {name: _figures(values, field) for field, name, values in _columns(replicates)},
    }


def summary_text(content: Mapping[str, Any]) -> str:
    """JSON text, floats to six decimals."""
    return json.dumps(_rounded(content), ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def _columns(path: Path) -> Iterator[tuple[dict[str, str], str, Floats]]:
    import pyarrow.parquet as pq

    with pq.ParquetFile(path) as file:
        for field in file.schema_arrow:
            if field.name != "replicate":
                said = {key.decode(): text.decode() for key, text in (field.metadata or {}).items()}
                yield said, field.name, file.read([field.name])[field.name].to_numpy()


def _figures(values: Floats, field: Mapping[str, str]) -> dict[str, Any]:
    unit = field.get("unit", "")
    mean = estimate(values, unit, CONFIDENCE)
    known = values[~np.isnan(values)]
    defined = wilson(len(known), len(values), CONFIDENCE)
    return {
        "unit": unit,
        "meaning": field.get("description", ""),
        "runs": mean.runs,
        "blank": len(values) - mean.runs,
        "not_blank_share": {
            "mean": mean.runs / len(values),
            "low": defined[0],
            "high": defined[1],
            "interval": "wilson",
        },
        "mean": _mean(mean),
        "sd": float(known.std(ddof=1)) if len(known) > 1 else None,
        "min": float(known.min()) if len(known) else None,
        "quantiles": _quantiles(known),
        "max": float(known.max()) if len(known) else None,
    }


def _mean(of: Estimate) -> dict[str, Any]:
    return {"mean": of.mean, "low": of.low, "high": of.high, "interval": of.method}


def _quantiles(known: Floats) -> dict[str, float | None]:
    names = [f"p{round(100 * q):02d}" for q in QUANTILES]
    if not len(known):
        return dict.fromkeys(names)
    return dict(zip(names, np.quantile(known, QUANTILES).tolist(), strict=True))


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, _DECIMALS) + 0.0
    if isinstance(value, Mapping):
        return {key: _rounded(item) for key, item in value.items()}
    return [_rounded(item) for item in value] if isinstance(value, list | tuple) else value
