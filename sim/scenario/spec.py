"""What a scenario file may say: the typed, frozen mirror of the YAML."""

from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag

from sim.scenario.basis import Sourced, Strict
from sim.scenario.delay import Delay, NonNegative
from sim.scenario.failures import Failure
from sim.scenario.faults import Fault
from sim.scenario.instant import Instant
from sim.scenario.patterns import Name, PrefectureCode, Text, ZoneLetters
from sim.scenario.reach import Reach
from sim.scenario.readiness import Readiness
from sim.scenario.sweep import Sweep
from sim.scenario.targeting import Horizon, IssueWhen, Targeting
from sim.scenario.zones import Latitude, Longitude, Zone

FORMAT = "overflight/1"


class LayerAreas(Strict):
    """The polygons people live in: a shipped layer, or some prefectures of it."""

    layer: Name = Field(description="Name of a shipped area layer, such as okinawa or japan.")
    prefectures: Annotated[tuple[PrefectureCode, ...], Field(min_length=1, strict=False)] | None = Field(
        default=None, description="Only these prefectures (JIS X 0401), two digits in quotes; absent: all."
    )


class FileAreas(Sourced):
    """The polygons people live in: a GeoJSON or GeoPackage file of your own, in longitude and latitude of WGS84."""

    file: Text = Field(description="GeoJSON or GeoPackage file, relative to the scenario file.")
    title: Text = Field(description="What the areas are, as readers see it.")
    code_field: Text = Field(description="Property with the code of an area, unlike every other area's.")
    name_field: Text = Field(description="Property with the name of an area.")
    population_field: Text | None = Field(
        default=None, description="Property with the number of people; absent: people are not counted."
    )
    gpkg_layer: Text | None = Field(
        default=None, description="Layer of the GeoPackage, where it has several."
    )


def _origin(value: Any) -> str:
    is_file = "file" in value if isinstance(value, dict) else isinstance(value, FileAreas)
    return "file" if is_file else "layer"


Areas = Annotated[
    Annotated[LayerAreas, Tag("layer")] | Annotated[FileAreas, Tag("file")], Discriminator(_origin)
]


class Footprint(Sourced):
    """The circle round the ground point inside which people are taken to be at risk."""

    radius_km: NonNegative = Field(le=2000.0, description="Radius of the circle in kilometres.")


class FlightObject(Strict):
    """One object in flight and what becomes of it."""

    name: Name = Field(description="Name of the object, unlike every other object's.")
    title: Text = Field(description="What readers of figures and messages see.")
    title_ja: Text | None = Field(default=None, description="The same in Japanese.")
    track: Text = Field(description="Track file (CSV), relative to the scenario file.")
    track_object: Name | None = Field(
        default=None, description="Name in the track file; the object's own if absent."
    )
    footprint: Footprint
    end: Literal["fell", "lost", "orbit"] = Field(
        description="What happens at the last knot: it fell, tracking ends, or it is in orbit, harmless."
    )


class Gate(Sourced):
    """The line whose crossing counts as the overflight, from one cape to another."""

    title: Text = Field(description="Name of the passage.")
    title_ja: Text | None = Field(default=None, description="The same in Japanese.")
    from_lat_deg: Latitude = Field(description="Latitude of one end in degrees, north positive.")
    from_lon_deg: Longitude = Field(description="Longitude of one end in degrees, east positive.")
    to_lat_deg: Latitude = Field(description="Latitude of the other end in degrees, north positive.")
    to_lon_deg: Longitude = Field(description="Longitude of the other end in degrees, east positive.")


class Tracking(Sourced):
    """Reports of position and velocity, from detection until the object ends."""

    interval_s: Annotated[float, Field(ge=0.1, le=3600.0)] = Field(
        description="Time between one report and the next, in seconds."
    )
    latency: Delay = Field(description="From the moment a report describes to its arrival.")
    end_latency: Delay | None = Field(
        default=None,
        description="From the end of an object to the report that it has ended; absent: as other reports.",
    )
    position_sigma_km: NonNegative = Field(
        le=1000.0, description="Standard deviation of a reported position, per axis, in kilometres."
    )
    speed_sigma_m_s: NonNegative = Field(
        default=0.0,
        le=10_000.0,
        description="Standard deviation of a reported ground speed in metres per second.",
    )
    azimuth_sigma_deg: NonNegative = Field(
        default=0.0, le=180.0, description="Standard deviation of a reported course in degrees."
    )
    alt_sigma_km: NonNegative = Field(
        default=0.0, le=1000.0, description="Standard deviation of a reported height in kilometres."
    )
    vertical_speed_sigma_m_s: NonNegative = Field(
        default=0.0,
        le=10_000.0,
        description="Standard deviation of a reported vertical speed in metres per second.",
    )
    combine_last: Annotated[int, Field(ge=1, le=20)] = Field(
        default=1, description="How many of the newest reports of an object are combined into one estimate."
    )


class Lift(Sourced):
    """When the threat counts as over, and how long the all-clear then takes."""

    threat_over: Literal["last_object_down", "last_object_past"] = Field(
        description="Over when every object has ended, or already when none can come near a warned area."
    )
    clear_distance_km: NonNegative = Field(
        default=0.0,
        le=2000.0,
        description="For last_object_past: how far the predicted track must stay from every warned area, "
        "in kilometres.",
    )
    horizon_s: Horizon = Field(
        default=900.0,
        description="For last_object_past: how far ahead of the newest report the track is predicted, "
        "in seconds.",
    )
    confirmation: Delay = Field(description="From the threat's end until that is known for certain.")
    decision: Delay = Field(description="From there to the decision to lift.")
    issue: Delay = Field(description="From the decision to the all-clear on its way.")
    withheld: bool = Field(default=False, description="True plays an authority that never lifts.")
    minimum_under_warning_s: NonNegative = Field(
        default=0.0, le=86_400.0, description="No area is released sooner after its warning, in seconds."
    )
    mode: Literal["all_at_once", "area_by_area"] = Field(
        default="all_at_once",
        description="One lift for all, or areas released one by one as the danger leaves them.",
    )
    if_passed: Literal["passed", "passed_only"] = Field(
        default="passed",
        description="What the lift says if something passed; passed_only: nothing about the call to shelter, "
        "and people go by it all the same.",
    )
    if_short: Literal["will_not_come", "fell_at_sea"] = Field(
        default="will_not_come", description="What the lift says if nothing reached the warned areas."
    )


class Evacuate(Sourced):
    """A second call, to shelter immediately, where the predicted track comes near a warned area."""

    distance_km: NonNegative = Field(le=2000.0, description="How near, in kilometres.")
    horizon_s: Horizon = Field(description="How far ahead of the newest report, in seconds.")
    decision: Delay = Field(description="From the prediction to the decision.")
    issue: Delay = Field(description="From the decision to the call on its way.")


class Authority(Strict):
    """Who decides, on reports only, and how long each step takes."""

    title: Text = Field(description="The deciding body, as readers see it.")
    detection: Delay = Field(description="From launch to detection (t0 to t1).")
    assessment: Delay = Field(description="From detection to assessment (t1 to t2).")
    notification: Delay = Field(description="From assessment to the authority being told (t2 to t3).")
    decision: Delay = Field(description="From being told to the decision to warn (t3 to t4).")
    issue: Delay = Field(description="From the decision to the warning on its way (t4 to t5).")
    tracking: Tracking
    targeting: Targeting = Field(description="Which areas are warned.")
    issue_when: IssueWhen | None = Field(
        default=None,
        description="Whether to hold the decision until the danger is likely enough; absent: at once.",
    )
    readiness: Readiness | None = Field(
        default=None, description="Shorter steps within an announced launch window; absent: as usual."
    )
    lift: Lift
    expiry: Delay = Field(description="How long a warning stays in force if nothing ends it.")
    evacuate: Evacuate | None = Field(default=None, description="When the call is repeated more urgently.")


class Announced(Strict):
    """A time somebody published, kept beside the model and never mixed with it."""

    milestone: Literal["launch", "issued", "overflight", "object_down", "lift_issued"] = Field(
        description="What was announced."
    )
    object: Name | None = Field(
        default=None, description="For object_down: which object; for overflight: one object's own."
    )
    time: Instant = Field(description="The announced time: ISO 8601 with an offset.")
    rounding_s: NonNegative = Field(
        le=86_400.0, description="Width of the announced unit in seconds, 60 for a minute."
    )
    by: Text = Field(description="Who announced it.")
    source: Text = Field(description="Address or document the time comes from.")
    role: Literal["input", "calibrated", "check"] = Field(
        description="input: a figure of the model was taken from it; calibrated: an assumed figure was "
        "chosen with it in sight; check: the model never saw it."
    )
    note: str | None = Field(default=None, description="Anything a reader of the comparison should know.")


class ScenarioSpec(Strict):
    """A scenario file."""

    format: Literal["overflight/1"] = Field(description="Version of this format; the first key.")
    extends: Text | None = Field(
        default=None,
        exclude=True,
        description="Scenario file this one builds on, relative to this file, or a shipped scenario by its name: "
        "what is not said here is said there.",
    )
    name: Name = Field(description="Short name, used for the run folder.")
    title: Text = Field(description="One line that readers see.")
    title_ja: Text | None = Field(default=None, description="The same in Japanese.")
    description: str = Field(default="", description="What happened, or what is supposed to happen.")
    seed: Annotated[int, Field(ge=0, le=2**63 - 1)] = Field(
        default=0, description="Seed of every random draw."
    )
    launch_time: Instant = Field(
        description="Time of launch: ISO 8601 with an offset, such as 2023-08-24T03:50:30+09:00."
    )
    launch_time_sigma_s: NonNegative = Field(
        default=0.0, le=86_400.0, description="Standard deviation of the launch time in seconds."
    )
    launch_time_source: Text = Field(description="Where the launch time comes from.")
    timezone: ZoneLetters = Field(default="JST", description="Letters shown after local times.")
    areas: Areas = Field(description="The polygons people live in.")
    objects: Annotated[tuple[FlightObject, ...], Field(min_length=1, strict=False)] = Field(
        description="What flies, each with its own track and footprint."
    )
    gate: Gate | None = Field(default=None, description="The line whose crossing counts as the overflight.")
    authority: Authority
    reach: Reach | None = Field(
        default=None, description="From a message issued to people let go; absent: authority only."
    )
    faults: Annotated[tuple[Fault, ...], Field(strict=False)] = Field(
        default=(), description="What goes wrong."
    )
    failures: Annotated[tuple[Failure, ...], Field(strict=False)] = Field(
        default=(), description="What goes wrong in flight and in following it."
    )
    announced: Annotated[tuple[Announced, ...], Field(strict=False)] = Field(
        default=(), description="Published times, set beside the modelled ones."
    )
    zones: Annotated[tuple[Zone, ...], Field(strict=False)] = Field(
        default=(), description="Sea areas announced before the launch, drawn on maps."
    )
    sweep: Sweep | None = Field(
        default=None,
        exclude=True,
        description="Keys of this scenario that sweeps and sensitivity vary together; no part of a single run.",
    )
