"""The page itself: shipped parts and the data put into one HTML file that can reach nothing outside it."""

import base64
import hashlib
import html
import json
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

from sim.errors import InputError, Problem
from sim.folder import replace_files
from sim.output.replay.document import document
from sim.output.view import RunView, open_run

PAGE = "replay.html"
MOST_RUNS = 2
_LIBRARIES = ("dispatch", "timer", "ease", "color", "interpolate", "selection", "transition", "drag", "zoom")
_SCRIPTS = ("words", "clock", "story", "model", "map", "overlay", "panels", "areas", "timeline", "main")
_ESCAPES = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}


def replay_page(views: Sequence[RunView]) -> str:
    """The text of ``replay.html`` for one run, or for two side by side on one clock."""
    style = _asset("page.css")
    licences = files("sim.output.replay").joinpath("vendor", "LICENSES.txt").read_text(encoding="utf-8")
    script = "\n".join(
        [f"/*\n{licences}*/", *_libraries(), "(() => {", '"use strict";', *_own_scripts(), "})();"]
    )
    parts = {
        "policy": _policy(script, style),
        "title": html.escape(" | ".join(view.summary["title"] for view in views)),
        "style": style,
        "data": embedded(document(views)),
        "script": script,
    }
    page = _asset("page.html")
    for name, text in parts.items():
        before, mark, after = page.partition(f"<!--{name}-->")
        assert mark, name
        page = before + text + after
    return page


def write_replay(folders: Sequence[Path], file: Path | None = None) -> Path:
    """Write the page of one or two run folders, whole or not at all.

    Without ``file`` the page of one run is its ``replay.html``; that of two stands beside the first one's. A
    ``file`` that is a folder gets the page under that name. Raises ``InputError`` for folders that are not runs or
    too many, and ``WorkError`` where the page cannot be written.
    """
    if len(folders) > MOST_RUNS:
        what = f"is one too many: a page shows at most {MOST_RUNS} runs"
        raise InputError([Problem(str(folder), None, None, "", what) for folder in folders[MOST_RUNS:]])
    text = _page_of(folders)
    name = PAGE if len(folders) == 1 else f"replay-with-{folders[1].resolve().name}.html"
    target = folders[0] / name if file is None else file / name if file.is_dir() else file
    return write_page(text, target)


def _page_of(folders: Sequence[Path]) -> str:
    views: list[RunView] = []
    problems: list[Problem] = []
    for folder in folders:
        try:
            views.append(open_run(folder))
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(list(dict.fromkeys(problems)))
    try:
        return replay_page(views)
    except (KeyError, IndexError, TypeError, ValueError, AttributeError) as error:
        what = f"cannot be shown: its files do not belong together or are damaged ({type(error).__name__}: {error})"
        raise InputError([Problem(str(folder), None, None, "", what) for folder in folders]) from error


def write_page(text: str, target: Path) -> Path:
    """Write a page whole or not at all; raises ``WorkError``."""

    def write(partial: Path) -> list[Path]:
        (partial / target.name).write_text(text, encoding="utf-8", newline="\n")
        return [partial / target.name]

    return replace_files(target.parent, write)[0]


def embedded(data: Any) -> str:
    """JSON that cannot end the script element it stands in, nor open a comment, whatever its texts hold."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.translate(_ESCAPES)


def _policy(script: str, style: str) -> str:
    """A Content-Security-Policy: our own script and style by their hashes, and nothing from anywhere."""
    rules = ("default-src 'none'", f"script-src '{_hash(script)}'", f"style-src '{_hash(style)}'")
    return "; ".join((*rules, "base-uri 'none'", "form-action 'none'"))


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _libraries() -> list[str]:
    shipped = sorted(files("sim.output.replay").joinpath("vendor").iterdir(), key=lambda one: one.name)
    found = {part: one for part in _LIBRARIES for one in shipped if one.name.startswith(f"d3-{part}-")}
    return [found[part].read_text(encoding="utf-8") for part in _LIBRARIES]


def _own_scripts() -> list[str]:
    return [_asset(f"{name}.js") for name in _SCRIPTS]


def _asset(name: str) -> str:
    return files("sim.output.replay").joinpath("assets", name).read_text(encoding="utf-8")
