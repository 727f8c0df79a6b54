"""Files that are no scenario at all, and several mistakes at once."""

from tests.scenario.case import Case, edit

CASES = (
    Case(
        "thousands_of_items",
        ("scenario.yaml:2:7: seed: holds more than 5000 items",),
        raw=b"format: overflight/1\nseed: [" + b"1, " * 10_000 + b"1]\n",
    ),
    Case(
        "thousands_of_keys",
        ("scenario.yaml:1:1: holds more than 200 keys",),
        raw=b"format: overflight/1\n" + b"".join(b"key%d: 1\n" % number for number in range(50_000)),
    ),
    Case(
        "empty_file", ("scenario.yaml:1:1: is empty; a scenario starts with 'format: overflight/1'",), raw=b""
    ),
    Case(
        "only_comments",
        ("scenario.yaml:1:1: is empty; a scenario starts with 'format: overflight/1'",),
        raw=b"# nothing\n# yet\n",
    ),
    Case(
        "only_a_document_mark",
        ("scenario.yaml:2:1: is empty; a scenario starts with 'format: overflight/1'",),
        raw=b"---\n",
    ),
    Case(
        "a_list",
        (
            "scenario.yaml:1:1: must be a mapping of keys that starts with 'format: overflight/1' (was a list)",
        ),
        raw=b"- format: overflight/1\n",
    ),
    Case(
        "a_word",
        (
            "scenario.yaml:1:1: must be a mapping of keys that starts with 'format: overflight/1' (was a single value)",
        ),
        raw=b"overflight\n",
    ),
    Case(
        "an_empty_mapping",
        ("scenario.yaml:1:1: format: missing key; a scenario starts with 'format: overflight/1'",),
        raw=b"{}\n",
    ),
    Case(
        "an_alias", ("scenario.yaml:1:1: aliases are not allowed: write the value out (was *x)",), raw=b"*x\n"
    ),
    Case(
        "a_tagged_root",
        ("scenario.yaml:1:1: tags are not allowed (was !!map)",),
        raw=b"!!map {format: overflight/1}\n",
    ),
    Case(
        "json_for_something_else",
        ("scenario.yaml:1:1: format: missing key; a scenario starts with 'format: overflight/1'",),
        raw=b'{"version": 3, "services": {}}\n',
    ),
    Case(
        "only_the_format",
        (
            "scenario.yaml:1:1: name: missing key",
            "scenario.yaml:1:1: title: missing key",
            "scenario.yaml:1:1: launch_time: missing key",
            "scenario.yaml:1:1: launch_time_source: missing key",
            "scenario.yaml:1:1: areas: missing key",
            "scenario.yaml:1:1: objects: missing key",
            "scenario.yaml:1:1: authority: missing key",
        ),
        raw=b"format: overflight/1\n",
    ),
    Case(
        "utf_16",
        ("scenario.yaml:1:1: must be UTF-8 text (was UTF-16)",),
        raw="format: overflight/1\n".encode("utf-16"),
    ),
    Case(
        "latin_1",
        ("scenario.yaml:28:11: must be UTF-8 text (was byte 0xe9)",),
        edits=(("title: Gap", "title: Détroit"),),
        encoding="latin-1",
    ),
    Case("binary", ("scenario.yaml:3:115: must be UTF-8 text (was byte 0x80)",), raw=bytes(range(256))),
    Case(
        "nul_bytes",
        ("scenario.yaml:2:8: holds a character that YAML does not allow (was U+0000)",),
        raw=b"format: overflight/1\nname: a\x00b\n",
    ),
    Case(
        "too_large", ("scenario.yaml: is larger than 1 MB; a scenario is a small file",), raw=b"#" * 1_000_001
    ),
    edit(
        "format_not_first",
        "format: overflight/1\nname: base",
        "name: base\nformat: overflight/1",
        "scenario.yaml:3:1: format: must be the first key",
    ),
    edit(
        "format_missing",
        "format: overflight/1\n",
        "",
        "scenario.yaml:2:1: format: missing key; a scenario starts with 'format: overflight/1'",
    ),
    Case(
        "format_of_the_future",
        ("scenario.yaml:2:9: format: must be overflight/1 (was overflight/2)",),
        edits=(("overflight/1", "overflight/2"), ("seed: 7", "sead: 7")),
    ),
    edit(
        "format_as_a_number",
        "format: overflight/1",
        "format: 1",
        "scenario.yaml:2:9: format: must be overflight/1 (was 1)",
    ),
    edit(
        "format_misspelt",
        "format: overflight/1",
        "fromat: overflight/1",
        "scenario.yaml:2:1: format: missing key; a scenario starts with 'format: overflight/1'",
    ),
    edit(
        "format_twice",
        "seed: 7",
        "format: overflight/1",
        "scenario.yaml:6:1: format: duplicate key; it stands first on line 2 (was overflight/1)",
    ),
    Case(
        "many_at_once",
        (
            "scenario.yaml:6:1: sed: unknown key; did you mean seed? (was 7)",
            "scenario.yaml:7:14: launch_time: needs an offset from UTC, such as +09:00 (was 2023-08-24T03:50:30)",
            "scenario.yaml:12:10: areas.layer: no such area layer; there are okinawa, japan (was kyushu)",
            "scenario.yaml:18:18: objects[0].footprint.radius_km: must be at least 0 (was -1)",
            "scenario.yaml:26:10: objects[1].end: must be fell, lost or orbit (was sank)",
            "scenario.yaml:40:5: authority.detection.mode_s: duplicate key; it stands first on line 39 (was 66)",
            "scenario.yaml:84:13: announced[2].object: no such object; there are lead, stage2 (was stage9)",
        ),
        edits=(
            ("seed: 7", "sed: 7"),
            ("radius_km: 50", "radius_km: -1"),
            ("layer: okinawa", "layer: kyushu"),
            ("end: fell", "end: sank"),
            ("03:50:30+09:00", "03:50:30"),
            ("object: stage2\n", "object: stage9\n"),
            ("    mode_s: 65\n", "    mode_s: 65\n    mode_s: 66\n"),
        ),
    ),
)
