"""Track files: what a good one gives, and the exact text for each way one can be wrong."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from sim.errors import InputError
from sim.scenario.trackfile import COLUMNS, Knot, TrackFile, read_track_file

HEAD = "object,t_s,lat_deg,lon_deg,alt_km"
ALL = ",".join(COLUMNS)


def read(tmp_path: Path, content: str | bytes) -> TrackFile:
    path = tmp_path / "track.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_track_file(path, "tracks/x.csv")


def problems(tmp_path: Path, content: str | bytes) -> list[str]:
    with pytest.raises(InputError) as caught:
        read(tmp_path, content)
    return str(caught.value).splitlines()


def test_reads_objects_in_order_of_first_appearance(tmp_path: Path) -> None:
    rows = ["lead,0,39.7,124.7,0", "spent,300,35,124.2,274", "lead,30,39.6,124.7,2", "spent,330,34,124.5,299"]
    file = read(tmp_path, "\n".join([HEAD, *rows]))
    assert [(o.name, [k.t_s for k in o.knots]) for o in file.objects] == [
        ("lead", [0.0, 30.0]),
        ("spent", [300.0, 330.0]),
    ]


def test_absent_columns_mean_not_known_and_assumed(tmp_path: Path) -> None:
    knot = read(tmp_path, f"{HEAD}\na,0,1,2,3\na,1,1,2,3\n").objects[0].knots[0]
    assert knot == Knot(t_s=0.0, lat_deg=1.0, lon_deg=2.0, alt_km=3.0)
    assert knot.basis == "assumption"
    assert knot.ground_speed_km_s is None
    assert knot.sigma_horiz_km is None


def test_every_column_arrives(tmp_path: Path) -> None:
    row = 'a,{},1,2,3,4,-5,6,7,8,knot,"up, and away",published,"says ""them"""'
    knot = read(tmp_path, f"{ALL}\n{row.format(0)}\n{row.format(9)}\n").objects[0].knots[1]
    assert knot == Knot(9, 1, 2, 3, 4, -5, 6, 7, 8, "knot", "up, and away", "published", 'says "them"')


@pytest.mark.parametrize(
    "dress",
    [
        lambda t: b"\xef\xbb\xbf" + t,
        lambda t: t.replace(b"\n", b"\r\n"),
        lambda t: t.replace(b"\n", b"\r"),
        lambda t: t.replace(b"\n", b"\n\n"),
        lambda t: t.replace(b",", b" , "),
    ],
    ids=["byte order mark", "CRLF", "CR", "blank lines", "blanks round fields"],
)
def test_harmless_differences_of_form(tmp_path: Path, dress: object) -> None:
    plain = f"{HEAD}\na,0,1,2,3\na,1,1,2,3\n".encode()
    assert read(tmp_path, dress(plain)) == read(tmp_path, plain)  # type: ignore[operator]


def test_columns_in_any_order(tmp_path: Path) -> None:
    knot = read(tmp_path, "alt_km,lon_deg,lat_deg,t_s,object\n3,2,1,0,a\n3,2,1,1,a\n").objects[0].knots[0]
    assert (knot.lat_deg, knot.lon_deg, knot.alt_km) == (1.0, 2.0, 3.0)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("", ["tracks/x.csv:1:1: is empty; the first line names the columns"]),
        (b"object,\xff", ["tracks/x.csv:1:8: is not UTF-8 text (byte 0xff)"]),
        (
            "object,t_s,lat_deg,lon_deg\n",
            ["tracks/x.csv:1:1: alt_km: is a required column and is missing"],
        ),
        (
            f"{HEAD},alt_km,downrange_km\n",
            [
                "tracks/x.csv:1:35: alt_km: is there twice",
                f"tracks/x.csv:1:42: downrange_km: is not a column of such a file ({', '.join(COLUMNS)})",
            ],
        ),
        (
            f"{HEAD}\na,0,1,2\na,1,1,2,3\n",
            ["tracks/x.csv:2:1: must have 5 fields like the first line (4)"],
        ),
        (
            f'{HEAD}\na,0,1,2,"3\na,1,1,2,3\n',
            ["tracks/x.csv:2:1: is not a well-formed line of CSV (unexpected end of data)"],
        ),
        (
            f"{HEAD}\na,0,1,2,3\n",
            ["tracks/x.csv:2:1: object: needs at least 2 rows to be a track, has 1 (a)"],
        ),
        (f"{HEAD}\n,0,1,2,3\n", ["tracks/x.csv:2:1: object: is missing"]),
        (
            f"{HEAD}\na,,1,2,3\na,x,1,2,3\na,nan,1,2,3\na,inf,1,2,3\na,1_0,1,2,3\n",
            [
                "tracks/x.csv:2:3: t_s: is missing",
                "tracks/x.csv:3:3: t_s: must be a number (x)",
                "tracks/x.csv:4:3: t_s: must be a finite number (nan)",
                "tracks/x.csv:5:3: t_s: must be a finite number (inf)",
                "tracks/x.csv:6:3: t_s: must be a number (1_0)",
            ],
        ),
        (
            f"{HEAD}\na,0,-90.1,360.5,-2\na,1,0,-181,0\n",
            [
                "tracks/x.csv:2:5: lat_deg: must be from -90 to 90 (-90.1)",
                "tracks/x.csv:2:11: lon_deg: must be from -180 to 360 (360.5)",
                "tracks/x.csv:2:17: alt_km: must be -1 or more (-2)",
                "tracks/x.csv:3:7: lon_deg: must be from -180 to 360 (-181)",
            ],
        ),
        (
            f"{HEAD},ground_speed_km_s,vert_speed_km_s,sigma_t_s\na,0,1,2,3,-1,13,-5\na,1,1,2,3,,,\n",
            [
                "tracks/x.csv:2:11: ground_speed_km_s: must be from 0 to 12 (-1)",
                "tracks/x.csv:2:14: vert_speed_km_s: must be from -12 to 12 (13)",
                "tracks/x.csv:2:17: sigma_t_s: must be 0 or more (-5)",
            ],
        ),
        (
            f"{HEAD},basis\na,0,1,2,3,guess\na,1,1,2,3,\n",
            [
                "tracks/x.csv:2:11: basis: must be published, derived or assumption (guess)",
                "tracks/x.csv:3:11: basis: must be published, derived or assumption",
            ],
        ),
        (
            f"{HEAD}\na,30,1,2,3\nb,5,1,2,3\na,30,1,2,3\nb,4,1,2,3\n",
            [
                "tracks/x.csv:4:3: t_s: must be later than on line 2, the row of a before it: 30 (30)",
                "tracks/x.csv:5:3: t_s: must be later than on line 3, the row of b before it: 5 (4)",
            ],
        ),
        (
            f"{HEAD}\na,0,0,179.9,0\na,1,0,-179.9,0\na,2,0.2,-179.9,98\n",
            [
                "tracks/x.csv:3:5: lat_deg: is 22 km from line 2 after 1 s: 22.2 km/s; the limit is 12 km/s",
                "tracks/x.csv:4:5: lat_deg: is 22 km from line 3 after 1 s: 22.2 km/s; the limit is 12 km/s",
                "tracks/x.csv:4:16: alt_km: is 98 km from line 3 after 1 s: 98.0 km/s; the limit is 12 km/s",
            ],
        ),
    ],
    ids=[
        "empty",
        "not UTF-8",
        "missing column",
        "unknown and doubled column",
        "wrong field count",
        "unclosed quote",
        "single knot",
        "no name",
        "not numbers",
        "out of range",
        "speeds and sigma",
        "basis",
        "times",
        "faster than anything",
    ],
)
def test_each_mistake_has_its_words_and_place(
    tmp_path: Path, content: str | bytes, expected: list[str]
) -> None:
    assert problems(tmp_path, content) == expected


def test_a_field_is_located_behind_quoted_ones(tmp_path: Path) -> None:
    text = f'{HEAD},event,basis\na,0,1,2,3,"say ""hi, you""",who\na,1,1,2,3,x"y,z"w\n'
    assert problems(tmp_path, text) == [
        "tracks/x.csv:2:29: basis: must be published, derived or assumption (who)",
        'tracks/x.csv:3:15: basis: must be published, derived or assumption (z"w)',
    ]


def test_mistakes_of_several_objects_come_in_file_order(tmp_path: Path) -> None:
    lines = problems(tmp_path, f"{HEAD}\nb,0,1,2,3\na,5,1,2,3\na,4,99,2,3\nb,0,1,2,3\n")
    assert [line.split(": ")[:2] for line in lines] == [
        ["tracks/x.csv:4:3", "t_s"],
        ["tracks/x.csv:4:5", "lat_deg"],
        ["tracks/x.csv:5:3", "t_s"],
    ]


def test_unreadable_files(tmp_path: Path) -> None:
    for path, reason in ((tmp_path / "none.csv", "no such file or directory"), (tmp_path, "is a directory")):
        with pytest.raises(InputError) as caught:
            read_track_file(path, "x.csv")
        assert str(caught.value) == f"x.csv: cannot be read: {reason}"


def test_checking_a_track_loads_no_numerics() -> None:
    code = (
        "import sys, sim.scenario.trackfile as t; "
        "print([m for m in ('numpy', 'scipy', 'pyproj', 'shapely') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=dict(os.environ)
    )
    assert done.stdout.strip() == "[]"
