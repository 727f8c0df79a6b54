"""What a lift says follows from where the objects were last seen, going where."""

import numpy as np
import pytest

from sim.alert.belief import Belief
from sim.alert.messages import MessageType
from sim.alert.outlines import places
from sim.alert.reports import TrackReport
from sim.alert.wording import lift_type
from sim.geo.geodesy import inverse
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


def test_beyond_is_more_than_a_right_angle_off_course_by_the_geodesic() -> None:
    """Wherever, near or far: the quick look at whole directions never says otherwise."""
    rng, lift = np.random.default_rng(1), usual_scenario().spec.authority.lift
    for _ in range(300):
        lat, lon, azimuth = rng.uniform(-89.0, 89.0), rng.uniform(-180.0, 180.0), rng.uniform(0.0, 360.0)
        apart = 10.0 ** rng.uniform(-4.0, 2.0)
        lats = np.clip(lat + rng.normal(size=3) * apart, -90.0, 90.0)
        lons = lon + rng.normal(size=3) * apart
        report = TrackReport("lead", 500.0, 505.0, lat, lon, 5000.0, azimuth)
        warned = rng.random(3) < 0.7
        to = inverse(np.full(3, lat), np.full(3, lon), lats, lons)[0]
        beyond = bool((np.cos(np.radians(to - azimuth)) < 0.0)[warned].any())
        assert (lift_type(lift, [report], places(lats, lons), warned) is MessageType.PASSED) == beyond
