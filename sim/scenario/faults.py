"""What can go wrong between the authority and people: named, scripted or random, alone or together."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from sim.scenario.basis import Sourced, Strict
from sim.scenario.delay import LONGEST_S, Delay, NonNegative
from sim.scenario.figures import AreaCodes, Share
from sim.scenario.patterns import Name

MessageName = Literal[
    "launch_information",
    "evacuate_immediately",
    "passed",
    "passed_only",
    "fell_at_sea",
    "will_not_come",
    "correction",
    "cancellation",
]
MessageNames = Annotated[tuple[MessageName, ...], Field(min_length=1, strict=False)]
Moment = Annotated[float, Field(ge=-LONGEST_S, le=LONGEST_S)]
Names = Annotated[tuple[Name, ...], Field(min_length=1, strict=False)]


class Cause(Strict):
    """A common cause: faults naming the same one happen together or not at all."""

    name: Name = Field(description="Name of the cause, shared by its faults.")
    probability: Share = Field(description="How likely it is, from 0 to 1; the same wherever it is named.")


class _Fault(Sourced):
    """What every fault has."""

    name: Name = Field(description="Name of the fault, unlike every other fault's.")
    probability: Share = Field(
        default=1.0, description="How likely it strikes, from 0 to 1: each area by itself where it has areas."
    )
    cause: Cause | None = Field(default=None, description="Strikes only if this happens.")


class _AreaFault(_Fault):
    """A fault that strikes areas, for a time."""

    areas: AreaCodes | None = Field(default=None, description="Areas it can strike; absent: all.")
    common_cause_share: Share = Field(
        default=0.0,
        description="Share of the probability that strikes all its areas at once (beta factor), from 0 to 1.",
    )
    from_s: Moment | None = Field(default=None, description="Start in seconds after launch; absent: always.")
    to_s: Moment | None = Field(default=None, description="End in seconds after launch; absent: never.")

    @model_validator(mode="after")
    def _window(self) -> Self:
        if self.from_s is not None and self.to_s is not None and self.to_s <= self.from_s:
            raise ValueError(f"needs from_s before to_s (was {self.from_s:g}, {self.to_s:g})")
        return self


class ReceiverDown(_AreaFault):
    """The municipal receiver is out of order: nothing that passes through it goes on."""

    kind: Literal["receiver_down"]


class StarterMisset(_AreaFault):
    """The message is received and the channel behind the receiver does not start."""

    kind: Literal["starter_misset"]
    channels: Names | None = Field(
        default=None, description="Channels that do not start; absent: loudspeakers and home receivers."
    )


class OperatorAbsent(_AreaFault):
    """Nobody is there to start by hand."""

    kind: Literal["operator_absent"]


class LinkOutage(_AreaFault):
    """A link to the receivers carries nothing."""

    kind: Literal["link_outage"]
    link: Name = Field(description="Name of the link.")
    queued: bool = Field(default=False, description="True: messages wait for its end; false: they are lost.")


class ChannelOutage(_AreaFault):
    """A channel, or one carrier of it, carries nothing."""

    kind: Literal["channel_outage"]
    channel: Name = Field(description="Name of the channel.")
    network: Name | None = Field(default=None, description="The carrier; absent: the whole channel.")
    queued: bool = Field(
        default=False, description="Without network. True: messages wait for its end; false: they are lost."
    )

    @model_validator(mode="after")
    def _whole_channel_queues(self) -> Self:
        if self.queued and self.network is not None:
            raise ValueError("'queued' is for a whole channel, not for one network of it")
        return self


class _MessageFault(_AreaFault):
    messages: MessageNames | None = Field(default=None, description="Kinds of message; absent: all.")
    channels: Names | None = Field(default=None, description="Channels; absent: all.")


class LostMessage(_MessageFault):
    """A message never arrives."""

    kind: Literal["lost_message"]


class LateMessage(_MessageFault):
    """A message arrives late."""

    kind: Literal["late_message"]
    delay: Delay = Field(description="How much later.")


class WrongAreas(_Fault):
    """A message goes to areas it was not meant for, or leaves some out; a correction may follow."""

    kind: Literal["wrong_areas"]
    messages: MessageNames | None = Field(default=None, description="Kinds of message; absent: all.")
    added: AreaCodes | None = Field(default=None, description="Areas that get it by mistake.")
    omitted: AreaCodes | None = Field(default=None, description="Areas that should get it and do not.")
    known: Delay | None = Field(default=None, description="Until the mistake is known; absent: never.")
    correction: Delay | None = Field(default=None, description="From there to the correction; absent: none.")


class FalseAlarm(_Fault):
    """A warning without a launch: nothing flies, and the authority warns its usual areas by mistake."""

    kind: Literal["false_alarm"]
    at_s: NonNegative = Field(le=LONGEST_S, description="When it is issued, in seconds after launch_time.")
    areas: AreaCodes | None = Field(default=None, description="Areas warned; absent: those of the targeting.")
    known: Delay | None = Field(default=None, description="Until the mistake is known; absent: never.")
    cancellation: Delay | None = Field(default=None, description="From there to the cancellation.")


class UndetectedLaunch(_Fault):
    """A launch that nobody sees: no report, no warning."""

    kind: Literal["undetected_launch"]


AreaFault = (
    ReceiverDown | StarterMisset | OperatorAbsent | LinkOutage | ChannelOutage | LostMessage | LateMessage
)
Fault = Annotated[
    ReceiverDown
    | StarterMisset
    | OperatorAbsent
    | LinkOutage
    | ChannelOutage
    | LostMessage
    | LateMessage
    | WrongAreas
    | FalseAlarm
    | UndetectedLaunch,
    Field(discriminator="kind"),
]
