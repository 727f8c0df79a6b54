"""The track of each object: found, read once per file, every mistake in the file's own lines."""

import stat
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sim.errors import InputError, Problem
from sim.scenario.nodes import Finding
from sim.scenario.trackfile import TrackFile, TrackObject, read_track_file


@dataclass
class Tracks:
    """What reading the tracks of a scenario gave: one per object where sound, and all mistakes."""

    objects: list[TrackObject | None] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_tracks(data: dict[str, Any], folder: Path) -> Tracks:
    """Tracks of ``data["objects"]``, files relative to ``folder``."""
    tracks = Tracks()
    files: dict[Path, TrackFile | None] = {}
    objects = data.get("objects")
    for index, item in enumerate(objects if isinstance(objects, list) else []):
        track = _track(item, index, folder, files, tracks) if isinstance(item, dict) else None
        tracks.objects.append(track)
    return tracks


def _track(
    item: dict[str, Any], index: int, folder: Path, files: dict[Path, TrackFile | None], tracks: Tracks
) -> TrackObject | None:
    name = item.get("track")
    if not isinstance(name, str) or not name:
        return None
    reason = _unusable(name, folder)
    if reason:
        tracks.findings.append(Finding(("objects", index, "track"), reason))
        return None
    path = folder / name
    if path not in files:
        files[path] = _read(path, tracks)
    file = files[path]
    return _object(item, index, file, tracks) if file else None


def _unusable(name: str, folder: Path) -> str:
    if Path(name).is_absolute():
        return "must be relative to the scenario file"
    try:
        mode = (folder / name).stat().st_mode
    except FileNotFoundError:
        return "no such file" + ("; folders are separated by /" if "\\" in name else "")
    except OSError as error:
        return f"cannot be read: {(error.strerror or str(error)).lower()}"
    except ValueError:
        return "holds a character that no file name has"
    return "" if stat.S_ISREG(mode) else "is not a file"


def _read(path: Path, tracks: Tracks) -> TrackFile | None:
    try:
        return read_track_file(path, str(path))
    except InputError as error:
        tracks.problems.extend(error.problems)
    return None


def _object(item: dict[str, Any], index: int, file: TrackFile, tracks: Tracks) -> TrackObject | None:
    key = "name" if item.get("track_object") is None else "track_object"
    wanted = item.get(key)
    if not isinstance(wanted, str):
        return None
    found = next((track for track in file.objects if track.name == wanted), None)
    if found is None:
        known = ", ".join(track.name for track in file.objects) or "none"
        words = f"is no object of {item['track']}; there are {known}"
        tracks.findings.append(Finding(("objects", index, key), words))
    return found
