"""Named streams: a draw depends on its name and on nothing else."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.draws import DrawBlock, Draws, uniform_block


@given(
    seed=st.integers(0, 2**63 - 1),
    first=st.integers(0, 10**6),
    count=st.integers(1, 9),
    size=st.integers(1, 50),
)
def test_a_replicate_draws_the_same_alone_and_in_a_batch(
    seed: int, first: int, count: int, size: int
) -> None:
    batch = uniform_block(seed, "channel/x", first, count, size)
    alone = [Draws(seed, first + i).uniforms("channel/x", size) for i in range(count)]
    np.testing.assert_array_equal(batch, alone)


def test_order_of_asking_changes_nothing() -> None:
    one, other = Draws(7), Draws(7)
    detection, decision = one.uniform("detection"), one.uniform("decision")
    assert (other.uniform("decision"), other.uniform("detection")) == (decision, detection)


@pytest.mark.parametrize(
    "other", [Draws(8, 0).uniforms("a", 4), Draws(7, 1).uniforms("a", 4), Draws(7, 0).uniforms("b", 4)]
)
def test_each_part_of_the_name_matters(other: np.ndarray) -> None:
    assert not np.isin(Draws(7, 0).uniforms("a", 4), other).any()


def test_draws_are_uniform() -> None:
    sample = uniform_block(3, "flat", 0, 20_000, 3)
    assert ((sample >= 0.0) & (sample < 1.0)).all()
    counts, _ = np.histogram(sample, bins=20, range=(0, 1))
    expected = sample.size / 20
    # Chi-square with 19 degrees of freedom exceeds 43.8 once in a thousand seeds; this seed is fixed.
    assert ((counts - expected) ** 2 / expected).sum() < 43.8
    assert abs(np.corrcoef(sample.T) - np.eye(3)).max() < 0.03


def test_known_values_never_change() -> None:
    """Published results depend on these bits."""
    np.testing.assert_array_equal(Draws(0).uniforms("authority/detection", 1), KNOWN)


KNOWN = np.array([0.5237173699108953])


def test_a_block_serves_each_replicate_its_own_draws() -> None:
    block = DrawBlock(7, 64, 5)
    assert [block.of(66).uniforms("a", 3).tolist(), block.of(68).uniform("b")] == [
        Draws(7, 66).uniforms("a", 3).tolist(),
        Draws(7, 68).uniform("b"),
    ]
    rows = block.rows([1, 3])
    assert rows.shape == (2,)
    assert rows.uniforms("a", 3).tolist() == [Draws(7, k).uniforms("a", 3).tolist() for k in (65, 67)]
    assert rows.of(1) == Draws(7, 67)


def test_what_is_made_of_a_draw_is_the_same_alone_and_in_a_block() -> None:
    block = DrawBlock(7, 0, 3)
    twice, tenfold = [
        (lambda by, u: by * u, 2.0),
        (lambda by, u: by * u, 10.0),
    ]
    for transform, by in (twice, tenfold):
        found = [block.of(k).transformed("a", transform, by) for k in range(3)]
        assert found == [Draws(7, k).transformed("a", transform, by) for k in range(3)]
        assert found == [by * Draws(7, k).uniform("a") for k in range(3)]


def test_threads_do_not_disturb_each_other() -> None:
    names = [f"stream/{k}" for k in range(40)]
    alone = [uniform_block(5, name, 64, 64, 50) for name in names]
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda name: uniform_block(5, name, 64, 64, 50), names))
    np.testing.assert_array_equal(found, alone)
