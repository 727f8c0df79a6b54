"""The page as a file: whole, alone, the same every time, and refused where there is no run to show."""

import base64
import hashlib
import json
import re
from pathlib import Path

import pytest

from sim.cli import main
from sim.output.replay.page import embedded, replay_page
from sim.output.view import open_run
from tests.output.runs import AREA_BY_AREA, written

VENDOR = Path(__file__).parents[3] / "sim" / "output" / "replay" / "vendor"
SHIPPED = {
    "d3-color-3.1.1": "41ebabc615acf63e5af87a1d565f16c3ce73f00c1394772a624780f7c6c7244b",
    "d3-dispatch-3.0.2": "5afe071dad74c14cd580f540c9ec85b0755eed78b7f9ed3e9f63b989fc41aa4b",
    "d3-drag-3.0.1": "da7f489ebae8418e53759d2df5e9327eb9bedcdb4aa93feb065beda31f085232",
    "d3-ease-3.0.2": "1c6cf6a8e676624967a8d193ccea2cca605b63d33d922b2e11205e4b331ec478",
    "d3-interpolate-3.0.2": "09b66887d084b49bf14c93867522e366ce846bee53b9f632c1c3a5e2b00f891a",
    "d3-selection-3.0.1": "1dcd563b613b841dbe5a536df5289b0ac64c233a21bc1e954651cbe2a4809877",
    "d3-timer-3.0.2": "f6b80ed73b21d01658db60d1c04adb88adc70f885346ae07d59ed69ba0348849",
    "d3-transition-3.0.2": "85f3b76042e41fa517fb03e931d62ea5c7066a435d55ac605288cc6675f2a250",
    "d3-zoom-3.0.1": "5fcc9d4b4c14da3de574a0638c938ccfb8771a97e1b666be2d327170e7cdbdc3",
}


@pytest.fixture
def page(runs: Path) -> str:
    return replay_page([written("as happened", runs)])


def test_it_is_small_and_the_same_every_time(page: str, runs: Path) -> None:
    assert len(page.encode()) < 500_000
    assert replay_page([open_run(written("as happened", runs).folder)]) == page
    assert str(runs) not in page


def test_it_names_nothing_to_load(page: str) -> None:
    code = page.replace(re.findall(r'<script type="application/json" id="data">(.*?)</script>', page)[0], "")
    assert re.findall(r"<(?:link|img|iframe|object|embed|audio|video|source|base|form)\b", code) == []
    assert re.findall(r"\b(?:src|href|action)=[\"'][^\"']", code) == []
    assert (
        re.findall(
            r"@import|url\(|\bfetch\(|XMLHttpRequest|WebSocket|EventSource|sendBeacon|\bimport\(", code
        )
        == []
    )


def test_its_policy_knows_its_own_script_and_style_and_nothing_else(page: str) -> None:
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="(.*?)"', page)
    (style,) = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    script = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)[-1]
    hashes = [
        "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        for text in (script, style)
    ]
    assert policy.split("; ") == [
        "default-src 'none'",
        f"script-src '{hashes[0]}'",
        f"style-src '{hashes[1]}'",
        "base-uri 'none'",
        "form-action 'none'",
    ]


def test_the_libraries_are_those_of_the_registry() -> None:
    found = {
        path.name.removesuffix(".min.js"): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in VENDOR.glob("*.js")
    }
    assert found == SHIPPED
    licences = (VENDOR / "LICENSES.txt").read_text(encoding="utf-8")
    assert all(name.rpartition("-")[0] in licences for name in SHIPPED)


@pytest.mark.parametrize("text", ["</script>", "<!-- <script>", "\u2028\u2029", "&amp;", 'a"b\\', "発射"])
def test_whatever_a_text_holds_it_stays_a_text(text: str) -> None:
    written_ = embedded({"title": text})
    assert json.loads(written_) == {"title": text}
    assert not set(written_) & set("<>&\u2028\u2029")


def test_the_command_writes_where_it_is_told(
    runs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one, other = (str(written(name, runs).folder) for name in ("as happened", AREA_BY_AREA))
    assert main(["replay", one, "-o", str(tmp_path / "deep" / "a.html")]) == 0
    assert main(["replay", one, other, "-o", str(tmp_path)]) == 0
    said = capsys.readouterr().out.split()
    assert said == [str(tmp_path / "deep" / "a.html"), str(tmp_path / f"replay-with-{Path(other).name}.html")]
    assert all(Path(path).read_text(encoding="utf-8").endswith("</html>\n") for path in said)
    assert main(["replay", one, "--quiet"]) == 0
    assert capsys.readouterr().out == ""
    assert (Path(one) / "replay.html").is_file()


def test_what_is_no_run_is_refused_all_at_once(
    runs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run = str(written("as happened", runs).folder)
    assert main(["replay", str(tmp_path / "none"), str(tmp_path), "-o", str(tmp_path / "a.html")]) == 2
    said = capsys.readouterr().err
    assert "is not a run folder" in said
    assert "events.jsonl" in said
    assert main(["replay", run, run, run]) == 2
    assert "one too many" in capsys.readouterr().err
    assert main(["replay", run, "-o", "/dev/null/a.html"]) == 1
    assert "cannot be written" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("summary.json", "{}"),
        ("summary.json", '{"launch_time": 5}'),
        ("footprint.geojson", '{"features": [{"properties": {"kind": "area"}, "geometry": null}]}'),
        (
            "events.jsonl",
            '{"t_s": 1, "kind": "warned", "subject": "nowhere", "message": 1, "expires_s": 2}\n',
        ),
        ("events.jsonl", '{"t_s": 1, "kind": "issued", "subject": "authority"}\n'),
    ],
)
def test_a_damaged_run_is_refused(
    runs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, content: str
) -> None:
    for file in ("summary.json", "events.jsonl", "footprint.geojson"):
        (tmp_path / file).write_bytes((written("as happened", runs).folder / file).read_bytes())
    (tmp_path / name).write_text(content, encoding="utf-8")
    assert main(["replay", str(tmp_path)]) == 2
    assert str(tmp_path) in capsys.readouterr().err
    assert not (tmp_path / "replay.html").exists()


def test_a_run_brings_its_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.output.write.draw_pictures", lambda *_, **__: [])
    assert main(["run", "nuri-2022-06-21", "-o", str(tmp_path / "run"), "--quiet"]) == 0
    assert "SIMULATION" in (tmp_path / "run" / "replay.html").read_text(encoding="utf-8")


def test_a_comparison_can_bring_a_page_of_two(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sim.output.compare.draw_comparison", lambda *_, **__: [])
    policies = ["policies/as-happened", "policies/corridor", "--runs", "1", "--quiet"]
    assert main(["compare", *policies, "--replay", "--dispersed", "-o", str(tmp_path / "d")]) == 2
    assert "--dispersed" in capsys.readouterr().err
    assert main(["compare", *policies, "--replay", "-o", str(tmp_path / "c")]) == 0
    page = (tmp_path / "c" / "replay.html").read_text(encoding="utf-8")
    (data,) = re.findall(r'id="data">(.*?)</script>', page)
    assert [run["name"] for run in json.loads(data)["runs"]] == ["as-happened", "corridor"]
