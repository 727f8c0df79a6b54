"""The record of delays: announced times of two events of one launch -> the interval their lag lies in.

One row per launch, lag and account; accounts that contradict each other are separate rows. A time announced
to the minute may have been cut or rounded, so each end lies from half a unit before to one unit after it, and
the lag between the two furthest corners; a lag below zero makes no sense and is cut off there.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal, get_args

from sim.errors import InputError, Problem
from sim.scenario.csvcells import Cell, Row, read_rows
from sim.scenario.instant import instant
from sim.scenario.spec import ScenarioSpec
from sim.shipped import shipped_folder
from sim.units import Seconds

LagName = Literal["launch_to_alert", "end_to_lift"]
LAGS: tuple[LagName, ...] = get_args(LagName)

_COLUMNS = (
    *("launch", "lag", "from_time", "from_rounding_s", "from_by", "to_time", "to_rounding_s", "to_by"),
    *("lower_s", "upper_s", "source", "note"),
)
_SAME_LAUNCH = timedelta(hours=12)


@dataclass(frozen=True)
class LagAccount:
    """One account of one lag of one launch, ``lower_s`` <= lag <= ``upper_s``."""

    launch: str
    lag: LagName
    from_time: datetime
    to_time: datetime
    lower_s: Seconds
    upper_s: Seconds
    source: str
    note: str


def announced_interval(at_s: Seconds, rounding_s: Seconds) -> tuple[Seconds, Seconds]:
    """Where a time announced in units of ``rounding_s`` may lie, whether it was cut or rounded."""
    return at_s - rounding_s / 2.0, at_s + rounding_s


def lag_bounds(gap_s: Seconds, from_rounding_s: Seconds, to_rounding_s: Seconds) -> tuple[Seconds, Seconds]:
    """Shortest and longest lag between two announced times ``gap_s`` apart."""
    starts, ends = announced_interval(0.0, from_rounding_s), announced_interval(gap_s, to_rounding_s)
    return max(0.0, ends[0] - starts[1]), max(0.0, ends[1] - starts[0])


def read_delays(path: Path | None = None) -> tuple[LagAccount, ...]:
    """The accounts of a record of delays, the shipped one if no path is given.

    Raises ``InputError`` with every problem, also where ``lower_s`` and ``upper_s`` are not what the two
    times and their rounding give.
    """
    file = path or shipped_folder("scenarios") / "record" / "delays.csv"
    problems: list[Problem] = []
    rows = read_rows(file, str(file), _COLUMNS, _COLUMNS, problems)
    found = [_account(row, problems) for row in rows]
    if problems:
        raise InputError(sorted(problems))
    return tuple(account for account in found if account)


def is_own(account: LagAccount, spec: ScenarioSpec) -> bool:
    """True for an account of the scenario's own launch, whatever the scenario calls itself."""
    near = abs(account.from_time - spec.launch_time) < _SAME_LAUNCH
    return near or account.launch == spec.name


def training(accounts: tuple[LagAccount, ...], lag: LagName, spec: ScenarioSpec) -> tuple[LagAccount, ...]:
    """The accounts of one lag of all other launches."""
    return tuple(one for one in accounts if one.lag == lag and not is_own(one, spec))


def _account(row: Row, problems: list[Problem]) -> LagAccount | None:
    cells, before = row.cells, len(problems)
    lag = next((name for name in LAGS if name == cells["lag"].text), None)
    if lag is None:
        problems.append(cells["lag"].problem(f"must be one of {', '.join(LAGS)} (was {cells['lag'].text!r})"))
    start, stop = (_time(cells[key], problems) for key in ("from_time", "to_time"))
    numbers = {
        key: _number(cells[key], problems)
        for key in ("from_rounding_s", "to_rounding_s", "lower_s", "upper_s")
    }
    for key in ("launch", "source"):
        if not cells[key].text:
            problems.append(cells[key].problem("must not be blank"))
    if len(problems) > before or lag is None or start is None or stop is None:
        return None
    gap_s = (stop - start).total_seconds()
    bounds = lag_bounds(gap_s, numbers["from_rounding_s"], numbers["to_rounding_s"])
    for key, bound in zip(("lower_s", "upper_s"), bounds, strict=True):
        if abs(numbers[key] - bound) > 1e-6:
            problems.append(cells[key].problem(f"must be {bound:g} by its times (was {numbers[key]:g})"))
    if bounds[1] <= bounds[0]:
        problems.append(cells["to_time"].problem("comes before from_time, rounding allowed for"))
    texts = (cells["source"].text, cells["note"].text)
    return LagAccount(cells["launch"].text, lag, start, stop, *bounds, *texts)


def _time(cell: Cell, problems: list[Problem]) -> datetime | None:
    try:
        return instant(cell.text)
    except ValueError as error:
        problems.append(cell.problem(f"{error} (was {cell.text!r})"))
        return None


def _number(cell: Cell, problems: list[Problem]) -> float:
    try:
        value = float(cell.text)
    except ValueError:
        value = -1.0
    if not 0.0 <= value < 1e6:
        problems.append(cell.problem(f"must be seconds, 0 or more (was {cell.text!r})"))
    return value
