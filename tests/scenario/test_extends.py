"""A scenario that builds on another: what is merged, what is replaced, and where mistakes are said to be."""

from pathlib import Path
from typing import Any

import jsonschema
import pytest

from sim.errors import InputError
from sim.scenario import Scenario, load_scenario, scenario_schema
from sim.scenario.nodes import Node, plain
from sim.scenario.yamltext import parse_yaml
from sim.shipped import shipped_folder
from tests.scenario.case import BASE, SCENARIO, Case

HEAD = "format: overflight/1\nextends: scenario.yaml\n"


def child(folder: Path, said: str, *base_edits: tuple[str, str], head: str = HEAD) -> Path:
    """A file that builds on the sound scenario, itself edited."""
    Case("base", (), base_edits).write(folder)
    path = folder / "child.yaml"
    path.write_text(head + said, encoding="utf-8")
    return path


def loaded(folder: Path, said: str, *base_edits: tuple[str, str], overrides: tuple[str, ...] = ()) -> Any:
    return load_scenario(child(folder, said, *base_edits), overrides).spec


def complaints(path: Path, overrides: tuple[str, ...] = ()) -> list[str]:
    with pytest.raises(InputError) as caught:
        load_scenario(path, overrides)
    return [str(problem).replace(f"{path.parent}/", "") for problem in caught.value.problems]


@pytest.fixture(scope="module")
def base() -> Scenario:
    return load_scenario(BASE / SCENARIO)


def test_nothing_said_is_everything_inherited(base: Scenario, tmp_path: Path) -> None:
    scenario = load_scenario(child(tmp_path, ""))
    assert scenario.sha256 == base.sha256
    assert scenario.tracks == base.tracks
    assert scenario.path == tmp_path / "child.yaml"


def test_mappings_merge_key_by_key(base: Scenario, tmp_path: Path) -> None:
    spec = loaded(tmp_path, "name: other\nauthority:\n  title: Others\n  detection: {low_s: 60}\n")
    assert (spec.name, spec.title) == ("other", base.spec.title)
    assert spec.authority.title == "Others"
    assert spec.authority.detection.low_s == 60.0
    assert spec.authority.detection.high_s == 90.0
    assert spec.authority.lift == base.spec.authority.lift


def test_it_hashes_like_the_same_written_out(tmp_path: Path) -> None:
    (tmp_path / "flat").mkdir()
    flat = Case("flat", (), (("name: base", "name: other"), ("seed: 7", "seed: 8"))).write(tmp_path / "flat")
    assert load_scenario(child(tmp_path, "name: other\nseed: 8\n")).sha256 == load_scenario(flat).sha256


def test_lists_are_replaced(tmp_path: Path) -> None:
    one = "{milestone: launch, time: 2023-08-24T03:50Z, rounding_s: 60, by: X, source: Y, role: input}"
    spec = loaded(tmp_path, f"faults: []\nannounced:\n  - {one}\n")
    assert [one.by for one in spec.announced] == ["X"]
    assert spec.faults == ()


@pytest.mark.parametrize(
    ("said", "kind", "keys"),
    [
        ("{distribution: uniform, low_s: 1, high_s: 2}", "Uniform", {"low_s": 1.0, "high_s": 2.0}),
        ("{distribution: exponential, mean_s: 9}", "Exponential", {"mean_s": 9.0}),
        ("{value_s: 7}", "Fixed", {"value_s": 7.0}),
        ("{distribution: triangular, high_s: 99}", "Triangular", {"low_s": 50.0, "high_s": 99.0}),
    ],
)
def test_another_distribution_replaces_the_delay_whole(
    said: str, kind: str, keys: dict[str, float], tmp_path: Path
) -> None:
    delay = loaded(tmp_path, f"authority: {{detection: {said}}}\n").authority.detection
    assert type(delay).__name__ == kind
    assert {key: getattr(delay, key) for key in keys} == keys
    assert delay.assumption is None


def test_a_distribution_over_a_fixed_value_replaces_it_whole(tmp_path: Path) -> None:
    delay = loaded(tmp_path, "authority: {issue: {distribution: exponential, mean_s: 3}}\n").authority.issue
    assert (delay.distribution, delay.mean_s, delay.source) == ("exponential", 3.0, None)


def test_another_kind_replaces_the_rule_whole(tmp_path: Path) -> None:
    spec = loaded(tmp_path, 'authority: {targeting: {kind: list, areas: ["47201"]}}\n')
    assert spec.authority.targeting.areas == ("47201",)


def test_a_basis_replaces_the_other_one(tmp_path: Path) -> None:
    spec = loaded(tmp_path, "authority: {detection: {source: a}, issue: {assumption: b}}\n")
    assert (spec.authority.detection.source, spec.authority.detection.assumption) == ("a", None)
    assert (spec.authority.issue.source, spec.authority.issue.assumption) == (None, "b")
    assert spec.authority.detection.mode_s == 65.0


def test_another_figure_does_not_keep_the_source_of_the_old_one(tmp_path: Path) -> None:
    spec = loaded(tmp_path, "authority: {issue: {value_s: 9}}\ngate: {title: Strait}\n")
    assert spec.authority.issue.source is None
    assert spec.gate.source == "two capes"


def test_the_same_figure_keeps_its_source(tmp_path: Path) -> None:
    spec = loaded(tmp_path, "authority: {issue: {value_s: 5}}\n")
    assert spec.authority.issue.source == "https://example.org/issue"


def test_a_new_title_does_not_keep_the_old_translation(tmp_path: Path) -> None:
    translated = ('title: "A small scenario to break"', 'title: "A small scenario to break"\ntitle_ja: 演習')
    assert loaded(tmp_path, "seed: 3\n", translated).title_ja == "演習"
    assert loaded(tmp_path, "title: Another morning\n", translated).title_ja is None


def test_null_takes_an_optional_value_away(tmp_path: Path) -> None:
    edits = ("  - milestone: overflight\n", "  - milestone: issued\n")
    assert loaded(tmp_path, "gate:\n", edits).gate is None


def test_tracks_are_relative_to_the_file_that_names_them(base: Scenario, tmp_path: Path) -> None:
    (tmp_path / "bases").mkdir()
    Case("base", ()).write(tmp_path / "bases")
    path = tmp_path / "child.yaml"
    path.write_text(HEAD.replace("scenario.yaml", "bases/scenario.yaml"))
    assert load_scenario(path).tracks == base.tracks
    assert complaints(path, ("objects.lead.track=tracks.csv",)) == [
        "--set objects.lead.track=tracks.csv: objects[0].track: no such file (was tracks.csv)"
    ]
    assert load_scenario(path, ["objects.lead.track=bases/tracks.csv"]).tracks == base.tracks


def test_a_base_may_build_on_another_and_the_nearest_one_counts(tmp_path: Path) -> None:
    child(tmp_path, "name: middle\nseed: 1\n")
    top = tmp_path / "top.yaml"
    top.write_text("format: overflight/1\nextends: child.yaml\nseed: 2\n")
    spec = load_scenario(top).spec
    assert (spec.name, spec.seed, spec.timezone) == ("middle", 2, "JST")


def test_a_base_may_be_incomplete(tmp_path: Path) -> None:
    path = child(tmp_path, "name: other\n", ("name: base\n", ""))
    assert load_scenario(path).spec.name == "other"


def test_overrides_come_last(tmp_path: Path) -> None:
    spec = loaded(tmp_path, "seed: 1\n", overrides=("seed=3", "authority.issue.value_s=4"))
    assert (spec.seed, spec.authority.issue.value_s) == (3, 4.0)


def test_mistakes_are_where_they_were_written(tmp_path: Path) -> None:
    path = child(tmp_path, "seed: -1\ngate:\n  title: 4\n", ("radius_km: 50", "radius_km: -50"))
    assert complaints(path) == [
        "child.yaml:3:7: seed: must be at least 0 (was -1)",
        "child.yaml:5:10: gate.title: must be text: put it in quotes (was 4)",
        "scenario.yaml:18:18: objects[0].footprint.radius_km: must be at least 0 (was -50)",
    ]


def test_what_nobody_says_is_missing_in_the_scenario_itself(tmp_path: Path) -> None:
    path = child(tmp_path, "seed: 1\n", ("title: An authority", "# no title"), ("name: base", "# no name"))
    assert complaints(path) == [
        "child.yaml:1:1: name: missing key",
        "scenario.yaml:34:1: authority.title: missing key",
    ]


def test_mistakes_in_the_yaml_of_both(tmp_path: Path) -> None:
    path = child(tmp_path, "seed: 1\nseed: 2\n", ("seed: 7", "seed: &x 7"))
    assert complaints(path) == [
        "child.yaml:4:1: seed: duplicate key; it stands first on line 3 (was 2)",
        "scenario.yaml:6:7: seed: anchors are not allowed (was &x)",
    ]


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("extends: nowhere.yaml", "child.yaml:2:10: extends: no such file (was nowhere.yaml)"),
        ("extends: .", "child.yaml:2:10: extends: is not a file (was .)"),
        ("extends: /a.yaml", "child.yaml:2:10: extends: must be relative to the scenario file (was /a.yaml)"),
        (
            "extends:",
            "child.yaml:2:1: extends: must be the name of a scenario file, such as base.yaml (was empty)",
        ),
        (
            "extends: [a.yaml]",
            "child.yaml:2:1: extends: must be the name of a scenario file, such as base.yaml (was a list)",
        ),
        (
            "extends: child.yaml",
            "child.yaml:2:10: extends: leads round in a circle: child.yaml -> child.yaml (was child.yaml)",
        ),
        ("extends: *x", "child.yaml:2:10: extends: aliases are not allowed: write the value out (was *x)"),
        (
            "extends: tracks.csv",
            "tracks.csv:1:1: must be a mapping of keys that starts with 'format: overflight/1' (was a single value)",
        ),
        (
            "extend: scenario.yaml",
            "child.yaml:2:1: extend: unknown key; did you mean extends? (was scenario.yaml)",
        ),
    ],
)
def test_a_base_that_cannot_be_used(head: str, expected: str, tmp_path: Path) -> None:
    path = child(tmp_path, "", head=f"format: overflight/1\n{head}\n")
    assert [line for line in complaints(path) if not line.endswith(": missing key")] == [expected]


def test_mistakes_of_the_file_itself_come_with_a_missing_base(tmp_path: Path) -> None:
    path = child(tmp_path, "seed: 1\nseed: 2\n", head=HEAD.replace("scenario", "nowhere"))
    assert complaints(path) == [
        "child.yaml:2:10: extends: no such file (was nowhere.yaml)",
        "child.yaml:4:1: seed: duplicate key; it stands first on line 3 (was 2)",
    ]


@pytest.mark.parametrize("name", ["okinawa-2023-08-24", "policies/corridor"])
def test_a_shipped_scenario_serves_by_its_name(name: str, tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(f"format: overflight/1\nextends: {name}\n", encoding="utf-8")
    shipped = load_scenario(shipped_folder("scenarios") / f"{name}.yaml")
    assert load_scenario(path).sha256 == shipped.sha256


def test_a_file_of_that_name_beside_it_comes_first(tmp_path: Path) -> None:
    Case("base", ()).write(tmp_path)
    (tmp_path / "scenario.yaml").rename(tmp_path / "okinawa-2023-08-24")
    path = tmp_path / "mine.yaml"
    path.write_text("format: overflight/1\nextends: okinawa-2023-08-24\n", encoding="utf-8")
    assert (
        load_scenario(path).sha256
        != load_scenario(shipped_folder("scenarios") / "okinawa-2023-08-24.yaml").sha256
    )


def test_a_circle_of_three(tmp_path: Path) -> None:
    for name, base in (("a", "b"), ("b", "c"), ("c", "b")):
        (tmp_path / f"{name}.yaml").write_text(f"format: overflight/1\nextends: {base}.yaml\n")
    assert complaints(tmp_path / "a.yaml") == [
        "c.yaml:2:10: extends: leads round in a circle: b.yaml -> c.yaml -> b.yaml (was b.yaml)"
    ]


def test_eight_bases_and_not_nine(tmp_path: Path) -> None:
    Case("base", ()).write(tmp_path)
    for number in range(9):
        base = f"{number - 1}.yaml" if number else SCENARIO
        (tmp_path / f"{number}.yaml").write_text(f"format: overflight/1\nextends: {base}\n")
    assert load_scenario(tmp_path / "7.yaml").spec.name == "base"
    assert complaints(tmp_path / "8.yaml") == [
        "0.yaml:2:10: extends: is one base too many: a scenario may build on 8, one upon the other (was scenario.yaml)"
    ]


def test_both_say_first_what_they_are(tmp_path: Path) -> None:
    path = child(tmp_path, "", head="extends: scenario.yaml\n")
    assert complaints(path) == [
        "child.yaml:1:1: format: missing key; a scenario starts with 'format: overflight/1'"
    ]
    path = child(tmp_path, "", ("format: overflight/1\n", ""))
    assert complaints(path) == [
        "scenario.yaml:2:1: format: missing key; a scenario starts with 'format: overflight/1'"
    ]
    path = child(tmp_path, "", ("format: overflight/1", "format: overflight/2"))
    assert complaints(path) == ["scenario.yaml:2:9: format: must be overflight/1 (was overflight/2)"]
    path = child(tmp_path, "", ("format: overflight/1\nname: base\n", "name: base\nformat: overflight/1\n"))
    assert complaints(path) == ["scenario.yaml:3:1: format: must be the first key"]
    path = child(tmp_path, "", head="extends: scenario.yaml\nformat: overflight/1\n")
    assert complaints(path) == ["child.yaml:2:1: format: must be the first key"]


def test_what_to_build_on_cannot_be_set(tmp_path: Path) -> None:
    assert complaints(child(tmp_path, ""), ("extends=scenario.yaml",)) == [
        "--set extends=scenario.yaml: extends: cannot be set: what a scenario builds on is read before "
        "anything is set (was scenario.yaml)"
    ]


SCHEMA = jsonschema.Draft202012Validator(scenario_schema())


def said(text: str) -> Any:
    root: Node | None = parse_yaml(HEAD + text, "f", [])
    assert root is not None
    return plain(root)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "name: other\n",
        "authority: {detection: {low_s: 60}, lift: {withheld: true}}\n",
        'authority: {targeting: {prefectures: ["47"]}}\n',
        "gate:\n",
        "reach: {people: {understands: {share: 0.5}}}\n",
    ],
)
def test_an_editor_accepts_parts(text: str) -> None:
    assert list(SCHEMA.iter_errors(said(text))) == []


@pytest.mark.parametrize(
    "text",
    [
        "nam: other\n",
        "seed: -1\n",
        "authority: {detection: {low: 60}}\n",
        "authority: {detection: {low_s: soon}}\n",
        "authority: {lift: {threat_over: soon}}\n",
        "objects: [{name: lead}]\n",
    ],
)
def test_an_editor_still_sees_mistakes_in_parts(text: str) -> None:
    assert not SCHEMA.is_valid(said(text))


def test_an_editor_wants_everything_of_a_scenario_that_builds_on_none() -> None:
    whole = said("name: other\n")
    del whole["extends"]
    assert not SCHEMA.is_valid(whole)
