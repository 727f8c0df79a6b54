"""Detection and tracking: the reports of the true flight, brought to the desk as they arrive."""

from sim.alert.reports import Detection
from sim.engine.desk import AUTHORITY, Desk, Process
from sim.engine.sightings import Sightings, follow


def sense(desk: Desk) -> Process:
    """See the launch after the detection delay, then hear of every object until it ends.

    Where no rule asks for places, single reports change nothing and are not waited for.
    """
    yield desk.take(desk.world.spec.authority.detection, "authority/detection")
    desk.note("detected", AUTHORITY)
    desk.learn(Detection(float(desk.env.now)))
    if desk.sightings is None:
        followed = follow(desk.world, desk.draws, float(desk.env.now), desk.orders.watched)
        desk.sightings = Sightings(desk.world, followed)
    for report in desk.sightings.arrivals(places=desk.orders.looks):
        if report.received_s > desk.env.now:
            yield desk.at(report.received_s)
        desk.learn(report)
