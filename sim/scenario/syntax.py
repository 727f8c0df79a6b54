"""What a YAML parser says is wrong -> plain words at the place an author would look."""

from typing import Any

from sim.errors import Problem

# Part of what libyaml or PyYAML say -> what we say; the first that fits. Both are listed where they differ.
_WORDS = (
    ("expected ',' or ']'", "a list in [ ] lacks a comma or its closing ]"),
    ("expected ',' or '}'", "a mapping in { } lacks a comma or its closing }"),
    ("found unexpected end of stream", "a quote is opened here and never closed"),
    ("found unexpected document", "a quote is not closed before the document ends"),
    (
        "found unknown escape character",
        'unknown escape after a backslash; in "..." write \\\\ for a backslash',
    ),
    ("Unicode character escape code", 'the escape in "..." is not a character'),
    ("hexdecimal number", 'the escape in "..." lacks hexadecimal digits'),
    ("hexadecimal", 'the escape in "..." lacks hexadecimal digits'),
    (
        "mapping values are not allowed",
        "a ': ' is not allowed here: check the indentation, or put the text in quotes",
    ),
    ("could not find expected ':'", "a key must be followed by ': '"),
    ("block sequence entries are not allowed", "a list item '- ' is not allowed here: check the indentation"),
    ("sequence entries are not allowed", "a list item '- ' is not allowed here: check the indentation"),
    ("expected '-' indicator", "a list item '- ' was expected here: check the indentation"),
    ("expected <block end>", "the indentation fits nothing above"),
    ("did not find expected key", "the indentation fits nothing above"),
    ("expected alphabetic or numeric character", "text that starts with & or * must be put in quotes"),
    ("a tab character", "a tab cannot indent YAML; use spaces"),
    ("incompatible YAML document", "must be YAML 1.2"),
    ("expected node content", "a value was expected here"),
    ("expected the node content", "a value was expected here"),
)
_NO_TOKEN = "that cannot start any token"


_AT_CONTEXT = ("could not find expected ':'",)


def syntax_problem(error: Any, text: str, file: str, lines: bool, quote: Any = None) -> Problem:
    """The problem for a ``yaml.YAMLError`` met in ``text``; ``lines=False`` leaves out the place.

    ``quote`` is the last event before it that holds a quoted text of several lines.
    """
    rows = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    context = getattr(error, "context_mark", None)
    mark = getattr(error, "problem_mark", None) or context
    last = len(rows) - 1 if rows[-1] else len(rows) - 2
    open_end = mark and (mark.line, mark.column) >= (last, len(rows[last]))
    if context and (open_end or error.problem in _AT_CONTEXT):
        mark = context  # where it began says more than where the parser gave up
    if lines and mark and quote and quote.end_mark.line == mark.line:
        begin = quote.start_mark
        message = f"a quote is opened here and closed only on line {quote.end_mark.line + 1}"
        return Problem(file, begin.line + 1, begin.column + 1, "", message)
    row = rows[mark.line] if mark and mark.line < len(rows) else ""
    message = _message(
        str(getattr(error, "problem", error)), row[mark.column : mark.column + 1] if mark else ""
    )
    if not (lines and mark):
        return Problem(file, None, None, "", message)
    return Problem(file, mark.line + 1, mark.column + 1, "", message)


def _message(said: str, character: str) -> str:
    if _NO_TOKEN in said:
        if character == "\t":
            return "a tab cannot indent YAML; use spaces"
        return f"text that starts with {character or 'this character'} must be put in quotes"
    return next((words for part, words in _WORDS if part in said), f"is not YAML: {said}")
