"""What is laid down before any launch, looked up once for all runs of a scenario."""

from collections.abc import Mapping
from dataclasses import dataclass

from sim.alert.steps import Step, step_delay
from sim.alert.targeting import fixed_targets, follows_the_track, looks_at_tracks, warns_anyone
from sim.engine.sightings import Watched, watched
from sim.engine.world import World
from sim.flight.track import Track
from sim.scenario.delay import Delay
from sim.units import Bools

_STEPS: tuple[tuple[Step, str], ...] = (
    ("assessment", "assessed"),
    ("notification", "notified"),
    ("decision", "decided"),
)


@dataclass(frozen=True, eq=False)
class Standing:
    """Standing orders: what the authority's rules look at, whatever flies.

    ``legs`` are the steps up to the decision, each with its delay, the name of its draw and the event it ends in;
    ``targets`` ``(A,)`` are the areas of a rule that does not follow the track, not to be changed; ``nominal`` the
    tracks as announced; ``watched`` the objects to follow, in the order of the scenario.
    """

    legs: tuple[tuple[Delay, str, str], ...]
    warns: bool
    looks: bool
    targets: Bools | None
    nominal: Mapping[str, Track]
    watched: tuple[Watched, ...]


def standing(world: World) -> Standing:
    """Those of a world; the same for all replicates of a scenario, whose worlds differ in their flights alone."""
    authority = world.spec.authority
    targeting = authority.targeting
    return Standing(
        legs=tuple((step_delay(world.spec, leg), f"authority/{leg}", done) for leg, done in _STEPS),
        warns=warns_anyone(targeting),
        looks=looks_at_tracks(authority),
        targets=None if follows_the_track(targeting) else fixed_targets(targeting, world.layer),
        nominal=world.nominal(),
        watched=watched(world),
    )
