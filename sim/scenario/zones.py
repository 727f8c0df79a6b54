"""Sea areas announced before a launch, where parts are to fall: for maps and readers; the model does not use them."""

from typing import Annotated, Literal

from pydantic import Field

from sim.scenario.basis import Strict
from sim.scenario.patterns import Name, Text

Latitude = Annotated[float, Field(ge=-90.0, le=90.0)]
Longitude = Annotated[float, Field(ge=-180.0, le=180.0)]
Extent = Annotated[float, Field(gt=0.0, le=5000.0)]


class Corner(Strict):
    """One corner of a zone."""

    lat_deg: Latitude = Field(description="Latitude in degrees, north positive.")
    lon_deg: Longitude = Field(description="Longitude in degrees, east positive.")


class _Zone(Strict):
    """What every zone has."""

    name: Name = Field(description="Name of the zone, unlike every other zone's.")
    title: Text = Field(description="What readers of maps see, such as what is to fall there.")
    title_ja: Text | None = Field(default=None, description="The same in Japanese.")
    basis: Literal["published", "derived", "assumption"] = Field(
        description="published: these very figures; derived: worked out from published ones; or assumption."
    )
    source: Text = Field(description="Address or document the figures come from, and how if derived.")
    note: str | None = Field(default=None, description="Anything a reader of the map should know.")


class Polygon(_Zone):
    """A zone given by its corners."""

    shape: Literal["polygon"]
    corners: Annotated[tuple[Corner, ...], Field(min_length=3, max_length=1000, strict=False)] = Field(
        description="Corners in order round the zone; the last one joins the first."
    )


class _Centred(_Zone):
    centre_lat_deg: Latitude = Field(description="Latitude of the centre in degrees, north positive.")
    centre_lon_deg: Longitude = Field(description="Longitude of the centre in degrees, east positive.")


class Box(_Centred):
    """A zone given by its centre and its two lengths, along and across the meridian."""

    shape: Literal["box"]
    north_south_km: Extent = Field(description="Length along the meridian in kilometres.")
    east_west_km: Extent = Field(description="Length across the meridian in kilometres.")


class Circle(_Centred):
    """A zone known only roughly: a circle round its centre."""

    shape: Literal["circle"]
    radius_km: Extent = Field(description="Radius in kilometres.")


Zone = Annotated[Polygon | Box | Circle, Field(discriminator="shape")]
