"""Quantiles that keep those never reached."""

import pytest

from sim.draws import Draws
from sim.engine.run import simulate_chain
from sim.results.legs import Leg, legs, quantile_leg
from tests.mornings import usual_world


def quantiles(samples: list[tuple[float | None, int]]) -> tuple[float | None, ...]:
    leg = quantile_leg("x", ("t5", "t7"), "all", "areas", samples)
    return leg.p50_s, leg.p90_s, leg.p95_s, leg.p99_s


def test_those_never_reached_are_counted_last() -> None:
    assert quantiles([(1.0, 1), (2.0, 1), (None, 2)]) == (2.0, None, None, None)
    leg = quantile_leg("x", ("t5", "t7"), "all", "areas", [(1.0, 1), (2.0, 1), (None, 2)])
    assert (leg.n, leg.never_share) == (4, 0.5)


def test_weights_count_like_copies() -> None:
    assert quantiles([(1.0, 90), (5.0, 5), (9.0, 5)]) == quantiles(
        [(1.0, 1)] * 90 + [(5.0, 1)] * 5 + [(9.0, 1)] * 5
    )
    assert quantiles([(1.0, 90), (5.0, 5), (9.0, 5)]) == (1.0, 1.0, 5.0, 9.0)


def test_nobody_has_no_quantile() -> None:
    assert quantiles([]) == (None, None, None, None)


def chain_legs(seed: int) -> list[Leg]:
    """Without the people."""
    return legs(simulate_chain(usual_world(), Draws(seed)))


def test_the_fast_path_is_a_pure_function_with_the_legs_up_to_the_air() -> None:
    one, again, other = (chain_legs(seed) for seed in (1, 1, 2))
    assert one == again
    assert one != other
    names = {leg.name for leg in one}
    assert {"detection", "delivery", "lift delivery", "network", "gateway", "departure"} <= names
    assert "first alert" not in names


def test_a_new_receiver_and_cell_broadcast_keep_within_their_requirements() -> None:
    """Receivers within 2 s of the message, telephones within 4 s of the network's edge."""
    found = {(leg.name, leg.by): leg for leg in chain_legs(0)}
    network = found["network", "cell_broadcast"]
    assert network.p99_s is not None
    assert network.p99_s <= 4.0
    assert network.p50_s == pytest.approx(2.0, abs=1.0)
