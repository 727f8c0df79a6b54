"""The page says what the record gives today; the long run itself is repeated by ``python -m tests.hindcast.page``."""

import re

from sim.hindcast import documented_files
from sim.scenario import load_scenario
from tests.hindcast.page import DOCUMENT, PICTURE, between_marks, estimates_table

TEXT = DOCUMENT.read_text(encoding="utf-8")


def test_the_estimates_on_the_page_are_those_of_the_record() -> None:
    assert between_marks(TEXT, "estimates") == estimates_table()


def test_the_table_on_the_page_has_every_announced_time_that_counts() -> None:
    table = between_marks(TEXT, "table")
    for file in documented_files():
        spec = load_scenario(file).spec
        block = table.split(f"\n{spec.title}\n")[1].split("\n\n")[0]
        announced = [
            one for one in spec.announced if one.role != "input" or one.milestone in ("issued", "lift_issued")
        ]
        wanted = [f"{one.time:%H:%M}" for one in announced if one.milestone != "launch"]
        assert re.findall(r" (\d\d:\d\d)  ", block) == wanted


def test_the_misses_are_named_in_words() -> None:
    """Every launch with an outside verdict is spoken of under the heading of what the model cannot explain."""
    words = TEXT.split("## What the model cannot explain")[1].split("\n## ")[0]
    for block in between_marks(TEXT, "table").split("\n\n"):
        if "outside" in block and re.match(r"\d+ \w+ \d{4}:", block):
            title = block.split(":")[0]
            assert title in words, title


def test_the_picture_is_there() -> None:
    assert PICTURE.stat().st_size < 400_000
    assert f"images/{PICTURE.name}" in TEXT
