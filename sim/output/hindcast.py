"""The folder of a hindcast."""

from pathlib import Path

from sim.folder import fresh_folder
from sim.hindcast.report import Hindcast
from sim.jsontext import to_json
from sim.output.figures.words import Language
from sim.output.hindcast_tables import estimates_csv, milestones_csv, summary_of, surveys_csv
from sim.output.names import picture_name

HOLDS = "hindcast.csv"
"""What tells the folder of a hindcast from any other."""


def write_hindcast(found: Hindcast, folder: Path, *, language: Language = "en", suffix: str = "png") -> Path:
    """Write ``hindcast.csv``, ``surveys.csv``, ``estimates.csv``, ``summary.json`` and ``hindcast.png``, or nothing.

    The picture is named and drawn as the language and the suffix say. Raises ``InputError`` for a folder that is not
    ours to replace and ``WorkError`` if it cannot be written.
    """
    from sim.output.figures.hindcast import draw_hindcast

    with fresh_folder(folder, HOLDS) as partial:
        tables = {"hindcast": milestones_csv, "surveys": surveys_csv, "estimates": estimates_csv}
        for name, text in tables.items():
            (partial / f"{name}.csv").write_text(text(found), encoding="utf-8", newline="\n")
        summary = to_json(summary_of(found), indent=2) + "\n"
        (partial / "summary.json").write_text(summary, encoding="utf-8", newline="\n")
        draw_hindcast(found, partial / picture_name("hindcast", language, suffix), language)
    return folder
