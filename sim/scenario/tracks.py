"""The track of each object: found, read once per file, every mistake in the file's own lines."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sim.errors import InputError, Problem
from sim.scenario.nodes import Finding
from sim.scenario.nodes import Path as KeyPath
from sim.scenario.textfile import unreadable
from sim.scenario.trackfile import TrackFile, TrackObject, read_track_file


@dataclass
class Tracks:
    """What reading the tracks of a scenario gave: one per object where sound, and all mistakes."""

    objects: list[TrackObject | None] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_tracks(data: dict[str, Any], folder_of: Callable[[KeyPath], Path]) -> Tracks:
    """Tracks of ``data["objects"]``, each file relative to the folder of the key that names it."""
    tracks = Tracks()
    files: dict[Path, TrackFile | None] = {}
    objects = data.get("objects")
    for index, item in enumerate(objects if isinstance(objects, list) else []):
        folder = folder_of(("objects", index, "track"))
        track = _track(item, index, folder, files, tracks) if isinstance(item, dict) else None
        tracks.objects.append(track)
    return tracks


def _track(
    item: dict[str, Any], index: int, folder: Path, files: dict[Path, TrackFile | None], tracks: Tracks
) -> TrackObject | None:
    name = item.get("track")
    if not isinstance(name, str) or not name:
        return None
    if reason := unreadable(name, folder):
        tracks.findings.append(Finding(("objects", index, "track"), reason))
        return None
    path = folder / name
    if path not in files:
        files[path] = _read(path, tracks)
    file = files[path]
    return _object(item, index, file, tracks) if file else None


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
