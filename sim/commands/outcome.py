"""How a command ends: its exit code, its problems on stderr, and with ``--json`` one document on stdout."""

import errno
import json
import os
import sys
from collections.abc import Callable, Sequence
from typing import Any

from sim.commands.common import Options
from sim.errors import InputError, OverflightError, Problem

_DEBUG = "OVERFLIGHT_DEBUG"
_OUTPUT_GONE = (errno.EPIPE, errno.ENOSPC, errno.EIO, errno.EBADF)
"""What printing fails with; files that we open have names."""


def conclude(options: Options, run: Callable[[Options], int]) -> int:
    """Run a command; returns its exit code, 1 or 2 where it fails. An output that is gone is left to the caller."""
    options.told = {}
    code, problems = _outcome(options, run)
    if getattr(options, "json", False):
        name = " ".join(filter(None, (options.name, getattr(options, "what", None))))
        print_json(name, code, problems, options.told)
    return code


def print_json(command: str | None, code: int, problems: Sequence[Problem], told: dict[str, Any]) -> None:
    """The document: what was run, how it ended, what is wrong, and what the command has to tell."""
    document = {
        "command": command,
        "exit_code": code,
        "problems": [
            {"file": p.file, "line": p.line, "column": p.column, "key": p.key, "message": p.message}
            for p in problems
        ],
        **told,
    }
    # An encoding that cannot hold every letter gets escapes: still JSON.
    plain = (getattr(sys.stdout, "encoding", None) or "").lower().replace("-", "") != "utf8"
    print(json.dumps(document, ensure_ascii=plain, indent=2, allow_nan=False))


def complain(text: object) -> None:
    """A line on stderr; nowhere if that is closed, never on stdout."""
    if sys.stderr is not None:
        print(text, file=sys.stderr)


def _outcome(options: Options, run: Callable[[Options], int]) -> tuple[int, Sequence[Problem]]:
    try:
        return run(options), options.told.pop("problems", ())
    except InputError as error:
        return _failed(error.exit_code, error, error.problems)
    except OverflightError as error:
        return _failed(error.exit_code, error)
    except KeyboardInterrupt:
        return _failed(1, "stopped")
    except MemoryError:
        return _failed(1, "there is not enough memory for this")
    except OSError as error:
        if error.filename is None and error.errno in _OUTPUT_GONE:
            raise
        return _broken(error)
    except Exception as error:
        return _broken(error)


def _broken(error: Exception) -> tuple[int, Sequence[Problem]]:
    """A defect of ours."""
    if os.environ.get(_DEBUG):
        raise error
    code = _failed(1, f"internal error, please report it: {type(error).__name__}: {error}")
    complain(f"({_DEBUG}=1 shows where)")
    return code


def _failed(code: int, why: object, problems: Sequence[Problem] = ()) -> tuple[int, Sequence[Problem]]:
    complain(why)
    return code, problems or [Problem("", None, None, "", str(why))]
