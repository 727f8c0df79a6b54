"""The words round the pictures of an ensemble: which runs they are from, and where everything is from."""

from sim.output.ensembleview import EnsembleView
from sim.output.figures.clock import Clock
from sim.output.figures.sheet_text import LAND_COVERS
from sim.shipped import shipped_layers


def ensemble_subtitle(view: EnsembleView) -> str:
    """How many runs of which scenario, from which seed."""
    said = view.summary
    clock = Clock.of(said)
    flight = "a flight drawn for each run" if said["dispersed"] else "the nominal flight throughout"
    return (
        f"Scenario {said['scenario']}   |   launch {clock.date()} {clock.at(0.0)} {clock.zone}   |   "
        f"{view.runs:,} runs, seed {said['seed']}, {flight}"
    )


def ensemble_sources(view: EnsembleView, *, land: bool = False) -> list[str]:
    """Remarks, credits, and what made the picture."""
    said = view.summary
    made = f"Overflight {said['versions']['overflight']}, scenario sha256 {said['scenario_sha256'][:12]}."
    if not land:
        return [made]
    credit = f"Land: {shipped_layers()['context'].credit} Drawn for {LAND_COVERS} only. {made}"
    return [*view.layer["remarks"], view.layer["credit"], credit]
