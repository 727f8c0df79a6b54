"""The record of delays: what an announced minute leaves open, and every mistake in the file by line and column."""

from pathlib import Path

import pytest

from sim.errors import InputError
from sim.hindcast.record import LAGS, announced_interval, is_own, lag_bounds, read_delays, training
from sim.hindcast.surveys import read_surveys
from sim.scenario import load_scenario
from sim.shipped import shipped_folder

SHIPPED = shipped_folder("scenarios")
HEADER = (
    "launch,lag,from_time,from_rounding_s,from_by,to_time,to_rounding_s,to_by,lower_s,upper_s,source,note\n"
)
SOUND = "one,end_to_lift,2023-08-24T04:05+09:00,60,Japan,2023-08-24T04:07+09:00,60,Japan,30,210,here,\n"


def written(folder: Path, *lines: str) -> Path:
    path = folder / "delays.csv"
    path.write_text(HEADER + "".join(lines), encoding="utf-8")
    return path


def problems(path: Path) -> list[str]:
    with pytest.raises(InputError) as caught:
        read_delays(path)
    return [str(problem).removeprefix(f"{path}:") for problem in caught.value.problems]


def test_a_minute_may_have_been_cut_or_rounded() -> None:
    assert announced_interval(120.0, 60.0) == (90.0, 180.0)


def test_a_lag_lies_between_the_furthest_corners_and_never_below_zero() -> None:
    assert lag_bounds(180.0, 60.0, 60.0) == (90.0, 270.0)
    assert lag_bounds(314.0, 1.0, 60.0) == (283.0, 374.5)
    assert lag_bounds(60.0, 60.0, 60.0) == (0.0, 150.0)


def test_the_shipped_record_has_both_lags_of_every_launch() -> None:
    found = {(one.launch, one.lag) for one in read_delays()}
    launches = {launch for launch, _ in found}
    assert len(launches) == 6
    assert found == {(launch, lag) for launch in launches for lag in LAGS}
    assert all(one.source.startswith("http") for one in read_delays())


def test_every_launch_of_the_record_is_a_scenario_that_announces_the_same_times() -> None:
    for one in read_delays():
        spec = load_scenario(SHIPPED / f"{one.launch}.yaml").spec
        announced = {(said.milestone, said.time) for said in spec.announced}
        start = "launch" if one.lag == "launch_to_alert" else None
        stop = "issued" if one.lag == "launch_to_alert" else "lift_issued"
        assert (stop, one.to_time) in announced, one
        starts = {time for milestone, time in announced if milestone == start or start is None}
        assert one.from_time in starts, one


def test_the_end_of_the_danger_is_the_one_the_lifting_rule_waits_for() -> None:
    for one in read_delays():
        spec = load_scenario(SHIPPED / f"{one.launch}.yaml").spec
        if one.lag == "end_to_lift":
            past = spec.authority.lift.threat_over == "last_object_past"
            wanted = "overflight" if past else "object_down"
            assert (wanted, one.from_time) in {(said.milestone, said.time) for said in spec.announced}


def test_a_launch_is_its_own_by_name_or_by_time() -> None:
    spec = load_scenario(SHIPPED / "okinawa-2023-08-24.yaml").spec
    renamed = spec.model_copy(update={"name": "my-copy"})
    moved = spec.model_copy(
        update={"launch_time": load_scenario(SHIPPED / "nuri-2022-06-21.yaml").spec.launch_time}
    )
    stranger = moved.model_copy(update={"name": "my-copy"})
    for lag in LAGS:
        assert {
            len({one.launch for one in training(read_delays(), lag, s)}) for s in (spec, renamed, moved)
        } == {5}
        assert len({one.launch for one in training(read_delays(), lag, stranger)}) == 6
    assert [is_own(one, spec) for one in read_delays()] == [
        one.launch == "okinawa-2023-08-24" for one in read_delays()
    ]


def test_a_sound_record_is_read(tmp_path: Path) -> None:
    (one,) = read_delays(written(tmp_path, SOUND))
    assert (one.lower_s, one.upper_s, one.lag) == (30.0, 210.0, "end_to_lift")


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        (",30,210,", ",40,210,", "2:81: lower_s: must be 30 by its times (was 40)"),
        ("end_to_lift", "lift", "2:5: lag: must be one of launch_to_alert, end_to_lift (was 'lift')"),
        (
            ",60,Japan,2023",
            ",a minute,Japan,2023",
            "2:40: from_rounding_s: must be seconds, 0 or more (was 'a minute')",
        ),
        (",here,", ",,", "2:88: source: must not be blank"),
        (
            "04:07+09:00",
            "04:07",
            "2:49: to_time: needs an offset from UTC, such as +09:00 (was '2023-08-24T04:07')",
        ),
    ],
)
def test_a_mistake_is_told_with_its_place(old: str, new: str, wanted: str, tmp_path: Path) -> None:
    assert problems(written(tmp_path, SOUND.replace(old, new))) == [wanted]


def test_an_end_before_its_start_is_refused(tmp_path: Path) -> None:
    line = SOUND.replace("04:07", "03:07").replace(",30,210,", ",0,0,")
    assert problems(written(tmp_path, line)) == [
        "2:49: to_time: comes before from_time, rounding allowed for"
    ]


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    lines = (SOUND.replace(",30,", ",40,"), SOUND.replace("end_to_lift", "lift"))
    assert len(problems(written(tmp_path, *lines))) == 2


def test_the_shipped_surveys_name_shipped_launches() -> None:
    surveys = read_surveys()
    assert {one.comparable for one in surveys} == {"same", "transfer"}
    for one in surveys:
        assert (SHIPPED / f"{one.compared_with}.yaml").is_file()
        assert one.published is None or one.source.startswith("http")
        assert one.found is None or one.found[0] <= one.found[1]


def test_a_survey_out_of_range_is_told(tmp_path: Path) -> None:
    text = (SHIPPED / "record" / "surveys.csv").read_text(encoding="utf-8")
    path = tmp_path / "surveys.csv"
    path.write_text(text.replace(",knew,0.634,", ",knows,63.4,"), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_surveys(path)
    told = [str(problem) for problem in caught.value.problems]
    assert len(told) == 2
    assert "must be one of knew, phone_of_knew, acted_of_knew (was 'knows')" in told[0]
    assert "low_share: is out of range or no number (was '63.4')" in told[1]
