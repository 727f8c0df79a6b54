"""Runs the blocks of one page in order in a folder of its own, with cheap settings.

Commands are read by the real parser and then run in this process. Cheap means: at most two runs, one worker, few
frames, the smallest benchmark; pictures for the main scenario alone, whose run later pages copy. ``make`` says what
it would do, and the environment is active already.
"""

import contextlib
import functools
import io
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest.mock import patch

import yaml

from sim.cli import parser
from sim.commands.common import MAIN_JOB
from sim.commands.outcome import conclude
from sim.scenario import load_scenario
from tests.docs.blocks import Block

ROOT = Path(__file__).parents[2]
_MOST = {"runs": 2, "rounds": 1, "samples": 2, "fps": 1}
_ALWAYS = {"workers": 1, "size": "tiny", "speed": 600.0}
_EXPECTED = re.compile(r"#.*\bexit code (\d)")
_FRAGMENT = "format: overflight/1\nextends: okinawa-2023-08-24\n"


@dataclass
class Workbench:
    """A folder for one page; ``kept`` holds runs of shipped scenarios for the pages after it."""

    folder: Path
    kept: Path
    said: str = ""
    names: dict[str, Any] = field(default_factory=dict)

    def run(self, block: Block) -> None:
        """Do with a block what its language and the line before it say."""
        if block.not_run:
            return self._read(block)
        if block.saved_as:
            target = self.folder / block.saved_as
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(block.text, encoding="utf-8")
        if block.is_output:
            return self._compare(block)
        does: dict[str, Callable[[Block], None]] = {
            "sh": self._sh,
            "python": self._python,
            "yaml": self._yaml,
        }
        with self._here():
            does.get(block.language, lambda _: None)(block)
        return None

    def _read(self, block: Block) -> None:
        if block.language == "python":
            compile(block.text, block.page, "exec")
        elif block.language == "yaml":
            yaml.safe_load(block.text)
        for line in commands_in(block.text) if block.language == "sh" else ():
            words = shlex.split(line, comments=True)
            if words and words[0] == "overflight":
                parser().parse_args(words[1:])

    def _compare(self, block: Block) -> None:
        pieces = [
            re.escape(piece.strip("\n")) for piece in re.split(r"^\.\.\.$|\.\.\.", block.text, flags=re.M)
        ]
        assert re.search(".*?".join(pieces), self.said, flags=re.S), (
            f"{_place(block)} not printed:\n{self.said}"
        )

    def _yaml(self, block: Block) -> None:
        """A whole scenario as it is; a part of one on top of the shipped morning."""
        if block.saved_as and not block.text.startswith(("format:", "# yaml-language-server")):
            return
        path = Path(block.saved_as or "part.yaml")
        if "format: overflight/1" not in block.text:
            path.write_text(_FRAGMENT + block.text, encoding="utf-8")
        elif not block.saved_as:
            path.write_text(block.text, encoding="utf-8")
        load_scenario(path)

    def _python(self, block: Block) -> None:
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            exec(compile("\n" * block.line + block.text, block.page, "exec"), self.names)
        self.said = said.getvalue()

    def _sh(self, block: Block) -> None:
        self.said = ""
        for line in commands_in(block.text):
            expected = int(found[1]) if (found := _EXPECTED.search(line)) else 0
            code, said = self._command(line)
            self.said += said
            assert code == expected, f"{_place(block)} {line}\nexit code {code}\n{said}"

    def _command(self, line: str) -> tuple[int, str]:
        words = shlex.split(line, comments=True)
        if not words:
            return 0, ""
        if words[0] == "make":
            return _shell(shlex.join(["make", "-n", *words[1:]]), ROOT)
        if words[0] == "source" and words[1].endswith("activate"):
            return 0, ""
        if words[0] == "cd":
            os.chdir(words[1])
            return 0, ""
        if words[0] == "overflight" and not {"|", "&&", "<"} & set(words):
            return self._overflight([name for word in words[1:] for name in _expanded(word)])
        return _shell(line, Path.cwd())

    def _overflight(self, words: list[str]) -> tuple[int, str]:
        target = None
        if ">" in words:
            at = words.index(">")
            words, target = words[:at], words[at + 1]
        said = io.StringIO()
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            code = self._call(words)
        if target:
            Path(target).write_text(said.getvalue(), encoding="utf-8")
            return code, ""
        return code, said.getvalue()

    def _call(self, words: list[str]) -> int:
        options = parser().parse_args(words)
        for name, most in _MOST.items():
            if getattr(options, name, None) is not None:
                setattr(options, name, min(getattr(options, name), most))
        for name, value in _ALWAYS.items():
            if hasattr(options, name):
                setattr(options, name, value)
        if any(Path(word).exists() for word in words):
            with _without_pictures():
                return conclude(options, options.command)
        return self._once(words, options)

    def _once(self, words: list[str], options: Any) -> int:
        """What hangs on no file of the page is done once; later pages get the same files and words."""
        kept = self.kept / re.sub(r"\W+", "_", shlex.join(words))
        if not kept.exists():
            before = set(Path().rglob("*"))
            draws = words == ["run", MAIN_JOB]
            with contextlib.redirect_stdout(io.StringIO()) as said, _without_pictures(but=draws):
                code = conclude(options, options.command)
            if code != 0:
                print(said.getvalue())
                return code
            for path in set(Path().rglob("*")) - before:
                if path.is_file():
                    (kept / "files" / path).parent.mkdir(parents=True, exist_ok=True)
                    shutil.copy(path, kept / "files" / path)
            kept.mkdir(exist_ok=True)
            (kept / "said").write_text(said.getvalue(), encoding="utf-8")
        elif (kept / "files").exists():
            shutil.copytree(kept / "files", Path(), dirs_exist_ok=True)
        print((kept / "said").read_text(encoding="utf-8"), end="")
        return 0

    @contextlib.contextmanager
    def _here(self) -> Iterator[None]:
        before = Path.cwd()
        os.chdir(self.names.setdefault("_folder", self.folder))
        try:
            yield
        finally:
            self.names["_folder"] = Path.cwd()
            os.chdir(before)


@contextlib.contextmanager
def _without_pictures(but: bool = False) -> Iterator[None]:
    """The tests of pictures draw them; here they would only take time, ``but`` for one run that shows they come."""
    if but:
        yield
        return
    from sim.output import compare, ensemble, ensemblesweep, write

    drawing = (
        (write, "write_run"),
        (compare, "write_comparison"),
        (ensemble, "products"),
        (ensemblesweep, "sweep_files"),
    )
    with contextlib.ExitStack() as stack:
        for module, name in drawing:
            bare = functools.partial(getattr(module, name), pictures=False)
            stack.enter_context(patch.object(module, name, bare))
        yield


def commands_in(text: str) -> list[str]:
    """Lines of a shell block, continuations joined, the environment's folder left away."""
    joined = re.sub(r"\\\n\s*", " ", text).replace(".venv/bin/", "")
    return [line for line in joined.splitlines() if line.strip() and not line.lstrip().startswith("#")]


def _expanded(word: str) -> list[str]:
    """The files a pattern stands for, as a shell would have it."""
    return sorted(map(str, Path().glob(word))) if "*" in word else [word]


def _shell(line: str, folder: Path) -> tuple[int, str]:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-c", line], cwd=folder, env={**os.environ, "PATH": path}, capture_output=True, text=True
    )
    return done.returncode, done.stdout + done.stderr


def _place(block: Block) -> str:
    return f"{block.page}:{block.line}"
