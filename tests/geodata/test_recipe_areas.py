"""The steps from source shapes to named municipalities, on small shapes made for the purpose."""

import json

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import mapping, shape

from geodata.recipe.municipalities import municipalities
from geodata.recipe.names import Entry, code_table, english_name, japanese_name
from geodata.recipe.packages import BuildError
from geodata.recipe.partition import clean, partition
from geodata.recipe.population import UNKNOWN, read_population
from geodata.recipe.prefectures import PREFECTURES_EN
from geodata.recipe.write import layer_bytes, manifest_bytes, manifest_entry

GRID_DEG = 1e-4


def test_cleaning_keeps_both_lobes_of_a_ring_that_crosses_itself():
    bow_tie = shapely.Polygon([(0, 0), (2, 2), (2, 0), (0, 2)])
    repaired = clean(bow_tie)
    assert repaired.is_valid
    assert repaired.geom_type == "MultiPolygon"
    assert repaired.area == pytest.approx(2.0)


def test_cleaning_drops_spikes():
    spiked = shapely.Polygon([(0, 0), (1, 0), (1, 1), (5, 1), (1, 1), (0, 1)])
    assert clean(spiked).equals(shapely.box(0, 0, 1, 1))


def test_an_overlap_goes_to_the_lower_code_whatever_the_order():
    low, high = shapely.box(0, 0, 2, 1), shapely.box(1, 0, 3, 1)
    for shapes, owners in (([low, high], ["01001", "01002"]), ([high, low], ["01002", "01001"])):
        areas = partition(shapes, owners, GRID_DEG)
        assert list(areas) == ["01001", "01002"]
        assert areas["01001"].equals(low)
        assert areas["01002"].equals(shapely.box(2, 0, 3, 1))


def test_parts_of_one_code_are_dissolved_and_islands_stay_parts():
    shapes = [shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1), shapely.box(5, 5, 6, 6)]
    areas = partition(shapes, ["01001"] * 3, GRID_DEG)
    assert shapely.get_num_geometries(areas["01001"]) == 2
    assert areas["01001"].equals(shapely.union_all(shapes))


def test_holes_and_gaps_stay_empty():
    ring = shapely.box(0, 0, 4, 4) - shapely.box(1, 1, 3, 3)
    areas = partition([ring, shapely.box(1, 1, 2, 3)], ["01001", "01002"], GRID_DEG)
    assert areas["01001"].equals(ring)
    assert shapely.union_all(list(areas.values())).area == pytest.approx(14.0)


def test_an_enclave_covered_twice_goes_to_the_lower_code():
    areas = partition([shapely.box(0, 0, 4, 4), shapely.box(1, 1, 2, 2)], ["01002", "01001"], GRID_DEG)
    assert areas["01001"].equals(shapely.box(1, 1, 2, 2))
    assert areas["01002"].area == pytest.approx(15.0)


boxes = st.tuples(*[st.integers(0, 400)] * 2, *[st.integers(1, 200)] * 2, st.integers(-50, 50)).map(
    lambda v: shapely.Polygon(
        [(v[0], v[1]), (v[0] + v[2], v[1]), (v[0] + v[2] + v[4], v[1] + v[3]), (v[0], v[1] + v[3])]
    )
)


@settings(deadline=None)
@given(st.lists(boxes, min_size=1, max_size=6))
def test_any_shapes_become_a_partition_of_their_union(shapes):
    cleaned = [clean(shapely.transform(shape, lambda xy: xy * GRID_DEG)) for shape in shapes]
    owners = [f"{number:05d}" for number in range(1, len(cleaned) + 1)]
    areas = np.array(list(partition(cleaned, owners, GRID_DEG).values()), object)
    assert shapely.is_valid(areas).all()
    assert shapely.coverage_is_valid(areas)
    union = shapely.union_all(cleaned)
    # Rounding moves an outline by less than a grid step, so no more than its length times that can change.
    assert shapely.union_all(areas).symmetric_difference(union).area <= 2 * GRID_DEG * sum(
        s.length for s in cleaned
    )


@pytest.mark.parametrize(
    ("parts", "name"),
    [
        (["Naha City"], "Naha City"),
        (["Kushiro, Kushiro City", "Akan, Kushiro City"], "Kushiro City"),
        (["Haboro Town", "Teuri Yagishiri, Haboro Town"], "Haboro Town"),
        (["Eastern Sendai City", "Western Sendai City"], "Sendai City"),
        (["Sasebo City (Excluding Uku Area)", "Sasebo City (Uku Area)"], "Sasebo City"),
        (["Hiroshima City Naka Ward"], "Hiroshima City Naka Ward"),
    ],
)
def test_english_names(parts, name):
    assert english_name("01001", parts) == name


@pytest.mark.parametrize("parts", [["Akita City", "Akan City"], ["Nemuro"], []])
def test_english_names_that_do_not_agree_are_refused(parts):
    with pytest.raises(BuildError, match=r"^no common English name in "):
        english_name("01001", parts)


def test_japanese_names():
    entry = Entry("高知県", "梼原町", "ゆすはらちょう")
    assert japanese_name(["檮原町"], entry) == "檮原町"
    assert japanese_name(["梼原町東部", "梼原町西部"], entry) == "梼原町"
    with pytest.raises(BuildError):
        japanese_name(["檮原町東部", "檮原町西部"], entry)


def test_the_code_table_knows_wards_by_their_full_name():
    prefecture = {
        "name": "京都府",
        "municipalities": [
            {"code": "261009", "name": "京都市", "ruby": "きょうとし",
             "wards": [{"code": "261017", "name": "北区", "ruby": "きたく"}]},
            {"code": "262013", "name": "福知山市", "ruby": "ふくちやまし"},
        ],
    }  # fmt: skip
    assert code_table([prefecture]) == {
        "26100": Entry("京都府", "京都市", "きょうとし"),
        "26101": Entry("京都府", "京都市北区", "きょうとしきたく"),
        "26201": Entry("京都府", "福知山市", "ふくちやまし"),
    }


def test_there_are_47_prefectures():
    assert len(PREFECTURES_EN) == len(set(PREFECTURES_EN.values())) == 47
    assert (PREFECTURES_EN["01"], PREFECTURES_EN["26"], PREFECTURES_EN["47"]) == (
        "Hokkaido",
        "Kyoto",
        "Okinawa",
    )


def source_feature(code, name_ja, name_en, polygon):
    return {"properties": {"code": code, "name": name_ja, "enName": name_en}, "geometry": mapping(polygon)}


CODES = {
    "47201": Entry("沖縄県", "那覇市", "なはし"),
    "01206": Entry("北海道", "釧路市", "くしろし"),
    "01700": Entry("北海道", "蘂取村", "しべとろむら"),
}
SOURCE = [
    source_feature("4720100", "那覇市", "Naha City", shapely.box(127, 26, 128, 27)),
    source_feature("0120601", "釧路市釧路", "Kushiro, Kushiro City", shapely.box(144, 43, 145, 44)),
    source_feature("0120602", "釧路市阿寒", "Akan, Kushiro City", shapely.box(145, 43, 146, 44)),
    source_feature("hoppo", "根室地方", "Nemuro", shapely.box(146, 44, 147, 45)),
]
PEOPLE = {"47201": {"population": 5, "population_source": "a census", "population_basis": "from-memory"}}


def test_municipalities_are_dissolved_named_and_counted():
    kushiro, naha = municipalities(SOURCE, CODES, PEOPLE)
    assert kushiro["properties"] == {
        "area_code": "01206",
        "name_ja": "釧路市",
        "name_kana": "くしろし",
        "name_en": "Kushiro City",
        "prefecture_code": "01",
        "prefecture_ja": "北海道",
        "prefecture_en": "Hokkaido",
        **UNKNOWN,
    }
    assert shape(kushiro["geometry"]).equals(shapely.box(144, 43, 146, 44))
    assert naha["properties"]["population"] == 5
    assert naha["properties"]["name_en"] == "Naha City"


def test_a_code_that_the_table_has_not_is_refused():
    with pytest.raises(BuildError, match=r"^codes that are not in the code table: 01206$"):
        municipalities(SOURCE, {"47201": CODES["47201"]}, PEOPLE)


def test_a_municipality_that_loses_all_its_land_is_reported():
    covered = [*SOURCE, source_feature("4720200", "外市", "Soto City", shapely.box(127.2, 26.2, 127.3, 26.3))]
    with pytest.raises(BuildError, match=r"^municipalities without land: 47202$"):
        municipalities(covered, {**CODES, "47202": Entry("沖縄県", "外市", "そとし")}, PEOPLE)


TABLE_HEAD = "area_code,name_ja,name_en,population,population_basis,population_source\n"


def test_reading_the_population_table(tmp_path):
    path = tmp_path / "people.csv"
    path.write_text(TABLE_HEAD + "47201,那覇市,Naha City,5,from-memory,a census\n", encoding="utf-8")
    assert read_population(path) == PEOPLE


@pytest.mark.parametrize(
    "rows",
    [
        "47201,那覇市,Naha City,5,guessed,a census\n",
        "47201,那覇市,Naha City,5,from-memory,\n",
        "47201,那覇市,Naha City,5,from-memory,a census\n" * 2,
    ],
)
def test_a_population_without_a_source_is_refused(tmp_path, rows):
    path = tmp_path / "people.csv"
    path.write_text(TABLE_HEAD + rows, encoding="utf-8")
    with pytest.raises(
        BuildError, match=r"^people\.csv: the row of 47201 is repeated or lacks its source or basis$"
    ):
        read_population(path)


def test_the_written_layer_has_one_feature_a_line_and_rounded_corners():
    corners = [[0, 0], [1 / 3, 0], [1, 2 / 3], [0, 0]]
    feature = {
        "type": "Feature",
        "properties": {"name": "那覇"},
        "geometry": {"type": "Polygon", "coordinates": [corners]},
    }
    content = layer_bytes([feature, feature], 4)
    lines = content.decode().splitlines()
    assert len(lines) == 4
    assert '"那覇"' in lines[1]
    assert json.loads(content)["features"][1]["geometry"]["coordinates"] == [
        [[0.0, 0.0], [0.3333, 0.0], [1.0, 0.6667], [0.0, 0.0]]
    ]
    assert content == layer_bytes([feature, feature], 4)


def test_the_manifest_identifies_the_file():
    entry = manifest_entry(b"abc", [{}, {}], {"title": "T", "file": "t.geojson"})
    # SHA-256 of "abc": FIPS 180-2, appendix B.1.
    assert entry["sha256"] == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert (entry["bytes"], entry["feature_count"], entry["title"]) == (3, 2, "T")
    assert json.loads(manifest_bytes({"t": entry}))["layers"]["t"] == entry
