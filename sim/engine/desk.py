"""The authority's desk during one run: its belief, its warnings, and those who wait for either to change."""

from collections.abc import Callable, Generator, Iterable
from typing import Any, TypeAlias

import numpy as np
import simpy

from sim.alert.belief import Belief
from sim.alert.delays import draw_delay
from sim.alert.lifecycle import AreaWarning, State
from sim.alert.lifting import threat_is_over
from sim.alert.reports import Report
from sim.alert.targeting import areas_to_warn
from sim.draws import Draws
from sim.engine.log import Event, EventLog
from sim.engine.world import World
from sim.scenario.delay import Delay
from sim.units import Bools

Process: TypeAlias = Generator[simpy.Event, Any, None]


class Desk:
    """Holds the state that several processes of one run share; decides nothing itself."""

    def __init__(self, env: simpy.Environment, world: World, draws: Draws, log: EventLog) -> None:
        self.env, self.world, self.draws, self.log = env, world, draws, log
        self.belief = Belief()
        self.warnings: dict[int, AreaWarning] = {}
        self.messages = 0
        self.changed = env.event()
        self._nominal = world.nominal()

    def note(self, kind: str, subject: str, **fields: Any) -> None:
        """Write an event into the log, now."""
        self.log.append(Event(float(self.env.now), kind, subject, fields))

    def learn(self, report: Report) -> None:
        """Take a report into the belief."""
        self.belief = self.belief.after(report)
        self._wake()

    def until(self, condition: Callable[[], bool]) -> Process:
        """Wait until ``condition`` holds; it is asked again whenever belief or warnings change."""
        while not condition():
            yield self.changed

    def take(self, delay: Delay, purpose: str) -> simpy.Event:
        """The wait that one step of the chain takes."""
        return self.env.timeout(draw_delay(delay, self.draws, purpose))

    @property
    def active(self) -> Bools:
        """Mask over areas, shape (A,): a warning is in force."""
        return self._mask(area for area, warning in self.warnings.items() if not warning.state.is_end)

    @property
    def unwarned(self) -> Bools:
        """Mask over areas, shape (A,): never warned so far."""
        return ~self._mask(self.warnings)

    def areas_to_warn(self) -> Bools:
        """What the targeting rule says now."""
        world = self.world
        targeting = world.spec.authority.targeting
        return areas_to_warn(targeting, world.layer, world.features, self._nominal, self.belief)

    def threat_is_over(self) -> bool:
        """What the lifting rule says now."""
        authority, features = self.world.spec.authority, self.world.features
        return threat_is_over(
            authority.lift, authority.targeting, features, self._nominal, self.belief, self.active
        )

    def open_warnings(self, areas: Iterable[int], message: int, expires_s: float) -> None:
        """Put a warning in force in each area."""
        for area in areas:
            self.warnings[area] = AreaWarning(area, message, float(self.env.now), expires_s)
            self.note("warned", self.world.layer.codes[area], message=message)
        self._wake()

    def end_warnings(self, areas: Iterable[int], state: State, **fields: Any) -> None:
        """End the warning in each area; the life cycle refuses what is not legal."""
        for area in areas:
            self.warnings[area] = self.warnings[area].end(state, float(self.env.now))
            self.note(str(state), self.world.layer.codes[area], **fields)
        self._wake()

    def _mask(self, areas: Iterable[int]) -> Bools:
        mask = np.zeros(len(self.world.layer.codes), bool)
        mask[list(areas)] = True
        return mask

    def _wake(self) -> None:
        waiting, self.changed = self.changed, self.env.event()
        waiting.succeed()
