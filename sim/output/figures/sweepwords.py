"""The words round the pictures of a sweep, and how its keys and metrics are written."""

from typing import Any

from sim.ensemble.columns import REPLICATE_COLUMNS
from sim.output.figures.clock import Clock
from sim.output.figures.words import ENGLISH, Words
from sim.output.sweepview import SweepView

_UNITS = {
    "share": "%",
    "person_min": "person-min",
    "ratio": "",
    "areas": "areas",
    "people": "people",
    "s": "s",
}
_KEY_UNITS = {"_km_s": "km/s", "_m_s": "m/s", "_km": "km", "_m": "m", "_s": "s", "_deg": "°"}


def sweep_subtitle(view: SweepView, say: Words = ENGLISH) -> str:
    """How many points of how many runs, of which scenario."""
    said = view.summary
    clock = Clock.of(said)
    flight = say("a flight drawn for each") if said["dispersed"] else say("the nominal flight")
    return "   |   ".join(
        (
            say("Scenario {name}", name=said["scenario"]),
            say("launch {when}", when=f"{clock.date()} {clock.at(0.0)} {clock.zone}"),
            say(
                "{points:,} points of {runs:,} runs, seed {seed}, {flight}",
                points=said["points"],
                runs=said["runs_per_point"],
                seed=said["seed"],
                flight=flight,
            ),
        )
    )


def sweep_sources(view: SweepView) -> list[str]:
    """What made the picture."""
    said = view.summary
    version = said["versions"]["overflight"]
    return [f"Overflight {version}, scenario sha256 {said['scenario_sha256'][:12]}."]


def metric_scale(metric: str, say: Words = ENGLISH) -> tuple[float, str]:
    """What to multiply a metric by to show it, and its unit then."""
    unit = next((one.unit for one in REPLICATE_COLUMNS if one.key == metric), "")
    return (100.0 if unit == "share" else 1.0), say(_UNITS.get(unit, unit))


def key_unit(key: str, say: Words = ENGLISH) -> str:
    """The unit a key is measured in, by its ending; empty for a share or a count."""
    return say(next((unit for ending, unit in _KEY_UNITS.items() if key.endswith(ending)), ""))


def range_text(view: SweepView, key: str, say: Words = ENGLISH) -> str:
    """``20 to 120 s``, or the listed values."""
    span: Any = view.span(key)
    unit = key_unit(key, say)
    if span is None:
        listed = view.summary["sweep"]["over"][key]
        return f"{', '.join(map(str, listed[:6]))}{', …' if len(listed) > 6 else ''} {unit}".strip()
    scale = say(", log") if span["scale"] == "log" else ""
    return say("{low:g} to {high:g} {unit}", low=span["low"], high=span["high"], unit=unit).strip() + scale
