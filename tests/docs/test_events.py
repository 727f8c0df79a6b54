"""The table of events names every kind and field that runs produce, and none that they do not."""

import re
from pathlib import Path

from sim.engine.log import EventLog
from tests.mornings import fixed, lived, morning

TABLE = (Path(__file__).parents[2] / "docs" / "events.md").read_text(encoding="utf-8")
ROWS = [line.split("|")[1:5] for line in TABLE.splitlines() if line.startswith("| `")]
KINDS = {
    kind: (subject, fields) for kinds, subject, fields, _ in ROWS for kind in re.findall(r"`(\w+)`", kinds)
}
HAND = {
    "manual_areas": ["47360"],
    "operator": {
        "from_clock": "08:30",
        "to_clock": "17:15",
        "on_duty": fixed(60.0),
        "off_duty": fixed(300.0),
    },
}


def everything() -> list[EventLog]:
    evacuate = {"distance_km": 60.0, "horizon_s": 300.0, "decision": fixed(5.0), "issue": fixed(5.0)}
    wrong = {
        "kind": "wrong_areas",
        "name": "w",
        "added": ["47201"],
        "known": fixed(60.0),
        "correction": fixed(30.0),
    }
    down = {"kind": "receiver_down", "name": "d", "areas": ["47214"]}
    listed = {"kind": "list", "areas": ["47214", "47360", "47207"]}
    return [
        lived(
            morning(
                [wrong, down], authority__evacuate=evacuate, authority__targeting=listed, reach__start=HAND
            )
        ),
        lived(morning(authority__lift__withheld=True)),
        lived(morning(authority__assessment=fixed(3000.0))),
    ]


def test_the_table_names_every_event_and_no_other() -> None:
    seen = {event.kind for log in everything() for event in log}
    assert seen == set(KINDS)


def test_the_table_names_every_field() -> None:
    as_issued = set(re.findall(r"`(\w+)`", KINDS["issued"][1]))
    for log in everything():
        for event in log:
            named = set(re.findall(r"`(\w+)`", KINDS[event.kind][1]))
            named = as_issued if named == {"issued"} else named
            assert set(event.fields) == named, event.kind
