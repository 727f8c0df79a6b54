"""A sweep's or a sensitivity's folder read back: all that its pictures and its text may look at."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from sim.errors import InputError, Problem
from sim.jsontext import read_object
from sim.units import Floats

_POINTS, _SUMMARY = "sweep.parquet", "summary.json"


@dataclass(frozen=True)
class SweepView:
    """``summary.json`` and ``sweep.parquet`` of a folder."""

    folder: Path
    summary: dict[str, Any]

    @property
    def kind(self) -> str:
        """``sweep`` or ``sensitivity``."""
        return str(self.summary["kind"])

    @property
    def keys(self) -> list[str]:
        """The keys varied."""
        return list(self.summary["keys"])

    @cached_property
    def table(self) -> Any:
        """The table of points, a ``pyarrow.Table``."""
        import pyarrow.parquet as pq

        try:
            return pq.read_table(self.folder / _POINTS)
        except OSError as error:
            raise ValueError(f"{_POINTS}: {error}") from error

    def values(self, key: str) -> list[Any]:
        """A key's value at each point."""
        found: list[Any] = self.table[key].to_pylist()
        return found

    def metric(self, name: str) -> tuple[Floats, Floats, Floats]:
        """Mean of a metric at each point, and the limits of its interval, ``(P,)`` each; NaN where undefined."""
        mean, low, high = (
            np.array(self.table[f"{name}_{end}"].to_numpy(), float) for end in ("mean", "low", "high")
        )
        return mean, low, high

    def said(self, metric: str) -> Mapping[str, Any]:
        """Unit and meaning of a metric, and where it is lowest and highest."""
        found: Mapping[str, Any] = self.summary["metrics"][metric]
        return found

    def meaning(self, metric: str, say: Callable[[str], str] = str) -> str:
        """What a metric is, in a sentence; ``say`` is given the sentence with its place for the lead."""
        lead = f"{float(self.summary['lead_s']) / 60.0:g}"
        return say(str(self.said(metric)["meaning"])).replace("{lead}", lead)

    def span(self, key: str) -> Mapping[str, Any] | None:
        """The range of a key; ``None`` where its values are listed."""
        own = self.summary["sweep"]["over"][key]
        return own if isinstance(own, dict) else None


def open_sweep(folder: Path) -> SweepView:
    """Read a folder; raises ``InputError`` where it is of neither kind, or where something of it is damaged or gone."""
    summary = read_object(folder / _SUMMARY) if (folder / _SUMMARY).is_file() else {}
    if summary.get("kind") not in ("sweep", "sensitivity"):
        raise InputError([Problem(str(folder), None, None, "", "is not the folder of a sweep")])
    if not (folder / _POINTS).is_file():
        raise InputError([Problem(str(folder / _POINTS), None, None, "", "no such file")])
    return SweepView(folder, summary)
