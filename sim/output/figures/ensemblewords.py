"""The sheet and the words round the pictures of an ensemble: which runs they are from, and where everything is from."""

from collections.abc import Sequence

from sim.output.ensembleview import EnsembleView
from sim.output.figures.clock import Clock
from sim.output.figures.sheet_text import LAND_COVERS
from sim.output.figures.style import Sheet, new_sheet
from sim.output.figures.words import ENGLISH, Words
from sim.results.result import MARK
from sim.shipped import shipped_layers


def ensemble_sheet(
    view: EnsembleView, say: Words, *, title: str, about: str, body_in: float, sources: Sequence[str]
) -> Sheet:
    """A sheet under the scenario's title and which runs it shows; ``about`` says how to read it."""
    lines = [say.title(view.summary), ensemble_subtitle(view, say), about]
    return new_sheet(mark=say(MARK), title=title, lines=lines, body_in=body_in, sources=sources)


def ensemble_subtitle(view: EnsembleView, say: Words = ENGLISH) -> str:
    """How many runs of which scenario, from which seed."""
    said = view.summary
    clock = Clock.of(said)
    flight = "a flight drawn for each run" if said["dispersed"] else "the nominal flight throughout"
    return "   |   ".join(
        (
            say("Scenario {name}", name=said["scenario"]),
            say("launch {when}", when=f"{clock.date()} {clock.at(0.0)} {clock.zone}"),
            say("{n:,} runs, seed {seed}, {flight}", n=view.runs, seed=said["seed"], flight=say(flight)),
        )
    )


def ensemble_sources(view: EnsembleView, *, land: bool = False, say: Words = ENGLISH) -> list[str]:
    """Remarks, credits, and what made the picture."""
    said = view.summary
    made = f"Overflight {said['versions']['overflight']}, scenario sha256 {said['scenario_sha256'][:12]}."
    if not land:
        return [made]
    land_credit = shipped_layers()["context"].credit
    credit = say(
        "Land: {credit} Drawn for {covers} only. {made}", credit=land_credit, covers=LAND_COVERS, made=made
    )
    return [*view.layer["remarks"], view.layer["credit"], credit]
