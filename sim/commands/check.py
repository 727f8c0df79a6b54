"""Checks: scenarios, CAP files, and the schema that editors use."""

from pathlib import Path
from typing import TYPE_CHECKING

from sim.commands.common import (
    Options,
    Subparsers,
    add,
    add_quiet,
    add_set,
    say,
    scenario_file,
    tell,
)
from sim.commands.outcome import complain
from sim.errors import InputError, Problem

if TYPE_CHECKING:
    from sim.scenario import Scenario


def register(to: Subparsers) -> None:
    """Add ``validate``, ``validate-cap`` and ``schema``."""
    validate = add(to, "validate", _validate, "check scenario files, all problems at once")
    validate.add_argument(
        "files", nargs="+", type=Path, metavar="FILE", help="scenario file, or name of a shipped one"
    )
    add_set(validate)

    validate_cap = add(
        to,
        "validate-cap",
        _validate_cap,
        "check CAP 1.2 files by the official schema and by the rules it misses",
    )
    validate_cap.add_argument("files", nargs="+", type=Path, metavar="FILE")
    add_quiet(validate_cap)

    schema = add(to, "schema", _schema, "JSON Schema of a scenario on stdout")
    add_quiet(schema)


def _validate(options: Options) -> int:
    """``overflight validate``: every problem of every file, and of every design point of its sweep."""
    from sim.scenario import load_scenario

    problems: list[Problem] = []
    valid: dict[str, bool] = {}
    for file in options.files:
        try:
            scenario = load_scenario(scenario_file(file), options.set)
            if scenario.spec.sweep is not None:
                _try_points(scenario)
            valid[str(file)] = True
            say(options, f"{file}: valid")
        except InputError as error:
            valid[str(file)] = False
            problems += error.problems
    tell(options, valid=valid)
    if problems:
        raise InputError(list(dict.fromkeys(problems)))
    return 0


def _try_points(scenario: "Scenario") -> None:
    """Check every design point; what it needs is loaded for a sweep alone."""
    from sim.ensemble.design import sweep_design, variants_of

    variants_of(scenario, sweep_design(scenario, scenario.spec.seed))


def _validate_cap(options: Options) -> int:
    """``overflight validate-cap``: CAP files by schema and rules."""
    from sim.output.cap.validate import is_warning, validate_cap

    problems = validate_cap(options.files)
    wrong = {problem.file for problem in problems if not is_warning(problem)}
    for problem in problems:
        complain(problem)
    tell(options, valid={str(file): str(file) not in wrong for file in options.files}, problems=problems)
    for file in options.files:
        if str(file) not in wrong:
            say(options, f"{file}: valid CAP 1.2")
    return 2 if wrong else 0


def _schema(options: Options) -> int:
    """``overflight schema``: what editors check scenarios with."""
    import json

    from sim.scenario import scenario_schema

    schema = scenario_schema()
    say(options, json.dumps(schema, ensure_ascii=False, indent=2))
    tell(options, schema=schema)
    return 0
