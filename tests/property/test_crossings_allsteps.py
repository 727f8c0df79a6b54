"""Any polygons and any tracks: the search equals brute force, and obeys what must hold for every crossing."""

from itertools import pairwise

import numpy as np
import shapely
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from shapely import MultiPolygon, Point, Polygon

from sim.geo.crossings import FlightBatch, find_crossings, one_flight
from sim.geo.ecef import to_ecef
from sim.geo.features import build_features
from sim.geo.outline import outline
from tests.geo.allsteps import Scene, visits_of_flight
from tests.geo.truth import GEOD

CENTRES = st.sampled_from(
    [(127.0, 26.0), (179.9, -17.0), (-179.95, 65.0), (0.0, 0.0), (40.0, 88.5), (11.0, -89.9)]
)
TIME_S = 1e-9


@st.composite
def blobs(draw, centre, reach_m):
    """A star-shaped polygon, perhaps with a hole, somewhere near a place on Earth; corners by geodesics."""
    middle = GEOD.fwd(*centre, draw(st.floats(0.0, 360.0)), draw(st.floats(0.0, reach_m)))
    corners = draw(st.integers(3, 12))
    size = draw(st.floats(100.0, 0.5 * reach_m))
    spread = draw(st.lists(st.floats(0.2, 1.0), min_size=corners, max_size=corners))
    turn = draw(st.floats(0.0, 360.0))
    azimuth = turn + np.linspace(0.0, 360.0, corners, endpoint=False)

    def ring(scale):
        ones = np.ones(corners)
        lon, lat, _ = GEOD.fwd(middle[0] * ones, middle[1] * ones, azimuth, scale * size * np.array(spread))
        return np.column_stack([lon, lat])

    hole = [ring(0.5)] if draw(st.booleans()) else []
    return Polygon(ring(1.0), hole)


@st.composite
def areas(draw, centre):
    """Polygons, groups of islands, points, and nothing."""
    found = []
    for _ in range(draw(st.integers(1, 4))):
        kind = draw(st.sampled_from(["one", "islands", "point", "none"]))
        if kind == "one":
            found.append(draw(blobs(centre, 60e3)))
        elif kind == "islands":
            found.append(MultiPolygon([draw(blobs(centre, 60e3)) for _ in range(draw(st.integers(1, 3)))]))
        elif kind == "point":
            found.append(
                Point(GEOD.fwd(*centre, draw(st.floats(0.0, 360.0)), draw(st.floats(1.0, 60e3)))[:2])
            )
        else:
            found.append(None)
    return found


@st.composite
def flights(draw, centre):
    """A bent track past the place, standing still, crawling or at orbital speed, with uneven knots and any radius."""
    knots = draw(st.integers(2, 40))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    t = np.concatenate([[0.0], np.cumsum(rng.uniform(0.2, 3.0, knots - 1))])
    speed = draw(st.sampled_from([0.0, 30.0, 1500.0, 7800.0]))
    past = GEOD.fwd(*centre, draw(st.floats(0.0, 360.0)), draw(st.floats(0.0, 80e3)))[:2]
    ones = np.ones(knots)
    azimuth = draw(st.floats(0.0, 360.0)) + draw(st.floats(-0.5, 0.5)) * t
    lon, lat, _ = GEOD.fwd(past[0] * ones, past[1] * ones, azimuth, speed * (t - 0.5 * t[-1]))
    ends = draw(
        st.sampled_from([(0.0, 0.0), (1e3, 1e3), (12e3, 12e3), (40e3, 40e3), (5e3, 80e3), (90e3, 0.0)])
    )
    return one_flight(t, to_ecef(lon, lat), np.linspace(*ends, knots))


@st.composite
def encounters(draw):
    centre = draw(CENTRES)
    return draw(areas(centre)), draw(flights(centre))


def brute(polygons, flight):
    edges = outline(polygons)
    scene = Scene(edges.a_m, edges.b_m, edges.area, edges.ring, len(polygons))
    return visits_of_flight(scene, flight.t_s, flight.xyz_m, flight.radius_m)


def longer(rows, least_s=1e-6):
    """Visits long enough to be sure of: shorter ones are grazes that rounding decides."""
    return [row for row in rows if row[2] - row[1] > least_s]


@settings(max_examples=150, deadline=None)
@given(encounters(), st.sampled_from([0.0, 900.0, 11e3]))
def test_the_search_equals_brute_force(encounter, min_radius_m):
    polygons, flight = encounter
    truth = longer(brute(polygons, flight))
    assume(all(abs(a[2] - b[1]) > 1e-6 for a, b in pairwise(truth) if a[0] == b[0]))
    features = build_features(polygons, min_radius_m=min_radius_m)
    for engine in ("numpy", "compiled"):
        found = find_crossings(features, flight, closest=False, engine=engine)
        mine = longer(
            zip(found.visit_area.tolist(), found.enter_s.tolist(), found.exit_s.tolist(), strict=True)
        )
        assert [row[0] for row in mine] == [row[0] for row in truth]
        for (_, enter, leave), (_, true_enter, true_leave) in zip(mine, truth, strict=True):
            assert abs(enter - true_enter) <= sharpness(features, flight, enter)
            assert abs(leave - true_leave) <= sharpness(features, flight, leave)


def sharpness(features, flight, t_s):
    """1e-9 s, or the time a crawling or grazing footprint needs for the rounding of its own place."""
    step = min(int(np.searchsorted(flight.t_s, t_s)), len(flight.t_s) - 1)
    span = flight.t_s[step] - flight.t_s[max(step - 1, 0)] or 1.0
    pace = np.linalg.norm(flight.xyz_m[step] - flight.xyz_m[max(step - 1, 0)]) / span
    return TIME_S if pace > 1000.0 else 1e-6


@settings(max_examples=100, deadline=None)
@given(encounters())
def test_what_holds_for_every_crossing(encounter):
    polygons, flight = encounter
    features = build_features(polygons)
    found = find_crossings(features, flight, engine="numpy")
    assert (found.enter_s <= found.exit_s).all()
    assert (found.enter_s >= flight.t_s[0]).all()
    assert (found.exit_s <= flight.t_s[-1]).all()
    same = found.visit_area[1:] == found.visit_area[:-1]
    assert (found.enter_s[1:][same] > found.exit_s[:-1][same]).all()
    for area, polygon in enumerate(polygons):
        if polygon is None:
            assert np.isinf(found.closest_m[0, area])
            continue
        when = found.closest_s[0, area]
        assert flight.t_s[0] <= when <= flight.t_s[-1]
        visited = np.isfinite(found.first_enter()[0, area])
        if np.ptp(flight.radius_m) == 0.0:
            reach = flight.radius_m[0]
            assert (
                visited == (found.closest_m[0, area] <= reach) or abs(found.closest_m[0, area] - reach) < 1e-6
            )
        if visited and found.closest_m[0, area] > 0.0 and np.ptp(flight.radius_m) == 0.0:
            mine = found.visit_area == area
            assert ((found.enter_s[mine] <= when) & (when <= found.exit_s[mine])).any()


@settings(max_examples=60, deadline=None)
@given(encounters(), st.floats(0.0, 30e3))
def test_a_wider_footprint_holds_a_narrower_one(encounter, more_m):
    polygons, flight = encounter
    features = build_features(polygons)
    wide = FlightBatch(flight.t_s, flight.xyz_m, flight.start, flight.radius_m + more_m)
    narrow, wider = (find_crossings(features, one, closest=False, engine="numpy") for one in (flight, wide))
    for area, enter, leave in zip(narrow.visit_area, narrow.enter_s, narrow.exit_s, strict=True):
        mine = wider.visit_area == area
        assert ((wider.enter_s[mine] <= enter + 1e-6) & (leave - 1e-6 <= wider.exit_s[mine])).any()


@settings(max_examples=60, deadline=None)
@given(encounters())
def test_time_backwards_gives_the_same_visits_backwards(encounter):
    polygons, flight = encounter
    features = build_features(polygons)
    back = FlightBatch(-flight.t_s[::-1], flight.xyz_m[::-1], flight.start, flight.radius_m[::-1])
    one, other = (find_crossings(features, track, closest=False, engine="numpy") for track in (flight, back))
    forth = longer(zip(one.visit_area, one.enter_s, one.exit_s, strict=True))
    again = longer(
        sorted(
            (k, -leave, -enter)
            for k, enter, leave in zip(other.visit_area, other.enter_s, other.exit_s, strict=True)
        )
    )
    assert [row[0] for row in forth] == [row[0] for row in again]
    assert np.allclose(
        np.array(forth)[:, 1:] if forth else [], np.array(again)[:, 1:] if again else [], atol=1e-6
    )


@settings(max_examples=40, deadline=None)
@given(st.lists(encounters(), min_size=2, max_size=4))
def test_a_batch_is_its_flights_one_by_one(several):
    polygons = [polygon for some, _ in several for polygon in some]
    flights_ = [flight for _, flight in several]
    features = build_features(polygons)
    batch = FlightBatch(
        np.concatenate([f.t_s for f in flights_]),
        np.vstack([f.xyz_m for f in flights_]),
        np.cumsum([0, *(len(f.t_s) for f in flights_)]),
        np.concatenate([f.radius_m for f in flights_]),
    )
    together = find_crossings(features, batch, engine="numpy")
    for number, flight in enumerate(flights_):
        alone = find_crossings(features, flight, engine="numpy")
        mine = together.visit_flight == number
        assert np.array_equal(together.visit_area[mine], alone.visit_area)
        assert np.array_equal(together.enter_s[mine], alone.enter_s)
        assert np.array_equal(together.exit_s[mine], alone.exit_s)
        assert np.array_equal(together.closest_m[number], alone.closest_m[0])
        assert np.array_equal(together.closest_s[number], alone.closest_s[0], equal_nan=True)


@settings(max_examples=60, deadline=None)
@given(CENTRES.flatmap(areas), st.integers(0, 2**32 - 1))
def test_cutting_an_area_into_parts_changes_nothing_but_the_count(polygons, seed):
    """The union of what its parts see is what the area sees."""
    parts = [part for polygon in polygons if polygon is not None for part in shapely.get_parts(polygon)]
    assume(parts)
    centre = shapely.get_coordinates(parts[0])[0]
    rng = np.random.default_rng(seed)
    ones, t = np.ones(30), np.arange(30.0)
    lon, lat, _ = GEOD.fwd(
        centre[0] * ones, centre[1] * ones, rng.uniform(0.0, 360.0) * ones, 5e3 * (t - 15.0)
    )
    flight = one_flight(t, to_ecef(lon, lat), 20e3)
    whole = find_crossings(build_features([shapely.GeometryCollection(parts)]), flight, engine="numpy")
    each = find_crossings(build_features(parts), flight, engine="numpy")
    assert np.nanmin(each.first_enter()) == whole.enter_s[0]
    assert np.nanmax(each.last_exit()) == whole.exit_s[-1]
