"""Stopping once an interval is narrow enough: at the same run whoever computes."""

import itertools
import re
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from sim.ensemble.columns import REPLICATE_COLUMNS
from sim.ensemble.interval import estimate, wilson
from sim.ensemble.replicate import BLOCK
from sim.ensemble.until import _SOME, Until, Watch, looks, parse_until
from sim.ensemble.work import Span
from sim.errors import InputError
from tests.ensemble.fake import FakeWork
from tests.ensemble.folders import hashes, run_into

RUNS = 40 * BLOCK
SHARE = Until("unaware_share", 0.05)


@pytest.mark.parametrize(
    ("text", "until"),
    [
        ("unaware_share:width=0.05", SHARE),
        ("issued_s:width=2,confidence=0.9", Until("issued_s", 2.0, 0.9)),
        (" lead_s:width=1e1 ", Until("lead_s", 10.0)),
    ],
)
def test_what_can_be_said(text: str, until: Until) -> None:
    assert parse_until(text) == until
    assert parse_until(str(until)) == until


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("width=1", "must be METRIC:width=W[,confidence=C]"),
        ("lead_s", "must be METRIC:width=W"),
        ("lead_s:width=wide", "must be METRIC:width=W"),
        ("lead_s:width=1,confidence=high", "must be METRIC:width=W"),
        ("lead_s:width=0", "width: must be above 0 (was 0)"),
        ("lead_s:width=nan", "width: must be above 0 (was nan)"),
        ("lead_s:width=inf", "width: must be above 0 (was inf)"),
        ("lead_s:width=1,confidence=95", "confidence: must be from 0.5 to below 1 (was 95)"),
        ("short_lead:width=1", "no such metric; did you mean short_lead_share? (was 'short_lead')"),
        (
            "xyzzy:width=1",
            "no such metric; short_lead_share, lead_s and issued_s are some; summary.json of any ensemble has all "
            f"{len(REPLICATE_COLUMNS)} and what they mean (was 'xyzzy')",
        ),
    ],
)
def test_what_cannot(text: str, said: str) -> None:
    with pytest.raises(InputError) as refused:
        parse_until(text)
    assert str(refused.value).startswith("--until: ")
    assert said in str(refused.value)


def test_metrics_named_as_examples_are_some() -> None:
    assert set(re.findall(r"[a-z_]+_[a-z_]+", _SOME)) <= {one.key for one in REPLICATE_COLUMNS}


def test_the_stop_is_the_first_look_that_is_narrow_enough(tmp_path: Path) -> None:
    result = run_into(tmp_path / "e", FakeWork(), RUNS, until=SHARE)
    values = run_into(tmp_path / "all", FakeWork(), RUNS).replicates()["unaware_share"].to_numpy()
    widths = {at: estimate(values[:at], "share", 0.95).width or 1.0 for at in looks(RUNS, BLOCK)}
    assert result.runs == next(at for at, width in widths.items() if width <= SHARE.width)
    assert looks(RUNS, BLOCK)[0] < result.runs < RUNS
    assert (result.summary["until"], result.summary["runs_at_most"]) == (str(SHARE), RUNS)
    assert result.areas().num_rows == 5 * result.runs


def test_the_same_bytes_with_workers_and_after_an_interruption(tmp_path: Path) -> None:
    alone = hashes(run_into(tmp_path / "alone", FakeWork(), RUNS, until=SHARE).folder)
    workers = run_into(tmp_path / "workers", FakeWork(pause_s=0.01), RUNS, until=SHARE, workers=2)
    assert hashes(workers.folder) == alone
    with pytest.raises(ZeroDivisionError):
        run_into(tmp_path / "again", FakeWork(fails_at=6 * BLOCK), RUNS, until=SHARE)
    assert hashes(run_into(tmp_path / "again", FakeWork(), RUNS, until=SHARE, resume=True).folder) == alone


def test_all_runs_where_it_never_gets_narrow_enough(tmp_path: Path) -> None:
    result = run_into(tmp_path / "e", FakeWork(), 10 * BLOCK, until=Until("unaware_share", 1e-6))
    assert result.runs == 10 * BLOCK


def test_the_order_in_which_parts_come_does_not_matter() -> None:
    values = np.random.default_rng(1).normal(size=20 * BLOCK)
    spans = [Span(first, BLOCK) for first in range(0, 20 * BLOCK, BLOCK)]
    stops = set()
    for order in range(20):
        watch = Watch(Until("lead_s", 0.2), "s", 20 * BLOCK, BLOCK)
        for k in np.random.default_rng(order).permutation(len(spans)):
            watch.add(spans[k], values[spans[k].first : spans[k].stop])
        stops.add(watch.stop)
    assert len(stops) == 1
    assert stops != {None}


def test_looks_are_whole_blocks_that_grow_apart() -> None:
    found = looks(1_000_000, BLOCK)
    assert found[-1] == 1_000_000
    assert all(at % BLOCK == 0 for at in found[:-1])
    assert all(b > a for a, b in itertools.pairwise(found))
    assert len(found) < 100
    assert looks(10, BLOCK) == [10]


def test_the_interval_of_a_mean_is_students() -> None:
    values = np.array([1.0, 2.0, 4.0, np.nan, 8.0])
    found, known = estimate(values, "s", 0.9), values[~np.isnan(values)]
    low, high = stats.ttest_1samp(known, 0.0).confidence_interval(0.9)
    assert (found.runs, found.method) == (4, "student_t")
    assert (found.low, found.high) == pytest.approx((low, high), abs=1e-12)


@pytest.mark.parametrize("yes", [0, 1, 7, 40])
def test_the_interval_of_a_share_is_wilsons(yes: int) -> None:
    low, high = stats.binomtest(yes, 40).proportion_ci(0.95, method="wilson")
    assert wilson(yes, 40, 0.95) == pytest.approx((low, high), abs=1e-12)
    found = estimate(np.array([1.0] * yes + [0.0] * (40 - yes)), "share", 0.95)
    assert (found.method, found.low, found.high) == ("wilson", *wilson(yes, 40, 0.95))


def test_nothing_known_has_no_interval() -> None:
    assert estimate(np.array([np.nan]), "s", 0.95).width is None
    assert estimate(np.array([3.0]), "s", 0.95).width is None
