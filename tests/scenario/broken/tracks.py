"""Track files: missing, malformed, or without the object."""

# ruff: noqa: E501 - the lines are exactly those that users see

from tests.scenario.case import Case, edit

CASES = (
    edit(
        "missing_track_file",
        "    track: tracks.csv\n    track_object",
        "    track: traks.csv\n    track_object",
        "scenario.yaml:23:12: objects[1].track: no such file (was traks.csv)",
    ),
    edit(
        "track_is_a_directory",
        "    track: tracks.csv\n    track_object",
        "    track: .\n    track_object",
        "scenario.yaml:23:12: objects[1].track: is not a file (was .)",
    ),
    edit(
        "absolute_track_path",
        "    track: tracks.csv\n    track_object",
        "    track: /etc/hostname\n    track_object",
        "scenario.yaml:23:12: objects[1].track: must be relative to the scenario file (was /etc/hostname)",
    ),
    edit(
        "backslashes_in_track_path",
        "    track: tracks.csv\n    track_object",
        "    track: sub\\tracks.csv\n    track_object",
        "scenario.yaml:23:12: objects[1].track: no such file; folders are separated by / (was sub\\tracks.csv)",
    ),
    edit(
        "control_character_in_track_path",
        "    track: tracks.csv\n    track_object",
        '    track: "a\\0b.csv"\n    track_object',
        "scenario.yaml:23:12: objects[1].track: holds a character that text may not hold (was U+0000)",
    ),
    edit(
        "track_path_too_long",
        "    track: tracks.csv\n    track_object",
        "    track: " + "x" * 300 + ".csv\n    track_object",
        "scenario.yaml:23:12: objects[1].track: cannot be read: file name too long (was xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…)",
    ),
    edit(
        "track_object_unknown",
        "track_object: stage2_spent",
        "track_object: stage3_spent",
        "scenario.yaml:24:19: objects[1].track_object: is no object of tracks.csv; there are lead, stage2_spent (was stage3_spent)",
    ),
    edit(
        "own_name_not_in_track",
        "    track_object: stage2_spent\n",
        "",
        "scenario.yaml:21:11: objects[1].name: is no object of tracks.csv; there are lead, stage2_spent (was stage2)",
    ),
    edit(
        "track_is_not_a_track",
        "    track: tracks.csv\n    track_object",
        "    track: scenario.yaml\n    track_object",
        "scenario.yaml:1:1: # A small scenario that names most keys once. Line numbers matter: add at the end only.: is not a column of such a file (object, t_s, lat_deg, lon_deg, alt_km, ground_speed_km_s, vert_speed_km_s, sigma_t_s, sigma_horiz_km, sigma_alt_km, kind, event, basis, source)",
        "scenario.yaml:1:1: object: is a required column and is missing",
        "scenario.yaml:1:1: t_s: is a required column and is missing",
        "scenario.yaml:1:1: lat_deg: is a required column and is missing",
        "scenario.yaml:1:1: lon_deg: is a required column and is missing",
        "scenario.yaml:1:1: alt_km: is a required column and is missing",
    ),
    Case(
        "track_times_not_increasing",
        ("tracks.csv:4:6: t_s: must be later than on line 3, the row of lead before it: 125 (90)",),
        tracks=(("lead,290,", "lead,90,"),),
    ),
    Case(
        "track_time_repeated",
        ("tracks.csv:4:6: t_s: must be later than on line 3, the row of lead before it: 125 (125)",),
        tracks=(("lead,290,", "lead,125,"),),
    ),
    Case(
        "track_of_one_row",
        ("tracks.csv:7:1: object: needs at least 2 rows to be a track, has 1 (stage2_spent)",),
        tracks=(
            (
                "stage2_spent,510,26.6094,126.1618,346.7,40,assumption,\nstage2_spent,690,19.3124,127.5032,220.7,40,assumption,\nstage2_spent,870,14,128.3,0,200,published,derived\n",
                "",
            ),
        ),
    ),
    Case(
        "track_unknown_column",
        (
            "tracks.csv:1:1: alt_km: is a required column and is missing",
            "tracks.csv:1:28: alt_m: is not a column of such a file (object, t_s, lat_deg, lon_deg, alt_km, ground_speed_km_s, vert_speed_km_s, sigma_t_s, sigma_horiz_km, sigma_alt_km, kind, event, basis, source)",
        ),
        tracks=(("alt_km", "alt_m"),),
    ),
    Case(
        "track_nan",
        ("tracks.csv:4:22: alt_km: must be a finite number (nan)",),
        tracks=(("265,50", "nan,50"),),
    ),
    Case(
        "track_word_for_number",
        ("tracks.csv:5:27: alt_km: must be a number (high)",),
        tracks=(("401.1", "high"),),
    ),
    Case(
        "track_latitude",
        ("tracks.csv:4:10: lat_deg: must be from -90 to 90 (95.4)",),
        tracks=(("35.4,", "95.4,"),),
    ),
    Case(
        "track_too_few_fields",
        ("tracks.csv:4:1: must have 8 fields like the first line (3)",),
        tracks=(("lead,290,35.4,124.15,265,50,published,derived", "lead,290,35.4"),),
    ),
    Case(
        "track_unknown_basis",
        ("tracks.csv:4:29: basis: must be published, derived or assumption (rumour)",),
        tracks=(("265,50,published", "265,50,rumour"),),
    ),
    Case("track_empty", ("tracks.csv:1:1: is empty; the first line names the columns",), raw_tracks=b""),
    Case(
        "track_latin_1",
        ("tracks.csv:3:2: is not UTF-8 text (byte 0xe9)",),
        tracks=(("lead,125", "léad,125"),),
        encoding="latin-1",
    ),
    Case(
        "scenario_and_track_together",
        (
            "scenario.yaml:18:18: objects[0].footprint.radius_km: must be at least 0 (was -50)",
            "scenario.yaml:26:10: objects[1].end: must be fell, lost or orbit (was sank)",
            "tracks.csv:3:6: t_s: must be later than on line 2, the row of lead before it: 0 (0)",
            "tracks.csv:4:22: alt_km: must be a finite number (nan)",
        ),
        edits=(("radius_km: 50", "radius_km: -50"), ("end: fell", "end: sank")),
        tracks=(("265,50", "nan,50"), ("lead,125", "lead,0")),
    ),
)
