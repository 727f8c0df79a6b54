"""The ``overflight`` command: parsing and printing, no logic; each command imports what it needs."""

import argparse
import os
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

from sim import __version__
from sim.errors import InputError, OverflightError, Problem, WorkError

_DEBUG = "OVERFLIGHT_DEBUG"
Command = Callable[[argparse.Namespace], int]


def entry() -> NoReturn:
    """The console script: the exit code of ``main``, quiet about a closed pipe and about Ctrl-C."""
    signal.signal(signal.SIGTERM, _terminate)
    try:
        code = main()
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 1
    raise SystemExit(code)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns 0 done, 1 the work failed, 2 the input is wrong."""
    options = _parser().parse_args(arguments)
    try:
        command: Command = options.command
        return command(options)
    except OverflightError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        print("stopped", file=sys.stderr)
        return 1
    except MemoryError:
        print("there is not enough memory for this", file=sys.stderr)
        return 1
    except BrokenPipeError:
        raise
    except Exception as error:
        if os.environ.get(_DEBUG):
            raise
        print(f"internal error, please report it: {type(error).__name__}: {error}", file=sys.stderr)
        print(f"({_DEBUG}=1 shows where)", file=sys.stderr)
        return 1


def _terminate(*_: object) -> NoReturn:
    raise WorkError("terminated")


def _validate(options: argparse.Namespace) -> int:
    from sim.scenario import load_scenario

    problems: list[Problem] = []
    for file in options.files:
        try:
            load_scenario(_scenario_file(file), options.set)
        except InputError as error:
            problems += error.problems
        else:
            _say(options, f"{file}: valid")
    if problems:
        raise InputError(problems)
    return 0


def _run(options: argparse.Namespace) -> int:
    from sim.scenario import load_scenario

    scenario = load_scenario(_scenario_file(options.file), options.set)
    folder = options.output or Path("runs") / scenario.spec.name
    from sim.output.folder import check_target

    check_target(folder)
    from time import perf_counter

    from sim.output.terminal import run_summary
    from sim.output.write import write_run
    from sim.results.result import run

    start = perf_counter()
    result = run(scenario, options.seed)
    simulated = perf_counter()
    write_run(result, folder)
    _say(options, run_summary(result))
    _say(
        options,
        f"\n{folder}: simulated in {simulated - start:.2f} s, written in {perf_counter() - simulated:.2f} s",
    )
    return 0


def _plot(options: argparse.Namespace) -> int:
    from sim.output.pictures import redraw

    for picture in redraw(options.folder):
        _say(options, str(picture))
    return 0


def _export(options: argparse.Namespace) -> int:
    from sim.output.export import export

    for path in export(options.folder, options.to, options.output):
        _say(options, str(path))
    return 0


def _validate_cap(options: argparse.Namespace) -> int:
    from sim.output.cap.validate import is_warning, validate_cap

    problems = validate_cap(options.files)
    wrong = {problem.file for problem in problems if not is_warning(problem)}
    for problem in problems:
        print(problem, file=sys.stderr)
    for file in options.files:
        if str(file) not in wrong:
            _say(options, f"{file}: valid CAP 1.2")
    return 2 if wrong else 0


def _schema(_: argparse.Namespace) -> int:
    import json

    from sim.scenario import scenario_schema

    print(json.dumps(scenario_schema(), ensure_ascii=False, indent=2))
    return 0


def _scenario_file(path: Path) -> Path:
    """The file itself or, for a bare name that is no file here, the shipped scenario of that name."""
    from sim.shipped import shipped_folder

    shipped = shipped_folder("scenarios") / f"{path.name}.yaml"
    return shipped if path.parent == Path() and not path.exists() and shipped.is_file() else path


def _say(options: argparse.Namespace, text: str) -> None:
    if not getattr(options, "quiet", False):
        print(text)


def _seed(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) >= 2**63:
        raise argparse.ArgumentTypeError(f"must be a whole number from 0 to 2^63 - 1 (was {text!r})")
    return int(text)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="overflight",
        description="Who is warned, when, by what, and when are they let go, as a launch vehicle passes "
        "overhead. A simulation for civil protection: nothing is ever sent anywhere.",
        epilog="exit codes: 0 done, 1 the work failed, 2 the input is wrong",
    )
    parser.add_argument("--version", action="version", version=f"overflight {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)

    def add(name: str, command: Command, what: str) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=what, description=what)
        sub.set_defaults(command=command)
        return sub

    validate = add("validate", _validate, "check scenario files, all problems at once")
    validate.add_argument(
        "files", nargs="+", type=Path, metavar="FILE", help="scenario file, or name of a shipped one"
    )
    _add_common(validate)

    run = add("run", _run, "one seeded run into a run folder")
    run.add_argument("file", type=Path, metavar="FILE", help="scenario file, or name of a shipped one")
    run.add_argument("-o", "--output", type=Path, metavar="DIR", help="run folder (default: runs/NAME)")
    run.add_argument(
        "--seed", type=_seed, metavar="N", help="seed of every random draw (default: the scenario's)"
    )
    _add_common(run)

    plot = add("plot", _plot, "redraw the pictures of a run folder")
    plot.add_argument("folder", type=Path, metavar="DIR")
    plot.add_argument("--quiet", action="store_true", help="print nothing but errors")

    export = add("export", _export, "write the files of a run folder for other tools; nothing is simulated")
    export.add_argument("folder", type=Path, metavar="DIR")
    export.add_argument("--to", required=True, choices=("cap", "geojson"), help="what to write")
    export.add_argument(
        "-o", "--output", type=Path, metavar="DIR", help="where to (default: into the run folder)"
    )
    export.add_argument("--quiet", action="store_true", help="print nothing but errors")

    validate_cap = add(
        "validate-cap", _validate_cap, "check CAP 1.2 files by the official schema and by the rules it misses"
    )
    validate_cap.add_argument("files", nargs="+", type=Path, metavar="FILE")
    validate_cap.add_argument("--quiet", action="store_true", help="print nothing but problems")

    add("schema", _schema, "JSON Schema of a scenario on stdout")
    return parser


def _add_common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="KEY.PATH=VALUE",
        help="override one key; may be repeated",
    )
    parser.add_argument("--quiet", action="store_true", help="print nothing but errors")
