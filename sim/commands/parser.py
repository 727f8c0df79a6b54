"""A parser that says what was probably meant, and leaves printing and exit codes to the caller."""

import argparse
from collections.abc import Iterable, Sequence
from typing import Any, NoReturn

from sim.errors import InputError, Problem


class UsageError(InputError):
    """The command line is wrong; ``usage`` is how it should look, ``command`` what was asked for, if that is known."""

    def __init__(self, prog: str, message: str, usage: str) -> None:
        super().__init__([Problem(prog, None, None, "", message)])
        self.usage = usage
        self.command = prog.partition(" ")[2] or None


class Parser(argparse.ArgumentParser):
    """As ``argparse`` has it, but mistakes are raised as ``UsageError`` and unknown words get a hint."""

    def error(self, message: str) -> NoReturn:
        """Raises ``UsageError``."""
        raise UsageError(self.prog, message, self.format_usage())

    def parse_args(self, args: Sequence[str], namespace: Any = None) -> Any:  # type: ignore[override]
        """As in ``argparse``; unknown arguments are reported by the command they were given to."""
        found, unknown = self.parse_known_args(args, namespace)
        if unknown:
            chosen = self._chosen(args)
            flags = [word for word in unknown if word.startswith("-")]
            options = [flag for action in chosen._actions for flag in action.option_strings]
            hints = [_hint(flag.split("=")[0], options) for flag in flags]
            chosen.error(f"unknown arguments: {' '.join(unknown)}{next(filter(None, hints), '')}")
        return found

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        if action.choices is not None and value not in action.choices:
            known = [str(one) for one in action.choices]
            what = f"no such thing: {value!r}{_hint(str(value), known)} (there is {', '.join(known)})"
            raise argparse.ArgumentError(action, what)

    def _chosen(self, args: Iterable[str]) -> "Parser":
        """The parser of the command that the arguments name."""
        parser = self
        for word in args:
            for action in parser._actions:
                if isinstance(action, argparse._SubParsersAction) and word in action.choices:
                    parser = action.choices[word]
                    break
        return parser


def _hint(word: str, known: Iterable[str]) -> str:
    from sim.scenario.hints import meant

    close = meant(word, known)
    return f"; did you mean {close!r}?" if close else ""
