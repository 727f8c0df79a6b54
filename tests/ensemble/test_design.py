"""Design points: where they lie, that each is what --set makes, and what is said of those that cannot be."""

import pickle
from pathlib import Path

import numpy as np
import pytest

from sim.ensemble.design import Design, in_ranges, ranges, sweep_design, variants_of
from sim.errors import InputError
from sim.scenario import Scenario, load_scenario
from sim.scenario.sweep import Span
from tests.scenario.case import BASE, SCENARIO, Case

LATIN = """sweep:
  method: latin_hypercube
  samples: 16
  over:
    authority.detection.mode_s: {low: 50, high: 90}
    authority.tracking.combine_last: {low: 1, high: 4, whole: true}
    objects.stage2.footprint.radius_km: {low: 1, high: 100, scale: log}
"""
GRID = """sweep:
  method: grid
  over:
    authority.lift.threat_over: [last_object_down, last_object_past]
    authority.issue.value_s: [1, 2.5]
    authority.lift.withheld: [true]
"""


def swept(folder: Path, section: str, *edits: tuple[str, str]) -> Scenario:
    end = "    to_s: 600\n"
    return load_scenario(Case("swept", (), ((end, end + section), *edits)).write(folder))


def test_a_grid_is_every_combination_in_the_order_of_its_lists(tmp_path: Path) -> None:
    design = sweep_design(swept(tmp_path, GRID), 0)
    assert design.keys == (
        "authority.lift.threat_over",
        "authority.issue.value_s",
        "authority.lift.withheld",
    )
    assert design.points == (
        ("last_object_down", 1, True),
        ("last_object_down", 2.5, True),
        ("last_object_past", 1, True),
        ("last_object_past", 2.5, True),
    )


def test_a_latin_hypercube_has_one_value_in_every_slice(tmp_path: Path) -> None:
    scenario = swept(tmp_path, LATIN)
    design = sweep_design(scenario, 3)
    mode, combine, radius = (np.array(column, float) for column in zip(*design.points, strict=True))
    slices = np.floor((mode - 50.0) / 40.0 * 16.0)
    assert sorted(slices) == list(range(16))
    assert sorted(np.floor(np.log(radius) / np.log(100.0) * 16.0)) == list(range(16))
    assert sorted(combine) == [1.0] * 4 + [2.0] * 4 + [3.0] * 4 + [4.0] * 4
    assert all(isinstance(point[1], int) for point in design.points)
    assert design == sweep_design(scenario, 3)
    assert design.points != sweep_design(scenario, 4).points


def test_the_ends_of_a_range_are_reached_and_never_passed() -> None:
    over = {
        "a": Span(low=0.1, high=0.7),
        "b": Span(low=1.0, high=3.0, whole=True),
        "c": Span(low=0.001, high=10.0, scale="log"),
        "d": Span(low=-3.0, high=-1.0, whole=True),
    }
    design = in_ranges(over, np.array([[0.0] * 4, [0.5] * 4, [1.0] * 4]))
    assert design.points == ((0.1, 1, 0.001, -3), (0.4, 2, 0.1, -2), (0.7, 3, 10.0, -1))


@pytest.mark.parametrize("section", [LATIN, GRID])
def test_every_point_is_what_its_overrides_make_of_the_file(section: str, tmp_path: Path) -> None:
    scenario = swept(tmp_path, section)
    design = sweep_design(scenario, 0)
    variants = pickle.loads(pickle.dumps(variants_of(scenario, design)))
    assert len(variants) == len(design)
    for point in range(len(design)):
        own = variants[point]
        assert own.spec.sweep is None
        again = load_scenario(scenario.path, own.overrides)
        assert own.sha256 == again.sha256
        assert own.spec == again.spec.model_copy(update={"sweep": None})
        assert (own.tracks, own.path) == (again.tracks, again.path)
    assert len({variants[point].sha256 for point in range(len(design))}) == len(design)


def test_a_sweep_is_no_part_of_what_a_scenario_is(tmp_path: Path) -> None:
    assert swept(tmp_path, LATIN).sha256 == load_scenario(BASE / SCENARIO).sha256


def test_points_are_sent_as_what_sets_them_apart(tmp_path: Path) -> None:
    scenario = swept(tmp_path, LATIN)
    one, many = (
        len(pickle.dumps(variants_of(scenario, Design(("authority.issue.value_s",), points))))
        for points in (((1.0,),), tuple((float(k),) for k in range(1, 41)))
    )
    assert (many - one) / 39 < 500


def test_points_that_cannot_be_run_are_all_told_at_once_where_the_sweep_names_the_key(tmp_path: Path) -> None:
    section = (
        "sweep:\n  method: grid\n  over:\n    authority.detection.mode_s: [40, 60, 100]\n"
        "    authority.assessment.low_s: [10, 95]\n    authority.issue.value_s: [1, 2]\n"
    )
    scenario = swept(tmp_path, section)
    with pytest.raises(InputError) as caught:
        variants_of(scenario, sweep_design(scenario, 0))
    assert [str(one).replace(f"{tmp_path}/", "") for one in caught.value.problems] == [
        'scenario.yaml:133:5: sweep.over."authority.detection.mode_s": 8 of 12 design points cannot be run, the '
        "first with authority.detection.mode_s=40: authority.detection: needs low_s <= mode_s <= high_s "
        "(was 50, 40, 90)",
        'scenario.yaml:134:5: sweep.over."authority.assessment.low_s": 6 of 12 design points cannot be run, the '
        "first with authority.assessment.low_s=95: authority.assessment: needs low_s <= high_s (was 95, 90)",
    ]


def test_sensitivity_needs_ranges(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        ranges(swept(tmp_path, GRID))
    assert str(caught.value).endswith(
        "scenario.yaml:131:11: sweep.method: must be latin_hypercube: sensitivity needs ranges, and a grid lists "
        "values (was grid)"
    )


def test_a_scenario_without_a_sweep_says_so() -> None:
    with pytest.raises(InputError, match=r"scenario\.yaml: sweep: missing key: a sweep says which keys"):
        sweep_design(load_scenario(BASE / SCENARIO), 0)
