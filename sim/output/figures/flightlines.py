"""Objects on a map: swath, ground track, knots by basis, clock ticks, direction, name, and how it ended."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch

from sim.output.figures.clock import Clock
from sim.output.figures.frame import Frame
from sim.output.figures.labels import Labels, Side, sides
from sim.output.figures.lettering import wrap
from sim.output.figures.palette import BASIS_MARKERS, END_MARKERS, END_TEXTS, PAPER, QUIET_INK
from sim.output.figures.scene import Flown, Scene
from sim.output.figures.style import SMALL_PT, TEXT_PT
from sim.units import Degrees, DegreesArray, Floats, Seconds, SecondsArray

ZONE: dict[str, Any] = {"edgecolor": QUIET_INK, "linewidth": 1.0, "linestyle": (0, (1, 1.2))}
_STEPS_S = (5.0, 10.0, 30.0, 60.0, 120.0, 300.0, 600.0, 1200.0)
_TICK_APART_IN = 0.6
_TICK_IN = 0.075
_NAME_IN = 1.75


def draw_swath(ax: Axes, flown: Flown) -> None:
    """The ground that the footprint sweeps."""
    if flown.swath is not None:
        ax.add_artist(PathPatch(flown.swath, facecolor=flown.colour, alpha=0.13, linewidth=0, zorder=2))
        ax.add_artist(
            PathPatch(flown.swath, facecolor="none", edgecolor=flown.colour, alpha=0.55, lw=0.7, zorder=2.1)
        )


def draw_zones(ax: Axes, scene: Scene) -> None:
    """Zones announced before the launch, for what was to fall there."""
    for zone in scene.zones:
        ax.add_artist(PathPatch(zone, facecolor="none", zorder=3.2, **ZONE))


def draw_track(ax: Axes, flown: Flown, width_pt: float) -> None:
    """The ground track and the mark of its end."""
    ax.plot(flown.lon, flown.lat, color=flown.colour, linewidth=width_pt, zorder=5, solid_capstyle="butt")
    marker = END_MARKERS.get(flown.end, "o")
    style: dict[str, Any] = {"markersize": 7.5, "markerfacecolor": flown.colour, "markeredgecolor": PAPER}
    ax.plot(flown.lon[-1:], flown.lat[-1:], marker=marker, markeredgewidth=0.7, zorder=6.5, **style)


def draw_knots(ax: Axes, flown: Flown) -> None:
    """Every knot of the track by its basis: filled where published or derived, open where assumed."""
    for basis, marker in BASIS_MARKERS.items():
        t_s = flown.knot_t_s[[one == basis for one in flown.knot_basis]]
        fill = PAPER if basis == "assumption" else flown.colour
        style: dict[str, Any] = {
            "markerfacecolor": fill,
            "markeredgecolor": flown.colour,
            "markeredgewidth": 1.1,
        }
        ax.plot(*flown.place(t_s), linestyle="none", marker=marker, markersize=4.8, zorder=6, **style)


def tick_step_s(frame: Frame, flown: Sequence[Flown]) -> Seconds:
    """The shortest step of round clock times that keeps the ticks of the fastest object apart."""
    speeds = [speed for one in flown for speed in _inches_per_s(frame, one)]
    fastest = max(speeds, default=0.0)
    return next((step for step in _STEPS_S if step * fastest >= _TICK_APART_IN), _STEPS_S[-1])


def _inches_per_s(frame: Frame, flown: Flown) -> Floats:
    seen = frame.holds(flown.lon, flown.lat)
    steps = np.hypot(*np.diff(frame.inches(flown.lon, flown.lat), axis=0).T) / np.diff(flown.t_s)
    return np.asarray(steps[seen[1:] | seen[:-1]])


def draw_ticks(
    ax: Axes, frame: Frame, flown: Flown, clock: Clock, step_s: Seconds, side: int, labels: Labels
) -> None:
    """Bars across the track at round clock times, with their times on ``side`` (-1 is the west)."""
    t_s = clock.ticks(flown.t_s[0], flown.t_s[-1], step_s)
    lon, lat = flown.place(t_s)
    t_s = t_s[frame.holds(lon, lat)]
    if not t_s.size:
        return
    lon, lat = flown.place(t_s)
    across = _across(frame, flown, t_s)
    ends = [np.stack([lon, lat]) + sign * across for sign in (-1.0, 1.0)]
    ax.plot(*np.stack(ends, axis=-1).transpose(0, 2, 1), color=flown.colour, linewidth=1.3, zorder=5.5)
    for one, x, y in zip(t_s, lon, lat, strict=True):
        places = [_beside(side, 9.0), _beside(-side, 9.0)]
        labels.put(x, y, clock.at(one), places, size=SMALL_PT, color=flown.colour)


def draw_direction(ax: Axes, frame: Frame, flown: Flown, step_s: Seconds, clock: Clock) -> None:
    """Arrow heads on the track, half way between ticks."""
    t_s = clock.ticks(flown.t_s[0], flown.t_s[-1], step_s) + 0.5 * step_s
    ahead = np.minimum(t_s + 1.0, flown.t_s[-1])
    for tail, head in zip(np.stack(flown.place(t_s), -1), np.stack(flown.place(ahead), -1), strict=True):
        if frame.holds(*tail) and (tail != head).any():
            arrow: dict[str, Any] = {
                "arrowstyle": "-|>,head_width=0.26,head_length=0.5",
                "color": flown.colour,
                "shrinkA": 0,
            }
            ax.annotate("", head, tail, arrowprops={**arrow, "shrinkB": 0}, zorder=5.6)


def name_track(frame: Frame, flown: Flown, side: int, labels: Labels) -> None:
    """The object's title where its track enters the frame, or where it first finds room further on."""
    seen = np.flatnonzero(frame.holds(flown.lon, flown.lat))
    title = "\n".join(wrap(flown.title, _NAME_IN, TEXT_PT, weight="bold", lines=2))
    style: dict[str, Any] = {"size": TEXT_PT, "weight": "bold", "color": flown.colour, "linespacing": 1.15}
    places = [_beside(way, 9.0, along) for along in ("center", "top") for way in (side, -side)]
    for k in seen[:: max(1, len(seen) // 24)]:
        if labels.put(flown.lon[k], flown.lat[k], title, places, **style):
            return


def name_ends(flown: Sequence[Flown], clock: Clock, labels: Labels, *, starts: bool) -> None:
    """Where and when each object's track ends and, with ``starts``, where the first begins."""
    style: dict[str, Any] = {"size": SMALL_PT, "linespacing": 1.1}
    if starts and flown:
        first = min(flown, key=lambda one: one.t_s[0])
        labels.put(
            first.lon[0],
            first.lat[0],
            f"{clock.say('launch')}\n{clock.at(0.0)}",
            sides(7.0),
            color=first.colour,
            **style,
        )
    for one in flown:
        text = f"{clock.say(END_TEXTS.get(one.end, one.end))}\n{clock.at(one.t_s[-1])}"
        labels.put(one.lon[-1], one.lat[-1], text, sides(7.0), color=one.colour, **style)


def outer_sides(frame: Frame, flown: Sequence[Flown]) -> list[int]:
    """For each object the side of its labels: those west of the middle one look west, the others east."""
    middles = [_middle(frame, one) for one in flown]
    ranks = np.argsort(np.argsort(middles, kind="stable"), kind="stable")
    return [-1 if rank < len(flown) / 2.0 else 1 for rank in ranks]


def _middle(frame: Frame, flown: Flown) -> Degrees:
    seen = frame.holds(flown.lon, flown.lat)
    return float((flown.lon[seen] if seen.any() else flown.lon).mean())


def _across(frame: Frame, flown: Flown, t_s: SecondsArray) -> DegreesArray:
    """Half a tick at right angles to the track as seen on paper, in degrees, shape (2, N)."""
    before, after = (np.clip(t_s + dt, flown.t_s[0], flown.t_s[-1]) for dt in (-2.0, 2.0))
    course = frame.inches(*flown.place(after)) - frame.inches(*flown.place(before))
    length = np.maximum(np.hypot(*course.T), 1e-9)
    x, y = -course[:, 1] / length * _TICK_IN, course[:, 0] / length * _TICK_IN
    return np.stack([x, y]) * frame.degrees_per_in[:, None]


def _beside(side: int, gap_pt: float, along: str = "center") -> Side:
    return side * gap_pt, 0.0, "left" if side > 0 else "right", along
