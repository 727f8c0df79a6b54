"""Every picture of a run folder, drawn from the folder alone."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from sim.errors import InputError
from sim.folder import replace_files
from sim.jsontext import read_object
from sim.output.names import picture_name
from sim.output.view import RunView, open_run, understood

if TYPE_CHECKING:
    from sim.output.figures.words import Language

FORMATS = ("png", "svg", "pdf")


def draw_pictures(
    view: RunView, folder: Path, *, language: "Language" = "en", suffix: str = "png"
) -> list[Path]:
    """Draw the pictures of a run into ``folder``: ``footprint``, ``timeline`` and ``lead``."""
    from sim.output.figures.footprint import draw_footprint
    from sim.output.figures.lead import draw_lead
    from sim.output.figures.timeline import draw_timeline

    drawn = {"footprint": draw_footprint, "timeline": draw_timeline, "lead": draw_lead}
    return [
        draw(view, folder / picture_name(name, language, suffix), language) for name, draw in drawn.items()
    ]


def redraw(folder: Path, *, language: "Language" = "en", suffix: str = "png") -> list[Path]:
    """Draw the pictures of an existing folder again; nothing is simulated. Raises ``InputError``."""
    many = _of_many_runs(folder)
    if many is not None:
        from sim.ensemble.folder import damaged_tables

        if problems := damaged_tables(folder):
            raise InputError(problems)
        with understood(folder):
            return replace_files(folder, lambda partial: many(folder, partial, suffix, language))
    view = open_run(folder)
    return replace_files(
        folder, lambda partial: draw_pictures(view, partial, language=language, suffix=suffix)
    )


def _of_many_runs(folder: Path) -> "Callable[[Path, Path, str, Language], list[Path]] | None":
    """What draws the folder of an ensemble, a sweep or a sensitivity; ``None`` for any other."""
    file = folder / "summary.json"
    # A run folder with a damaged summary is left to what names each of its files.
    single = not file.is_file() or (folder / "events.jsonl").exists()
    kind = None if single else read_object(file).get("kind")
    if kind == "ensemble":
        from sim.output.ensemble import draw_ensemble

        return draw_ensemble
    if kind in ("sweep", "sensitivity"):
        from sim.output.ensemblesweep import draw_sweep

        return draw_sweep
    return None
