"""``differences.png``: where each policy warns more or less than the first one, and for how much longer or shorter."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from sim.compare.together import Policy, PolicyComparison
from sim.output.figures.basemap import draw_basemap
from sim.output.figures.comparewords import comparison_sources, comparison_subtitle
from sim.output.figures.extent import track_bounds
from sim.output.figures.frame import Bounds, Frame, frame_around, unrolled
from sim.output.figures.lettering import families, wrap, write
from sim.output.figures.palette import INK, QUIET_INK, object_colour
from sim.output.figures.people import small_islands
from sim.output.figures.scene import outline_of
from sim.output.figures.style import INNER_IN, MARGIN_IN, SMALL_PT, Sheet, new_sheet, save, watermark
from sim.output.figures.words import Language, Words
from sim.results.result import MARK
from sim.units import Degrees, Floats

STEPS = 9
"""Colours of the scale, an odd number: the one in the middle is no difference."""
_EXPLAINED = "Each policy less {first}, area by area, means over the replicates: blue is less, orange is more"
LESS, SAME, MORE = "#2166AC", "#FFFFFF", "#F08A00"
_COLOURS = LinearSegmentedColormap.from_list("difference", [LESS, SAME, MORE], N=STEPS)
_AXIS_IN, _GAP_IN, _HEAD_IN, _FOOT_IN = 0.42, 0.3, 0.24, 0.07
_HALF_IN = 0.5 * (INNER_IN - _GAP_IN) - _AXIS_IN
_SHAPE = 0.5  # height of a map over its width
_APART_IN = 0.12
_FEW = 3
"""So many maps stand one below the other; more stand two abreast."""
_KEY_IN = 0.62
_MARK_PT = 5.0
_WHOLE_LAYER_DEG = 12.0
_STEP_S = 10.0
BARS_KM = (5, 10, 20, 50, 100, 200, 500, 1000, 2000)


@dataclass(frozen=True, eq=False)
class Ground:
    """The areas as drawn: outlines, the boxes ``(P, 4)`` of their parts and whose ``(P,)`` each is; tracks; frame."""

    outlines: list[Any]
    boxes: Floats
    owners: Any
    tracks: list[tuple[Floats, Floats]]
    frame: Frame


@dataclass(frozen=True, eq=False)
class Kind:
    """One column of maps: differences ``(A,)`` per policy on a scale from ``-most`` to ``most``."""

    title: str
    most: float
    values: list[Floats]


@dataclass(frozen=True)
class Grid:
    """Where the maps of one half of the sheet stand: ``number`` of them in ``columns``."""

    number: int
    columns: int

    @classmethod
    def of(cls, number: int) -> "Grid":
        """One column for a few maps, two for more."""
        return cls(number, 1 if number <= _FEW else 2)

    @property
    def map_wide_in(self) -> float:
        """Width of a map."""
        return (_HALF_IN - (self.columns - 1) * _APART_IN) / self.columns

    @property
    def map_high_in(self) -> float:
        """Height of a map."""
        return self.map_wide_in * _SHAPE

    @property
    def high_in(self) -> float:
        """Height of all maps with their names."""
        return -(-self.number // self.columns) * (_HEAD_IN + self.map_high_in + _FOOT_IN)

    def place(self, number: int) -> tuple[float, float]:
        """Left and upper edge of a map within its half."""
        row, column = divmod(number, self.columns)
        down_in = row * (_HEAD_IN + self.map_high_in + _FOOT_IN) + _HEAD_IN
        return column * (self.map_wide_in + _APART_IN), down_in


def draw_differences(result: PolicyComparison, path: Path, language: Language = "en") -> Path:
    """Draw the map of differences of a comparison to ``path``, in the format of its suffix (PNG: 1500 pixels wide)."""
    return save(differences_figure(result, language), path)


def differences_figure(result: PolicyComparison, language: Language = "en") -> Figure:
    """Two maps per policy: probability of being warned and minutes under warning, each less the first policy's."""
    first, others = result.policies[0], result.policies[1:]
    grid, say = Grid.of(len(others)), Words(language)
    sheet = new_sheet(
        mark=say(MARK),
        title=say("Where policies differ"),
        lines=[
            comparison_subtitle(result, say),
            say(_EXPLAINED, first=first.name),
        ],
        body_in=_KEY_IN + grid.high_in + 0.62,
        sources=comparison_sources(result, land=True),
    )
    ground = _ground(result, grid)
    for half, kind in enumerate(_kinds(result, say)):
        left_in = MARGIN_IN + _AXIS_IN + half * (_HALF_IN + _GAP_IN + _AXIS_IN)
        _scale(sheet.axes(left_in, 0.25, _HALF_IN, 0.14), kind)
        for number, policy in enumerate(others):
            across_in, down_in = grid.place(number)
            ax = sheet.axes(left_in + across_in, _KEY_IN + down_in, grid.map_wide_in, grid.map_high_in)
            _map(ax, ground, kind.values[number] / kind.most)
            if number % grid.columns:
                ax.tick_params(labelleft=False)
            if number < len(others) - grid.columns:
                ax.tick_params(labelbottom=False)
            name = wrap(policy.name, grid.map_wide_in, SMALL_PT, lines=1)[0]
            style: dict[str, Any] = {"size": SMALL_PT, "color": INK, "va": "bottom"}
            write(ax, 0.0, 1.0 + 0.05 / grid.map_high_in, name, transform=ax.transAxes, **style)
    _legend(sheet, _KEY_IN + grid.high_in + 0.32, ground.frame, say)
    return sheet.figure


def _kinds(result: PolicyComparison, say: Words) -> list[Kind]:
    first, others = result.policies[0], result.policies[1:]
    shares = [100.0 * (policy.warned_share - first.warned_share) for policy in others]
    minutes = [policy.under_warning_min - first.under_warning_min for policy in others]
    most = max((float(np.abs(one).max(initial=0.0)) for one in minutes), default=0.0)
    return [
        Kind(say("Probability of being warned, in percentage points"), 100.0, shares),
        Kind(say("Minutes under warning"), _round_up(most), minutes),
    ]


def _round_up(most: float) -> float:
    """The next of 1, 1.5, 2, 3, 5, 10, ... that holds it."""
    if most <= 0.0:
        return 1.0
    power = 10.0 ** np.floor(np.log10(most))
    return float(
        next(step * power for step in (1.0, 1.5, 2.0, 3.0, 5.0, 10.0) if step * power >= most * (1.0 - 1e-9))
    )


def _map(ax: Axes, ground: Ground, shares: Floats) -> None:
    draw_basemap(ax, ground.frame, lines=int(1.6 * ground.frame.wide_in))
    watermark(ax, 4.6 * ground.frame.wide_in, at=(0.5, 0.12))
    for index, (lon, lat) in enumerate(ground.tracks):
        ax.plot(lon, lat, color=object_colour(index), linewidth=1.0, zorder=3, solid_capstyle="butt")
    colours = _COLOURS(0.5 * (shares + 1.0))
    drawn = [k for k, outline in enumerate(ground.outlines) if outline is not None]
    ax.add_collection(
        PathCollection(
            [ground.outlines[k] for k in drawn],
            facecolors=colours[drawn],
            edgecolors=QUIET_INK,
            linewidths=0.15,
            zorder=4,
        ),
        autolim=False,
    )
    seen = ground.frame.holds(ground.boxes[:, 0], ground.boxes[:, 1])
    boxes, owners = ground.boxes[seen], ground.owners[seen]
    marked = small_islands(ground.frame, boxes, owners)
    if marked.size:
        centres, own = 0.5 * (boxes[marked, :2] + boxes[marked, 2:]), owners[marked]
        ax.scatter(
            centres[:, 0],
            centres[:, 1],
            s=_MARK_PT**2,
            c=colours[own],
            edgecolors=QUIET_INK,
            linewidths=0.4,
            zorder=3.8,
        )


def _scale(ax: Axes, kind: Kind) -> None:
    """The colours of one column of maps with their values."""
    ax.imshow(
        np.linspace(-1.0, 1.0, STEPS)[None],
        cmap=_COLOURS,
        aspect="auto",
        extent=(-kind.most, kind.most, 0.0, 1.0),
        vmin=-1.0,
        vmax=1.0,
    )
    ax.set_yticks([])
    ticks = np.linspace(-kind.most, kind.most, 5)
    ax.set_xticks(ticks, [f"{tick:+g}" if tick else "0" for tick in ticks], family=list(families()))
    ax.tick_params(labelsize=SMALL_PT, labelcolor=QUIET_INK, color=QUIET_INK, length=3, width=0.6, pad=2)
    for spine in ax.spines.values():
        spine.set(color=QUIET_INK, linewidth=0.8)
    write(
        ax,
        0.0,
        1.25,
        kind.title,
        transform=ax.transAxes,
        size=SMALL_PT,
        weight="bold",
        color=INK,
        va="bottom",
    )


def _legend(sheet: Sheet, down_in: float, frame: Frame, say: Words) -> None:
    """The marks of the maps and, as all have one scale, its bar."""
    wide_in = INNER_IN - _AXIS_IN
    ax = sheet.axes(MARGIN_IN + _AXIS_IN, down_in, wide_in, 0.16)
    ax.set_axis_off()
    ax.set_xlim(0.0, wide_in)
    ax.set_ylim(0.0, 0.16)
    row: dict[str, Any] = {"size": SMALL_PT, "color": INK, "va": "center_baseline"}
    ax.scatter([0.08], [0.08], s=_MARK_PT**2, c=SAME, edgecolors=INK, linewidths=0.4)
    write(ax, 0.2, 0.075, say("an island too small to see"), **row)
    bar_km = max((bar for bar in BARS_KM if bar <= frame.km_per_in), default=BARS_KM[0])
    bar_in = bar_km / frame.km_per_in
    ax.add_artist(Rectangle((2.6, 0.05), bar_in, 0.05, facecolor=INK, linewidth=0))
    write(
        ax,
        2.7 + bar_in,
        0.075,
        say("{km} km at {lat}", km=bar_km, lat=f"{0.5 * (frame.south + frame.north):.0f}°"),
        **row,
    )


def _ground(result: PolicyComparison, grid: Grid) -> Ground:
    tracks = [track.sample(_STEP_S)[1] for track in result.policies[0].world.tracks]
    near = float(np.median(np.unwrap(tracks[0].lon_deg, period=360.0)))
    shapes = [_rings(polygon, near) for polygon in result.layer.polygons]
    boxes = [
        np.array([[*ring.min(axis=0), *ring.max(axis=0)] for ring in outer]).reshape(-1, 4)
        for outer, _ in shapes
    ]
    lines = [(unrolled(track.lon_deg, near), np.asarray(track.lat_deg)) for track in tracks]
    return Ground(
        outlines=[outline_of(rings) for _, rings in shapes],
        boxes=np.vstack(boxes),
        owners=np.repeat(np.arange(len(boxes)), [len(own) for own in boxes]),
        tracks=lines,
        frame=frame_around(_bounds(boxes, result.policies, lines), grid.map_wide_in, grid.map_high_in),
    )


def _rings(polygon: Any, near: Degrees) -> tuple[list[Floats], list[Floats]]:
    """Outer rings, and all rings, of an area."""
    parts = [part for part in shapely.get_parts(polygon) if not part.is_empty]
    outer = [_ring(part.exterior, near) for part in parts]
    return outer, outer + [_ring(hole, near) for part in parts for hole in part.interiors]


def _ring(ring: Any, near: Degrees) -> Floats:
    points = shapely.get_coordinates(ring)
    points[:, 0] = unrolled(points[:, 0], near)
    return np.asarray(points)


def _bounds(
    boxes: Sequence[Floats], policies: Sequence[Policy], lines: Sequence[tuple[Floats, Floats]]
) -> Bounds:
    """A small layer whole; of a large one what any policy warned or anything flew over."""
    known = [k for k, own in enumerate(boxes) if len(own)]
    if not known:
        return reduce(Bounds.joined, [track_bounds(lon, lat) for lon, lat in lines])
    whole = _box([boxes[k] for k in known])
    if max(whole.east - whole.west, whole.north - whole.south) <= _WHOLE_LAYER_DEG:
        return whole
    concerned = np.any([(one.warned_share > 0.0) | (one.overflown_share > 0.0) for one in policies], axis=0)
    return _box([boxes[k] for k in known if concerned[k]]) if concerned[known].any() else whole


def _box(boxes: Sequence[Floats]) -> Bounds:
    every = np.vstack(boxes)
    return Bounds(*every[:, :2].min(axis=0).tolist(), *every[:, 2:].max(axis=0).tolist())
