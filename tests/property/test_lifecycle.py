"""A warning's life: every sequence of steps, legal or not, ends where the rules say and nowhere else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.alert.lifecycle import AreaWarning, IllegalTransition, State

ENDS = [State.LIFTED, State.EXPIRED, State.SUPERSEDED, State.CANCELLED]
steps = st.lists(st.tuples(st.sampled_from(list(State)), st.floats(-50.0, 400.0)), max_size=8)


@given(steps=steps)
def test_no_sequence_reaches_an_illegal_state(steps: list[tuple[State, float]]) -> None:
    """An independent account of the rules: one end only, never before issue, expiry only once it is due."""
    issued_s, expires_s = 100.0, 300.0
    warning = AreaWarning(area=0, message=1, issued_s=issued_s, expires_s=expires_s)
    over = False
    for wanted, at_s in steps:
        due = wanted is not State.EXPIRED or at_s >= expires_s
        legal = not over and wanted in ENDS and at_s >= issued_s and due
        if legal:
            warning = warning.end(wanted, at_s)
            assert (warning.state, warning.ended_s) == (wanted, at_s)
            over = True
        else:
            before = warning
            with pytest.raises(IllegalTransition):
                warning.end(wanted, at_s)
            assert warning == before


@pytest.mark.parametrize("first", ENDS)
@pytest.mark.parametrize("second", list(State))
def test_an_ended_warning_stays_ended(first: State, second: State) -> None:
    ended = AreaWarning(0, 1, 0.0, 10.0).end(first, 10.0)
    with pytest.raises(IllegalTransition, match=f"a warning that is {first} cannot become {second}"):
        ended.end(second, 20.0)


def test_only_the_active_state_has_a_future() -> None:
    assert {state for state in State if not state.is_end} == {State.ACTIVE}


def test_a_warning_cannot_expire_before_it_is_issued() -> None:
    with pytest.raises(ValueError, match="cannot expire before it is issued"):
        AreaWarning(0, 1, issued_s=10.0, expires_s=9.0)
