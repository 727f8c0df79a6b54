"""Overflight: who is warned, when, by what, and when are they let go, as a launch vehicle passes overhead.

The public face. Each function imports what it needs when it is called, so that ``import sim`` costs nothing.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sim.results.display import show_with

if TYPE_CHECKING:
    from sim.output.finished import FinishedRun
    from sim.results.result import RunResult
    from sim.scenario import Scenario

__version__ = "0.1.0"
__all__ = ["__version__", "load_scenario", "read_run", "run", "write_run"]


def load_scenario(path: str | Path, overrides: Sequence[str] = ()) -> "Scenario":
    """Read and check a scenario file, or the shipped one of that name; ``overrides`` are ``key.path=value`` texts.

    Raises ``sim.errors.InputError`` with every mistake found.
    """
    from sim.scenario import load_scenario as load
    from sim.shipped import scenario_path

    return load(scenario_path(Path(path).as_posix(), Path()), overrides)


def run(scenario: "Scenario", seed: int | None = None) -> "RunResult":
    """Simulate one morning; ``seed`` defaults to the scenario's own."""
    from sim.results.result import run as simulate

    return simulate(scenario, seed)


def read_run(folder: str | Path) -> "FinishedRun":
    """Open a finished run folder as a result with the same accessors; raises ``sim.errors.InputError``."""
    from sim.output.finished import read_run as read

    return read(Path(folder))


def write_run(result: "RunResult", folder: str | Path, *, pictures: bool = True) -> Path:
    """Write a result as a run folder, whole or not at all; raises ``sim.errors.OverflightError``."""
    from sim.output.write import write_run as write

    return write(result, Path(folder), pictures=pictures)


def _html_of(result: object) -> str | None:
    from sim.output.notebook import html_of

    return html_of(result)


show_with(_html_of)
