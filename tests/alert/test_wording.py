"""What a lift says follows from where the objects were last seen, going where."""

import numpy as np
import pytest

from sim.alert.belief import Belief
from sim.alert.messages import MessageType
from sim.alert.outlines import places
from sim.alert.reports import TrackReport
from sim.alert.wording import lift_type
from tests.mornings import usual_scenario

NAHA = places(np.array([26.2]), np.array([127.7]))
THERE = np.ones(1, bool)


def seen(lat_deg: float, azimuth_deg: float) -> Belief:
    report = TrackReport("lead", 500.0, 505.0, lat_deg, 127.0, 5000.0, azimuth_deg)
    return Belief().after(report)


@pytest.mark.parametrize(
    ("lat_deg", "azimuth_deg", "said"),
    [
        (20.0, 180.0, MessageType.PASSED),
        (35.0, 180.0, MessageType.WILL_NOT_COME),
        (35.0, 0.0, MessageType.PASSED),
    ],
)
def test_passed_means_seen_beyond(lat_deg: float, azimuth_deg: float, said: MessageType) -> None:
    lift = usual_scenario().spec.authority.lift
    assert lift_type(lift, seen(lat_deg, azimuth_deg).newest.values(), NAHA, THERE) is said


def test_the_scenario_chooses_what_falling_short_is_called() -> None:
    lift = usual_scenario().spec.authority.lift.model_copy(update={"if_short": "fell_at_sea"})
    assert lift_type(lift, seen(35.0, 180.0).newest.values(), NAHA, THERE) is MessageType.FELL_AT_SEA
