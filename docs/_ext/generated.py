"""Reference pages that cannot go stale: written from the parser, the schema and the shipped scenario while building.

A page holds ``<!-- generated: NAME -->`` where the text belongs.
"""

from collections.abc import Callable

import commands_page
import figures_page
import schema_page
from sphinx.application import Sphinx

_WRITERS: dict[str, Callable[[], str]] = {
    "commands": commands_page.text,
    "scenario keys": schema_page.text,
    "figures": figures_page.text,
}


def _fill(_app: Sphinx, _page: str, content: list[str]) -> None:
    for name, write in _WRITERS.items():
        mark = f"<!-- generated: {name} -->"
        if mark in content[0]:
            content[0] = content[0].replace(mark, write())


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("source-read", _fill)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
