"""Keys that are unknown, missing, twice, or no keys at all."""

# ruff: noqa: E501 - the lines are exactly those that users see

from tests.scenario.case import choices, edit

TARGETING = choices("authority", "targeting")

CASES = (
    edit(
        "misspelt_key",
        "launch_time_source:",
        "launch_time_sorce:",
        "scenario.yaml:9:1: launch_time_sorce: unknown key; did you mean launch_time_source? (was derived)",
    ),
    edit(
        "unknown_key_far_from_all",
        "  layer: okinawa\n",
        "  layer: okinawa\n  weather: fine\n",
        "scenario.yaml:13:3: areas.weather: unknown key; could be added here: prefectures (was fine)",
    ),
    edit(
        "unknown_key_wrong_case",
        "seed: 7",
        "Seed: 7",
        "scenario.yaml:6:1: Seed: unknown key; did you mean seed? (was 7)",
    ),
    edit(
        "radius_in_metres",
        "radius_km: 50",
        "radius_m: 50000",
        "scenario.yaml:18:7: objects[0].footprint.radius_m: unknown key; this format measures it as radius_km (was 50000)",
    ),
    edit(
        "radius_without_unit",
        "radius_km: 50",
        "radius: 50",
        "scenario.yaml:18:7: objects[0].footprint.radius: unknown key; this format measures it as radius_km (was 50)",
    ),
    edit(
        "delay_in_minutes",
        "value_s: 3600",
        "value_min: 60",
        "scenario.yaml:67:5: authority.expiry.value_min: unknown key; this format measures it as value_s (was 60)",
    ),
    edit(
        "interval_in_ms",
        "interval_s: 10",
        "interval_ms: 10000",
        "scenario.yaml:52:5: authority.tracking.interval_ms: unknown key; this format measures it as interval_s (was 10000)",
    ),
    edit(
        "gate_in_radians",
        "from_lat_deg: 26.0744",
        "from_lat_rad: 0.455",
        "scenario.yaml:29:3: gate.from_lat_rad: unknown key; this format measures it as from_lat_deg (was 0.455)",
    ),
    edit(
        "unit_on_a_mapping",
        "  detection:\n",
        "  detection_s:\n",
        "scenario.yaml:36:3: authority.detection_s: unknown key; did you mean detection? (was a mapping)",
    ),
    edit(
        "key_of_another_distribution",
        "median_s: 55",
        "low_s: 55",
        "scenario.yaml:44:3: authority.decision.median_s: missing key",
        "scenario.yaml:46:5: authority.decision.low_s: unknown key for distribution lognormal; it belongs to uniform or triangular (was 55)",
    ),
    edit(
        "key_of_another_targeting",
        'prefectures: ["47"]',
        'areas: ["47201"]',
        "scenario.yaml:57:3: authority.targeting.prefectures: missing key",
        "scenario.yaml:59:5: authority.targeting.areas: unknown key for kind prefecture; it belongs to list (was a list)",
    ),
    edit(
        "key_at_the_wrong_level",
        "    source: https://example.org/issue\n",
        "    interval_s: 10\n",
        "scenario.yaml:50:5: authority.issue.interval_s: unknown key; could be added here: source, assumption, distribution (was 10)",
    ),
    edit(
        "key_where_all_are_taken",
        "    assumption: split of what is on record\n",
        "    source: a record\n    weather: fine\n",
        "scenario.yaml:42:5: authority.detection.weather: unknown key (was fine)",
    ),
    edit(
        "missing_root_key",
        "launch_time_source: derived\n",
        "",
        "scenario.yaml:2:1: launch_time_source: missing key",
    ),
    edit("missing_section", "areas:\n  layer: okinawa\n", "", "scenario.yaml:2:1: areas: missing key"),
    edit(
        "missing_key_in_a_list_item", "    end: lost\n", "", "scenario.yaml:14:5: objects[0].end: missing key"
    ),
    edit(
        "missing_key_in_a_flow_mapping",
        "{value_s: 6}",
        "{source: memory}",
        "scenario.yaml:64:5: authority.lift.issue.value_s: missing key",
    ),
    edit(
        "missing_low",
        "distribution: uniform, low_s: 45, high_s: 90",
        "distribution: uniform, high_s: 90",
        "scenario.yaml:42:3: authority.assessment.low_s: missing key",
    ),
    edit(
        "missing_distribution",
        "distribution: uniform, ",
        "",
        "scenario.yaml:42:3: authority.assessment.distribution: missing key: fixed, uniform, triangular, normal, lognormal, exponential, weibull or empirical",
    ),
    edit(
        "missing_kind",
        "    kind: prefecture\n",
        "",
        f"scenario.yaml:57:3: authority.targeting.kind: missing key: {TARGETING}",
    ),
    edit(
        "misspelt_distribution_key",
        "distribution: uniform",
        "distrbution: uniform",
        "scenario.yaml:42:16: authority.assessment.distrbution: unknown key; did you mean distribution? (was uniform)",
    ),
    edit(
        "key_without_value",
        "radius_km: 50",
        "radius_km:",
        "scenario.yaml:18:7: objects[0].footprint.radius_km: must be a number of kilometres (was empty)",
    ),
    edit(
        "section_without_value",
        "areas:\n  layer: okinawa\n",
        "areas:\n",
        "scenario.yaml:11:1: areas: must be a mapping of keys (was empty)",
    ),
    edit(
        "key_of_spaces",
        "  layer: okinawa\n",
        "  layer: okinawa\n  a b: 7\n",
        'scenario.yaml:13:3: areas."a b": unknown key; could be added here: prefectures (was 7)',
    ),
    edit(
        "empty_key",
        "  layer: okinawa\n",
        '  layer: okinawa\n  "": 7\n',
        'scenario.yaml:13:3: areas."": unknown key; could be added here: prefectures (was 7)',
    ),
    edit("number_as_key", "seed: 7", "7: seed", "scenario.yaml:6:1: a key must be text (was 7)"),
    edit("flag_as_key", "seed: 7", "true: 7", "scenario.yaml:6:1: a key must be text (was true)"),
    edit("null_as_key", "seed: 7", "~: 7", "scenario.yaml:6:1: a key must be text (was ~)"),
    edit("list_as_key", "seed: 7", "? [seed, x]\n: 7", "scenario.yaml:6:3: a key must be text (was a list)"),
    edit(
        "no_space_after_colon_in_flow",
        "{value_s: 6}",
        "{value_s:6}",
        'scenario.yaml:64:13: authority.lift.issue."value_s:6": unknown key; did you mean value_s? (was empty)',
    ),
    edit(
        "duplicate_root_key",
        "seed: 7",
        "seed: 7\nseed: 8",
        "scenario.yaml:7:1: seed: duplicate key; it stands first on line 6 (was 8)",
    ),
    edit(
        "duplicate_nested_key",
        "    mode_s: 65\n",
        "    mode_s: 65\n    mode_s: 66\n",
        "scenario.yaml:40:5: authority.detection.mode_s: duplicate key; it stands first on line 39 (was 66)",
    ),
    edit(
        "duplicate_section",
        "gate:\n",
        "areas:\n  layer: japan\ngate:\n",
        "scenario.yaml:27:1: areas: duplicate key; it stands first on line 11 (was a mapping)",
    ),
    edit(
        "duplicate_key_in_flow",
        "{value_s: 6}",
        "{value_s: 6, value_s: 7}",
        "scenario.yaml:64:25: authority.lift.issue.value_s: duplicate key; it stands first on line 64 (was 7)",
    ),
    edit(
        "triplicate_key",
        "seed: 7",
        "seed: 7\nseed: 8\nseed: 9",
        "scenario.yaml:7:1: seed: duplicate key; it stands first on line 6 (was 8)",
        "scenario.yaml:8:1: seed: duplicate key; it stands first on line 6 (was 9)",
    ),
)
