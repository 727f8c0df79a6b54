"""The words round a figure: which run it is, what came out, and where everything is from."""

from sim.output.figures.clock import Clock
from sim.output.view import RunView
from sim.shipped import shipped_layers


def subtitle(view: RunView, clock: Clock) -> str:
    """Which run of which scenario, launched when."""
    summary = view.summary
    launch = f"{clock.date()} {clock.at(0.0)} {clock.zone}"
    return f"Scenario {summary['scenario']}   |   seed {summary['seed']}   |   modelled launch {launch}"


def headline(view: RunView) -> str:
    """Warned, overflown and missed, in areas and people."""
    found = view.summary["metrics"]
    warned = f"Warned: {found['areas_warned']:,} of {found['areas']:,} areas{_people(found['people_warned'])}"
    over = f"Footprint over: {_areas(found['areas_overflown'])}{_people(found['people_overflown'])}"
    missed = f"Overflown unwarned: {_areas(found['areas_missed'])}{_people(found['people_missed'])}"
    return "   |   ".join((warned, over, missed))


def map_sources(view: RunView) -> list[str]:
    """Credits of the areas and the land, and what made the picture."""
    land = shipped_layers()["context"].credit
    return [
        view.summary["credit"],
        f"Land: {land} Drawn for {LAND_COVERS} only. {made_by(view)}",
    ]


LAND_COVERS = "0 to 55°N, 100 to 155°E"


def made_by(view: RunView) -> str:
    """Version and the scenario's fingerprint."""
    summary = view.summary
    version = summary["versions"]["overflight"]
    return f"Overflight {version}, scenario sha256 {summary['scenario_sha256'][:12]}."


def _areas(count: int) -> str:
    return f"{count:,} area{'' if count == 1 else 's'}"


def _people(count: int | None) -> str:
    if count is None:
        return ", people unknown"
    return f", {count:,} people" if count else ""
