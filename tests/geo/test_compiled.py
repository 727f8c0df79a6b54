"""The compiled search skips by what holds for stretches of the track: tracks on which little holds."""

import numpy as np
import pytest
from shapely import MultiPolygon, Point

from sim.geo.crossings import FlightBatch, find_crossings
from sim.geo.ecef import to_ecef
from sim.geo.features import LANES, build_features

NUMBER = 150


def areas():
    rng = np.random.default_rng(11)
    spots = [
        Point(lon, lat) for lon, lat in zip(rng.uniform(121, 133, 24), rng.uniform(23.5, 27, 24), strict=True)
    ]
    round_ones = [
        spot.buffer(size) for spot, size in zip(spots[:16], rng.uniform(0.02, 0.4, 16), strict=True)
    ]
    scattered = MultiPolygon([Point(126 + k, 25 + 0.5 * k).buffer(0.05, 2) for k in range(-2, 3)])
    return [*round_ones, *spots[16:], scattered, None]


def smooth(rng):
    """Along a parallel at a speed that grows, a knot a second."""
    return 121.0 + 12.0 * (np.arange(NUMBER) / NUMBER) ** 2, np.full(NUMBER, 25.0), np.arange(NUMBER)


def restless(rng):
    """Every knot kilometres beside the last."""
    lon, lat, t = smooth(rng)
    return lon + rng.normal(0.0, 0.05, NUMBER), lat + rng.normal(0.0, 0.05, NUMBER), t


def halting(rng):
    """Stops and jumps, knots at uneven times."""
    steps = rng.choice([0.0, 1e-7, 0.02, 0.4], NUMBER)
    return (
        121.0 + np.cumsum(steps) * 12.0 / steps.sum(),
        24.0 + 0.05 * np.cumsum(steps),
        np.cumsum(rng.uniform(0.01, 9, NUMBER)),
    )


def turning(rng):
    """Round and round, back over its own way."""
    angle = np.linspace(0.0, 7.0 * np.pi, NUMBER)
    return 127.0 + 3.0 * np.cos(angle), 25.5 + 2.0 * np.sin(0.7 * angle), np.arange(NUMBER)


@pytest.mark.parametrize("track", [smooth, restless, halting, turning])
@pytest.mark.parametrize("radius", ["one", "growing", "restless"])
def test_it_finds_what_the_reference_finds(track, radius):
    features = build_features(areas(), 20e3)
    rng = np.random.default_rng(5)
    lon, lat, t = track(rng)
    radius_m = {
        "one": 50e3,
        "growing": np.linspace(5e3, 120e3, NUMBER),
        "restless": rng.uniform(20e3, 60e3, NUMBER),
    }[radius]
    # A whole flight, one of two knots, and odd pieces: what is left over where stretches end.
    starts = np.array([0, 2, 19, 52, NUMBER])
    flights = FlightBatch(t, to_ecef(lon, lat), starts, radius_m)
    plain, fast = (
        find_crossings(features, flights, closest=False, engine=name) for name in ("numpy", "compiled")
    )
    assert len(plain.enter_s) >= 4
    for name in ("visit_flight", "visit_area"):
        np.testing.assert_array_equal(getattr(fast, name), getattr(plain, name))
    for name in ("enter_s", "exit_s"):
        np.testing.assert_allclose(getattr(fast, name), getattr(plain, name), rtol=0.0, atol=1e-9)


def test_blocks_hold_the_edges_and_repeat_only_the_last():
    edges = build_features(areas(), 20e3).edges
    blocks, ptr = edges.blocks
    rows = np.column_stack([edges.start_m, edges.along_m, edges.inv_sq])
    for k, (first, last) in enumerate(zip(edges.ptr[:-1], edges.ptr[1:], strict=True)):
        own = blocks[ptr[k] : ptr[k + 1]].transpose(0, 2, 1).reshape(-1, 7)
        assert 0 <= len(own) - (last - first) < LANES
        np.testing.assert_array_equal(own[: last - first], rows[first:last])
        assert (own[last - first :] == rows[last - 1]).all()
