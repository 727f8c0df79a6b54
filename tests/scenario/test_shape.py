"""The shape of a scenario: pydantic's locations as key paths, hints at what was meant, the layers' codes."""

import json

import pytest

from sim.scenario.hints import meant, unit_of
from sim.scenario.layers import area_codes, area_layers, prefecture_codes
from sim.scenario.nodes import key_text
from sim.scenario.shape import walk
from sim.scenario.spec import ScenarioSpec
from sim.shipped import shipped_folder, shipped_layer_names


@pytest.mark.parametrize(
    ("loc", "path"),
    [
        (("authority", "detection", "triangular", "low_s"), "authority.detection.low_s"),
        (("authority", "detection", "uniform", "uniform"), "authority.detection.uniform"),
        (("authority", "targeting", "list", "areas", 2), "authority.targeting.areas[2]"),
        (
            ("authority", "tracking", "latency", "empirical", "values_s", 0),
            "authority.tracking.latency.values_s[0]",
        ),
        (("objects", 0, "footprint", "radius_km"), "objects[0].footprint.radius_km"),
        (("areas", "file", "code_field"), "areas.code_field"),
        (("areas", "layer", "prefectures", 0), "areas.prefectures[0]"),
        (("gate", "from_lat_deg"), "gate.from_lat_deg"),
        (
            ("reach", "channels", 1, "loudspeaker", "latency", "fixed", "value_s"),
            "reach.channels[1].latency.value_s",
        ),
        (("faults", 0, "late_message", "delay", "normal", "sd_s"), "faults[0].delay.sd_s"),
        ((), ""),
    ],
)
def test_tags_of_alternatives_are_no_part_of_the_key_path(loc: tuple[str | int, ...], path: str) -> None:
    assert key_text(walk(loc, ScenarioSpec).path) == path


@pytest.mark.parametrize(
    ("loc", "key", "tags"),
    [
        (("authority", "detection"), "distribution", {"fixed", "triangular", "weibull"}),
        (("authority", "targeting"), "kind", {"prefecture", "municipality", "list"}),
        (("reach", "channels", 0), "kind", {"loudspeaker", "cell_broadcast"}),
        (("faults", 0), "kind", {"link_outage", "false_alarm"}),
    ],
)
def test_alternatives_are_found_by_their_key(loc: tuple[str | int, ...], key: str, tags: set[str]) -> None:
    choice = walk(loc, ScenarioSpec).choice
    assert choice is not None
    assert choice.key == key
    assert tags <= set(choice.members)


def test_keys_that_are_no_words_are_quoted() -> None:
    assert key_text(("a", 'b."c', 0, "", "x-y")) == 'a."b.\\"c"[0]."".x-y'


@pytest.mark.parametrize(
    ("key", "known", "expected"),
    [
        ("radius_m", ["radius_km", "title"], "radius_km"),
        ("radius", ["radius_km"], "radius_km"),
        ("Radius_KM", ["radius_km"], "radius_km"),
        ("interval_minutes", ["interval_s"], "interval_s"),
        ("speed_sigma_km_s", ["speed_sigma_m_s"], "speed_sigma_m_s"),
        ("titel", ["title", "time"], "title"),
        ("weather", ["title", "time"], None),
        ("", ["title"], None),
    ],
)
def test_what_was_meant(key: str, known: list[str], expected: str | None) -> None:
    assert meant(key, known) == expected


@pytest.mark.parametrize(
    ("key", "unit"),
    [
        ("speed_sigma_m_s", "m/s"),
        ("ground_speed_km_s", "km/s"),
        ("value_s", "seconds"),
        ("radius_km", "kilometres"),
    ],
)
def test_the_unit_of_a_key_is_its_longest_suffix(key: str, unit: str) -> None:
    assert unit_of(key) == unit


def test_area_layers_are_those_shipped() -> None:
    assert tuple(area_layers()) == shipped_layer_names()


@pytest.mark.parametrize("layer", ["okinawa", "japan"])
def test_codes_found_by_search_are_those_in_the_layer(layer: str) -> None:
    features = json.loads((shipped_folder("geodata") / area_layers()[layer].file).read_bytes())["features"]
    properties = [feature["properties"] for feature in features]
    assert area_codes(layer) == {p["area_code"] for p in properties}
    assert prefecture_codes(layer) == {p["prefecture_code"] for p in properties}
    assert len(area_codes(layer)) == len(properties)
