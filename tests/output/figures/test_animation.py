"""Every frame of the moving map: marked, legible, the same however it is reached, and as the event log has it."""

import warnings
from pathlib import Path

import numpy as np
import pytest
from matplotlib.colors import to_hex

from sim.output.figures.animation import Stage, open_stage
from sim.output.figures.story import Story
from sim.output.happenings import messages
from sim.output.looks import HAZARD, SPELLS
from sim.output.view import RunView
from tests.output.figures.test_drawing import overlapping, words
from tests.output.figures.views import CASES, made_view
from tests.output.runs import AREA_BY_AREA, written


@pytest.fixture(scope="module")
def view(runs: Path) -> RunView:
    return written("as happened", runs)


@pytest.fixture(scope="module")
def stage(view: RunView) -> Stage:
    return open_stage(view)


def said(stage: Stage, name: str) -> str:
    return str(stage.texts[name].get_text())


@pytest.mark.parametrize("case", CASES)
def test_every_kind_of_run_plays_without_a_warning_or_an_overlap(case: str) -> None:
    language = "ja" if case.startswith("Japanese") else "en"
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        stage = open_stage(made_view(CASES[case]), language, 640)
        for t_s in (0.0, 505.0, stage.story.end_s):
            assert stage.picture(t_s).shape == (360, 640, 3)
    assert overlapping(stage.figure) == []
    assert "SIMULATION" in words(stage.figure)
    assert "Credit of the made-up areas." in words(stage.figure)


def test_a_frame_does_not_depend_on_those_before(view: RunView, stage: Stage) -> None:
    there = stage.picture(545.0)
    stage.picture(1050.0)
    stage.picture(30.0)
    assert (stage.picture(545.0) == there).all()
    assert (open_stage(view).picture(545.0) == there).all()
    assert not (stage.picture(546.0) == there).all()


def test_what_it_says_is_what_the_log_says(view: RunView, stage: Stage) -> None:
    issued, lifted = (view.summary["milestones_s"][key] for key in ("issued", "lift_issued"))
    found = view.summary["metrics"]
    stage.picture(issued - 1.0)
    assert (said(stage, "areas"), said(stage, "message")) == ("0 / 41", "No message has gone out yet.")
    stage.picture(issued + 1.0)
    assert said(stage, "clock") == "03:54:02 JST"
    assert said(stage, "since") == "T+3:32"
    assert said(stage, "areas") == f"{found['areas_warned']} / {found['areas']}"
    assert said(stage, "people") == f"{found['people_warned']:,}"
    assert "Take shelter" in said(stage, "message")
    first = view.log.first("hazard_enter")
    assert first is not None
    stage.picture(first.t_s - 65.0)
    assert said(stage, "footprint") == "in 1 min 05 s"
    stage.picture(first.t_s + 0.1)
    assert said(stage, "footprint") == "over 1 area"
    stage.picture(stage.story.end_s)
    assert (said(stage, "areas"), said(stage, "footprint")) == ("0 / 41", "gone")
    assert stage.story.last_message(lifted - 0.01) != stage.story.last_message(lifted)


@pytest.mark.parametrize("case", ["as happened", AREA_BY_AREA, "a false alarm, withdrawn", "nothing issued"])
def test_states_of_areas_at_any_moment_are_those_of_the_log(case: str, runs: Path) -> None:
    view = written(case, runs)
    story = Story.of(view)
    rng = np.random.default_rng(0)
    for t_s in rng.uniform(0.0, story.end_s, 60).tolist():
        expected = {code: "before" if any(view.log.of("warned")) else "never" for code in story.spells}
        under: dict[str, int] = dict.fromkeys(story.spells, 0)
        for event in view.log.of("warned", "lifted", "cancelled", "expired", "hazard_enter", "hazard_exit"):
            if event.t_s > t_s:
                break
            if event.kind.startswith("hazard"):
                under[event.subject] += 1 if event.kind == "hazard_enter" else -1
            else:
                expected[event.subject] = event.kind
        never = {code for code, own in story.spells.items() if own[0].state == "never"}
        expected |= dict.fromkeys(never, "never")
        assert {code: story.state(code, t_s) for code in story.spells} == expected
        assert story.overflown(t_s) == {code for code, number in under.items() if number > 0}
        sent = [one for one in messages(view) if one.t_s <= t_s]
        assert story.last_message(t_s) == (sent[-1] if sent else None)


def test_areas_wear_the_colour_of_their_state(view: RunView, stage: Stage) -> None:
    first = view.log.first("hazard_enter")
    assert first is not None
    for t_s, state in ((100.0, "before"), (first.t_s + 1.0, "warned"), (stage.story.end_s, "lifted")):
        stage.picture(t_s)
        assert {to_hex(colour).upper() for colour in stage.shapes.get_facecolor()} == {SPELLS[state].colour}
    stage.picture(first.t_s + 1.0)
    edges = [to_hex(colour).upper() for colour in stage.shapes.get_edgecolor()]
    codes = [area.row["area_code"] for area in stage.areas]
    assert [code for code, edge in zip(codes, edges, strict=True) if edge == HAZARD.colour] == [first.subject]


def test_nothing_flies_in_a_false_alarm(runs: Path) -> None:
    stage = open_stage(written("a false alarm, withdrawn", runs), "en", 640)
    stage.picture(300.0)
    assert stage.movers == []
    assert said(stage, "footprint") == "over no area"


def test_in_japanese_only_names_without_another_stay_english(view: RunView) -> None:
    stage = open_stage(view, "ja", 640)
    stage.picture(300.0)
    text = words(stage.figure)
    for word in ("発令中の市町村", "気づいた人", "宮古島市", "【訓練】"):
        assert word in text
    for word in ("Areas under warning", "Miyakojima", "EXERCISE"):
        assert word not in text
