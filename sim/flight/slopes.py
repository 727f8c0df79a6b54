"""Slopes at the knots of a cubic Hermite interpolant that does not overshoot its knots."""

import numpy as np

from sim.units import Floats

_STEEPEST = 3.0


def limited_slopes(t: Floats, y: Floats, given: Floats) -> Floats:
    """Slope at each knot: the given one, or PCHIP's where it is NaN, limited by the adjacent secants.

    Arguments and result have shape ``(n,)``, n >= 2, ``t`` increasing. Between secants of one sign a slope is
    kept within zero and three times the smaller of them, which makes the interpolant monotone there (Fritsch
    & Carlson 1980, doi 10.1137/0717021). At a knot higher than both its neighbours a given slope is kept
    within the two secants, where that of any parabola lies, so that a ballistic arc may culminate beside a
    knot. At a knot lower than both, or beside a level stretch, it is zero: nothing dips below its knots.
    """
    secants = np.diff(y) / np.diff(t)
    before = np.concatenate([secants[:1], secants])
    after = np.concatenate([secants, secants[-1:]])
    slopes = np.array(given, float)
    unknown = np.isnan(slopes)
    if unknown.any():
        from scipy.interpolate import PchipInterpolator

        slopes[unknown] = PchipInterpolator(t, y).derivative()(t[unknown])
    steepest = _STEEPEST * np.minimum(np.abs(before), np.abs(after))
    rising, falling = (before > 0) & (after > 0), (before < 0) & (after < 0)
    peak = (before > 0) & (after < 0)
    low = np.select([falling, peak], [-steepest, after], 0.0)
    high = np.select([rising, peak], [steepest, before], 0.0)
    limited: Floats = np.clip(slopes, low, high)
    return limited
