"""A run at one moment, as the moving map shows it: which area is in which state, who knows, what was last said."""

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from sim.output.happenings import Message, Spell, Visit, messages, span_s, spells, visits
from sim.output.view import RunView
from sim.results.series import people_totals
from sim.units import Floats, Seconds

_PEOPLE_STEP_S = 5.0
_STAGES = {"noticed": "noticed_ever", "sheltered": "sheltered_ever", "released": "released"}


@dataclass(frozen=True, eq=False)
class Story:
    """What happens in a run, to be asked at any moment."""

    spells: dict[str, list[Spell]]
    visits: list[Visit]
    messages: list[Message]
    populations: dict[str, int | None]
    people: dict[str, Floats]
    end_s: Seconds

    @classmethod
    def of(cls, view: RunView) -> "Story":
        """The story of a run folder."""
        rows = [area["properties"] for area in view.areas]
        return cls(
            spells(view),
            visits(view),
            messages(view),
            {row["area_code"]: row["population"] for row in rows},
            people_totals(view.log, _PEOPLE_STEP_S),
            span_s(view)[1],
        )

    @cached_property
    def changes_s(self) -> list[Seconds]:
        """Every moment at which an area looks different from before."""
        spell_s = {one.from_s for own in self.spells.values() for one in own}
        visit_s = {t_s for one in self.visits for t_s in (one.enter_s, one.exit_s)}
        return sorted(spell_s | visit_s)

    def chapter(self, t_s: Seconds) -> int:
        """Counts the changes up to a moment: areas look the same within a chapter."""
        return bisect_right(self.changes_s, t_s)

    def state(self, code: str, t_s: Seconds) -> str:
        """The state of an area."""
        own = self.spells[code]
        return own[max(bisect_right([one.from_s for one in own], t_s) - 1, 0)].state

    def under_warning(self, t_s: Seconds) -> tuple[int, int | None]:
        """Areas with a warning in force and their people, ``None`` if any of those are unknown."""
        codes = [code for code in self.spells if self.state(code, t_s) == "warned"]
        people = [self.populations[code] for code in codes]
        known = [number for number in people if number is not None]
        return len(codes), sum(known) if len(known) == len(people) else None

    def overflown(self, t_s: Seconds) -> set[str]:
        """Areas with a footprint over them."""
        return {one.code for one in self.visits if one.enter_s <= t_s < one.exit_s}

    def next_arrival_s(self, t_s: Seconds) -> Seconds | None:
        """When a footprint next reaches an area; ``None`` if it does not."""
        return min((one.enter_s for one in self.visits if one.enter_s > t_s), default=None)

    def last_message(self, t_s: Seconds) -> Message | None:
        """The last message that has gone out."""
        return next((one for one in reversed(self.messages) if one.t_s <= t_s), None)

    def shares(self, t_s: Seconds) -> dict[str, float] | None:
        """Shares of all people who have noticed, sheltered, been let go; ``None`` where the run has no people."""
        of = float(self.people["people"][0])
        if of == 0.0:
            return None
        return {
            name: float(np.interp(t_s, self.people["t_s"], self.people[column])) / of
            for name, column in _STAGES.items()
        }
