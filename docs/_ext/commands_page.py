"""Every command of the parser: what it does, how it is called, and each of its arguments."""

import argparse
import os
from collections.abc import Iterator

from markdown import code, prose, table

from sim.cli import parser


def text() -> str:
    os.environ["COLUMNS"] = "100"
    return "\n".join(_sections(parser(), level=2))


def _sections(parser: argparse.ArgumentParser, level: int) -> Iterator[str]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            helps = {choice.dest: choice.help for choice in action._choices_actions}
            for name, command in action.choices.items():
                yield from _section(command, helps.get(name), level)


def _section(parser: argparse.ArgumentParser, what: str | None, level: int) -> Iterator[str]:
    sentence = (parser.description or what or "").strip()
    yield f"{'#' * level} {parser.prog}\n"
    yield prose(sentence[:1].upper() + sentence[1:]).rstrip(".") + ".\n"
    yield f"```text\n{_usage(parser)}\n```\n"
    rows = [_row(parser, action) for action in parser._actions if _shown(action)]
    if rows:
        yield table(["argument", "meaning"], rows)
    if parser.epilog:
        yield prose(parser.epilog) + "\n"
    yield from _sections(parser, level + 1)


def _usage(parser: argparse.ArgumentParser) -> str:
    return parser.format_usage().removeprefix("usage: ").rstrip()


def _shown(action: argparse.Action) -> bool:
    kinds = (argparse._HelpAction, argparse._SubParsersAction, argparse._VersionAction)
    return not isinstance(action, kinds) and action.help != argparse.SUPPRESS


def _row(parser: argparse.ArgumentParser, action: argparse.Action) -> tuple[str, str]:
    value = parser._get_formatter()._format_args(action, action.metavar or action.dest.upper())
    names = action.option_strings or [""]
    called = ", ".join(" ".join(filter(None, (name, value))) for name in names)
    said = (action.help or "").replace("%(default)s", str(action.default)).replace("%%", "%")
    notes = [said] if said else []
    if action.choices is not None:
        notes.append("one of: " + ", ".join(map(str, action.choices)))
    if action.option_strings and action.required:
        notes.append("required")
    if _default_worth_saying(action) and "default" not in said:
        notes.append(f"default: {action.default}")
    return code(called), prose("; ".join(notes))


def _default_worth_saying(action: argparse.Action) -> bool:
    return action.default not in (None, False, [], argparse.SUPPRESS) and not action.required
