"""KML as its own schema and two independent readers see it: fastkml, and GDAL through pyogrio."""

import json
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import fastkml
import numpy as np
import pyogrio
import pytest
from lxml import etree

from sim.output.happenings import moving
from sim.output.kml import kml
from sim.output.view import RunView
from sim.results.mark import MARK
from tests.output.figures.views import CASES as MADE
from tests.output.figures.views import made_view
from tests.output.runs import AREA_BY_AREA, CASES, moved, written

SPACE = {"k": "http://www.opengis.net/kml/2.2", "gx": "http://www.google.com/kml/ext/2.2"}
HOSTILE = "<script>alert('x')</script> ]]> & \x0b \"quotes\""


@cache
def schema() -> Any:
    """KML 2.2 with the gx extensions, as the extension's publisher gives it."""
    return etree.XMLSchema(etree.parse(Path(fastkml.__file__).parent / "schema" / "kml22gx.xsd"))


def checked(view: RunView) -> Any:
    document = etree.fromstring(kml(view))
    schema().assertValid(document)
    return document


def clock(view: RunView, t_s: float) -> datetime:
    return datetime.fromisoformat(view.summary["launch_time"]) + timedelta(seconds=round(t_s))


def layer(view: RunView, name: str, folder: Path) -> Any:
    """A folder of the document as GDAL reads it."""
    (folder / "run.kml").write_bytes(kml(view))
    return pyogrio.read_dataframe(folder / "run.kml", layer=name)


@pytest.mark.parametrize("case", CASES)
def test_it_is_valid_and_says_what_it_is(case: str, runs: Path) -> None:
    document = checked(written(case, runs))
    features = document.xpath("//k:Document | //k:Folder | //k:Placemark", namespaces=SPACE)
    said = [feature.findtext("k:description", namespaces=SPACE) for feature in features]
    assert len(said) > 40
    assert all(MARK in one for one in said)
    assert "SIMULATION" in document.findtext("k:Document/k:name", namespaces=SPACE)
    # Nothing is fetched: no icon, no link, no overlay.
    assert not document.xpath("//k:href | //k:NetworkLink | //k:ScreenOverlay", namespaces=SPACE)


@pytest.mark.parametrize(
    "case", ["nothing at all", "antimeridian, gate, five objects", "Japanese, expired, seven objects"]
)
def test_made_up_runs_are_valid(case: str) -> None:
    checked(made_view(MADE[case]))


def test_a_wrong_file_would_be_seen(runs: Path) -> None:
    document = checked(written("as happened", runs))
    document.find(".//{*}TimeSpan").tag = f"{{{SPACE['k']}}}TimeSpam"
    with pytest.raises(etree.DocumentInvalid):
        schema().assertValid(document)


@pytest.mark.parametrize("case", CASES)
def test_states_of_areas_are_those_of_the_log(case: str, runs: Path, tmp_path: Path) -> None:
    view = written(case, runs)
    areas = layer(view, "Areas", tmp_path)
    for kind, state in (("warned", "warned"), ("lifted", "lifted"), ("cancelled", "cancelled")):
        logged = sorted((event.subject, clock(view, event.t_s)) for event in view.log.of(kind))
        told = areas[areas["state"] == state]
        assert sorted(zip(told["area_code"], told["begin"], strict=True)) == logged
    assert set(areas["area_code"]) == {area["properties"]["area_code"] for area in view.areas}
    # Each area is in one state at any time.
    for _, own in areas.sort_values("begin").groupby("area_code"):
        assert (own["begin"].to_numpy()[1:] == own["end"].to_numpy()[:-1]).all()


def test_visits_and_messages_are_those_of_the_log(runs: Path, tmp_path: Path) -> None:
    view = written(AREA_BY_AREA, runs)
    told = layer(view, "Footprint over areas", tmp_path)
    enters, exits = (
        sorted(clock(view, e.t_s) for e in view.log.of(f"hazard_{way}")) for way in ("enter", "exit")
    )
    assert sorted(told["begin"]) == enters
    assert sorted(told["end"]) == exits
    messages = layer(view, "Messages", tmp_path)
    logged = [*view.log.of("issued", "lift_issued")]
    assert len(logged) > 2
    assert list(messages["begin"]) == [clock(view, event.t_s) for event in logged]
    for text, event in zip(messages["description"], logged, strict=True):
        assert event.fields["text_en"] in text
        assert event.fields["text_ja"] in text


def test_objects_fly_as_their_tracks_say(runs: Path, tmp_path: Path) -> None:
    view = written("as happened", runs)
    document = checked(view)
    tracks = document.findall(".//gx:Track", SPACE)
    objects = moving(view)
    assert len(tracks) == len(objects) == 2
    for track, one in zip(tracks, objects, strict=True):
        when = [datetime.fromisoformat(text.text) for text in track.findall("k:when", SPACE)]
        launch = datetime.fromisoformat(view.summary["launch_time"])
        assert [(at - launch).total_seconds() for at in when] == pytest.approx(one.t_s, abs=1e-3)
        coords = np.array([text.text.split() for text in track.findall("gx:coord", SPACE)], float)
        np.testing.assert_allclose(coords[:, :2], np.column_stack([one.lon_deg, one.lat_deg]), atol=1e-5)
        np.testing.assert_allclose(coords[:, 2], one.alt_m, atol=0.6)
        assert track.findtext("k:altitudeMode", namespaces=SPACE) == "absolute"
    shapes = layer(view, "Objects", tmp_path)["geometry"]
    assert [one.has_z for one in shapes] == [True, True]


def test_nothing_flies_in_a_false_alarm(runs: Path) -> None:
    view = written("a false alarm, withdrawn", runs)
    assert view.tracks
    assert moving(view) == []
    assert not checked(view).findall(".//gx:Track", SPACE)


def test_fastkml_reads_the_same_times(runs: Path, tmp_path: Path) -> None:
    view = written("as happened", runs)
    (tmp_path / "run.kml").write_bytes(kml(view))
    (document,) = fastkml.KML.parse(tmp_path / "run.kml").features
    folders = {folder.name: folder for folder in document.features}
    (issued, lifted) = folders["Messages"].features
    assert issued.times.begin.dt == clock(view, view.summary["milestones_s"]["issued"])
    assert lifted.times.begin.dt == clock(view, view.summary["milestones_s"]["lift_issued"])


def test_footprints_follow_the_ground_point_without_a_gap(runs: Path, tmp_path: Path) -> None:
    view = written("as happened", runs)
    one = moving(view)[0]
    circles = layer(view, f"Footprint of {one.title}: 50 km (assumption)", tmp_path)
    assert (circles["begin"].to_numpy()[1:] == circles["end"].to_numpy()[:-1]).all()
    middle = circles["geometry"].iloc[30].centroid
    lon, lat = one.place(305.0)
    assert (middle.x, middle.y) == (pytest.approx(lon, abs=1e-2), pytest.approx(lat, abs=1e-2))


def test_across_the_antimeridian_nothing_leaves_the_map(runs: Path, tmp_path: Path) -> None:
    view = moved(written("as happened", runs), 180.0 - 127.9, tmp_path)
    document = checked(view)
    text = " ".join(document.xpath("//k:coordinates/text()", namespaces=SPACE))
    lons = np.array([pair.split(",")[0] for pair in text.split()], float)
    assert (lons.min(), lons.max()) == (-180.0, 180.0)
    for ring in document.xpath("//k:LinearRing/k:coordinates/text()", namespaces=SPACE):
        x = np.array([pair.split(",")[0] for pair in ring.split()], float)
        assert np.ptp(x) < 20.0
    longitude = document.find(".//k:Point/k:coordinates", SPACE).text.split(",")[0]
    assert abs(float(longitude)) > 175.0


def test_texts_of_others_stay_texts(runs: Path) -> None:
    view = written("as happened", runs)
    footprint = json.loads(json.dumps(view.footprint))
    for feature in footprint["features"]:
        for key in {"area_name", "title"} & set(feature["properties"]):
            feature["properties"][key] = HOSTILE
    document = checked(replace(view, footprint=footprint, summary=view.summary | {"title": HOSTILE}))
    assert HOSTILE.replace("\x0b", "\N{REPLACEMENT CHARACTER}") in document.findtext(
        "k:Document/k:name", namespaces=SPACE
    )
    for said in document.xpath("//k:description/text()", namespaces=SPACE):
        assert "<script" not in said


def test_equal_runs_give_equal_bytes(runs: Path) -> None:
    view = written("as happened", runs)
    assert kml(view) == kml(view)
