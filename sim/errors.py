"""The few exceptions users see. Everything else that escapes is a defect of ours."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Problem:
    """One mistake in an input, located as exactly as the input allows.

    ``line`` and ``column`` count from 1; ``None`` where the input has no lines (a ``--set`` argument).
    """

    file: str
    line: int | None
    column: int | None
    key: str
    message: str

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)
        return f"{place}: {self.key}: {self.message}" if self.key else f"{place}: {self.message}"


class OverflightError(Exception):
    """Base of the errors a user can meet; ``exit_code`` is what the command returns."""

    exit_code = 1


class InputError(OverflightError):
    """The input is wrong; carries every problem found, in file order."""

    exit_code = 2

    def __init__(self, problems: Sequence[Problem]) -> None:
        if not problems:
            raise ValueError("an InputError needs at least one problem")
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[type["InputError"], tuple[tuple[Problem, ...]]]:
        """As it is, from one process to another."""
        return InputError, (self.problems,)


class WorkError(OverflightError):
    """The input was right but the work failed; one line says why."""


class MissingPackage(WorkError):
    """Something optional is not installed; says what needs it and how to get it."""

    def __init__(self, package: str, extra: str, what: str) -> None:
        super().__init__(f"{what} needs {package}, which is not installed: pip install 'overflight[{extra}]'")

    def __reduce__(self) -> tuple[type[WorkError], tuple[str]]:
        """What it says, from one process to another."""
        return WorkError, (str(self),)
