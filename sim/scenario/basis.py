"""Where a figure comes from: a source, or the word assumption."""

from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator


class Strict(BaseModel):
    """Every scenario object: unknown keys refused, no silent conversion, no NaN, frozen."""

    # deferred: only the whole scenario's checker is built, on first use, not one for each of its parts
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False, defer_build=True)


class Sourced(Strict):
    """A figure about the world with its source, or marked as an assumption; neither means assumption."""

    source: str | None = Field(
        default=None, min_length=1, description="Address or document the figure comes from."
    )
    assumption: str | None = Field(
        default=None, min_length=1, description="Why this figure was assumed, where no source gives it."
    )

    @model_validator(mode="after")
    def _one_basis(self) -> Self:
        if self.source is not None and self.assumption is not None:
            raise ValueError("give either 'source' or 'assumption', not both")
        return self

    @property
    def basis(self) -> str:
        """``source`` or ``assumption``."""
        return "source" if self.source is not None else "assumption"
