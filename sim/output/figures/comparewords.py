"""The words round the figures of a comparison: what was compared, and where everything is from."""

from importlib.metadata import version

from sim.compare.together import PolicyComparison
from sim.output.figures.sheet_text import LAND_COVERS
from sim.output.figures.words import ENGLISH, Words
from sim.shipped import shipped_layers


def comparison_subtitle(result: PolicyComparison, say: Words = ENGLISH) -> str:
    """How many policies, on how many replicates of which flight."""
    flight = "a flight drawn per replicate" if result.dispersed else "the nominal flight throughout"
    spec = result.policies[0].scenario.spec
    launch = f"{spec.launch_time:%Y-%m-%d %H:%M:%S} {spec.timezone}"
    return "   |   ".join(
        (
            say("{n} policies", n=len(result.policies)),
            say("launch {when}", when=launch),
            say(
                "{n} replicates on common random numbers, seed {seed}, {flight}",
                n=result.runs,
                seed=result.seed,
                flight=say(flight),
            ),
        )
    )


def comparison_sources(result: PolicyComparison, *, land: bool = False) -> list[str]:
    """Remarks, credits of the areas and of the land, and what made the picture."""
    made = f"Overflight {version('overflight')}, first scenario sha256 {result.policies[0].scenario.sha256[:12]}."
    on_land = f"Land: {shipped_layers()['context'].credit} Drawn for {LAND_COVERS} only. " if land else ""
    return [*result.remarks, result.layer.credit, on_land + made]
