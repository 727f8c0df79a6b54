"""Delays of the chain: a fixed value or a named distribution, in seconds, never negative."""

from typing import Annotated, Any, Literal, Self

from pydantic import Discriminator, Field, Tag, model_validator

from sim.scenario.basis import Sourced

NonNegative = Annotated[float, Field(ge=0.0)]
Positive = Annotated[float, Field(gt=0.0)]


class Fixed(Sourced):
    """Always the same delay."""

    distribution: Literal["fixed"] = "fixed"
    value_s: NonNegative


class Uniform(Sourced):
    """Any delay between ``low_s`` and ``high_s``, equally likely."""

    distribution: Literal["uniform"]
    low_s: NonNegative
    high_s: NonNegative

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.high_s < self.low_s:
            raise ValueError(f"needs low_s <= high_s ({self.low_s:g} > {self.high_s:g})")
        return self


class Triangular(Sourced):
    """Between ``low_s`` and ``high_s``, most likely ``mode_s``."""

    distribution: Literal["triangular"]
    low_s: NonNegative
    mode_s: NonNegative
    high_s: NonNegative

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if not self.low_s <= self.mode_s <= self.high_s:
            raise ValueError("needs low_s <= mode_s <= high_s")
        return self


class Normal(Sourced):
    """Normal, truncated at zero."""

    distribution: Literal["normal"]
    mean_s: NonNegative
    sd_s: Positive


class Lognormal(Sourced):
    """Lognormal with median ``median_s``; ``log_sd`` is the standard deviation of the natural logarithm."""

    distribution: Literal["lognormal"]
    median_s: Positive
    log_sd: Positive


class Exponential(Sourced):
    """Memoryless with mean ``mean_s``."""

    distribution: Literal["exponential"]
    mean_s: Positive


class Weibull(Sourced):
    """P(delay <= t) = 1 - exp(-(t / scale_s) ** shape); the Lindell form of the warning literature."""

    distribution: Literal["weibull"]
    scale_s: Positive
    shape: Positive


class Empirical(Sourced):
    """One of the listed delays, equally likely."""

    distribution: Literal["empirical"]
    values_s: Annotated[tuple[NonNegative, ...], Field(min_length=1, strict=False)]


def _which(value: Any) -> str:
    if isinstance(value, dict):
        return str(value.get("distribution", "fixed"))
    return str(getattr(value, "distribution", "fixed"))


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
