"""The timeline's lanes say what the run folder says."""

from dataclasses import replace

import pytest

from sim.output.figures.chronicle import (
    MOST_VISITS,
    announced_section,
    announced_sources,
    flight_section,
    footprint_section,
    steps_section,
)
from sim.output.figures.clock import Clock
from sim.output.figures.counts import under_footprint, under_warning
from sim.output.figures.palette import ALARM, ROLES
from sim.output.happenings import visits
from tests.output.figures.views import Made, made_view

PLAIN = made_view(Made())
CLOCK = Clock.of(PLAIN.summary)


def test_announced_times_are_intervals_with_their_role_and_source() -> None:
    sources = announced_sources(PLAIN)
    lanes = announced_section(PLAIN, CLOCK, sources).lanes
    launch, down, issued = lanes
    assert launch.name == "Launch, Somebody with a rather long name, Ministry of Examples [1]"
    assert launch.cells == ("23:51", "23:50:30", "within")
    assert launch.alarm is None
    assert down.name.startswith("Down: Object number 1, Somebody")
    assert (down.cells[2], down.alarm) == ("off 310 s", ALARM)
    assert (issued.cells, issued.marks) == (("00:01", "", "never"), ())
    assert [lane.bars[0].colour for lane in lanes] == [
        ROLES[role] for role in ("input", "check", "calibrated")
    ]
    assert [(lane.bars[0].from_s, lane.bars[0].tick_s, lane.bars[0].to_s) for lane in lanes] == [
        (0.0, 30.0, 90.0),
        (300.0, 330.0, 390.0),
        (600.0, 630.0, 690.0),
    ]


def test_a_source_used_twice_is_listed_once() -> None:
    twice = [PLAIN.summary["announced"][0], PLAIN.summary["announced"][0]]
    view = replace(PLAIN, summary=PLAIN.summary | {"announced": twice})
    assert announced_sources(view) == ["https://example.org/source/0"]


def test_steps_tell_how_long_they_took() -> None:
    lanes = {lane.name: lane for lane in steps_section(PLAIN, CLOCK).lanes}
    assert lanes["Assessment"].cells == ("1 min 00 s", "23:52:30")
    assert lanes["Issue of the shelter call"].cells == ("10 s", "23:53:50")
    assert lanes["End of the danger known"].bars == ()


def test_steps_that_did_not_happen_say_so() -> None:
    view = made_view(Made(warned="none", ends=None))
    lanes = {lane.name: lane for lane in steps_section(view, CLOCK).lanes}
    assert lanes["Issue of the all-clear"].cells == ("did not happen",)
    assert lanes["Issue of the all-clear"].marks == ()


def test_events_in_flight_keep_their_basis_apart() -> None:
    lane = flight_section(made_view(Made(gate=True)), CLOCK).lanes[0]
    events = [mark for mark in lane.marks if mark.marker in "s^o"]
    assert {mark.marker for mark in events} == {"s", "^", "o"}
    assert {mark.marker for mark in events if mark.is_open} == {"o"}
    assert [mark.t_s for mark in lane.marks if mark.marker == "*"] == [505.0]
    assert lane.cells == ("23:50:30", "00:02:10", "track ends")


def test_the_unwarned_come_first_then_the_least_lead() -> None:
    view = made_view(Made(areas=20, overflown=6, warned="some", late_areas=(3,)))
    lanes = footprint_section(view, CLOCK).lanes
    assert [lane.name.split(" Town")[0] for lane in lanes] == [f"Area {k}" for k in (2, 5, 3, 0, 1, 4)]
    assert [lane.cells[2] for lane in lanes[:4]] == ["NOT WARNED", "NOT WARNED", "-1 min 38 s", "5 min 00 s"]
    assert [lane.alarm for lane in lanes[:4]] == [ALARM, ALARM, ALARM, None]


def test_visits_beyond_those_that_fit_are_summed_up() -> None:
    view = made_view(Made(areas=60, overflown=40))
    lanes = footprint_section(view, CLOCK).lanes
    assert len(lanes) == MOST_VISITS + 1
    assert lanes[-1].name == "and 30 more"
    assert len(visits(view)) == 40
    assert max(under_footprint(view).number) == 18
    assert under_footprint(view).number[-1] == 0


@pytest.mark.parametrize(
    ("made", "most", "last", "notes"),
    [
        (Made(), 12, 0, ("lifted: 12", "median time 13 min 20 s")),
        (Made(ends=None), 12, 12, ("open: 12",)),
        (Made(ends="expired"), 12, 0, ("expired: 12",)),
    ],
)
def test_areas_under_warning_are_counted(made: Made, most: int, last: int, notes: tuple[str, ...]) -> None:
    count = under_warning(made_view(made))
    assert (count.number.max(), count.number[-1], count.notes) == (most, last, notes)


def test_an_area_warned_again_counts_once() -> None:
    view = made_view(Made(areas=1, overflown=0))
    events = [event for event in view.log if event.kind == "warned"]
    log = type(view.log)([*events, *events])
    assert under_warning(replace(view, log=log)).number.tolist() == [1.0, 1.0]


def test_no_warning_is_said() -> None:
    count = under_warning(made_view(Made(warned="none", ends=None)))
    assert (count.number.tolist(), count.notes) == ([], ("no warning",))
