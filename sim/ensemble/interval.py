"""Mean of a column and its interval: Student's t, or Wilson's for what is yes or no.

Wilson, E. B. (1927), J. Am. Stat. Assoc. 22, 209-212, doi 10.1080/01621459.1927.10502953: unlike the interval from a
standard deviation it does not shrink to nothing where every run so far said the same.
"""

from dataclasses import dataclass
from math import sqrt

import numpy as np

from sim.units import Floats

YES_OR_NO = ("share", "ratio")


@dataclass(frozen=True)
class Estimate:
    """``runs`` define the figure; ``method`` is ``student_t`` or ``wilson``.

    The mean is ``None`` where no run defines it, its limits also where a single one does.
    """

    runs: int
    mean: float | None
    low: float | None
    high: float | None
    method: str

    @property
    def width(self) -> float | None:
        """From limit to limit."""
        return None if self.low is None or self.high is None else self.high - self.low


def estimate(values: Floats, unit: str, confidence: float) -> Estimate:
    """Mean of those of ``values`` ``(R,)`` that are not NaN; Wilson's interval where all are shares of 0 or 1."""
    known = values[~np.isnan(values)]
    if not len(known):
        return Estimate(0, None, None, None, "student_t")
    if unit in YES_OR_NO and bool(np.all((known == 0.0) | (known == 1.0))):
        yes = int(np.count_nonzero(known))
        return Estimate(len(known), yes / len(known), *wilson(yes, len(known), confidence), "wilson")
    mean = float(known.mean())
    if len(known) == 1:
        return Estimate(1, mean, None, None, "student_t")
    half = _quantile_t(confidence, len(known) - 1) * float(known.std(ddof=1)) / sqrt(len(known))
    return Estimate(len(known), mean, mean - half, mean + half, "student_t")


def wilson(yes: int, of: int, confidence: float) -> tuple[float, float]:
    """Limits of a share of which ``yes`` of ``of`` were seen; ``of`` at least 1."""
    from scipy.special import ndtri

    z2 = float(ndtri(0.5 + confidence / 2.0)) ** 2
    share = yes / of
    centre = (share + z2 / (2 * of)) / (1.0 + z2 / of)
    half = sqrt(z2 * (share * (1.0 - share) / of + z2 / (4.0 * of * of))) / (1.0 + z2 / of)
    return (0.0 if yes == 0 else centre - half), (1.0 if yes == of else centre + half)


def _quantile_t(confidence: float, freedom: int) -> float:
    from scipy.special import stdtrit

    return float(stdtrit(freedom, 0.5 + confidence / 2.0))
