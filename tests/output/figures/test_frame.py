"""The map's frame: equal scale, nothing lost, no jump at 180 degrees."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.output.figures.basemap import _latitude, _longitude
from sim.output.figures.frame import KM_PER_DEGREE, Bounds, frame_around, unrolled


@given(st.floats(-180.0, 180.0), st.floats(-60.0, 60.0), st.floats(0.0, 20.0), st.floats(0.0, 15.0))
def test_a_frame_holds_its_bounds_at_equal_scale(west: float, south: float, wide: float, high: float) -> None:
    bounds = Bounds(west, south, west + wide, south + high)
    frame = frame_around(bounds, 9.0, 5.0)
    assert frame.holds([bounds.west, bounds.east], [bounds.south, bounds.north]).all()
    across = (frame.east - frame.west) * frame.squeeze / frame.wide_in
    assert across == pytest.approx((frame.north - frame.south) / frame.high_in, rel=1e-6)


def test_the_scale_is_that_of_the_middle_parallel() -> None:
    frame = frame_around(Bounds(122.0, 24.0, 132.0, 28.0), 9.0, 5.0, margin=0.0)
    assert frame.km_per_in == pytest.approx((frame.north - frame.south) * KM_PER_DEGREE / 5.0)
    ten_degrees = frame.inches([132.0], [26.0]) - frame.inches([122.0], [26.0])
    assert ten_degrees[0, 0] * frame.km_per_in == pytest.approx(
        10.0 * KM_PER_DEGREE * np.cos(np.radians(26.0)), rel=1e-9
    )


def test_a_frame_of_the_whole_world_stays_on_it() -> None:
    frame = frame_around(Bounds(-180.0, -89.0, 180.0, 89.0), 9.0, 5.0)
    assert (frame.south, frame.north) == (-90.0, 90.0)
    assert frame.east - frame.west <= 360.0


def test_longitudes_run_on_past_180() -> None:
    assert unrolled(np.array([179.0, -179.0, -177.0]), 150.0).tolist() == [179.0, 181.0, 183.0]
    assert unrolled(np.array([-179.0, 179.0]), 170.0).tolist() == [181.0, 179.0]
    assert unrolled(np.array([179.0, -179.0]), -170.0).tolist() == [-181.0, -179.0]
    assert unrolled(np.array([]), 0.0).tolist() == []


@pytest.mark.parametrize(
    ("lon", "text"), [(126.0, "126°E"), (181.0, "179°W"), (-70.5, "70.5°W"), (0.0, "0°"), (180.0, "180°")]
)
def test_longitudes_are_written_as_on_maps(lon: float, text: str) -> None:
    assert _longitude(lon) == text


@pytest.mark.parametrize(("lat", "text"), [(26.5, "26.5°N"), (-33.0, "33°S"), (0.0, "0°")])
def test_latitudes_are_written_as_on_maps(lat: float, text: str) -> None:
    assert _latitude(lat) == text
