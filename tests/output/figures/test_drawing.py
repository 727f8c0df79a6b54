"""The pictures of every kind of run: drawn without a warning, marked, sourced, legible, the same every time."""

import itertools
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox
from PIL import Image

import sim.output.figures
from sim.output.figures.footprint import draw_footprint, footprint_figure
from sim.output.figures.lead import lead_figure
from sim.output.figures.palette import ALARM, MISSED
from sim.output.figures.style import WATERMARK_ID, save
from sim.output.figures.timeline import draw_timeline, timeline_figure
from sim.output.figures.words import LANGUAGES, Language
from sim.output.view import RunView, open_run
from sim.output.write import write_run
from sim.results.result import run
from sim.scenario import load_scenario
from sim.shipped import shipped_folder
from tests.output.figures.views import CASES, Made, made_view

ROOT = Path(__file__).parents[3]
Draw = Callable[..., Figure]
EACH = pytest.mark.parametrize("draw", [footprint_figure, timeline_figure, lead_figure])


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> RunView:
    folder = tmp_path_factory.mktemp("shipped") / "run"
    scenario = load_scenario(shipped_folder("scenarios") / "okinawa-2023-08-24.yaml")
    return open_run(write_run(run(scenario), folder, pictures=False))


def texts(figure: Figure) -> Iterator[tuple[Text, Bbox]]:
    """All texts that can be read, with their boxes in pixels; the watermark is scenery."""
    canvas = FigureCanvasAgg(figure)
    figure.draw_without_rendering()
    for artist in figure.findobj(Text):
        if artist.get_visible() and artist.get_text().strip() and artist.get_gid() != WATERMARK_ID:
            box = artist.get_window_extent(canvas.get_renderer())
            if box.width > 0.0:
                yield artist, box


def words(figure: Figure) -> str:
    return "\n".join(artist.get_text() for artist in figure.findobj(Text))


def overlapping(figure: Figure) -> list[tuple[str, str]]:
    found = [(artist.get_text(), box) for artist, box in texts(figure)]
    return [(a, b) for (a, one), (b, other) in itertools.combinations(found, 2) if one.overlaps(other)]


@pytest.mark.parametrize("case", CASES)
@EACH
def test_every_kind_of_run_is_drawn_without_a_warning_or_an_overlap(
    case: str, draw: Draw, tmp_path: Path
) -> None:
    view = made_view(CASES[case])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        figure = draw(view)
        path = save(figure, tmp_path / "picture.png")
    with Image.open(path) as picture:
        assert picture.width == 1500
        assert 1200 < picture.height < 2400
    assert overlapping(figure) == []
    said = words(figure)
    assert view.summary["mark"] in said
    assert "SIMULATION" in said.replace(view.summary["mark"], "")
    assert "Credit of the made-up areas." in said
    for announced in view.summary["announced"]:
        assert draw is not timeline_figure or announced["source"] in said


@pytest.mark.parametrize("language", LANGUAGES)
@EACH
def test_the_shipped_run_can_be_read(draw: Draw, language: Language, shipped: RunView) -> None:
    figure = draw(shipped, language)
    assert overlapping(figure) == []
    width, height = figure.canvas.get_width_height()
    outside = [
        artist.get_text()
        for artist, box in texts(figure)
        if box.x0 < 0.0 or box.y0 < 0.0 or box.x1 > width or box.y1 > height
    ]
    assert outside == []
    assert min(artist.get_fontsize() for artist, _ in texts(figure)) >= 7.5


def test_an_overlap_would_be_seen() -> None:
    figure = Figure()
    figure.text(0.5, 0.5, "one")
    figure.text(0.51, 0.5, "other")
    assert overlapping(figure) == [("one", "other")]


def test_the_map_says_who_was_near_and_warned(shipped: RunView) -> None:
    said = words(footprint_figure(shipped))
    near = min((area["properties"] for area in shipped.areas), key=lambda row: row["closest_m"])
    assert f"{near['closest_m'] / 1000.0:.0f} km from {near['area_name']}" in said
    for name in ("Kumejima Town", "Leading vehicle", "Spent second stage"):
        assert name in said
    assert f"warned, footprint never arrives: {shipped.summary['metrics']['areas_needless']}" in said
    assert shipped.summary["credit"].split(",")[0] in said
    assert "(assumption)" in said


def test_an_area_overflown_unwarned_screams(tmp_path: Path) -> None:
    def alarm(made: Made) -> int:
        with Image.open(draw_footprint(made_view(made), tmp_path / "map.png")) as picture:
            pixels = np.asarray(picture.convert("RGB"), int)
        wanted = np.array([int(ALARM[k : k + 2], 16) for k in (1, 3, 5)])
        return int((np.abs(pixels - wanted).max(axis=2) < 12).sum())

    calm, unwarned = alarm(Made()), alarm(Made(warned="none", ends=None))
    assert MISSED.colour == ALARM
    assert unwarned > 10 * calm > 0


@pytest.mark.parametrize("draw", [draw_footprint, draw_timeline])
def test_equal_runs_give_equal_bytes_even_drawn_at_once(
    draw: Callable[[RunView, Path], Path], tmp_path: Path
) -> None:
    with ThreadPoolExecutor(2) as pool:
        paths = [*pool.map(draw, [made_view(Made())] * 2, [tmp_path / "a.png", tmp_path / "b.png"])]
    alone = draw(made_view(Made()), tmp_path / "c.png").read_bytes()
    assert [path.read_bytes() for path in paths] == [alone, alone]
    assert b"Software" not in alone
    assert b"tIME" not in alone


def test_no_global_state_of_matplotlib_is_touched() -> None:
    folder = Path(next(iter(sim.output.figures.__path__)))
    sources = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.py")}
    assert sources
    for name, source in sources.items():
        assert "pyplot" not in source, name
        assert "rcParams" not in source, name


@pytest.mark.parametrize("name", ["footprint.png", "timeline.png"])
def test_the_pictures_in_the_documents_are_small_enough_to_ship(name: str) -> None:
    path = ROOT / "docs" / "images" / name
    assert path.stat().st_size < 400_000
    with Image.open(path) as picture:
        assert (picture.format, picture.width) == ("PNG", 1500)
