"""``--set`` on a sound scenario: how a key is named and how its value is read."""

from typing import Any

import pytest

from sim.scenario import ScenarioSpec, load_scenario
from tests.scenario.case import BASE, SCENARIO, Case


def loaded(*arguments: str) -> ScenarioSpec:
    scenario = load_scenario(BASE / SCENARIO, arguments)
    assert scenario.overrides == arguments
    return scenario.spec


@pytest.mark.parametrize(
    "key",
    [
        "objects[1].footprint.radius_km",
        "objects.1.footprint.radius_km",
        "objects.stage2.footprint.radius_km",
        " objects.stage2.footprint.radius_km ",
    ],
)
def test_an_item_goes_by_index_or_name(key: str) -> None:
    spec = loaded(f"{key}=60")
    assert [item.footprint.radius_km for item in spec.objects] == [50.0, 60.0]


def test_a_name_may_hold_dots(tmp_path: Any) -> None:
    edits = (("name: stage2\n", "name: stage.2\n"), ("object: stage2\n", "object: stage.2\n"))
    path = Case("dots", (), edits).write(tmp_path)
    spec = load_scenario(path, ["objects.stage.2.footprint.radius_km=60"]).spec
    assert spec.objects[1].footprint.radius_km == 60.0


@pytest.mark.parametrize(
    ("argument", "get", "value"),
    [
        ("seed=11", lambda s: s.seed, 11),
        ("seed = 11", lambda s: s.seed, 11),
        ("launch_time_sigma_s=1.5e1", lambda s: s.launch_time_sigma_s, 15.0),
        ("title=NO", lambda s: s.title, "NO"),
        ("title=12:30:00", lambda s: s.title, "12:30:00"),
        ("title=Gap: the southern one # really", lambda s: s.title, "Gap: the southern one # really"),
        ("title=a=b", lambda s: s.title, "a=b"),
        ('title="5"', lambda s: s.title, "5"),
        ("title='it''s'", lambda s: s.title, "it's"),
        ("authority.lift.withheld=true", lambda s: s.authority.lift.withheld, True),
        ("authority.targeting.prefectures=['47']", lambda s: s.authority.targeting.prefectures, ("47",)),
        ("authority.tracking.latency={value_s: 7}", lambda s: s.authority.tracking.latency.value_s, 7.0),
        ("announced[1].note=", lambda s: s.announced[1].note, None),
        ("objects.lead.track_object=stage2_spent", lambda s: s.objects[0].track_object, "stage2_spent"),
        ("launch_time=2023-08-24T03:50Z", lambda s: s.launch_time.isoformat(), "2023-08-24T03:50:00+00:00"),
    ],
)
def test_a_value_is_read_as_in_the_file(argument: str, get: Any, value: Any) -> None:
    edits = () if "launch_time=" not in argument else ("announced=[]",)
    assert get(loaded(argument, *edits)) == value


def test_the_last_of_several_wins() -> None:
    assert loaded("seed=-1", "seed=2", "seed=3").seed == 3


def test_a_later_one_sees_what_an_earlier_one_set() -> None:
    spec = loaded(
        "authority.expiry={distribution: uniform, low_s: 1, high_s: 2}", "authority.expiry.high_s=9"
    )
    assert spec.authority.expiry.high_s == 9.0  # type: ignore[union-attr]


def test_an_absent_section_is_made() -> None:
    spec = loaded(
        "gate=null", "gate.title=Strait", "gate.from_lat_deg=25", "gate.from_lon_deg=126",
        "gate.to_lat_deg=24", "gate.to_lon_deg=125",
    )  # fmt: skip
    assert spec.gate is not None
    assert spec.gate.title == "Strait"


def test_the_reason_points_at_the_argument_not_at_the_file() -> None:
    from sim.errors import InputError

    with pytest.raises(InputError) as caught:
        loaded("authority.expiry={value_s: -1}")
    (problem,) = caught.value.problems
    assert (problem.file, problem.line, problem.column) == (
        "--set authority.expiry={value_s: -1}",
        None,
        None,
    )


def test_a_path_of_a_thousand_steps_is_refused_without_recursion() -> None:
    from sim.errors import InputError

    with pytest.raises(InputError, match="nested deeper than"):
        loaded("a" + ".a" * 1000 + "=1")
