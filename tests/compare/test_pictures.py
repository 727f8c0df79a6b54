"""Pictures and table of every kind of comparison: no overlap, marked, legible, no wider than a terminal."""

import warnings
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from PIL import Image

from sim.compare.together import PolicyComparison
from sim.output.comparetext import comparison_text, shown
from sim.output.figures.differences import LESS, MORE, SAME, differences_figure
from sim.output.figures.palette import ALARM, SEA
from sim.output.figures.style import save
from sim.output.figures.tradeoff import Look, tradeoff_figure
from sim.results.result import MARK
from tests.compare.policies import made
from tests.output.figures.test_drawing import overlapping, texts, words
from tests.output.figures.test_palette import VISION, least_distance

NOTHING = np.full(20, np.nan)
SPOT = {key: np.full(20, 0.5) for key in ("short_lead_share", "short_notice_share")}
SPOT |= {"needless_person_min": np.full(20, 1e6)}
CASES: dict[str, Callable[[], PolicyComparison]] = {
    "two": lambda: made(2),
    "eight": lambda: made(8),
    "a dozen": lambda: made(12, runs=5),
    "all on one spot": lambda: made(8, **{f"values_{k}": SPOT for k in range(8)}),
    "one undefined": lambda: made(3, values_1={"lead_s": NOTHING, "short_lead_share": NOTHING}),
    "without people": lambda: made(3, **{f"values_{k}": {"short_notice_share": NOTHING} for k in range(3)}),
    "nothing defined": lambda: made(2, **{f"values_{k}": {"needless_person_min": NOTHING} for k in range(2)}),
    "long names": lambda: made(
        4,
        names=[
            "x" * 80,
            "okinawa-2023-08-24-the-corridor-of-the-announced-track",
            "a",
            "沖縄本島と宮古島" * 5,
        ],
    ),
    "remarks": lambda: made(2, remarks=("Not the flight of policy-1: policy-2. " * 4,)),
}


MAPS = ("two", "eight", "long names", "remarks")
DRAWN = [*((tradeoff_figure, case) for case in CASES), *((differences_figure, case) for case in MAPS)]


@pytest.mark.parametrize(("draw", "case"), DRAWN)
def test_every_comparison_is_drawn_without_a_warning_or_an_overlap(
    draw: Callable[[PolicyComparison], Figure], case: str, tmp_path: Path
) -> None:
    result = CASES[case]()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        figure = draw(result)
        path = save(figure, tmp_path / "picture.png")
    with Image.open(path) as picture:
        assert picture.width == 1500
    assert overlapping(figure) == []
    width, height = figure.canvas.get_width_height()
    boxes = [box for _, box in texts(figure)]
    outside = [box for box in boxes if box.x0 < 0.0 or box.y0 < 0.0 or box.x1 > width or box.y1 > height]
    assert outside == []
    assert min(artist.get_fontsize() for artist, _ in texts(figure)) >= 7.5
    said = words(figure)
    assert MARK in said
    assert "SIMULATION" in said.replace(MARK, "")
    assert result.layer.credit.split(",")[0] in said.replace("\n", " ")


@pytest.mark.parametrize("case", CASES)
def test_the_table_fits_a_terminal(case: str) -> None:
    result = CASES[case]()
    lines = comparison_text(result).splitlines()
    assert max(map(len, lines)) <= 80
    assert MARK in lines[1]
    for policy in result.policies:
        assert sum(f"{line} ".startswith(f"{policy.name} "[:80]) for line in lines) == 2


def test_every_policy_looks_different_and_is_numbered_in_both_panels() -> None:
    looks = [Look.of(k) for k in range(24)]
    assert len({(look.colour, look.marker) for look in looks}) == 24
    said = numbers(tradeoff_figure(made(5)))
    assert sorted(said) == sorted(3 * [str(look.number) for look in looks[:5]])


def test_no_policy_goes_unnumbered_where_all_lie_on_one_spot() -> None:
    said = numbers(tradeoff_figure(CASES["all on one spot"]()))
    assert sorted(said) == sorted(3 * [str(number) for number in range(1, 9)])


def numbers(figure: Figure) -> list[str]:
    """What is written in bold digits: in two panels and the table below."""
    bold = [artist.get_text() for artist, _ in texts(figure) if artist.get_fontweight() == "bold"]
    return [text for text in bold if text.isdigit()]


@pytest.mark.parametrize("vision", VISION)
def test_less_more_and_overflown_stay_apart(vision: str) -> None:
    assert least_distance([LESS, SAME, MORE, ALARM], VISION[vision]) > 20.0
    assert least_distance([LESS, MORE, SEA], VISION[vision]) > 20.0


def test_the_middle_of_the_scale_is_no_difference() -> None:
    from sim.output.figures.differences import _COLOURS

    assert [to_hex(_COLOURS(x)).upper() for x in (0.0, 0.5, 1.0)] == [LESS, SAME, MORE]


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (None, "s", "-"),
        (328.4, "s", "5:28"),
        (-0.2, "s", "0:00"),
        (-61.0, "s", "-1:01"),
        (0.3866, "share", "38.7 %"),
        (0.95, "ratio", "0.950"),
        (1_467_480.0, "people", "1.47 M"),
        (60_123.0, "people", "60.1 k"),
        (999_990.0, "people", "1 M"),
        (41.0, "areas", "41"),
        (4.25, "areas", "4.2"),
    ],
)
def test_figures_in_a_few_characters(value: float | None, unit: str, text: str) -> None:
    assert shown(value, unit) == text
    if value:
        assert shown(abs(value), unit, sign=True).startswith("+")


def test_the_table_says_what_is_equal_and_what_is_not_defined() -> None:
    same = {"values_0": SPOT, "values_1": SPOT | {"lead_s": NOTHING}}
    lines = comparison_text(made(2, **same)).splitlines()
    first = next(line for line in lines if line.startswith("policy-2"))
    assert first.split()[-5] == "-"
    assert lines[lines.index(first) + 1].split()[-2:] == ["=", "="]


@pytest.mark.parametrize("name", ["tradeoff.png", "differences.png"])
def test_the_pictures_in_the_documents_are_small_enough_to_ship(name: str) -> None:
    path = Path(__file__).parents[2] / "docs" / "images" / name
    assert path.stat().st_size < 400_000
    with Image.open(path) as picture:
        assert (picture.format, picture.width) == ("PNG", 1500)
