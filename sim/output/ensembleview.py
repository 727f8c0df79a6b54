"""An ensemble folder read back: all that its pictures may look at."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from sim.engine.log import EventLog
from sim.ensemble.folder import EnsembleResult, open_ensemble
from sim.errors import InputError, Problem
from sim.jsontext import read_object
from sim.output.view import RunView
from sim.units import Floats, Seconds

_LAYER = "probability.geojson"
_NEITHER = {"warned_s": None, "enter_s": None, "closest_m": None, "closest_s": None}


@dataclass(frozen=True)
class EnsembleView:
    """The tables of an ensemble folder, and its map layer, parsed."""

    result: EnsembleResult
    layer: dict[str, Any]

    @property
    def summary(self) -> dict[str, Any]:
        """The content of ``summary.json``."""
        return self.result.summary

    @property
    def runs(self) -> int:
        """How many runs there are."""
        return self.result.runs

    @property
    def lead_s(self) -> Seconds:
        """The lead that counts as enough."""
        return float(self.summary["lead_s"])

    @cached_property
    def areas(self) -> list[dict[str, Any]]:
        """A row per area, in the order of the map layer."""
        return [one["properties"] for one in self.layer["features"] if one["properties"]["kind"] == "area"]

    def column(self, name: str) -> Floats:
        """One column of the table of runs, ``(R,)``, NaN where it is blank."""
        try:
            values: Floats = self.result.replicates([name])[name].to_numpy()
        except OSError as error:
            raise ValueError(f"{self.result.replicates_path.name}: {error}") from error
        return values

    def map_view(self) -> RunView:
        """The same ground as for a single run, on which nothing has happened to anybody."""
        features = [
            one | {"properties": _NEITHER | one["properties"]} if one["properties"]["kind"] == "area" else one
            for one in self.layer["features"]
        ]
        return RunView(self.result.folder, self.summary, EventLog(), self.layer | {"features": features})


def open_products(folder: Path) -> EnsembleView:
    """Read an ensemble folder; raises ``InputError`` naming every file that is missing or damaged."""
    result = open_ensemble(folder)
    problems: list[Problem] = []
    layer: dict[str, Any] = {}
    try:
        layer = read_object(folder / _LAYER)
        _ = layer["features"], layer["credit"], layer["announced"]
    except InputError as error:
        problems += error.problems
    except KeyError:
        problems.append(Problem(str(folder / _LAYER), None, None, "", "is not the map layer of an ensemble"))
    for path in (result.replicates_path, result.areas_path):
        if not path.is_file():
            problems.append(Problem(str(path), None, None, "", "no such file"))
    if problems:
        raise InputError(problems)
    return EnsembleView(result, layer)
