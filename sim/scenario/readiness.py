"""Being ready before an announced launch window opens."""

from typing import Self

from pydantic import Field, model_validator

from sim.scenario.basis import Sourced
from sim.scenario.delay import Delay, NonNegative
from sim.scenario.instant import Instant


class Readiness(Sourced):
    """Shorter steps for a launch within a window that was announced with its zones; others as usual."""

    window_from: Instant = Field(description="When the announced window opens: ISO 8601 with an offset.")
    window_to: Instant = Field(description="When it closes.")
    before_s: NonNegative = Field(
        default=0.0,
        le=604_800.0,
        description="How long before the window opens everybody is ready, in seconds.",
    )
    assessment: Delay | None = Field(default=None, description="In place of the usual assessment.")
    notification: Delay | None = Field(default=None, description="In place of the usual notification.")
    decision: Delay | None = Field(default=None, description="In place of the usual decision.")

    @model_validator(mode="after")
    def _window(self) -> Self:
        if self.window_to <= self.window_from:
            raise ValueError("needs window_from before window_to")
        return self
