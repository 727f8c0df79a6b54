"""What a scenario file may say: the typed, frozen mirror of the YAML."""

import re
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from sim.scenario.basis import Sourced, Strict
from sim.scenario.delay import Delay, NonNegative, Positive

_ISO = re.compile(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d(?P<seconds>:\d\d(\.\d{1,6})?)?(?P<offset>Z|[+-]\d\d:\d\d)?"
)


def _instant(value: Any) -> Any:
    if isinstance(value, datetime):
        return value
    match = _ISO.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise ValueError("must be an ISO 8601 time with an offset, such as 2023-08-24T03:50:30+09:00")
    if match["offset"] is None:
        raise ValueError("needs an offset from UTC, such as +09:00")
    try:
        return datetime.fromisoformat(value)
    except ValueError as error:
        raise ValueError(f"is not a real time: {error}") from None


Instant = Annotated[datetime, BeforeValidator(_instant, json_schema_input_type=str)]
Name = Annotated[str, Field(min_length=1, max_length=80, pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")]
Text = Annotated[str, Field(min_length=1)]
Latitude = Annotated[float, Field(ge=-90.0, le=90.0)]
Longitude = Annotated[float, Field(ge=-180.0, le=180.0)]
AreaCode = Annotated[str, Field(pattern=r"^[0-9A-Za-z_-]{1,32}$")]
PrefectureCode = Annotated[str, Field(pattern=r"^[0-9]{2}$")]


class Areas(Strict):
    """The polygons people live in."""

    layer: Name = Field(description="Name of a shipped area layer, such as okinawa or japan.")


class Footprint(Sourced):
    """The circle round the ground point inside which people are taken to be at risk."""

    radius_km: NonNegative = Field(le=2000.0)


class FlightObject(Strict):
    """One object in flight and what becomes of it."""

    name: Name
    title: Text
    track: Text = Field(description="Track file (CSV), relative to the scenario file.")
    track_object: Name | None = Field(default=None, description="Name in the track file; the object's own if absent.")
    footprint: Footprint
    end: Literal["fell", "lost", "orbit"] = Field(
        description="What happens at the last knot: it fell, tracking ends, or it is in orbit and no longer a danger."
    )


class Gate(Sourced):
    """The line whose crossing counts as the overflight, from one cape to another."""

    title: Text
    from_lat_deg: Latitude
    from_lon_deg: Longitude
    to_lat_deg: Latitude
    to_lon_deg: Longitude


class Tracking(Sourced):
    """Reports of position and velocity, from detection until the object ends."""

    interval_s: Positive
    latency: Delay
    position_sigma_km: NonNegative = Field(description="Standard deviation of a reported position, per axis.")
    speed_sigma_m_s: NonNegative = Field(default=0.0, description="Standard deviation of a reported ground speed.")
    azimuth_sigma_deg: NonNegative = Field(default=0.0, description="Standard deviation of a reported course.")


class ByPrefecture(Sourced):
    """Warn every area of the named prefectures, whatever the track."""

    kind: Literal["prefecture"]
    prefectures: Annotated[tuple[PrefectureCode, ...], Field(min_length=1, strict=False)]


class ByMunicipality(Sourced):
    """Warn the areas that the predicted track comes within a distance of, again at every report."""

    kind: Literal["municipality"]
    distance_km: NonNegative
    horizon_s: Positive = Field(description="How far ahead of the newest report the track is predicted.")
    prediction: Literal["extrapolated", "announced"] = Field(
        description="Along the great circle of the newest report, or along the nominal track announced beforehand."
    )


class ByList(Sourced):
    """Warn exactly the listed areas."""

    kind: Literal["list"]
    areas: Annotated[tuple[AreaCode, ...], Field(min_length=1, strict=False)]


Targeting = Annotated[ByPrefecture | ByMunicipality | ByList, Field(discriminator="kind")]


class Lift(Sourced):
    """When the threat counts as over, and how long the all-clear then takes."""

    threat_over: Literal["last_object_down", "last_object_past"] = Field(
        description="Over when every object has ended, or already when none can come near a warned area again."
    )
    clear_distance_km: NonNegative = Field(
        default=0.0, description="For last_object_past: how far the predicted track must stay from every warned area."
    )
    horizon_s: Positive = Field(
        default=900.0, description="For last_object_past: how far ahead of the newest report the track is predicted."
    )
    confirmation: Delay
    decision: Delay
    issue: Delay
    withheld: bool = Field(default=False, description="True plays an authority that never lifts.")


class Authority(Strict):
    """Who decides, on reports only, and how long each step takes."""

    title: Text
    detection: Delay
    assessment: Delay
    notification: Delay
    decision: Delay
    issue: Delay
    tracking: Tracking
    targeting: Targeting
    lift: Lift
    expiry: Delay = Field(description="How long a warning stays in force if nothing ends it.")


class Announced(Strict):
    """A time somebody published, kept beside the model and never mixed with it."""

    milestone: Literal["launch", "issued", "overflight", "object_down", "lift_issued"]
    object: Name | None = Field(default=None, description="For object_down: which object.")
    time: Instant
    rounding_s: NonNegative = Field(description="Width of the announced unit, 60 for a minute.")
    by: Text
    source: Text
    role: Literal["input", "calibrated", "check"] = Field(
        description="input: a figure of the model was taken from it; calibrated: an assumed figure was chosen with it "
        "in sight; check: the model never saw it."
    )
    note: str | None = None


class ScenarioSpec(Strict):
    """A scenario file."""

    format: Literal["overflight/1"]
    name: Name
    title: Text
    description: str = ""
    seed: Annotated[int, Field(ge=0, le=2**63 - 1)] = 0
    launch_time: Instant
    launch_time_sigma_s: NonNegative = 0.0
    launch_time_source: Text
    timezone: Annotated[str, Field(pattern=r"^[A-Za-z]{2,5}$")] = "JST"
    areas: Areas
    objects: Annotated[tuple[FlightObject, ...], Field(min_length=1, strict=False)]
    gate: Gate | None = None
    authority: Authority
    announced: Annotated[tuple[Announced, ...], Field(strict=False)] = ()
