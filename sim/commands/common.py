"""What commands share: arguments, loading, progress and what is said."""

import argparse
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
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
    """``--set``, ``--quiet`` and ``--json``."""
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="KEY.PATH=VALUE",
        help="override one key; may be repeated",
    )
    add_quiet(parser)


def add_quiet(parser: argparse.ArgumentParser) -> None:
    """``--quiet`` and ``--json``."""
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--quiet", action="store_true", help="print nothing but errors")
    how.add_argument("--json", action="store_true", help="print one JSON document and nothing else")


def add_pictures(parser: argparse.ArgumentParser) -> None:
    """``--lang`` and ``--format``."""
    parser.add_argument(
        "--lang", choices=("en", "ja"), default="en", help="language of the pictures (default: en)"
    )
    parser.add_argument("--format", choices=("png", "svg", "pdf"), default="png", help="default: png")


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
    """The file itself or, for a bare name that is no file here, the shipped scenario of that name.

    Raises ``InputError`` with a hint for a name that is nearly a shipped one.
    """
    from sim.scenario.hints import meant
    from sim.shipped import scenario_path, shipped_scenarios

    found = scenario_path(path.as_posix(), Path())
    if (
        not found.exists()
        and path.suffix != ".yaml"
        and (close := meant(path.as_posix(), shipped_scenarios()))
    ):
        what = f"no such file, and no scenario of that name; did you mean {close!r}?"
        raise InputError([Problem(str(path), None, None, "", what)])
    return found


def load_all(files: Sequence[Path], overrides: Sequence[str]) -> "list[Scenario]":
    """Every scenario; raises ``InputError`` with every problem of all of them, each once."""
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


@contextmanager
def progress(options: Options) -> Iterator[Callable[[int, int], None] | None]:
    """What shows how many of how many are done, on stderr; ``None`` where quiet was asked for."""
    if getattr(options, "quiet", False):
        yield None
        return
    from sim.ensemble.progress import Progress

    bar = Progress()
    try:
        yield bar
    finally:
        bar.end()


def say(options: Options, text: str) -> None:
    """Print for people, unless quiet or a document was asked for."""
    if not (getattr(options, "quiet", False) or getattr(options, "json", False)):
        print(text)


def tell(options: Options, **facts: object) -> None:
    """Facts for the document of ``--json``: plain data."""
    options.told |= facts


def wrote(options: Options, paths: Iterable[Path]) -> None:
    """Say and tell which files were written."""
    files = [str(path) for path in paths]
    for file in files:
        say(options, file)
    tell(options, files=files)


def filled(options: Options, folder: Path) -> None:
    """Tell which folder was written and what its summary says."""
    summary = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    tell(options, folder=str(folder), summary=summary)
