"""Belief comes from reports and from nothing else."""

from sim.alert.belief import Belief
from sim.alert.reports import Detection, EndReport, TrackReport


def seen(subject: str, observed_s: float, received_s: float, lat: float = 30.0) -> TrackReport:
    return TrackReport(subject, observed_s, received_s, lat, 125.0, 4000.0, 180.0)


def test_nothing_is_believed_before_a_report() -> None:
    belief = Belief()
    assert (belief.detected, belief.flying, belief.all_ended) == (False, (), False)


def test_a_late_report_does_not_undo_a_newer_one() -> None:
    belief = Belief().after(seen("lead", 20.0, 25.0, lat=29.0)).after(seen("lead", 10.0, 30.0, lat=30.0))
    assert [report.lat_deg for report in belief.flying] == [29.0]


def test_it_is_over_only_when_every_reported_object_has_ended() -> None:
    belief = Belief().after(Detection(5.0)).after(seen("lead", 10.0, 15.0)).after(seen("stage", 10.0, 15.0))
    belief = belief.after(EndReport("lead", 50.0, 55.0, "orbit"))
    assert [report.subject for report in belief.flying] == ["stage"]
    assert not belief.all_ended
    assert belief.after(EndReport("stage", 60.0, 65.0, "fell")).all_ended


def test_an_object_nobody_reported_does_not_exist() -> None:
    belief = Belief().after(seen("lead", 10.0, 15.0)).after(EndReport("lead", 50.0, 55.0, "lost"))
    assert belief.all_ended


def test_belief_is_never_changed_in_place() -> None:
    before = Belief()
    before.after(Detection(1.0))
    assert before == Belief()
