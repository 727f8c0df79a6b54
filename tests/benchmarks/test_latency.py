"""The latency benchmark on the shipped morning: beside single runs, under faults, and as files."""

import csv
import json
import os
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.bench import latency_write
from sim.bench.latency import LatencyReport, latency_of, run_latency_bench
from sim.bench.latency_text import dominance, latency_table
from sim.bench.latency_write import COLUMNS, latency_csv, latency_json, write_latency_report
from sim.draws import Draws
from sim.engine.run import simulate
from sim.errors import InputError, WorkError
from sim.results.legs import Leg, legs
from sim.results.result import MARK
from tests.mornings import fixed, morning, usual_scenario, usual_world

RUNS = 3
AT_ONCE = fixed(0.0)


@cache
def usual_report() -> LatencyReport:
    return latency_of(usual_world(), "0" * 64, RUNS)


def bench(faults: Sequence[dict[str, Any]] = (), runs: int = 2, **changes: Any) -> LatencyReport:
    named = [{"name": "broken", "assumption": "for this test"} | fault for fault in faults]
    return latency_of(morning(named, **changes), "0" * 64, runs)


def leg_of(report: LatencyReport, name: str, by: str = "all channels", of: str = "people") -> Leg:
    return next(leg for leg in report.legs if (leg.name, leg.by, leg.of) == (name, by, of))


def dominant(report: LatencyReport, clocks: str) -> str:
    return next(b.dominant[0] for b in report.budgets if (b.clocks, b.at) == (clocks, 0.95))


def test_one_run_has_the_legs_of_that_run() -> None:
    """The run's own legs come from counts of whole people every ten seconds; between those they may differ."""
    world = usual_world()
    theirs = {(leg.name, leg.by, leg.of): leg for leg in legs(simulate(world, Draws(world.spec.seed)))}
    mine = {(leg.name, leg.by, leg.of): leg for leg in latency_of(world, "", 1).legs}
    elsewhere = {"lead", "lead once audible", "departure"}
    assert {key for key in theirs if key[0] not in elsewhere} <= set(mine)
    for key in set(theirs) & set(mine):
        one, other = mine[key], theirs[key]
        assert (one.start, one.stop) == (other.start, other.stop), key
        slack_s, slack, n = (10.0, 0.003, 0.01 * other.n) if key[2] == "people" else (1e-9, 1e-12, 0)
        assert one.n == pytest.approx(other.n, abs=n), key
        assert one.never_share == pytest.approx(other.never_share, abs=slack), key
        for mine_s, theirs_s in zip(
            (one.p50_s, one.p90_s, one.p95_s), (other.p50_s, other.p90_s, other.p95_s), strict=True
        ):
            if mine_s is not None and theirs_s is not None and theirs_s < 600.0:
                assert mine_s == pytest.approx(theirs_s, abs=slack_s), key


def test_runs_are_pooled_and_none_is_dropped() -> None:
    report = usual_report()
    areas, people = len(usual_world().layer), int(np.nansum(usual_world().layer.population))
    assert leg_of(report, "detection", "authority", "runs").n == RUNS
    assert leg_of(report, "delivery", "cell_broadcast", "areas").n == RUNS * areas
    for name in ("first alert", "launch to first alert", "shelter"):
        assert leg_of(report, name).n == RUNS * people
    logs = [simulate(usual_world(), Draws(0, replicate)) for replicate in range(RUNS)]
    detected = sorted(next(log.of("detected")).t_s for log in logs)
    leg = leg_of(report, "detection", "authority", "runs")
    assert (leg.p50_s, leg.p99_s) == (detected[1], detected[2])


def test_every_leg_names_its_clocks_and_its_quantiles_rise() -> None:
    order = [*(f"t{i}" for i in range(12)), *(f"c{i}" for i in range(1, 6))]
    for leg in [*usual_report().legs, *(one.leg for one in usual_report().area_legs)]:
        assert order.index(leg.start) < order.index(leg.stop)
        known = [s for s in (leg.p50_s, leg.p90_s, leg.p95_s, leg.p99_s) if s is not None]
        assert known == sorted(known)
        assert all(s >= 0.0 for s in known)
        assert (leg.p99_s is None) == (leg.never_share > 0.01 + 1e-9)
    stops = {leg.stop for leg in usual_report().legs}
    assert stops == {*order} - {"t0", "c1"}


def test_every_area_has_its_own_delivery_and_first_alert() -> None:
    report = usual_report()
    assert {one.area_code for one in report.area_legs} == set(usual_world().layer.codes)
    mine = [one.leg for one in report.area_legs if one.leg.name == "first alert"]
    assert sum(leg.n for leg in mine) == leg_of(report, "first alert").n
    weighted = sum(leg.n * leg.never_share for leg in mine) / sum(leg.n for leg in mine)
    assert weighted == pytest.approx(leg_of(report, "first alert").never_share)


def test_nobody_notices_a_channel_before_it_is_on_air_nor_more_than_all_channels_do() -> None:
    by_clocks: dict[tuple[str, str], Any] = {
        (one.stop, one.by): one.share for one in usual_report().distributions
    }
    everyone = by_clocks["t8", "all channels"]
    for (stop, by), share in by_clocks.items():
        assert (np.diff(share) >= -1e-12).all()
        if stop == "t8":
            assert (share <= everyone + 1e-3).all(), by
        if stop == "t8" and ("t7", by) in by_clocks:
            # A curve is straight over half a second, which the first sound may fall into.
            later = np.append(by_clocks["t7", by][1:], 1.0)
            assert (share <= later + 1e-12).all(), by


def test_budgets_agree_with_the_legs() -> None:
    report = usual_report()
    on_air = next(b for b in report.budgets if (b.clocks, b.at) == ("t0-t7", 0.5))
    middle = leg_of(report, "launch to on air", "any channel").p50_s
    assert middle is not None
    assert on_air.mean_s == pytest.approx(middle, abs=10.0)
    reached = (1.0 - leg_of(report, "first alert").never_share) * leg_of(report, "first alert").n
    noticed = next(b for b in report.budgets if (b.clocks, b.at) == ("t0-t8", 0.95))
    assert noticed.reached == pytest.approx(reached, rel=1e-3)


@pytest.mark.parametrize(
    ("changes", "clocks", "leg"),
    [
        ({"authority__decision": fixed(500.0)}, "t0-t7", "t3-t4 decision"),
        ({"authority__detection": fixed(500.0)}, "t0-t8", "t0-t1 detection"),
        ({"authority__lift__confirmation": AT_ONCE, "authority__lift__decision": AT_ONCE}, "c1-c5", "c4-c5 noticing"),
        ({"authority__lift__decision": fixed(900.0)}, "c1-c5", "c1-c2 lift decision"),
    ],
)  # fmt: skip
def test_the_leg_made_long_is_the_one_that_dominates(changes: dict[str, Any], clocks: str, leg: str) -> None:
    report = bench(**changes)
    assert dominant(report, clocks) == leg
    assert any(clocks in line and leg in line for line in dominance(report.budgets))


def test_a_late_channel_makes_its_network_leg_dominate() -> None:
    late = {"kind": "late_message", "delay": fixed(1500.0), "messages": ["launch_information"]}
    assert dominant(bench([late]), "t0-t7") == "t6-t7 network"


def test_a_lost_channel_stays_in_the_statistics() -> None:
    report = bench([{"kind": "lost_message", "channels": ["apps"]}])
    for of in ("areas", "people"):
        leg = leg_of(report, "delivery", "apps", of)
        assert leg.never_share == 1.0
        assert leg.p50_s is None
        assert leg.n == leg_of(report, "delivery", "cell_broadcast", of).n
    assert leg_of(report, "first alert", "apps").never_share == 1.0
    assert leg_of(report, "gateway", "apps", "areas").never_share == 0.0
    assert leg_of(report, "network", "apps", "areas").never_share == 1.0


def test_launches_that_nobody_was_warned_of_stay_in_the_statistics() -> None:
    runs = 8
    report = bench([{"kind": "undetected_launch", "probability": 0.5}], runs)
    alert = leg_of(report, "launch to alert", "authority", "runs")
    assert alert.n == runs
    assert 0.0 < alert.never_share < 1.0
    people = int(np.nansum(usual_world().layer.population))
    noticed, issued = leg_of(report, "launch to first alert"), leg_of(report, "first alert")
    assert noticed.n == runs * people
    assert issued.n == round(runs * (1.0 - alert.never_share)) * people
    assert (1.0 - noticed.never_share) * noticed.n == pytest.approx((1.0 - issued.never_share) * issued.n)
    assert leg_of(report, "launch to on air", "any channel").never_share == pytest.approx(alert.never_share)


def test_a_lift_that_never_comes_is_counted_from_the_end_of_the_threat() -> None:
    report = bench(authority__lift__withheld=True)
    assert leg_of(report, "threat over to release").never_share == 1.0
    assert leg_of(report, "lift decision", "authority", "runs").never_share == 1.0
    assert not [leg for leg in report.legs if leg.start == "c3"]
    assert {budget.clocks for budget in report.budgets} == {"t0-t7", "t0-t8"}


def test_a_false_alarm_has_no_launch_to_count_from() -> None:
    report = bench([{"kind": "false_alarm", "at_s": 60.0}])
    assert not [leg for leg in report.legs if leg.start in ("t0", "t1")]
    assert leg_of(report, "first alert").n > 0
    assert report.budgets == ()


def test_without_people_the_authority_remains() -> None:
    report = bench(reach=None)
    assert {leg.of for leg in report.legs} == {"runs"}
    assert report.checks == ()
    assert "Authority" in latency_table(report)


@pytest.mark.parametrize(("seconds", "met"), [(3.9, 1.0), (4.1, 0.0)])
def test_the_requirement_is_held_against_the_network_leg(seconds: float, met: float) -> None:
    channels = usual_world().spec.model_dump()["reach"]["channels"]
    for channel in channels:
        if channel["name"] == "cell_broadcast":
            channel["latency"] = fixed(seconds) | {"assumption": "for this test"}
    (check,) = bench(reach__channels=channels, runs=1).checks
    assert check.channel == "cell_broadcast"
    assert check.met / check.n == met


def test_same_seed_same_bytes_and_another_seed_others(tmp_path: Path) -> None:
    again = latency_of(usual_world(), "0" * 64, RUNS)
    first, second = (
        write_latency_report(one, tmp_path / name) for one, name in ((usual_report(), "a"), (again, "b"))
    )
    assert [path.name for path in first] == ["latency.csv", "latency.json", "latency.png"]
    assert [a.read_bytes() for a in first] == [b.read_bytes() for b in second]
    other = latency_of(usual_world(), "0" * 64, RUNS, seed=1)
    assert latency_csv(other) != latency_csv(usual_report())


def test_the_command_runs_from_the_scenario() -> None:
    report = run_latency_bench(usual_scenario(), 1, seed=5)
    assert (report.runs, report.seed, report.scenario) == (1, 5, "okinawa-2023-08-24")
    assert report.scenario_sha256 == usual_scenario().sha256
    with pytest.raises(InputError, match=r"--runs: must be at least 1 \(was 0\)"):
        run_latency_bench(usual_scenario(), 0)


def test_csv_has_every_leg_and_blanks_for_never() -> None:
    rows = list(csv.DictReader(latency_csv(usual_report()).splitlines()))
    assert tuple(rows[0]) == COLUMNS
    assert len(rows) == len(usual_report().legs) + len(usual_report().area_legs)
    shelter = next(row for row in rows if row["leg"] == "shelter")
    assert (shelter["start"], shelter["stop"], shelter["p95_s"]) == ("t5", "t11", "")
    assert 0.0 < float(shelter["never_share"]) < 1.0
    detection = leg_of(usual_report(), "detection", "authority", "runs")
    assert float(rows[0]["p50_s"]) == pytest.approx(detection.p50_s, abs=5e-4)
    assert {row["area_code"] for row in rows} == {"", *usual_world().layer.codes}


def test_json_has_the_mark_the_seed_and_what_dominates() -> None:
    data = json.loads(latency_json(usual_report()))
    assert data["mark"] == MARK
    assert (data["seed"], data["runs"]) == (0, RUNS)
    assert data["requirements"][0]["limit_s"] == 4.0
    assert {budget["clocks"]: budget["dominant"] for budget in data["budgets"] if budget["at"] == 0.95} == {
        clocks: dominant(usual_report(), clocks) for clocks in ("t0-t7", "t0-t8", "c1-c5")
    }


def test_the_table_fits_80_columns_and_says_what_it_is() -> None:
    text = latency_table(usual_report())
    assert max(map(len, text.splitlines())) <= 80
    assert MARK in text
    assert "no computing time" in text
    for words in (
        "t3-t4 decision",
        "t5-t7 delivery, cell_broadcast",
        "c1-c5 threat over to release",
        "3GPP TS 22.268",
    ):
        assert words in text
    assert text.splitlines()[-3:] == [f"  {line}" for line in dominance(usual_report().budgets)]


def test_nothing_is_written_if_the_picture_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "latency.csv").write_text("as it was")

    def full(*_: object) -> Path:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr("sim.output.figures.latency.draw_latency", full)
    with pytest.raises(WorkError, match="cannot be written"):
        latency_write.write_latency_report(usual_report(), tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["latency.csv"]
    assert (tmp_path / "latency.csv").read_text() == "as it was"


def test_a_file_in_the_folders_place_is_refused(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    with pytest.raises(WorkError, match="taken"):
        write_latency_report(usual_report(), tmp_path / "taken")


def test_progress_is_heard_and_printed_by_nobody(capfd: pytest.CaptureFixture[str]) -> None:
    heard: list[tuple[int, int]] = []
    latency_of(morning(reach=None), "", 2, progress=lambda *done: heard.append(done))
    assert heard == [(1, 2), (2, 2)]
    assert capfd.readouterr() == ("", "")


def test_a_second_call_is_another_delivery_and_not_another_first_alert() -> None:
    step = fixed(20.0) | {"assumption": "for this test"}
    near = {
        "distance_km": 300.0,
        "horizon_s": 600.0,
        "decision": step,
        "issue": step,
        "assumption": "for this test",
    }
    once, twice = bench(), bench(authority__evacuate=near)
    counts = [leg_of(report, "delivery", "cell_broadcast", "areas").n for report in (once, twice)]
    assert counts[1] > counts[0]
    alerts = [leg_of(report, "first alert") for report in (once, twice)]
    assert alerts[0].n == alerts[1].n
    assert alerts[1].never_share < alerts[0].never_share
    assert [b.dominant[0] for b in twice.budgets if b.clocks == "t0-t7"] == [
        b.dominant[0] for b in once.budgets if b.clocks == "t0-t7"
    ]


def test_municipalities_that_start_by_hand_wait_for_their_operator() -> None:
    """Their loudspeakers come minutes later, the receiver at once: the wait is in the network leg."""
    slow = {
        "manual_areas": ["47201"],
        "operator": usual_world().spec.model_dump()["reach"]["start"]["operator"],
    }
    by_hand = bench(reach__start=slow | {"manual_share": None})
    leg, before = (leg_of(report, "network", "loudspeakers", "areas") for report in (by_hand, bench()))
    assert leg.n == before.n
    assert leg.p99_s is not None
    assert before.p99_s is not None
    assert leg.p99_s > before.p99_s + 60.0
    assert leg.p50_s == pytest.approx(before.p50_s, abs=1.0)
