"""Every metric again, from the text of ``events.jsonl`` alone and by other means than ours: plain loops over events."""

import json
from collections import defaultdict
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from sim.results.result import RunResult
from tests.mornings import lived, morning, usual_scenario

FAULTS = [
    {"kind": "receiver_down", "name": "antenna", "probability": 0.3},
    {
        "kind": "lost_message",
        "name": "silent",
        "areas": ["47201", "47214"],
        "messages": ["launch_information"],
    },
    {"kind": "lost_message", "name": "no-lift", "areas": ["47207"], "messages": ["passed", "passed_only"]},
]


@pytest.fixture(scope="module", params=[(), FAULTS], ids=["usual", "faults"])
def result(request: pytest.FixtureRequest) -> RunResult:
    world = morning(request.param)
    return RunResult(usual_scenario(), world, 0, lived(world))


@pytest.fixture(scope="module")
def events(result: RunResult) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.log.to_jsonl().splitlines()]


def kind(events: list[dict[str, Any]], *kinds: str) -> list[dict[str, Any]]:
    return [event for event in events if event["kind"] in kinds]


def issue_times(events: list[dict[str, Any]], which: str) -> dict[str, float]:
    return {code: event["t_s"] for event in kind(events, which) for code in event["areas"]}


def people_at(rows: list[dict[str, Any]], column: str, t_s: float) -> float:
    """Straight line through the area's counts."""
    return float(np.interp(t_s, [row["t_s"] for row in rows], [row[column] for row in rows]))


def rows_by_area(events: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    rows = defaultdict(list)
    for event in kind(events, "people"):
        rows[event["subject"]].append(event)
    return rows


def leg(result: RunResult, *key: str) -> dict[str, Any]:
    found = [one for one in result.metrics["legs"] if (one["name"], one["by"], one["of"]) == key]
    assert len(found) == 1
    return dict(found[0])


def test_authority_legs(result: RunResult, events: list[dict[str, Any]]) -> None:
    first: dict[str, float] = {}
    for event in events:
        first.setdefault(event["kind"], event["t_s"])
    for name, start, stop in (
        ("detection", "launch", "detected"),
        ("assessment", "detected", "assessed"),
        ("notification", "assessed", "notified"),
        ("decision", "notified", "decided"),
        ("issue", "decided", "issued"),
        ("launch to alert", "launch", "issued"),
        ("lift decision", "threat_over_known", "lift_decided"),
        ("lift issue", "lift_decided", "lift_issued"),
    ):
        took = leg(result, name, "authority", "runs")
        assert took["p50_s"] == took["p99_s"] == pytest.approx(first[stop] - first[start], abs=0.0011)


@pytest.mark.parametrize(("name", "which"), [("delivery", "issued"), ("lift delivery", "lift_issued")])
def test_delivery_legs_with_those_never_reached(
    result: RunResult, events: list[dict[str, Any]], name: str, which: str
) -> None:
    issued = {event["message"]: event["t_s"] for event in kind(events, which)}
    tries = [e for e in kind(events, "on_air", "not_reached") if e["message"] in issued]
    firsts: dict[str, list[float]] = defaultdict(list)
    for channel in {e["channel"] for e in tries}:
        here = [e for e in tries if e["channel"] == channel]
        took = sorted(e["t_s"] - issued[e["message"]] if e["kind"] == "on_air" else np.inf for e in here)
        for e in here:
            firsts[e["subject"]].append(e["t_s"] - issued[e["message"]] if e["kind"] == "on_air" else np.inf)
        same(leg(result, name, channel, "areas"), took)
    same(leg(result, name, "any channel", "areas"), sorted(min(times) for times in firsts.values()))


def same(found: dict[str, Any], took: list[float]) -> None:
    assert found["n"] == len(took)
    assert found["never_share"] == pytest.approx(np.isinf(took).mean())
    for q, key in ((0.5, "p50_s"), (0.9, "p90_s"), (0.95, "p95_s"), (0.99, "p99_s")):
        value = took[int(np.ceil(q * len(took) - 1e-9)) - 1]
        assert found[key] == (None if np.isinf(value) else pytest.approx(value, abs=0.0011))


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("first alert", "unaware"),
        ("understanding", "understood_ever"),
        ("acting", "acted_ever"),
        ("shelter", "sheltered_ever"),
    ],
)
def test_people_legs_with_those_never_reached(
    result: RunResult, events: list[dict[str, Any]], name: str, column: str
) -> None:
    rows, issued = rows_by_area(events), issue_times(events, "issued")
    found = leg(result, name, "all channels", "people")
    n = sum(area[0]["of"] for area in rows.values())
    assert found["n"] == n

    def there(age_s: float) -> float:
        counts = (people_at(area, column, issued[code] + age_s) for code, area in rows.items())
        return n - sum(counts) if column == "unaware" else sum(counts)

    assert found["never_share"] == pytest.approx(1.0 - there(1e9) / n, abs=1e-9)
    for q, key in ((0.5, "p50_s"), (0.9, "p90_s"), (0.95, "p95_s"), (0.99, "p99_s")):
        if found[key] is None:
            assert there(1e9) < q * n
        else:
            assert there(found[key]) == pytest.approx(q * n, abs=1.0 + 1e-5 * n)


def test_release_counts_those_who_had_noticed(result: RunResult, events: list[dict[str, Any]]) -> None:
    rows, lifted = rows_by_area(events), issue_times(events, "lift_issued")
    found = leg(result, "release", "all channels", "people")
    aware = sum(rows[code][-1]["of"] - rows[code][-1]["unaware"] for code in lifted)
    released = sum(rows[code][-1]["released"] for code in lifted)
    assert found["n"] == aware
    assert found["never_share"] == pytest.approx(1.0 - released / aware)


def test_area_rows(result: RunResult, events: list[dict[str, Any]]) -> None:
    rows, issued, lifts = (
        rows_by_area(events),
        issue_times(events, "issued"),
        issue_times(events, "lift_issued"),
    )
    warnings = {event["message"] for event in kind(events, "issued")}
    ends = {e["subject"]: (e["kind"], e["t_s"]) for e in kind(events, "lifted", "expired")}
    for area in result.areas:
        code, mine = area.area_code, rows[area.area_code]
        air = [e["t_s"] for e in kind(events, "on_air") if e["subject"] == code and e["message"] in warnings]
        assert area.warned_s == pytest.approx(issued[code], abs=0.0011)
        assert area.audible_s == (pytest.approx(min(air), abs=0.0011) if air else None)
        assert (area.not_reached_why is None) == bool(air)
        assert area.end == ends[code][0]
        assert area.lifted_s == (pytest.approx(lifts[code], abs=0.0011) if area.end == "lifted" else None)
        assert area.noticed_share == pytest.approx(1.0 - mine[-1]["unaware"] / mine[0]["of"])
        assert area.released_share == pytest.approx(mine[-1]["released"] / mine[0]["of"])
        if area.noticed_p50_s is not None:
            assert people_at(mine, "unaware", area.noticed_p50_s) == pytest.approx(mine[0]["of"] / 2, abs=1.0)
        if area.enter_s is None:
            assert area.false_s == pytest.approx(ends[code][1] - issued[code], abs=0.0021)


def test_people_headline(result: RunResult, events: list[dict[str, Any]]) -> None:
    rows, people = rows_by_area(events), result.metrics["people_reached"]
    n = sum(area[0]["of"] for area in rows.values())
    assert people["people"] == n == 1_467_480
    assert people["noticed_share"] == pytest.approx(1.0 - sum(a[-1]["unaware"] for a in rows.values()) / n)
    assert people["expired_share"] == pytest.approx(sum(a[-1]["expired"] for a in rows.values()) / n)
    under = 0.0
    for area in rows.values():
        for one, two in pairwise(area):
            held = [sum(r[c] for c in ("noticed", "understood", "acting", "sheltered")) for r in (one, two)]
            under += (two["t_s"] - one["t_s"]) * (held[0] + held[1]) / 2.0 / 60.0
    assert people["under_warning_person_min"] == pytest.approx(under)
    knew = sum(sum(event["first"].values()) for event in kind(events, "known_by"))
    assert people["noticed_before_lift_share"] == pytest.approx(knew / n, rel=1e-6)


def test_warnings_against_hazard(result: RunResult, events: list[dict[str, Any]]) -> None:
    """Second by second over the whole morning, for one area after the other."""
    population = {row.area_code: row.population or 0 for row in result.areas}
    tables = {table["unit"]: table for table in result.metrics["verification"]["contingency"]}
    hits = dict.fromkeys(tables, 0.0)
    seconds = np.arange(0.0, events[-1]["t_s"], 0.25)
    needed = total = 0.0
    counts = {"hit": 0, "miss": 0, "false": 0}
    for code, number in population.items():
        mine = [e for e in events if e["subject"] == code]
        hazard = spans(seconds, kind(mine, "hazard_enter"), kind(mine, "hazard_exit"))
        warned = spans(
            seconds, kind(mine, "warned"), kind(mine, "lifted", "expired", "cancelled", "superseded")
        )
        hits["person_min"] += number * (hazard & warned).sum() * 0.25 / 60.0
        total += number * warned.sum() * 0.25 / 60.0
        if hazard.any():
            needed += number * (warned & (seconds <= seconds[hazard].max())).sum() * 0.25 / 60.0
            hit = (hazard & warned).any()
            counts["hit" if hit else "miss"] += 1
            hits["people"] += number * hit
        else:
            counts["false"] += warned.any()
    areas = tables["areas"]
    assert [areas["hits"], areas["misses"], areas["false_alarms"]] == list(counts.values())
    assert areas["pod"] == counts["hit"] / (counts["hit"] + counts["miss"])
    assert areas["far"] == counts["false"] / (counts["hit"] + counts["false"])
    assert areas["csi"] == counts["hit"] / sum(counts.values())
    assert tables["people"]["hits"] == hits["people"]
    assert tables["person_min"]["hits"] == pytest.approx(hits["person_min"], rel=0.03)
    assert result.metrics["verification"]["warned_person_min"] == pytest.approx(total, rel=1e-3)
    assert result.metrics["verification"]["needed_person_min"] == pytest.approx(needed, rel=5e-3)


def spans(seconds: np.ndarray, starts: list[dict[str, Any]], ends: list[dict[str, Any]]) -> np.ndarray:
    """Which seconds lie in some span; the k-th start belongs to the k-th end."""
    inside = np.zeros(len(seconds), bool)
    for one, two in zip(starts, ends, strict=True):
        inside |= (seconds >= one["t_s"]) & (seconds < two["t_s"])
    return inside
