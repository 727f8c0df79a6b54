"""Areas on a map: filled by class, with a round mark where an island would be too small to see."""

from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection

from sim.output.figures.frame import Frame
from sim.output.figures.labels import Labels, Side, rings
from sim.output.figures.palette import AREA_CLASSES, INK, MISSED, NEITHER
from sim.output.figures.scene import Area
from sim.output.figures.style import SMALL_PT
from sim.units import Bools, Floats, Ints

_SMALL_IN = 0.055
_APART_IN = 0.09
_FEW_NEIGHBOURS = 4
_MARK_PT = 6.5
_NEAR_PT = (3.0, 6.0, 9.0)
_MOST_TRIED = 40
_DRAWN_FIRST = {kind.key: rank for rank, kind in enumerate(reversed(AREA_CLASSES))}


def draw_areas(ax: Axes, frame: Frame, areas: Sequence[Area], labels: Labels) -> list[Area]:
    """Draw the areas that reach into the frame, the grave ones on top, and keep them free of labels; returns
    them."""
    seen = areas_within(frame, areas)
    outlines = [area.outline for area in seen if area.outline is not None]
    shapes = PathCollection(
        outlines,
        facecolors=[area.kind.colour for area in seen],
        edgecolors=[MISSED.colour if area.kind is MISSED else INK for area in seen],
        linewidths=[1.4 if area.kind is MISSED else 0.35 for area in seen],
        zorder=4,
    )
    ax.add_collection(shapes, autolim=False)
    if seen:
        keep_free(labels, seen)
    _mark_small_islands(ax, frame, [area for area in seen if area.kind is not NEITHER], labels)
    missed = [area.centre for area in seen if area.kind is MISSED]
    if missed:
        # Shape as well as colour: nobody may overlook an area that was overflown unwarned.
        ax.plot(
            *zip(*missed, strict=True),
            linestyle="none",
            marker="X",
            markersize=9,
            markerfacecolor=MISSED.colour,
            markeredgecolor="white",
            markeredgewidth=0.9,
            zorder=7,
        )
    return seen


def areas_within(frame: Frame, areas: Sequence[Area]) -> list[Area]:
    """The areas that reach into the frame, the grave ones last."""
    return sorted((area for area in areas if _reaches(area, frame)), key=lambda a: _DRAWN_FIRST[a.kind.key])


def name_areas(labels: Labels, frame: Frame, areas: Sequence[Area], *, limit: int) -> None:
    """Write the names of the first areas of ``areas`` that find a free place nearer to them than to others."""
    shores = [labels.cells(np.asarray(area.outline.vertices)) for area in areas if area.outline is not None]
    cells = np.vstack([np.empty((0, 2)), *shores])
    owners = np.repeat(np.arange(len(shores)), [len(shore) for shore in shores])
    found = 0
    for number, area in enumerate(areas[:_MOST_TRIED]):
        if found == limit:
            return
        places = _round(*half_size_pt(frame, area))
        allow = partial(_nearest_is, owner=number, cells=cells, owners=owners)
        style: dict[str, Any] = {"size": SMALL_PT, "color": INK, "allow": allow}
        found += labels.put(*area.centre, area.row["area_name"], places, **style) is not None


def _round(wide: float, tall: float) -> tuple[Side, ...]:
    """Places close to a box, then on its shoulders, then closer still for shapes that do not fill their box."""
    shoulders = [
        (way * (wide + gap), share * tall, "left" if way > 0 else "right", "center")
        for gap in _NEAR_PT
        for share in (0.7, -0.7)
        for way in (-1, 1)
    ]
    inner = (0.5 * wide, 0.5 * tall)
    return *rings(*_NEAR_PT, half_pt=(wide, tall)), *shoulders, *rings(*_NEAR_PT, half_pt=inner)


def _nearest_is(boxes: Floats, *, owner: int, cells: Floats, owners: Ints) -> Bools:
    """Which boxes ``(P, 4)`` are no farther from a cell of ``owner`` than from any other cell."""
    far = 2.0 * (boxes[:, 2:] - boxes[:, :2]).max()
    near = ((cells >= boxes[:, :2].min(axis=0) - far) & (cells <= boxes[:, 2:].max(axis=0) + far)).all(axis=1)
    cells, own = cells[near], owners[near] == owner
    gap = np.maximum(np.maximum(boxes[:, None, :2] - cells, cells - boxes[:, None, 2:]), 0.0)
    away = np.hypot(gap[..., 0], gap[..., 1])
    others = away[:, ~own].min(axis=1, initial=np.inf)
    return np.asarray(away[:, own].min(axis=1, initial=np.inf) <= others)


def half_size_pt(frame: Frame, area: Area) -> tuple[float, float]:
    """Half width and height of an area's largest part on paper, or of the mark that stands for it."""
    box = area.largest
    low, high = frame.inches(box.west, box.south), frame.inches(box.east, box.north)
    wide, tall = np.maximum(36.0 * (high - low), _MARK_PT / 2.0).tolist()
    return wide, tall


def small_islands(frame: Frame, boxes: Floats, owners: Ints) -> Ints:
    """Which of the parts ``(P, 4)`` need a mark: too small to see, far from any larger or marked part, and not
    in the midst of many areas. ``owners`` ``(P,)`` tells whose each part is."""
    low, high = frame.inches(boxes[:, 0], boxes[:, 1]), frame.inches(boxes[:, 2], boxes[:, 3])
    size = (high - low).max(axis=1)
    marked: list[int] = []
    stands = size >= _SMALL_IN
    for part in np.argsort(-size, kind="stable"):
        if size[part] >= _SMALL_IN:
            continue
        middle = 0.5 * (low[part] + high[part])
        away = np.hypot(*np.maximum(np.maximum(low - middle, middle - high), 0.0).T)
        neighbours = len(set(owners[away < 2.0 * _APART_IN].tolist()))
        if neighbours <= _FEW_NEIGHBOURS and not (away[stands] < _APART_IN).any():
            stands[part] = True
            marked.append(int(part))
    return np.array(marked, np.int64)


def island_marks(frame: Frame, areas: Sequence[Area]) -> tuple[Floats, Ints]:
    """Places ``(M, 2)`` of the marks that stand for islands too small to see, and whose of ``areas`` they are."""
    if not areas:
        return np.empty((0, 2)), np.empty(0, np.int64)
    boxes = np.vstack([area.part_boxes for area in areas])
    owners = np.repeat(np.arange(len(areas)), [len(area.part_boxes) for area in areas])
    seen = frame.holds(boxes[:, 0], boxes[:, 1])
    boxes, owners = boxes[seen], owners[seen]
    marked = small_islands(frame, boxes, owners)
    return 0.5 * (boxes[marked, :2] + boxes[marked, 2:]), owners[marked]


def _mark_small_islands(ax: Axes, frame: Frame, areas: Sequence[Area], labels: Labels) -> None:
    if not areas:
        return
    centres, owners = island_marks(frame, areas)
    keep_marks_free(labels, frame, centres)
    colours = [areas[int(owner)].kind.colour for owner in owners]
    ax.scatter(
        centres[:, 0], centres[:, 1], s=_MARK_PT**2, c=colours, edgecolors=INK, linewidths=0.5, zorder=3.8
    )


def keep_marks_free(labels: Labels, frame: Frame, centres: Floats) -> None:
    """Labels stay off the marks at some places ``(M, 2)``."""
    half = 0.5 * _MARK_PT / 72.0 * frame.degrees_per_in
    labels.block(np.hstack([centres - half, centres + half]))


def keep_free(labels: Labels, areas: Sequence[Area]) -> None:
    """Labels stay off the outlines and off the middle of every part."""
    labels.block_cells(labels.cells(np.vstack([area.outline.vertices for area in areas if area.outline])))
    boxes = np.vstack([area.part_boxes for area in areas])
    centre, quarter = 0.5 * (boxes[:, :2] + boxes[:, 2:]), 0.25 * (boxes[:, 2:] - boxes[:, :2])
    labels.block(np.hstack([centre - quarter, centre + quarter]))


def _reaches(area: Area, frame: Frame) -> bool:
    if area.outline is None:
        return False
    box = area.bounds
    return (
        box.west <= frame.east
        and box.east >= frame.west
        and box.south <= frame.north
        and box.north >= frame.south
    )
