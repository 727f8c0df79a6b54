"""The ``overflight`` command: its parser, put together from `sim.commands`, and its exit codes."""

import argparse
import os
import signal
import sys
from collections.abc import Sequence
from typing import NoReturn

from sim import __version__
from sim.commands import bench, check, compare, ensemble, hindcast, replay, single
from sim.commands.common import Command
from sim.errors import OverflightError, WorkError

_DEBUG = "OVERFLIGHT_DEBUG"


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


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="overflight",
        description="Who is warned, when, by what, and when are they let go, as a launch vehicle passes "
        "overhead. A simulation for civil protection: nothing is ever sent anywhere.",
        epilog="exit codes: 0 done, 1 the work failed, 2 the input is wrong",
    )
    parser.add_argument("--version", action="version", version=f"overflight {__version__}")
    subparsers = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)

    for module in (check, single, replay, ensemble, compare, hindcast, bench):
        module.register(subparsers)
    return parser
