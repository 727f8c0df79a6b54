"""CZML as an independent model of the format (czml3) reads it, and as the event log has it."""

import json
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from czml3 import Document
from pydantic import ValidationError

from sim.output.czml import czml
from sim.output.happenings import moving
from sim.output.looks import SPELLS
from sim.output.view import RunView
from sim.results.mark import MARK
from tests.output.figures.views import CASES as MADE
from tests.output.figures.views import made_view
from tests.output.runs import AREA_BY_AREA, CASES, moved, written

HOSTILE = "<script>alert('x')</script> & \x0b \"quotes\""


def packets(view: RunView) -> list[dict[str, Any]]:
    """The packets of a document that czml3 accepts whole."""
    found: list[dict[str, Any]] = json.loads(czml(view))
    assert len(Document.model_validate(found).packets) == len(found)
    return found


def of(view: RunView, kind: str) -> list[dict[str, Any]]:
    return [packet for packet in packets(view) if packet["id"].startswith(f"{kind}/")]


def clock(view: RunView, t_s: float) -> datetime:
    return datetime.fromisoformat(view.summary["launch_time"]) + timedelta(seconds=round(t_s))


def interval(text: str) -> tuple[datetime, datetime]:
    start, end = text.split("/")
    return datetime.fromisoformat(start), datetime.fromisoformat(end)


@pytest.mark.parametrize("case", CASES)
def test_it_is_accepted_and_says_what_it_is(case: str, runs: Path) -> None:
    found = packets(written(case, runs))
    assert found[0]["id"] == "document"
    assert "SIMULATION" in found[0]["name"]
    assert all(MARK in packet["description"] for packet in found)
    assert len({packet["id"] for packet in found}) == len(found)


@pytest.mark.parametrize("case", ["nothing at all", "antimeridian, gate, five objects", "not mathematics"])
def test_made_up_runs_are_accepted(case: str) -> None:
    packets(made_view(MADE[case]))


def test_a_wrong_file_would_be_seen(runs: Path) -> None:
    found = json.loads(czml(written("as happened", runs)))
    found[1]["position"]["cartographicDegrees"] = [0.0, 1.0]
    with pytest.raises(ValidationError):
        Document.model_validate(found)


def test_the_clock_spans_all_that_happens(runs: Path) -> None:
    view = written("as happened", runs)
    document, *rest = packets(view)
    start, end = interval(document["clock"]["interval"])
    assert start == clock(view, 0.0) == datetime.fromisoformat(document["clock"]["currentTime"])
    for packet in rest:
        first, last = interval(packet["availability"])
        assert start <= first <= last <= end


@pytest.mark.parametrize("case", CASES)
def test_colours_of_areas_follow_the_log(case: str, runs: Path) -> None:
    view = written(case, runs)
    logged: dict[str, dict[str, datetime]] = {}
    for event in view.log.of("warned", "lifted", "cancelled", "expired"):
        logged.setdefault(event.subject, {})[event.kind] = clock(view, event.t_s)
    states = {
        (*look.rgb, round(255 * look.opacity)): state for state, look in SPELLS.items() if state != "never"
    }
    for packet in of(view, "area"):
        told = {}
        for one in packet["polygon"]["material"]["solidColor"]["color"]:
            told[states[tuple(one["rgba"])]] = interval(one["interval"])[0]
        code = packet["id"].split("/")[1]
        assert {state: at for state, at in told.items() if state != "before"} == logged.get(code, {})
    assert {packet["id"].split("/")[1] for packet in of(view, "area")} == {
        area["properties"]["area_code"] for area in view.areas
    }


def test_objects_and_footprints_fly_as_their_tracks_say(runs: Path) -> None:
    view = written("as happened", runs)
    for one, packet, footprint in zip(moving(view), of(view, "object"), of(view, "footprint"), strict=True):
        samples = np.array(packet["position"]["cartographicDegrees"]).reshape(-1, 4)
        epoch = datetime.fromisoformat(packet["position"]["epoch"])
        launch = datetime.fromisoformat(view.summary["launch_time"])
        np.testing.assert_allclose(samples[:, 0] + (epoch - launch).total_seconds(), one.t_s, atol=2e-3)
        np.testing.assert_allclose(samples[:, 1:3], np.column_stack([one.lon_deg, one.lat_deg]), atol=1e-5)
        np.testing.assert_allclose(samples[:, 3], one.alt_m, atol=0.1)
        assert interval(packet["availability"]) == (clock(view, one.t_s[0]), clock(view, one.t_s[-1]))
        ground = np.array(footprint["position"]["cartographicDegrees"]).reshape(-1, 4)
        np.testing.assert_array_equal(ground[:, :3], samples[:, :3])
        assert not ground[:, 3].any()
        assert footprint["ellipse"]["semiMajorAxis"] == 1000.0 * one.radius_km


def test_visits_and_messages_are_those_of_the_log(runs: Path) -> None:
    view = written(AREA_BY_AREA, runs)
    told = {interval(packet["availability"]) for packet in of(view, "visit")}
    enters, exits = ([clock(view, e.t_s) for e in view.log.of(f"hazard_{way}")] for way in ("enter", "exit"))
    assert {start for start, _ in told} == set(enters)
    assert {end for _, end in told} == set(exits)
    logged = [*view.log.of("issued", "lift_issued")]
    messages = of(view, "message")
    assert [interval(one["availability"])[0] for one in messages] == [clock(view, e.t_s) for e in logged]
    assert all(e.fields["text_ja"] in one["description"] for one, e in zip(messages, logged, strict=True))


def test_across_the_antimeridian_places_stay_within_180_degrees(runs: Path, tmp_path: Path) -> None:
    view = moved(written("as happened", runs), 180.0 - 127.9, tmp_path)
    lons = [
        lon
        for packet in of(view, "area")
        for lon in packet["polygon"]["positions"]["cartographicDegrees"][::3]
    ]
    assert (min(lons), max(lons)) == (-180.0, 180.0)
    (message, _) = of(view, "message")
    assert abs(message["position"]["cartographicDegrees"][0]) > 175.0


def test_holes_are_kept() -> None:
    view = made_view(MADE["plain"])
    ring = view.areas[0]["geometry"]["coordinates"][0][0]
    (west, south), (east, _), (_, north) = ring[0], ring[1], ring[2]
    hole = [
        [0.7 * west + 0.3 * east, 0.7 * south + 0.3 * north],
        [0.3 * west + 0.7 * east, 0.7 * south + 0.3 * north],
    ]
    hole = [*hole, [hole[1][0], 0.3 * south + 0.7 * north], hole[0]]
    view.areas[0]["geometry"]["coordinates"][0].append(hole)
    polygon = of(view, "area")[0]["polygon"]
    assert np.array(polygon["holes"]["cartographicDegrees"]).shape == (1, 12)


def test_texts_of_others_stay_texts(runs: Path) -> None:
    view = written("as happened", runs)
    footprint = json.loads(json.dumps(view.footprint))
    for feature in footprint["features"]:
        for key in {"area_name", "title"} & set(feature["properties"]):
            feature["properties"][key] = HOSTILE
    hostile = replace(view, footprint=footprint, summary=view.summary | {"title": HOSTILE, "credit": HOSTILE})
    assert "<script" not in "".join(packet["description"] for packet in packets(hostile))
    assert HOSTILE in packets(hostile)[0]["name"]
