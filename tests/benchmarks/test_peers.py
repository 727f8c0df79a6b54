"""Peers are judged by brute force, so both are checked here: against each other and against plain sampling."""

import numpy as np
import pytest
import shapely

from sim.bench.contenders import COMPILED, EVERYONE, NUMPY, PEERS, contender
from sim.bench.ellipsoid import true_sample
from sim.bench.flights import ACROSS_JAPAN, NEAR_THE_TRACK, perturbed
from sim.bench.judge import Judge, compare, match
from sim.bench.problem import Answer, ground_of, problem_of
from sim.bench.terrain import layer, refined, town_blocks
from sim.bench.truth import Scene, chord_scene, planar_scene, true_visits, within

RADIUS_M = 60_000.0
FLIGHTS = perturbed(6, NEAR_THE_TRACK)


@pytest.fixture(scope="module")
def problem():
    return problem_of(ground_of(layer("okinawa"), RADIUS_M), FLIGHTS.knots(), RADIUS_M)


@pytest.fixture(scope="module")
def truth(problem):
    return true_visits(problem, planar_scene(problem))


@pytest.fixture(scope="module")
def judge(problem):
    return Judge(problem, FLIGHTS, 40)


def verdict_of(key, problem, judge):
    one = contender(key)
    found = one.method(problem.ground, problem.radius_m).load(problem)().sorted()
    areas = np.arange(len(problem.ground))
    return judge.verdict(found, areas, len(problem.knots), planar=one.planar)


@pytest.mark.parametrize(
    "key", [COMPILED, NUMPY, "compiled-single", "numpy-single", "tree-points", "tree-areas"]
)
def test_exact_methods_find_every_visit_to_a_nanosecond(key, problem, judge):
    verdict = verdict_of(key, problem, judge)
    assert verdict.visits > 20
    assert (verdict.missed, verdict.extra) == (0, 0)
    assert verdict.worst_s < 2e-9


@pytest.mark.parametrize(
    ("key", "worst_s"), [("time-as-height", 0.5), ("clip", 0.5), ("sjoin", 1.0), ("naive", 0.5)]
)
def test_other_methods_are_as_good_as_their_sampling(key, worst_s, problem, judge):
    one = contender(key)
    few = problem.chosen(np.arange(2)).over(problem.ground)
    found = one.method(few.ground, few.radius_m).load(few)().sorted()
    verdict = judge.verdict(found, np.arange(len(few.ground)), 2, planar=True)
    assert verdict.visits > 5
    assert verdict.missed <= 1
    assert verdict.extra <= 1
    assert 1e-6 < verdict.worst_s < worst_s


def test_our_search_is_within_a_millisecond_of_the_ellipsoid(problem, judge):
    verdict = verdict_of(NUMPY, problem, judge)
    assert verdict.ellipsoid_times >= 20
    assert verdict.ellipsoid_worst_s < 1e-3


def test_times_on_the_ellipsoid_are_where_geodesics_are_as_long_as_the_radius(problem):
    from pyproj import Geod

    visits = true_visits(problem, chord_scene(problem))
    sample = true_sample(problem, FLIGHTS, visits, 12)
    assert len(sample.true_s) >= 6
    for visit, time_s in zip(sample.visit, sample.true_s, strict=True):
        lon, lat = FLIGHTS.at(visits.flight[[visit]], np.array([time_s]))
        border = shapely.segmentize(problem.ground.polygons[visits.area[visit]], 0.0005)
        corner = shapely.get_coordinates(border)
        lons, lats = np.full(len(corner), lon[0]), np.full(len(corner), lat[0])
        distance = Geod(ellps="WGS84").inv(lons, lats, *corner.T)[2].min()
        assert distance == pytest.approx(RADIUS_M, abs=1.0)


def test_brute_force_agrees_with_dense_sampling(problem, truth):
    flight = int(np.bincount(truth.flight).argmax())
    one = problem.chosen(np.array([flight]))
    times = np.linspace(one.knots.t_s[0], one.knots.t_s[-1], 30_001)
    place = np.column_stack([np.interp(times, one.knots.t_s, one.xy_m[:, i]) for i in (0, 1)])
    hit = np.unique(truth.area[truth.flight == flight])
    assert 10 <= len(hit) < len(problem.ground)
    for area in range(len(problem.ground)):
        inside = shapely.dwithin(problem.ground.planar[area], shapely.points(place), RADIUS_M)
        assert bool(inside.any()) == (area in hit)
        if inside.any():
            rows = (truth.flight == flight) & (truth.area == area)
            assert truth.enter_s[rows].min() == pytest.approx(times[inside][0], abs=0.021)
            assert truth.exit_s[rows].max() == pytest.approx(times[inside][-1], abs=0.021)


@pytest.mark.parametrize("seed", range(20))
def test_one_step_and_one_edge_agree_with_dense_sampling(seed):
    random = np.random.default_rng(seed)
    from_begin, move, edge = random.uniform(-3.0, 3.0, (3, 50, 2))
    low, high = within(from_begin, move, edge, 1.0)
    fraction = np.linspace(0.0, 1.0, 4001)
    for row in range(50):
        point = from_begin[row] + fraction[:, None] * move[row]
        distance = shapely.distance(shapely.LineString([(0.0, 0.0), edge[row]]), shapely.points(point))
        near = fraction[distance <= 1.0]
        if len(near):
            assert low[row] == pytest.approx(near[0], abs=3e-4)
            assert high[row] == pytest.approx(near[-1], abs=3e-4)
        else:
            assert high[row] - low[row] < 3e-4


def test_a_still_point_and_an_edge_without_length_are_no_trouble():
    zero = np.zeros((1, 2))
    low, high = within(np.array([[0.5, 0.0]]), zero, zero, 1.0)
    assert (low[0], high[0]) == (0.0, 1.0)
    low, high = within(np.array([[1.5, 0.0]]), zero, zero, 1.0)
    assert low[0] > high[0]


def test_a_dip_between_two_knots_is_found_by_exact_peers_and_missed_by_samples():
    square = shapely.box(-500.0, -500.0, 500.0, 500.0)
    problem = _graze(square)
    for key in ("tree-points", "tree-areas"):
        found = contender(key).method(problem.ground, problem.radius_m).load(problem)()
        assert len(found.area) == 1
        # The radius is 10 m more than the closest approach to the side; 5 km/s along it and past both corners.
        reach_m = 500.0 + np.sqrt(RADIUS_M**2 - (RADIUS_M - 10.0) ** 2)
        assert found.exit_s - found.enter_s == pytest.approx(2.0 * reach_m / 5000.0, abs=1e-6)
    sampled = contender("sjoin").method(problem.ground, problem.radius_m).load(problem)()
    assert len(sampled.area) == 0


def _graze(square):
    """A track past a square at 5 km/s, its knots 2.5 km to either side of the closest approach."""
    from sim.bench.flights import Knots
    from sim.bench.problem import Ground, Problem

    class Flat(Ground):
        planar = property(lambda self: self.polygons)

    t_s = np.arange(-20.0, 20.0) + 0.5
    xy = np.column_stack([5000.0 * t_s, np.full(40, 500.0 + RADIUS_M - 10.0)])
    ground = Flat(np.array([square], object), RADIUS_M, (0.0, 0.0))
    return Problem(ground, Knots(t_s, t_s, t_s, np.array([0, 40])), RADIUS_M, xy)


def test_a_missed_and_an_invented_visit_are_counted():
    truth = Answer(np.array([0, 0]), np.array([1, 2]), np.array([10.0, 50.0]), np.array([20.0, 60.0]))
    found = Answer(np.array([0, 0]), np.array([1, 3]), np.array([10.5, 50.0]), np.array([20.0, 60.0]))
    verdict = compare(found, truth, 5)
    assert (verdict.visits, verdict.missed, verdict.extra) == (2, 1, 1)
    assert verdict.worst_s == pytest.approx(0.5)


def test_two_visits_of_one_area_are_kept_apart():
    truth = Answer(np.zeros(2, int), np.zeros(2, int), np.array([10.0, 21.0]), np.array([20.0, 30.0]))
    found = Answer(np.zeros(1, int), np.zeros(1, int), np.array([21.1]), np.array([30.0]))
    assert [list(rows) for rows in match(found, truth, 1)] == [[0], [1]]
    assert compare(found, truth, 1).missed == 1


def test_every_contender_has_its_own_key():
    assert len({one.key for one in EVERYONE}) == len(EVERYONE)
    assert {one.library for one in PEERS} == {"shapely", "geopandas", "movingpandas"}


def test_refined_coasts_stay_within_metres_and_valid():
    coarse, fine = layer("okinawa")[:8], refined(layer("okinawa")[:8], 3)
    assert shapely.is_valid(fine).all()
    ratio = shapely.get_num_coordinates(fine).sum() / shapely.get_num_coordinates(coarse).sum()
    assert ratio == pytest.approx(8.0, rel=0.05)
    moved_deg = [shapely.hausdorff_distance(a, b) for a, b in zip(coarse, fine, strict=True)]
    assert 0.0 < max(moved_deg) < 3.0 * 3.0 / 111_000.0


def test_town_blocks_are_simple_and_on_land():
    blocks = town_blocks(500)
    assert shapely.is_valid(blocks).all()
    assert len(np.unique(shapely.to_wkb(blocks))) == 500
    land = shapely.STRtree(layer("japan"))
    assert len(np.unique(land.query(shapely.point_on_surface(blocks), predicate="intersects")[0])) > 480
    with pytest.raises(ValueError, match="blocks fit"):
        town_blocks(1_000_000)


def test_flights_are_the_same_whatever_their_number():
    few, many = perturbed(3, ACROSS_JAPAN), perturbed(9, ACROSS_JAPAN)
    assert np.array_equal(few.turn_deg, many.turn_deg[:3])
    assert np.array_equal(few.knots().lon_deg, many.knots().chosen(np.arange(3)).lon_deg)


def test_an_undisturbed_flight_is_the_track():
    flights = perturbed(1, NEAR_THE_TRACK)
    still = type(flights)(flights.track, np.zeros(1), np.zeros(1), np.zeros(1))
    knots = still.knots(10.0)
    state = flights.track.state_at(knots.t_s)
    assert knots.lat_deg == pytest.approx(state.lat_deg, abs=1e-9)
    assert knots.lon_deg == pytest.approx(state.lon_deg, abs=1e-9)


def test_a_scene_counts_each_edge_once(problem):
    scene: Scene = planar_scene(problem)
    rings = shapely.get_num_coordinates(problem.ground.planar).sum()
    parts = shapely.get_num_geometries(problem.ground.planar).sum()
    holes = sum(len(part.interiors) for part in shapely.get_parts(problem.ground.planar))
    assert scene.ptr[-1] == rings - parts - holes
