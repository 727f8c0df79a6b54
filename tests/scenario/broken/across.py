"""Keys that do not fit together, and names that must exist elsewhere."""

# ruff: noqa: E501 - the lines are exactly those that users see

from tests.scenario.case import edit

CASES = (
    edit(
        "same_name_twice",
        "name: stage2\n",
        "name: lead\n",
        "scenario.yaml:21:11: objects[1].name: names must differ; objects[0] has this one (was lead)",
        "scenario.yaml:83:13: announced[2].object: no such object; there are lead (was stage2)",
    ),
    edit(
        "unknown_layer",
        "layer: okinawa",
        "layer: kyushu",
        "scenario.yaml:12:10: areas.layer: no such area layer; there are okinawa, japan (was kyushu)",
    ),
    edit(
        "background_layer",
        "layer: okinawa",
        "layer: context",
        "scenario.yaml:12:10: areas.layer: no such area layer; there are okinawa, japan (was context)",
    ),
    edit(
        "layer_as_a_file",
        "layer: okinawa",
        "layer: geodata/okinawa.geojson",
        "scenario.yaml:12:10: areas.layer: must start with a letter or digit and hold only letters, digits and . _ - (was geodata/okinawa.geojson)",
    ),
    edit(
        "unknown_prefecture",
        '["47"]',
        '["48"]',
        'scenario.yaml:59:19: authority.targeting.prefectures[0]: no such prefecture in layer okinawa; there is 47 (was "48")',
    ),
    edit(
        "prefecture_outside_the_layer",
        '["47"]',
        '["46", "47"]',
        'scenario.yaml:59:19: authority.targeting.prefectures[0]: no such prefecture in layer okinawa; there is 47 (was "46")',
    ),
    edit(
        "prefecture_twice",
        '["47"]',
        '["47", "47"]',
        'scenario.yaml:59:25: authority.targeting.prefectures[1]: is listed twice (was "47")',
    ),
    edit(
        "unknown_area",
        'kind: prefecture\n    prefectures: ["47"]',
        'kind: list\n    areas: ["47201", "47999"]',
        'scenario.yaml:59:22: authority.targeting.areas[1]: no such area in layer okinawa (was "47999")',
    ),
    edit(
        "announced_object_unknown",
        "object: stage2\n",
        "object: stage3\n",
        "scenario.yaml:83:13: announced[2].object: no such object; there are lead, stage2 (was stage3)",
    ),
    edit(
        "object_down_without_object",
        "    object: stage2\n",
        "",
        "scenario.yaml:82:5: announced[2].object: missing key: object_down is about one object",
    ),
    edit(
        "object_where_none_belongs",
        "milestone: launch\n",
        "milestone: launch\n    object: lead\n",
        "scenario.yaml:70:5: announced[0].object: belongs to object_down or overflight, not to launch (was lead)",
    ),
    edit(
        "overflight_without_gate",
        "gate:\n  title: Gap\n  from_lat_deg: 26.0744\n  from_lon_deg: 127.6647\n  to_lat_deg: 24.9384\n  to_lon_deg: 125.2398\n  source: two capes\n",
        "",
        "scenario.yaml:68:16: announced[1].milestone: an overflight needs a gate, and the scenario has none (was overflight)",
    ),
    edit(
        "gate_of_one_point",
        "to_lat_deg: 24.9384\n  to_lon_deg: 125.2398",
        "to_lat_deg: 26.0744\n  to_lon_deg: 127.6647",
        "scenario.yaml:27:1: gate: must run between two places; both ends are the same",
    ),
    edit(
        "clear_distance_without_effect",
        "    withheld: false",
        "    clear_distance_km: 10",
        "scenario.yaml:65:5: authority.lift.clear_distance_km: has no effect unless threat_over is last_object_past (was 10)",
    ),
)
