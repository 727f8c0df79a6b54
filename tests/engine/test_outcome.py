"""What became of a warning, from when messages were issued and arrived; and replicates decided together."""

import numpy as np

from sim.engine.outcome import ENDED, Outcome, Sent, resolve

INF = np.inf


def sent(*messages: tuple[str, float, float, list[bool], list[float]]) -> Sent:
    """Messages as (kind, issued, expires, areas, arrival)."""
    kinds, issued, expires, areas, arrival = zip(*messages, strict=True)
    return Sent(
        warns=np.array([kind == "warns" for kind in kinds]),
        lifts=np.array([kind == "lifts" for kind in kinds]),
        withdraws=np.array([kind == "withdraws" for kind in kinds]),
        issued_s=np.array(issued, float),
        expires_s=np.array(expires, float),
        areas=np.array(areas, bool),
        arrival_s=np.array(arrival, float),
    )


def ends(found: Outcome, message: int) -> list[tuple[str, float]]:
    rows = zip(found.end[message], found.ended_s[message], strict=True)
    return [(str(ENDED[code]), float(t_s)) for code, t_s in rows if code]


def test_a_warning_that_nothing_ends_expires() -> None:
    assert ends(resolve(sent(("warns", 10, 100, [True, False], [11, INF]))), 0) == [("expired", 100.0)]


def test_a_lift_ends_it_where_and_when_it_arrives() -> None:
    found = resolve(
        sent(
            ("warns", 10, 100, [True, True, True], [11, 11, 11]),
            ("lifts", 50, INF, [True, True, False], [55, INF, INF]),
        )
    )
    assert ends(found, 0) == [("lifted", 55.0), ("expired", 100.0), ("expired", 100.0)]
    assert found.by[0].tolist() == [1, 0, 0]


def test_a_lift_that_comes_after_the_expiry_lifts_nothing() -> None:
    found = resolve(sent(("warns", 10, 100, [True], [11]), ("lifts", 50, INF, [True], [101])))
    assert ends(found, 0) == [("expired", 100.0)]


def test_a_later_warning_takes_the_place_of_an_earlier_one_and_a_lift_ends_only_what_came_before_it() -> None:
    found = resolve(
        sent(
            ("warns", 10, 100, [True], [11]),
            ("lifts", 20, INF, [True], [60]),
            ("warns", 30, 200, [True], [31]),
        )
    )
    assert ends(found, 0) == [("superseded", 30.0)]
    assert ends(found, 2) == [("expired", 200.0)]


def test_what_withdraws_cancels() -> None:
    found = resolve(sent(("warns", 10, 100, [True], [11]), ("withdraws", 20, INF, [True], [25])))
    assert ends(found, 0) == [("cancelled", 25.0)]


def test_of_what_comes_at_the_same_moment_the_message_issued_first_counts() -> None:
    found = resolve(
        sent(
            ("warns", 10, 100, [True], [11]),
            ("withdraws", 20, INF, [True], [40]),
            ("lifts", 30, INF, [True], [40]),
        )
    )
    assert ends(found, 0) == [("cancelled", 40.0)]


def test_replicates_are_a_leading_axis() -> None:
    one = sent(("warns", 10, 100, [True], [11]), ("lifts", 50, INF, [True], [55]))
    other = sent(("warns", 12, 90, [True], [13]), ("withdraws", 70, INF, [True], [75]))
    names = Sent.__dataclass_fields__
    both = Sent(**{name: np.stack([getattr(one, name), getattr(other, name)]) for name in names})
    found = resolve(both)
    for row, alone in enumerate((resolve(one), resolve(other))):
        assert found.end[row].tolist() == alone.end.tolist()
        np.testing.assert_array_equal(found.ended_s[row], alone.ended_s)
