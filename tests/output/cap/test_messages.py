"""The messages of whole mornings as CAP: valid, in both languages, threaded by references."""

from pathlib import Path

import pytest
from lxml import etree

import sim
from sim.cli import main
from sim.output.cap.messages import cap_files
from sim.output.cap.validate import validate_cap
from sim.output.view import open_run

SCENARIO = Path(__file__).parents[3] / "scenarios" / "okinawa-2023-08-24.yaml"
CAP = "{urn:oasis:names:tc:emergency:cap:1.2}"


def messages(folder: Path, *changes: str) -> list[Path]:
    """CAP files of one morning, in order of issue."""
    sim.write_run(sim.run(sim.load_scenario(SCENARIO, changes)), folder / "run", pictures=False)
    return sorted((folder / "run" / "cap").iterdir())


def texts(path: Path, tag: str) -> list[str]:
    return [element.text or "" for element in etree.parse(path).iter(CAP + tag)]


def test_the_morning_is_an_alert_and_the_update_that_lifts_it(tmp_path: Path) -> None:
    alert, lift = messages(tmp_path)
    assert validate_cap([alert, lift]) == []
    assert (texts(alert, "msgType"), texts(lift, "msgType")) == (["Alert"], ["Update"])
    assert (texts(alert, "responseType"), texts(lift, "responseType")) == (["Shelter"] * 2, ["AllClear"] * 2)
    sender, identifier, sent = (texts(alert, tag)[0] for tag in ("sender", "identifier", "sent"))
    assert texts(lift, "references") == [f"{sender},{identifier},{sent}"]
    assert len(texts(alert, "areaDesc")) == 2 * 41


def test_every_text_is_marked_as_an_exercise(tmp_path: Path) -> None:
    for path in messages(tmp_path):
        assert texts(path, "status") == ["Exercise"]
        assert "not a real alert" in texts(path, "note")[0]
        for tag in ("event", "headline", "description"):
            japanese, english = texts(path, tag)
            assert japanese.startswith("【訓練】")
            assert english.startswith("EXERCISE: ")


def test_a_run_without_messages_has_an_empty_folder(tmp_path: Path) -> None:
    assert messages(tmp_path, "authority.decision={value_s: 5000}") == []


def test_areas_released_one_by_one_name_the_warning_each_time(tmp_path: Path) -> None:
    changes = (
        "authority.lift.mode=area_by_area",
        "authority.lift.threat_over=last_object_past",
        "authority.lift.clear_distance_km=100",
        *(f"authority.lift.{step}={{value_s: 1}}" for step in ("confirmation", "decision", "issue")),
    )
    files = messages(tmp_path, *changes)
    assert len(files) > 2
    assert validate_cap(files) == []
    first = texts(files[0], "identifier")[0]
    assert all(first in texts(path, "references")[0] for path in files[1:])


def test_export_writes_the_same_files_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = {path.name: path.read_bytes() for path in messages(tmp_path)}
    assert main(["export", str(tmp_path / "run"), "--to", "cap", "-o", str(tmp_path / "out")]) == 0
    after = {path.name: path.read_bytes() for path in (tmp_path / "out" / "cap").iterdir()}
    assert after == before == cap_files(open_run(tmp_path / "run"))
    files = [str(path) for path in sorted((tmp_path / "out" / "cap").iterdir())]
    capsys.readouterr()
    assert main(["validate-cap", *files]) == 0
    assert capsys.readouterr().out == "".join(f"{file}: valid CAP 1.2\n" for file in files)


def test_validate_cap_fails_with_the_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (alert, _) = messages(tmp_path)
    alert.write_text(
        alert.read_text(encoding="utf-8").replace("Exercise</status>", "Drill</status>"), encoding="utf-8"
    )
    assert main(["validate-cap", str(alert)]) == 2
    assert f"{alert}:6:" in capsys.readouterr().err
