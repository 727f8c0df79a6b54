"""The authority's desk during one run: its belief, its warnings, and those who wait for either to change."""

from collections.abc import Callable, Generator, Iterable
from typing import Any, TypeAlias

import numpy as np
import simpy

from sim.alert.belief import Belief
from sim.alert.delays import draw_delay
from sim.alert.lifting import areas_to_release, may_be_over
from sim.alert.messages import Message, MessageType
from sim.alert.outlines import Places, middles_of
from sim.alert.prediction import comes_within, expected_paths
from sim.alert.reports import Report, TrackReport
from sim.alert.targeting import areas_to_warn, fixed_targets, follows_the_track, likely_enough
from sim.draws import Draws
from sim.engine.log import Event
from sim.engine.sightings import Sightings
from sim.engine.world import World
from sim.scenario.delay import Delay
from sim.scenario.targeting import Confident
from sim.units import Bools, Seconds, SecondsArray

Process: TypeAlias = Generator[simpy.Event, Any, None]

AUTHORITY = "authority"


class Desk:
    """Holds the state that several processes of one run share; decides nothing itself.

    All of it is belief. ``addressed`` and ``released`` are areas the authority has warned, and has told that it is
    over, whether or not a message got there; ``issued_s`` and ``expires_s`` (A,) are those of an area's last
    warning. ``mistakes`` names the faults of its own that have already happened. ``events`` and ``sent`` are what
    it has done so far.
    """

    def __init__(self, env: simpy.Environment, world: World, draws: Draws) -> None:
        self.env, self.world, self.draws = env, world, draws
        self.belief = Belief(combine_last=world.spec.authority.tracking.combine_last)
        self.sightings: Sightings | None = None
        areas = len(world.layer)
        self.addressed, self.released, self._nowhere = (np.zeros(areas, bool) for _ in range(3))
        self._nowhere.flags.writeable = False
        self.issued_s: SecondsArray = np.full(areas, -np.inf)
        self.expires_s: SecondsArray = np.full(areas, -np.inf)
        self.changed = env.event()
        self.mistakes: set[str] = set()
        self.events: list[Event] = []
        self.sent: list[Message] = []
        self._nominal = world.nominal()
        self._wanted: tuple[Belief, Bools] | None = None
        self._free: tuple[Belief, Bools, Bools] | None = None

    def note(self, kind: str, subject: str, **fields: Any) -> None:
        """Write an event down, now."""
        self.events.append(Event(float(self.env.now), kind, subject, fields))

    def learn(self, report: Report) -> None:
        """Take a report into the belief."""
        self.belief = self.belief.after(report)
        self.wake()

    def until(self, condition: Callable[[], bool]) -> Process:
        """Wait until ``condition`` holds; it is asked again whenever belief or warnings change."""
        while not condition():
            yield self.changed

    def at(self, t_s: Seconds) -> simpy.Event:
        """The wait until ``t_s``; none if that is past."""
        return self.env.timeout(max(0.0, t_s - float(self.env.now)))

    def take(self, delay: Delay, purpose: str) -> simpy.Event:
        """The wait that one step of the chain takes."""
        return self.env.timeout(draw_delay(delay, self.draws, purpose))

    def next_key(self, kind: MessageType) -> str:
        """Names the streams of the next message of a kind: the kind and its number among its like."""
        return f"{kind}/{1 + sum(message.type is kind for message in self.sent)}"

    def write(self, kind: MessageType, areas: Bools, expires_s: Seconds = np.inf) -> Message:
        """Issue a message, now."""
        now_s, number = float(self.env.now), len(self.sent) + 1
        message = Message(number, self.next_key(kind), kind, areas, now_s, expires_s)
        self.sent.append(message)
        self.note(kind.event_kind, AUTHORITY, message=number)
        return message

    @property
    def in_force(self) -> Bools:
        """Mask over areas, shape (A,): a warning is in force as far as the authority knows."""
        return (self.expires_s > self.env.now) & self.addressed & ~self.released

    def areas_to_warn(self) -> Bools:
        """What the targeting rule says now; asked once for each belief, or once for all if it never looks."""
        world = self.world
        targeting = world.spec.authority.targeting
        if not follows_the_track(targeting):
            return fixed_targets(targeting, world.layer).copy()
        if self._wanted is None or self._wanted[0] is not self.belief:
            wanted = areas_to_warn(targeting, world.layer, world.features, self._nominal, self.belief)
            self._wanted = self.belief, wanted
        return self._wanted[1].copy()

    def likely_enough(self, rule: Confident) -> bool:
        """Whether the danger to the areas that the targeting rule names is likely enough to warn now."""
        layer, targeting = self.world.layer, self.world.spec.authority.targeting
        return likely_enough(rule, targeting, layer, self._nominal, self.belief, self.areas_to_warn())

    def may_be_released_s(self, areas: Bools) -> Seconds:
        """From when on all of some areas, (A,), have been under warning for as long as the rule asks."""
        least_s = self.world.spec.authority.lift.minimum_under_warning_s
        return float(self.issued_s[areas].max(initial=-least_s)) + least_s

    def areas_to_release(self) -> Bools:
        """What the lifting rule says now; asked once for each belief and set of warnings. Not to be changed."""
        authority, features = self.world.spec.authority, self.world.features
        if not may_be_over(authority.lift, self.belief):
            return self._nowhere
        in_force = self.in_force
        if self._free is None or self._free[0] is not self.belief or (self._free[1] != in_force).any():
            free = areas_to_release(
                authority.lift, authority.targeting, features, self._nominal, self.belief, in_force
            )
            free.flags.writeable = False
            self._free = self.belief, in_force, free
        return self._free[2]

    def areas_near_the_track(self, distance_km: float, horizon_s: Seconds) -> Bools:
        """Where an object is expected within a distance."""
        paths = expected_paths(self.belief, None, horizon_s)
        return comes_within(self.world.features, paths, distance_km * 1000.0)

    def newest_reports(self) -> Iterable[TrackReport]:
        """Where each object was last seen, as far as the authority knows by now."""
        return () if self.sightings is None else self.sightings.newest(float(self.env.now))

    def places(self, areas: Bools) -> Places:
        """The middles of some areas."""
        return middles_of(self.world.layer).of(areas)

    def open_warnings(self, areas: Bools, message: Message) -> None:
        """Put a warning in force in each area; it takes the place of an earlier one."""
        self.issued_s[areas], self.expires_s[areas] = message.issued_s, message.expires_s
        self.wake()

    def wake(self) -> None:
        """Let all who wait look again."""
        waiting, self.changed = self.changed, self.env.event()
        waiting.succeed()
