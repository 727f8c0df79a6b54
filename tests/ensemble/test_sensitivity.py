"""Sensitivity against functions whose indices are known, and what cannot be told."""

import sys

import numpy as np
import pytest

import sim.ensemble.sensitivity as sensitivity_module
from sim.ensemble.design import Design
from sim.ensemble.sensitivity import Method, points_needed, sensitivity, sensitivity_design
from sim.errors import MissingPackage, WorkError
from sim.scenario.sweep import Span
from sim.units import Floats

OVER = {key: Span(low=-np.pi, high=np.pi) for key in ("a", "b", "c")}
# Ishigami and Homma (1990) with a = 7, b = 0.1, whose indices are known in closed form
FIRST, TOTAL = (0.3139, 0.4424, 0.0), (0.5576, 0.4424, 0.2437)


def ishigami(design: Design) -> Floats:
    a, b, c = np.array(design.points).T
    return np.asarray(np.sin(a) + 7.0 * np.sin(b) ** 2 + 0.1 * c**4 * np.sin(a))


def with_noise(means: Floats, runs: int = 8) -> Floats:
    """Replicates that share their random numbers, so that noise moves all points alike."""
    noise = np.random.default_rng(1).normal(size=(1, runs))
    return np.asarray(means[:, None] + noise)


@pytest.mark.parametrize("samples", [512])
def test_sobol_finds_the_indices_of_ishigami(samples: int) -> None:
    design, unit = sensitivity_design(OVER, "sobol", samples, 7)
    assert len(design) == points_needed("sobol", 3, samples) == samples * 5
    found = sensitivity("sobol", "ishigami", design.keys, unit, with_noise(ishigami(design)), 0)
    for name, truth in (("S1", FIRST), ("ST", TOTAL)):
        index = found.index(name)
        assert index is not None
        assert index.value == pytest.approx(truth, abs=0.06)
        assert (index.low <= index.value).all()
        assert (index.value <= index.high).all()
        assert (index.low <= truth).all()
        assert (index.high >= truth).all()
    assert found.order == [0, 1, 2]


def test_morris_finds_the_slopes_of_a_plane(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sensitivity_module, "_DRAWS", 100)
    design, unit = sensitivity_design(OVER, "morris", 8, 3)
    assert len(design) == points_needed("morris", 3, 8) == 32
    plane = unit @ np.array([2.0, -5.0, 0.0])
    found = sensitivity("morris", "plane", design.keys, unit, with_noise(plane), 0)
    star, mu = found.index("mu_star"), found.index("mu")
    assert star is not None
    assert mu is not None
    assert star.value == pytest.approx([2.0, 5.0, 0.0], abs=1e-9)
    assert mu.value == pytest.approx([2.0, -5.0, 0.0], abs=1e-9)
    assert star.low == pytest.approx(star.high, abs=1e-9)
    assert found.order == [1, 0, 2]


@pytest.mark.parametrize("method", ["sobol", "morris"])
def test_equal_seeds_give_equal_designs_and_intervals(
    method: Method, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sensitivity_module, "_DRAWS", 30)
    results = []
    for seed in (5, 5, 6):
        design, unit = sensitivity_design(OVER, method, 8, seed)
        found = sensitivity(method, "m", design.keys, unit, with_noise(ishigami(design)), seed)
        results.append((design, [(one.value.tolist(), one.low.tolist()) for one in found.indices or ()]))
    assert results[0] == results[1]
    assert results[0] != results[2]


def test_the_chance_of_replicates_widens_the_intervals(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sensitivity_module, "_DRAWS", 100)
    design, unit = sensitivity_design(OVER, "morris", 16, 3)
    steady = ishigami(design)[:, None] + np.zeros((1, 16))
    # each replicate tilts the plane another way: points move apart from run to run
    tilts = np.random.default_rng(2).normal(size=(3, 16)) * 10.0
    widths = []
    for values in (steady, steady + unit @ tilts):
        index = sensitivity("morris", "m", design.keys, unit, values, 0).index("mu_star")
        assert index is not None
        widths.append(float((index.high - index.low).mean()))
    assert widths[1] > 1.2 * widths[0]


def test_what_nothing_moves_is_said_to_stand_still() -> None:
    design, unit = sensitivity_design(OVER, "sobol", 4, 0)
    values = np.full((len(design), 4), 0.25)
    found = sensitivity("sobol", "still", design.keys, unit, values, 0)
    assert found.indices is None
    assert (found.low, found.high) == (0.25, 0.25)


def test_undefined_runs_are_left_out_and_undefined_points_are_refused() -> None:
    design, unit = sensitivity_design(OVER, "morris", 4, 0)
    values = with_noise(ishigami(design))
    values[3, 2:] = np.nan
    assert sensitivity("morris", "m", design.keys, unit, values, 0).indices is not None
    values[3] = np.nan
    with pytest.raises(
        WorkError, match=r"^m is undefined in every run of 1 of 16 design points, the first being point 3"
    ):
        sensitivity("morris", "m", design.keys, unit, values, 0)


def test_without_salib_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "SALib", None)
    with pytest.raises(MissingPackage, match=r"pip install 'overflight\[sensitivity\]'"):
        sensitivity_design(OVER, "sobol", 4, 0)
