"""Colours, markers and hatches by meaning. Every group keeps apart under protanopia and deuteranopia."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sim.units import Seconds

INK = "#1F2A33"
QUIET_INK = "#54616B"
PAPER = "#FFFFFF"
SEA = "#EEF3F6"
LAND = "#E3DFD5"
COAST = "#9B978C"
UNMAPPED = "#FAFAFA"
GRATICULE = "#C9D3DA"
WATERMARK = "#DAE3E9"
ALARM = "#D40032"

OBJECTS = ("#1A1A1A", "#9A5B00", "#2F6FDE", "#007F6E", "#DB66B8")
"""Lines and swaths of the objects, in the scenario's order, from the start again after the last."""


@dataclass(frozen=True)
class AreaClass:
    """How one group of areas is drawn and named."""

    key: str
    label: str
    colour: str


MISSED = AreaClass("missed", "overflown, NOT WARNED", ALARM)
LATE = AreaClass("late", "warned after the footprint arrived", "#F08A00")
LEADS = (
    (2.0, AreaClass("lead_0", "warned less than 2 min before", "#440154")),
    (5.0, AreaClass("lead_2", "warned 2 to 5 min before", "#2A788E")),
    (10.0, AreaClass("lead_5", "warned 5 to 10 min before", "#4AC16D")),
    (float("inf"), AreaClass("lead_10", "warned 10 min or more before", "#FDE725")),
)
"""Upper bounds in minutes and classes; the steps are a choice of this figure."""
NEEDLESS = AreaClass("needless", "warned, footprint never arrives", "#9FD3F5")
NEITHER = AreaClass("neither", "neither warned nor overflown", "#9A9A9A")
AREA_CLASSES = (MISSED, LATE, *(kind for _, kind in LEADS), NEEDLESS, NEITHER)

ROLES = {"check": "#0072B2", "calibrated": "#E69F00", "input": "#D9D9D9"}
ROLE_HATCHES = {"check": "", "calibrated": "....", "input": "////"}
ROLE_TEXTS = {
    "check": "check: the model never saw it",
    "calibrated": "calibrated: an assumed delay was chosen with it in sight",
    "input": "input: the model was given it",
}
BASIS_MARKERS = {"published": "s", "derived": "^", "assumption": "o"}
"""Published and derived places are filled, assumed ones open."""
BASIS_TEXTS = {"published": "published", "derived": "derived", "assumption": "assumed"}
MODEL_MARKER, GATE_MARKER = "D", "*"
END_MARKERS = {"fell": "X", "lost": "P", "orbit": ">"}
END_TEXTS = {"fell": "fell", "lost": "track ends", "orbit": "in orbit"}


def object_colour(index: int) -> str:
    """Colour of the object at ``index`` in the scenario."""
    return OBJECTS[index % len(OBJECTS)]


def area_class(properties: Mapping[str, Any]) -> AreaClass:
    """The class of an area with the columns of ``areas.csv``: by minutes from warning to overflight."""
    warned_s, enter_s = properties["warned_s"], properties["enter_s"]
    if enter_s is None:
        return NEITHER if warned_s is None else NEEDLESS
    if warned_s is None:
        return MISSED
    return _lead_class(enter_s - warned_s)


def _lead_class(lead_s: Seconds) -> AreaClass:
    if lead_s < 0.0:
        return LATE
    return next(kind for bound_min, kind in LEADS if lead_s < bound_min * 60.0)
