"""The authority's desk during one run: its belief, its warnings, and those who wait for either to change."""

from collections.abc import Callable, Generator, Iterable
from typing import Any, TypeAlias

import numpy as np
import simpy

from sim.alert.belief import Belief
from sim.alert.delays import draw_delay
from sim.alert.lifecycle import AreaWarning, State
from sim.alert.lifting import areas_to_release
from sim.alert.messages import Message, MessageType
from sim.alert.prediction import comes_within, expected_paths
from sim.alert.reports import Report
from sim.alert.targeting import areas_to_warn, likely_enough
from sim.alert.texts import LANGUAGES, message_text
from sim.draws import Draws
from sim.engine.log import Event, EventLog
from sim.engine.world import World
from sim.reach.plan import Setup, draw_setup
from sim.scenario.delay import Delay
from sim.scenario.targeting import Confident
from sim.units import Bools, Seconds

Process: TypeAlias = Generator[simpy.Event, Any, None]

AUTHORITY = "authority"


class Desk:
    """Holds the state that several processes of one run share; decides nothing itself.

    ``warnings`` is what is in force in each area. ``addressed`` and ``released`` are what the authority
    believes: areas it has warned, and areas it has told that it is over, whether or not a message got there.
    ``mistakes`` names the faults of its own that have already happened.
    """

    def __init__(self, env: simpy.Environment, world: World, draws: Draws, log: EventLog) -> None:
        self.env, self.world, self.draws, self.log = env, world, draws, log
        self.setup: Setup | None = None if world.reach is None else draw_setup(world.reach, draws)
        self.belief = Belief(combine_last=world.spec.authority.tracking.combine_last)
        self.warnings: dict[int, AreaWarning] = {}
        self.addressed = np.zeros(len(world.layer.codes), bool)
        self.released = np.zeros(len(world.layer.codes), bool)
        self.changed = env.event()
        self.mistakes: set[str] = set()
        self._sent: list[Message] = []
        self._operators: dict[int, simpy.Resource] = {}
        self._nominal = world.nominal()
        self._wanted: tuple[Belief, Bools] | None = None
        self._free: tuple[Belief, Bools, Bools] | None = None

    def note(self, kind: str, subject: str, **fields: Any) -> None:
        """Write an event into the log, now."""
        self.log.append(Event(float(self.env.now), kind, subject, fields))

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

    def operator(self, area: int) -> simpy.Resource:
        """The one person who starts by hand in an area."""
        return self._operators.setdefault(area, simpy.Resource(self.env, capacity=1))

    def next_key(self, kind: MessageType) -> str:
        """Names the streams of the next message of a kind: the kind and its number among its like."""
        return f"{kind}/{1 + sum(message.type is kind for message in self._sent)}"

    def write(self, kind: MessageType, areas: Bools) -> Message:
        """Issue a message, now: into the log, with its texts. It still has to be sent."""
        message = Message(len(self._sent) + 1, self.next_key(kind), kind, areas, float(self.env.now))
        self._sent.append(message)
        texts = {f"text_{language}": message_text(kind, language) for language in LANGUAGES}
        codes = [self.world.layer.codes[area] for area in np.flatnonzero(areas)]
        self.note(kind.event_kind, AUTHORITY, message=message.number, type=str(kind), areas=codes, **texts)
        return message

    @property
    def in_force(self) -> Bools:
        """Mask over areas, shape (A,): a warning is in force as far as the authority knows."""
        alive = self._mask(area for area, warning in self.warnings.items() if not warning.state.is_end)
        return alive & self.addressed & ~self.released

    def areas_to_warn(self) -> Bools:
        """What the targeting rule says now; asked once for each belief."""
        world = self.world
        if self._wanted is None or self._wanted[0] is not self.belief:
            targeting = world.spec.authority.targeting
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
        issued = [warning.issued_s for area, warning in self.warnings.items() if areas[area]]
        return max(issued, default=-least_s) + least_s

    def areas_to_release(self) -> Bools:
        """What the lifting rule says now; asked once for each belief and set of warnings."""
        authority, features, in_force = self.world.spec.authority, self.world.features, self.in_force
        if self._free is None or self._free[0] is not self.belief or (self._free[1] != in_force).any():
            free = areas_to_release(
                authority.lift, authority.targeting, features, self._nominal, self.belief, in_force
            )
            self._free = self.belief, in_force, free
        return self._free[2].copy()

    def areas_near_the_track(self, distance_km: float, horizon_s: Seconds) -> Bools:
        """Where an object is expected within a distance."""
        paths = expected_paths(self.belief, None, horizon_s)
        return comes_within(self.world.features, paths, distance_km * 1000.0)

    def open_warnings(self, areas: Bools, message: Message, expires_s: Seconds) -> None:
        """Put a warning in force in each area; it takes the place of an earlier one."""
        for area in np.flatnonzero(areas).tolist():
            if area in self.warnings and not self.warnings[area].state.is_end:
                self.end_warnings([area], State.SUPERSEDED, message=message.number)
            self.warnings[area] = AreaWarning(area, message.number, float(self.env.now), expires_s)
            self.note("warned", self.world.layer.codes[area], message=message.number, expires_s=expires_s)
        self.wake()

    def arrived(self, message: Message, area: int) -> None:
        """A message is there: what lifts or withdraws ends the earlier warning, the first time it comes."""
        warning = self.warnings.get(area)
        if message.type.warns or warning is None or warning.state.is_end or warning.message > message.number:
            return
        state = State.LIFTED if message.type.lifts else State.CANCELLED
        self.end_warnings([area], state, message=message.number, issued_s=message.issued_s)

    def end_warnings(self, areas: Iterable[int], state: State, **fields: Any) -> None:
        """End the warning in each area; the life cycle refuses what is not legal."""
        for area in areas:
            self.warnings[area] = self.warnings[area].end(state, float(self.env.now))
            self.note(str(state), self.world.layer.codes[area], **fields)
        self.wake()

    def wake(self) -> None:
        """Let all who wait look again."""
        waiting, self.changed = self.changed, self.env.event()
        waiting.succeed()

    def _mask(self, areas: Iterable[int]) -> Bools:
        mask = np.zeros(len(self.world.layer.codes), bool)
        mask[list(areas)] = True
        return mask
