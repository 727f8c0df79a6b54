"""Whom a warning is for: the rules a policy can name."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from sim.scenario.basis import Sourced
from sim.scenario.delay import NonNegative
from sim.scenario.patterns import AreaCode, PrefectureCode

Horizon = Annotated[float, Field(gt=0.0, le=86_400.0)]
Likelihood = Annotated[float, Field(gt=0.0, lt=1.0)]
Kilometres = Annotated[float, Field(ge=0.0, le=2000.0)]


class NoOne(Sourced):
    """Warn nobody: no alert is due for this launch."""

    kind: Literal["none"]


class ByList(Sourced):
    """Warn exactly the listed areas."""

    kind: Literal["list"]
    areas: Annotated[tuple[AreaCode, ...], Field(min_length=1, strict=False)] = Field(
        description="Area codes of the layer (JIS, five digits), in quotes."
    )


class ByPrefecture(Sourced):
    """Warn every area of the named prefectures, whatever the track."""

    kind: Literal["prefecture"]
    prefectures: Annotated[tuple[PrefectureCode, ...], Field(min_length=1, strict=False)] = Field(
        description="Prefecture codes (JIS X 0401), two digits in quotes."
    )
    adjacent_within_km: Kilometres | None = Field(
        default=None,
        description="Warn also every prefecture with land this near to one of these, in kilometres; absent: none.",
    )


class _Followed(Sourced):
    """Rules that follow the reports, asked again at every one."""

    horizon_s: Horizon = Field(
        description="How far ahead of the newest report the track is predicted, in seconds."
    )
    unit: Literal["municipality", "prefecture"] = Field(
        default="municipality", description="Warn the areas found, or the whole prefectures they lie in."
    )
    adjacent_within_km: Kilometres | None = Field(
        default=None,
        description="With unit prefecture: warn also prefectures with land this near, in kilometres; absent: none.",
    )

    @model_validator(mode="after")
    def _adjacent_to_what(self) -> Self:
        if self.adjacent_within_km is not None and self.unit != "prefecture":
            raise ValueError("'adjacent_within_km' has no effect unless unit is prefecture")
        return self


class ByMunicipality(_Followed):
    """Warn the areas that the predicted track comes within a distance of, again at every report."""

    kind: Literal["municipality"]
    distance_km: NonNegative = Field(
        le=2000.0, description="Areas this near the predicted track are warned, in kilometres."
    )
    prediction: Literal["extrapolated", "announced"] = Field(
        description="Along the great circle of the newest report, or along the nominal track announced."
    )


class ByCorridor(_Followed):
    """Warn the areas that the predicted track comes near with at least some probability."""

    kind: Literal["corridor"]
    margin_km: Kilometres = Field(description="How near the track counts as near, in kilometres.")
    probability: Likelihood = Field(
        description="Areas that the track comes near with at least this probability are warned."
    )
    prediction: Literal["extrapolated", "announced"] = Field(
        description="Along the great circle of the newest report with the spread of the reports, or along the "
        "nominal track announced with the spread it states."
    )


class ByFallZone(_Followed):
    """Warn the areas where an object would fall if its engine stopped now, or within the horizon."""

    kind: Literal["fall_zone"]
    margin_km: Kilometres = Field(description="How near a fall counts as near, in kilometres.")
    probability: Likelihood = Field(
        description="Areas that a fall comes near with at least this probability are warned."
    )


Targeting = Annotated[
    ByPrefecture | ByMunicipality | ByCorridor | ByFallZone | ByList | NoOne, Field(discriminator="kind")
]


class AtOnce(Sourced):
    """Issue as soon as it is decided."""

    kind: Literal["at_once"]


class Confident(Sourced):
    """Hold the decision until the danger is likely enough, or until it has been held long enough."""

    kind: Literal["confident"]
    margin_km: Kilometres = Field(description="How near the track counts as near, in kilometres.")
    horizon_s: Horizon = Field(description="How far ahead of the newest report, in seconds.")
    probability: Likelihood = Field(
        description="Decide once the track comes near one of the areas to be warned with this probability."
    )
    no_later_than_s: NonNegative = Field(
        le=86_400.0, description="Decide at the latest this long after the authority is told, in seconds."
    )


IssueWhen = Annotated[AtOnce | Confident, Field(discriminator="kind")]
