"""An ensemble under way: ``DIR.part/`` beside ``DIR``, with what it computes, its parts, and a lock.

Its name says that it is not finished; what it computes is written down first, so that nothing else is ever mixed in.
"""

import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sim.ensemble.parts import kept_spans
from sim.ensemble.write import save
from sim.errors import InputError, Problem, WorkError

MANIFEST = "manifest.json"
_LOCK = "lock"
_OLD = "old."
_IN_THE_WAY = "is in the way: it is not an interrupted ensemble, and is left as it is"


def part_folder(folder: Path) -> Path:
    """Where an ensemble that will become ``folder`` is under way."""
    return folder.with_name(f"{folder.name}.part")


def make(part: Path, identity: Mapping[str, Any]) -> bool:
    """Make the folder with its manifest, at once; returns ``False`` where it is there. Raises ``OSError``.

    Removes what a process killed while it removed one has left.
    """
    for left in part.parent.glob(f".{part.name}.{_OLD}*"):
        shutil.rmtree(left, ignore_errors=True)
    if part.exists():
        return False
    part.parent.mkdir(parents=True, exist_ok=True)
    beside = part.with_name(f".{part.name}.{os.getpid()}.partial")
    beside.mkdir(exist_ok=True)
    try:
        _write_manifest(beside, identity)
        beside.rename(part)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return True


def check_same(part: Path, identity: Mapping[str, Any], *, resume: bool) -> None:
    """Raises ``InputError`` where the folder holds another ensemble, or this one was not to be resumed.

    One in which nothing was finished yet becomes this one instead.
    """
    written = _manifest(part)
    if not resume and not kept_spans(part):
        _write_manifest(part, identity)
    elif not resume:
        held = _held(part, written)
        what = f"holds an interrupted ensemble with {held} runs; go on with --resume, or remove it"
        raise _refused(part, what)
    elif other := list(_differences(written, identity)):
        raise _refused(part, f"is another ensemble: {'; '.join(other)}; ask for the same, or remove it")


@contextmanager
def locked(part: Path) -> Iterator[None]:
    """Keep other processes off the folder; the system frees it however this process ends.

    Raises ``WorkError`` while another process holds it.
    """
    try:
        import fcntl
    except ImportError:  # a system without these locks
        yield
        return
    with (part / _LOCK).open("ab") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise WorkError(f"{part}: another process is computing this ensemble") from None
        except OSError:
            pass  # a file system without locks
        yield


def remove(part: Path) -> None:
    """Take the folder away, under a hidden name first: killed in the middle it is no ensemble any more."""
    away = Path(tempfile.mkdtemp(prefix=f".{part.name}.{_OLD}", suffix=".partial", dir=part.parent))
    part.rename(away / "old")
    shutil.rmtree(away, ignore_errors=True)


def how_to_go_on(folder: Path) -> str:
    """What is kept of an interrupted ensemble, and how to go on; nothing where nothing is under way."""
    part = part_folder(folder)
    if not (part / MANIFEST).is_file():
        return ""
    try:
        held = _held(part, _manifest(part))
    except InputError:
        return ""
    return f"{held} runs are kept in {part}; the same command with --resume goes on"


def _held(part: Path, identity: Mapping[str, Any]) -> str:
    """How many of the runs asked for there are, without those that fill a block up: a sweep has some at every point."""
    rows, points = identity.get("runs"), int(identity.get("points", 1))
    if not isinstance(rows, int):
        raise _refused(part, _IN_THE_WAY)
    stride = rows // points
    asked = int(identity.get("runs_per_point", stride))

    def before(row: int) -> int:
        row = min(row, rows)
        return row // stride * asked + min(row % stride, asked)

    held = sum(before(span.stop) - before(span.first) for span in kept_spans(part))
    return f"{held:,} of {points * asked:,}"


def _write_manifest(part: Path, identity: Mapping[str, Any]) -> None:
    save(part / MANIFEST, (json.dumps(identity, indent=2, ensure_ascii=False) + "\n").encode())


def _manifest(part: Path) -> dict[str, Any]:
    try:
        found = json.loads((part / MANIFEST).read_bytes())
    except (OSError, ValueError):
        found = None
    if not isinstance(found, dict):
        raise _refused(part, _IN_THE_WAY)
    return found


def _differences(written: Mapping[str, Any], asked: Mapping[str, Any]) -> Iterator[str]:
    for key in dict.fromkeys((*written, *asked)):
        old, new = written.get(key), asked.get(key)
        if isinstance(old, dict) and isinstance(new, dict):
            yield from _differences(old, new)
        elif old != new:
            yield f"{key} {_shown(old)} there, {_shown(new)} asked for"


def _shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else f"{text[:57]}..."


def _refused(part: Path, what: str) -> InputError:
    return InputError([Problem(str(part), None, None, "", what)])
