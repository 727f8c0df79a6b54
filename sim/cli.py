"""The ``overflight`` command: parsing and printing, no logic; each command imports what it needs."""

import argparse
import os
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

from sim import __version__, commands
from sim.errors import OverflightError, WorkError

_DEBUG = "OVERFLIGHT_DEBUG"
_MAIN_JOB = "okinawa-2023-08-24"
Command = Callable[[argparse.Namespace], int]


def entry() -> NoReturn:
    """The console script: the exit code of ``main``, quiet about a closed pipe and about Ctrl-C."""
    signal.signal(signal.SIGTERM, _terminate)
    # Our matrices are small: more threads only wait for each other, and change the rounding.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
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
    subparsers = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)

    def add(name: str, command: Command, what: str) -> argparse.ArgumentParser:
        sub = subparsers.add_parser(name, help=what, description=what)
        sub.set_defaults(command=command)
        return sub

    validate = add("validate", commands.validate, "check scenario files, all problems at once")
    validate.add_argument(
        "files", nargs="+", type=Path, metavar="FILE", help="scenario file, or name of a shipped one"
    )
    _add_common(validate)

    run = add("run", commands.run, "one seeded run into a run folder")
    run.add_argument("file", type=Path, metavar="FILE", help="scenario file, or name of a shipped one")
    run.add_argument("-o", "--output", type=Path, metavar="DIR", help="run folder (default: runs/NAME)")
    run.add_argument(
        "--seed", type=_seed, metavar="N", help="seed of every random draw (default: the scenario's)"
    )
    _add_common(run)

    plot = add("plot", commands.plot, "redraw the pictures of a run folder")
    plot.add_argument("folder", type=Path, metavar="DIR")
    plot.add_argument("--quiet", action="store_true", help="print nothing but errors")

    export = add(
        "export", commands.export, "write the files of a run folder for other tools; nothing is simulated"
    )
    export.add_argument("folder", type=Path, metavar="DIR")
    export.add_argument("--to", required=True, choices=("cap", "geojson"), help="what to write")
    export.add_argument(
        "-o", "--output", type=Path, metavar="DIR", help="where to (default: into the run folder)"
    )
    export.add_argument("--quiet", action="store_true", help="print nothing but errors")

    validate_cap = add(
        "validate-cap",
        commands.validate_cap,
        "check CAP 1.2 files by the official schema and by the rules it misses",
    )
    validate_cap.add_argument("files", nargs="+", type=Path, metavar="FILE")
    validate_cap.add_argument("--quiet", action="store_true", help="print nothing but problems")

    compare = add("compare", commands.compare, "policies or scenarios on the same random numbers")
    compare.add_argument("files", nargs="+", type=Path, metavar="FILE", help="the first is the baseline")
    compare.add_argument("-o", "--output", type=Path, default=Path("runs/compare"), metavar="DIR")
    compare.add_argument(
        "--runs", type=_count, default=100, metavar="N", help="mornings per policy (default: 100)"
    )
    compare.add_argument(
        "--lead", type=_minutes, default=2.0, metavar="MIN", help="lead that counts as enough (default: 2)"
    )
    compare.add_argument(
        "--dispersed", action="store_true", help="draw a flight for each morning, the same for all"
    )
    _add_seed(compare)
    _add_common(compare)

    hindcast = add("hindcast", commands.hindcast, "documented launches: the model beside the record")
    hindcast.add_argument(
        "files", nargs="*", type=Path, metavar="FILE", help="default: every documented launch"
    )
    hindcast.add_argument("-o", "--output", type=Path, default=Path("runs/hindcast"), metavar="DIR")
    hindcast.add_argument(
        "--runs", type=_count, default=200, metavar="N", help="mornings per launch (default: 200)"
    )
    _add_seed(hindcast)
    hindcast.add_argument("--quiet", action="store_true", help="print nothing but errors")

    bench = subparsers.add_parser("bench", help="benchmarks: wall-clock times or simulated latencies")
    _add_benchmarks(bench)

    add("schema", commands.schema, "JSON Schema of a scenario on stdout")
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


def _add_seed(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--seed", type=_seed, metavar="N", help="seed of every random draw (default: the scenario's)"
    )


def _add_benchmarks(bench: argparse.ArgumentParser) -> None:
    kinds = bench.add_subparsers(title="benchmarks", metavar="WHAT", required=True)
    geometry = kinds.add_parser("geometry", help="the crossing search beside its peers, in wall-clock time")
    geometry.set_defaults(command=commands.bench_geometry)
    geometry.add_argument(
        "--size", choices=("tiny", "quick", "full"), default="full", help="how much is measured"
    )
    geometry.add_argument("--rounds", type=_count, metavar="N", help="interleaved rounds (default: by size)")
    geometry.add_argument("--radius", type=float, action="append", metavar="KM", help="may be repeated")
    geometry.add_argument(
        "--live", action="store_true", help="time decisions on single track reports instead"
    )
    latency = kinds.add_parser("latency", help="the legs of the warning chain, in simulated time")
    latency.set_defaults(command=commands.bench_latency)
    latency.add_argument("file", nargs="?", type=Path, default=Path(_MAIN_JOB), metavar="FILE")
    latency.add_argument("--runs", type=_count, default=200, metavar="N", help="seeded runs (default: 200)")
    _add_seed(latency)
    for kind in (geometry, latency):
        kind.add_argument(
            "-o", "--output", type=Path, metavar="DIR", help="write tables and figure into a folder"
        )
    geometry.add_argument("--quiet", action="store_true", help="print nothing but errors")
    _add_common(latency)


def _minutes(text: str) -> float:
    try:
        minutes = float(text)
    except ValueError:
        minutes = 0.0
    if not 0.0 < minutes <= 1440.0:
        raise argparse.ArgumentTypeError(f"must be a number of minutes above 0 (was {text!r})")
    return minutes


def _count(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"must be a whole number from 1 on (was {text!r})")
    return int(text)
