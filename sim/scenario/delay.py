"""Delays of the chain: a fixed value or a named distribution, in seconds, never negative."""

from typing import Annotated, Any, Literal, Self

from pydantic import Discriminator, Field, Tag, model_validator

from sim.scenario.basis import Sourced

LONGEST_S = 604_800.0  # assumption: no step of a warning takes more than a week; a slip of the unit might

NonNegative = Annotated[float, Field(ge=0.0)]
Positive = Annotated[float, Field(gt=0.0)]
DelaySeconds = Annotated[float, Field(ge=0.0, le=LONGEST_S)]
PositiveSeconds = Annotated[float, Field(gt=0.0, le=LONGEST_S)]


class Fixed(Sourced):
    """Always the same delay."""

    distribution: Literal["fixed"] = "fixed"
    value_s: DelaySeconds = Field(description="The delay in seconds.")


class Uniform(Sourced):
    """Any delay between ``low_s`` and ``high_s``, equally likely."""

    distribution: Literal["uniform"]
    low_s: DelaySeconds = Field(description="Shortest delay in seconds.")
    high_s: DelaySeconds = Field(description="Longest delay in seconds.")

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.high_s < self.low_s:
            raise ValueError(f"needs low_s <= high_s (was {self.low_s:g}, {self.high_s:g})")
        return self


class Triangular(Sourced):
    """Between ``low_s`` and ``high_s``, most likely ``mode_s``."""

    distribution: Literal["triangular"]
    low_s: DelaySeconds = Field(description="Shortest delay in seconds.")
    mode_s: DelaySeconds = Field(description="Most likely delay in seconds.")
    high_s: DelaySeconds = Field(description="Longest delay in seconds.")

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if not self.low_s <= self.mode_s <= self.high_s:
            was = f"{self.low_s:g}, {self.mode_s:g}, {self.high_s:g}"
            raise ValueError(f"needs low_s <= mode_s <= high_s (was {was})")
        return self


class Normal(Sourced):
    """Normal, truncated at zero."""

    distribution: Literal["normal"]
    mean_s: DelaySeconds = Field(description="Mean before truncation in seconds.")
    sd_s: PositiveSeconds = Field(description="Standard deviation before truncation in seconds.")


class Lognormal(Sourced):
    """Lognormal with median ``median_s``; ``log_sd`` is the standard deviation of the natural logarithm."""

    distribution: Literal["lognormal"]
    median_s: PositiveSeconds = Field(description="Median in seconds.")
    log_sd: Positive = Field(le=5.0, description="Standard deviation of the natural logarithm; no unit.")


class Exponential(Sourced):
    """Memoryless with mean ``mean_s``."""

    distribution: Literal["exponential"]
    mean_s: PositiveSeconds = Field(description="Mean in seconds.")


class Weibull(Sourced):
    """P(delay <= t) = 1 - exp(-(t / scale_s) ** shape); the Lindell form of the warning literature."""

    distribution: Literal["weibull"]
    scale_s: PositiveSeconds = Field(description="Delay that 63 % do not exceed, in seconds.")
    shape: Annotated[float, Field(ge=0.1, le=100.0)] = Field(
        description="Below 1 a long tail, 1 is exponential; no unit."
    )


class Empirical(Sourced):
    """One of the listed delays, equally likely."""

    distribution: Literal["empirical"]
    values_s: Annotated[tuple[DelaySeconds, ...], Field(min_length=1, strict=False)] = Field(
        description="The delays in seconds."
    )


_DISTRIBUTIONS = (Fixed, Uniform, Triangular, Normal, Lognormal, Exponential, Weibull, Empirical)


def _which(value: Any) -> str | None:
    """The distribution named, or ``fixed``; ``None`` where none is named and the keys are another's."""
    if not isinstance(value, dict):
        return str(getattr(value, "distribution", "fixed"))
    if "distribution" in value:
        return str(value["distribution"])
    others = {key for model in _DISTRIBUTIONS for key in model.model_fields} - set(Fixed.model_fields)
    return None if "value_s" not in value and others & set(value) else "fixed"


Delay = Annotated[
    Annotated[Fixed, Tag("fixed")]
    | Annotated[Uniform, Tag("uniform")]
    | Annotated[Triangular, Tag("triangular")]
    | Annotated[Normal, Tag("normal")]
    | Annotated[Lognormal, Tag("lognormal")]
    | Annotated[Exponential, Tag("exponential")]
    | Annotated[Weibull, Tag("weibull")]
    | Annotated[Empirical, Tag("empirical")],
    Discriminator(_which),
]
