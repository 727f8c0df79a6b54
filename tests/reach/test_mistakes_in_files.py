"""Mistakes in the sections ``reach`` and ``faults`` are found where they are, in plain words."""

import os
from pathlib import Path

import pytest

from sim.errors import InputError
from sim.scenario import load_scenario
from tests.mornings import SCENARIO

DOWN = "faults:\n  - {kind: receiver_down, name: a, areas: ['47201']}\n"
CASES = {
    "faults:\n  - {kind: reciever_down, name: a}\n": ("faults[0].kind", "did you mean receiver_down"),
    "faults:\n  - {kind: receiver_down, name: a, probability: 1.2}\n": ("faults[0].probability", "at most 1"),
    "faults:\n  - {kind: receiver_down, name: a, areas: ['99999']}\n": ("faults[0].areas[0]", "no such area"),
    "faults:\n  - {kind: receiver_down, name: a, from_s: 9, to_s: 3}\n": (
        "faults[0]",
        "from_s before to_s (was 9, 3)",
    ),
    "faults:\n  - {kind: receiver_down, name: a}\n  - {kind: undetected_launch, name: a}\n": (
        "faults[1].name",
        "names must differ",
    ),
    "faults:\n  - {kind: link_outage, name: a, link: sattelite}\n": (
        "faults[0].link",
        "no such link; there is satellite, terrestrial",
    ),
    "faults:\n  - {kind: channel_outage, name: a, channel: fax}\n": ("faults[0].channel", "no such channel"),
    "faults:\n  - {kind: channel_outage, name: a, channel: cell_broadcast, network: x}\n": (
        "faults[0].network",
        "no such network of this channel",
    ),
    "faults:\n  - {kind: wrong_areas, name: a}\n": ("faults[0].added", "needs 'added' or 'omitted'"),
    "faults:\n  - {kind: false_alarm, name: a, at_s: 0, cancellation: {value_s: 9}}\n": (
        "faults[0].cancellation",
        "needs 'known'",
    ),
    "faults:\n  - {kind: receiver_down, name: a, cause: {name: c, probability: 0.1}}\n"
    "  - {kind: starter_misset, name: b, cause: {name: c, probability: 0.2}}\n": (
        "faults[1].cause.probability",
        "must be the same wherever this cause is named",
    ),
    "authority:\n  lift: {mode: area_by_area}\n": (
        "authority.lift.mode",
        "needs threat_over last_object_past",
    ),
    "reach:\n  start: {manual_areas: ['47201'], operator: null}\n": ("reach.start", "who starts by hand"),
    "reach:\n  asleep: {day: [{at: '25:00', share: 1}]}\n": (
        "reach.asleep.day[0].at",
        "must be a time of day",
    ),
    "reach:\n  asleep: {day: [{at: '09:00', share: 1}, {at: '08:00', share: 1}]}\n": (
        "reach.asleep",
        "needs its times in order",
    ),
}


def night(tmp_path: Path, text: str) -> Path:
    """A scenario file that changes the usual morning."""
    file, usual = tmp_path / "night.yaml", os.path.relpath(SCENARIO, tmp_path)
    file.write_text(f"format: overflight/1\nextends: {usual}\n{text}", encoding="utf-8")
    return file


def problems(tmp_path: Path, text: str) -> list[str]:
    file = night(tmp_path, text)
    with pytest.raises(InputError) as found:
        load_scenario(file)
    return [f"{problem.key}: {problem.message}" for problem in found.value.problems]


@pytest.mark.parametrize("text", CASES, ids=lambda text: CASES[text][1].replace(" ", "-"))
def test_a_mistake_is_named_where_it_is(tmp_path: Path, text: str) -> None:
    key, words = CASES[text]
    found = problems(tmp_path, text)
    assert len(found) == 1, found
    assert found[0].startswith(f"{key}: "), found
    assert words in found[0], found


def test_a_right_fault_loads(tmp_path: Path) -> None:
    assert [fault.name for fault in load_scenario(night(tmp_path, DOWN)).spec.faults] == ["a"]
