"""The authority's desk during one run: its belief, its warnings, and those who wait for either to change."""

from collections.abc import Callable, Generator, Iterable
from functools import lru_cache
from typing import Any, TypeAlias

import numpy as np
import simpy

from sim.alert.belief import Belief
from sim.alert.delays import draw_delay
from sim.alert.lifting import areas_to_release, may_be_over
from sim.alert.messages import Message, MessageType
from sim.alert.prediction import comes_within, expected_paths
from sim.alert.reports import Report, TrackReport
from sim.alert.targeting import areas_to_warn, likely_enough
from sim.draws import Draws
from sim.engine.sightings import Sightings
from sim.engine.standing import Standing
from sim.engine.world import World
from sim.scenario.delay import Delay
from sim.scenario.targeting import Confident
from sim.units import Bools, Seconds, SecondsArray

Process: TypeAlias = Generator[simpy.Event, Any, None]
Note: TypeAlias = tuple[Seconds, str, str, dict[str, Any]]
"""Something that the authority did: the fields of an `Event`."""

AUTHORITY = "authority"


class Desk:
    """Holds the state that several processes of one run share; decides nothing itself.

    All of it is belief. ``addressed`` and ``released`` are areas the authority has warned, and has told that it is
    over, whether or not a message got there; ``expires_s`` (A,) is that of an area's last warning; none of these three
    is ever changed in place. ``mistakes`` names the faults of its own that have already happened. ``notes`` and
    ``sent`` are what it has done so far.

    Processes wait for ``changed``, or for ``perhaps_over``: a change after which something might be lifted.
    """

    def __init__(self, env: simpy.Environment, world: World, draws: Draws, orders: Standing) -> None:
        self.env, self.world, self.draws, self.orders = env, world, draws, orders
        self.belief = Belief(combine_last=world.spec.authority.tracking.combine_last)
        self.sightings: Sightings | None = None
        self._nowhere, never_s = _nothing(len(world.layer))
        self.addressed = self.released = self._nowhere
        self.expires_s = never_s
        self.changed, self.perhaps_over = env.event(), env.event()
        self.mistakes: set[str] = set()
        self.notes: list[Note] = []
        self.sent: list[Message] = []
        self._wanted: tuple[Belief, Bools] | None = None
        self._free: tuple[Belief, Bools, Bools] | None = None
        self._in_force = self._nowhere
        self._looked_s: Seconds | None = None

    def note(self, kind: str, subject: str, **fields: Any) -> None:
        """Write an event down, now."""
        self.notes.append((float(self.env.now), kind, subject, fields))

    def learn(self, report: Report) -> None:
        """Take a report into the belief."""
        self.belief = self.belief.after(report)
        self.wake()

    def until(self, condition: Callable[[], bool]) -> Process:
        """Wait until ``condition`` holds; it is asked again whenever belief or warnings change."""
        while not condition():
            yield self.changed

    def after(self, delay_s: Seconds, then: Callable[[], None]) -> None:
        """Do something later."""
        self.env.timeout(delay_s).callbacks.append(lambda _: then())

    def at(self, t_s: Seconds) -> simpy.Event:
        """The wait until ``t_s``; none if that is past."""
        return self.env.timeout(max(0.0, t_s - float(self.env.now)))

    def take(self, delay: Delay, purpose: str) -> simpy.Event:
        """The wait that one step of the chain takes."""
        return self.env.timeout(draw_delay(delay, self.draws, purpose))

    def next_key(self, kind: MessageType) -> str:
        """Names the streams of the next message of a kind: the kind and its number among its like."""
        return f"{kind}/{1 + len([message for message in self.sent if message.type is kind])}"

    def write(self, kind: MessageType, areas: Bools, expires_s: Seconds = np.inf) -> Message:
        """Issue a message, now."""
        now_s, number = float(self.env.now), len(self.sent) + 1
        message = Message(number, self.next_key(kind), kind, areas, now_s, expires_s)
        self.sent.append(message)
        self.note(kind.event_kind, AUTHORITY, message=number)
        return message

    @property
    def in_force(self) -> Bools:
        """Mask over areas, shape (A,): a warning is in force as far as the authority knows. Not to be changed."""
        now_s, looked_s = float(self.env.now), self._looked_s
        if looked_s is None or any(looked_s < one.expires_s <= now_s for one in self.sent):
            self._looked_s = now_s
            in_force = (self.expires_s > now_s) & self.addressed & ~self.released
            if np.count_nonzero(in_force != self._in_force):
                self._in_force = in_force
        return self._in_force

    def areas_to_warn(self) -> Bools:
        """What the targeting rule says now; asked once for each belief if it looks. Not to be changed."""
        if self.orders.targets is not None:
            return self.orders.targets
        if self._wanted is None or self._wanted[0] is not self.belief:
            world = self.world
            wanted = areas_to_warn(
                world.spec.authority.targeting, world.layer, world.features, self.orders.nominal, self.belief
            )
            self._wanted = self.belief, wanted
        return self._wanted[1]

    def likely_enough(self, rule: Confident) -> bool:
        """Whether the danger to the areas that the targeting rule names is likely enough to warn now."""
        layer, targeting = self.world.layer, self.world.spec.authority.targeting
        return likely_enough(rule, targeting, layer, self.orders.nominal, self.belief, self.areas_to_warn())

    def may_be_released_s(self, areas: Bools) -> Seconds:
        """From when on all of some areas, (A,), have been under warning for as long as the rule asks."""
        least_s = self.world.spec.authority.lift.minimum_under_warning_s
        if not least_s:
            return 0.0
        warned = (one.issued_s for one in self.sent if one.type.warns and (one.areas & areas).any())
        return float(max(warned, default=-least_s)) + least_s

    def areas_to_release(self) -> Bools:
        """What the lifting rule says now; asked once for each belief and set of warnings. Not to be changed."""
        authority, features = self.world.spec.authority, self.world.features
        if not may_be_over(authority.lift, self.belief):
            return self._nowhere
        in_force = self.in_force
        if self._free is None or self._free[0] is not self.belief or self._free[1] is not in_force:
            free = areas_to_release(
                authority.lift, authority.targeting, features, self.orders.nominal, self.belief, in_force
            )
            self._free = self.belief, in_force, free
        return self._free[2]

    def areas_near_the_track(self, distance_km: float, horizon_s: Seconds) -> Bools:
        """Where an object is expected within a distance."""
        paths = expected_paths(self.belief, None, horizon_s)
        return comes_within(self.world.features, paths, distance_km * 1000.0)

    def newest_reports(self) -> Iterable[TrackReport]:
        """Where each object was last seen, as far as the authority knows by now."""
        return () if self.sightings is None else self.sightings.newest(float(self.env.now))

    def address(self, areas: Bools) -> None:
        """Count some areas among those that the authority has warned."""
        self.addressed, self._looked_s = self.addressed | areas, None

    def let_go(self, areas: Bools) -> None:
        """Count some areas among those that it has told that it is over."""
        self.released, self._looked_s = self.released | areas, None

    def open_warnings(self, areas: Bools, message: Message) -> None:
        """Put a warning in force in each area; it takes the place of an earlier one."""
        self.expires_s = np.where(areas, message.expires_s, self.expires_s)
        self._looked_s = None
        self.wake()

    def expire(self) -> None:
        """A warning has come to its end: let all who wait look again, if it was still in force anywhere."""
        if np.count_nonzero(self.addressed & ~self.released):
            self.wake()

    def close(self) -> None:
        """Send home who still waits: nothing will happen any more, and what they know need not be kept."""
        self.changed.callbacks, self.perhaps_over.callbacks = [], []

    def wake(self) -> None:
        """Let all who wait look again, as far as there is something new to see for them."""
        if self.changed.callbacks:
            waiting, self.changed = self.changed, self.env.event()
            waiting.succeed()
        if self.perhaps_over.callbacks and may_be_over(self.world.spec.authority.lift, self.belief):
            waiting, self.perhaps_over = self.perhaps_over, self.env.event()
            waiting.succeed()


@lru_cache(maxsize=8)
def _nothing(areas: int) -> tuple[Bools, SecondsArray]:
    """No area, and never, each (A,) and not to be changed."""
    nowhere, never_s = np.zeros(areas, bool), np.full(areas, -np.inf)
    nowhere.flags.writeable = never_s.flags.writeable = False
    return nowhere, never_s
