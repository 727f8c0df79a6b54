"""Policies together: the same night for all, exact zeros where nothing differs, and refusals that say where."""

from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest

from sim.compare import flights
from sim.compare.entrants import check_dispersible, entrants, remarks
from sim.compare.flights import disperse, flown
from sim.compare.metrics import METRICS
from sim.compare.together import PolicyComparison, compare
from sim.draws import Draws
from sim.engine.world import World, build_world
from sim.errors import InputError
from sim.geo.geodesy import inverse
from sim.geo.userlayer import areas_of
from sim.output.compare import write_comparison
from sim.scenario import load_scenario
from tests.compare.policies import SETS, policy
from tests.mornings import SCENARIO, usual_scenario, usual_world

RUNS = 3


@pytest.fixture(scope="module")
def three() -> PolicyComparison:
    return compare([policy(name) for name in SETS], runs=RUNS)


def test_targeting_leaves_the_authority_s_night_as_it_is(three: PolicyComparison) -> None:
    whole, islands, nobody = three.policies
    assert len(set(whole.values["issued_s"])) == RUNS
    assert whole.values["issued_s"].tolist() == islands.values["issued_s"].tolist()
    assert np.isnan(nobody.values["issued_s"]).all()
    assert three.table["two-islands", "lead_s"].diff == 0.0
    assert three.table["two-islands", "needless_person_min"].diff_high < 0.0


def test_a_policy_that_warns_nobody_costs_nothing_and_saves_nobody(three: PolicyComparison) -> None:
    found = {metric.key: three.table["nobody", metric.key] for metric in METRICS}
    assert found["people_warned"].mean == found["needless_person_min"].mean == 0.0
    assert found["people_missed"].mean == found["people_overflown"].mean > 0.0
    assert found["short_lead_share"].mean == found["short_notice_share"].mean == 1.0
    assert (found["lead_s"].mean, found["lead_s"].n, found["lead_s"].diff) == (None, 0, None)


def test_columns_of_areas(three: PolicyComparison) -> None:
    whole, islands, nobody = three.policies
    assert whole.warned_share.tolist() == [1.0] * len(three.layer)
    codes = [code for code, share in zip(three.layer.codes, islands.warned_share, strict=True) if share]
    assert codes == ["47214", "47361"]
    assert (islands.overflown_share > 0.0).sum() == 2
    assert not nobody.under_warning_min.any()
    assert 10.0 < whole.under_warning_min.mean() < 20.0


def test_identical_policies_differ_by_exactly_nothing() -> None:
    twins = compare([policy("one"), policy("other")], runs=RUNS)
    rows = [row for row in twins.summaries if row.policy == "other"]
    assert [(row.diff, row.diff_low, row.diff_high) for row in rows] == [(0.0, 0.0, 0.0)] * len(METRICS)
    assert {row.n_pairs for row in rows} == {RUNS}


def test_each_replicate_flies_once_for_all_and_the_announced_track_stays() -> None:
    calls: list[int] = []

    def late(world: World, draws: Draws) -> World:
        calls.append(draws.replicate)
        crossings = world.crossings
        return replace(
            world,
            crossings=replace(crossings, enter_s=crossings.enter_s + 30.0, exit_s=crossings.exit_s + 30.0),
        )

    names = ["prefecture", "two-islands"]
    usual = compare([policy(name) for name in names], runs=2)
    moved = compare([policy(name) for name in names], runs=2, perturb=late)
    assert calls == [0, 1]
    assert moved.dispersed
    assert not usual.dispersed
    for before, after in zip(usual.policies, moved.policies, strict=True):
        assert (after.values["lead_s"] - before.values["lead_s"]).tolist() == pytest.approx([30.0, 30.0])
        assert after.values["issued_s"].tolist() == before.values["issued_s"].tolist()


def test_what_was_announced_outlives_what_flew() -> None:
    (one, _) = entrants([policy("one"), policy("other")])
    moved = disperse(one.world, Draws(0, 1))
    world = flown(one.world, moved)
    assert world.flying == moved.drawn
    assert world.nominal() == one.world.nominal()
    assert {track.name for track in world.flying} == {*world.nominal()}


def test_a_flight_drawn_at_its_middle_is_the_nominal_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flights, "draw_normals", lambda *of: np.zeros((1, 3)))
    drawn = disperse(usual_world(), Draws(0))
    assert drawn.gate_s == pytest.approx(usual_world().gate_s, abs=0.01)
    for track, same in zip(usual_world().tracks, drawn.drawn, strict=True):
        assert (same.start_s, same.end_s) == (track.start_s, track.end_s)
        t_s = np.linspace(track.start_s, track.end_s, 999)
        one, other = track.state_at(t_s), same.state_at(t_s)
        apart_m = inverse(one.lat_deg, one.lon_deg, other.lat_deg, other.lon_deg)[2]
        assert apart_m.max() < 300.0
        assert np.abs(one.alt_m - other.alt_m).max() < 50.0
        named = [(float(t), event) for t, event in zip(track.t_s, track.events, strict=True) if event]
        again = [(float(t), event) for t, event in zip(same.t_s, same.events, strict=True) if event]
        assert again == named


def test_flights_differ_between_replicates_and_not_between_policies() -> None:
    names = ["prefecture", "two-islands", "nobody"]
    found = compare([policy(name) for name in names], runs=4, perturb=disperse)
    over = [one.values["people_overflown"].tolist() for one in found.policies]
    assert over[0] == over[1] == over[2]
    assert len(set(over[0])) > 1
    for one in found.policies:
        assert one.overflown_share.tolist() == found.policies[0].overflown_share.tolist()
    issued = compare([policy(name) for name in names[:2]], runs=4).policies[0].values["issued_s"]
    assert found.policies[0].values["issued_s"].tolist() == issued.tolist()


def test_failures_are_not_drawn_anew() -> None:
    cut = "failures=[{kind: engine_cut, object: lead, at_s: 400, assumption: of the test}]"
    with pytest.raises(InputError, match="failures: cannot be played on flights drawn anew"):
        compare([policy("one"), policy("two", cut)], runs=1, perturb=disperse)


def test_a_world_shared_is_the_world_built_alone() -> None:
    """Field by field, so that whatever worlds come to hold cannot be shared by mistake."""
    shared = entrants([policy("one"), policy("two-islands", "reach=null")])[1].world
    alone = build_world(policy("two-islands", "reach=null"))
    assert shared.spec == alone.spec
    assert shared.reach is alone.reach is None
    assert shared.gate_s == alone.gate_s
    assert shared.layer.codes == alone.layer.codes
    assert [track.t_s.tolist() for track in shared.tracks] == [track.t_s.tolist() for track in alone.tracks]
    assert shared.crossings.enter_s.tolist() == alone.crossings.enter_s.tolist()
    assert len(shared.features) == len(alone.features)
    assert (len(shared.planned), shared.failed) == (len(alone.planned), alone.failed)
    assert shared.drawn == alone.drawn == ()
    known = {
        "spec",
        "layer",
        "features",
        "tracks",
        "crossings",
        "gate_s",
        "reach",
        "planned",
        "failed",
        "drawn",
    }
    assert {field.name for field in fields(World)} == known


def test_the_seed_is_the_first_scenario_s_unless_told() -> None:
    assert compare([policy("one", "seed=7"), policy("other")], runs=1).seed == 7
    heard: list[tuple[int, int]] = []
    other = compare(
        [policy("one", "seed=7"), policy("other")],
        runs=2,
        seed=3,
        progress=lambda done, of: heard.append((done, of)),
    )
    assert other.seed == 3
    assert heard == [(1, 2), (2, 2)]


def test_the_folder_is_whole_and_the_same_every_time(three: PolicyComparison, tmp_path: Path) -> None:
    again = compare([policy(name) for name in SETS], runs=RUNS)
    one, two = write_comparison(three, tmp_path / "one"), write_comparison(again, tmp_path / "two")
    files = sorted(path.name for path in one.iterdir())
    assert files == [
        *("areas.csv", "compare.csv", "differences.png", "replicates.csv", "summary.json", "tradeoff.png")
    ]
    for name in files:
        assert (one / name).read_bytes() == (two / name).read_bytes(), name
    lines = (one / "compare.csv").read_text(encoding="utf-8").splitlines()
    head = "policy,metric,unit,mean,q05,q95,n,diff,diff_low,diff_high,n_pairs"
    assert lines[0] == head
    assert len(lines) == 1 + len(SETS) * len(METRICS)
    assert not any("nan" in line for line in lines)
    assert len((one / "replicates.csv").read_text(encoding="utf-8").splitlines()) == 1 + RUNS * len(SETS)
    assert (one / "areas.csv").read_text(encoding="utf-8").count("\nnobody,") == len(three.layer)


def refusal(*scenarios: object) -> list[str]:
    with pytest.raises(InputError) as error:
        entrants([*scenarios])  # type: ignore[list-item]
    return [str(problem) for problem in error.value.problems]


def test_names_must_differ() -> None:
    (said,) = refusal(policy("one"), policy("one"))
    assert said.endswith(f"name: must be unlike the name in {SCENARIO} (was one)")


def test_areas_must_be_the_same_and_the_refusal_says_where() -> None:
    text = SCENARIO.read_text(encoding="utf-8").splitlines()
    line = text.index("areas:") + 1
    nuri = load_scenario(SCENARIO.parent / "okinawa-2023-08-24.yaml", ["name=japan", "areas.layer=japan"])
    (said,) = refusal(usual_scenario(), nuri)
    assert said.startswith(f"{SCENARIO}:{line}:1: areas: must be the same areas as in {SCENARIO}: ")
    assert "has 41 areas" in said


def test_one_scenario_is_no_comparison() -> None:
    assert refusal(usual_scenario()) == [f"{SCENARIO}: needs 2 to 24 scenarios (was 1)"]


def test_another_flight_is_compared_and_said_to_differ() -> None:
    other = load_scenario(SCENARIO.parent / "okinawa-2023-11-21.yaml")
    found = compare([usual_scenario(), other], runs=1)
    assert found.remarks[0].startswith("Not the flight of okinawa-2023-08-24: okinawa-2023-11-21.")
    assert found.remarks[1].startswith("Launched at another time: okinawa-2023-11-21.")
    wider = policy("wider", "objects[0].footprint.radius_km=51")
    assert [one.truth for one in entrants([usual_scenario(), policy("same"), wider])] == [0, 0, 1]


def test_the_shipped_policies_can_be_compared_but_for_the_one_on_two_prefectures() -> None:
    files = sorted((SCENARIO.parent / "policies").glob("*.yaml"))
    wider = "adjacent-prefectures"
    found = entrants([load_scenario(file) for file in files if file.stem != wider])
    assert len(found) >= 6
    assert {one.truth for one in found} == {0}
    assert remarks(found) == []
    check_dispersible(found)
    both = 'areas={layer: japan, prefectures: ["46", "47"]}'
    scenarios = [
        load_scenario(SCENARIO.parent / "policies" / f"{name}.yaml", [both]) for name in (wider, "corridor")
    ]
    one, other = (areas_of(scenario) for scenario in scenarios)
    assert one.codes == other.codes
