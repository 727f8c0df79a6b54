"""A result becomes a run folder."""

from pathlib import Path

from sim.folder import fresh_folder
from sim.jsontext import to_json
from sim.output.geojson import footprint_geojson
from sim.output.pictures import draw_pictures
from sim.output.replay.page import PAGE, replay_page
from sim.output.view import RunView, open_run
from sim.results.areas import areas_csv
from sim.results.result import RunResult

HOLDS = "events.jsonl"
"""What tells a run folder from any other."""


def write_run(result: RunResult, folder: Path, *, pictures: bool = True) -> Path:
    """Write every file of the run folder, or none; the replay page comes with the pictures.

    Raises ``WorkError`` or ``InputError``.
    """
    with fresh_folder(folder, HOLDS) as partial:
        _save(partial / "events.jsonl", result.log.to_jsonl())
        _save(partial / "areas.csv", areas_csv(result.areas))
        _save(partial / "footprint.geojson", footprint_geojson(result))
        _save(partial / "summary.json", summary_json(result))
        view = open_run(partial)
        write_cap_files(view, partial / "cap")
        if pictures:
            draw_pictures(view, partial)
            _save(partial / PAGE, replay_page([view]))
    return folder


def write_cap_files(view: RunView, folder: Path) -> list[Path]:
    """Write every message of a run as CAP; the folder is made even for a run without messages."""
    from sim.output.cap.messages import cap_files

    folder.mkdir(exist_ok=True)
    paths = []
    for name, document in cap_files(view).items():
        (folder / name).write_bytes(document)
        paths.append(folder / name)
    return paths


def summary_json(result: RunResult) -> str:
    """The text of ``summary.json``; seconds to the millisecond."""
    return to_json(result.summary(), indent=2) + "\n"


def _save(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
