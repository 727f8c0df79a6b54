"""Several reports are worth more than one, by as much as their covariance says."""

from dataclasses import replace

import numpy as np
import pytest

from sim.alert.belief import Belief
from sim.alert.estimate import Estimate, combine
from sim.alert.reports import EndReport, TrackReport
from sim.flight.frames import earth_fixed, local_axes
from sim.geo.geodesy import inverse
from tests.alert.states import OVER_CHINA_SEA, SPREAD, with_errors
from tests.mornings import usual_world

TIMES = (380.0, 390.0, 400.0)


def true_reports() -> list[TrackReport]:
    """What exact trackers would have reported of the nominal flight."""
    state = usual_world().nominal()["lead"].state_at(np.array(TIMES))
    columns = zip(
        TIMES,
        state.lat_deg.tolist(),
        state.lon_deg.tolist(),
        state.ground_speed_m_s.tolist(),
        state.azimuth_deg.tolist(),
        state.alt_m.tolist(),
        state.vertical_speed_m_s.tolist(),
        strict=True,
    )
    return [TrackReport("lead", t, t + 5.0, *row, SPREAD) for t, *row in columns]


def random_estimates(number: int) -> list[Estimate]:
    columns = [with_errors(report, number, seed) for seed, report in enumerate(true_reports())]
    return [combine(row) for row in zip(*columns, strict=True)]


def test_one_report_is_taken_as_it_is() -> None:
    known = combine((OVER_CHINA_SEA,))
    names = ("lat_deg", "lon_deg", "alt_m", "ground_speed_m_s", "azimuth_deg", "vertical_speed_m_s")
    assert all(getattr(known, name) == getattr(OVER_CHINA_SEA, name) for name in names)
    across = OVER_CHINA_SEA.ground_speed_m_s * np.radians(SPREAD.azimuth_deg)
    assert known.covariance[1] == pytest.approx(np.diag([SPREAD.position_m**2, across**2]))


def test_exact_reports_give_the_exact_state() -> None:
    true = true_reports()
    known = combine(tuple(true))
    newest = true[-1]
    assert float(inverse(known.lat_deg, known.lon_deg, newest.lat_deg, newest.lon_deg)[2]) < 100.0
    assert known.alt_m == pytest.approx(newest.alt_m, abs=100.0)
    assert known.ground_speed_m_s == pytest.approx(newest.ground_speed_m_s, abs=5.0)
    assert known.azimuth_deg == pytest.approx(newest.azimuth_deg, abs=0.1)
    assert known.vertical_speed_m_s == pytest.approx(newest.vertical_speed_m_s, abs=5.0)


def test_the_covariance_is_that_of_random_reports() -> None:
    found = random_estimates(500)
    newest = true_reports()[-1]
    axes = local_axes(newest.lat_deg, newest.lon_deg, newest.azimuth_deg)
    origin = earth_fixed(newest.lat_deg, newest.lon_deg, newest.alt_m)
    places = np.array([axes @ (earth_fixed(e.lat_deg, e.lon_deg, e.alt_m) - origin) for e in found])
    expected = np.sqrt(np.mean([e.covariance[:, 0, 0] for e in found], axis=0))
    assert places.std(axis=0) == pytest.approx(expected, rel=0.1)
    climb = np.std([e.vertical_speed_m_s for e in found])
    assert climb == pytest.approx(np.sqrt(found[0].covariance[2, 1, 1]), rel=0.1)


def test_more_reports_are_surer() -> None:
    alone, together = combine((true_reports()[-1],)), combine(tuple(true_reports()))
    assert (together.covariance[:, 0, 0] < alone.covariance[:, 0, 0]).all()
    assert (together.covariance[:, 1, 1] <= alone.covariance[:, 1, 1] * (1.0 + 1e-9)).all()


def test_belief_keeps_as_many_reports_as_it_combines() -> None:
    first, second, third = true_reports()
    belief = Belief(combine_last=2)
    for report in (third, first, second, second):
        belief = belief.after(report)
    assert [report.observed_s for report in belief.recent["lead"]] == [390.0, 400.0]
    assert belief.newest["lead"] is third
    assert belief.estimates[0] is combine((second, third))
    assert belief.after(EndReport("lead", 401.0, 402.0, "lost")).estimates == ()


def test_a_report_older_than_all_that_are_kept_changes_nothing() -> None:
    first, second, third = true_reports()
    belief = Belief(combine_last=2).after(third).after(second)
    assert belief.after(first) is belief
    assert belief.after(replace(second, lat_deg=0.0)) is belief
