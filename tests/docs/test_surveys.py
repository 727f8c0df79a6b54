"""The table of surveys says what the model gives today."""

from tests.docs.surveys import DOCUMENT, FIGURES, document, modelled


def test_the_document_is_up_to_date() -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == document()


def test_what_was_an_input_comes_out() -> None:
    inputs = [figure for figure in FIGURES if figure.role == "input"]
    assert inputs
    for figure in inputs:
        assert figure.low - 0.03 <= modelled(figure) <= figure.high + 0.03, figure.what
