"""Lines for a terminal: measured in columns, cut to them."""

from hypothesis import given
from hypothesis import strategies as st

from sim.output.blocks import WIDTH, blocks_text, columns, cut


def test_east_asian_letters_take_two_columns_and_accents_none() -> None:
    assert [columns(text) for text in ("", "abc", "那覇市", "ｶﾅ", "e\N{COMBINING ACUTE ACCENT}")] == [
        0,
        3,
        6,
        2,
        1,
    ]


def test_a_line_that_fits_is_left_as_it_is() -> None:
    assert cut("x" * WIDTH) == "x" * WIDTH
    assert cut("市" * (WIDTH // 2)) == "市" * (WIDTH // 2)
    assert cut("市" * WIDTH) == "市" * (WIDTH // 2)
    assert cut("a" + "市" * WIDTH, 10) == "a市市市市"


@given(st.text(), st.integers(1, 80))
def test_no_line_is_wider_than_asked_for(line: str, width: int) -> None:
    found = cut(line, width)
    assert columns(found) <= width
    assert line.startswith(found)


def test_empty_blocks_leave_no_gap() -> None:
    assert blocks_text([["a  ", "b"], [], iter(["c"])]) == "a\nb\n\nc"
