"""A sound scenario: what comes out, what its hash depends on, and what overrides do."""

import dataclasses
import pickle
import shutil
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pydantic
import pytest

from sim.errors import InputError
from sim.scenario import Scenario, load_scenario
from sim.shipped import shipped_folder
from tests.scenario.case import BASE, SCENARIO, TRACKS, Case

SHIPPED = sorted(shipped_folder("scenarios").glob("*.yaml"))


def written(folder: Path, *edits: tuple[str, str], tracks: tuple[tuple[str, str], ...] = ()) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return Case("sound", (), edits, tracks).write(folder)


@pytest.fixture(scope="module")
def base() -> Scenario:
    return load_scenario(BASE / SCENARIO)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_shipped_scenarios_are_sound(path: Path) -> None:
    scenario = load_scenario(path)
    assert scenario.spec.name == path.stem
    assert len(scenario.tracks) == len(scenario.spec.objects)


def test_values_are_those_of_the_file(base: Scenario) -> None:
    assert base.path == BASE / SCENARIO
    assert base.overrides == ()
    assert base.spec.seed == 7
    assert base.spec.launch_time == datetime.fromisoformat("2023-08-24T03:50:30+09:00")
    assert base.spec.objects[0].footprint.radius_km == 50.0
    assert base.spec.authority.expiry.value_s == 3600.0  # type: ignore[union-attr]
    assert base.spec.announced[2].object == "stage2"


def test_tracks_follow_the_objects(base: Scenario) -> None:
    assert [track.name for track in base.tracks] == ["lead", "stage2_spent"]
    assert [len(track.knots) for track in base.tracks] == [5, 4]


def test_a_scenario_is_frozen(base: Scenario) -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        base.sha256 = ""  # type: ignore[misc]
    with pytest.raises(pydantic.ValidationError):
        base.spec.seed = 8
    with pytest.raises(pydantic.ValidationError):
        base.spec.objects[0].footprint.radius_km = 1.0
    assert isinstance(base.spec.objects, tuple)


def test_a_scenario_can_be_hashed_and_sent_to_a_worker(base: Scenario) -> None:
    again = pickle.loads(pickle.dumps(base))
    assert again == base
    assert hash(again) == hash(base)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_shipped_scenarios_can_be_hashed_and_sent_to_a_worker(path: Path) -> None:
    scenario = load_scenario(path)
    assert hash(pickle.loads(pickle.dumps(scenario))) == hash(scenario)


@pytest.mark.parametrize(
    "edits",
    [
        [("# A small scenario", "# Another comment on a scenario")],
        [("seed: 7\n", ""), ("timezone: JST\n", "timezone: JST\nseed: 7\n")],
        [("radius_km: 50", "radius_km: 5.0e+1")],
        [("title: Gap", "title: 'Gap'")],
        [("issue: {value_s: 6}", "issue: {distribution: fixed, value_s: 6}")],
        [("    withheld: false\n", "")],
    ],
    ids=["comment", "key_order", "spelling_of_a_number", "quotes", "default_distribution", "default_key"],
)
def test_the_same_said_otherwise_hashes_equally(
    edits: list[tuple[str, str]], base: Scenario, tmp_path: Path
) -> None:
    assert load_scenario(written(tmp_path, *edits)).sha256 == base.sha256


def test_equal_inputs_hash_equally_wherever_they_lie(base: Scenario, tmp_path: Path) -> None:
    path = written(
        tmp_path / "far",
        ("    track: tracks.csv\n    footprint:\n", "    track: sub/t.csv\n    footprint:\n"),
        ("    track: tracks.csv\n    track_object", "    track: sub/t.csv\n    track_object"),
    )
    (tmp_path / "far" / "sub").mkdir()
    shutil.move(tmp_path / "far" / TRACKS, tmp_path / "far" / "sub" / "t.csv")
    assert load_scenario(path).sha256 == base.sha256


def test_line_endings_and_a_byte_order_mark_change_nothing(base: Scenario, tmp_path: Path) -> None:
    path = written(tmp_path)
    for file in (path, tmp_path / TRACKS):
        file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    assert load_scenario(path).sha256 == base.sha256


def test_another_value_or_another_knot_hashes_differently(base: Scenario, tmp_path: Path) -> None:
    other = load_scenario(written(tmp_path / "a", ("radius_km: 50", "radius_km: 51")))
    bent = load_scenario(written(tmp_path / "b", tracks=(("265,50", "266,50"),)))
    set_ = load_scenario(BASE / SCENARIO, ["objects.lead.footprint.radius_km=51"])
    assert len({base.sha256, other.sha256, bent.sha256}) == 3
    assert set_.sha256 == other.sha256


def test_columns_count_characters_not_bytes(tmp_path: Path) -> None:
    path = written(
        tmp_path, ("{radius_km: 40, assumption: circle", "{assumption: 二段目の円, radius_km: -40, x: y")
    )
    with pytest.raises(InputError) as caught:
        load_scenario(path)
    assert next((p.line, p.column) for p in caught.value.problems) == (25, 47)


def test_crlf_and_cr_count_as_one_line(tmp_path: Path) -> None:
    path = written(tmp_path, ("seed: 7", "seed: -7"))
    for ending in (b"\r\n", b"\r"):
        path.write_bytes(path.read_bytes().replace(b"\n", ending))
        with pytest.raises(InputError) as caught:
            load_scenario(path)
        assert [problem.line for problem in caught.value.problems] == [6]
        path.write_bytes(path.read_bytes().replace(ending, b"\n"))


def test_validating_loads_no_heavy_library() -> None:
    code = (
        "import sys; from sim.scenario import load_scenario; load_scenario(sys.argv[1]);"
        "print([m for m in ('numpy', 'shapely', 'scipy', 'pyproj', 'matplotlib') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(BASE / SCENARIO)], capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"
