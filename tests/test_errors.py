"""What users read when an input is wrong."""

import pickle

import pytest

from sim.errors import InputError, MissingPackage, Problem, WorkError


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


def test_errors_say_the_same_in_another_process() -> None:
    wrong = InputError([Problem("a", 1, 1, "x", "bad"), Problem("a", 2, 1, "y", "worse")])
    again = pickle.loads(pickle.dumps(wrong))
    assert (type(again), again.problems) == (InputError, wrong.problems)
    missing = MissingPackage("dask", "cluster", "a cluster")
    assert str(pickle.loads(pickle.dumps(missing))) == str(missing)
