"""The data in the page against the run folder's own tables and the log."""

import json
from pathlib import Path

import numpy as np
import pytest

from sim.engine.log import Event, EventLog
from sim.output.replay.crowd import COUNTS, crowds
from sim.output.replay.document import document
from sim.output.replay.life import STATES, lives, under_warning
from sim.output.replay.telling import announced_of, messages_of, steps_of
from sim.output.view import RunView
from sim.results.series import people_series
from tests.output.runs import AREA_BY_AREA, CASES, written


@pytest.fixture(params=CASES)
def view(request: pytest.FixtureRequest, runs: Path) -> RunView:
    return written(request.param, runs)


def people_of(view: RunView) -> dict[str, int | None]:
    return {one["properties"]["area_code"]: one["properties"]["population"] for one in view.areas}


def test_the_life_of_each_area_is_its_row_of_the_table(view: RunView) -> None:
    objects = [one["properties"]["object"] for one in view.tracks]
    rows = [one["properties"] for one in view.areas]
    for row, life in zip(rows, lives(view.log, list(people_of(view)), objects), strict=True):
        assert (life["warned"][0][0] if "warned" in life else None) == row["warned_s"]
        heard = [t_s for t_s, number, _ in life.get("aired", []) if number == 1]
        assert min(heard, default=None) == row["audible_s"]
        visits = life.get("visits", [])
        assert min((one[0] for one in visits), default=None) == row["enter_s"]
        assert max((one[1] for one in visits), default=None) == row["exit_s"]
        end = life["ended"][-1][1] if "ended" in life else "open" if "warned" in life else None
        assert end == row["end"]
        assert (life["closest"][2] if "closest" in life else None) == row["closest_m"]
        times = [t_s for t_s, _ in life.get("steps", [])]
        assert times == sorted(times)


def test_areas_under_warning_are_those_in_the_states_of_a_warning(view: RunView) -> None:
    people = people_of(view)
    found = lives(view.log, list(people), [one["properties"]["object"] for one in view.tracks])
    warned = {STATES.index("issued"), STATES.index("heard")}
    for t_s, areas, persons in under_warning(view.log, people):
        now = [[state for at, state in life.get("steps", []) if at <= t_s] for life in found]
        under = [code for code, past in zip(people, now, strict=True) if past and past[-1] in warned]
        assert (len(under), sum(people[code] or 0 for code in under)) == (areas, persons)


def test_counts_of_people_are_unpacked_to_the_logs(view: RunView) -> None:
    found = crowds(view.log, people_of(view))
    series = people_series(view.log)
    assert (found is None) == (not series)
    if found is None:
        return
    for code, one in series.items():
        packed = found["areas"][code]
        assert np.cumsum(packed["t"]) / 1000.0 == pytest.approx(one.t_s)
        assert np.cumsum(packed["noticed"]).tolist() == one.ever["noticed"].tolist()
        assert np.cumsum(packed["sheltering"]).tolist() == one.counts["sheltered"].tolist()
    ends = {name: found["all"][name][-1] for name in COUNTS}
    assert ends["noticed"] == sum(one.ever["noticed"][-1] for one in series.values())
    assert ends["released"] == sum(one.ever["released"][-1] for one in series.values())
    assert found["unknown"] == 0


def test_messages_and_steps_are_the_logs(view: RunView) -> None:
    codes = list(people_of(view))
    sent = list(view.log.of("issued", "lift_issued", "withdrawal_issued"))
    for event, one in zip(sent, messages_of(view.log, codes), strict=True):
        assert [codes[k] for k in one["areas"]] == event.fields["areas"]
        assert (one["t"], one["text"]["en"]) == (event.t_s, event.fields["text_en"])
    steps = steps_of(view.log)
    for step, t_s in view.summary["milestones_s"].items():
        assert steps[step] == t_s
    assert len(announced_of(view.summary)) == len(view.summary["announced"])


def test_the_log_alone_says_what_happened(runs: Path) -> None:
    """With the tables of the summary and of the areas blanked, the page shows the same."""
    view = written(AREA_BY_AREA, runs)
    blank = dict.fromkeys(
        ("warned_s", "lifted_s", "enter_s", "exit_s", "end", "audible_s", "closest_m", "closest_s")
    )
    features = [
        one | {"properties": one["properties"] | blank} if one["properties"]["kind"] == "area" else one
        for one in view.footprint["features"]
    ]
    summary = view.summary | {"milestones_s": {}, "metrics": {}}
    bare = RunView(view.folder, summary, view.log, view.footprint | {"features": features})
    assert json.dumps(document([bare])) == json.dumps(document([view]))


def test_a_newer_warning_takes_the_place_of_an_older_one() -> None:
    log = EventLog(
        [
            Event(0.0, "issued", "authority", {"message": 1}),
            Event(0.0, "warned", "a", {"message": 1, "expires_s": 9.0}),
            Event(1.0, "on_air", "a", {"message": 1, "channel": "x"}),
            Event(2.0, "issued", "authority", {"message": 2}),
            Event(2.0, "superseded", "a", {"message": 2}),
            Event(2.0, "warned", "a", {"message": 2, "expires_s": 9.0}),
            Event(3.0, "on_air", "a", {"message": 1, "channel": "y"}),
            Event(4.0, "on_air", "a", {"message": 2, "channel": "x"}),
            Event(9.0, "expired", "a", {"message": 2}),
            Event(9.5, "on_air", "a", {"message": 2, "channel": "y"}),
        ]
    )
    (life,) = lives(log, ["a"], [])
    named = [(t_s, STATES[int(state)]) for t_s, state in life["steps"]]
    assert named == [(0.0, "issued"), (1.0, "heard"), (2.0, "issued"), (4.0, "heard"), (9.0, "expired")]
    assert under_warning(log, {"a": 7}) == [[0.0, 1, 7], [2.0, 1, 7], [9.0, 0, 0]]
