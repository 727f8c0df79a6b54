"""Lower bounds never exceed a distance, and come near it from afar."""

import numba as nb
import numpy as np
import pytest

from sim.geo.closest import step_gap
from sim.geo.compiled_bounds import low_to_edges, low_to_steps
from sim.geo.compiled_lanes import pointer
from sim.geo.compiled_stretches import BLOCK, REST, ROW, STRETCH, lay_out, segment
from sim.geo.features import LANES, make_edges

ROUNDING_M = 1e-6


@nb.njit
def bounds(xyz, blocks, steps, chords, row, to_edges, to_steps):
    """Bounds from the stretch and from each of its steps to the edges in blocks."""
    lay_out(len(xyz) - 1, pointer(xyz), pointer(steps), pointer(chords), pointer(row))
    low_to_edges(pointer(blocks), len(blocks), pointer(row), pointer(to_edges))
    for j in range(len(to_edges)):
        ax, ay, az, ex, ey, ez, _ = segment(pointer(blocks), j)
        low_to_steps(pointer(steps), STRETCH // LANES, ax, ay, az, ex, ey, ez, pointer(to_steps[j]))


def found(xyz, a, b):
    """The bounds, those of the stretch less what it leaves to the caller, and the true distances ``(E, steps)``."""
    edges = make_edges(a, b, np.array([0, len(a)]))
    blocks, _ = edges.blocks
    steps, chords, row = np.empty(STRETCH * 7), np.empty(BLOCK), np.empty(ROW)
    to_edges, to_steps = np.empty(len(blocks) * LANES), np.empty((len(blocks) * LANES, STRETCH))
    bounds(xyz, blocks, steps, chords, row, to_edges, to_steps)
    edge, step = (
        one.ravel() for one in np.meshgrid(np.arange(len(a)), np.arange(len(xyz) - 1), indexing="ij")
    )
    square, _ = step_gap(
        xyz[step] - edges.start_m[edge], xyz[step + 1] - xyz[step], edges.along_m[edge], edges.inv_sq[edge]
    )
    true = np.sqrt(square).reshape(len(a), -1)
    return to_edges[: len(a)] - row[REST], to_steps[: len(a), : len(xyz) - 1], true


@pytest.mark.parametrize("knots", [2, 4, STRETCH, STRETCH + 1])
@pytest.mark.parametrize("apart_m", [0.0, 30.0, 5e3, 80e3, 1500e3])
@pytest.mark.parametrize("bend_m", [0.0, 40.0, 4e3])
def test_no_bound_exceeds_the_distance(knots, apart_m, bend_m):
    rng = np.random.default_rng(knots)
    for _ in range(20):
        way = rng.normal(size=3)
        xyz = 6.4e6 + np.outer(np.arange(knots) * 9e3, way / np.linalg.norm(way))
        xyz += rng.normal(0.0, bend_m, xyz.shape)
        aside = rng.normal(size=(41, 3))
        a = xyz[rng.integers(0, knots, 41)] + apart_m * aside / np.linalg.norm(aside, axis=1, keepdims=True)
        b = a + rng.normal(size=(41, 3)) * rng.choice([0.0, 10.0, 3e3, 40e3], 41)[:, None]
        to_edges, to_steps, true = found(xyz, a, b)
        assert (to_steps <= true + ROUNDING_M).all()
        assert (to_edges <= true.min(axis=1) + ROUNDING_M).all()


def test_from_afar_they_are_almost_sharp():
    ground = np.column_stack([np.arange(STRETCH + 1) * 9e3, np.zeros(STRETCH + 1), np.zeros(STRETCH + 1)])
    ground[:, 2] = -((ground[:, 0] - ground[:, 0].mean()) ** 2) / 12.8e6
    rng = np.random.default_rng(1)
    a = np.column_stack([rng.uniform(10e3, 60e3, 30), rng.uniform(500e3, 900e3, 30), np.full(30, -60e3)])
    to_edges, to_steps, true = found(ground, a, a + rng.normal(0.0, 2e3, (30, 3)))
    assert (true.min(axis=1) - to_edges).max() < 20.0
    assert (true - to_steps).max() < 20.0
