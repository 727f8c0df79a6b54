"""Sweeps as ensembles: each point is its own small ensemble, whoever computes it and however often it was stopped."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.ensemble import sweep as sweep_module
from sim.ensemble.design import sweep_design, variants_of
from sim.ensemble.interval import estimate
from sim.ensemble.replicate import BLOCK, prepare, replicate_block
from sim.ensemble.sweep import SweepWork, Trial, by_point, point_columns, run_trial
from sim.scenario import Scenario, load_scenario
from sim.shipped import shipped_folder
from tests.ensemble.folders import forget, hashes
from tests.ensemble.test_design import GRID, LATIN, swept

SECTION = "{method: grid, runs: 3, over: {authority.decision.mode_s: [40, 80]}}"


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return load_scenario(shipped_folder("scenarios") / "okinawa-2023-08-24.yaml", [f"sweep={SECTION}"])


def trial_of(scenario: Scenario, runs: int = 3, **other: Any) -> Trial:
    design = sweep_design(scenario, 5)
    said: dict[str, Any] = {"dispersed": False, "lead_s": 120.0, "purpose": {"purpose": "test"}, **other}
    return Trial(variants_of(scenario, design), design, runs, 5, **said)


def test_points_are_ensembles_of_their_own_on_the_same_draws_whoever_computes(
    scenario: Scenario, tmp_path: Path
) -> None:
    trial = trial_of(scenario)
    forget()
    alone = run_trial(trial, tmp_path / "alone", workers=1)
    two = run_trial(trial, tmp_path / "two", workers=2)
    assert hashes(alone.folder) == hashes(two.folder)
    assert set(hashes(alone.folder)) == {"replicates.parquet", "summary.json"}
    own = replicate_block(prepare(trial.variants[1], dispersed=False), 5, 0).replicates
    for name in ("issued_s", "lift_issued_s", "short_notice_share"):
        values = by_point(alone.replicates([name])[name].to_numpy(), trial)
        assert values.shape == (2, 3)
        assert values[1] == pytest.approx(own[name][:3], abs=1e-3, nan_ok=True)
    detected, issued = (
        by_point(alone.replicates([name])[name].to_numpy(), trial) for name in ("detected_s", "issued_s")
    )
    assert (detected[1] == detected[0]).all()  # nothing before the decision was varied
    assert (issued[1] > issued[0]).all()


def test_a_point_s_blocks_are_cut_from_one_table(
    scenario: Scenario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """More runs than a block: the stride is whole blocks, and what fills the last one is no run."""
    real = replicate_block
    seen = []

    def few(prepared: Any, seed: int, first: int) -> Any:
        seen.append((prepared.scenario.spec.authority.decision.mode_s, first))
        block = made.setdefault(0, real(prepared, seed, 0)) if not made else made[0]
        numbered = {name: first + np.arange(BLOCK, dtype=float) for name in block.replicates}
        return type(block)(first, numbered, block.areas)

    made: dict[int, Any] = {}
    monkeypatch.setattr(sweep_module, "replicate_block", few)
    forget()
    trial = trial_of(scenario, runs=BLOCK + 10)
    result = run_trial(trial, tmp_path / "cut", workers=1)
    forget()
    assert trial.stride == 2 * BLOCK
    assert seen == [(mode, first) for mode in (40.0, 80.0) for first in (0, BLOCK)]
    values = by_point(result.replicates(["issued_s"])["issued_s"].to_numpy(), trial)
    assert values.tolist() == [list(range(BLOCK + 10))] * 2


def test_what_results_depend_on_is_in_the_identity(scenario: Scenario, tmp_path: Path) -> None:
    base = SweepWork(trial_of(scenario)).identity
    others = [
        trial_of(scenario, runs=4),
        trial_of(scenario, dispersed=True),
        trial_of(scenario, lead_s=60.0),
        trial_of(scenario, purpose={"purpose": "another"}),
        trial_of(swept(tmp_path, LATIN)),
        trial_of(swept(tmp_path, GRID)),
    ]
    assert all(SweepWork(one).identity != base for one in others)
    assert SweepWork(trial_of(scenario)).identity == base


def test_columns_of_points_are_means_with_their_intervals() -> None:
    values = np.array([[1.0, 2.0, 3.0, np.nan], [np.nan] * 4, [5.0, np.nan, np.nan, np.nan]])
    found = point_columns(values, "s")
    first = estimate(values[0], "s", 0.95)
    assert found["mean"] == [2.0, None, 5.0]
    assert found["n"] == [3, 0, 1]
    assert found["low"] == [first.low, None, None]
    assert found["high"] == [first.high, None, None]
