"""What the picture of latencies shows and leaves out."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text

from sim.output.figures.latency import (
    Curve,
    LatencySheet,
    Limit,
    Stack,
    draw_latency,
    latency_figure,
)
from sim.output.figures.style import WATERMARK_ID
from sim.results.legs import Leg

T_S = np.array([1.0, 10.0, 100.0, 3600.0])
NETWORK = Leg("network", "t6", "t7", "cell_broadcast", "areas", 100, 0.0, 2.0, 3.5, 3.8, 4.5)
ACTING = Leg("acting", "t5", "t10", "all channels", "people", 100, 0.9, None, None, None, None)
ALERT = Leg("first alert", "t5", "t8", "all channels", "people", 100, 0.3, 34.0, None, None, None)
SHEET = LatencySheet(
    mark="SIMULATION - exercise only, not a real alert",
    title="A morning",
    lines=("Simulated latency",),
    stacks=(
        Stack("t0-t8 launch to first alert", "p50", (("t3-t4 decision", 90.0), ("t7-t8 noticing", 10.0))),
        Stack("t0-t8 launch to first alert", "p95", (("t3-t4 decision", 100.0), ("t7-t8 noticing", 400.0))),
    ),
    legs=(("Sending", (NETWORK,)), ("People", (ALERT, ACTING))),
    limits={("network", "cell_broadcast"): Limit(4.0, "required: 4 s")},
    panels=(
        ("On air", (Curve("cell_broadcast", T_S, np.array([0.0, 1.0, 1.0, 1.0])),)),
        (
            "Noticed",
            (
                Curve("cell_broadcast", T_S, np.array([0.0, 0.3, 0.4, 0.48])),
                Curve("loudspeakers", T_S, np.array([0.0, 0.1, 0.48, 0.48])),
                Curve("all channels", T_S, np.array([0.0, 0.4, 0.6, 0.66]), total=True),
            ),
        ),
    ),
    sources=("A source.",),
)


def words(figure: Figure) -> list[str]:
    return [text.get_text() for text in figure.findobj(Text) if text.get_text()]


def test_it_says_simulation_on_top_and_behind_every_part() -> None:
    figure = latency_figure(SHEET)
    assert SHEET.mark in words(figure)
    marks = [text for text in figure.findobj(Text) if text.get_gid() == WATERMARK_ID]
    assert len(marks) == 4


def test_the_longest_leg_of_a_stack_is_bold() -> None:
    bold = {t.get_text() for t in latency_figure(SHEET).findobj(Text) if t.get_fontweight() == "bold"}
    assert {"90%", "80%"} <= bold
    assert "20%" not in bold


def test_what_most_never_reach_says_so_instead_of_a_bar() -> None:
    found = words(latency_figure(SHEET))
    assert found.count("fewer than half ever get there") == 1
    assert "90.0%" in found


def test_the_requirement_stands_at_its_leg_only() -> None:
    found = words(latency_figure(SHEET))
    assert [word for word in found if "required" in word] == ["required: 4 s"]
    without = words(latency_figure(replace(SHEET, limits={})))
    assert not [word for word in without if "required" in word]


def test_plateaus_are_named_with_the_share_they_reach_and_do_not_overlap() -> None:
    figure = latency_figure(SHEET)
    labels = ["66% all channels", "48% cell broadcast", "48% loudspeakers"]
    texts = [text for text in figure.findobj(Text) if text.get_text() in labels]
    assert sorted(text.get_text() for text in texts) == sorted(labels)
    figure.canvas.draw()
    boxes = sorted((text.get_window_extent() for text in texts), key=lambda box: float(box.y0))
    assert all(lower.y1 <= upper.y0 + 0.5 for lower, upper in pairwise(boxes))
    assert boxes[-1].x1 <= figure.bbox.width


@pytest.mark.parametrize("gone", ["stacks", "legs", "panels"])
def test_what_is_not_there_leaves_no_gap(gone: str) -> None:
    less = latency_figure(replace(SHEET, **{gone: ()}))
    assert less.get_figheight() < latency_figure(SHEET).get_figheight()
    assert len(less.axes) < len(latency_figure(SHEET).axes)


def test_equal_sheets_give_equal_bytes(tmp_path: Path) -> None:
    one, two = (draw_latency(SHEET, tmp_path / name).read_bytes() for name in ("one.png", "two.png"))
    assert one == two
    assert one.startswith(b"\x89PNG")
