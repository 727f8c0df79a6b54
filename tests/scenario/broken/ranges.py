"""Values out of range, and choices that are none."""

# ruff: noqa: E501 - the lines are exactly those that users see

from tests.scenario.case import choices, edit

TARGETING = choices("authority", "targeting")

CASES = (
    edit(
        "negative_delay",
        "low_s: 50",
        "low_s: -3",
        "scenario.yaml:38:12: authority.detection.low_s: must be at least 0 (was -3)",
    ),
    edit(
        "negative_radius",
        "radius_km: 50",
        "radius_km: -50",
        "scenario.yaml:18:18: objects[0].footprint.radius_km: must be at least 0 (was -50)",
    ),
    edit(
        "enormous_radius",
        "radius_km: 50",
        "radius_km: 50000",
        "scenario.yaml:18:18: objects[0].footprint.radius_km: must be at most 2000 (was 50000)",
    ),
    edit(
        "zero_interval",
        "interval_s: 10",
        "interval_s: 0",
        "scenario.yaml:52:17: authority.tracking.interval_s: must be at least 0.1 (was 0)",
    ),
    edit(
        "zero_sd",
        "sd_s: 2",
        "sd_s: 0",
        "scenario.yaml:43:58: authority.notification.sd_s: must be more than 0 (was 0)",
    ),
    edit(
        "negative_sigma",
        "launch_time_sigma_s: 30",
        "launch_time_sigma_s: -30",
        "scenario.yaml:8:22: launch_time_sigma_s: must be at least 0 (was -30)",
    ),
    edit(
        "delay_of_a_month",
        "value_s: 3600",
        "value_s: 2592000",
        "scenario.yaml:67:14: authority.expiry.value_s: must be at most 604800 (was 2592000)",
    ),
    edit(
        "latitude_beyond_the_pole",
        "from_lat_deg: 26.0744",
        "from_lat_deg: 126.0744",
        "scenario.yaml:29:17: gate.from_lat_deg: must be at most 90 (was 126.0744)",
    ),
    edit(
        "longitude_beyond_the_date_line",
        "to_lon_deg: 125.2398",
        "to_lon_deg: 185",
        "scenario.yaml:32:15: gate.to_lon_deg: must be at most 180 (was 185)",
    ),
    edit(
        "latitude_and_longitude_swapped",
        "from_lat_deg: 26.0744\n  from_lon_deg: 127.6647",
        "from_lat_deg: 127.6647\n  from_lon_deg: 26.0744",
        "scenario.yaml:29:17: gate.from_lat_deg: must be at most 90 (was 127.6647)",
    ),
    edit("negative_seed", "seed: 7", "seed: -1", "scenario.yaml:6:7: seed: must be at least 0 (was -1)"),
    edit(
        "seed_too_large",
        "seed: 7",
        "seed: 9223372036854775808",
        "scenario.yaml:6:7: seed: must be at most 9223372036854775807 (was 9223372036854775808)",
    ),
    edit(
        "shape_too_small",
        "shape: 2",
        "shape: 0.001",
        "scenario.yaml:62:63: authority.lift.confirmation.shape: must be at least 0.1 (was 0.001)",
    ),
    edit(
        "low_above_high",
        "distribution: uniform, low_s: 45, high_s: 90",
        "distribution: uniform, low_s: 90, high_s: 45",
        "scenario.yaml:42:3: authority.assessment: needs low_s <= high_s (was 90, 45)",
    ),
    edit(
        "mode_outside",
        "mode_s: 65",
        "mode_s: 165",
        "scenario.yaml:36:3: authority.detection: needs low_s <= mode_s <= high_s (was 50, 165, 90)",
    ),
    edit(
        "order_and_unknown_key",
        "mode_s: 65",
        "mode_s: 165\n    sigma_km: 3",
        "scenario.yaml:36:3: authority.detection: needs low_s <= mode_s <= high_s (was 50, 165, 90)",
        "scenario.yaml:40:5: authority.detection.sigma_km: unknown key (was 3)",
    ),
    edit(
        "name_too_long",
        "name: base",
        "name: " + "b" * 81,
        "scenario.yaml:3:7: name: must have at most 80 characters (was bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb…)",
    ),
    edit(
        "name_with_slash",
        "name: base",
        "name: ../base",
        "scenario.yaml:3:7: name: must start with a letter or digit and hold only letters, digits and . _ - (was ../base)",
    ),
    edit(
        "name_with_space",
        "name: lead",
        "name: the lead",
        "scenario.yaml:14:11: objects[0].name: must start with a letter or digit and hold only letters, digits and . _ - (was the lead)",
    ),
    edit(
        "timezone_offset",
        "timezone: JST",
        "timezone: UTC+9",
        "scenario.yaml:10:11: timezone: must be the letters of a time zone, such as JST (was UTC+9)",
    ),
    edit(
        "prefecture_with_suffix",
        '["47"]',
        '["47-Okinawa"]',
        'scenario.yaml:59:19: authority.targeting.prefectures[0]: must be a prefecture code of two digits, such as 47 (was "47-Okinawa")',
    ),
    edit(
        "source_and_assumption",
        "    value_s: 5\n",
        "    value_s: 5\n    assumption: mine\n",
        "scenario.yaml:48:3: authority.issue: give either 'source' or 'assumption', not both",
    ),
    edit(
        "empty_source",
        "source: two capes",
        'source: ""',
        'scenario.yaml:33:11: gate.source: must not be empty (was "")',
    ),
    edit(
        "unknown_end",
        "end: lost",
        "end: landed",
        "scenario.yaml:20:10: objects[0].end: must be fell, lost or orbit (was landed)",
    ),
    edit(
        "misspelt_end",
        "end: lost",
        "end: losst",
        "scenario.yaml:20:10: objects[0].end: must be fell, lost or orbit; did you mean lost? (was losst)",
    ),
    edit(
        "unknown_distribution",
        "distribution: weibull",
        "distribution: gamma",
        "scenario.yaml:62:34: authority.lift.confirmation.distribution: must be fixed, uniform, triangular, normal, lognormal, exponential, weibull or empirical (was gamma)",
    ),
    edit(
        "misspelt_distribution",
        "distribution: weibull",
        "distribution: weibul",
        "scenario.yaml:62:34: authority.lift.confirmation.distribution: must be fixed, uniform, triangular, normal, lognormal, exponential, weibull or empirical; did you mean weibull? (was weibul)",
    ),
    edit(
        "distribution_as_a_number",
        "distribution: weibull",
        "distribution: 3",
        "scenario.yaml:62:34: authority.lift.confirmation.distribution: must be fixed, uniform, triangular, normal, lognormal, exponential, weibull or empirical (was 3)",
    ),
    edit(
        "distribution_null",
        "distribution: weibull",
        "distribution: null",
        "scenario.yaml:62:34: authority.lift.confirmation.distribution: must be fixed, uniform, triangular, normal, lognormal, exponential, weibull or empirical (was null)",
    ),
    edit(
        "distribution_as_a_list",
        "distribution: weibull",
        "distribution: [weibull]",
        "scenario.yaml:62:20: authority.lift.confirmation.distribution: must be fixed, uniform, triangular, normal, lognormal, exponential, weibull or empirical (was a list)",
    ),
    edit(
        "unknown_kind",
        "kind: prefecture",
        "kind: region",
        f"scenario.yaml:58:11: authority.targeting.kind: must be {TARGETING} (was region)",
    ),
    edit(
        "misspelt_kind",
        "kind: prefecture",
        "kind: prefectures",
        f"scenario.yaml:58:11: authority.targeting.kind: must be {TARGETING}; did you mean prefecture? (was prefectures)",
    ),
    edit(
        "unknown_milestone",
        "milestone: launch",
        "milestone: liftoff",
        "scenario.yaml:69:16: announced[0].milestone: must be launch, issued, overflight, object_down or lift_issued (was liftoff)",
    ),
    edit(
        "unknown_role",
        "role: check",
        "role: checked",
        "scenario.yaml:80:11: announced[1].role: must be input, calibrated or check; did you mean check? (was checked)",
    ),
    edit(
        "unknown_threat_over",
        "threat_over: last_object_down",
        "threat_over: last_object_gone",
        "scenario.yaml:61:18: authority.lift.threat_over: must be last_object_down or last_object_past; did you mean last_object_down? (was last_object_gone)",
    ),
)
