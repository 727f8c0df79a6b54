"""Every picture of a run folder, drawn from the folder alone."""

from pathlib import Path

from sim.folder import replace_files
from sim.output.view import RunView, open_run


def draw_pictures(view: RunView, folder: Path) -> list[Path]:
    """Draw ``footprint.png`` and ``timeline.png`` into ``folder``."""
    from sim.output.figures.footprint import draw_footprint
    from sim.output.figures.timeline import draw_timeline

    return [draw_footprint(view, folder / "footprint.png"), draw_timeline(view, folder / "timeline.png")]


def redraw(folder: Path) -> list[Path]:
    """Draw the pictures of an existing run folder again; nothing is simulated. Raises ``InputError``."""
    view = open_run(folder)
    return replace_files(folder, lambda partial: draw_pictures(view, partial))
