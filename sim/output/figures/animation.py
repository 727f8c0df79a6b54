"""The map of a run, playing. The background is drawn once; a frame redraws only what moves."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import PathCollection
from matplotlib.figure import Figure
from matplotlib.patches import Patch, Polygon, Rectangle
from numpy.typing import NDArray

from sim.geo.footprints import circle
from sim.output.figures.basemap import draw_basemap, draw_scale
from sim.output.figures.clock import Clock, after_launch
from sim.output.figures.extent import concern, track_bounds
from sim.output.figures.frame import Bounds, Frame, frame_around
from sim.output.figures.key import GATE
from sim.output.figures.labels import Labels
from sim.output.figures.lettering import families, printable, wrap, write
from sim.output.figures.palette import END_MARKERS, INK, PAPER, QUIET_INK
from sim.output.figures.people import areas_within, island_marks, keep_free, keep_marks_free, name_areas
from sim.output.figures.scene import Area, Flown, Scene, read_scene
from sim.output.figures.sheet_text import made_by
from sim.output.figures.story import Story
from sim.output.figures.style import TEXT_PT, watermark
from sim.output.figures.words import Language
from sim.output.looks import HAZARD, SPELLS
from sim.output.view import RunView
from sim.units import Seconds

WIDE_IN, HIGH_IN = 10.0, 5.625
_STRIP_IN = 0.3
_MAP = (0.45, 0.82, 6.35, 3.9)
_WHOLE = (8.75, 2.62, 1.1, 2.1)
_SIDE_IN, _SIDE_WIDE_IN = 7.0, 2.85
_MESSAGE_DOWN_IN = 5.0
_NAMES = 12


@dataclass(eq=False)
class Stage:
    """A drawn background and the artists that change; ``picture`` gives the pixels of any moment."""

    figure: Figure
    story: Story
    clock: Clock
    areas: list[Area]
    shapes: PathCollection
    marks: PathCollection
    owners: list[int]
    above: Sequence[Artist]
    movers: list["Mover"]
    texts: dict[str, Any]
    _ground: Any = field(default=None, repr=False)
    _painted: Any = field(default=None, repr=False)
    _chapter: int = -1

    def picture(self, t_s: Seconds) -> NDArray[np.uint8]:
        """The frame at ``t_s`` seconds after launch, ``(H, W, 3)``."""
        canvas: Any = self.figure.canvas
        if self._ground is None:
            canvas.draw()
            self._ground = canvas.copy_from_bbox(self.figure.bbox)
        chapter = self.story.chapter(t_s)
        if chapter != self._chapter:
            canvas.restore_region(self._ground)
            self._paint(t_s)
            self._painted, self._chapter = canvas.copy_from_bbox(self.figure.bbox), chapter
        canvas.restore_region(self._painted)
        for mover in self.movers:
            mover.show(t_s)
        self._say(t_s)
        pixels: NDArray[np.uint8] = np.asarray(canvas.buffer_rgba())[..., :3].copy()
        return pixels

    def _paint(self, t_s: Seconds) -> None:
        under = self.story.overflown(t_s)
        codes = [area.row["area_code"] for area in self.areas]
        colours = [SPELLS[self.story.state(code, t_s)].colour for code in codes]
        edges = [HAZARD.colour if code in under else INK for code in codes]
        self.shapes.set(facecolor=colours, edgecolor=edges)
        self.shapes.set_linewidth([2.2 if code in under else 0.4 for code in codes])
        self.marks.set(facecolor=[colours[k] for k in self.owners], edgecolor=[edges[k] for k in self.owners])
        for artist in (self.shapes, self.marks, *self.above):
            _draw(artist)

    def _say(self, t_s: Seconds) -> None:
        say = self.clock.say
        areas, people = self.story.under_warning(t_s)
        shares = self.story.shares(t_s) or {}
        told = {
            "clock": f"{self.clock.at(t_s)} {self.clock.zone}",
            "since": after_launch(t_s),
            "areas": f"{areas:,} / {len(self.story.spells):,}",
            "people": say("unknown") if people is None else f"{people:,}",
            "footprint": self._footprint(t_s),
            **{name: f"{share:.0%}" for name, share in shares.items()},
        }
        message = self.story.last_message(t_s)
        if message is None:
            told["message"] = say("No message has gone out yet.")
        else:
            text = message.text_ja if say.language == "ja" else message.text_en
            lines = wrap(f"{self.clock.at(message.t_s)}  {text}", WIDE_IN - 0.9, TEXT_PT, lines=2)
            told["message"] = "\n".join(lines)
        for name, artist in self.texts.items():
            artist.set_text("\n".join(printable(line) for line in told.get(name, "-").split("\n")))
            _draw(artist)

    def _footprint(self, t_s: Seconds) -> str:
        say, over = self.clock.say, self.story.overflown(t_s)
        if over:
            return say("over {n:,} area{s}", n=len(over), s="s" * (len(over) != 1))
        arrival_s = self.story.next_arrival_s(t_s)
        if arrival_s is not None:
            return say("in {span}", span=say.span(arrival_s - t_s))
        return say("gone") if self.story.visits else say("over no area")


@dataclass(eq=False)
class Mover:
    """One object on one map: the way it has come, its footprint, and where it is or ended."""

    flown: Flown
    trail: Any
    footprint: Polygon | None
    head: Any

    def show(self, t_s: Seconds) -> None:
        """Draw it as it is at a moment; nothing before it exists."""
        one = self.flown
        if t_s < one.t_s[0]:
            return
        now_s = min(t_s, float(one.t_s[-1]))
        flown = one.t_s <= now_s
        lon, lat = (float(x) for x in one.place(now_s))
        self.trail.set_data([*one.lon[flown], lon], [*one.lat[flown], lat])
        ended = t_s > one.t_s[-1]
        if self.footprint is not None and not ended:
            ring_lat, ring_lon = circle(lat, lon, 1000.0 * one.radius_km)
            self.footprint.set_xy(np.column_stack([ring_lon, ring_lat]))
            _draw(self.footprint)
        _draw(self.trail)
        self.head.set_data([lon], [lat])
        self.head.set_marker(END_MARKERS.get(one.end, "o") if ended else "o")
        _draw(self.head)


def open_stage(view: RunView, language: Language = "en", width_px: int = 1280) -> Stage:
    """Lay everything out for a run, ``width_px`` by nine sixteenths of it."""
    clock, story = Clock.of(view.summary, language), Story.of(view)
    scene = read_scene(view, clock.say)
    if view.log.first("launch") is None:
        scene = replace(scene, flown=[])  # a false alarm: what was planned did not fly
    figure = Figure(figsize=(WIDE_IN, HIGH_IN), dpi=width_px / WIDE_IN, facecolor=PAPER)
    FigureCanvasAgg(figure)
    _head(figure, view, clock)
    main, frame = _map(figure, scene)
    labels = Labels(main)
    draw_scale(main, frame, labels, clock.say)
    for one in scene.flown:
        labels.block_line(one.lon, one.lat)
    areas = areas_within(frame, scene.areas)
    shapes, marks, owners = _areas(main, frame, areas)
    if areas:
        keep_free(labels, areas)
    keep_marks_free(labels, frame, island_marks(frame, areas)[0])
    before = len(main.texts)
    name_areas(labels, frame, sorted(areas, key=scene.rank), limit=_NAMES)
    names = list(main.texts[before:])
    for name in names:
        name.set_animated(True)
    movers = [_mover(main, one, 1.0) for one in scene.flown]
    movers += _whole_flight(figure, scene, clock)
    _legend(figure, story, clock)
    return Stage(
        figure, story, clock, areas, shapes, marks, owners, names, movers, _texts(figure, story, clock)
    )


def _head(figure: Figure, view: RunView, clock: Clock) -> None:
    say, summary = clock.say, view.summary
    share = _STRIP_IN / HIGH_IN
    strip = Rectangle((0.0, 1.0 - share), 1.0, share, transform=figure.transFigure, color=INK, linewidth=0)
    figure.add_artist(strip)
    style: dict[str, Any] = {"size": 11.0, "weight": "bold", "color": PAPER, "ha": "center", "va": "center"}
    write(figure, 0.5, 1.0 - share / 2.0, say(summary["mark"]), **style)
    (title,) = wrap(say.title(summary), WIDE_IN - 0.6, 12.0, weight="bold", lines=1) or [""]
    _text(figure, 0.3, 0.4, title, size=12.0, weight="bold", color=INK)
    credit = f"{summary['credit']} {made_by(view)}"
    for number, line in enumerate(wrap(credit, WIDE_IN - 0.6, 6.0, lines=2)):
        _text(figure, 0.3, 5.41 + 0.095 * number, line, size=6.0, color=QUIET_INK)


def _map(figure: Figure, scene: Scene) -> tuple[Axes, Frame]:
    ax = _axes(figure, *_MAP)
    frame = frame_around(concern(scene), *_MAP[2:])
    draw_basemap(ax, frame, lines=8)
    watermark(ax, 40.0, at=(0.5, 0.1))
    for _, lon, lat in scene.gates:
        ax.plot(lon, lat, zorder=1.9, **GATE)
    return ax, frame


def _areas(ax: Axes, frame: Frame, areas: list[Area]) -> tuple[PathCollection, PathCollection, list[int]]:
    outlines = [area.outline for area in areas if area.outline is not None]
    shapes = PathCollection(outlines, zorder=4, animated=True)
    ax.add_collection(shapes, autolim=False)
    centres, owners = island_marks(frame, areas)
    marks = ax.scatter(centres[:, 0], centres[:, 1], s=30.0, linewidths=0.5, zorder=3.8, animated=True)
    return shapes, marks, owners.tolist()


def _mover(ax: Axes, one: Flown, scale: float) -> Mover:
    (trail,) = ax.plot([], [], color=one.colour, linewidth=2.0 * scale, zorder=5, animated=True)
    style: dict[str, Any] = {"markerfacecolor": one.colour, "markeredgecolor": PAPER, "animated": True}
    (head,) = ax.plot([], [], marker="o", markersize=8.0 * scale, markeredgewidth=0.8, zorder=6, **style)
    footprint = None
    if one.radius_km > 0.0:
        look: dict[str, Any] = {
            "facecolor": one.colour,
            "edgecolor": one.colour,
            "alpha": 0.3,
            "linewidth": 1.2,
        }
        footprint = Polygon(np.zeros((3, 2)), closed=True, zorder=4.5, animated=True, **look)
        ax.add_artist(footprint)
    return Mover(one, trail, footprint, head)


def _whole_flight(figure: Figure, scene: Scene, clock: Clock) -> list[Mover]:
    if not scene.flown:
        return []
    bounds: Bounds = concern(scene)
    for one in scene.flown:
        bounds = bounds.joined(track_bounds(one.lon, one.lat))
    ax = _axes(figure, *_WHOLE)
    draw_basemap(ax, frame_around(bounds, *_WHOLE[2:], margin=0.04), lines=2)
    ax.set_xticks([])
    ax.set_yticks([])
    for one in scene.flown:
        ax.plot(one.lon, one.lat, color=one.colour, linewidth=0.8, alpha=0.4, zorder=4)
    _text(figure, _WHOLE[0], _WHOLE[1] - 0.17, clock.say("Whole flight"), size=7.5, color=INK)
    return [_mover(ax, one, 0.6) for one in scene.flown]


_ROWS = (
    ("areas", "Areas under warning"),
    ("people", "People living there"),
    ("footprint", "Footprint"),
    ("noticed", "Noticed so far"),
    ("sheltered", "Sheltered so far"),
    ("released", "Let go"),
)


def _texts(figure: Figure, story: Story, clock: Clock) -> dict[str, Any]:
    rows = _ROWS if story.shares(0.0) is not None else _ROWS[:3]
    bold: dict[str, Any] = {"weight": "bold", "color": INK, "animated": True}
    found = {
        "clock": _text(figure, _SIDE_IN, 0.78, "", size=17.0, **bold),
        "since": _text(figure, _SIDE_IN + _SIDE_WIDE_IN, 0.85, "", size=13.0, ha="right", **bold),
        "message": _text(figure, 0.45, _MESSAGE_DOWN_IN + 0.03, "", size=TEXT_PT, color=INK, animated=True),
    }
    for number, (key, title) in enumerate(rows):
        down_in = 1.24 + 0.2 * number
        _text(figure, _SIDE_IN, down_in, clock.say(title), size=TEXT_PT, color=QUIET_INK)
        place = _SIDE_IN + _SIDE_WIDE_IN
        found[key] = _text(figure, place, down_in, "", size=TEXT_PT, ha="right", **bold)
    return found


def _legend(figure: Figure, story: Story, clock: Clock) -> None:
    states = {one.state for own in story.spells.values() for one in own}
    # Both wear one colour: whoever is never warned is not warned yet either.
    said = {look.colour: look.words for state, look in SPELLS.items() if state in states}
    if {"before", "never"} <= states:
        said[SPELLS["never"].colour] = "no warning"
    handles = [Patch(facecolor=colour, edgecolor=INK, linewidth=0.4) for colour in said]
    words = [clock.say(text) for text in said.values()]
    if story.visits:
        handles.append(Patch(facecolor="none", edgecolor=HAZARD.colour, linewidth=2.0))
        words.append(clock.say(HAZARD.words))
    legend = figure.legend(
        handles,
        ["\n".join(wrap(word, 1.35, 7.5)) for word in words],
        loc="upper left",
        bbox_to_anchor=(_SIDE_IN / WIDE_IN, 1.0 - 2.58 / HIGH_IN),
        borderaxespad=0.0,
        borderpad=0.0,
        labelspacing=0.5,
        handlelength=1.4,
        frameon=False,
        prop={"family": list(families()), "size": 7.5},
    )
    for text in legend.get_texts():
        text.set_parse_math(False)
        text.set_color(INK)


def _axes(figure: Figure, left_in: float, down_in: float, wide_in: float, high_in: float) -> Axes:
    lower = 1.0 - (down_in + high_in) / HIGH_IN
    return figure.add_axes((left_in / WIDE_IN, lower, wide_in / WIDE_IN, high_in / HIGH_IN))


def _text(
    figure: Figure, left_in: float, down_in: float, text: str, *, ha: str = "left", **style: Any
) -> Any:
    return write(figure, left_in / WIDE_IN, 1.0 - down_in / HIGH_IN, text, va="top", ha=ha, **style)


def _draw(artist: Artist) -> None:
    figure: Any = artist.get_figure(root=True)
    artist.draw(figure.canvas.get_renderer())
