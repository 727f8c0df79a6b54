"""Random areas and tracks: both engines, brute force, circles and ellipses agree."""

import numpy as np
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.geo.crossings import FlightBatch, find_crossings
from sim.geo.ecef import to_ecef
from sim.geo.ellipse import find_ellipse_visits
from sim.geo.features import build_features
from tests.geo import brute
from tests.geo.ellipse_truth import EllipseOverArea


def number(low, high):
    return st.floats(low, high, allow_nan=False).map(lambda x: round(x, 3))


@st.composite
def star(draw):
    """A bumpy polygon of up to 400 km, or a point."""
    lon, lat = draw(number(-2.0, 2.0)), draw(number(-2.0, 2.0))
    size = draw(number(0.005, 2.0))
    spikes = draw(st.lists(number(0.2, 1.0), min_size=3, max_size=40))
    angle = np.linspace(0.0, 2.0 * np.pi, len(spikes), endpoint=False)
    reach = size * np.array(spikes)
    return shapely.Polygon(np.column_stack([lon + reach * np.cos(angle), lat + reach * np.sin(angle)]))


@st.composite
def situation(draw):
    base_lon = draw(st.sampled_from([0.0, 127.0, 179.9]))
    base_lat = draw(st.sampled_from([0.0, 26.0, -60.0, 84.0]))
    areas = [
        shapely.transform(one, lambda x: x + np.array([base_lon, base_lat]))
        for one in draw(st.lists(star(), min_size=1, max_size=4))
    ]
    n = draw(st.integers(2, 40))
    spacing = draw(number(0.5, 5.0))
    heading = draw(number(0.0, 6.283)) + draw(number(-0.02, 0.02)) * np.arange(n)
    speed = draw(number(0.002, 0.07))
    ahead = np.cumsum(np.column_stack([np.cos(heading), np.sin(heading)]), axis=0) * speed * spacing
    middle = [base_lon + draw(number(-2.0, 2.0)), base_lat + draw(number(-2.0, 2.0))]
    lon, lat = (ahead - ahead[n // 2] + middle).T
    radius = np.linspace(draw(number(0.0, 150e3)), draw(number(0.0, 150e3)), n)
    return areas, spacing * np.arange(n), to_ecef(lon, np.clip(lat, -89.9, 89.9)), radius


@settings(max_examples=60, deadline=None)
@given(situation(), st.sampled_from([0.0, 2e3, 30e3]))
def test_engines_agree(made, min_radius_m):
    areas, t, xyz, radius = made
    features = build_features(areas, min_radius_m=min_radius_m)
    flight = FlightBatch(t, xyz, np.array([0, len(t)]), radius)
    one, two = (find_crossings(features, flight, engine=engine) for engine in ("numpy", "compiled"))
    np.testing.assert_array_equal(one.visit_area, two.visit_area)
    np.testing.assert_allclose(one.enter_s, two.enter_s, rtol=0.0, atol=1e-9)
    np.testing.assert_allclose(one.exit_s, two.exit_s, rtol=0.0, atol=1e-9)
    np.testing.assert_allclose(one.closest_m, two.closest_m, rtol=0.0, atol=1e-5)


@settings(max_examples=25, deadline=None)
@given(situation(), st.sampled_from([0.0, 30e3]))
def test_every_contact_with_an_edge_lies_in_a_visit(made, min_radius_m):
    """Brute force knows no inside: its visits lie within ours, and ours end where its do or with the flight."""
    areas, t, xyz, radius = made
    # Distance 0 itself is a matter of rounding for brute force.
    radius = np.maximum(radius, 100.0)
    features = build_features(areas, min_radius_m=min_radius_m)
    found = find_crossings(features, FlightBatch(t, xyz, np.array([0, len(t)]), radius), engine="numpy")
    truth = brute.visits(features, t, xyz, radius)
    for area, visits in truth.items():
        enter, leave = found.enter_s[found.visit_area == area], found.exit_s[found.visit_area == area]
        for first, last in visits:
            assert ((enter <= first + 1e-7) & (last <= leave + 1e-7)).any()
    for area, enter, leave in zip(found.visit_area, found.enter_s, found.exit_s, strict=True):
        ends = truth.get(int(area), [])
        assert enter == t[0] or any(abs(enter - first) < 1e-7 for first, _ in ends)
        assert leave == t[-1] or any(abs(leave - last) < 1e-7 for _, last in ends)


@settings(max_examples=25, deadline=None)
@given(situation())
def test_ellipse_with_equal_axes_is_the_circle(made):
    areas, t, xyz, radius = made
    features = build_features(areas)
    start = np.array([0, len(t)])
    circle = find_crossings(features, FlightBatch(t, xyz, start, radius), closest=False, engine="numpy")
    _, area, enter, leave = find_ellipse_visits(features, t, xyz, start, radius, radius)
    np.testing.assert_array_equal(area, circle.visit_area)
    np.testing.assert_allclose(enter, circle.enter_s, rtol=0.0, atol=1e-9)
    np.testing.assert_allclose(leave, circle.exit_s, rtol=0.0, atol=1e-9)


@settings(max_examples=30, deadline=None)
@given(situation(), number(1e3, 120e3), number(1e3, 120e3), number(1e3, 120e3), number(1e3, 120e3))
def test_ellipse_touches_at_its_visits_and_nowhere_else(made, a0, a1, b0, b1):
    areas, t, xyz, _ = made
    features = build_features(areas)
    along, across = np.linspace(a0, a1, len(t)), np.linspace(b0, b1, len(t))
    _, area, enter, leave = find_ellipse_visits(features, t, xyz, [0, len(t)], along, across)
    a, b, ptr = brute.edge_arrays(features)
    for k in range(len(areas)):
        rows = slice(ptr[k], ptr[k + 1])
        truth = EllipseOverArea(t, xyz, along, across, a[rows], b[rows])
        mine = np.column_stack([enter[area == k], leave[area == k]])
        for step in range(len(t) - 1):
            s = np.linspace(0.03, 0.97, 9)
            when = (t[step] + s * (t[step + 1] - t[step]))[:, None]
            within = ((mine[:, 0] <= when + 1e-6) & (when <= mine[:, 1] + 1e-6)).any(axis=1)
            assert (within | ~truth.inside(step, s)).all()
        for instant in mine.ravel():
            step = min(int(np.searchsorted(t, instant, side="right")) - 1, len(t) - 2)
            s = (instant - t[step]) / (t[step + 1] - t[step])
            if 1e-4 < s < 1.0 - 1e-4:
                beside = truth.inside(step, np.array([s - 1e-6, s, s + 1e-6]))
                assert beside.any()
