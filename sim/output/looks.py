"""How states of areas are coloured and named wherever a run is played. Kept apart under colour blindness."""

from collections.abc import Mapping
from dataclasses import dataclass

from sim.output.figures.palette import ALARM


@dataclass(frozen=True)
class Look:
    """Words in English, a colour ``#RRGGBB``, and how opaque it is as a filling."""

    words: str
    colour: str
    opacity: float

    @property
    def rgb(self) -> tuple[int, int, int]:
        """The colour as three bytes."""
        red, green, blue = (int(self.colour[k : k + 2], 16) for k in (1, 3, 5))
        return red, green, blue


SPELLS: Mapping[str, Look] = {
    "before": Look("no warning yet", "#9A9A9A", 0.35),
    "warned": Look("WARNING IN FORCE", "#E69F00", 0.75),
    "lifted": Look("warning lifted", "#56B4E9", 0.6),
    "expired": Look("warning expired, never lifted", "#CC79A7", 0.7),
    "cancelled": Look("warning withdrawn as a mistake", "#F0E442", 0.7),
    "never": Look("never warned", "#9A9A9A", 0.35),
}
"""By state of `sim.output.happenings.Spell`; colours after Okabe and Ito."""
HAZARD = Look("footprint over the area", ALARM, 0.35)
