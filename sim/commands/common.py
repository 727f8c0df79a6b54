"""What commands share: arguments, loading, progress and what is said."""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from sim.errors import InputError, Problem

if TYPE_CHECKING:
    from sim.scenario import Scenario

MAIN_JOB = "okinawa-2023-08-24"
Options: TypeAlias = argparse.Namespace
Command: TypeAlias = Callable[[Options], int]
if TYPE_CHECKING:
    Subparsers: TypeAlias = argparse._SubParsersAction[argparse.ArgumentParser]
else:
    Subparsers: TypeAlias = object


def add(to: Subparsers, name: str, command: Command, what: str) -> argparse.ArgumentParser:
    """A command with its one-line help."""
    parser = to.add_parser(name, help=what, description=what)
    parser.set_defaults(command=command)
    return parser


def add_set(parser: argparse.ArgumentParser) -> None:
    """``--set`` and ``--quiet``."""
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="KEY.PATH=VALUE",
        help="override one key; may be repeated",
    )
    add_quiet(parser)


def add_quiet(parser: argparse.ArgumentParser) -> None:
    """``--quiet``."""
    parser.add_argument("--quiet", action="store_true", help="print nothing but errors")


def add_seed(parser: argparse.ArgumentParser) -> None:
    """``--seed``."""
    parser.add_argument(
        "--seed", type=seed, metavar="N", help="seed of every random draw (default: the scenario's)"
    )


def seed(text: str) -> int:
    """A seed from the command line."""
    if not text.isascii() or not text.isdigit() or int(text) >= 2**63:
        raise argparse.ArgumentTypeError(f"must be a whole number from 0 to 2^63 - 1 (was {text!r})")
    return int(text)


def count(text: str) -> int:
    """A number of runs from the command line."""
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"must be a whole number from 1 on (was {text!r})")
    return int(text)


def minutes(text: str) -> float:
    """A number of minutes from the command line."""
    try:
        number = float(text)
    except ValueError:
        number = 0.0
    if not 0.0 < number <= 1440.0:
        raise argparse.ArgumentTypeError(f"must be a number of minutes above 0 (was {text!r})")
    return number


def scenario_file(path: Path) -> Path:
    """The file itself or, for a bare name that is no file here, the shipped scenario of that name."""
    from sim.shipped import scenario_path

    return scenario_path(path.as_posix(), Path())


def load_all(files: Sequence[Path], overrides: Sequence[str]) -> "list[Scenario]":
    """Every scenario, or every problem of all of them, each once."""
    from sim.scenario import load_scenario

    scenarios: list[Scenario] = []
    problems: list[Problem] = []
    for file in files:
        try:
            scenarios.append(load_scenario(scenario_file(file), overrides))
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(list(dict.fromkeys(problems)))
    return scenarios


def progress() -> Callable[[int, int], None] | None:
    """Counts on stderr, on a terminal only."""
    if not sys.stderr.isatty():
        return None

    def show(done: int, of: int) -> None:
        print(f"\r{done}/{of}", end="\n" if done == of else "", file=sys.stderr, flush=True)

    return show


def say(options: Options, text: str) -> None:
    """Print, unless asked to be quiet."""
    if not getattr(options, "quiet", False):
        print(text)
