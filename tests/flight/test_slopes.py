"""Limited slopes: given ones kept where they are consistent, cut where they would overshoot."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.interpolate import CubicHermiteSpline, PchipInterpolator

from sim.flight.slopes import limited_slopes

T = np.array([0.0, 1.0, 2.0, 4.0])
UNKNOWN = np.full(4, np.nan)
metres = st.floats(-1e5, 1e5).map(lambda v: round(v, 3))


def test_consistent_slopes_are_kept() -> None:
    y = T**2
    assert limited_slopes(T, y, 2 * T).tolist() == [0.0, 2.0, 4.0, 8.0]


def test_unknown_slopes_are_those_of_pchip() -> None:
    y = np.array([0.0, 3.0, 4.0, 9.0])
    expected = PchipInterpolator(T, y).derivative()(T)
    assert limited_slopes(T, y, UNKNOWN) == pytest.approx(expected)
    mixed = limited_slopes(T, y, np.array([np.nan, 1.5, np.nan, np.nan]))
    assert mixed.tolist() == pytest.approx([expected[0], 1.5, expected[2], expected[3]])


def test_steep_slopes_are_cut_to_three_times_the_smaller_secant() -> None:
    y = np.array([0.0, 1.0, 1.5, 4.5])
    assert limited_slopes(T, y, np.full(4, 99.0)).tolist() == [3.0, 1.5, 1.5, 4.5]
    assert limited_slopes(T, -y, np.full(4, -99.0)).tolist() == [-3.0, -1.5, -1.5, -4.5]


def test_slopes_against_the_secants_become_zero() -> None:
    assert limited_slopes(T, T, np.full(4, -1.0)).tolist() == [0.0] * 4


def test_no_slope_beside_a_level_stretch_or_in_a_valley() -> None:
    assert limited_slopes(T, np.array([2.0, 1.0, 1.0, 2.0]), np.ones(4)).tolist() == [0.0, 0.0, 0.0, 1.0]
    assert limited_slopes(T, np.array([2.0, 1.0, 2.0, 3.0]), np.ones(4))[1] == 0.0


def test_an_arc_may_culminate_beside_its_highest_knot() -> None:
    t = np.arange(0.0, 601.0, 60.0)
    height, speed = 2900 * t - 4.5 * t**2, 2900 - 9.0 * t
    slopes = limited_slopes(t, height, speed)
    cut = t == 360  # the secant before it is nearly level, -70 m/s, so its own -340 m/s becomes -210 m/s
    assert slopes[~cut].tolist() == speed[~cut].tolist()
    assert slopes[cut].tolist() == [-210.0]
    fine = np.linspace(0, 600, 6001)
    spline = CubicHermiteSpline(t, height, slopes)
    assert spline(fine).max() > height.max() + 1500
    error = np.abs(spline(fine) - (2900 * fine - 4.5 * fine**2)).max()
    assert error == pytest.approx(4 / 27 * 60 * (340 - 210), rel=1e-3)


@settings(deadline=None)
@given(
    steps=st.lists(
        st.tuples(st.floats(0.1, 100), metres, st.one_of(st.just(np.nan), metres)),
        min_size=1,
        max_size=12,
    )
)
def test_property_nothing_dips_below_or_leaves_monotone_stretches(
    steps: list[tuple[float, float, float]],
) -> None:
    t = np.concatenate([[0.0], np.cumsum([s[0] for s in steps])])
    y = np.concatenate([[0.0], np.cumsum([s[1] for s in steps])])
    slopes = limited_slopes(t, y, np.array([np.nan] + [s[2] for s in steps]))
    spline = CubicHermiteSpline(t, y, slopes)
    secants = np.diff(y) / np.diff(t)
    slack = 1e-9 * (1 + np.abs(y).max())
    for i, secant in enumerate(secants):
        inside = spline(np.linspace(t[i], t[i + 1], 41))
        low, high = sorted((y[i], y[i + 1]))
        rise = 4 / 27 * (t[i + 1] - t[i]) * max(np.abs(slopes[i]), np.abs(slopes[i + 1]))
        assert inside.min() >= low - slack
        assert inside.max() <= high + rise + slack
        if slopes[i] * secant >= 0 and slopes[i + 1] * secant >= 0:
            assert inside.max() <= high + slack
            assert (np.diff(inside) * np.sign(secant) >= -slack).all()
