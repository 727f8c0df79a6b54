"""A warning ends once, in one of four ways, not before it began and not expired before its time."""

import pytest

from sim.alert.lifecycle import AreaWarning, IllegalTransition, State

ENDS = [State.LIFTED, State.EXPIRED, State.SUPERSEDED, State.CANCELLED]
WARNING = AreaWarning(area=0, message=1, issued_s=100.0, expires_s=400.0)


@pytest.mark.parametrize("end", ENDS)
def test_it_ends_once(end: State) -> None:
    ended = WARNING.end(end, 400.0)
    assert (ended.state, ended.ended_s) == (end, 400.0)
    for again in ENDS:
        with pytest.raises(IllegalTransition):
            ended.end(again, 500.0)


def test_it_does_not_end_before_it_began_or_become_active_again() -> None:
    with pytest.raises(IllegalTransition, match="before it is issued"):
        WARNING.end(State.LIFTED, 99.0)
    with pytest.raises(IllegalTransition):
        WARNING.end(State.ACTIVE, 200.0)


def test_it_does_not_expire_before_its_time() -> None:
    with pytest.raises(IllegalTransition, match="before its expiry"):
        WARNING.end(State.EXPIRED, 399.0)
    with pytest.raises(ValueError, match="cannot expire before it is issued"):
        AreaWarning(area=0, message=1, issued_s=100.0, expires_s=99.0)
