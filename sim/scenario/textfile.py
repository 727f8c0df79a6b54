"""A scenario file's bytes -> its text, or one located reason why not."""

import re
import stat
from pathlib import Path

from sim.errors import InputError, Problem

LARGEST_BYTES = 1_000_000

# Printable per YAML 1.2, without the line breaks of YAML 1.1 that no editor shows (NEL, LS, PS) and a BOM.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")


def read_text(path: Path, shown: str) -> str:
    """UTF-8 text of at most ``LARGEST_BYTES``, with or without a byte order mark.

    Raises ``InputError`` with one problem under the name ``shown``.
    """
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_BYTES + 1)
    except FileNotFoundError:
        raise _error(shown, "no such file") from None
    except IsADirectoryError:
        raise _error(shown, "is a directory, not a scenario file") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise _error(shown, f"cannot be read: {reason.lower()}") from None
    if len(data) > LARGEST_BYTES:
        raise _error(shown, f"is larger than {LARGEST_BYTES // 1_000_000} MB; a scenario is a small file")
    text = _decoded(data, shown)
    if bad := unprintable(text):
        line, column = _position(text[: bad.start()])
        raise _error(shown, f"holds a character that YAML does not allow (was {_code(bad)})", line, column)
    return text


def unprintable(text: str) -> re.Match[str] | None:
    """The first character that a scenario may not hold."""
    return _UNPRINTABLE.search(text)


def unreadable(name: str, folder: Path) -> str:
    """Why the file that a scenario in ``folder`` calls ``name`` cannot be read; empty if it can."""
    if Path(name).is_absolute():
        return "must be relative to the scenario file"
    try:
        mode = (folder / name).stat().st_mode
    except FileNotFoundError:
        return "no such file" + ("; folders are separated by /" if "\\" in name else "")
    except OSError as error:
        return f"cannot be read: {(error.strerror or str(error)).lower()}"
    except ValueError:
        return "holds a character that no file name has"
    return "" if stat.S_ISREG(mode) else "is not a file"


def _decoded(data: bytes, shown: str) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise _error(shown, "must be UTF-8 text (was UTF-16)", 1, 1)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line, column = _position(error.object[: error.start].decode())
        byte = f"byte 0x{error.object[error.start]:02x}"
        raise _error(shown, f"must be UTF-8 text (was {byte})", line, column) from None


def _position(before: str) -> tuple[int, int]:
    lines = re.split("\r\n|\r|\n", before)
    return len(lines), len(lines[-1]) + 1


def _code(match: re.Match[str]) -> str:
    return f"U+{ord(match[0]):04X}"


def _error(shown: str, message: str, line: int | None = None, column: int | None = None) -> InputError:
    return InputError([Problem(shown, line, column, "", message)])
