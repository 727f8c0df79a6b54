"""How a message travels to people: links, municipal receivers, channels, and what people then do."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from sim.scenario.basis import Sourced, Strict
from sim.scenario.delay import Delay, PositiveSeconds
from sim.scenario.figures import AreaCodes, AreaFigure, ByHour, Figure, Share
from sim.scenario.patterns import Clock, Name

Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
_EVERY_DAY: tuple[Day, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Link(Strict):
    """One way from the sender to every municipal receiver; of several, the first copy to arrive counts."""

    name: Name = Field(description="Name of the link, unlike every other link's.")
    latency: Delay = Field(
        description="From the message being issued to its copy at the receiver (t5 to t6)."
    )


class Receivers(Strict):
    """What municipalities receive with, and how long it takes to pass a message on."""

    new: Delay = Field(description="Handling time of a new receiver.")
    old: Delay | None = Field(default=None, description="Handling time of an old receiver.")
    old_share: Figure | None = Field(default=None, description="Share of areas with an old receiver, drawn.")
    old_areas: AreaCodes | None = Field(default=None, description="Areas with an old receiver for certain.")

    @model_validator(mode="after")
    def _old_is_told(self) -> Self:
        if self.old is None and (self.old_share or self.old_areas):
            raise ValueError("needs 'old', the handling time of an old receiver")
        return self


class Operator(Sourced):
    """The one person who can start a municipality's loudspeakers by hand, and when that person is there."""

    from_clock: Clock = Field(description="Start of the working day, local time.")
    to_clock: Clock = Field(description="End of the working day, local time.")
    days: Annotated[tuple[Day, ...], Field(min_length=1, strict=False)] = Field(
        default=_EVERY_DAY, description="Working days."
    )
    on_duty: Delay = Field(description="From the message to the start, at work.")
    off_duty: Delay | None = Field(
        default=None, description="From the message to the start, outside; absent: nobody until work begins."
    )

    @model_validator(mode="after")
    def _a_day(self) -> Self:
        if self.to_clock <= self.from_clock:
            raise ValueError(f"needs from_clock before to_clock (was {self.from_clock}, {self.to_clock})")
        return self


class Start(Strict):
    """Which municipalities start their channels by hand; all others start by themselves."""

    manual_share: Figure | None = Field(default=None, description="Share of areas started by hand, drawn.")
    manual_areas: AreaCodes | None = Field(default=None, description="Areas started by hand for certain.")
    operator: Operator | None = Field(default=None, description="Who starts by hand.")

    @model_validator(mode="after")
    def _someone_starts(self) -> Self:
        if self.operator is None and (self.manual_share or self.manual_areas):
            raise ValueError("needs 'operator', who starts by hand")
        return self


class _Channel(Sourced):
    """What every channel has in common."""

    name: Name = Field(description="Name of the channel, unlike every other channel's.")
    latency: Delay = Field(description="From the channel's start to the sound or the device (t6 to t7).")
    coverage: Figure = Field(description="Share of people living where the channel works.")
    coverage_by_area: Annotated[tuple[AreaFigure, ...], Field(strict=False)] = Field(
        default=(), description="Areas whose coverage differs."
    )
    device: Figure = Field(description="Share of those who have what it takes to receive it.")
    attentive: ByHour = Field(description="Share of those awake who would notice it at that hour.")
    wakes: Figure = Field(description="Share of those asleep whom it wakes.")
    noticing: Delay = Field(
        description="From the channel being there to noticing it, for those who do (t7 to t8)."
    )
    phone: bool = Field(default=False, description="Counts as a telephone in surveys.")


class Loudspeaker(_Channel):
    """Outdoor loudspeakers of a municipality: a siren, then the message several times."""

    kind: Literal["loudspeaker"]
    siren_s: PositiveSeconds = Field(description="Length of the siren in seconds.")
    message_s: PositiveSeconds = Field(description="Length of the message, said once, in seconds.")
    repetitions: Annotated[int, Field(ge=1, le=100)] = Field(description="How often the message is said.")
    radius_m: Annotated[float, Field(gt=0.0, le=10_000.0)] = Field(
        description="How far one loudspeaker is heard, in metres."
    )


class HomeReceiver(_Channel):
    """Receivers of the municipal radio in homes: the same broadcast, indoors."""

    kind: Literal["home_receiver"]
    message_s: PositiveSeconds = Field(description="Length of the whole broadcast in seconds.")


class Network(Sourced):
    """One carrier of a channel."""

    name: Name = Field(description="Name of the network, unlike every other network's of the channel.")
    share: Share = Field(description="Share of the channel's devices on it.")


class CellBroadcast(_Channel):
    """One broadcast to all telephones of a cell: a first notification, then the text."""

    kind: Literal["cell_broadcast"]
    gateway: Delay = Field(description="From the message being issued to the network's edge (t5 to t6).")
    text: Delay | None = Field(default=None, description="From the first notification to the text.")
    networks: Annotated[tuple[Network, ...], Field(strict=False)] = Field(
        default=(), description="Carriers; together they have every device."
    )

    @model_validator(mode="after")
    def _whole(self) -> Self:
        total = sum(network.share for network in self.networks)
        if self.networks and abs(total - 1.0) > 1e-6:
            raise ValueError(f"needs the shares of its networks to add up to 1 (they add up to {total:g})")
        return self


class Broadcast(_Channel):
    """Television and radio: one sender, so one delay for all areas."""

    kind: Literal["broadcast"]
    gateway: Delay = Field(description="From the message being issued to the broadcaster (t5 to t6).")


class AppMail(_Channel):
    """Applications and registered mail."""

    kind: Literal["app_mail"]
    gateway: Delay | None = Field(
        default=None,
        description="From the message being issued to the service (t5 to t6); absent: municipal.",
    )


Channel = Annotated[
    Loudspeaker | HomeReceiver | CellBroadcast | Broadcast | AppMail, Field(discriminator="kind")
]


class WordOfMouth(Sourced):
    """Being told by someone who knows: the more know, the sooner the rest is told."""

    tellable: Figure = Field(description="Share of people whom others would tell.")
    wakes: Figure = Field(description="Of these, share of those asleep who would be woken.")
    contact_every_s: PositiveSeconds = Field(
        description="Mean time between two contacts of one person, in seconds."
    )


class Behaviour(Strict):
    """What people do once they have noticed a warning."""

    step_s: Annotated[float, Field(ge=1.0, le=600.0)] = Field(
        default=10.0, description="Step of the people curves in seconds; a numerical choice."
    )
    understands: Figure = Field(description="Share of those who noticed that understand what to do.")
    understanding: Delay = Field(description="From noticing to having understood (t8 to t9).")
    never_acts: Figure = Field(description="Share of those who understood that do nothing.")
    acting: Delay = Field(description="From having understood to acting (t9 to t10).")
    moving: Delay = Field(description="From acting to being in shelter (t10 to t11).")


class Reach(Strict):
    """From a message issued to people let go."""

    links: Annotated[tuple[Link, ...], Field(min_length=1, strict=False)] = Field(
        description="Ways to the municipal receivers."
    )
    receivers: Receivers
    start: Start = Field(default_factory=Start, description="Started by itself unless told otherwise.")
    channels: Annotated[tuple[Channel, ...], Field(min_length=1, strict=False)] = Field(
        description="Ways to people."
    )
    asleep: ByHour | None = Field(
        default=None, description="Share of people asleep at that hour; absent: none."
    )
    word_of_mouth: WordOfMouth | None = Field(default=None, description="People telling people.")
    people: Behaviour
