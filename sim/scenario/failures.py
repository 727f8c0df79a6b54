"""What goes wrong in flight and in following it: the truth of a scenario, which no policy changes."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from sim.scenario.basis import Sourced
from sim.scenario.delay import LONGEST_S, NonNegative
from sim.scenario.patterns import Name

Moment = Annotated[float, Field(ge=0.0, le=LONGEST_S)]


class _OfObject(Sourced):
    object: Name = Field(description="Which object.")
    at_s: Moment = Field(description="When, in seconds after launch.")
    never_separate: Annotated[tuple[Name, ...], Field(strict=False)] = Field(
        default=(), description="Objects that were to part from it later and now never fly by themselves."
    )


class EngineCut(_OfObject):
    """The engine stops: the object falls as in a vacuum, without any thrust."""

    kind: Literal["engine_cut"]


class BreakUp(_OfObject):
    """The object breaks up: its pieces fall round the point where it would have fallen whole."""

    kind: Literal["break_up"]
    spread_km: NonNegative = Field(
        le=2000.0,
        description="By how much the footprint's radius has grown when the pieces fall, in kilometres.",
    )
    pieces_tracked: bool = Field(
        default=True, description="True: the pieces are followed until they fall; false: the track is lost."
    )


class LostTrack(Sourced):
    """An object is not seen for a time."""

    kind: Literal["lost_track"]
    object: Name | None = Field(default=None, description="Which object; absent: all.")
    from_s: Moment = Field(description="Not seen from here on, in seconds after launch.")
    to_s: Moment | None = Field(
        default=None, description="Seen again, in seconds after launch; absent: never."
    )

    @model_validator(mode="after")
    def _window(self) -> Self:
        if self.to_s is not None and self.to_s <= self.from_s:
            raise ValueError(f"needs from_s before to_s (was {self.from_s:g}, {self.to_s:g})")
        return self


class WrongFirstDirection(Sourced):
    """Early reports give a wrong course."""

    kind: Literal["wrong_first_direction"]
    object: Name | None = Field(default=None, description="Which object; absent: all.")
    until_s: Moment = Field(description="Reports from before this are wrong, in seconds after launch.")
    azimuth_error_deg: Annotated[float, Field(ge=-180.0, le=180.0)] = Field(
        description="Added to the reported course, in degrees, clockwise positive."
    )


Failure = Annotated[EngineCut | BreakUp | LostTrack | WrongFirstDirection, Field(discriminator="kind")]
