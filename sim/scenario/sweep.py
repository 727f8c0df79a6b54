"""Which keys of a scenario are varied together, and how: a grid of values or a Latin hypercube in ranges."""

import math
from typing import Annotated, Any, Literal, Self, TypeAlias

from pydantic import AfterValidator, Field, WithJsonSchema, model_validator

from sim.scenario.basis import Strict

MOST_POINTS = (
    20_000  # assumption: more design points than this are a mistake; each is a scenario to be checked
)

Value: TypeAlias = bool | int | float | str


def _single(value: Any) -> Any:
    finite = not isinstance(value, float) or math.isfinite(value)
    if not isinstance(value, bool | int | float | str) or not finite:
        raise ValueError("must be a single value: a number, a text, true or false")
    return value


_Single = Annotated[Any, AfterValidator(_single), WithJsonSchema({"type": ["boolean", "number", "string"]})]


class Span(Strict):
    """The range of one key, in the unit of that key."""

    low: float = Field(description="Lower end, in the key's own unit.")
    high: float = Field(description="Upper end, in the key's own unit.")
    scale: Literal["linear", "log"] = Field(
        default="linear", description="Spread evenly over the range, or over its logarithm."
    )
    whole: bool = Field(default=False, description="True for a key that takes whole numbers only.")

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.low >= self.high:
            raise ValueError(f"needs low < high (was {self.low:g}, {self.high:g})")
        if self.scale == "log" and self.low <= 0.0:
            raise ValueError(f"needs low > 0 on a logarithmic scale (was {self.low:g})")
        if self.whole and not (self.low.is_integer() and self.high.is_integer()):
            raise ValueError(f"needs whole numbers for low and high (was {self.low:g}, {self.high:g})")
        return self


class _Sweep(Strict):
    runs: Annotated[int, Field(ge=2, le=1_000_000)] = Field(
        default=64, description="Runs of every design point, on the same random numbers for all."
    )


class Grid(_Sweep):
    """Every combination of the listed values."""

    method: Literal["grid"]
    over: Annotated[
        dict[str, Annotated[tuple[_Single, ...], Field(min_length=1, strict=False)]], Field(min_length=1)
    ] = Field(description="Keys, dotted as for --set, each with its list of values.")

    @model_validator(mode="after")
    def _few_enough(self) -> Self:
        points = math.prod(len(values) for values in self.over.values())
        if points > MOST_POINTS:
            raise ValueError(f"makes {points} design points; at most {MOST_POINTS} are taken")
        return self

    def __hash__(self) -> int:
        return hash((self.runs, *self.over.items()))


class LatinHypercube(_Sweep):
    """Points spread over ranges so that every key has one value in each of ``samples`` equal slices."""

    method: Literal["latin_hypercube"]
    samples: Annotated[int, Field(ge=2, le=MOST_POINTS)] = Field(description="Number of design points.")
    over: Annotated[dict[str, Span], Field(min_length=1)] = Field(
        description="Keys, dotted as for --set, each with its range."
    )

    def __hash__(self) -> int:
        return hash((self.runs, self.samples, *self.over.items()))


Sweep = Annotated[Grid | LatinHypercube, Field(discriminator="method")]
