"""Clock, lettering and labels."""

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from sim.output.figures.clock import Clock, after_launch, span
from sim.output.figures.labels import Labels, rings, sides
from sim.output.figures.lettering import printable, width_in, wrap

CLOCK = Clock.of({"launch_time": "2023-08-24T23:50:30+09:00", "timezone": "JST"})


def test_the_clock_reads_local_time_past_midnight() -> None:
    assert (CLOCK.at(0.0), CLOCK.at(569.6), CLOCK.minute(30.0)) == ("23:50:30", "00:00:00", "23:51")
    assert (CLOCK.date(), CLOCK.zone) == ("2023-08-24", "JST")


def test_ticks_lie_on_round_clock_times() -> None:
    assert CLOCK.ticks(0.0, 100.0, 30.0).tolist() == [0.0, 30.0, 60.0, 90.0]
    assert CLOCK.ticks(0.0, 100.0, 60.0).tolist() == [30.0, 90.0]
    assert CLOCK.ticks(1.0, 2.0, 60.0).tolist() == []


@pytest.mark.parametrize(("t_s", "text"), [(305.871, "5 min 06 s"), (12.1, "12 s"), (-61.0, "-1 min 01 s")])
def test_spans_are_whole_seconds(t_s: float, text: str) -> None:
    assert span(t_s) == text


@pytest.mark.parametrize(("t_s", "text"), [(0.0, "T+0:00"), (204.0, "T+3:24"), (-61.0, "T-1:01")])
def test_times_after_launch(t_s: float, text: str) -> None:
    assert after_launch(t_s) == text


def test_lines_fit_and_lose_no_word() -> None:
    text = "Municipal areas: Japan Meteorological Agency website, repaired, dissolved and re-coded " * 3
    lines = wrap(text, 4.0, 8.0)
    assert " ".join(lines) == text.strip()
    assert max(width_in(line, 8.0) for line in lines) <= 4.0
    assert len(lines) > 3


def test_cut_lines_end_in_an_ellipsis_and_still_fit() -> None:
    lines = wrap("word " * 100, 2.0, 8.0, lines=2)
    assert len(lines) == 2
    assert lines[1].endswith("…")
    assert width_in(lines[1], 8.0) <= 2.0


def test_words_longer_than_a_line_are_broken() -> None:
    lines = wrap("https://example.org/" + "x" * 300, 3.0, 7.5)
    assert "".join(lines) == "https://example.org/" + "x" * 300
    assert max(width_in(line, 7.5) for line in lines) <= 3.0
    assert wrap("   ", 3.0, 7.5) == []


@pytest.mark.parametrize(("size_pt", "weight"), [(7.5, "normal"), (9.0, "bold"), (15.0, "bold")])
def test_the_width_is_that_of_the_drawn_text(size_pt: float, weight: str) -> None:
    figure = Figure(dpi=150)
    canvas = FigureCanvasAgg(figure)
    text = "24 August 2023: a satellite launcher passes over Okinawa, JAWAY WAVES"
    drawn = figure.text(0.0, 0.0, text, size=size_pt, weight=weight).get_window_extent(canvas.get_renderer())
    assert width_in(text, size_pt, weight) == pytest.approx(drawn.width / 150.0, rel=0.03)


def test_what_no_font_can_draw_is_replaced() -> None:
    assert printable("Naha\tCity\n ") == "Naha City"
    assert printable("Zürich °±…") == "Zürich °±…"
    assert printable("\U000f1234") == "\N{WHITE SQUARE}"


def crowd(count: int) -> tuple[Labels, list[object]]:
    figure = Figure(figsize=(2.0, 2.0), dpi=100)
    FigureCanvasAgg(figure)
    ax = figure.add_axes((0.0, 0.0, 1.0, 1.0))
    labels = Labels(ax)
    rng = np.random.default_rng(1)
    return labels, [labels.put(*rng.random(2), f"label {k}", rings(4.0, 9.0), size=8) for k in range(count)]


def test_labels_keep_apart_and_inside() -> None:
    _, put = crowd(60)
    found = [artist.get_window_extent() for artist in put if artist is not None]  # type: ignore[attr-defined]
    assert 5 < len(found) < 60
    assert not any(a.overlaps(b) for k, a in enumerate(found) for b in found[:k])
    assert all(box.x0 >= 0.0 and box.x1 <= 200.0 and box.y0 >= 0.0 and box.y1 <= 200.0 for box in found)


def test_a_blocked_place_is_not_taken() -> None:
    labels, _ = crowd(0)
    labels.block(np.array([[0.0, 0.0, 1.0, 1.0]]))
    assert labels.put(0.5, 0.5, "nowhere", sides(5.0), size=8) is None


def test_a_refused_place_is_not_taken() -> None:
    labels, _ = crowd(0)
    places = sides(5.0)
    first = labels.put(0.5, 0.5, "here", places, size=8, allow=lambda boxes: boxes[:, 0] < 100.0)
    assert first is not None
    assert first.get_ha() == "right"
