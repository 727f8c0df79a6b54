"""Files for other tools, written from a run folder without simulating again."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Literal

from sim.folder import replace_files
from sim.output.view import RunView, open_run

Format = Literal["cap", "geojson"]


def export(folder: Path, to: Format, target: Path | None = None) -> list[Path]:
    """Write one kind of file from the run in ``folder`` into ``target``, by default the run folder.

    Raises ``InputError`` for a damaged run folder and ``WorkError`` where nothing can be written.
    """
    view = open_run(folder)
    files = _FORMATS[to](view)
    place = (target or folder) / "cap" if to == "cap" else target or folder

    def write(partial: Path) -> list[Path]:
        for name, content in files.items():
            (partial / name).write_bytes(content)
        return [partial / name for name in files]

    return replace_files(place, write)


def _cap(view: RunView) -> Mapping[str, bytes]:
    from sim.output.cap.messages import cap_files

    return cap_files(view)


def _geojson(view: RunView) -> Mapping[str, bytes]:
    return {"footprint.geojson": (view.folder / "footprint.geojson").read_bytes()}


_FORMATS: Mapping[Format, Callable[[RunView], Mapping[str, bytes]]] = {"cap": _cap, "geojson": _geojson}
