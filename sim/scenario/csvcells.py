"""CSV text -> cells that know where they stand, so that every mistake can name its line and column."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sim.errors import Problem


@dataclass(frozen=True)
class Cell:
    """One field: its text without surrounding blanks, its column's name, and where it starts (from 1)."""

    file: str
    line: int
    column: int
    key: str
    text: str

    def problem(self, message: str) -> Problem:
        """A finding at this cell."""
        return Problem(self.file, self.line, self.column, self.key, message)


@dataclass(frozen=True)
class Row:
    """The cells of one line by column name."""

    line: int
    cells: dict[str, Cell]


def read_rows(
    path: Path, display_name: str, required: Sequence[str], known: Sequence[str], problems: list[Problem]
) -> list[Row]:
    """Rows of a CSV file with a header line; what is wrong with its form is added to ``problems``.

    UTF-8 with or without a byte order mark, any line ending, one record a line; blank lines are skipped.
    A row with the wrong number of fields is reported and left out; without a sound header there are no rows.
    """
    text = _decoded(path, display_name, problems)
    if text is None:
        return []
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    numbered = [(number, line) for number, line in enumerate(lines, 1) if line.strip()]
    if not numbered:
        problems.append(Problem(display_name, 1, 1, "", "is empty; the first line names the columns"))
        return []
    number, line = numbered[0]
    header = _split(display_name, number, line, problems)
    if header is None or not _sound_header(display_name, number, header, required, known, problems):
        return []
    names = [name for _, name in header]
    return [row for n, text in numbered[1:] if (row := _row(display_name, n, text, names, problems))]


def _decoded(path: Path, display_name: str, problems: list[Problem]) -> str | None:
    try:
        data = path.read_bytes()
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        problems.append(Problem(display_name, None, None, "", f"cannot be read: {reason}"))
        return None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - (data.rfind(b"\n", 0, error.start) + 1) + 1
        byte = f"byte 0x{data[error.start]:02x}"
        problems.append(Problem(display_name, line, column, "", f"is not UTF-8 text ({byte})"))
        return None


def _sound_header(
    file: str,
    line: int,
    header: list[tuple[int, str]],
    required: Sequence[str],
    known: Sequence[str],
    problems: list[Problem],
) -> bool:
    before = len(problems)
    seen: set[str] = set()
    for column, name in header:
        if name not in known:
            listed = ", ".join(known)
            problems.append(Problem(file, line, column, name, f"is not a column of such a file ({listed})"))
        elif name in seen:
            problems.append(Problem(file, line, column, name, "is there twice"))
        seen.add(name)
    for name in required:
        if name not in seen:
            problems.append(Problem(file, line, 1, name, "is a required column and is missing"))
    return len(problems) == before


def _row(file: str, line: int, text: str, names: list[str], problems: list[Problem]) -> Row | None:
    parts = _split(file, line, text, problems)
    if parts is None:
        return None
    if len(parts) != len(names):
        message = f"must have {len(names)} fields like the first line ({len(parts)})"
        problems.append(Problem(file, line, 1, "", message))
        return None
    cells = {
        name: Cell(file, line, column, name, value)
        for name, (column, value) in zip(names, parts, strict=True)
    }
    return Row(line, cells)


def _split(file: str, line: int, text: str, problems: list[Problem]) -> list[tuple[int, str]] | None:
    """Fields of one line and the column where each starts; ``None`` and a problem if it cannot be split."""
    try:
        values = next(csv.reader([text], strict=True))
    except csv.Error as error:
        problems.append(Problem(file, line, 1, "", f"is not a well-formed line of CSV ({error})"))
        return None
    return [(column, value.strip()) for column, value in zip(_starts(text), values, strict=True)]


def _starts(text: str) -> Iterator[int]:
    start, quoted = 0, False
    yield 1
    for index, char in enumerate(text):
        if char == '"' and text[start] == '"':
            quoted = not quoted
        elif char == "," and not quoted:
            start = index + 1
            yield start + 1
