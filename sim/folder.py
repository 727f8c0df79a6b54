"""Run folders appear whole or not at all: written beside their place, then renamed into it."""

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sim.errors import InputError, Problem, WorkError

_MARK_FILE = "summary.json"


def check_target(folder: Path, holds: str = _MARK_FILE) -> None:
    """Refuse, before any work, a target that is not ours to replace; raises ``InputError``.

    ``holds`` names a file that what is to be replaced has: a night's ensemble does not give way to one run.
    """
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise InputError([Problem(str(folder), None, None, "", "exists and is not a folder")])
    if folder.is_dir() and Path.cwd().is_relative_to(folder.resolve()):
        what = "is where this runs, and cannot be replaced; name a folder in it"
        raise InputError([Problem(str(folder), None, None, "", what)])
    if folder.is_dir() and any(folder.iterdir()):
        why = f"no {_MARK_FILE}" if not (folder / _MARK_FILE).is_file() else _why_not_ours(folder, holds)
        if why:
            what = (
                f"exists, is not empty and is not a run folder ({why}); it is left as it is: choose another"
            )
            raise InputError([Problem(str(folder), None, None, "", what)])


def _why_not_ours(folder: Path, holds: str) -> str:
    """Nothing where the folder is ours; other programs write a ``summary.json`` too."""
    try:
        summary = json.loads((folder / _MARK_FILE).read_bytes())
    except (OSError, ValueError):
        summary = None
    if not isinstance(summary, dict) or "mark" not in summary:
        return f"{_MARK_FILE} is not one of ours"
    return "" if (folder / holds).is_file() else f"no {holds}: of another kind"


@contextmanager
def fresh_folder(folder: Path, holds: str = _MARK_FILE) -> Iterator[Path]:
    """A folder to write into that takes ``folder``'s place, if it ``holds`` that file, when the block ends without an
    exception.

    Raises ``WorkError`` if the file system refuses. A killed process leaves at most a folder whose
    name starts with a dot and ends in ``.partial``; it never looks like a run.
    """
    check_target(folder, holds)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        partial = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", suffix=".partial", dir=folder.parent))
    except OSError as error:
        raise WorkError(f"{folder}: cannot be written ({error.strerror})") from error
    try:
        yield partial
        replace_folder(partial, folder)
    except OSError as error:
        raise WorkError(f"{folder}: cannot be written ({error.strerror or error})") from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def replace_files(folder: Path, write: Callable[[Path], Iterable[Path]]) -> list[Path]:
    """Write files beside a folder's own and move each into place whole; returns their final paths.

    Raises ``WorkError`` where they cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".", suffix=".partial", dir=folder) as partial:
            return [Path(shutil.move(file, folder / file.name)) for file in write(Path(partial))]
    except OSError as error:
        raise WorkError(f"{folder}: cannot be written ({error.strerror or error})") from error


def replace_folder(partial: Path, folder: Path) -> None:
    """Give a finished folder its name, in place of what ``check_target`` let stand there; raises ``OSError``."""
    partial.chmod(0o777 & ~_umask())
    if not folder.exists():
        partial.rename(folder)
        return
    old = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", suffix=".partial", dir=folder.parent))
    folder.rename(old / "old")
    partial.rename(folder)
    shutil.rmtree(old, ignore_errors=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
