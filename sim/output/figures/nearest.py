"""What the map says in words: the closest approach, and the areas under the footprint."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.path import Path as Outline

from sim.output.figures.clock import Clock
from sim.output.figures.frame import Frame
from sim.output.figures.labels import Labels, rings
from sim.output.figures.palette import INK, PAPER
from sim.output.figures.people import half_size_pt
from sim.output.figures.scene import Area, Nearest
from sim.output.figures.style import SMALL_PT
from sim.output.figures.words import ENGLISH, Words
from sim.units import Floats

_FAR_PT = (9.0, 15.0, 22.0, 32.0, 44.0, 58.0, 74.0, 92.0, 112.0)
"""Distances for texts that must find a place, if need be at the end of a leader."""


def draw_nearest(ax: Axes, frame: Frame, nearest: Nearest, clock: Clock, labels: Labels) -> None:
    """Draw and annotate the closest approach."""
    place = np.array([float(x) for x in nearest.flown.place(nearest.t_s)])
    shore = place
    if nearest.distance_m > 0.0 and nearest.area.outline is not None:
        shore = nearest_point(nearest.area.outline, place, frame.squeeze)
        ax.plot(
            *np.stack([place, shore], axis=-1), color=INK, linewidth=1.6, zorder=6.2, solid_capstyle="butt"
        )
    ax.plot(*place[:, None], marker="o", markersize=5.5, color=INK, markeredgecolor=PAPER, zorder=6.3)
    text = (
        f"{clock.say('closest approach {when}', when=clock.at(nearest.t_s))}\n{_how_far(nearest, clock.say)}"
    )
    if nearest.area.row["enter_s"] is not None:
        text += f"\n{warned_before(nearest.area, clock.say)}"
    style: dict[str, Any] = {"size": SMALL_PT, "color": INK, "weight": "bold", "linespacing": 1.15}
    x, y = 0.5 * (place + shore)
    labels.put(float(x), float(y), text, rings(*_FAR_PT), near=8, **style)


def name_overflown(frame: Frame, areas: Sequence[Area], labels: Labels, say: Words = ENGLISH) -> None:
    """Name areas under the footprint, each with how long before it they were warned."""
    for area in areas:
        text = f"{area.row['area_name']}\n{warned_before(area, say)}"
        style: dict[str, Any] = {"size": SMALL_PT, "color": INK, "weight": "bold", "linespacing": 1.15}
        places = rings(*_FAR_PT, half_pt=half_size_pt(frame, area))
        labels.put(*area.centre, text, places, near=8, **style)


def warned_before(area: Area, say: Words = ENGLISH) -> str:
    """How the warning of an overflown area stood to the footprint's arrival."""
    lead_s = area.row["lead_s"]
    if lead_s is None:
        return say("NOT WARNED")
    if lead_s < 0.0:
        return say("warned {span} too late", span=say.span(-lead_s))
    return say("warned {span} before", span=say.span(lead_s))


def _how_far(nearest: Nearest, say: Words) -> str:
    name = nearest.area.row["area_name"]
    if nearest.distance_m == 0.0:
        return say("passes over {area}", area=name)
    return say("{km:.0f} km from {area}", km=nearest.distance_m / 1000.0, area=name)


def nearest_point(outline: Outline, place: Floats, squeeze: float) -> Floats:
    """The point of an outline, shape (2,), nearest to ``place`` (longitude, latitude) on a map so squeezed."""
    scale = np.array([squeeze, 1.0])
    points = np.asarray(outline.vertices) * scale
    start, step = points[:-1], np.diff(points, axis=0)
    # From one ring to the next there is no edge.
    step[np.asarray(outline.codes)[1:] == Outline.MOVETO] = 0.0
    square = (step**2).sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        along = np.where(square > 0.0, ((place * scale - start) * step).sum(axis=1) / square, 0.0)
    feet = start + np.clip(along, 0.0, 1.0)[:, None] * step
    best = int(np.argmin(((feet - place * scale) ** 2).sum(axis=1)))
    return np.asarray(feet[best] / scale)
