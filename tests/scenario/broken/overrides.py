"""Overrides given as ``--set key.path=value``."""

# ruff: noqa: E501 - the lines are exactly those that users see

from tests.scenario.case import Case, override

CASES = (
    override(
        "set_negative",
        "objects.lead.footprint.radius_km=-1",
        "--set objects.lead.footprint.radius_km=-1: objects[0].footprint.radius_km: must be at least 0 (was -1)",
    ),
    override(
        "set_by_index",
        "objects[1].footprint.radius_km=-1",
        "--set objects[1].footprint.radius_km=-1: objects[1].footprint.radius_km: must be at least 0 (was -1)",
    ),
    override(
        "set_by_dotted_index",
        "objects.1.footprint.radius_km=-1",
        "--set objects.1.footprint.radius_km=-1: objects[1].footprint.radius_km: must be at least 0 (was -1)",
    ),
    override(
        "set_unknown_key",
        "authority.tracking.intervall_s=5",
        "--set authority.tracking.intervall_s=5: authority.tracking.intervall_s: unknown key; did you mean interval_s? (was 5)",
    ),
    override(
        "set_wrong_unit",
        "authority.tracking.interval_m=5",
        "--set authority.tracking.interval_m=5: authority.tracking.interval_m: unknown key; this format measures it as interval_s (was 5)",
    ),
    override(
        "set_unknown_section",
        "areas.weather.wind_m_s=5",
        "--set areas.weather.wind_m_s=5: areas.weather: unknown key; could be added here: prefectures (was a mapping)",
    ),
    override(
        "set_unknown_item",
        "objects.tail.end=fell",
        "--set objects.tail.end=fell: objects: no such item; there are lead, stage2 (was tail)",
    ),
    override(
        "set_index_out_of_range",
        "objects[2].end=fell",
        "--set objects[2].end=fell: objects: no such item; there are lead, stage2 (was 2)",
    ),
    override(
        "set_index_of_a_mapping",
        "gate[0]=1",
        "--set gate[0]=1: gate: is a mapping, so a key must follow (was [0])",
    ),
    override(
        "set_inside_a_scalar",
        "seed.value=3",
        "--set seed.value=3: seed: holds a single value, so nothing can be set inside it (was 7)",
    ),
    override(
        "set_inside_a_flow_list",
        "authority.targeting.prefectures[0].code=47",
        '--set authority.targeting.prefectures[0].code=47: authority.targeting.prefectures[0]: holds a single value, so nothing can be set inside it (was "47")',
    ),
    override("set_wrong_type", "seed=many", "--set seed=many: seed: must be a whole number (was many)"),
    override(
        "set_nan",
        "authority.expiry.value_s=.nan",
        "--set authority.expiry.value_s=.nan: authority.expiry.value_s: must be a finite number (was .nan)",
    ),
    override(
        "set_norway",
        "authority.lift.withheld=NO",
        "--set authority.lift.withheld=NO: authority.lift.withheld: must be true or false (was NO)",
    ),
    override(
        "set_number_for_text",
        "gate.title=5",
        "--set gate.title=5: gate.title: must be text: put it in quotes (was 5)",
    ),
    override("set_nothing", "gate.title=", "--set gate.title=: gate.title: must be text (was empty)"),
    override(
        "set_without_equals",
        "seed",
        '--set seed: must be KEY=VALUE, such as objects[0].footprint.radius_km=60 (was "seed")',
    ),
    override(
        "set_with_two_equals",
        "seed==5",
        '--set seed==5: must be KEY=VALUE, such as objects[0].footprint.radius_km=60 (was "seed==5")',
    ),
    override(
        "set_without_key",
        "=5",
        '--set =5: must be KEY=VALUE, such as objects[0].footprint.radius_km=60 (was "=5")',
    ),
    override(
        "set_with_empty_step",
        "gate..title=x",
        '--set gate..title=x: must be KEY=VALUE, such as objects[0].footprint.radius_km=60 (was "gate..title=x")',
    ),
    override(
        "set_with_trailing_dot",
        "gate.=x",
        '--set gate.=x: must be KEY=VALUE, such as objects[0].footprint.radius_km=60 (was "gate.=x")',
    ),
    override(
        "set_with_bad_index",
        "objects[x].end=fell",
        '--set objects[x].end=fell: must be KEY=VALUE, such as objects[0].footprint.radius_km=60 (was "objects[x].end=fell")',
    ),
    override(
        "set_nothing_at_all",
        "",
        '--set : must be KEY=VALUE, such as objects[0].footprint.radius_km=60 (was "")',
    ),
    override(
        "set_list_not_closed",
        "authority.targeting.prefectures=[47",
        "--set authority.targeting.prefectures=[47: a list in [ ] lacks a comma or its closing ]",
    ),
    override(
        "set_alias",
        "gate.title=*x",
        "--set gate.title=*x: gate.title: aliases are not allowed: write the value out (was *x)",
    ),
    override("set_tag", "seed=!!int 5", "--set seed=!!int 5: seed: tags are not allowed (was !!int)"),
    override(
        "set_duplicate_key",
        "authority.expiry={value_s: 1, value_s: 2}",
        "--set authority.expiry={value_s: 1, value_s: 2}: authority.expiry.value_s: duplicate key (was 2)",
    ),
    override(
        "set_two_documents",
        "gate.title='a'\n--- b",
        "--set gate.title='a'\\n--- b: a second document starts here; a scenario is one document",
    ),
    override(
        "set_control_character",
        "gate.title=a\x07b",
        "--set gate.title=a\\x07b: holds a character that YAML does not allow (was U+0007)",
    ),
    override(
        "set_surrogate",
        "gate.title=\udcff",
        "--set gate.title=\\udcff: holds a character that YAML does not allow (was U+DCFF)",
    ),
    override(
        "set_unknown_layer",
        "areas.layer=kyushu",
        "--set areas.layer=kyushu: areas.layer: no such area layer; there are okinawa, japan (was kyushu)",
    ),
    override(
        "set_missing_track",
        "objects.lead.track=nowhere.csv",
        "--set objects.lead.track=nowhere.csv: objects[0].track: no such file (was nowhere.csv)",
    ),
    override(
        "set_time_without_offset",
        "launch_time=2023-08-24T03:50:30",
        "--set launch_time=2023-08-24T03:50:30: launch_time: needs an offset from UTC, such as +09:00 (was 2023-08-24T03:50:30)",
    ),
    override(
        "set_wrong_distribution",
        "authority.expiry.distribution=uniform",
        "scenario.yaml:66:3: authority.expiry.low_s: missing key",
        "scenario.yaml:66:3: authority.expiry.high_s: missing key",
        "scenario.yaml:67:5: authority.expiry.value_s: unknown key for distribution uniform; it belongs to fixed (was 3600)",
    ),
    override(
        "set_another_format",
        "format=overflight/2",
        "--set format=overflight/2: format: must be overflight/1 (was overflight/2)",
    ),
    override(
        "set_partial_section",
        "authority.tracking={interval_s: 5}",
        "--set authority.tracking={interval_s: 5}: authority.tracking.latency: missing key",
        "--set authority.tracking={interval_s: 5}: authority.tracking.position_sigma_km: missing key",
    ),
    override(
        "set_two_wrong",
        ("seed=-1", "seed=-2", "gate.title=5"),
        "--set seed=-2: seed: must be at least 0 (was -2)",
        "--set gate.title=5: gate.title: must be text: put it in quotes (was 5)",
    ),
    Case(
        "set_and_file",
        (
            "scenario.yaml:18:18: objects[0].footprint.radius_km: must be at least 0 (was -50)",
            "--set seed=-1: seed: must be at least 0 (was -1)",
        ),
        edits=(("radius_km: 50", "radius_km: -50"),),
        overrides=("seed=-1",),
    ),
)
