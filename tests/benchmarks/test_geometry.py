"""The benchmark itself, run on a tiny size: every method, every file, every column."""

import csv
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sim.bench import contest, geometry, throughput
from sim.bench.contenders import EVERYONE
from sim.bench.geometry import GeometryOptions, run_geometry_bench
from sim.bench.goals import Goal, goals, live_goals, told
from sim.bench.markdown import geometry_lines
from sim.bench.records import records_of
from sim.bench.report import write_report
from sim.bench.text import printable
from sim.bench.timing import Quartiles, exponent, quartiles, seconds
from sim.bench.words import duration, duration_with_quartiles, error, share, three, with_quartiles
from sim.errors import InputError, WorkError

ROOT = Path(__file__).parents[2]
KEYS = [one.key for one in EVERYONE]


@pytest.fixture(scope="module")
def report():
    return run_geometry_bench(GeometryOptions("tiny", (60.0,)))


@pytest.fixture(scope="module")
def live():
    return run_geometry_bench(GeometryOptions("tiny", live=True))


def rows_of(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_method_is_measured_and_judged(report):
    (contest,) = report.contests
    assert [row.contender.key for row in contest.rows] == KEYS
    for row in contest.rows:
        assert row.missing == ""
        assert min(row.flight_s) > 0.0
        assert len(row.flight_s) == len(row.ratio) >= 1
        assert row.verdict.extra == 0
    assert {row.verdict.visits for row in contest.rows} != {0}


def test_ratios_are_paired_round_by_round(report):
    baseline = report.contests[0].rows[0]
    assert set(baseline.ratio) == {1.0}
    one = replace(baseline, ratio=(2.0, 30.0, 4.0))
    other = replace(baseline, ratio=(1.0, 10.0, 4.0))
    assert one.against(other) == quartiles([2.0, 3.0, 1.0])
    assert other.against(replace(one, ratio=())) is None


def test_every_axis_grows(report):
    assert list(dict.fromkeys(curve.axis.key for curve in report.curves)) == [
        "vertices",
        "knots",
        "flights",
        "areas",
    ]
    for curve in report.curves:
        assert list(curve.sizes) == sorted(set(curve.sizes))
        assert np.isfinite(curve.exponent.median)


def test_throughput_is_flights_over_time(report, monkeypatch):
    assert [one.contender.key for one in report.throughput] == list(throughput.METHODS)
    assert [one.flights for one in report.throughput] == [4, 4, 1]
    assert min(one.per_second.low for one in report.throughput) > 0.0
    monkeypatch.setattr(throughput, "seconds", lambda search: 0.5)
    told = throughput.measure_throughput("tiny", (50.0, 60.0), 30, 2, lambda _: None)
    assert [(one.radius_km, one.per_second.median) for one in told] == [
        (50.0, 60.0),
        (50.0, 60.0),
        (50.0, 6.0),
        (60.0, 60.0),
        (60.0, 60.0),
        (60.0, 6.0),
    ]


def test_goals_are_judged_by_what_was_measured(report, live):
    contest = report.contests[0]
    at_goal = replace(contest, areas="okinawa", radius_km=50.0)
    every = list(goals(replace(report, contests=(at_goal,))))
    exact = next(one for one in every if "exact peer" in one.what and one.way == "compiled")
    compiled, *others = (
        {row.contender.key: row for row in contest.rows}[key]
        for key in ("compiled", "tree-points", "tree-points-single", "tree-areas")
    )
    assert exact.measured == min(one.against(compiled).median for one in others)
    assert exact.wanted == 60.0
    assert {one.what for one in every} >= {"cost grows with flights in a call to the power of"}
    assert [one.way for one in live_goals(live.live)] == ["compiled", "numpy only"]
    missed = Goal("a", "b", 2.0, 2.5, at_most=True, unit=" ms")
    untold = Goal("a", "b", 2.0, None)
    assert list(told([missed, replace(missed, measured=1.5), replace(missed, at_most=False), untold])) == [
        ("a", "b", "≤ 2 ms", "2.5 ms", "no"),
        ("a", "b", "≤ 2 ms", "1.5 ms", "yes"),
        ("a", "b", "≥ 2 ms", "2.5 ms", "yes"),
        ("a", "b", "≥ 2", "-", "-"),
    ]


def test_the_report_tells_how_busy_others_were(report):
    import os

    others = report.others_cores
    if Path("/proc/stat").is_file():
        assert 0.0 <= others <= os.cpu_count()
    assert "cores busy meanwhile" in "\n".join(geometry_lines(replace(report, others_cores=0.25)))
    assert "busy" not in "\n".join(geometry_lines(replace(report, others_cores=None)))


def test_files_say_what_was_measured(report, tmp_path):
    written = write_report(report, tmp_path / "results")
    names = ["geometry.md", "geometry.csv", "geometry-scaling.csv", "geometry-throughput.csv", "geometry.png"]
    assert [path.name for path in written] == names
    rows = rows_of(written[1])
    assert [row["method"] for row in rows] == KEYS
    assert float(rows[0]["times_compiled"]) == 1.0
    text = written[0].read_text(encoding="utf-8")
    for one in EVERYONE:
        assert f"| {one.title} |" in text
    assert report.machine.processor in text
    assert written[4].read_bytes().startswith(b"\x89PNG")


def test_the_whole_report_is_plain_data(report, live):
    for one in (report, live):
        found = json.loads(json.dumps(records_of(one), allow_nan=False))
        assert found["size"] == one.size
    assert len(records_of(report)["contests"]) == sum(len(contest.rows) for contest in report.contests)


def test_nothing_names_the_host_or_a_folder(report, live):
    import platform

    text = printable(report) + printable(live)
    assert platform.node() not in text
    assert str(ROOT) not in text
    assert "/tmp" not in text


def test_the_printed_table_fits_80_columns(report, live):
    for text in (printable(report), printable(live)):
        assert max(len(line) for line in text.splitlines()) <= 80


def test_memory_was_measured_where_the_system_tells(report):
    from sim.bench.memory import can_measure

    assert bool(report.contests[0].memory_mb) == can_measure()
    assert all(0.0 <= value < 1000.0 for value in report.contests[0].memory_mb.values())


def test_live_decisions_are_timed_and_agree(live, tmp_path):
    names = {latency.key for latency in live.live.latencies}
    assert live.live.warned > 3.0
    assert names == {"decision", "numpy", "tree"}
    for latency in live.live.latencies:
        assert latency.seconds.shape == (10,)
        assert 0.0 < latency.percentile(50) <= latency.percentile(99)
        assert latency.same_areas > 0.99
    written = write_report(live, tmp_path)
    assert [path.name for path in written] == ["geometry-live.md", "geometry-live.csv"]
    assert {row["way"] for row in rows_of(written[1])} == names
    assert not (tmp_path / "geometry.md").exists()


def test_a_peer_that_is_not_installed_is_reported(monkeypatch):
    def without(key):
        def method(*_):
            raise ModuleNotFoundError(f"No module named {by_key[key].library!r}", name=by_key[key].library)

        return replace(by_key[key], method=method)

    by_key = {one.key: one for one in EVERYONE}
    few = [without("compiled"), by_key["numpy"], without("clip")]
    monkeypatch.setattr(geometry, "EVERYONE", few)
    monkeypatch.setattr(contest, "_FEWEST_ROUNDS", 1)
    extent = geometry._EXTENTS["tiny"]
    monkeypatch.setitem(geometry._EXTENTS, "tiny", replace(extent, memory=()))
    monkeypatch.setattr(geometry, "axes", lambda *_: ())
    report = run_geometry_bench(GeometryOptions("tiny", (60.0,), rounds=1))
    compiled, numpy_only, clip = report.contests[0].rows
    assert compiled.missing == "numba is not installed"
    assert set(numpy_only.ratio) == {1.0}
    assert clip.missing == "movingpandas is not installed"
    assert numpy_only.against(clip) is None
    assert "movingpandas is not installed" in printable(report)


def test_options_that_make_no_sense_are_all_told():
    with pytest.raises(InputError) as wrong:
        run_geometry_bench(GeometryOptions("tiny", (5.0, 5000.0), rounds=0))
    assert [str(problem) for problem in wrong.value.problems] == [
        "--radius: must be from 30 to 1000 km (was 5)",
        "--radius: must be from 30 to 1000 km (was 5000)",
        "--rounds: must be at least 1 (was 0)",
    ]


def test_a_folder_that_cannot_be_written_is_told(live, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(WorkError, match="cannot be written"):
        write_report(live, tmp_path / "file")


def test_the_script_runs_and_keeps_progress_apart(tmp_path):
    command = [
        sys.executable,
        ROOT / "benchmarks" / "geometry.py",
        "--size",
        "tiny",
        "--live",
        "-o",
        tmp_path,
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "From a track report to the set of areas to warn" in done.stdout
    assert done.stderr == "10 reports against 41 areas\n"
    assert (tmp_path / "geometry-live.md").is_file()


def test_short_calls_are_repeated_until_they_can_be_timed(monkeypatch):
    ticks = iter(np.arange(100.0))
    monkeypatch.setattr("sim.bench.timing.perf_counter", lambda: float(next(ticks)))
    calls = []
    assert seconds(lambda: calls.append(1), least_s=5.0) == 1.0
    assert len(calls) == 5
    assert seconds(lambda: None, least_s=0.0) == 1.0


def test_quartiles_and_exponents():
    assert quartiles([4.0, 1.0, 2.0, 3.0, 5.0]) == Quartiles(3.0, 2.0, 4.0)
    assert exponent([1, 10, 100], [2.0, 2.0 * 10**1.5, 2.0 * 10**3]) == pytest.approx(1.5)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.012345, "0.0123"),
        (1.2345, "1.23"),
        (12.345, "12.3"),
        (123.45, "123"),
        (1234.5, "1,230"),
        (9.999, "10.0"),
        (0.0, "0"),
        (float("nan"), "-"),
    ],
)
def test_three_digits(value, text):
    assert three(value) == text


def test_durations_have_a_unit_that_fits():
    assert [duration(value) for value in (2.5, 0.0123, 4.56e-5, 7.8e-8)] == [
        "2.50 s",
        "12.3 ms",
        "45.6 µs",
        "0.0780 µs",
    ]
    assert error(3e-12) == "< 1 ns"
    assert error(float("nan")) == "-"
    assert duration_with_quartiles(Quartiles(0.01, 0.009, 0.02)) == "10.0 [9.00–20.0] ms"
    assert with_quartiles(Quartiles(100.0, 90.0, 110.0)) == "100 [90.0–110]"


def test_a_small_share_is_never_none():
    assert [share(0, 10), share(10, 10), share(1, 100_000), share(0, 0)] == ["0 %", "100 %", "0.001 %", "-"]
