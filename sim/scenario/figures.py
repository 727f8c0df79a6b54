"""Shares and clock times as a scenario gives them, each with its basis."""

from itertools import pairwise
from typing import Annotated, Self

from pydantic import Field, model_validator

from sim.scenario.basis import Sourced, Strict
from sim.scenario.patterns import AreaCode, Clock

Share = Annotated[float, Field(ge=0.0, le=1.0)]
AreaCodes = Annotated[tuple[AreaCode, ...], Field(min_length=1, strict=False)]


class Figure(Sourced):
    """One share of people or places."""

    share: Share = Field(description="From 0 to 1.")


class AreaFigure(Sourced):
    """A share that holds for some areas only."""

    areas: AreaCodes = Field(description="Area codes of the layer, in quotes.")
    share: Share = Field(description="From 0 to 1.")


class ClockShare(Strict):
    """A share at one time of day."""

    at: Clock = Field(description="Local time, such as 07:30.")
    share: Share = Field(description="From 0 to 1.")


class ByHour(Sourced):
    """A share that changes over the day: straight lines between the given times, round the clock."""

    day: Annotated[tuple[ClockShare, ...], Field(min_length=1, strict=False)] = Field(
        description="Shares at times of day, in order; one alone holds all day."
    )

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        for earlier, later in pairwise(self.day):
            if later.at <= earlier.at:
                raise ValueError(f"needs its times in order ({later.at} comes after {earlier.at})")
        return self


def hours_of(clock: str) -> float:
    """Hours since midnight of a ``Clock``."""
    hour, minute = clock.split(":")
    return int(hour) + int(minute) / 60.0
