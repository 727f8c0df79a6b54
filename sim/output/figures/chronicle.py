"""A run as lanes: announced times beside the model, the authority's steps, the flight, the footprint."""

from typing import Any

from sim.output.figures.clock import Clock
from sim.output.figures.lanes import Bar, Lane, Mark, Section, basis_mark
from sim.output.figures.palette import (
    ALARM,
    END_MARKERS,
    END_TEXTS,
    GATE_MARKER,
    INK,
    MODEL_MARKER,
    ROLE_HATCHES,
    ROLES,
    object_colour,
)
from sim.output.figures.words import Words
from sim.output.happenings import Visit, visits
from sim.output.view import RunView
from sim.units import Seconds

MOST_VISITS = 10
_MILESTONES = {
    "launch": "Launch",
    "issued": "Shelter call issued",
    "overflight": "Passed overhead",
    "lift_issued": "All-clear issued",
}
_STEPS = (
    ("Detection", "launch", "detected"),
    ("Assessment", "detected", "assessed"),
    ("Notification", "assessed", "notified"),
    ("Decision to warn", "notified", "decided"),
    ("Issue of the shelter call", "decided", "issued"),
    ("End of the danger known", None, "threat_over_known"),
    ("Confirmation", "threat_over_known", "lift_confirmed"),
    ("Decision on the all-clear", "lift_confirmed", "lift_decided"),
    ("Issue of the all-clear", "lift_decided", "lift_issued"),
)
STEP_COLOUR = "#B8C4CE"


def announced_section(view: RunView, clock: Clock, sources: list[str]) -> Section:
    """Each announced time as the interval its rounding leaves, with the modelled one; ``[n]`` is its source."""
    say = clock.say
    titles = {track["properties"]["object"]: say.title(track["properties"]) for track in view.tracks}
    lanes = [_announced(one, clock, titles, sources) for one in view.summary["announced"]]
    heads = (say("announced"), say("model"), say("verdict"))
    none = [Lane(say("no time was announced"))]
    return Section(say("Announced times beside the model"), heads, tuple(lanes or none))


def announced_sources(view: RunView) -> list[str]:
    """The sources of the announced times, each once, in the order of first use."""
    return list(dict.fromkeys(one["source"] for one in view.summary["announced"]))


def steps_section(view: RunView, clock: Clock) -> Section:
    """How long the authority took for each step; of several lifts the first."""
    times = view.summary["milestones_s"]
    lanes = tuple(
        _step(clock.say(name), times.get(start) if start else None, times.get(end), clock)
        for name, start, end in _STEPS
    )
    say = clock.say
    return Section(say("Steps of the authority (model)"), (say("took"), say("until")), lanes)


def flight_section(view: RunView, clock: Clock) -> Section:
    """Each object from its first to its last moment, its events by basis, and when it passed the gate."""
    flown = () if view.nothing_flew else range(len(view.tracks))
    lanes = tuple(_object(view, index, clock) for index in flown) or (Lane(clock.say("nothing flew")),)
    say = clock.say
    return Section(say("In flight (model)"), (say("from"), say("until"), say("end")), lanes)


def footprint_section(view: RunView, clock: Clock) -> Section:
    """When a footprint was over an area: unwarned areas first, then those with the least lead."""
    say = clock.say
    rows = {area["properties"]["area_code"]: area["properties"] for area in view.areas}
    colours = {track["properties"]["object"]: object_colour(k) for k, track in enumerate(view.tracks)}
    found = sorted(visits(view), key=lambda one: (_lead(one, rows), one.enter_s))
    lanes = [_visit(one, rows, colours, clock) for one in found[:MOST_VISITS]]
    rest = found[MOST_VISITS:]
    if rest:
        first, last = min(one.enter_s for one in rest), max(one.exit_s for one in rest)
        cells = (clock.at(first), clock.at(last))
        lanes.append(Lane(say("and {n:,} more", n=len(rest)), (Bar(first, last, STEP_COLOUR),), (), cells))
    heads = (say("arrives"), say("leaves"), say("after warning"))
    none = [Lane(say("no footprint touches an area"))]
    return Section(say("Footprint over areas (model)"), heads, tuple(lanes or none))


def _announced(one: dict[str, Any], clock: Clock, titles: dict[str, str], sources: list[str]) -> Lane:
    say, what = clock.say, _milestone(one, titles, clock.say)
    inside = one["verdict"] == "inside"
    modelled_s = one["modelled_s"]
    bar = Bar(
        one["earliest_s"],
        one["latest_s"],
        ROLES[one["role"]],
        ROLE_HATCHES[one["role"]],
        tick_s=one["announced_s"],
    )
    marks = () if modelled_s is None else (Mark(modelled_s, MODEL_MARKER, INK if inside else ALARM, 7.0),)
    announced = clock.minute if one["rounding_s"] >= 60.0 else clock.at
    verdicts = {"inside": say("within"), "outside": say("off {s} s", s=round(one["outside_by_s"]))}
    return Lane(
        say("{what}, {by} [{source}]", what=what, by=say(one["by"]), source=sources.index(one["source"]) + 1),
        (bar,),
        marks,
        (
            announced(one["announced_s"]),
            "" if modelled_s is None else clock.at(modelled_s),
            verdicts.get(one["verdict"], say("never")),
        ),
        None if inside else ALARM,
    )


def _milestone(one: dict[str, Any], titles: dict[str, str], say: Words) -> str:
    known = _MILESTONES.get(one["milestone"])
    return (
        say("Down: {title}", title=titles.get(one["object"], one["object"])) if known is None else say(known)
    )


def _step(name: str, start_s: Seconds | None, end_s: Seconds | None, clock: Clock) -> Lane:
    if end_s is None:
        return Lane(name, cells=(clock.say("did not happen"),))
    bars = () if start_s is None else (Bar(start_s, end_s, STEP_COLOUR),)
    took = "" if start_s is None else clock.say.span(end_s - start_s)
    return Lane(name, bars, (Mark(end_s, MODEL_MARKER, INK, 5.0),), (took, clock.at(end_s)))


def _object(view: RunView, index: int, clock: Clock) -> Lane:
    properties = view.tracks[index]["properties"]
    colour, t_s = object_colour(index), properties["t_s"]
    knots = zip(properties["knot_t_s"], properties["knot_basis"], properties["knot_event"], strict=True)
    marks = [basis_mark(t, basis, colour) for t, basis, event in knots if event and t < t_s[-1]]
    marks += [
        Mark(event.t_s, GATE_MARKER, INK, 9.5)
        for event in view.log.of("gate_crossed")
        if event.subject == properties["object"]
    ]
    assumed = properties["knot_basis"][-1] == "assumption"
    marks.append(Mark(t_s[-1], END_MARKERS.get(properties["end"], "o"), colour, 8.0, assumed))
    end = clock.say(END_TEXTS.get(properties["end"], properties["end"]))
    cells = (clock.at(t_s[0]), clock.at(t_s[-1]), end)
    return Lane(clock.say.title(properties), (Bar(t_s[0], t_s[-1], _pale(colour)),), tuple(marks), cells)


def _visit(one: Visit, rows: dict[str, Any], colours: dict[str, str], clock: Clock) -> Lane:
    say, row, lead_s = clock.say, rows[one.code], _lead(one, rows)
    never = row["warned_s"] is None
    after = say("NOT WARNED") if never else say.span(lead_s)
    bar = Bar(one.enter_s, one.exit_s, colours.get(one.object, INK))
    cells = (clock.at(one.enter_s), clock.at(one.exit_s), after)
    return Lane(
        say("{area} ({object})", area=say.area(row), object=one.object),
        (bar,),
        (),
        cells,
        ALARM if lead_s < 0.0 else None,
    )


def _lead(one: Visit, rows: dict[str, Any]) -> Seconds:
    warned_s = rows[one.code]["warned_s"]
    return float("-inf") if warned_s is None else one.enter_s - warned_s


def _pale(colour: str) -> str:
    """The colour at a third of its strength on white."""
    parts = (int(colour[k : k + 2], 16) for k in (1, 3, 5))
    return "#" + "".join(f"{255 - round((255 - part) / 3.0):02X}" for part in parts)
