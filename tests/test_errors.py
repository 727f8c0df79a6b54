"""What users read when an input is wrong."""

import pytest

from sim.errors import InputError, Problem, WorkError


@pytest.mark.parametrize(
    ("problem", "text"),
    [
        (
            Problem("a.yaml", 3, 7, "seed", "must be whole (was 1.5)"),
            "a.yaml:3:7: seed: must be whole (was 1.5)",
        ),
        (Problem("a.yaml", 3, None, "", "is empty"), "a.yaml:3: is empty"),
        (Problem("--set", None, None, "seed", "no"), "--set: seed: no"),
    ],
)
def test_a_problem_reads_as_the_contract_says(problem: Problem, text: str) -> None:
    assert str(problem) == text


def test_an_input_error_is_one_problem_a_line() -> None:
    error = InputError([Problem("a", 1, 1, "x", "bad"), Problem("a", 2, 1, "y", "worse")])
    assert str(error) == "a:1:1: x: bad\na:2:1: y: worse"
    assert (error.exit_code, WorkError("w").exit_code) == (2, 1)


def test_an_input_error_without_a_problem_is_ours() -> None:
    with pytest.raises(ValueError, match="at least one problem"):
        InputError([])
