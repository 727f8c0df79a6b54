"""The words round a figure: which run it is, what came out, and where everything is from."""

from typing import Any

from sim.output.figures.clock import Clock
from sim.output.figures.words import ENGLISH, Words
from sim.output.view import RunView
from sim.shipped import shipped_layers


def subtitle(view: RunView, clock: Clock) -> str:
    """Which run of which scenario, launched when."""
    summary = view.summary
    launch = f"{clock.date()} {clock.at(0.0)} {clock.zone}"
    say = clock.say
    return "   |   ".join(
        (
            say("Scenario {name}", name=summary["scenario"]),
            say("seed {seed}", seed=summary["seed"]),
            say("modelled launch {when}", when=launch),
        )
    )


def headline(view: RunView, say: Words = ENGLISH) -> str:
    """Warned, overflown and missed, in areas and people."""
    found = view.summary["metrics"]
    warned = say(
        "Warned: {n:,} of {all:,} areas{people}",
        n=found["areas_warned"],
        all=found["areas"],
        people=_people(found["people_warned"], say),
    )
    over = _counted("Footprint over: {n:,} area{s}{people}", "overflown", found, say)
    missed = _counted("Overflown unwarned: {n:,} area{s}{people}", "missed", found, say)
    return "   |   ".join((warned, over, missed))


def map_sources(view: RunView, say: Words = ENGLISH) -> list[str]:
    """Credits of the areas and the land, and what made the picture."""
    land = shipped_layers()["context"].credit
    return [
        view.summary["credit"],
        say(
            "Land: {credit} Drawn for {covers} only. {made}",
            credit=land,
            covers=LAND_COVERS,
            made=made_by(view),
        ),
    ]


LAND_COVERS = "0 to 55°N, 100 to 155°E"


def made_by(view: RunView) -> str:
    """Version and the scenario's fingerprint."""
    summary = view.summary
    version = summary["versions"]["overflight"]
    return f"Overflight {version}, scenario sha256 {summary['scenario_sha256'][:12]}."


def _counted(text: str, key: str, found: dict[str, Any], say: Words) -> str:
    count = found[f"areas_{key}"]
    return say(text, n=count, s="" if count == 1 else "s", people=_people(found[f"people_{key}"], say))


def _people(count: int | None, say: Words) -> str:
    if count is None:
        return say(", people unknown")
    return say(", {n:,} people", n=count) if count else ""
