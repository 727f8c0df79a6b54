"""The ``overflight`` command: its parser, put together from `sim.commands`, and its exit codes."""

import os
import signal
import sys
from collections.abc import Sequence
from typing import NoReturn

from sim import __version__
from sim.commands import animate, bench, check, compare, completion, ensemble, hindcast, replay, single, sweep
from sim.commands.outcome import complain, conclude, print_json
from sim.commands.parser import Parser, UsageError
from sim.errors import WorkError


def entry() -> NoReturn:
    """The console script: the exit code of ``main``, quiet about a closed pipe and about Ctrl-C."""
    signal.signal(signal.SIGTERM, _terminate)
    # Our matrices are small: more threads only wait for each other, and change the rounding.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    try:
        code = main()
        if sys.stdout is not None:
            sys.stdout.flush()
    except OSError as error:
        if not isinstance(error, BrokenPipeError):
            complain(f"standard output cannot be written ({error.strerror})")
        # What is still unwritten would fail again when the interpreter ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 1
    raise SystemExit(code)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns 0 done, 1 the work failed, 2 the input is wrong."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    try:
        options = parser().parse_args(given)
    except UsageError as error:
        complain(f"{error.usage}{error}")
        if "--json" in given:
            print_json(error.command, error.exit_code, error.problems, {})
        return error.exit_code
    return conclude(options, options.command)


def _terminate(*_: object) -> NoReturn:
    raise WorkError("terminated")


def parser() -> Parser:
    """The whole command line."""
    found = Parser(
        prog="overflight",
        description="Who is warned, when, by what, and when are they let go, as a launch vehicle passes "
        "overhead. A simulation for civil protection: nothing is ever sent anywhere.",
        epilog="exit codes: 0 done, 1 the work failed, 2 the input is wrong",
    )
    found.set_defaults(parser=found)
    found.add_argument("--version", action="version", version=f"overflight {__version__}")
    subparsers = found.add_subparsers(title="commands", metavar="COMMAND", dest="name", required=True)

    for module in (check, single, replay, animate, ensemble, sweep, compare, hindcast, bench, completion):
        module.register(subparsers)
    return found
