"""Each shipped layer is valid, complete, free of overlaps, of the right area and in the right place."""

import numpy as np
import pytest
import shapely
from shapely.geometry import Point

from tests.geodata.shipped import by_code, km2, largest_overlap_deg2, layer, manifest, reference

LAYERS = ("okinawa", "japan", "context")
# About a hundredth of a square metre; the partition's own figure is exactly zero.
NO_OVERLAP_DEG2 = 1e-12

# A place well inside each, from a road map's grid, to catch swapped axes, shifts and codes.
PLACES = {
    "47201": (127.685, 26.215),
    "47209": (128.00, 26.60),
    "47301": (128.22, 26.72),
    "47315": (127.79, 26.72),
    "47355": (127.23, 26.588),
    "47357": (131.24, 25.845),
    "47358": (131.30, 25.945),
    "47361": (126.78, 26.35),
    "47375": (124.70, 24.655),
    "47381": (123.82, 24.33),
    "47382": (122.99, 24.455),
}
MAINLAND = {
    "Seoul": (127.0, 37.55),
    "Sohae launch site": (124.705, 39.66),
    "Shanghai": (121.3, 31.1),
    "Taichung": (120.75, 24.1),
    "Luzon": (121.0, 16.5),
    "Tokyo": (139.4, 35.7),
    "Sapporo": (141.3, 43.0),
    "Kumamoto": (130.9, 32.7),
    "Matsuyama": (132.9, 33.7),
    "Amami": (129.35, 28.3),
    "Hainan": (109.7, 19.2),
}


@pytest.mark.parametrize("name", LAYERS)
def test_every_feature_is_a_valid_area(name):
    _, shapes = layer(name)
    assert shapely.is_valid(shapes).all()
    assert (shapely.area(shapes) > 0).all()


@pytest.mark.parametrize("name", LAYERS)
def test_no_two_features_overlap(name):
    _, shapes = layer(name)
    assert largest_overlap_deg2(shapes) < NO_OVERLAP_DEG2


@pytest.mark.parametrize("name", ["okinawa", "japan"])
def test_neighbours_share_their_border_vertex_for_vertex(name):
    _, shapes = layer(name)
    assert shapely.coverage_is_valid(shapes)


def test_the_overlap_check_sees_an_overlap():
    shapes = np.array([shapely.box(0, 0, 1, 1), shapely.box(0.9999, 0, 2, 1)], object)
    assert largest_overlap_deg2(shapes) > NO_OVERLAP_DEG2


@pytest.mark.parametrize("name", ["okinawa", "japan"])
def test_outer_rings_run_counterclockwise(name):
    _, shapes = layer(name)
    assert shapely.is_ccw(shapely.get_exterior_ring(shapely.get_parts(shapes))).all()


def test_okinawa_municipalities_lie_in_their_boxes():
    shapes = by_code("okinawa")
    assert shapes.keys() == reference().keys()
    for code, row in reference().items():
        box = [float(row[key]) for key in ("lon_min_deg", "lat_min_deg", "lon_max_deg", "lat_max_deg")]
        assert shapes[code].bounds == pytest.approx(box, abs=1e-4), row["name_en"]


def test_the_remote_municipalities_keep_their_islands_as_parts():
    # Island counts of the fifteen, read off the source's shapes; Kitadaito's second part is Okidaito.
    counts = {
        "47207": 10, "47214": 7, "47315": 1, "47353": 11, "47354": 9, "47355": 1, "47356": 2, "47357": 1,
        "47358": 2, "47359": 2, "47360": 3, "47361": 6, "47375": 2, "47381": 14, "47382": 1,
    }  # fmt: skip
    assert {code for code, row in reference().items() if row["remote"] == "yes"} == counts.keys()
    shapes = by_code("okinawa")
    assert {code: int(shapely.get_num_geometries(shapes[code])) for code in counts} == counts


@pytest.mark.parametrize("code", PLACES)
def test_a_known_place_is_in_its_municipality(code):
    holders = [key for key, shape in by_code("okinawa").items() if shape.contains(Point(PLACES[code]))]
    assert holders == [code]


def test_okinawa_has_the_area_of_the_published_survey():
    shapes = by_code("okinawa")
    for code, row in reference().items():
        # The outlines are generalised to about 56 m: on an island of 8 to 30 km2 that is up to 4.3 %.
        assert km2(shapes[code]) == pytest.approx(float(row["area_km2"]), rel=0.045), row["name_en"]
    total = sum(km2(shape) for shape in shapes.values())
    assert total == pytest.approx(2285.8, abs=0.5)
    assert total == pytest.approx(sum(float(row["area_km2"]) for row in reference().values()), rel=0.003)


def test_japan_has_the_area_of_the_published_survey():
    # 377,974.79 km2 on 2023-10-01, published by the Geospatial Information Authority, with the Northern
    # Territories, of which the source's shape (not shipped, it has no code) measures 4,920.6 km2.
    total = sum(km2(shape) for shape in by_code("japan").values())
    assert total == pytest.approx(373_253, abs=5)
    assert total + 4920.6 == pytest.approx(377_974.79, rel=0.001)


def test_okinawa_is_the_same_in_both_layers():
    japan = by_code("japan")
    okinawa = by_code("okinawa")
    assert okinawa.keys() == {code for code in japan if code.startswith("47")}
    assert all(shape.equals_exact(japan[code]) for code, shape in okinawa.items())


@pytest.mark.parametrize("place", MAINLAND)
def test_the_context_has_the_land_around(place):
    _, shapes = layer("context")
    assert shapely.contains_xy(shapes, *MAINLAND[place]).sum() == 1


def test_the_context_reaches_as_far_as_maps_do():
    _, shapes = layer("context")
    west, south, east, north = shapely.total_bounds(shapes)
    assert west <= 105
    assert south <= 5
    assert east >= 150
    assert north >= 50


def test_the_context_leaves_the_sea_and_okinawa_free():
    _, shapes = layer("context")
    for lon, lat in ((125.0, 30.0), (135.0, 25.0), (130.0, 20.0), (134.0, 40.0), (112.0, 15.0)):
        assert not shapely.contains_xy(shapes, lon, lat).any()
    okinawa = shapely.union_all(layer("okinawa")[1])
    assert shapely.distance(okinawa, shapes).min() > 0.2  # Yoron, the nearest island of Kagoshima


def test_the_manifest_counts_the_features():
    for name in LAYERS:
        assert manifest()[name]["feature_count"] == len(layer(name)[0])
