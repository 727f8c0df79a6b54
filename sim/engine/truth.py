"""The events of the flight itself: milestones, hazard windows, closest approaches, ends. Nobody's belief."""

import numpy as np

from sim.engine.log import Event
from sim.engine.world import World


def truth_events(world: World) -> list[Event]:
    """Every event of the flight in time order; the same for every policy and every seed of the scenario."""
    events = [Event(0.0, "launch", world.spec.name, {"launch_time": world.spec.launch_time.isoformat()})]
    for index in range(len(world.flying)):
        events += _milestones(world, index)
    events += _hazard_windows(world) + _closest_approaches(world)
    return sorted(events, key=lambda event: event.t_s)


def _milestones(world: World, index: int) -> list[Event]:
    track, spec = world.flying[index], world.spec.objects[index]
    events = [
        Event(float(t), "milestone", track.name, {"event": event, "basis": basis})
        for t, event, basis in zip(track.t_s, track.events, track.basis, strict=True)
        if event
    ]
    failed = world.failed.get(track.name)
    if failed is not None and failed.failed_s is not None:
        events.append(Event(failed.failed_s, "failure", track.name, {"how": failed.why}))
    crossed = world.gate_s[index]
    if crossed is not None and world.spec.gate is not None:
        events.append(Event(crossed, "gate_crossed", track.name, {"gate": world.spec.gate.title}))
    events.append(Event(track.end_s, "object_end", track.name, {"how": spec.end}))
    return events


def _hazard_windows(world: World) -> list[Event]:
    found, events = world.crossings, []
    for flight, area, enter, leave in zip(
        found.visit_flight, found.visit_area, found.enter_s, found.exit_s, strict=True
    ):
        name = {"object": world.flying[flight].name}
        events.append(Event(float(enter), "hazard_enter", world.layer.codes[area], name))
        events.append(Event(float(leave), "hazard_exit", world.layer.codes[area], name))
    return events


def _closest_approaches(world: World) -> list[Event]:
    closest_m, closest_s = world.crossings.closest_m, world.crossings.closest_s
    events = []
    for area, code in enumerate(world.layer.codes):
        if not np.isfinite(closest_m[:, area]).any():
            continue
        flight = int(np.nanargmin(closest_m[:, area]))
        fields = {"object": world.flying[flight].name, "distance_m": float(closest_m[flight, area])}
        events.append(Event(float(closest_s[flight, area]), "closest_approach", code, fields))
    return events
