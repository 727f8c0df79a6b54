"""Files for other tools, written from a run folder without simulating again."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Literal, get_args

from sim.folder import replace_files
from sim.output.view import RunView, open_run, understood

Format = Literal["cap", "geojson", "kml", "czml", "geopackage", "geoparquet"]
FORMATS: tuple[Format, ...] = get_args(Format)


def export(folder: Path, to: Format, target: Path | None = None) -> list[Path]:
    """Write one kind of file from the run in ``folder`` into ``target``, by default the run folder.

    Raises ``InputError`` for a damaged run folder and ``WorkError`` where nothing can be written.
    """
    view = open_run(folder)
    with understood(folder):
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


def _kml(view: RunView) -> Mapping[str, bytes]:
    from sim.output.kml import kml

    return {"run.kml": kml(view)}


def _czml(view: RunView) -> Mapping[str, bytes]:
    from sim.output.czml import czml

    return {"run.czml": czml(view)}


def _geopackage(view: RunView) -> Mapping[str, bytes]:
    from sim.output.geopackage import geopackage

    return {"areas.gpkg": geopackage(view)}


def _geoparquet(view: RunView) -> Mapping[str, bytes]:
    from sim.output.geoparquet import geoparquet

    return {"areas.parquet": geoparquet(view)}


_FORMATS: Mapping[Format, Callable[[RunView], Mapping[str, bytes]]] = {
    "cap": _cap,
    "geojson": _geojson,
    "kml": _kml,
    "czml": _czml,
    "geopackage": _geopackage,
    "geoparquet": _geoparquet,
}
