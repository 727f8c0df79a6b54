"""A lift is a message like any other: lost, partial, single, of a kind; what it misses expires."""

import pytest

from sim.engine.log import EventLog
from tests.mornings import fixed, lived, morning, usual_world

NAHA, MIYAKO, ISHIGAKI = "47201", "47214", "47207"
LIFTS = ["passed", "fell_at_sea", "will_not_come"]


def ends(log: EventLog) -> dict[str, set[str]]:
    return {
        kind: {e.subject for e in log.of(kind)} for kind in ("lifted", "expired", "cancelled", "superseded")
    }


def test_a_lost_lift_ends_in_expiry_for_exactly_the_areas_that_did_not_get_it() -> None:
    lost = [{"kind": "lost_message", "name": "f", "messages": LIFTS, "areas": [NAHA, MIYAKO]}]
    log = lived(morning(lost))
    everywhere = set(usual_world().layer.codes)
    assert ends(log)["expired"] == {NAHA, MIYAKO}
    assert ends(log)["lifted"] == everywhere - {NAHA, MIYAKO}
    left = {e.subject: e.fields for e in log.of("people")}
    for code in (NAHA, MIYAKO):
        assert left[code]["released"] == 0
        assert left[code]["expired"] == left[code]["of"] - left[code]["unaware"] > 0


@pytest.mark.parametrize("probability", [0.3, 0.7])
def test_lost_at_random_it_expires_where_no_channel_had_it(probability: float) -> None:
    channels = [c.name for c in usual_world().reach.reach.channels]  # type: ignore[union-attr]
    lost = [
        {
            "kind": "lost_message",
            "name": f"f-{c}",
            "messages": LIFTS,
            "channels": [c],
            "probability": probability,
        }
        for c in channels
    ]
    log = lived(morning(lost), seed=3)
    lift = log.first("lift_issued")
    assert lift is not None
    had_it = {e.subject for e in log.of("on_air") if e.fields["message"] == lift.fields["message"]}
    assert ends(log)["lifted"] == had_it
    assert ends(log)["expired"] == set(usual_world().layer.codes) - had_it


def test_a_withheld_lift_expires_everywhere() -> None:
    log = lived(morning(authority__lift__withheld=True))
    assert ends(log)["expired"] == set(usual_world().layer.codes)
    assert not list(log.of("lift_issued"))


def test_a_lift_after_expiry_lifts_nothing() -> None:
    log = lived(morning(authority__expiry=fixed(300.0)))
    assert ends(log)["expired"] == set(usual_world().layer.codes)
    assert not ends(log)["lifted"]


def test_area_by_area_the_areas_are_released_as_the_danger_leaves_them() -> None:
    changes = {
        "authority__lift__mode": "area_by_area",
        "authority__lift__threat_over": "last_object_past",
        "authority__lift__clear_distance_km": 150.0,
        "authority__lift__confirmation": fixed(5.0),
        "authority__lift__decision": fixed(5.0),
    }
    log = lived(morning(**changes))
    messages = list(log.of("lift_issued"))
    assert len(messages) >= 2
    released = [code for message in messages for code in message.fields["areas"]]
    assert sorted(released) == sorted(usual_world().layer.codes)
    single = lived(morning(**changes | {"authority__lift__mode": "all_at_once"}))
    assert len(list(single.of("lift_issued"))) == 1
    assert messages[0].t_s < next(single.of("lift_issued")).t_s


def test_the_lift_says_passed_as_on_that_morning() -> None:
    lift = lived(morning()).first("lift_issued")
    assert lift is not None
    assert lift.fields["type"] == "passed"
    assert "EXERCISE" in lift.fields["text_en"]


def test_an_urgent_second_call_supersedes_the_first_where_the_track_comes_near() -> None:
    evacuate = {"distance_km": 60.0, "horizon_s": 300.0, "decision": fixed(5.0), "issue": fixed(5.0)}
    log = lived(morning(authority__evacuate=evacuate))
    urgent = [e for e in log.of("issued") if e.fields["type"] == "evacuate_immediately"]
    assert urgent
    called = {code for e in urgent for code in e.fields["areas"]}
    assert MIYAKO in called
    assert called < set(usual_world().layer.codes)
    assert ends(log)["superseded"] == called
    assert ends(log)["lifted"] == set(usual_world().layer.codes)


def test_without_a_reach_a_message_is_everywhere_at_once() -> None:
    log = lived(morning(reach=None))
    assert ends(log)["lifted"] == set(usual_world().layer.codes)
    assert {e.t_s for e in log.of("lifted")} == {e.t_s for e in log.of("lift_issued")}
    assert not list(log.of("people", "on_air"))
