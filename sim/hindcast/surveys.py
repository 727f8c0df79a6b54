"""Surveys as milestones: what part of the people knew, by what, and acted, beside the modelled share."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, get_args

import numpy as np

from sim.draws import Draws
from sim.engine.log import EventLog
from sim.engine.run import simulate
from sim.errors import InputError, Problem
from sim.hindcast.chain import Launch, Modelled, with_alert_lag, with_lift_steps
from sim.hindcast.verdicts import Judged, judge, middle
from sim.results.people import people_metrics
from sim.results.series import people_series
from sim.scenario.csvcells import Cell, Row, read_rows
from sim.shipped import shipped_folder
from sim.units import Seconds

Measure = Literal["knew", "phone_of_knew", "acted_of_knew"]
_MEASURES: tuple[Measure, ...] = get_args(Measure)
_COMPARABLE, _ROLES = ("same", "transfer"), ("input", "calibrated", "check")
_PHONES = "cell_broadcast"  # the mail of the surveys, 速報メール
_COLUMNS = (
    *("survey", "measure", "low_share", "high_share", "unit_share", "respondents", "after_alert_s"),
    *("compared_with", "comparable", "role", "source", "note"),
)


@dataclass(frozen=True)
class Survey:
    """One published share, or two it lies between; ``found`` is that with its rounding, both ``None`` where no
    survey asked.

    ``comparable`` is ``same`` for people under this launch's own warning, ``transfer`` for a survey after
    another launch elsewhere, set beside the launch nearest to it by hour of day. ``after_alert_s`` is when
    those who knew are counted.
    """

    survey: str
    measure: Measure
    published: tuple[float, float] | None
    found: tuple[float, float] | None
    respondents: int | None
    after_alert_s: Seconds | None
    compared_with: str
    comparable: str
    role: str
    source: str
    note: str


@dataclass(frozen=True)
class SurveyRow:
    """A survey beside the model: shares from 0 to 1, the modelled interval over the runs."""

    survey: Survey
    judged: Judged


def read_surveys(path: Path | None = None) -> tuple[Survey, ...]:
    """The surveys on record, the shipped ones if no path is given; raises ``InputError`` with every problem."""
    file = path or shipped_folder("scenarios") / "record" / "surveys.csv"
    problems: list[Problem] = []
    rows = read_rows(file, str(file), _COLUMNS, _COLUMNS, problems)
    found = [_survey(row, problems) for row in rows]
    if problems:
        raise InputError(sorted(problems))
    return tuple(one for one in found if one)


def judge_surveys(
    surveys: Sequence[Survey], launch: Launch, modelled: Modelled, runs: int, seed: int
) -> list[SurveyRow]:
    """A row per survey that is set beside this launch, over the runs in which people were warned.

    Empty where the scenario has no people or no run has a warning.
    """
    own = [one for one in surveys if one.compared_with == launch.world.spec.name]
    if not own or launch.world.reach is None:
        return []
    logs = [_lived(launch, modelled, k, seed) for k in range(min(runs, len(modelled.issued_s)))]
    logs = [log for log in logs if log.first("issued")]
    shares = [(one, np.array([_share(one, log) for log in logs], float)) for one in own]
    return [SurveyRow(one, judge(one.found, middle(found))) for one, found in shares if len(found)]


def _lived(launch: Launch, modelled: Modelled, k: int, seed: int) -> EventLog:
    """Run ``k`` again with people, its warning and its all-clear as late as drawn."""
    spec = with_alert_lag(launch.world.spec, float(modelled.lags_s["launch_to_alert"][k]))
    spec = with_lift_steps(spec, float(modelled.lift_steps_s[k]))
    return simulate(replace(launch.world, spec=spec), Draws(seed, k))


def _share(survey: Survey, log: EventLog) -> float:
    people, issued = people_metrics(log), log.first("issued")
    if people is None or issued is None:
        return 0.0
    knew = people["noticed_share"]
    if survey.measure == "acted_of_knew":
        return float(people["acted_share"] / knew)
    if survey.measure == "phone_of_knew":
        return float(people["known_by_any"].get(_PHONES, 0.0))
    at_s = np.array([issued.t_s + (survey.after_alert_s or 0.0)])
    series = people_series(log).values()
    return float(sum(float(one.at("noticed", at_s)[0]) for one in series) / people["people"])


def _survey(row: Row, problems: list[Problem]) -> Survey | None:
    cells, before = row.cells, len(problems)
    for key, known in (("measure", _MEASURES), ("comparable", _COMPARABLE), ("role", _ROLES)):
        if cells[key].text not in known:
            problems.append(
                cells[key].problem(f"must be one of {', '.join(known)} (was {cells[key].text!r})")
            )
    numbers = {
        key: _number(cells[key], problems)
        for key in ("low_share", "high_share", "unit_share", "respondents", "after_alert_s")
    }
    if len(problems) > before:
        return None
    low, high, unit, asked = (numbers[k] for k in ("low_share", "high_share", "unit_share", "respondents"))
    texts = {
        key: cells[key].text for key in ("survey", "compared_with", "comparable", "role", "source", "note")
    }
    return Survey(
        published=None if low is None or high is None else (low, high),
        measure=next(one for one in _MEASURES if one == cells["measure"].text),
        found=None if low is None or high is None else (low - (unit or 0.0) / 2.0, high + (unit or 0.0)),
        respondents=None if asked is None else int(asked),
        after_alert_s=numbers["after_alert_s"],
        **texts,
    )


def _number(cell: Cell, problems: list[Problem]) -> float | None:
    if not cell.text:
        return None
    try:
        value = float(cell.text)
    except ValueError:
        value = -1.0
    if not 0.0 <= value <= (1.0 if cell.key.endswith("_share") else 1e9):
        problems.append(cell.problem(f"is out of range or no number (was {cell.text!r})"))
    return value
